/**
 * What the pricing engine reads and what it answers. All amounts are whole fen, all rates basis points
 * (95折 = pay 9500 bp), all instants epoch milliseconds, all windows half-open `[startsAt, endsAt)`.
 */

export type Text = { readonly zh: string; readonly en: string };

/** Stacking layers, in the order of `stacking.ts` (domain: L1a … L7). One promotion belongs to one layer. */
export type Layer =
  | 'itemPrice' // L1a one price replaces the list price: timed, flash, member, live
  | 'itemCut' // L1b official instant cut, item cut: additive on the L1a base
  | 'storeReduction' // L2a
  | 'storeCoupon' // L2b
  | 'crossStore' // L3a
  | 'platformCoupon' // L3b
  | 'member' // L4
  | 'subsidy' // L4g
  | 'redPacket' // L5
  | 'points' // L6
  | 'gift' // a present beside the goods: price 0, weight 0
  | 'freight' // L7
  | 'service' // value-added services, charged on top
  | 'access'; // who may buy at all, and when; costs and saves nothing

export type Funder = 'platform' | 'seller' | 'brand' | 'government' | 'channel';
/** Shares of one discount by funder; basis points that sum to 10 000. */
export type FunderShare = { readonly funder: Funder; readonly bp: number };

export type Window = { readonly startsAt: number; readonly endsAt: number };

/** Which lines a promotion can touch. Absent field = no restriction; every present field must match. */
export type Scope = {
  readonly shops?: readonly string[];
  readonly categories?: readonly string[];
  readonly brands?: readonly string[];
  readonly skus?: readonly string[];
  readonly tags?: readonly string[];
  readonly excludeSkus?: readonly string[];
  readonly excludeTags?: readonly string[];
  /** Besides, at least one of these must match: the parts of a bundle. */
  readonly anyOf?: readonly Scope[];
};

/** Who may have it. Absent field = everyone. */
export type Audience = {
  readonly memberTiers?: readonly string[];
  readonly newcomer?: boolean;
  /** At least this many days without a paid order. */
  readonly idleDaysMin?: number;
  readonly channels?: readonly string[];
  /** Any of these, as `Shopper.qualifications` has them: a subsidy drawn at the government's own desk. */
  readonly qualifications?: readonly string[];
  /** Any of these, as `QuoteRequest.region` says where the goods go. */
  readonly regions?: readonly string[];
};

export type Tier = { readonly thresholdFen: number; readonly offFen: number };

/** So many pieces out of what a scope names. */
export type BundlePart = { readonly scope: Scope; readonly quantity: number };

/** A present from an amount on. `valueFen` is what it is said to be worth: what a kept gift costs on return. */
export type GiftTier = {
  readonly thresholdFen: number;
  readonly title: Text;
  readonly quantity: number;
  readonly valueFen: number;
  /** How many there are in all; the cap is kept outside and told by `stoppedPromotionIds` (`giftTierId`). */
  readonly stock?: number;
};

