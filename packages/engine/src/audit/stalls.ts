import { type Promotion, priceItem, scopeExcepts, scopeNames } from '../pricing/index.ts';
import type { AuditBounds, AuditItem, AuditSubject, Scene } from './types.ts';

/** One way to have an item in a scene: at its ordinary price, or out of a flash activity. */
export type Stall = {
  readonly item: AuditItem;
  readonly flashPromotionId?: string;
  readonly quantityMax: number;
  /** After the item layers, which do not look at the rest of the cart. */
  readonly unitFen: number;
  /** Open promotions of the cart's layers and of freight that count it. */
  readonly counting: readonly Promotion[];
};

/**
 * What is on sale in a scene. Every item of a flash pool counts as on sale in every slot: which of them a slot takes is
 * decided later, and changes with stock.
 */
export function stallsOf(subject: AuditSubject, scene: Scene, bounds: AuditBounds): Stall[] {
  const { index } = subject;
  const flash = scene.promotionIds
    .map((id) => index.byId.get(id)!)
    .filter(({ terms }) => terms.on === 'price' && terms.flash);
  return subject.items.flatMap((item) => {
    const stalls = [stallOf(item, bounds.quantityMax)];
    for (const { promotion, scope, shopsOwn } of flash) {
      if (promotion.rule.kind !== 'flashPrice' || !scopeNames(scope, item) || scopeExcepts(scope, item))
        continue;
      if (!shopsOwn && !item.enrolled) continue;
      stalls.push(stallOf(item, Math.min(bounds.quantityMax, promotion.rule.perPersonMax), promotion.id));
    }
    return stalls;
  });

  function stallOf(item: AuditItem, quantityMax: number, flashPromotionId?: string): Stall {
    const { title: _title, costFen: _cost, floorFen: _floor, ...goods } = item;
    const bought = flashPromotionId === undefined ? {} : { flashPromotionId };
    const { unitItemFen, counting } = priceItem({ ...goods, ...bought }, scene, index);
    return { item, quantityMax, unitFen: unitItemFen, counting, ...bought };
  }
}
