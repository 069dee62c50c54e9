import { describe, expect, test } from 'vitest';
import { createChance } from './chance.ts';
import { scaleDown } from './scale.ts';
import { arrivals, createCurve, type TrafficShape } from './traffic.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = 1_704_038_400_000; // 2024-01-01 00:00 +08:00

const even = new Array<number>(24).fill(1);
const shape = (over: Partial<TrafficShape> = {}): TrafficShape => ({
  days: [
    { startsAt: START, weight: 1 },
    { startsAt: START + DAY, weight: 3 },
  ],
  hourWeights: even,
  surges: [],
  ...over,
});

describe('the curve', () => {
  test('shares follow day weights and hours', () => {
    const curve = createCurve(shape());
    expect(curve.shareAt(START - 1)).toBe(0);
    expect(curve.shareAt(START)).toBe(0);
    expect(curve.shareAt(START + DAY)).toBeCloseTo(0.25, 10);
    expect(curve.shareAt(START + DAY + 12 * HOUR)).toBeCloseTo(0.625, 10);
    expect(curve.shareAt(START + 2 * DAY)).toBe(1);
    expect(curve.shareAt(START + 9 * DAY)).toBe(1);
  });

  test('a surge multiplies its minutes only, also across midnight', () => {
    const surge = { startsAt: START + DAY - HOUR / 2, endsAt: START + DAY + HOUR / 2, factor: 5 };
    const curve = createCurve(shape({ surges: [surge] }));
    const hour = 1 / 24;
    const total = 1 + 3 + 4 * (hour / 2) + (4 * (3 * hour)) / 2;
    expect(curve.total).toBeCloseTo(total, 10);
    const inside = curve.shareAt(surge.endsAt) - curve.shareAt(surge.startsAt);
    expect(inside).toBeCloseTo((5 * (hour / 2) + (5 * 3 * hour) / 2) / total, 10);
  });

  test('overlapping surges multiply', () => {
    const window = { startsAt: START, endsAt: START + HOUR };
    const once = createCurve(shape({ surges: [{ ...window, factor: 6 }] }));
    const twice = createCurve(
      shape({
        surges: [
          { ...window, factor: 2 },
          { ...window, factor: 3 },
        ],
      }),
    );
    expect(twice.total).toBeCloseTo(once.total, 10);
  });

  test('instantAt undoes shareAt and stays inside the campaign', () => {
    const curve = createCurve(shape({ hourWeights: even.map((_, hour) => (hour < 6 ? 0 : hour)) }));
    for (let step = 0; step <= 1_000; step += 1) {
      const at = curve.instantAt(step / 1_000);
      expect(Math.abs(curve.shareAt(at) - step / 1_000)).toBeLessThan(1e-6);
      expect(at).toBeGreaterThanOrEqual(START);
      expect(at).toBeLessThan(START + 2 * DAY);
    }
  });

  test('nobody arrives in an hour without weight', () => {
    const curve = createCurve(shape({ hourWeights: even.map((_, hour) => (hour < 6 ? 0 : 1)) }));
    const times = arrivals(curve, 5_000, createChance(3, 'arrivals'));
    expect(times.every((at) => Math.floor(((at - START) % DAY) / HOUR) >= 6)).toBe(true);
  });
});

describe('arrivals', () => {
  test('exactly as many as asked, sorted, whole milliseconds, the same for one seed', () => {
    const curve = createCurve(shape());
    const times = arrivals(curve, 10_000, createChance(7, 'arrivals'));
    expect(times.length).toBe(10_000);
    for (let index = 1; index < times.length; index += 1)
      expect(times[index]! >= times[index - 1]!).toBe(true);
    expect(times.every((at) => Number.isInteger(at))).toBe(true);
    expect(arrivals(curve, 10_000, createChance(7, 'arrivals'))).toEqual(times);
    expect(arrivals(curve, 10_000, createChance(8, 'arrivals'))).not.toEqual(times);
  });

  test('counts per hour match the weights within chi-square 99.9 %', () => {
    const hourWeights = even.map((_, hour) => 1 + (hour % 5));
    const curve = createCurve(shape({ hourWeights }));
    const times = arrivals(curve, 48_000, createChance(11, 'arrivals'));
    const counts = new Array<number>(48).fill(0);
    for (const at of times) counts[Math.floor((at - START) / HOUR)]! += 1;
    const chiSquare = counts.reduce((sum, count, hour) => {
      const from = START + hour * HOUR;
      const expected = 48_000 * (curve.shareAt(from + HOUR) - curve.shareAt(from));
      return sum + (count - expected) ** 2 / expected;
    }, 0);
    expect(chiSquare).toBeLessThan(82.7); // 47 degrees of freedom
  });

  test('a plan without traffic has no arrivals', () => {
    expect(arrivals(createCurve(shape({ days: [] })), 10, createChance(1, 'a')).length).toBe(0);
  });
});

describe('scaleDown', () => {
  test('parts add up to the scaled whole', () => {
    expect(scaleDown([10, 10, 10], 3)).toEqual([4, 3, 3]);
    expect(scaleDown([1, 1, 1, 1], 4)).toEqual([1, 0, 0, 0]);
    expect(scaleDown([100, 0, 50], 1)).toEqual([100, 0, 50]);
    expect(scaleDown([5, 5], 617.2839)).toEqual([0, 0]);
    expect(scaleDown([], 3)).toEqual([]);
  });

  test('budgets past 2^53 in the product lose no fen', () => {
    const values = [3_000_000_000_000, 2_999_999_999_999, 1];
    const scaled = scaleDown(values, 600.5);
    const whole = values.reduce((sum, value) => sum + value, 0);
    expect(scaled.reduce((sum, value) => sum + value, 0)).toBe(Math.round(whole / 600.5));
  });
});
