import { createCurve } from '@dacu/engine/simulate';
import { describe, expect, test } from 'vitest';
import { dayStart, PACED_VISITS_MIN, paceOf, paceOfVisits } from './pace.ts';

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

  test('no forecast out of nothing; at the end it is what was reached', () => {
    expect(paceOf({ curve, target: 1_000, soFar: 5, countingSince: 0, at: 60_000 }).forecast).toBeNull();
    expect(paceOf({ curve, target: 1_000, soFar: 777, countingSince: 0, at: 9 * DAY }).forecast).toBe(777);
  });
});

describe('pace by visits', () => {
  const plan = { target: 5_600, plannedVisits: 60_000 };

  test('asks of the visits that came what the plan asks of as many', () => {
    expect(paceOfVisits({ ...plan, visits: 15_000 })).toEqual({ paceTarget: 1_400, forecast: null });
    expect(paceOfVisits({ ...plan, visits: 60_000 }).paceTarget).toBe(5_600);
  });

  test('says nothing out of a handful, nor of a plan that awaits nobody', () => {
    expect(paceOfVisits({ ...plan, visits: PACED_VISITS_MIN - 1 }).paceTarget).toBeNull();
    expect(paceOfVisits({ ...plan, visits: PACED_VISITS_MIN }).paceTarget).toBe(93);
    expect(paceOfVisits({ ...plan, plannedVisits: 0, visits: 5_000 }).paceTarget).toBeNull();
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
