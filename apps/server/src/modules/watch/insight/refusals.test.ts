import { expect, test } from 'vitest';
import { readRefusal } from './refusals.ts';

test('reads the code and the items of a refusal for want of stock, and nothing else', () => {
  expect(readRefusal(JSON.stringify({ code: 'soldOut' }))).toEqual({ code: 'soldOut', skuIds: [] });
  expect(readRefusal(JSON.stringify({ code: 'outOfStock', skuId: 'a' }))).toEqual({
    code: 'outOfStock',
    skuIds: ['a'],
  });
  expect(readRefusal(JSON.stringify({ code: 'outOfStock', skuIds: ['a', 'b', 3] }))?.skuIds).toEqual([
    'a',
    'b',
  ]);
  expect(readRefusal(JSON.stringify({ code: 'priceChanged', title: 'x' }))).toBeNull();
  expect(readRefusal('"soldOut" but no document')).toBeNull();
});
