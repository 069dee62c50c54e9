import type { PricingLine } from '../cart.ts';
import type { CompiledPromotion } from '../compile-promotions.ts';
import { type FreightPlan, goodsFen, type Waiver } from '../freight.ts';
import type { LineSet, Pool } from './model.ts';

/** Freight of a shop that is not free whatever happens. */
export type FreightShop = {
  readonly shopId: string;
  readonly baseFen: number;
  readonly freeFrom: { readonly set: LineSet; readonly fen: number } | null;
  readonly waivers: readonly SearchWaiver[];
};

type SearchWaiver = {
  readonly waiver: Waiver;
  /** Null when its threshold is met whatever happens. */
  readonly set: LineSet | null;
  readonly thresholdFen: number;
  readonly waivesFen: number;
  readonly pool: Pool | null;
  readonly wanted: boolean;
};

/** Which coupon waives which shop's freight, and what is left to pay. */
export type FreightChoice = {
  readonly fen: number;
  readonly wanted: number;
  readonly byShop: ReadonlyMap<string, Waiver>;
};

/** Whatever cannot become free before anybody takes anything never does: discounts only lower what is tested. */
export function freightShops(
  { parcels, waivers }: FreightPlan,
  setOf: (lines: readonly PricingLine[]) => LineSet,
  couponCount: (promotionId: string) => number,
  chosen: boolean,
): FreightShop[] {
  const pools = new Map<string, Pool>();
  const poolOf = (promotion: CompiledPromotion): Pool | null => {
    const { id, needsCoupon } = promotion.promotion;
    if (!needsCoupon) return null;
    const pool = pools.get(id) ?? { left: couponCount(id) };
    pools.set(id, pool);
    return pool;
  };
  const shops: FreightShop[] = [];
  for (const { shopId, template, baseFen, lines } of parcels) {
    const fromFen = template?.freeFromFen ?? Number.MAX_SAFE_INTEGER;
    const reachable = goodsFen(lines, 'itemPrice') >= fromFen;
    if (baseFen === 0 || (reachable && template?.basis === 'itemPrice')) continue;
    const own: SearchWaiver[] = [];
    for (const waiver of waivers) {
      const { promotion, free, lines: waived } = waiver;
      const counting = waived.filter(({ subject }) => subject.shopId === shopId);
      if (counting.length === 0 || goodsFen(counting, 'itemPrice') < free.thresholdFen) continue;
      const pool = poolOf(promotion);
      own.push({
        waiver,
        set: free.basis === 'itemPrice' ? null : setOf(counting),
        thresholdFen: free.thresholdFen,
        waivesFen: Math.min(baseFen, free.waiveMaxFen),
        pool,
        wanted: pool !== null && chosen,
      });
    }
    shops.push({
      shopId,
      baseFen,
      freeFrom: reachable ? { set: setOf(lines), fen: fromFen } : null,
      waivers: own,
    });
  }
  return shops;
}

/** The least that freight may come to, if what is left of each set is what `leftOf` says or less. */
export function leastFreightFen(shops: readonly FreightShop[], leftOf: (set: LineSet) => number): number {
  let totalFen = 0;
  for (const shop of shops) {
    if (shop.freeFrom && leftOf(shop.freeFrom.set) >= shop.freeFrom.fen) continue;
    let mostFen = 0;
    for (const waiver of shop.waivers) {
      if (waiver.waivesFen > mostFen && isMet(waiver, leftOf)) mostFen = waiver.waivesFen;
    }
    totalFen += shop.baseFen - mostFen;
  }
  return totalFen;
}

/** How many shops a chosen coupon could still serve. */
export function freightWantedMax(shops: readonly FreightShop[]): number {
  return shops.filter(({ waivers }) => waivers.some(({ wanted }) => wanted)).length;
}

/**
 * The cheapest freight once all discounts are settled. Without coupons every shop is settled on its own; where coupons
 * could serve several shops, all ways are tried, the dearest freight first, as far as they could still be cheaper.
 */
export function settleFreight(
  shops: readonly FreightShop[],
  leftOf: (set: LineSet) => number,
): FreightChoice {
  let fixedFen = 0;
  const open: { readonly shop: FreightShop; readonly freeFen: number; readonly waivers: SearchWaiver[] }[] =
    [];
  for (const shop of shops) {
    if (shop.freeFrom && leftOf(shop.freeFrom.set) >= shop.freeFrom.fen) continue;
    const met = shop.waivers.filter((waiver) => isMet(waiver, leftOf));
    let freeFen = 0;
    for (const waiver of met) if (!waiver.pool) freeFen = Math.max(freeFen, waiver.waivesFen);
    const waivers = met.filter((waiver) => waiver.pool && (waiver.wanted || waiver.waivesFen > freeFen));
    if (waivers.length === 0) fixedFen += shop.baseFen - freeFen;
    else open.push({ shop, freeFen, waivers: waivers.sort((a, b) => b.waivesFen - a.waivesFen) });
  }
  if (open.length === 0) return { fen: fixedFen, wanted: 0, byShop: NOBODY };
  open.sort(
    (a, b) => b.waivers[0]!.waivesFen - a.waivers[0]!.waivesFen || (a.shop.shopId < b.shop.shopId ? -1 : 1),
  );
  return fixed(fixedFen, bestOf(open));
}

const NOBODY: ReadonlyMap<string, Waiver> = new Map();

function fixed(fen: number, choice: FreightChoice): FreightChoice {
  return { ...choice, fen: choice.fen + fen };
}

function bestOf(
  open: readonly {
    readonly shop: FreightShop;
    readonly freeFen: number;
    readonly waivers: readonly SearchWaiver[];
  }[],
): FreightChoice {
  let best: FreightChoice | null = null;
  const taken: (SearchWaiver | null)[] = [];
  const leastFrom = [...open, null].map(() => 0);
  const wantedFrom = [...open, null].map(() => 0);
  for (let i = open.length - 1; i >= 0; i--) {
    const { shop, waivers, freeFen } = open[i]!;
    leastFrom[i] = leastFrom[i + 1]! + shop.baseFen - Math.max(freeFen, waivers[0]!.waivesFen);
    wantedFrom[i] = wantedFrom[i + 1]! + Number(waivers.some(({ wanted }) => wanted));
  }
  const walk = (at: number, fen: number, wanted: number): void => {
    const mostWanted = wanted + wantedFrom[at]!;
    if (
      best &&
      (mostWanted < best.wanted || (mostWanted === best.wanted && fen + leastFrom[at]! >= best.fen))
    )
      return;
    if (at === open.length) {
      const byShop = new Map<string, Waiver>();
      for (const [i, waiver] of taken.entries()) if (waiver) byShop.set(open[i]!.shop.shopId, waiver.waiver);
      best = { fen, wanted, byShop };
      return;
    }
    const { shop, freeFen, waivers } = open[at]!;
    for (const waiver of waivers) {
      if (waiver.pool!.left === 0) continue;
      waiver.pool!.left -= 1;
      taken[at] = waiver;
      walk(at + 1, fen + shop.baseFen - waiver.waivesFen, wanted + Number(waiver.wanted));
      waiver.pool!.left += 1;
    }
    taken[at] = null;
    walk(at + 1, fen + shop.baseFen - freeFen, wanted);
  };
  walk(0, 0, 0);
  return best!;
}

function isMet({ set, thresholdFen }: SearchWaiver, leftOf: (set: LineSet) => number): boolean {
  return set === null || leftOf(set) >= thresholdFen;
}
