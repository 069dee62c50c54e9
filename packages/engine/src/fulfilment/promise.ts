const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Where neither plan nor pre-sale says otherwise (domain §10). */
export const SHIP_WITHIN_MS = 48 * HOUR_MS;

/** What stops the clock of a promise; nothing else does (domain §10). */
export type Pause = {
  readonly reason: 'addressChange' | 'forceMajeure';
  readonly from: number;
  /** Null while it lasts. */
  readonly until: number | null;
};

/** Both instants are not included: at `shipBy` a parcel that has not left is late. */
export type DeliveryPromise = { readonly shipBy: number; readonly deliverBy: number };

/**
 * When a paid order is to leave and to arrive. `shipOn` is a date that was stated instead (pre-sale); `lane` the days on
 * the way. A plan that promises arrival itself shortens the lane, never below it being possible at all.
 */
export function promiseOf(input: {
  readonly paidAt: number;
  readonly shipOn: number | null;
  readonly shipWithinMs: number;
  /** From payment, as the plan promises it; null where it promises none. */
  readonly deliverWithinMs: number | null;
  readonly laneDays: number;
}): DeliveryPromise {
  const { paidAt, shipOn, shipWithinMs, deliverWithinMs, laneDays } = input;
  const shipBy = shipOn === null ? paidAt + shipWithinMs : Math.max(shipOn, paidAt);
  const byLane = shipBy + laneDays * DAY_MS;
  if (deliverWithinMs === null || shipOn !== null) return { shipBy, deliverBy: byLane };
  return { shipBy, deliverBy: Math.max(shipBy, Math.min(byLane, paidAt + deliverWithinMs)) };
}

/** Time that pauses took up to `now`; where two overlap it counts once. */
export function pausedMs(pauses: readonly Pause[], now: number): number {
  const spans = pauses
    .map(({ from, until }) => ({ from, until: Math.min(until ?? now, now) }))
    .filter(({ from, until }) => until > from)
    .sort((a, b) => a.from - b.from);
  let total = 0;
  let reached = Number.NEGATIVE_INFINITY;
  for (const { from, until } of spans) {
    total += Math.max(0, until - Math.max(from, reached));
    reached = Math.max(reached, until);
  }
  return total;
}
