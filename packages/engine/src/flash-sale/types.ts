import type { StockRow } from '../ledger/index.ts';

/** One item in one slot of a flash sale. Its stock is apart from goods stock; an order takes both (domain §3.1). */
export type ActivityRow = {
  readonly activityId: string;
  readonly promotionId: string;
  readonly skuId: string;
  /** The slot, half-open. */
  readonly startsAt: number;
  readonly endsAt: number;
  /** Stopped by a switch. */
  readonly stopped: boolean;
  readonly unitFen: number;
  /** Units put up; `held + sold ≤ stockTotal` always. */
  readonly stockTotal: number;
  readonly held: number;
  readonly sold: number;
  /** Units for one person, counted by each kind of key. */
  readonly perPersonMax: number;
};

/**
 * What one key (an account, a phone, an address, a device, each as a keyed hash) has taken of an activity. A key that is
 * not on record yet comes in with zeros.
 */
export type LimitUseRow = {
  readonly limitKey: string;
  readonly held: number;
  readonly used: number;
};

/** Every row that a flash order counts on. */
export type FlashRows = {
  readonly activity: ActivityRow;
  /** One for each key of the buyer: the account at least. */
  readonly uses: readonly LimitUseRow[];
  /** Goods stock of the activity's sku. */
  readonly stock: StockRow;
};

/** In the order in which they are checked, which is that of the error registry. */
export type FlashRefusal =
  | 'flashNotOpen'
  | 'flashEnded'
  | 'flashStopped'
  | 'reservationNeeded'
  | 'perPersonLimit'
  | 'soldOut'
  | 'outOfStock'
  | 'priceChanged';

export type Refused<Reason extends FlashRefusal = FlashRefusal> = {
  readonly kind: 'refused';
  readonly reason: Reason;
  /** How many could still be taken; 0 where the reason is not about a number. */
  readonly left: number;
};
