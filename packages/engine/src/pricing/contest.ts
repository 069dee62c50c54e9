import type { CompiledPromotion } from './compile-promotions.ts';

/** A promotion that met its conditions and wants a place that only one can have. */
export type Bid = {
  readonly promotion: CompiledPromotion;
  /** What it would really take off here, capped by what is left. */
  readonly savingFen: number;
  /** What it promises before any cap. */
  readonly faceFen: number;
  readonly thresholdFen: number;
  /** End of the window that is open now, or of the coupon where that comes first. */
  readonly closesAt: number;
  /** When its coupon was claimed, where it needs one. */
  readonly claimedAt?: number;
};

/**
 * Who comes first: the larger saving; at equal saving the higher priority that the plan states, then whatever needs no
 * coupon, so that the coupon stays in hand, then larger face value → higher threshold → earlier expiry → earlier claim
 * → smaller id (domain §1.4, V21). Never a draw, so the order of promotions in a plan cannot matter.
 */
export function byPreference(a: Bid, b: Bid): number {
  return (
    b.savingFen - a.savingFen ||
    b.promotion.promotion.priority - a.promotion.promotion.priority ||
    Number(a.promotion.promotion.needsCoupon === true) - Number(b.promotion.promotion.needsCoupon === true) ||
    b.faceFen - a.faceFen ||
    b.thresholdFen - a.thresholdFen ||
    a.closesAt - b.closesAt ||
    (a.claimedAt ?? 0) - (b.claimedAt ?? 0) ||
    (a.promotion.promotion.id < b.promotion.promotion.id ? -1 : 1)
  );
}
