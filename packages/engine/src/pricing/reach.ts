import type { CompiledPromotion, PromotionIndex } from './compile-promotions.ts';
import { type ScopeSubject, scopeExcepts, scopeNames } from './scope.ts';
import type { Layer } from './types.ts';

/** A promotion and the lines its scope names; `lines` is empty when all of those are its exceptions. */
export type Reach<Line> = { readonly promotion: CompiledPromotion; readonly lines: Line[] };

/**
 * The promotions whose scope reaches these lines, in stacking order, whether or not they are open, whoever they are
 * for. Costs what the shelves of these lines hold, not what the edition holds.
 */
export function reachOf<Line extends { readonly subject: ScopeSubject }>(
  lines: readonly Line[],
  index: PromotionIndex,
): Reach<Line>[] {
  const found = new Map<CompiledPromotion, Reach<Line> & { lastSeen: Line | null }>();
  for (const line of lines) {
    for (const shelf of shelvesOf(line.subject, index)) {
      for (const promotion of shelf) {
        let reach = found.get(promotion);
        // Filed under two of the line's categories or tags, it turns up twice.
        if (reach?.lastSeen === line || !scopeNames(promotion.scope, line.subject)) continue;
        if (!reach) {
          reach = { promotion, lines: [], lastSeen: null };
          found.set(promotion, reach);
        }
        reach.lastSeen = line;
        if (!scopeExcepts(promotion.scope, line.subject)) reach.lines.push(line);
      }
    }
  }
  return [...found.values()].sort((a, b) => a.promotion.rank - b.promotion.rank);
}

/** Layer by layer, promotions of each in stacking order. */
export function byLayer<Line>(reaches: readonly Reach<Line>[]): Map<Layer, Reach<Line>[]> {
  const layers = new Map<Layer, Reach<Line>[]>();
  for (const reach of reaches) {
    const { layer } = reach.promotion.promotion;
    const row = layers.get(layer);
    if (row) row.push(reach);
    else layers.set(layer, [reach]);
  }
  return layers;
}

function shelvesOf(subject: ScopeSubject, index: PromotionIndex): (readonly CompiledPromotion[])[] {
  const shelves = [
    index.everywhere,
    index.bySku.get(subject.skuId),
    index.byBrand.get(subject.brandId),
    index.byShop.get(subject.shopId),
    ...subject.categories.map((category) => index.byCategory.get(category)),
    ...subject.tags.map((tag) => index.byTag.get(tag)),
  ];
  return shelves.filter((shelf) => shelf !== undefined);
}
