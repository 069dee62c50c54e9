import type { CouponView, QuoteView } from '@dacu/contract/api';
import type { BilingualText } from '@dacu/ui';
import type { Choice } from '../data/coupon-choice.ts';

type Coupon = Pick<CouponView, 'couponId' | 'promotionId'>;
type Quoted = Pick<QuoteView, 'coupons' | 'trace'>;

/** Reasons for which no choice of coupons could make this one count: it is the order, the shopper or the hour. */
const UNFIT: ReadonlySet<string> = new Set([
  'belowThreshold',
  'belowQuantity',
  'notInWindow',
  'noEligibleLine',
  'audienceMismatch',
  'excludedByFlash',
  'notEnrolled',
  'stopped',
  'couponExpired',
  'notThrough',
]);

/** A store's coupon is looked at shop by shop: the row that applied says more than one that did not. */
function rowOf({ promotionId }: Coupon, { trace }: Quoted) {
  const rows = trace.filter((row) => row.promotionId === promotionId);
  return rows.find(({ applied }) => applied) ?? rows.find(({ reason }) => !UNFIT.has(reason)) ?? rows[0];
}

/** Coupons that could count in this order, what the best takes in front, and those that could not. */
export function sortCoupons<C extends Coupon>(coupons: readonly C[], best: Quoted) {
  const taken = new Set(best.coupons.map(({ couponId }) => couponId));
  const fits = (coupon: C) => {
    const row = rowOf(coupon, best);
    return taken.has(coupon.couponId) || (row !== undefined && !UNFIT.has(row.reason));
  };
  const first = (coupon: C) => (taken.has(coupon.couponId) ? 0 : 1);
  return {
    usable: coupons.filter(fits).toSorted((a, b) => first(a) - first(b)),
    unusable: coupons.filter((coupon) => !fits(coupon)),
  };
}

/** Why a coupon takes nothing off under this quote; `twin`: another one of its kind does. Null where nothing says so. */
export function whyOf(coupon: Coupon, quote: Quoted): BilingualText | 'twin' | null {
  if (quote.coupons.some(({ couponId }) => couponId === coupon.couponId)) return null;
  const row = rowOf(coupon, quote);
  if (row === undefined) return null;
  return row.applied ? 'twin' : row.words;
}

/** What is ticked: the shopper's choice, or what the best takes. */
export function chosenOf(draft: Choice, best: Quoted): readonly string[] {
  return draft ?? best.coupons.map(({ couponId }) => couponId);
}

/** In or out; sorted, so that the same choice is always the same request. */
export function toggled(ticked: readonly string[], couponId: string): readonly string[] {
  return ticked.includes(couponId)
    ? ticked.filter((id) => id !== couponId)
    : [...ticked, couponId].toSorted();
}
