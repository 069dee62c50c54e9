import type { Promotion } from '../pricing/promotion.ts';
import type {
  Audience,
  FreightTemplate,
  Funder,
  Layer,
  PricingProfile,
  Quote,
  Window,
} from '../pricing/types.ts';

/** A phase of a campaign as far as instants are carried from one campaign to another. */
export type ReplayPhase = Window & {
  readonly id: string;
  readonly kind: string;
  readonly seasonId: string | null;
};
export type ReplaySeason = Window & { readonly id: string; readonly theme: string };
export type ReplaySpan = Window & {
  readonly seasons: readonly ReplaySeason[];
  readonly phases: readonly ReplayPhase[];
};

/** The campaign that the orders come from. */
export type PastCampaign = ReplaySpan & {
  readonly campaignId: string;
  /** Of the shops, as they were; the draft's defaults are merged in. */
  readonly freight: readonly FreightTemplate[];
  /** Budgets of the draft are divided by it: 1 for a sale, what a rehearsal was scaled down by for its orders. */
  readonly scale: number;
};

export type PastAllocation = {
  readonly promotionId: string;
  readonly layer: Layer;
  readonly fen: number;
  readonly funderFen: readonly { readonly funder: Funder; readonly fen: number }[];
};

/** What was bought and paid; the first category is the leaf. `costFen` is of all units. */
export type PastLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly shopId: string;
  readonly categories: readonly string[];
  readonly brandId: string;
  readonly tags: readonly string[];
  readonly enrolled: boolean;
  readonly quantity: number;
  readonly unitListFen: number;
  readonly costFen: number;
  readonly netFen: number;
  readonly flashPromotionId?: string;
  /** Value-added services that were paid with it. */
  readonly services?: readonly { readonly promotionId: string; readonly chargedFen: number }[];
  readonly allocations: readonly PastAllocation[];
};

export type PastCoupon = {
  readonly couponId: string;
  readonly promotionId: string;
  readonly claimedAt: number;
  readonly expiresAt: number;
  /** The order used it; otherwise it was in hand and stayed there. */
  readonly used: boolean;
};

/** A paid purchase: who, as the price saw them, what, and what every line cost. */
export type PastPurchase = {
  readonly purchaseId: string;
  readonly at: number;
  readonly shopper: {
    /** Tells the purchases of one person together; says nothing about who. */
    readonly number: number;
    readonly memberTier?: string;
    readonly newcomer: boolean;
    readonly idleDays?: number;
    readonly channel?: string;
  };
  readonly region?: string;
  /** Collected in a store: no freight was due. */
  readonly collected?: true;
  readonly lines: readonly PastLine[];
  readonly freight: readonly { readonly shopId: string; readonly chargedFen: number }[];
  readonly coupons: readonly PastCoupon[];
  /** The shopper insisted on the coupons used, although others would have been cheaper. */
  readonly insisted: boolean;
  /** Points that were spent. */
  readonly points?: number;
  readonly stoppedPromotionIds: readonly string[];
  readonly payFen: number;
};

/** How the draft gives coupons, as far as a replay follows it. */
export type DraftProgramme = {
  readonly promotionId: string;
  readonly issue: string;
  readonly audience: Audience;
  readonly perPersonMax: number | null;
  readonly quantity: number | null;
};

/** The plan under which the orders are priced again. */
export type DraftPlan = ReplaySpan & {
  readonly campaignId: string;
  readonly profile: PricingProfile;
  readonly promotions: readonly Promotion[];
  readonly coupons: readonly DraftProgramme[];
  readonly freight: readonly FreightTemplate[];
};

export const REPLAY_AT = ['phase', 'same'] as const;
export const REPLAY_COUPONS = ['used', 'held', 'issued', 'none'] as const;
export const REPLAY_STOPS = ['caps', 'past', 'none'] as const;

/**
 * What is assumed. All of them assume the same people buying the same goods: nobody comes, stays away, or fills a cart
 * differently because of a price.
 */
export type ReplayOptions = {
  /** `phase`: the same place in the same phase of the draft; `same`: the very instant. */
  readonly at: (typeof REPLAY_AT)[number];
  /**
   * `used`: the coupons that the order used, as long as they had left; `held`: all that were in hand; `issued`: what the
   * draft offers to somebody like this; `none`: none at all.
   */
  readonly coupons: (typeof REPLAY_COUPONS)[number];
  /** What stops a promotion: the draft's own budgets counted along the orders, what was stopped then, or nothing. */
  readonly stops: (typeof REPLAY_STOPS)[number];
  /** So many of the carts that lose most are kept whole. */
  readonly losersMax: number;
};

