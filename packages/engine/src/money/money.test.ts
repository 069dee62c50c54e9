import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  assertFen,
  formatFen,
  formatFenBrief,
  mulDiv,
  parseYuan,
  percentOf,
  shareOfUnits,
  splitUnits,
  sumFen,
} from './index.ts';

test('V05 units of a line sum back to it', () => {
  expect(splitUnits(1000, 3)).toEqual([333, 333, 334]);
  expect(splitUnits(4, 3)).toEqual([1, 1, 2]);
});

test('units taken in any groups carry the same as taken one by one', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 8 }),
      (amountFen, groups) => {
        const quantity = groups.reduce((a, b) => a + b, 0);
        const shares: number[] = [];
        let from = 0;
        for (const count of groups) {
          shares.push(shareOfUnits(amountFen, quantity, from, count));
          from += count;
        }
        expect(sumFen(shares)).toBe(amountFen);
        expect(sumFen(splitUnits(amountFen, quantity))).toBe(amountFen);
      },
    ),
  );
});

test('units that a line does not have are a bug', () => {
  expect(() => shareOfUnits(100, 3, 2, 2)).toThrow(RangeError);
  expect(() => shareOfUnits(100, 0, 0, 0)).toThrow(RangeError);
});

test('mulDiv is exact over the whole safe range', () => {
  const factor = fc.integer({ min: 0, max: 94_906_267 * 2 });
  fc.assert(
    fc.property(factor, factor, fc.integer({ min: 8, max: 1_000_000_000 }), (a, b, divisor) => {
      expect(mulDiv(a, b, divisor)).toBe(Number((BigInt(a) * BigInt(b)) / BigInt(divisor)));
    }),
  );
  // One below a multiple: a float quotient would round up.
  expect(mulDiv(Number.MAX_SAFE_INTEGER, 1, 2)).toBe(4503599627370495);
});

describe('a rate rounds in the buyer’s favour', () => {
  test.each([
    ['95折 of 99 fen', 99, 9500, 94],
    ['8折 of 148.00', 14800, 8000, 11840],
    ['full price', 12345, 10000, 12345],
    ['free', 12345, 0, 0],
    ['beyond 2^53', 9_000_000_000_000_000, 9999, 8_999_100_000_000_000],
  ])('%s', (_name, baseFen, payBp, payFen) => {
    expect(percentOf(baseFen, payBp)).toBe(payFen);
  });
});

describe('money as text', () => {
  test.each([
    [0, '¥0.00', '¥0'],
    [5, '¥0.05', '¥0.05'],
    [5000, '¥50.00', '¥50'],
    [123450, '¥1,234.50', '¥1,234.50'],
    [100000000, '¥1,000,000.00', '¥1,000,000'],
    [-500, '-¥5.00', '-¥5'],
  ])('%i is %s', (fen, full, brief) => {
    expect(formatFen(fen)).toBe(full);
    expect(formatFenBrief(fen)).toBe(brief);
  });

  test('what is written can be read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }), (fen) => {
        expect(parseYuan(formatFen(fen))).toBe(fen);
        expect(parseYuan(formatFenBrief(fen))).toBe(fen);
      }),
    );
  });

  test.each([
    ['1234.5', 123450],
    ['￥99', 9900],
    [' 0.07 ', 7],
    ['1,234', 123400],
    ['12,34', null],
    ['1.234', null],
    ['-5', null],
    ['', null],
    ['1e3', null],
    ['.5', null],
    ['99999999999999999', null],
  ])('reading %j gives %j', (text, fen) => {
    expect(parseYuan(text)).toBe(fen);
  });
});

test('an amount that is not whole fen is a bug', () => {
  for (const bad of [-1, 0.5, Number.NaN, 2 ** 53])
    expect(() => assertFen(bad, 'amountFen')).toThrow('amountFen');
  expect(() => sumFen([Number.MAX_SAFE_INTEGER, 1])).toThrow(RangeError);
  expect(() => mulDiv(2 ** 52, 2 ** 52, 1)).toThrow(RangeError);
  expect(() => formatFen(0.5)).toThrow(RangeError);
  expect(() => shareOfUnits(1.5, 3, 0, 3)).toThrow(RangeError);
});

test('units that a line does not have carry nothing: asking for them is a bug, asking for none is not', () => {
  for (const [quantity, from, count] of [
    [0, 0, 0],
    [3, -1, 1],
    [3, 2, -1],
    [3, 2, 2],
  ] as const)
    expect(() => shareOfUnits(900, quantity, from, count)).toThrow(`line of ${quantity}`);
  expect(shareOfUnits(900, 3, 1, 0)).toBe(0);
});
