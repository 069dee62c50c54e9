/**
 * Replay: the orders of a past campaign under a draft plan. Same people, same baskets, other prices: what the draft does to
 * margin, budgets and each kind of shopper. Nothing of it says who would buy more or less.
 */
export { openReplay, type Replay } from './open-replay.ts';
export type { Repriced } from './reprice.ts';
export { BASKET_BANDS_FEN, chargedFor, FREIGHT_KEY, UNKNOWN_KEY } from './segments.ts';
export {
  type CapUse,
  type DraftPlan,
  type LeftOutReason,
  type LosingCart,
  type OffSum,
  type PastAllocation,
  type PastCampaign,
  type PastCoupon,
  type PastLine,
  type PastPurchase,
  type PhaseMatch,
  type PromotionUse,
  REPLAY_AT,
  REPLAY_COUPONS,
  REPLAY_STOPS,
  type ReplayOptions,
  type ReplayPhase,
  type ReplayReport,
  type ReplaySeason,
  type Segment,
  type SegmentDimension,
  type ShopMargin,
} from './types.ts';