/** The arithmetic of a promotion, one variant for each kind (`kinds/*`). */
export type Rule =
  | { readonly kind: 'tiered'; readonly tiers: readonly Tier[] }
  | {
      readonly kind: 'each';
      readonly thresholdFen: number;
      readonly offFen: number;
      readonly capFen?: number;
    }
  | { readonly kind: 'amount'; readonly thresholdFen: number; readonly offFen: number }
  | {
      readonly kind: 'percent';
      /** What is paid, in basis points: 8折 = 8000. */
      readonly payBp: number;
      readonly thresholdFen?: number;
      readonly quantityMin?: number;
      readonly maxDiscountFen?: number;
    }
  /** Layer `itemPrice`: a price for a time, either fixed or a rate of the list price. */
  | { readonly kind: 'timedPrice'; readonly priceFen?: number; readonly payBp?: number }
  /** Layer `itemPrice`: the price of a flash sale; needs stock of its own, so it applies only to lines that name the activity. */
  | {
      readonly kind: 'flashPrice';
      readonly priceFen?: number;
      readonly payBp?: number;
      readonly perPersonMax: number;
    }
  /** Layer `itemPrice`: the price of a live room, for lines bought through it (`CartLine.through`). */
  | {
      readonly kind: 'livePrice';
      readonly priceFen?: number;
      readonly payBp?: number;
      /** Absent: any room. */
      readonly roomIds?: readonly string[];
    }
  /** Layer `itemPrice`: the price of a group, for lines bought in one of this promotion (`CartLine.through`). */
  | {
      readonly kind: 'groupPrice';
      readonly priceFen?: number;
      readonly payBp?: number;
      /** `payBp` is of the lowest price that is open besides, not of the list price (邻里拼单再享9折). */
      readonly onTop?: boolean;
      readonly size: number;
    }
  | { readonly kind: 'memberRate'; readonly payBp: number }
  /** Layer `itemCut`: 官方立减 (`payBp`) or 单品立减 (`offFen`), additive on the item price. */
  | { readonly kind: 'itemCut'; readonly payBp?: number; readonly offFen?: number }
  /** 第N件: of every `nth` units one is paid at `payBp` of its price. */
  | {
      readonly kind: 'nthUnit';
      readonly nth: number;
      readonly payBp: number;
      /** `sku`: units of one item count together; `scope`: all eligible units, the cheapest of each `nth` gets the rate. */
      readonly across: 'sku' | 'scope';
    }
  /** N件M元, 组合: units chosen out of the parts pay `priceFen`, or `payBp` of their sum; as often as units allow. */
  | {
      readonly kind: 'bundle';
      readonly parts: readonly BundlePart[];
      readonly priceFen?: number;
      readonly payBp?: number;
      readonly timesMax?: number;
    }
  /** Layer `gift`: the highest tier reached gives its present. */
  | { readonly kind: 'gift'; readonly tiers: readonly GiftTier[]; readonly perPersonMax?: number }
  /** Layer `subsidy`, 国补: a rate off each unit, up to `capUnitFen` a unit (V22). */
  | {
      readonly kind: 'subsidy';
      readonly offBp: number;
      readonly capUnitFen: number;
      readonly unitsMax?: number;
    }
  /** Layer `points`: what points may pay of the goods (domain §1.5, V24). `pointsPerYuan` points are worth one yuan. */
  | { readonly kind: 'points'; readonly pointsPerYuan: number; readonly capBp: number; readonly step: number }
  | {
      readonly kind: 'freeFreight';
      readonly thresholdFen?: number;
      readonly basis: 'afterDiscount' | 'itemPrice';
      /** 运费券: waives at most this much of the freight; absent: all of it. */
      readonly waiveMaxFen?: number;
    }
  /** Layer `service`: charged for each unit, never discounted; 0 is a service for nothing. */
  | {
      readonly kind: 'service';
      readonly offer: ServiceOffer;
      readonly unitFen: number;
    }
  /** Layer `access`: the goods are sold only in these windows and to this audience. */
  | { readonly kind: 'exclusive'; readonly quantity?: number }
  /** Layer `access`: this audience may buy what an `exclusive` holds back so much earlier. */
  | { readonly kind: 'priority'; readonly aheadMs: number };

export type ServiceOffer = 'extendedWarranty' | 'freeReturns' | 'returnFreightInsurance' | 'installation';

/** A promotion as compiled from an edition: nothing left to look up, nothing left to parse. */
export type Promotion = {
  readonly id: string;
  readonly title: Text;
  readonly layer: Layer;
  readonly rule: Rule;
  readonly scope: Scope;
  readonly audience: Audience;
  /** Sorted, disjoint. A daily 00:00–02:00 promotion has one window a day. */
  readonly windows: readonly Window[];
  readonly funders: readonly FunderShare[];
  /** At most one promotion of a group applies to a cart (within its layer). */
  readonly mutexGroup?: string;
  /** Higher first where only one may apply and the saving ties. */
  readonly priority: number;
  /** Campaign cap of what this promotion may cost; at it, new orders no longer get it. */
  readonly budgetCapFen?: number;
  /** May it be combined with a flash price on the same line? Default no (domain §1.4). */
  readonly stacksWithFlash?: boolean;
  /** Applies only to a cart that brings a coupon of it (`QuoteRequest.coupons`); each use takes one coupon. */
  readonly needsCoupon?: boolean;
};

/** `parallel` tests thresholds on item prices, `progressive` on the running amount (domain §1.2). */
export type ThresholdMode = 'parallel' | 'progressive';

export type PricingProfile = {
  readonly id: 'tmall' | 'jd' | 'pdd' | 'ownShop';
  readonly thresholdMode: ThresholdMode;
  readonly minPayableFen: 0 | 1;
};

/** Freight of one shop's parcel. */
export type FreightTemplate = {
  readonly shopId: string;
  readonly baseFen: number;
  /** Free from this amount on; absent = never free by amount. */
  readonly freeFromFen?: number;
  readonly basis: 'afterDiscount' | 'itemPrice';
  /** Region code → surcharge on top, also when freight is free. */
  readonly surchargeFenByRegion: Readonly<Record<string, number>>;
};

