import type { Goal } from '@dacu/contract/plan';
import { createCurve } from '@dacu/engine/simulate';
import { describe, expect, test } from 'vitest';
import { goalsByVisits } from './goals-by-visits.ts';
import { testPlan } from './insight-test-sale.ts';

const goal = (metric: string, target: number, steps: Goal['steps'] = []) =>
  ({ id: metric, metric, target, steps, group: 'goal', better: 'higher' }) as unknown as Goal;
/** Sixty even days in three phases of twenty: a third of 60 000 visits is planned for each. */
const plan = testPlan({
  goals: [
    goal('paidGmv', 600_000, [
      { spanId: 'warm', target: 120_000 },
      { spanId: 'burst', target: 300_000 },
      { spanId: 'after', target: 180_000 },
    ]),
    goal('newCustomerShare', 2_600),
    goal('uv', 40_000),
  ],
  traffic: { ...testPlan().traffic, visits: 60_000 },
});
const curve = createCurve(plan.traffic);

describe('goals of a demonstration', () => {
  test('a sum is asked of as many visits as came, a step of as many of its own span', () => {
    const visits = { whole: 6_000, bySpan: new Map([['burst', 5_000]]) };
    const [paid, share] = goalsByVisits(plan, curve, visits);
    expect(paid!.target).toBe(60_000);
    // 300 000 of 20 000 planned visits, for 5 000: not divided by the visits of the whole campaign.
    expect(paid!.steps).toEqual([{ spanId: 'burst', target: 75_000 }]);
    expect(share!.target).toBe(2_600);
  });

  test('out of too few visits no sum has a target, whole or by step, and a rate keeps its own', () => {
    const few = { whole: 999, bySpan: new Map([['burst', 999]]) };
    const [paid, share] = goalsByVisits(plan, curve, few);
    expect(paid).toMatchObject({ target: null, steps: [] });
    expect(share!.target).toBe(2_600);
  });

  test('visitors are not held against visits', () => {
    expect(goalsByVisits(plan, curve, { whole: 6_000, bySpan: new Map() })[2]!.target).toBeNull();
  });
});
