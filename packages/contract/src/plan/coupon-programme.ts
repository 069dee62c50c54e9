import type { Window } from '@dacu/engine/pricing';

/** How the coupons of a promotion reach people. Its terms of use are those of the promotion (`needsCoupon`). */
export type CouponProgramme = {
  readonly promotionId: string;
  readonly issue: CouponIssue;
  /** When they are given out. Sorted, disjoint. */
  readonly windows: readonly Window[];
  /** Minutes of the local day at which a lot is given out; empty: at any time in the windows. */
  readonly grabAt: readonly number[];
  /** Coupons in one lot; null: no limit but `quantity`. */
  readonly quantityPerGrab: number | null;
  /** Coupons in all; null: no limit. */
  readonly quantity: number | null;
  /** For one account and one phone, of a lot where there are lots; null: no limit. */
  readonly perPersonMax: number | null;
  /** From the claim on; null: until the promotion ends. Never longer than that. */
  readonly validForMs: number | null;
  /** Win-back: days without a paid order; null elsewhere. */
  readonly idleDays: number | null;
  /** Share of those entitled who do not get it, to measure what it adds. */
  readonly holdoutBp: number;
};

export type CouponIssue =
  | 'claim'
  | 'newcomer'
  | 'winBack'
  | 'timedGrab'
  | 'qr'
  | 'hidden'
  | 'behaviour'
  | 'carbon'
  | 'compensation';
