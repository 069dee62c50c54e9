import type { Premium } from '../premium.ts';
import type { CartLine, GiftTier, Layer, PointsInHand, Rule, ServiceOffer } from '../types.ts';

/**
 * A promotion kind is one declarative object: on which layers it may stand, what a sane rule of it looks like, and its
 * arithmetic. The arithmetic knows neither cart nor lines nor other promotions; caps by what is left, contests and
 * splits are the same for every kind and stand outside.
 */
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { readonly kind: K }>;

type KindBase<K extends Rule['kind']> = {
  readonly kind: K;
  readonly layers: readonly Layer[];
  /** What is wrong with a rule, in English for the log; empty when nothing is. */
  faults(rule: RuleOf<K>): readonly string[];
};

/**
 * Takes an amount off a set of lines together.
 *
 * The search for the best combination (`best/`) relies on two things that every kind keeps and
 * `monotony.property.test.ts` tries: the offer never falls when `baseFen` or `runningFen` rises, and a fen more of `runningFen` adds a fen at most.
 */
export type CartKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'cart';
  /** It looks at `baseFen` alone, never at what is left of the lines. */
  readonly byBaseAlone?: true;
  offer(rule: RuleOf<K>, basis: Basis): Offer;
};

/**
 * Takes amounts off single lines of a set: which of them, and how much, is the kind's own business. Capped by what is
 * left of each line, the sum never falls when more is left of any (see `CartKind`).
 */
export type LinesKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'lines';
  /** It looks at unit prices and quantities alone, never at what is left of the lines. */
  readonly byBaseAlone?: true;
  offer(rule: RuleOf<K>, lines: readonly LineBasis[]): LinesOffer;
};

/** A line as a `lines` kind sees it. */
export type LineBasis = {
  readonly subject: CartLine;
  /** Unit price as the item layers left it. */
  readonly unitFen: number;
  /** What is left of the line. */
  readonly runningFen: number;
};

/** `lineOffFen`: what comes off each line, in the order given; capped by what is left of it outside. */
export type LinesOffer =
  | { readonly kind: 'met'; readonly lineOffFen: readonly number[] }
  | { readonly kind: 'belowQuantity'; readonly missingQuantity: number; readonly offFen: number };

/** Replaces the unit list price of a line; ignored where it is not lower. */
export type PriceKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'price';
  /** Prices that hold only for lines bought in a way of their own; absent: for every line of the scope. */
  holdsFor?(rule: RuleOf<K>, subject: CartLine, promotionId: string): boolean;
  /** `openFen`: the lowest price that is open to the line besides those that hold by `holdsFor`. */
  unitPriceFen(rule: RuleOf<K>, unitListFen: number, openFen: number): number;
  /** What was paid of it before; absent: nothing. */
  unitDepositFen?(rule: RuleOf<K>, unitListFen: number): number;
};

/** Cuts the unit price of a line. Of each `slot` one applies; cuts add up on the same price, they do not multiply. */
export type CutKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'cut';
  slot(rule: RuleOf<K>): 'rate' | 'amount';
  unitCutFen(rule: RuleOf<K>, unitFen: number): number;
};

/** Waives the base freight of a shop's parcel. */
export type FreightKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'freight';
  free(rule: RuleOf<K>): FreeFrom;
};

/**
 * From which amount freight is free, and which amount is meant; the basis is always explicit (V25). `waiveMaxFen`
 * bounds what is waived, as a freight coupon of an amount does.
 */
export type FreeFrom = {
  readonly thresholdFen: number;
  readonly basis: 'afterDiscount' | 'itemPrice';
  readonly waiveMaxFen: number;
};

/** Gives presents beside the goods. */
export type GiftKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'gift';
  /** In rising order of threshold. */
  tiers(rule: RuleOf<K>): readonly GiftTier[];
};

/** Lets points pay for goods. */
export type PointsKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'points';
  /** `goodsFen`: what is still to be paid for the goods. */
  use(rule: RuleOf<K>, goodsFen: number, inHand: PointsInHand): PointsUse;
};

/** `short`: why none can be used, and how many points are missing to the first step. */
export type PointsUse = {
  readonly used: number;
  readonly fen: number;
  readonly capFen: number;
  readonly short?: { readonly reason: 'notEnoughPoints' | 'belowPointsStep'; readonly missing: number };
};

/** Charges a service on top. */
export type ServiceKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'service';
  offer(rule: RuleOf<K>): {
    readonly offer: ServiceOffer;
    readonly unitFen: number;
    readonly premium?: Premium;
    readonly lastsMs?: number;
  };
};

/** Says who may buy, and when. */
export type AccessKind<K extends Rule['kind'] = Rule['kind']> = KindBase<K> & {
  readonly on: 'access';
  /** How much earlier its audience is let in where others hold goods back; null: it is what holds them back. */
  aheadMs(rule: RuleOf<K>): number | null;
};

export type Basis = {
  /** What thresholds are tested on. */
  readonly baseFen: number;
  /** What is left of the lines, that a rate is taken of. */
  readonly runningFen: number;
  readonly quantity: number;
};

/** The step ahead of an offer; `offFen` is the saving there in all, not on top. */
export type NextStep = { readonly missingFen: number; readonly offFen: number };

export type Offer =
  | { readonly kind: 'met'; readonly offFen: number; readonly thresholdFen: number; readonly next?: NextStep }
  | { readonly kind: 'belowThreshold'; readonly next: NextStep }
  | { readonly kind: 'belowQuantity'; readonly missingQuantity: number; readonly offFen: number };

/** Where a kind that takes an amount off lines together may stand. */
export const CART_KIND_LAYERS: readonly Layer[] = [
  'storeReduction',
  'storeCoupon',
  'crossStore',
  'platformCoupon',
  'member',
  'subsidy',
  'redPacket',
  'points',
];

const WHOLE = (value: number | undefined): boolean =>
  value === undefined || (Number.isSafeInteger(value) && value >= 0);

/** Faults of named amounts: each must be whole and not negative. */
export function amountFaults(amounts: Readonly<Record<string, number | undefined>>): string[] {
  return Object.entries(amounts).flatMap(([name, value]) =>
    WHOLE(value) ? [] : [`${name} must be a whole number, 0 or more, but is ${value}`],
  );
}

/** Faults of a pay rate: whole basis points between 0 and 10 000. */
export function rateFaults(payBp: number | undefined): string[] {
  return WHOLE(payBp) && (payBp ?? 0) <= 10_000 ? [] : [`payBp must be 0 to 10000, but is ${payBp}`];
}
