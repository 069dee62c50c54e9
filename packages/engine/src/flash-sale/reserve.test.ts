import { describe, expect, test } from 'vitest';
import { keptForReserved, refuseReservation, refuseUnreserved, reservationWindow } from './index.ts';

const MINUTE = 60_000;
const slot = { startsAt: 100 * MINUTE, endsAt: 220 * MINUTE };
const window = reservationWindow(slot, {
  ...{ opensBeforeMs: 60 * MINUTE, closesBeforeMs: 5 * MINUTE, aloneForMs: 10 * MINUTE },
});

test('its instants follow from the slot, and nobody is kept out longer than the slot lasts', () => {
  expect(window).toEqual({ opensAt: 40 * MINUTE, closesAt: 95 * MINUTE, aloneUntil: 110 * MINUTE });
  const long = { opensBeforeMs: 1, closesBeforeMs: 0, aloneForMs: 999 * MINUTE };
  expect(reservationWindow(slot, long).aloneUntil).toBe(slot.endsAt);
});

test.each([
  [40 * MINUTE - 1, 'reservationNotOpen'],
  [40 * MINUTE, null],
  [95 * MINUTE - 1, null],
  [95 * MINUTE, 'reservationOver'],
])('reserving at %d', (at, reason) => {
  expect(refuseReservation(window, { at, stopped: false })).toBe(reason);
});

test('what is stopped or not offered cannot be reserved', () => {
  expect(refuseReservation(window, { at: 50 * MINUTE, stopped: true })).toBe('flashStopped');
  expect(refuseReservation(null, { at: 50 * MINUTE, stopped: false })).toBe('reservationNotOffered');
});

describe('while it is kept for those who reserved', () => {
  const opened = slot.startsAt;
  test('they may order and nobody else may', () => {
    expect(keptForReserved(window, opened)).toBe(true);
    expect(refuseUnreserved(window, { at: opened, reserved: true })).toBeNull();
    expect(refuseUnreserved(window, { at: opened, reserved: false })?.reason).toBe('reservationNeeded');
  });
  test('from its end on, and where there was no reserving, everybody may', () => {
    expect(refuseUnreserved(window, { at: window.aloneUntil - 1, reserved: false })).not.toBeNull();
    expect(refuseUnreserved(window, { at: window.aloneUntil, reserved: false })).toBeNull();
    expect(refuseUnreserved(null, { at: opened, reserved: false })).toBeNull();
    const reminder = reservationWindow(slot, { opensBeforeMs: 1, closesBeforeMs: 0, aloneForMs: 0 });
    expect(refuseUnreserved(reminder, { at: opened, reserved: false })).toBeNull();
  });
});
