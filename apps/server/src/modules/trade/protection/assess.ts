import type { FunderShare, QuotedLine } from '@dacu/engine/pricing';
import { type ProtectionTerms, protectionOf, publicFen } from '@dacu/engine/protection';
import { type Edition, NO_EDITION, parseActivityId, type Sku } from '../offers/index.ts';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import type { ProtectionDeps } from './index.ts';

/** Why nothing can be owed on a line, before anybody looks at what was paid on it. */
export type ClosedReason = 'notPromised' | 'flashBought' | 'over' | 'notOnSale';
/** How a line stands at an instant; `nowFen` is today's public price of all its units. */
export type Assessed = {
  readonly lineId: string;
  /** Null where nothing is promised. */
  readonly promise: { readonly terms: ProtectionTerms; readonly until: number } | null;
  readonly verdict:
    | { readonly kind: 'closed'; readonly reason: ClosedReason }
    | {
        readonly kind: 'open';
        readonly nowFen: number;
        readonly promotionId: string;
        readonly funders: readonly FunderShare[];
      };
};

type Gather = Pick<ProtectionDeps, 'catalog' | 'plan' | 'offers'>;
type Priced = ReadonlyMap<string, QuotedLine>;
/** Public prices of a cart; a sweep asks for many that are alike, and hands in what remembers them. */
export type PriceCarts = (key: string, ask: () => Promise<Priced>) => Promise<Priced>;
const ASK: PriceCarts = (_key, ask) => ask();

/**
 * What the plan of a paid purchase promises for each of its lines at `at`, and what the same lines would cost everybody
 * then. A flash price counts where the promise lets it, while there is something left of it.
 */
export async function assess(
  deps: Gather,
  purchase: PurchaseRow,
  at: number,
  priced: PriceCarts = ASK,
): Promise<Assessed[]> {
  const { body, paidAt } = purchase;
  const lines = linesOf(body);
  const edition = body.editionId === NO_EDITION ? null : await deps.plan.edition(body.editionId);
  const promises = edition?.compiled.protections ?? [];
  const none = (lineId: string, reason: ClosedReason): Assessed => ({
    ...{ lineId, promise: null, verdict: { kind: 'closed', reason } },
  });
  if (edition === null || promises.length === 0 || paidAt === null)
    return lines.map(({ lineId }) => none(lineId, 'notPromised'));

  const items = lines.map(({ skuId, quantity }) => ({ skuId, quantity }));
  const skus = await deps.catalog.getSkus(items.map(({ skuId }) => skuId));
  const bought = { paidAt, flashSlotMs: flashSlotMs(purchase, edition) };
  const promised = lines.map((line) => {
    const subject = skus.get(line.skuId) ?? unknown(line.skuId);
    return protectionOf(subject, bought, promises);
  });
  const anyOpen = promised.some((each) => each.kind === 'promised' && at < each.until);
  const prices: Priced = anyOpen
    ? await priced(JSON.stringify([body.channel, items]), () => publicPrices(deps, at, body.channel, items))
    : new Map();
  return Promise.all(
    lines.map(async (line, index): Promise<Assessed> => {
      const promise = promised[index]!;
      if (promise.kind === 'none') return none(line.lineId, promise.reason);
      const { terms, until } = promise;
      const closed = (reason: ClosedReason): Assessed => ({
        ...{ lineId: line.lineId, promise: { terms, until }, verdict: { kind: 'closed', reason } },
      });
      if (at >= until) return closed('over');
      const quoted = prices.get(line.skuId);
      if (quoted === undefined) return closed('notOnSale');
      const flashFen = await openFlashFen(deps, terms, line.skuId, at);
      const nowFen = Math.min(publicFen(quoted), flashFen === null ? Infinity : flashFen * line.quantity);
      const { promotionId, funders } = terms;
      return {
        ...{ lineId: line.lineId, promise: { terms, until } },
        verdict: { kind: 'open', nowFen, promotionId, funders },
      };
    }),
  );
}

async function publicPrices(
  { offers }: Gather,
  at: number,
  channel: string,
  items: readonly { skuId: string; quantity: number }[],
): Promise<Priced> {
  const lines = await offers.publicLines({ at, items, channel });
  return new Map(lines.map((line) => [line.skuId, line]));
}

/** What one costs in a flash slot that is open now and long enough to count; null where there is none. */
async function openFlashFen(
  { offers }: Gather,
  { flashFromMs }: ProtectionTerms,
  skuId: string,
  at: number,
): Promise<number | null> {
  if (flashFromMs === null) return null;
  const item = await offers.itemOf(skuId, at);
  return item?.state === 'open' && item.endsAt - item.startsAt >= flashFromMs ? item.flashFen : null;
}

function flashSlotMs({ kind, body }: PurchaseRow, edition: Edition): number | null {
  // A deposit takes from a counted row as well, and its price is no flash price.
  if (kind !== 'flash' || body.flash === null) return null;
  const activity = parseActivityId(body.flash.activityId);
  const programme = edition.compiled.flash.find(({ promotionId }) => promotionId === activity?.promotionId);
  const slot = programme?.slots.find(({ startsAt }) => startsAt === activity?.startsAt);
  return slot === undefined ? 0 : slot.endsAt - slot.startsAt;
}

/** No longer in the catalogue: only a promise on everything still covers it. */
function unknown(skuId: string): Pick<Sku, 'skuId' | 'shopId' | 'categories' | 'brandId' | 'tags'> {
  return { skuId, shopId: '', categories: [], brandId: '', tags: [] };
}
