import type { QuoteView } from '@dacu/contract/api';
import { expect, test } from 'vitest';
import { chosenOf, sortCoupons, toggled, whyOf } from './sort-coupons.ts';

type Row = QuoteView['trace'][number];
const row = (promotionId: string, reason: string, shopId: string | null = null): Row => ({
  promotionId,
  shopId,
  title: { zh: promotionId, en: promotionId },
  layer: 'platformCoupon',
  applied: reason === 'applied',
  reason,
  words: { zh: reason, en: reason },
  chargedFen: 0,
  discountFen: 0,
  baseFen: 0,
  missingFen: null,
  nextOffFen: null,
});
const coupon = (couponId: string, promotionId: string) => ({ couponId, promotionId });
const quote = (trace: Row[], taken: string[]) => ({
  trace,
  coupons: taken.map((couponId) => ({
    couponId,
    promotionId: 'any',
    title: { zh: '', en: '' },
    layer: 'platformCoupon',
    savedFen: 100,
  })),
});

test('what the best takes stands first, what another choice could take next, what cannot count apart', () => {
  const best = quote(
    [row('a', 'mutuallyExclusive'), row('b', 'applied'), row('c', 'belowThreshold')],
    ['cp_b'],
  );
  const all = [coupon('cp_a', 'a'), coupon('cp_b', 'b'), coupon('cp_c', 'c'), coupon('cp_d', 'unseen')];
  const { usable, unusable } = sortCoupons(all, best);
  expect(usable.map(({ couponId }) => couponId)).toEqual(['cp_b', 'cp_a']);
  expect(unusable.map(({ couponId }) => couponId)).toEqual(['cp_c', 'cp_d']);
});

test('a shop where a coupon applies outweighs the shops where it does not', () => {
  const best = quote([row('a', 'belowThreshold', 's1'), row('a', 'applied', 's2')], []);
  expect(sortCoupons([coupon('cp_a', 'a')], best).usable).toHaveLength(1);
});

test('a coupon that takes nothing off says why: its rule’s reason, its twin, or nothing at all', () => {
  const best = quote([row('a', 'mutuallyExclusive'), row('b', 'applied')], ['cp_b1']);
  expect(whyOf(coupon('cp_a', 'a'), best)).toEqual({ zh: 'mutuallyExclusive', en: 'mutuallyExclusive' });
  expect(whyOf(coupon('cp_b2', 'b'), best)).toBe('twin');
  expect(whyOf(coupon('cp_b1', 'b'), best)).toBeNull();
  expect(whyOf(coupon('cp_c', 'unseen'), best)).toBeNull();
});

test('ticks begin with what the best takes, and the same ticks are the same choice', () => {
  const best = quote([], ['cp_2', 'cp_1']);
  expect(chosenOf(null, best)).toEqual(['cp_2', 'cp_1']);
  expect(chosenOf([], best)).toEqual([]);
  expect(toggled(['cp_3'], 'cp_1')).toEqual(toggled(['cp_1'], 'cp_3'));
  expect(toggled(['cp_1', 'cp_2'], 'cp_1')).toEqual(['cp_2']);
});
