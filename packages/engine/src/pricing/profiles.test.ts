import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { PROFILES } from './profiles.ts';
import { entryOf, line, nets, price, promotion } from './test-carts.ts';
import type { PricingProfile, Promotion } from './types.ts';

const profile = (id: PricingProfile['id']): PricingProfile => ({
  id,
  thresholdMode: PROFILES[id].thresholds,
  minPayableFen: 0,
});
const timed = promotion('T', 'itemPrice', { kind: 'timedPrice', payBp: 9_000 });
const cut = promotion('C', 'itemCut', { kind: 'itemCut', payBp: 8_500 });
const amount = promotion('A', 'itemCut', { kind: 'itemCut', offFen: 500 });

describe('price and cuts', () => {
  const pays = (id: PricingProfile['id'], promotions: Promotion[]) =>
    price([line('A', 10_000)], promotions, { profile: profile(id) }).payFen;

  test.each(['tmall', 'pdd', 'ownShop'] as const)('%s: cuts come off the price, added on one base', (id) => {
    expect(pays(id, [timed, cut, amount])).toBe(7_150);
  });

  test('jd: an item has one promotion, the one that saves most', () => {
    expect(pays('jd', [timed, cut, amount])).toBe(8_500);
    expect(pays('jd', [timed, amount])).toBe(9_000);
    const quote = price([line('A', 10_000)], [timed, cut], { profile: profile('jd') });
    expect([entryOf(quote, 'C').reason, entryOf(quote, 'T').reason]).toEqual([
      'applied',
      'betterAlternative',
    ]);
    expect(entryOf(quote, 'T').wonBy?.promotionId).toBe('C');
  });

  test('jd: a flash price that was bought keeps cuts away, as everywhere', () => {
    const flash = promotion('F', 'itemPrice', { kind: 'flashPrice', payBp: 9_500, perPersonMax: 1 });
    const bought = line('A', 10_000, { flashPromotionId: 'F' });
    const quote = price([bought], [flash, cut], { profile: profile('jd') });
    expect([quote.payFen, entryOf(quote, 'C').reason]).toEqual([9_500, 'excludedByFlash']);
  });
});

describe('thresholds', () => {
  const store = promotion('S', 'storeReduction', { kind: 'amount', thresholdFen: 20_000, offFen: 5_000 });
  const platform = promotion('P', 'platformCoupon', { kind: 'amount', thresholdFen: 60_000, offFen: 3_000 });
  const voucher = promotion('V', 'redPacket', { kind: 'amount', thresholdFen: 0, offFen: 15_000 });
  const cart = [line('A', 10_000), line('B', 20_000), line('C', 30_000, { shopId: 's2' })];
  const own = { ...store, scope: { shops: ['s1'] } };

  test('V14 progressive: store, then platform, then voucher, each split by what is left', () => {
    const easy = { ...platform, rule: { kind: 'amount', thresholdFen: 20_000, offFen: 10_000 } as const };
    const quote = price(cart, [own, easy, voucher], { profile: profile('ownShop') });
    expect(nets(quote)).toEqual([4_546, 9_091, 16_363]);
  });

  test.each([
    ['tmall', 'applied'],
    ['jd', 'belowThreshold'],
    ['ownShop', 'belowThreshold'],
  ] as const)('%s: a coupon from 600 after 50 off of 600 is %s', (id, reason) => {
    expect(entryOf(price(cart, [own, platform], { profile: profile(id) }), 'P').reason).toBe(reason);
  });
});

test.each([
  ['jd', 'crossStore'],
  ['pdd', 'crossStore'],
  ['pdd', 'storeReduction'],
] as const)('%s has no layer %s: a plan that uses it cannot be compiled', (id, layer) => {
  const reduction = promotion('R', layer, { kind: 'amount', thresholdFen: 0, offFen: 1 });
  expect(() => compilePromotions([reduction], profile(id))).toThrow(`R: ${id} has no layer ${layer}`);
});
