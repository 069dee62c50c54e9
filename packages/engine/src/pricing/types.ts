/**
 * What the pricing engine reads and what it answers. All amounts are whole fen, all rates basis points
 * (95折 = pay 9500 bp), all instants epoch milliseconds, all windows half-open `[startsAt, endsAt)`.
 * Long because request, quote and trace are one shape that callers read from end to end; what a promotion is stands in
 * `promotion.ts`.
 */

import type { Funder, Layer, ServiceOffer, Text } from './promotion.ts';

export type {
  Audience,
  BundlePart,
  Funder,
  FunderShare,
  GiftTier,
  Layer,
  Promotion,
  Rule,
  Scope,
  ServiceOffer,
  Text,
  Tier,
  Window,
} from './promotion.ts';

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
  /** Set when the balance of a pre-sale is paid: whose deposit was paid for the line. */
  readonly presalePromotionId?: string;
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
  /** Promotions of which this shopper has had as much as one person gets. */
  readonly hadPromotionIds?: readonly string[];
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
  /** What the buyer pays for the line's goods, freight apart; a deposit included. */
  readonly netFen: number;
  /** Part of `netFen` that was paid as a deposit before; 0 where there was none. */
  readonly depositFen: number;
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
  /** The price of a pre-sale is settled with its deposit; no cut of the item comes on top. */
  | 'excludedByPresale'
  /** A coupon whose face the balance of a pre-sale does not exceed. */
  | 'aboveBalance'
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
  /** This shopper has had as much of it as one person gets. */
  | 'limitReached'
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
 * One entry for every promotion whose scope reaches this cart, applied or not (`unlisted` ones only if the shopper holds
 * a coupon of theirs); on the layers where every shop holds
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
  /** What a service costs: in all where it applied, of one unit, or one order, where it was not asked for. */
  readonly chargedFen?: number;
  /** A service that is charged once for each shop's order. */
  readonly perOrder?: true;
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
  /** The lines that counted towards it: it goes back with the last of them. */
  readonly lineIds: readonly string[];
};

export type QuotedService = {
  readonly promotionId: string;
  readonly lineId: string;
  readonly offer: ServiceOffer;
  readonly title: Text;
  readonly chargedFen: number;
  /** Charged once for its shop's order, on the line that sets the price. */
  readonly perOrder?: true;
  /** From the delivery on; left out where nothing is said. */
  readonly lastsMs?: number;
};

/** What a line could have and was not asked for, at what one unit costs, or the order where it is `perOrder`. */
export type OfferedService = Omit<QuotedService, 'chargedFen' | 'lastsMs'> & { readonly unitFen: number };

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
  readonly offeredServices: readonly OfferedService[];
  readonly servicesFen: number;
  readonly points: QuotedPoints;
  /** Lines held back from this shopper; they are priced like the others. */
  readonly closed: readonly ClosedLine[];
  /** Deposits paid before, part of `goodsFen`. */
  readonly depositFen: number;
  /** goodsFen + freightFen + servicesFen − depositFen: what is still to be paid. */
  readonly payFen: number;
  /** The coupons that an order of this quote uses up, sorted. */
  readonly couponIds: readonly string[];
  readonly choice: Choice;
  readonly trace: readonly TraceEntry[];
};
