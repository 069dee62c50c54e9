import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitDiscount, splitFen } from './split-fen.ts';

describe('a split follows the largest remainder', () => {
  const table: [id: string, totalFen: number, weights: number[], parts: number[]][] = [
    ['V01 three equal lines', 1000, [1000, 1000, 1000], [334, 333, 333]],
    ['V02 leftovers go by remainder, not by ratio', 7, [6, 5, 3], [3, 3, 1]],
    ['V03 two lines, one twice the other', 5000, [10000, 20000], [1667, 3333]],
    ['V06 a gift takes no share', 100, [9900, 0], [100, 0]],
    ['V07 beyond 2^53', 123456789012, [987654321098, 876543210987], [65407570302, 58049218710]],
    ['V08 seven equal lines', 100, Array(7).fill(1000), [15, 15, 14, 14, 14, 14, 14]],
    ['equal remainders: the heavier line first', 2, [1, 3], [0, 2]],
    ['equal remainders and weights: the earlier line first', 1, [5, 5], [1, 0]],
    ['nothing to split', 0, [0, 0], [0, 0]],
  ];
  test.each(table)('%s', (_id, totalFen, weights, parts) => {
    expect(splitFen(totalFen, weights)).toEqual(parts);
  });
});

test('V04 a discount never exceeds what is left of its lines', () => {
  expect(splitDiscount(5000, [3000])).toEqual([3000]);
  expect(splitDiscount(5000, [3000, 1000])).toEqual([3000, 1000]);
});

test('something to split and nothing to split it by is a bug, not a loss', () => {
  expect(() => splitFen(1, [0, 0])).toThrow(RangeError);
  expect(() => splitFen(1, [])).toThrow(RangeError);
  expect(() => splitFen(1.5, [1])).toThrow(RangeError);
});

const weights = fc.array(fc.integer({ min: 0, max: 5_000_000_000_000 }), { minLength: 1, maxLength: 12 });
const someWeights = weights.filter((list) => list.some((weight) => weight > 0));

test('parts sum back; a discount within the lines leaves each line at 0 or more; weight 0 gets 0', () => {
  fc.assert(
    fc.property(someWeights, fc.double({ min: 0, max: 1, noNaN: true }), (list, ratio) => {
      const sum = list.reduce((a, b) => a + b, 0);
      const totalFen = Math.floor(sum * ratio);
      const parts = splitFen(totalFen, list);
      expect(parts.reduce((a, b) => a + b, 0)).toBe(totalFen);
      for (const [i, part] of parts.entries()) {
        expect(part).toBeGreaterThanOrEqual(0);
        expect(part).toBeLessThanOrEqual(list[i]!);
      }
    }),
  );
});

test('agrees with the definition computed in BigInt throughout', () => {
  // Small weights tie often, large ones leave the safe range.
  const tied = fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 9 });
  const amount = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 9_000_000_000_000 }));
  fc.assert(
    fc.property(fc.oneof(tied, someWeights), amount, (list, totalFen) => {
      expect(splitFen(totalFen, list)).toEqual(byDefinition(totalFen, list));
    }),
  );
});

function byDefinition(totalFen: number, list: readonly number[]): number[] {
  const total = BigInt(totalFen);
  const sum = list.reduce((a, b) => a + BigInt(b), 0n);
  const rows = list.map((weight, i) => ({
    i,
    weight,
    part: (total * BigInt(weight)) / sum,
    rest: (total * BigInt(weight)) % sum,
  }));
  let left = total - rows.reduce((a, row) => a + row.part, 0n);
  while (left > 0n) {
    const next = rows.reduce((a, b) =>
      b.rest > a.rest || (b.rest === a.rest && b.weight > a.weight) ? b : a,
    );
    next.part += 1n;
    next.rest = -1n;
    left -= 1n;
  }
  return rows.map((row) => Number(row.part));
}
