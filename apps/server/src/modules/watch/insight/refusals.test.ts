import { expect, test } from 'vitest';
import { readRefusal } from './refusals.ts';

test('reads the code and the items of a refusal for want of stock, and nothing else', () => {
  expect(readRefusal(JSON.stringify({ code: 'soldOut' }))).toEqual({ code: 'soldOut', skuIds: [] });
  const short = [{ skuId: 'a', left: 0 }, { skuId: 'b', left: 1 }, null, { left: 3 }];
  expect(readRefusal(JSON.stringify({ code: 'outOfStock', short }))).toEqual({
    code: 'outOfStock',
    skuIds: ['a', 'b'],
  });
  expect(readRefusal(JSON.stringify({ code: 'outOfStock' }))?.skuIds).toEqual([]);
  expect(readRefusal(JSON.stringify({ code: 'priceChanged', title: 'x' }))).toBeNull();
  expect(readRefusal('"soldOut" but no document')).toBeNull();
});
