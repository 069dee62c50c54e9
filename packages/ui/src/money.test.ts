import { expect, it } from 'vitest';
import { fenParts, fenText, shortCount } from './money.tsx';

it.each([
  [0, '¥0.00'],
  [5, '¥0.05'],
  [123450, '¥1,234.50'],
  [100000000, '¥1,000,000.00'],
  [-500, '-¥5.00'],
])('%i fen reads %s', (fen, words) => {
  expect(fenText(fen)).toBe(words);
});

it('short text drops whole yuan’s decimals and keeps every other fen', () => {
  expect([fenText(5000, true), fenText(5050, true), fenText(5005, true)]).toEqual([
    '¥50',
    '¥50.50',
    '¥50.05',
  ]);
});

it('the largest amount that is exact keeps every digit', () => {
  expect(fenParts(Number.MAX_SAFE_INTEGER)).toEqual({
    negative: false,
    yuan: '90,071,992,547,409',
    cents: '91',
  });
});

it('a short count never claims more than was sold', () => {
  expect(shortCount(9999, 'zh')).toBe('9999');
  expect(shortCount(33_999, 'zh')).toBe('3.3万+');
  expect(shortCount(33_999, 'en')).toBe('33.9K+');
});
