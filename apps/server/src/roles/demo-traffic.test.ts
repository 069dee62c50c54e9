import { expect, test } from 'vitest';
import { visitsPerSecond } from './demo-traffic.ts';

const HOUR = 3_600_000;
const plan = {
  traffic: {
    visits: 1,
    days: [0, 1].map((day) => ({ startsAt: day * 24 * HOUR, weight: 1 })),
    hourWeights: Array.from({ length: 24 }, (_, hour) => (hour === 3 ? 0.1 : hour === 20 ? 2.5 : 1)),
    surges: [{ startsAt: 24 * HOUR, endsAt: 24 * HOUR + 600_000, factor: 12 }],
    channels: [],
  },
};

test('a day of the burst is busier than an ordinary one, and a quiet year is no quieter for it', () => {
  const days = Array.from({ length: 10 }, (_, day) => ({
    startsAt: day * 24 * HOUR,
    weight: day === 9 ? 6 : 1,
  }));
  const year = { traffic: { ...plan.traffic, days, surges: [] } };
  const [ordinary, burst] = [visitsPerSecond(year, 12 * HOUR), visitsPerSecond(year, (9 * 24 + 12) * HOUR)];
  expect(burst).toBeGreaterThan(ordinary * 2);
  expect(ordinary).toBeGreaterThan(0.75);
});

test('nights are quieter, evenings and openings busier, and it never runs away', () => {
  const noon = visitsPerSecond(plan, 12 * HOUR);
  expect(noon).toBeGreaterThan(0.9);
  expect(noon).toBeLessThan(1.1);
  expect(visitsPerSecond(plan, 3 * HOUR)).toBe(0.4);
  expect(visitsPerSecond(plan, 20 * HOUR)).toBeGreaterThan(1.4);
  expect(visitsPerSecond(plan, 24 * HOUR)).toBe(3);
  expect(visitsPerSecond(plan, 24 * HOUR + 600_000)).toBeLessThan(1.1);
});
