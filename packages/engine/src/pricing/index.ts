/**
 * What a cart costs, to the fen, and why. `compilePromotions` once an edition, `priceCart` for every quote.
 *
 * Holds always: list price = what is paid + allocations, line by line; allocations sum to each promotion's discount and
 * funders to each allocation; nothing falls below 0; neither the order of a cart nor that of a plan changes a fen.
 * The layers and who competes with whom stand in one list, `stacking.ts`; the arithmetic of a kind in `kinds/`.
 */
export { type AccessSubject, type Closed, mayBuy } from './access.ts';
export { type Capped, cappedOf, capsOverrun, capTakesOf } from './caps.ts';
export type { CombiningItem } from './combining-carts.ts';
export { type CompiledPromotion, compilePromotions, type PromotionIndex } from './compile-promotions.ts';
export { explain, forWhom } from './explain.ts';
export { ANY_SHOP, mergeFreight, NO_PARCEL_TAG } from './freight.ts';
export { failedCondition } from './gate.ts';
export { giftTierId } from './gifts.ts';
export { ruleFaults } from './kinds/registry.ts';
export { type Premium, returnRateBp } from './premium.ts';
export { priceCart } from './price-cart.ts';
export { type ItemPrice, priceItem } from './price-item.ts';
export { PROFILES, type ProfileRules } from './profiles.ts';
export { type CompiledScope, compileScope, type ScopeSubject, scopeExcepts, scopeNames } from './scope.ts';
export { type LayerRule, STACKING } from './stacking.ts';
export { type TopUp, type TopUpItem, type TopUpStep, topUp } from './top-up.ts';
export type {
  Allocation,
  Audience,
  BundlePart,
  CartLine,
  Choice,
  ClosedLine,
  FailedCondition,
  FreightTemplate,
  Funder,
  FunderFen,
  FunderShare,
  GiftTier,
  HeldCoupon,
  Layer,
  OfferedService,
  PointsInHand,
  PricingProfile,
  Promotion,
  Quote,
  QuotedFreight,
  QuotedGift,
  QuotedLine,
  QuotedPoints,
  QuotedService,
  QuoteRequest,
  Rule,
  Scope,
  ServiceOffer,
  Shopper,
  Text,
  ThresholdMode,
  Tier,
  TraceEntry,
  TraceReason,
  WantedService,
  Window,
} from './types.ts';
export {
  type ApartReason,
  type Combining,
  type NeverReason,
  openCombining,
  type Pairing,
} from './who-combines.ts';
export { nextWindowAfter, openWindowAt } from './windows.ts';
