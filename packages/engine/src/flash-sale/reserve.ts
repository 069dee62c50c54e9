import type { Refused } from './types.ts';

/**
 * Reserving a flash item (预约): a right to order and a reminder, never a unit. Who reserved may order alone for a while
 * after the opening; then the rest is everybody's. Whole milliseconds, relative to the slot.
 */
export type ReservationTerms = {
  /** How long before the slot reserving begins and ends. */
  readonly opensBeforeMs: number;
  readonly closesBeforeMs: number;
  /** How long after the opening only those who reserved may order; 0: a reminder and nothing else. */
  readonly aloneForMs: number;
};

/** The same for one slot: reserve within [opensAt, closesAt), alone until `aloneUntil`. */
export type ReservationWindow = {
  readonly opensAt: number;
  readonly closesAt: number;
  readonly aloneUntil: number;
};

export function reservationWindow(
  slot: { readonly startsAt: number; readonly endsAt: number },
  { opensBeforeMs, closesBeforeMs, aloneForMs }: ReservationTerms,
): ReservationWindow {
  return {
    opensAt: slot.startsAt - opensBeforeMs,
    closesAt: slot.startsAt - closesBeforeMs,
    aloneUntil: Math.min(slot.endsAt, slot.startsAt + aloneForMs),
  };
}

export type ReservationRefusal =
  | 'reservationNotOffered'
  | 'flashStopped'
  | 'reservationNotOpen'
  | 'reservationOver';

/** May it be reserved now? Null when it may. Giving a reservation up goes by the same window. */
export function refuseReservation(
  window: ReservationWindow | null,
  { at, stopped }: { readonly at: number; readonly stopped: boolean },
): ReservationRefusal | null {
  if (window === null) return 'reservationNotOffered';
  if (stopped) return 'flashStopped';
  if (at < window.opensAt) return 'reservationNotOpen';
  return at < window.closesAt ? null : 'reservationOver';
}

/** Is the item kept, at this instant, for those who reserved it? */
export function keptForReserved(window: ReservationWindow | null, at: number): boolean {
  return window !== null && at < window.aloneUntil;
}

/** An order of somebody who did not reserve, while the item is kept for those who did. */
export function refuseUnreserved(
  window: ReservationWindow | null,
  { at, reserved }: { readonly at: number; readonly reserved: boolean },
): Refused<'reservationNeeded'> | null {
  return keptForReserved(window, at) && !reserved
    ? { kind: 'refused', reason: 'reservationNeeded', left: 0 }
    : null;
}
