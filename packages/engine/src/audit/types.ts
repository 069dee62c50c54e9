/**
 * What the audit of a plan reads and answers. Amounts are whole fen, shares whole basis points (rounded down), instants
 * epoch milliseconds. A *scene* is an instant and a shopper with the coupons in hand: what a cart needs to have a price.
 */
import type {
  CartLine,
  FreightTemplate,
  HeldCoupon,
  PromotionIndex,
  QuoteRequest,
  Shopper,
  Text,
  Window,
} from '../pricing/index.ts';

/** How a line is bought where that opens a price of its own: flash activity, pre-sale, live room, group; else `{}`. */
export type Way = Pick<CartLine, 'flashPromotionId' | 'presalePromotionId' | 'through'>;

export type AuditItem = Omit<
  CartLine,
  'lineId' | 'quantity' | 'flashPromotionId' | 'presalePromotionId' | 'through'
> & {
  readonly title: Text;
  readonly costFen: number;
  /** The lowest price that its shop agreed to. */
  readonly floorFen: number;
};

export type AuditSubject = {
  readonly index: PromotionIndex;
  readonly items: readonly AuditItem[];
  readonly freight: readonly FreightTemplate[];
  readonly campaign: Window;
  /** How many coupons of a promotion one person can hold at once; 1 where it is not named. */
  readonly couponsEach: ReadonlyMap<string, number>;
  /** Promotions whose coupons only somebody who bought before was ever handed: no newcomer holds one. */
  readonly pastBuyersOnly?: ReadonlySet<string>;
};

/** How large a cart is looked at; everything that is proven is proven within them. */
export type AuditBounds = {
  readonly linesMax: number;
  /** Pieces of one line. */
  readonly quantityMax: number;
  readonly shopsMax: number;
};

export type AuditMeasure = 'belowCost' | 'share';

/**
 * `belowCostFen`: cost of the goods and freight that a promotion waives, less what is received for the goods (by the
 * buyer, or by the government in his stead), gifts apart; negative where there is a margin. `shareBp`: of the list price of the
 * goods, what is not paid.
 */
export type Depth = { readonly belowCostFen: number; readonly shareBp: number };

/** Everything that a cart can meet at one kind of instant as one kind of shopper. */
export type Scene = {
  readonly at: number;
  readonly shopper: Shopper;
  /** Where the goods go, if a promotion asks. */
  readonly region?: string;
  readonly coupons: readonly HeldCoupon[];
  /** Open, and for this shopper; sorted. */
  readonly promotionIds: readonly string[];
};

/** A cart that proves a depth: pricing the request gives the quote again, to the fen. */
export type Proof = { readonly request: QuoteRequest; readonly depth: Depth };

/**
 * `enumerated`: every cart within the bounds was priced. `solved`: a bound over all carts was found and is reached.
 * `bounded`: no cart goes beyond `boundAt`, but none was found that reaches it. `searched`: nothing is proven.
 */
export type Certainty = 'enumerated' | 'solved' | 'bounded' | 'searched';

export type DeepestCart = {
  readonly measure: AuditMeasure;
  readonly certainty: Certainty;
  /** In the unit of the measure; null where nothing bounds it. Equals the depth found where it is proven. */
  readonly bound: number | null;
  /** Null when no cart was found that has anything to show (nothing below cost, or no discount at all). */
  readonly proof: Proof | null;
};

export type ItemFinding = {
  readonly skuId: string;
  readonly below: 'cost' | 'floor';
  /** Of one piece, as far as it was found; a deeper one may exist. */
  readonly unitNetFen: number;
  readonly limitFen: number;
  readonly proof: Proof;
};

export type ItemAudit = {
  readonly findings: readonly ItemFinding[];
  /** Proven: within the bounds no piece is had below its floor. */
  readonly safe: number;
  /** Neither found below its floor nor proven safe. */
  readonly undecided: readonly string[];
};
