/**
 * What a promotion is: where it stands, what it touches, who may have it, and the arithmetic of each kind. All amounts
 * are whole fen, all rates basis points (95折 = pay 9500 bp), all instants epoch milliseconds, all windows half-open.
 */

import type { Premium } from './premium.ts';

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
  /**
   * Layer `itemPrice`, 定金预售: for lines bought in this pre-sale (`CartLine.presalePromotionId`). The deposit counts
   * `inflationBp` / 10 000 times; what it counts beyond itself is off the price (付定立减).
   */
  | {
      readonly kind: 'presale';
      /** Absent: the list price. */
      readonly priceFen?: number;
      readonly depositFen?: number;
      readonly depositBp?: number;
      readonly inflationBp: number;
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
      /** What one shop's order costs, however many lines and units; `unitFen` is 0 then. */
      readonly premium?: Premium;
      /** How long it lasts from the delivery on; left out where nothing is said. */
      readonly lastsMs?: number;
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
  /** Its coupons are sent or found, not offered: who holds none is not told that there are any. */
  readonly unlisted?: boolean;
};
