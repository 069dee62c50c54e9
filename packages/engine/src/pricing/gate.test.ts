import { expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { priceCart } from './price-cart.ts';
import type { CartLine, HeldCoupon, Promotion, QuoteRequest } from './types.ts';

const AT = Date.UTC(2024, 5, 18);
const coupon: Promotion = {
  id: 'beauty-coupon',
  title: { zh: '美妆券', en: 'Beauty coupon' },
  layer: 'platformCoupon',
  rule: { kind: 'amount', thresholdFen: 10_000, offFen: 1_000 },
  scope: {},
  audience: {},
  windows: [{ startsAt: AT - 1_000, endsAt: AT + 1_000 }],
  funders: [{ funder: 'platform', bp: 10_000 }],
  priority: 0,
  needsCoupon: true,
};
const line: CartLine = {
  ...{ lineId: 'a', skuId: 'a', shopId: 's', categories: [], brandId: 'b', tags: [] },
  ...{ unitListFen: 20_000, quantity: 1, enrolled: true },
};
const index = compilePromotions([coupon], { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 });
const held = (couponId: string, expiresAt = AT + 500): HeldCoupon => ({
  ...{ couponId, promotionId: coupon.id, claimedAt: AT - 500, expiresAt },
});
const outcome = (request: Partial<QuoteRequest>) => {
  const { payFen, trace } = priceCart(
    { at: AT, lines: [line], shopper: { newcomer: false }, freight: [], ...request },
    index,
  );
  return [payFen, trace[0]!.reason];
};

test('a coupon that nobody holds takes nothing off', () => {
  expect(outcome({})).toEqual([20_000, 'couponNeeded']);
  expect(outcome({ coupons: [{ ...held('c1'), promotionId: 'another' }] })).toEqual([20_000, 'couponNeeded']);
});

test('a coupon in hand is used until the instant it ends', () => {
  expect(outcome({ coupons: [held('c1')] })).toEqual([19_000, 'applied']);
  expect(outcome({ coupons: [held('c1', AT + 1)] })).toEqual([19_000, 'applied']);
  expect(outcome({ coupons: [held('c1', AT)] })).toEqual([20_000, 'couponExpired']);
  expect(outcome({ coupons: [held('old', AT), held('new')] })).toEqual([19_000, 'applied']);
});

test('a coupon that the shopper left out stays in hand', () => {
  expect(outcome({ coupons: [held('c1')], chosenCouponIds: [] })).toEqual([20_000, 'notChosen']);
  expect(outcome({ coupons: [held('c1')], chosenCouponIds: ['c1'] })).toEqual([19_000, 'applied']);
  expect(outcome({ coupons: [held('c1'), held('c2')], chosenCouponIds: ['c2'] })).toEqual([
    19_000,
    'applied',
  ]);
});

test('whoever holds none is not told of a coupon that is sent or found; whoever holds one is told all', () => {
  const hidden = compilePromotions([{ ...coupon, unlisted: true }], {
    id: 'tmall',
    thresholdMode: 'parallel',
    minPayableFen: 0,
  });
  const reasons = (coupons: HeldCoupon[]) =>
    priceCart(
      { at: AT, lines: [line], shopper: { newcomer: false }, freight: [], coupons },
      hidden,
    ).trace.map(({ reason }) => reason);
  expect(reasons([])).toEqual([]);
  expect(reasons([held('c1', AT)])).toEqual(['couponExpired']);
  expect(reasons([held('c1')])).toEqual(['applied']);
});
