import type { Promotion, Rule } from '../pricing/index.ts';
import { CART_LAYERS } from '../pricing/stacking.ts';
import type { Stall } from './stalls.ts';

/**
 * How little one piece of a stall can cost, whatever else is in the cart: a bound that needs no search. Every promotion
 * takes from its lines in proportion to what is left of them, so a line loses at most the largest share that the
 * promotion can take of the lines it counts. `stalls` are those that may share a cart with it.
 *
 * Layer by layer the bound keeps the smallest part of the item price that can be left on any line (`least`), since a
 * threshold is met by item prices and the discount is taken from what is left.
 */
export function leastUnitFen(
  stalls: readonly Stall[],
  coupons: ReadonlyMap<string, number>,
): Map<Stall, number> {
  const left = new Map(stalls.map((stall) => [stall, 1]));
  const pieces = new Map(stalls.map((stall) => [stall, stall.unitFen]));
  for (const { layer, contest } of CART_LAYERS) {
    const open = promotionsOn(layer, stalls);
    if (open.length === 0) continue;
    const least = Math.min(...open.flatMap(({ counted }) => counted.map((stall) => left.get(stall)!)));
    /** By place: what it can take of each stall that it counts. One promotion wins a place. */
    const places = new Map<string, Map<Stall, number>>();
    for (const { promotion, counted } of open) {
      const copies = contest === 'each' && promotion.needsCoupon ? (coupons.get(promotion.id) ?? 1) : 1;
      const place = placeOf(promotion, contest);
      const shares = places.get(place) ?? new Map<Stall, number>();
      for (const stall of counted) {
        const share = copies * largestShare(promotion.rule, stall, least);
        shares.set(stall, Math.max(share, shares.get(stall) ?? 0));
      }
      places.set(place, shares);
    }
    // What one place of the layer took is missing where the next one splits.
    const mosts = [...places.values()].map((shares) => Math.max(...shares.values()));
    const most = mosts.reduce((sum, share) => sum + share, 0);
    for (const stall of stalls) {
      let taken = 0;
      for (const [nth, shares] of [...places.values()].entries())
        taken += (shares.get(stall) ?? 0) / Math.max(1e-9, 1 - Math.min(1, most - mosts[nth]!));
      if (taken === 0) continue;
      const kept = Math.max(0, 1 - taken);
      left.set(stall, left.get(stall)! * kept);
      // Each place may round by a fen.
      pieces.set(stall, Math.max(0, pieces.get(stall)! * kept - places.size));
    }
  }
  return new Map([...pieces].map(([stall, fen]) => [stall, Math.floor(fen)]));
}

function promotionsOn(layer: string, stalls: readonly Stall[]) {
  const found = new Map<Promotion, Stall[]>();
  for (const stall of stalls)
    for (const promotion of stall.counting) {
      if (promotion.layer !== layer) continue;
      const counted = found.get(promotion);
      if (counted) counted.push(stall);
      else found.set(promotion, [stall]);
    }
  return [...found].map(([promotion, counted]) => ({ promotion, counted }));
}

function placeOf({ id, mutexGroup }: Promotion, contest: string): string {
  if (contest === 'each') return mutexGroup === undefined ? `alone ${id}` : `group ${mutexGroup}`;
  return contest === 'group' ? `group ${mutexGroup ?? ''}` : 'place';
}

/** The largest part of what is left of its lines that a rule can take, one piece of this stall being among them. */
function largestShare(rule: Rule, { unitFen }: Stall, least: number): number {
  const of = (offFen: number, thresholdFen: number) =>
    Math.min(1, offFen / Math.max(1, Math.max(thresholdFen, unitFen) * least));
  switch (rule.kind) {
    case 'amount':
      return of(rule.offFen, rule.thresholdFen);
    case 'each':
      // At a multiple of the threshold the share is the same; between two it is less.
      return Math.min(1, rule.offFen / Math.max(1, rule.thresholdFen * least));
    case 'tiered':
      return Math.max(...rule.tiers.map(({ offFen, thresholdFen }) => of(offFen, thresholdFen)));
    case 'percent':
    case 'memberRate':
      return 1 - rule.payBp / 10_000;
    // Counted from the item price, and taken of what is left.
    case 'nthUnit':
      return Math.min(1, (1 - rule.payBp / 10_000) / (rule.across === 'sku' ? rule.nth : 1) / least);
    case 'bundle':
      return rule.payBp === undefined ? 1 : Math.min(1, (1 - rule.payBp / 10_000) / least);
    case 'subsidy':
      return rule.offBp / 10_000;
    case 'points':
      return 0;
    default:
      return 1;
  }
}
