import {
  type CompiledPromotion,
  type Promotion,
  priceCart,
  priceItem,
  type Rule,
  scopeExcepts,
  scopeNames,
} from '../pricing/index.ts';
import { lineOf } from './measure.ts';
import { ASKED_FOR } from './scenes.ts';
import type { AuditBounds, AuditItem, AuditSubject, Scene, Way } from './types.ts';

/** One way to have an item in a scene. */
export type Stall = {
  readonly item: AuditItem;
  readonly way: Way;
  readonly quantityMax: number;
  /** After the item layers, which do not look at the rest of the cart. */
  readonly unitFen: number;
  /** Open promotions of the cart's layers and of freight that count it. */
  readonly counting: readonly Promotion[];
};

/**
 * What is on sale in a scene, to this shopper. Every item of a flash pool counts as on sale in every slot: which of
 * them a slot takes is decided later, and changes with stock.
 */
export function stallsOf(subject: AuditSubject, scene: Scene, bounds: AuditBounds): Stall[] {
  const { index } = subject;
  const asked = scene.promotionIds.map((id) => index.byId.get(id)!).filter(isAskedFor);
  const guarded = index.promotions.some(({ promotion }) => promotion.layer === 'access');
  return subject.items.flatMap((item) => {
    const stalls = [stallOf(item, bounds.quantityMax, {})];
    for (const { promotion, scope, shopsOwn } of asked) {
      if (!scopeNames(scope, item) || scopeExcepts(scope, item)) continue;
      if (!shopsOwn && !item.enrolled) continue;
      const { rule } = promotion;
      const most = rule.kind === 'flashPrice' ? rule.perPersonMax : bounds.quantityMax;
      stalls.push(stallOf(item, Math.min(bounds.quantityMax, most), wayOf(promotion.id, rule)));
    }
    return guarded ? stalls.filter((stall) => !isClosed(stall)) : stalls;
  });

  function stallOf(item: AuditItem, quantityMax: number, way: Way): Stall {
    const { title: _title, costFen: _cost, floorFen: _floor, ...goods } = item;
    const { unitItemFen, counting } = priceItem({ ...goods, ...way }, scene, index);
    return { item, way, quantityMax, unitFen: unitItemFen, counting };
  }

  function isClosed({ item, way }: Stall): boolean {
    const line = lineOf({ item, way, quantity: 1 }, 'l1');
    return priceCart({ ...scene, lines: [line], freight: subject.freight }, index).closed.length > 0;
  }
}

const isAskedFor = ({ promotion }: CompiledPromotion) => ASKED_FOR.has(promotion.rule.kind);

function wayOf(promotionId: string, rule: Rule): Way {
  if (rule.kind === 'livePrice') return { through: { kind: 'live', roomId: rule.roomIds?.[0] ?? 'any' } };
  if (rule.kind === 'groupPrice') return { through: { kind: 'group', promotionId } };
  if (rule.kind === 'presale') return { presalePromotionId: promotionId };
  return { flashPromotionId: promotionId };
}
