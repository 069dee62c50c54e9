import { priceCart, type Rule } from '../pricing/index.ts';
import type { Chance } from '../simulate/index.ts';
import type { Effort, Stocked } from './deepest-cart.ts';
import { leastUnitFen } from './item-limits.ts';
import { type Pick, proofOf, requestOf } from './measure.ts';
import { cartsOf, climb, countCarts, pickOf } from './search-cart.ts';
import type { Stall } from './stalls.ts';
import type { AuditBounds, AuditItem, AuditSubject, ItemAudit, ItemFinding, Scene } from './types.ts';

type Seen = { readonly scene: Scene; readonly picks: readonly Pick[]; readonly unitNetFen: number };

/** Every item that some cart has below its cost or its floor, with the cart; what is proven safe, and what is neither. */
export function auditItems(
  subject: AuditSubject,
  stocked: readonly Stocked[],
  bounds: AuditBounds,
  effort: Effort,
  chance: Chance,
): ItemAudit {
  const deepest = new Map<AuditItem, Seen>();
  const doubtful = new Map<
    AuditItem,
    { readonly where: Stocked; readonly stall: Stall; readonly least: number }[]
  >();

  for (const where of stocked) {
    const { scene, stalls } = where;
    if (countCarts(stalls, bounds, effort.enumerateMax + 1) <= effort.enumerateMax) {
      for (const picks of cartsOf(stalls, bounds)) look(scene, picks);
      continue;
    }
    const coupons = new Map<string, number>();
    for (const { promotionId } of scene.coupons)
      coupons.set(promotionId, (coupons.get(promotionId) ?? 0) + 1);
    for (const [stall, least] of leastUnitFen(stalls, coupons)) {
      if (least >= stall.item.floorFen) continue;
      const rows = doubtful.get(stall.item);
      if (rows) rows.push({ where, stall, least });
      else doubtful.set(stall.item, [{ where, stall, least }]);
    }
  }

  for (const [item, rows] of doubtful) {
    for (const { where, stall, least } of rows.sort((a, b) => a.least - b.least).slice(0, SCENES_TRIED)) {
      const best = deepest.get(item);
      if (effort.isOver() || (best !== undefined && best.unitNetFen <= least)) break;
      hunt(where, stall);
    }
  }
  return report();

  function hunt({ scene, stalls }: Stocked, stall: Stall): void {
    const worth = (picks: readonly Pick[]) => {
      const at = picks.findIndex((pick) => pick.item === stall.item && isSame(pick, stall));
      if (at < 0) return Number.NEGATIVE_INFINITY;
      const net = priceCart(requestOf(subject, scene, picks), subject.index).lines[at]!.netFen;
      return -net / picks[at]!.quantity;
    };
    const starts = [[pickOf(stall, 1)], ...fullCarts(stall, stalls, bounds)];
    const name = `${stall.item.skuId} ${JSON.stringify(stall.way)} ${scene.promotionIds.join(' ')}`;
    const found = climb(stalls, bounds, worth, chance.split(name), starts, effort.searchPricings);
    if (found) look(scene, found.picks);
  }

  function look(scene: Scene, picks: readonly Pick[]): void {
    const { lines } = priceCart(requestOf(subject, scene, picks), subject.index);
    for (const [at, { item, quantity }] of picks.entries()) {
      const unitNetFen = lines[at]!.netFen / quantity;
      if (unitNetFen < (deepest.get(item)?.unitNetFen ?? Number.POSITIVE_INFINITY))
        deepest.set(item, { scene, picks, unitNetFen });
    }
  }

  function report(): ItemAudit {
    const findings: ItemFinding[] = [];
    for (const [item, { scene, picks, unitNetFen }] of deepest) {
      if (unitNetFen >= item.floorFen) continue;
      const below = unitNetFen < item.costFen ? 'cost' : 'floor';
      findings.push({
        skuId: item.skuId,
        below,
        unitNetFen: Math.floor(unitNetFen),
        limitFen: below === 'cost' ? item.costFen : item.floorFen,
        proof: proofOf(subject, scene, picks),
      });
    }
    findings.sort(
      (a, b) =>
        a.below.localeCompare(b.below) ||
        b.limitFen - b.unitNetFen - (a.limitFen - a.unitNetFen) ||
        (a.skuId < b.skuId ? -1 : 1),
    );
    const found = new Set(findings.map(({ skuId }) => skuId));
    const undecided = [...doubtful.keys()].map(({ skuId }) => skuId).filter((skuId) => !found.has(skuId));
    return { findings, undecided, safe: subject.items.length - found.size - undecided.length };
  }
}

const SCENES_TRIED = 6;
const FULL_CARTS = 8;

/** Carts in which the item and one filler reach a threshold with as little to spare as there is. */
function fullCarts(stall: Stall, stalls: readonly Stall[], bounds: AuditBounds): (readonly Pick[])[] {
  const carts: { readonly picks: readonly Pick[]; readonly spareFen: number }[] = [];
  for (const promotion of stall.counting) {
    const fillers = stalls.filter(
      ({ item, counting }) =>
        counting.includes(promotion) && (bounds.shopsMax > 1 || item.shopId === stall.item.shopId),
    );
    for (const thresholdFen of thresholdsOf(promotion.rule)) {
      for (let quantity = 1; quantity <= stall.quantityMax; quantity++) {
        const own = pickOf(stall, quantity);
        const missingFen = thresholdFen - stall.unitFen * quantity;
        if (missingFen <= 0) {
          carts.push({ picks: [own], spareFen: -missingFen });
          continue;
        }
        if (bounds.linesMax < 2) continue;
        let least: { picks: readonly Pick[]; spareFen: number } | null = null;
        for (const filler of fillers) {
          if (filler === stall || filler.unitFen === 0) continue;
          const pieces = Math.ceil(missingFen / filler.unitFen);
          const spareFen = pieces * filler.unitFen - missingFen;
          if (pieces <= filler.quantityMax && spareFen < (least?.spareFen ?? Number.POSITIVE_INFINITY))
            least = { picks: [own, pickOf(filler, pieces)], spareFen };
        }
        if (least) carts.push(least);
      }
    }
  }
  return carts
    .sort((a, b) => a.spareFen - b.spareFen)
    .slice(0, FULL_CARTS)
    .map(({ picks }) => picks);
}

function thresholdsOf(rule: Rule): readonly number[] {
  if (rule.kind === 'tiered') return rule.tiers.map(({ thresholdFen }) => thresholdFen);
  if (rule.kind === 'each' || rule.kind === 'amount') return [rule.thresholdFen];
  return 'thresholdFen' in rule && rule.thresholdFen !== undefined ? [rule.thresholdFen] : [];
}

const isSame = (pick: Pick, stall: Stall) => pick.way === stall.way;