export type CartLine = {
  /** Stable within the cart; ties in splits fall back to its order. */
  readonly lineId: string;
  readonly skuId: string;
  readonly shopId: string;
  /** The category and its ancestors. */
  readonly categories: readonly string[];
  readonly brandId: string;
  readonly tags: readonly string[];
  readonly unitListFen: number;
  readonly quantity: number;
  /** Set when the line is bought out of a flash activity: `{promotionId}` whose stock it takes. */
  readonly flashPromotionId?: string;
  /** How the line is bought, where that opens a price of its own: out of a live room, or in a group of a promotion. */
  readonly through?:
    | { readonly kind: 'live'; readonly roomId: string }
    | { readonly kind: 'group'; readonly promotionId: string };
  /** Has the shop consented to campaign promotions for this item? Without it only its own shop's rules apply. */
  readonly enrolled: boolean;
};

export type Shopper = {
  readonly memberTier?: string;
  readonly newcomer: boolean;
  readonly idleDays?: number;
  readonly channel?: string;
  /** What somebody outside has found the shopper entitled to, by name. */
  readonly qualifications?: readonly string[];
};

/** A value-added service asked for with a line. */
export type WantedService = { readonly lineId: string; readonly promotionId: string };

/** Points in hand, and how many of them the shopper wants to pay with. */
export type PointsInHand = { readonly balance: number; readonly use: number | 'max' };

/** One coupon in the shopper's hands, red packets included: an instance of a promotion that needs one. */
export type HeldCoupon = {
  readonly couponId: string;
  readonly promotionId: string;
  readonly claimedAt: number;
  /** Half-open: at this instant it is gone. */
  readonly expiresAt: number;
};

export type QuoteRequest = {
  readonly at: number;
  readonly lines: readonly CartLine[];
  readonly shopper: Shopper;
  /** What may be used, whether or not it helps. */
  readonly coupons?: readonly HeldCoupon[];
  /** The shopper's own choice: of the coupons only these may apply. Absent: the cheapest legal combination. */
  readonly chosenCouponIds?: readonly string[];
  readonly services?: readonly WantedService[];
  /** Absent: none are to be used. */
  readonly points?: PointsInHand;
  readonly region?: string;
  readonly freight: readonly FreightTemplate[];
  /** Promotions stopped by a switch or at their cap. */
  readonly stoppedPromotionIds?: readonly string[];
};

export type FunderFen = { readonly funder: Funder; readonly fen: number };

/** What one promotion takes off one line, and who pays for it; `funderFen` sums to `fen`. */
export type Allocation = {
  readonly promotionId: string;
  readonly layer: Layer;
  /** The coupon that was used for it. */
  readonly couponId?: string;
  readonly fen: number;
  readonly funderFen: readonly FunderFen[];
};

export type QuotedLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly shopId: string;
  readonly quantity: number;
  readonly unitListFen: number;
  /** List price × quantity. */
  readonly listFen: number;
  /** After the item layers (L1a, L1b): the deal price × quantity, base of parallel thresholds. */
  readonly itemFen: number;
  /** What the buyer pays for the line's goods, freight apart. */
  readonly netFen: number;
  readonly allocations: readonly Allocation[];
};

export type TraceReason =
  | 'applied'
  | 'notInWindow'
  | 'noEligibleLine'
  | 'audienceMismatch'
  | 'belowThreshold'
  | 'belowQuantity'
  | 'mutuallyExclusive'
  | 'betterAlternative'
  | 'excludedByFlash'
  | 'notEnrolled'
  | 'stopped'
  | 'couponNeeded'
  | 'couponExpired'
  | 'notChosen'
  /** Its coupons serve other places of this cart. */
  | 'couponUsedElsewhere'
  /** It would take more off here, and the whole would cost more. */
  | 'cheaperInAll'
  | 'nothingLeft'
  /** A price of a live room or a group, on a line that is not bought through it. */
  | 'notThrough'
  /** The gifts of the tier reached are gone. */
  | 'giftsGone'
  /** A service, or points, that the shopper did not ask for. */
  | 'notAsked'
  | 'notEnoughPoints'
  /** The share of the order that points may pay is less than the smallest number of points that can be used. */
  | 'belowPointsStep';

/** The one of several conditions that failed, with what it wants. */
export type FailedCondition =
  | { readonly kind: 'memberTiers'; readonly wanted: readonly string[] }
  | { readonly kind: 'newcomer'; readonly wanted: boolean }
  | { readonly kind: 'idleDays'; readonly wanted: number; readonly missing: number }
  | { readonly kind: 'channels'; readonly wanted: readonly string[] }
  | { readonly kind: 'qualifications'; readonly wanted: readonly string[] }
  | { readonly kind: 'regions'; readonly wanted: readonly string[] };

export type TracedGift = { readonly title: Text; readonly quantity: number; readonly valueFen: number };

/**
 * One entry for every promotion whose scope reaches this cart, applied or not; on the layers where every shop holds
 * its own contest (store, freight) one for each of the shops it reaches, and for red packets one for each in hand.
 */
