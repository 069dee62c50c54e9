/**
 * Coupons as instances in people's hands: what may be claimed when, and how one moves between available, frozen by an
 * order, used by its payment, and back (domain §1.8). Rows in, rows out; refusals are values, and a move that no order may
 * make throws.
 */
export {
  type CouponRow,
  type CouponUseRefusal,
  freezeCoupon,
  releaseCoupon,
  retakeCoupon,
  returnCoupon,
  useCoupon,
} from './coupon.ts';
export { type ClaimRefusal, type ClaimTerms, claimableAt, type Grab } from './grab.ts';
