import { createCurve } from '@dacu/engine/simulate';
import { describe, expect, test } from 'vitest';
import { dayStart, paceOf } from './pace.ts';

const DAY = 86_400_000;
const days = [0, 1, 2, 3].map((day) => ({ startsAt: day * DAY, weight: 1 }));
const curve = createCurve({ days, hourWeights: new Array(24).fill(1), surges: [] });

describe('pace', () => {
  test('follows the curve from the first day', () => {
    expect(paceOf({ curve, target: 1_000, soFar: 300, countingSince: 0, at: DAY })).toEqual({
      paceTarget: 250,
      forecast: 1_200,
    });
  });

  test('a campaign joined midway is paced and forecast from there', () => {
    const pace = paceOf({ curve, target: 1_000, soFar: 250, countingSince: 2 * DAY, at: 3 * DAY });
    expect(pace).toEqual({ paceTarget: 250, forecast: 500 });
  });

  test('a stretch that the clock jumped over is neither expected nor forecast', () => {
    const skipped = [{ startsAt: DAY, endsAt: 2 * DAY }];
    const pace = paceOf({ curve, target: 1_000, soFar: 250, countingSince: 0, at: 2 * DAY, skipped });
    expect(pace).toEqual({ paceTarget: 250, forecast: 750 });
    // What was skipped before counting began was never expected.
    const later = paceOf({ curve, target: 1_000, soFar: 250, countingSince: 2 * DAY, at: 3 * DAY, skipped });
    expect(later).toEqual({ paceTarget: 250, forecast: 500 });
  });

  test('no forecast out of nothing; at the end it is what was reached', () => {
    expect(paceOf({ curve, target: 1_000, soFar: 5, countingSince: 0, at: 60_000 }).forecast).toBeNull();
    expect(paceOf({ curve, target: 1_000, soFar: 777, countingSince: 0, at: 9 * DAY }).forecast).toBe(777);
  });
});

describe('dayStart', () => {
  test('takes the plan’s days, and counts on past the last', () => {
    const shifted = days.map((day) => ({ startsAt: day.startsAt + 5 }));
    expect(dayStart(shifted, 5)).toBe(5);
    expect(dayStart(shifted, DAY + 4)).toBe(5);
    expect(dayStart(shifted, DAY + 5)).toBe(DAY + 5);
    expect(dayStart(shifted, 5 * DAY + 6)).toBe(5 * DAY + 5);
    expect(dayStart(shifted, 4)).toBe(5 - DAY);
  });
});
