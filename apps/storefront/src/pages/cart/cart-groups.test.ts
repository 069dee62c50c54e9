import type { CartView, QuoteView } from '@dacu/contract/api';
import { expect, it } from 'vitest';
import { groupCart, nextSteps } from './cart-groups.ts';

const same = (words: string) => ({ zh: words, en: words });
const line = (skuId: string, shopId: string, selected = true): CartView['lines'][number] => ({
  skuId,
  quantity: 2,
  selected,
  item: {
    productId: `pr-${skuId}`,
    shopId,
    shopName: same(shopId),
    title: same(skuId),
    skuTitle: same('one'),
    imageUrl: '',
    itemFen: 200,
    stockLeft: null,
    collectOnly: false,
  },
});
const cart = (lines: CartView['lines'], unavailable: CartView['unavailable'] = []): CartView => ({
  lines,
  unavailable,
  quote: null,
});

it('a tick never moves a line: shops and lines stand in the order they were put in', () => {
  const order = (selected: boolean) =>
    groupCart(cart([line('a', 'x'), line('b', 'y', selected), line('c', 'x')])).shops.map((shop) => [
      shop.shopId,
      ...shop.lines.map((each) => each.skuId),
    ]);
  expect(order(true)).toEqual([
    ['x', 'a', 'c'],
    ['y', 'b'],
  ]);
  expect(order(false)).toEqual(order(true));
});

it('what is short stays with its shop and says how many there are; what is sold out or gone stands apart', () => {
  const words = same('');
  const { shops, gone } = groupCart(
    cart(
      [line('short', 'x'), line('out', 'x'), line('off', 'y'), { ...line('lost', 'y'), item: null }],
      [
        { skuId: 'short', title: same('short'), reason: 'outOfStock', words, left: 1 },
        { skuId: 'out', title: same('out'), reason: 'outOfStock', words, left: 0 },
        { skuId: 'off', title: same('off'), reason: 'notOnSale', words, left: null },
      ],
    ),
  );
  expect(shops.map((shop) => shop.lines.map((each) => [each.skuId, each.left]))).toEqual([[['short', 1]]]);
  expect(gone.map((each) => [each.line.skuId, each.reason])).toEqual([
    ['out', 'outOfStock'],
    ['off', 'notOnSale'],
    ['lost', 'notFound'],
  ]);
});

it('shows the way to a reduction where it is counted, the nearest first, and none that cannot be reached', () => {
  const row = (promotionId: string, shopId: string | null, missingFen: number | null) => ({
    promotionId,
    shopId,
    title: same(promotionId),
    layer: 'crossStore',
    applied: false,
    reason: 'belowThreshold',
    words: same(''),
    discountFen: 0,
    baseFen: 100,
    missingFen,
    nextOffFen: 50,
  });
  const trace = [row('far', null, 900), row('near', null, 100), row('shop', 'x', 10), row('top', null, null)];
  const quote = { trace } as unknown as QuoteView;
  expect(nextSteps(quote, null).map((each) => each.promotionId)).toEqual(['near', 'far']);
  expect(nextSteps(quote, 'x').map((each) => each.promotionId)).toEqual(['shop']);
});
