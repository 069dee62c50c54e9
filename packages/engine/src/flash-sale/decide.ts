import { confirmStock, giveBackStock, holdStock, sellable, units } from '../ledger/index.ts';
import type { ActivityRow, FlashRefusal, FlashRows, LimitUseRow, Refused } from './types.ts';

export type FlashRequest = {
  readonly quantity: number;
  /** The unit price the buyer saw. */
  readonly expectedUnitFen: number;
  readonly at: number;
  /** Units of the goods that a running pre-sale keeps for its bookings; none where absent. */
  readonly asideUnits?: number;
};

export type FlashDecision = Admitted | Refused;
/** The rows as this order leaves them; the hold ends at `holdUntil`. */
export type Admitted = FlashRows & { readonly kind: 'admitted'; readonly holdUntil: number };

/**
 * Does this flash order get its units? Yes takes activity stock, goods stock and the person's allowance together, for
 * `holdMs`; no takes nothing. The order of the checks is the order of the refusals in the error registry: time first,
 * then the person, then stock, then the price, so nobody is told of a new price for what they cannot have.
 */
export function decideFlashOrder(rows: FlashRows, request: FlashRequest, holdMs: number): FlashDecision {
  assertRows(rows, request.quantity);
  const { activity, uses, stock } = rows;
  const { quantity, expectedUnitFen, at, asideUnits = 0 } = request;

  if (at < activity.startsAt) return refused('flashNotOpen');
  if (at >= activity.endsAt) return refused('flashEnded');
  if (activity.stopped) return refused('flashStopped');

  const allowance = allowanceOf(activity, uses);
  if (quantity > allowance) return refused('perPersonLimit', allowance);

  const left = unitsLeft(activity);
  if (quantity > left) return refused('soldOut', left);

  const free = Math.max(0, sellable(stock) - asideUnits);
  const held = quantity > free ? null : holdStock(stock, quantity);
  if (held === null) return refused('outOfStock', free);

  if (expectedUnitFen !== activity.unitFen) return refused('priceChanged');

  return {
    kind: 'admitted',
    activity: { ...activity, held: activity.held + quantity },
    uses: uses.map((use) => ({ ...use, held: use.held + quantity })),
    stock: held,
    holdUntil: at + holdMs,
  };
}

/** The order was paid in time: what it held is sold. */
export function confirmFlashOrder(rows: FlashRows, quantity: number): FlashRows {
  assertRows(rows, quantity);
  const { activity, uses, stock } = rows;
  return {
    activity: sound({ ...activity, held: activity.held - quantity, sold: activity.sold + quantity }),
    uses: uses.map((use) => soundUse({ ...use, held: use.held - quantity, used: use.used + quantity })),
    stock: confirmStock(stock, quantity),
  };
}

/**
 * Undo of an admitted order: its hold expired or it was cancelled before it was paid. The person may try again, and
 * goods stock has its units back. Within the slot they are on offer in the activity again; after it nobody can buy them
 * there (`flashLeft` is 0), so they are ordinary goods.
 */
export function giveBackFlashOrder(rows: FlashRows, quantity: number): FlashRows {
  assertRows(rows, quantity);
  const { activity, uses, stock } = rows;
  return {
    activity: sound({ ...activity, held: activity.held - quantity }),
    uses: uses.map((use) => soundUse({ ...use, held: use.held - quantity })),
    stock: giveBackStock(stock, quantity),
  };
}

/**
 * A payment arrived after the hold was given back. The buyer ordered in time, so the slot need not be open any more;
 * if units and allowance are still there the order is sold after all, else the payment must be refunded.
 */
export function takeLateFlashOrder(
  rows: FlashRows,
  quantity: number,
): (FlashRows & { readonly kind: 'taken' }) | Refused<'perPersonLimit' | 'soldOut' | 'outOfStock'> {
  assertRows(rows, quantity);
  const { activity, uses, stock } = rows;
  const allowance = allowanceOf(activity, uses);
  if (quantity > allowance) return refused('perPersonLimit', allowance);
  if (quantity > unitsLeft(activity)) return refused('soldOut', unitsLeft(activity));
  const held = holdStock(stock, quantity);
  if (held === null) return refused('outOfStock', sellable(stock));
  return {
    kind: 'taken',
    activity: { ...activity, sold: activity.sold + quantity },
    uses: uses.map((use) => ({ ...use, used: use.used + quantity })),
    stock: confirmStock(held, quantity),
  };
}

/** What a shopper can still take at an instant: 0 outside the slot and while it is stopped. */
export function flashLeft(activity: ActivityRow, at: number): number {
  const open = activity.startsAt <= at && at < activity.endsAt && !activity.stopped;
  return open ? unitsLeft(activity) : 0;
}

function unitsLeft({ stockTotal, held, sold }: ActivityRow): number {
  return stockTotal - held - sold;
}

/** What the most used of a person's keys leaves; held and paid orders count, those given back do not. */
function allowanceOf({ perPersonMax }: ActivityRow, uses: readonly LimitUseRow[]): number {
  const taken = Math.max(...uses.map(({ held, used }) => held + used));
  return Math.max(0, perPersonMax - taken);
}

function refused<Reason extends FlashRefusal>(reason: Reason, left = 0): Refused<Reason> {
  return { kind: 'refused', reason, left };
}

function assertRows({ activity, uses, stock }: FlashRows, quantity: number): void {
  units(quantity);
  if (stock.skuId !== activity.skuId)
    throw new RangeError(`${activity.activityId} does not sell ${stock.skuId}`);
  if (uses.length === 0) throw new RangeError(`an order of ${activity.activityId} has no limit key`);
  if (new Set(uses.map(({ limitKey }) => limitKey)).size < uses.length)
    throw new RangeError('a limit key occurs twice');
}

function sound(activity: ActivityRow): ActivityRow {
  if (activity.held < 0 || unitsLeft(activity) < 0) {
    throw new RangeError(`${activity.activityId} would hold ${activity.held} and have sold ${activity.sold}`);
  }
  return activity;
}

function soundUse(use: LimitUseRow): LimitUseRow {
  if (use.held < 0) throw new RangeError(`${use.limitKey} would hold ${use.held}`);
  return use;
}
