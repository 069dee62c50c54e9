import { expect, test } from 'vitest';
import { secureBytes, secureChance, seededChance } from './chance.ts';

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

test.each([
  ['seeded', seededChance(7)],
  ['secure', secureChance()],
] as const)('%s chance stays in [0, 1) and fills it evenly', (_, chance) => {
  const drawn = Array.from({ length: 40_000 }, chance);
  expect(Math.min(...drawn)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...drawn)).toBeLessThan(1);
  expect(mean(drawn)).toBeGreaterThan(0.49);
  expect(mean(drawn)).toBeLessThan(0.51);
  const buckets = new Array<number>(10).fill(0);
  for (const value of drawn) buckets[Math.floor(value * 10)]! += 1;
  for (const count of buckets) expect(count).toBeGreaterThan(3_600);
});

test('a seed gives one sequence, its neighbour another', () => {
  const five = (seed: number) => Array.from({ length: 5 }, seededChance(seed));
  expect(five(7)).toEqual(five(7));
  expect(five(7)).not.toEqual(five(8));
});

test('pooled bytes never repeat a draw, across refills too', () => {
  const bytes = secureBytes();
  const drawn = new Set(Array.from({ length: 3_000 }, () => Buffer.from(bytes(16)).toString('hex')));
  expect(drawn.size).toBe(3_000);
});
