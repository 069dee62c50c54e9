import type { CompiledPromotion } from './compile-promotions.ts';
import type { Gate } from './gate.ts';

type User = { readonly promotion: CompiledPromotion; readonly couponId?: string | undefined };

/** The coupons in hand while a cart is settled: each serves one place, the earliest to end is used first. */
export type Purse = {
  /** Takes a coupon for a place; undefined for a promotion that needs none. */
  use(user: User): string | undefined;
  /** Are all coupons of its promotion wanted at places that were assigned to it? */
  isSpoken(user: User): boolean;
  /** Did the shopper choose the coupon that it uses? */
  isChosen(user: User): boolean;
  usedIds(): readonly string[];
};

export function openPurse(gate: Gate, holders: Iterable<User>): Purse {
  const spoken = new Map<string, number>();
  for (const { promotion } of holders) {
    const { id, needsCoupon } = promotion.promotion;
    if (needsCoupon) spoken.set(id, (spoken.get(id) ?? 0) + 1);
  }
  const usedIds = new Set<string>();
  return {
    use({ promotion, couponId }) {
      const { id, needsCoupon } = promotion.promotion;
      if (!needsCoupon) return undefined;
      const used =
        couponId ?? gate.coupons.get(id)?.find((coupon) => !usedIds.has(coupon.couponId))?.couponId;
      if (used === undefined) throw new RangeError(`${id} is assigned to more places than it has coupons`);
      usedIds.add(used);
      return used;
    },
    isSpoken: ({ promotion: { promotion }, couponId }) =>
      couponId === undefined &&
      promotion.needsCoupon === true &&
      (spoken.get(promotion.id) ?? 0) >= (gate.coupons.get(promotion.id)?.length ?? 0),
    isChosen: ({ promotion: { promotion } }) => gate.chosen && promotion.needsCoupon === true,
    usedIds: () => [...usedIds].sort(),
  };
}
