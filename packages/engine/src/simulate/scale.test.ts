import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scaleDown } from './scale.ts';

describe('counts scaled down', () => {
  test.each([
    ['by a whole divisor', [100, 50, 50], 10, [10, 5, 5]],
    ['by one: as they are', [3, 1], 1, [3, 1]],
    ['by less than one: never up', [3, 1], 0.5, [3, 1]],
    ['none at all', [], 10, []],
    ['nothing but zeros', [0, 0], 10, [0, 0]],
    ['half a part is rounded up', [5], 10, [1]],
    ['less than half is nothing', [4], 10, [0]],
    ['the largest remainder gets the rest', [14, 27, 9], 10, [1, 3, 1]],
    ['a tie falls to the larger value', [5, 15], 10, [0, 2]],
    ['a tie of equals falls to the earlier one', [5, 5], 10, [1, 0]],
    ['what divides evenly gets nothing more', [10, 5, 4], 10, [1, 1, 0]],
    ['by a divisor with decimals', [10], 1.5, [7]],
    ['beyond the safe integers in between', [9_000_000_000_000_000, 3], 2, [4_500_000_000_000_000, 2]],
  ] as const)('%s', (_name, values, divisor, scaled) => {
    expect(scaleDown(values, divisor)).toEqual(scaled);
  });

  test('add up to the scaled whole, each within one of its own share', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 5_000 }),
        (values, divisor) => {
          const scaled = scaleDown(values, divisor);
          const whole = values.reduce((sum, value) => sum + value, 0);
          expect(scaled.reduce((sum, value) => sum + value, 0)).toBe(Math.round(whole / divisor));
          for (const [i, value] of values.entries())
            expect(
              Math.abs(scaled[i]! - (value * Math.round(whole / divisor)) / Math.max(whole, 1)),
            ).toBeLessThan(1);
        },
      ),
    );
  });
});