/** Why a purchase has no price under the draft. */
export type LeftOutReason =
  /** The draft has no such phase. */
  | 'noPhase'
  /** The instant lies outside the draft's campaign. */
  | 'outside'
  /** An exclusive sale of the draft holds one of the items back from this shopper at that instant. */
  | 'closed';

export type SegmentDimension = 'memberTier' | 'newcomer' | 'channel' | 'basket' | 'category' | 'shop';

/**
 * The purchases of one kind, or their lines in one category, or what was bought and delivered by one shop. `changeFen` is
 * draft minus past: above 0 the buyers of the segment pay more. Percentiles by nearest rank over its purchases.
 */
export type Segment = {
  readonly dimension: SegmentDimension;
  readonly key: string;
  readonly purchases: number;
  /** Pay less, more, the same. */
  readonly winners: number;
  readonly losers: number;
  readonly unchanged: number;
  readonly pastFen: number;
  readonly draftFen: number;
  readonly changeFen: number;
  readonly p10Fen: number;
  readonly p50Fen: number;
  readonly p90Fen: number;
};

export type OffSum = {
  readonly layer: Layer;
  readonly funder: Funder;
  readonly pastFen: number;
  readonly draftFen: number;
};

/**
 * What a shop has left of its goods: list price less the discounts that the seller pays for, less cost. What others pay
 * for (platform, brand, government) is made good to it. Freight, gifts and fees are outside.
 */
export type ShopMargin = {
  readonly shopId: string;
  readonly pieces: number;
  readonly listFen: number;
  readonly costFen: number;
  readonly pastSellerOffFen: number;
  readonly draftSellerOffFen: number;
  readonly pastMarginFen: number;
  readonly draftMarginFen: number;
};

export type PromotionUse = {
  readonly promotionId: string;
  /** Fen off goods. */
  readonly pastFen: number;
  readonly draftFen: number;
  /** Freight that it waives under the draft; what was waived then the orders do not say. */
  readonly waivedFen: number;
  /** Purchases in which the draft's promotion applied. */
  readonly purchases: number;
  readonly inDraft: boolean;
};

export type CapUse = {
  readonly stopId: string;
  readonly promotionId: string;
  readonly of: 'budget' | 'gifts';
  readonly total: number;
  readonly taken: number;
  /** The draft's instant at which no cart like the next one could have it any more; null while it lasts. */
  readonly reachedAt: number | null;
  /** Purchases that would have taken more than was left, and went without. */
  readonly wentWithout: number;
};

export type LosingCart = {
  readonly purchase: PastPurchase;
  /** The instant under the draft. */
  readonly at: number;
  readonly changeFen: number;
  readonly quote: Quote;
};

export type PhaseMatch = {
  readonly phaseId: string;
  readonly kind: string;
  /** Null: the draft has no such phase. */
  readonly draftPhaseId: string | null;
  readonly purchases: number;
};

export type ReplayReport = {
  readonly options: ReplayOptions;
  /** Read, and priced again. */
  readonly purchases: number;
  readonly priced: number;
  readonly leftOut: readonly {
    readonly reason: LeftOutReason;
    readonly purchases: number;
    readonly paidFen: number;
  }[];
  readonly phases: readonly PhaseMatch[];
  /** Of those priced again: another amount to pay, and among them more or less. */
  readonly changed: number;
  readonly dearer: number;
  readonly cheaper: number;
  /** Coupons of the orders that the draft has no promotion for: they are worth nothing there. */
  readonly couponsUnknown: number;
  /** Lines bought in a flash sale that the draft does not have: they are priced like any other. */
  readonly flashUnknown: number;
  /** Services bought with a line that the draft does not offer for it then. */
  readonly servicesUnknown: number;
  readonly listFen: number;
  readonly goods: Both;
  readonly freight: Both;
  readonly services: Both;
  readonly pay: Both;
  readonly off: readonly OffSum[];
  readonly shops: readonly ShopMargin[];
  readonly promotions: readonly PromotionUse[];
  readonly caps: readonly CapUse[];
  readonly segments: readonly Segment[];
  readonly losers: readonly LosingCart[];
};
export type Both = { readonly pastFen: number; readonly draftFen: number };
