import { ANY_SHOP, NO_PARCEL_TAG } from '../pricing/index.ts';
import type { Quantity, Taken } from './cart-model.ts';
import { type ModelBuilder, negative, type Term } from './linear-model.ts';
import type { Stall } from './stalls.ts';
import type { AuditSubject, Scene } from './types.ts';

type Cart = {
  readonly subject: AuditSubject;
  readonly scene: Scene;
  readonly stalls: readonly Stall[];
  readonly quantities: readonly Quantity[];
  /** Discounts that freight thresholds after discount look behind. */
  readonly taken: readonly Taken[];
  readonly mostFen: number;
};

/** What promotions waive of freight, shop by shop; a parcel that its own terms ship free has nothing to waive. */
export function addFreight(build: ModelBuilder, cart: Cart): Term[] {
  const { subject, scene, stalls } = cart;
  const parcels = stalls.flatMap(({ item }, at) => (item.tags.includes(NO_PARCEL_TAG) ? [] : [at]));
  const promotions = scene.promotionIds
    .map((id) => subject.index.byId.get(id)!)
    .filter(({ promotion }) => promotion.layer === 'freight');
  const shopIds = [...new Set(parcels.map((at) => stalls[at]!.item.shopId))];
  return shopIds.flatMap((shopId): Term[] => {
    const { freight } = subject;
    const template =
      freight.find((one) => one.shopId === shopId) ?? freight.find((one) => one.shopId === ANY_SHOP);
    if (template === undefined || template.baseFen === 0) return [];
    const own = parcels.filter((at) => stalls[at]!.item.shopId === shopId);
    const holds = promotions.flatMap(({ promotion, terms }): Term[] => {
      const counted = own.filter((at) => stalls[at]!.counting.includes(promotion));
      if (counted.length === 0) return [];
      const waived = build.column(1, true);
      build.atLeast([...counted.map((at): Term => [1, cart.quantities[at]!.used]), [-1, waived]], 0);
      const thresholdFen = terms.on === 'freight' ? terms.free.thresholdFen : 0;
      if (thresholdFen > 0) {
        const behind = terms.on === 'freight' && terms.free.basis === 'afterDiscount';
        build.atLeast([...goodsOf(counted, behind ? 'least' : 'none', cart), [-thresholdFen, waived]], 0);
      }
      const waiveMaxFen = promotion.rule.kind === 'freeFreight' ? promotion.rule.waiveMaxFen : undefined;
      return [[Math.min(template.baseFen, waiveMaxFen ?? template.baseFen), waived]];
    });
    if (holds.length === 0) return [];
    build.atMost(
      holds.map(([, column]) => [1, column]),
      1,
    );
    if (template.freeFromFen !== undefined) {
      const goods = goodsOf(own, template.basis === 'afterDiscount' ? 'most' : 'none', cart);
      build.atMost(
        [...goods, ...holds.map(([, column]): Term => [cart.mostFen, column])],
        template.freeFromFen - 1 + cart.mostFen,
      );
    }
    return holds.map(([fen, column]) => [fen, column]);
  });
}

/**
 * Amount of these goods, less discounts: those that surely fell on them (`least`), or all that may have (`most`), so
 * that the model allows at least what pricing does on either side of a threshold.
 */
function goodsOf(own: readonly number[], discounts: 'none' | 'least' | 'most', cart: Cart): Term[] {
  const inside = new Set(own);
  const falls = ({ stalls }: Taken) =>
    discounts === 'least' ? [...stalls].every((at) => inside.has(at)) : own.some((at) => stalls.has(at));
  const taken = discounts === 'none' ? [] : cart.taken.filter(falls);
  return [
    ...own.map((at): Term => [cart.stalls[at]!.unitFen, cart.quantities[at]!.count]),
    ...negative(taken.map(({ column }): Term => [1, column])),
  ];
}
