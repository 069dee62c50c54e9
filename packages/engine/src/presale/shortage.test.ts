import { describe, expect, test } from 'vitest';
import { type Likeness, RED_ACTS, shortageOf, similarItem } from './index.ts';

const { payInFull, offerSimilar } = RED_ACTS;

describe('what a shortage does to a pre-sale', () => {
  test.each([
    ['blue', [payInFull, offerSimilar], 'deposit', 'no'],
    ['yellow', [payInFull, offerSimilar], 'deposit', 'no'],
    ['red', [payInFull, offerSimilar], 'full', 'beside'],
    ['black', [payInFull, offerSimilar], 'full', 'instead'],
    ['red', [payInFull], 'full', 'no'],
    ['red', [offerSimilar], 'deposit', 'beside'],
    ['black', [offerSimilar], 'deposit', 'instead'],
    ['red', [], 'deposit', 'no'],
    ['red', ['call-the-owner'], 'deposit', 'no'],
  ] as const)('at %s with %j it is paid by %s, a similar item: %s', (grade, acts, pays, similar) => {
    expect(shortageOf(acts, grade)).toEqual({ pays, similar });
  });
});

const item = (
  skuId: string,
  priceFen: number,
  more: Partial<Likeness> & { grade?: 'blue' | 'yellow' | 'red' | 'black' } = {},
) => ({
  ...{ skuId, productId: `pr-${skuId}`, categories: ['appliances', 'home-all'], priceFen },
  grade: 'blue' as const,
  ...more,
});

describe('the similar item', () => {
  const wanted = item('wanted', 10_000);
  const of = (...others: ReturnType<typeof item>[]) => similarItem(wanted, others)?.skuId ?? null;

  test('is the nearest in price', () => {
    expect(of(item('far', 14_000), item('near', 11_000), item('low', 8_000))).toBe('near');
  });
  test('of two as near is the cheaper, then the first by id, however they come', () => {
    expect(of(item('up', 11_000), item('down', 9_000))).toBe('down');
    expect(of(item('b', 9_000), item('a', 9_000))).toBe('a');
    expect(of(item('a', 9_000), item('b', 9_000))).toBe('a');
  });
  test('is never the same product, of another category, or short itself', () => {
    expect(
      of(
        item('twin', 10_000, { productId: wanted.productId }),
        item('other', 10_000, { categories: ['beauty', 'home-all'] }),
        item('red', 10_000, { grade: 'red' }),
        item('gone', 10_000, { grade: 'black' }),
      ),
    ).toBe(null);
    expect(of(item('yellow', 20_000, { grade: 'yellow' }))).toBe('yellow');
  });
});