export type TraceEntry = {
  readonly promotionId: string;
  readonly title: Text;
  readonly layer: Layer;
  /** Set on the layers that are settled shop by shop, once the promotion got as far as that. */
  readonly shopId?: string;
  /** The coupon that is used here, or would be. */
  readonly couponId?: string;
  /** Its own conditions (window, audience, threshold) were met, whether or not it won its place. */
  readonly matched: boolean;
  readonly reason: TraceReason;
  /** What the threshold was tested on. */
  readonly baseFen: number;
  readonly discountFen: number;
  /**
   * The step ahead, also when a lower one applied: what is missing to it, and the saving at it *in all*. Left out when
   * there is none, or when another promotion of the same contest already saves as much.
   */
  readonly missingFen?: number;
  readonly nextOffFen?: number;
  readonly missingQuantity?: number;
  readonly missingPoints?: number;
  /** For `audienceMismatch`: which of the conditions. */
  readonly failed?: FailedCondition;
  /** For `notInWindow`: when it opens next; absent when it is over. */
  readonly opensAt?: number;
  /** The gift of the tier reached, and the one that `missingFen` more would bring. */
  readonly gift?: TracedGift;
  readonly nextGift?: TracedGift;
  /** What a service costs: in all where it applied, of one unit where it was not asked for. */
  readonly chargedFen?: number;
  /** For points that applied: how many. */
  readonly usedPoints?: number;
  /** For `betterAlternative`, `mutuallyExclusive`, `cheaperInAll` and `notChosen`: who holds the place. */
  readonly wonBy?: { readonly promotionId: string; readonly title: Text };
  readonly allocations: readonly { readonly lineId: string; readonly fen: number }[];
};

export type QuotedFreight = {
  readonly shopId: string;
  /** What is paid, the surcharge included. */
  readonly chargedFen: number;
  /** Part of `chargedFen` that the region adds; never waived, and shown on its own (no unlisted fee). */
  readonly surchargeFen: number;
  readonly waivedFen: number;
  /** The promotion that waived it; absent when the template itself is free from the amount reached. */
  readonly promotionId?: string;
  /** The coupon that was used for it. */
  readonly couponId?: string;
  /** Who pays `waivedFen`; sums to it. Empty when no promotion waived it. */
  readonly funderFen: readonly FunderFen[];
};

/** A present that goes with the order: price 0, so that it weighs nothing in any split. */
export type QuotedGift = {
  readonly promotionId: string;
  /** The shop that gives it; null when the campaign does. */
  readonly shopId: string | null;
  readonly title: Text;
  readonly quantity: number;
  /** Of one. */
  readonly valueFen: number;
  /** Threshold of the tier that gave it. */
  readonly tierFen: number;
};

export type QuotedService = {
  readonly promotionId: string;
  readonly lineId: string;
  readonly offer: ServiceOffer;
  readonly title: Text;
  readonly chargedFen: number;
};

/** `capFen`: the most that points can pay of this order in whole steps, whatever the balance. */
export type QuotedPoints = { readonly used: number; readonly fen: number; readonly capFen: number };

/** A line that this shopper may not buy at this instant; an order must not be made of it. */
export type ClosedLine = {
  readonly lineId: string;
  readonly promotionId: string;
  readonly title: Text;
  readonly reason: 'notYet' | 'over' | 'audienceMismatch' | 'stopped';
  /** For `notYet`: when it opens for this shopper. */
  readonly opensAt?: number;
  readonly failed?: FailedCondition;
};

/**
 * Whether a cheaper legal combination of coupons and promotions exists (points, a means of payment, left aside).
 * `exact`: none does. `bounded`: the search stopped at its stated limit, and a cheaper one could save at most
 * `couldSaveFen` beyond the cheapest that was found.
 */
export type Choice = {
  readonly kind: 'exact' | 'bounded';
  /** 0 when exact. */
  readonly couldSaveFen: number;
  /** What the shopper's own choice of coupons costs beyond the cheapest combination found. */
  readonly lostFen: number;
};

export type Quote = {
  readonly at: number;
  readonly lines: readonly QuotedLine[];
  readonly freight: readonly QuotedFreight[];
  readonly listFen: number;
  readonly itemFen: number;
  readonly goodsFen: number;
  readonly freightFen: number;
  readonly gifts: readonly QuotedGift[];
  readonly services: readonly QuotedService[];
  readonly servicesFen: number;
  readonly points: QuotedPoints;
  /** Lines held back from this shopper; they are priced like the others. */
  readonly closed: readonly ClosedLine[];
  /** goodsFen + freightFen + servicesFen */
  readonly payFen: number;
  /** The coupons that an order of this quote uses up, sorted. */
  readonly couponIds: readonly string[];
  readonly choice: Choice;
  readonly trace: readonly TraceEntry[];
};
