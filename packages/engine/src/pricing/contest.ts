import type { CompiledPromotion } from './compile-promotions.ts';

/** A promotion that met its conditions and wants a place that only one can have. */
export type Bid = {
  readonly promotion: CompiledPromotion;
  /** What it would really take off here, capped by what is left. */
  readonly savingFen: number;
  /** What it promises before any cap. */
  readonly faceFen: number;
  readonly thresholdFen: number;
  /** End of the window that is open now. */
  readonly closesAt: number;
};

/**
 * Who comes first: the larger saving; at equal saving the higher priority that the plan states, then larger face value
 * → higher threshold → earlier expiry → smaller id (domain §1.4, V21). Never a draw, so the order of promotions in a
 * plan cannot matter.
 */
export function byPreference(a: Bid, b: Bid): number {
  return (
    b.savingFen - a.savingFen ||
    b.promotion.promotion.priority - a.promotion.promotion.priority ||
    b.faceFen - a.faceFen ||
    b.thresholdFen - a.thresholdFen ||
    a.closesAt - b.closesAt ||
    (a.promotion.promotion.id < b.promotion.promotion.id ? -1 : 1)
  );
}
