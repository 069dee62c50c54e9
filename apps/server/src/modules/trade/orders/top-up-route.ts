import { type TopUpView, topUpQuery, topUpView } from '@dacu/contract/api';
import type { App } from '../../../platform/http/app-types.ts';
import type { CartCaller } from './cart.ts';
import { readLines } from './cart-store.ts';
import type { OrdersDeps } from './index.ts';
import type { OrdersRoutesDeps } from './routes.ts';

const PROPOSALS = { burst: 20, perMinute: 60 };

/** GET /api/cart/top-up?promotion= — whole carts are priced for it, so it is asked for and not part of the cart. */
export function topUpRoute(
  app: App,
  orders: { topUp: (input: TopUpAsked) => Promise<TopUpView> },
  { clocks, members }: Pick<OrdersRoutesDeps, 'clocks' | 'members'>,
): void {
  app.get(
    '/api/cart/top-up',
    {
      schema: {
        summary: 'What to add to reach the next step of an offer',
        description:
          'The cheapest items in stock that take the selected lines to the next step of `promotion`; null when there is no step, or when more would be paid than before and no less than the items cost alone. Every proposal was priced as a whole cart.',
        tags: ['trade'],
        querystring: topUpQuery,
        response: { 200: topUpView },
      },
      config: { rateLimit: PROPOSALS, refusals: ['notSignedIn', 'rateLimited'] },
    },
    async (request) =>
      orders.topUp({
        at: clocks.campaign.now(),
        caller: await members.requireShopper(request),
        promotionId: request.query.promotion,
      }),
  );
}

export type TopUpAsked = { readonly at: number; readonly caller: CartCaller; readonly promotionId: string };

export async function readTopUp(
  { db, offers, catalog }: Pick<OrdersDeps, 'db' | 'offers' | 'catalog'>,
  { at, caller, promotionId }: TopUpAsked,
): Promise<TopUpView> {
  const lines = await readLines(db, caller.shopperId);
  const items = lines.filter(({ selected }) => selected).map(({ skuId, quantity }) => ({ skuId, quantity }));
  const found = await offers.topUp({
    ...{ at, items, buyer: caller, promotionId },
    async sellable(skuIds) {
      const counts = await offers.shelfOf(skuIds, at);
      return new Map(skuIds.map((skuId) => [skuId, counts.get(skuId)?.sellable ?? 0]));
    },
  });
  if (found === null) return { proposal: null };
  const skus = await catalog.getSkus(found.items.map(({ skuId }) => skuId));
  const { extraFen, aloneFen, gain, quote } = found;
  return {
    proposal: {
      ...{ extraFen, aloneFen, gain, payFen: quote.payFen },
      items: found.items.map(({ skuId, quantity }) => {
        const { productId, title, skuTitle, imageUrl } = skus.get(skuId)!;
        return { skuId, productId, title, skuTitle, imageUrl, quantity };
      }),
    },
  };
}
