/** Carts and promotions for tests, written as a merchandiser would say them: everything not said is ordinary. */
import { compilePromotions } from './compile-promotions.ts';
import { priceCart } from './price-cart.ts';
import type { CartLine, Layer, PricingProfile, Promotion, Quote, QuoteRequest, Rule } from './types.ts';

export const NOW = 1_718_640_000_000;

export const TMALL: PricingProfile = { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 };
export const OWN_SHOP: PricingProfile = { id: 'ownShop', thresholdMode: 'progressive', minPayableFen: 0 };

export function line(lineId: string, unitListFen: number, more: Partial<CartLine> = {}): CartLine {
  return {
    lineId,
    skuId: `sku-${lineId}`,
    shopId: 's1',
    categories: ['all'],
    brandId: 'b1',
    tags: [],
    unitListFen,
    quantity: 1,
    enrolled: true,
    ...more,
  };
}

export function promotion(id: string, layer: Layer, rule: Rule, more: Partial<Promotion> = {}): Promotion {
  return {
    id,
    title: { zh: `${id}活动`, en: `Offer ${id}` },
    layer,
    rule,
    scope: {},
    audience: {},
    windows: [{ startsAt: NOW - 1000, endsAt: NOW + 1000 }],
    funders: [{ funder: 'seller', bp: 10_000 }],
    priority: 0,
    ...more,
  };
}

export function price(
  lines: readonly CartLine[],
  promotions: readonly Promotion[],
  more: Partial<QuoteRequest> & { readonly profile?: PricingProfile } = {},
): Quote {
  const { profile = TMALL, ...request } = more;
  return priceCart(
    { at: NOW, lines, shopper: { newcomer: false }, freight: [], ...request },
    compilePromotions(promotions, profile),
  );
}

/** What a promotion takes off the whole cart. */
export function offBy(quote: Quote, promotionId: string): number {
  return quote.trace
    .filter((entry) => entry.promotionId === promotionId)
    .reduce((sum, { discountFen }) => sum + discountFen, 0);
}

/** The share of each line, in the order of the cart, 0 where it has none. */
export function sharesOf(quote: Quote, promotionId: string): number[] {
  return quote.lines.map(
    ({ allocations }) => allocations.find((allocation) => allocation.promotionId === promotionId)?.fen ?? 0,
  );
}

export function nets(quote: Quote): number[] {
  return quote.lines.map(({ netFen }) => netFen);
}

export function entryOf(quote: Quote, promotionId: string, shopId?: string) {
  const entry = quote.trace.find(
    (candidate) =>
      candidate.promotionId === promotionId && (shopId === undefined || candidate.shopId === shopId),
  );
  if (!entry) throw new Error(`${promotionId} is not in the trace`);
  return entry;
}

/** The cart of V17: two shops, every layer at once. */
export const FULL_STACK = {
  cart: [
    line('X', 29900),
    line('Y', 15900, { quantity: 2, tags: ['vip'] }),
    line('Z', 58800, { shopId: 's2', tags: ['vip'], categories: ['z'] }),
  ],
  promotions: [
    promotion(
      'L2a',
      'storeReduction',
      { kind: 'each', thresholdFen: 30000, offFen: 3000 },
      { scope: { shops: ['s1'] } },
    ),
    promotion(
      'L2b',
      'storeCoupon',
      { kind: 'amount', thresholdFen: 60000, offFen: 4000 },
      { scope: { shops: ['s1'] } },
    ),
    promotion('L3a', 'crossStore', { kind: 'each', thresholdFen: 30000, offFen: 5000 }),
    promotion(
      'L3b',
      'platformCoupon',
      { kind: 'amount', thresholdFen: 40000, offFen: 3000 },
      { scope: { categories: ['z'] } },
    ),
    promotion('L4', 'member', { kind: 'memberRate', payBp: 9500 }, { scope: { tags: ['vip'] } }),
    promotion('L5', 'redPacket', { kind: 'amount', thresholdFen: 0, offFen: 2000 }),
    promotion('L6', 'points', { kind: 'amount', thresholdFen: 0, offFen: 1500 }),
  ],
};
