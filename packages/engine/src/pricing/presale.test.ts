import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { explain } from './explain.ts';
import { entryOf, line, NOW, price, promotion, sharesOf, TMALL } from './test-carts.ts';
import type { Promotion, Rule } from './types.ts';

const presaleOf = (priceFen: number, depositFen: number, inflation: number) =>
  promotion('D', 'itemPrice', { kind: 'presale', priceFen, depositFen, inflationBp: inflation * 10_000 });
const bought = (priceFen: number, more = {}) => line('A', priceFen, { presalePromotionId: 'D', ...more });
const coupon = (thresholdFen: number, offFen: number) =>
  promotion('C', 'storeCoupon', { kind: 'amount', thresholdFen, offFen });
const each = (thresholdFen: number, offFen: number) =>
  promotion('E', 'crossStore', { kind: 'each', thresholdFen, offFen });

/** Balance to pay now, and what is paid in all. */
function balance(priceFen: number, promotions: Promotion[], more: Parameters<typeof price>[2] = {}) {
  const quote = price([bought(priceFen)], promotions, more);
  return [quote.payFen, quote.goodsFen];
}

describe('deposit and balance', () => {
  const v40 = presaleOf(59_900, 1_000, 10);
  const table: [string, number, Promotion[], [number, number]][] = [
    ['V39 1000, deposit 100 counts twice', 100_000, [presaleOf(100_000, 10_000, 2)], [80_000, 90_000]],
    ['V40 599, deposit 10 counts ten times', 59_900, [v40], [49_900, 50_900]],
    [
      'V41 thresholds see 509, both apply',
      59_900,
      [v40, coupon(50_000, 5_000), each(30_000, 5_000)],
      [39_900, 40_900],
    ],
    ['V42 550 is not reached, although 599 would', 59_900, [v40, each(55_000, 6_000)], [49_900, 50_900]],
  ];
  test.each(table)('%s', (_name, priceFen, promotions, expected) => {
    expect(balance(priceFen, promotions)).toEqual(expected);
  });

  test('V43 a coupon whose face the balance does not exceed stays in hand', () => {
    // The deposit of V43 is refused at the check; one that the law allows leaves the same balance of 20.
    const small = presaleOf(2_600, 200, 3);
    const promotions = [small, { ...coupon(0, 2_000), needsCoupon: true }];
    const held = { couponId: 'c', promotionId: 'C', claimedAt: 0, expiresAt: NOW + 1 };
    const pays = (priceFen: number) => {
      const own = presaleOf(priceFen, 200, 3);
      const quote = price([bought(priceFen)], [own, promotions[1]!], { coupons: [held] });
      return [quote.payFen, entryOf(quote, 'C').reason, explain(entryOf(quote, 'C')).zh];
    };
    expect(pays(2_600)).toEqual([2_000, 'aboveBalance', '尾款须大于券面额']);
    expect(pays(2_601)).toEqual([1, 'applied', '已减¥20']);
  });

  test('discounts come from the balance and never from the deposit', () => {
    const quote = price([bought(59_900)], [v40, each(100, 90_000)]);
    expect([quote.payFen, quote.goodsFen, quote.depositFen]).toEqual([0, 1_000, 1_000]);
    expect(sharesOf(quote, 'E')).toEqual([49_900]);
  });

  test('the price was agreed with the deposit: neither a lower price nor a cut of the item changes it', () => {
    const timed = promotion('T', 'itemPrice', { kind: 'timedPrice', priceFen: 1 });
    const cut = promotion('K', 'itemCut', { kind: 'itemCut', payBp: 5_000 });
    const quote = price([bought(59_900)], [v40, timed, cut]);
    expect([quote.payFen, quote.goodsFen]).toEqual([49_900, 50_900]);
    expect([entryOf(quote, 'T').reason, entryOf(quote, 'K').reason]).toEqual([
      'excludedByPresale',
      'excludedByPresale',
    ]);
  });

  test('V48 per unit: of two units each pays its own; a line without the deposit pays the list price', () => {
    const two = price([bought(100_000, { quantity: 2 })], [presaleOf(100_000, 10_000, 2)]);
    expect([two.payFen, two.goodsFen, two.depositFen]).toEqual([160_000, 180_000, 20_000]);
    expect(price([line('A', 100_000)], [presaleOf(100_000, 10_000, 2)]).payFen).toBe(100_000);
  });

  test('a deposit at a rate is one of the list price', () => {
    const rated = promotion('D', 'itemPrice', { kind: 'presale', depositBp: 200, inflationBp: 100_000 });
    // 2 % of 500 is 10, which counts as 100.
    expect(balance(50_000, [rated])).toEqual([40_000, 41_000]);
  });
});

test.each([
  [
    'V43 20 is more than a fifth of 40',
    { priceFen: 10_000, depositFen: 2_000, inflationBp: 40_000 },
    'exceeds a fifth',
  ],
  [
    'both an amount and a rate',
    { priceFen: 10_000, depositFen: 1, depositBp: 1, inflationBp: 10_000 },
    'state either',
  ],
  ['an amount of no price', { depositFen: 1, inflationBp: 10_000 }, 'depositFen needs priceFen'],
  [
    'a deposit that counts less than itself',
    { depositBp: 100, inflationBp: 9_999 },
    'inflationBp must be 10000',
  ],
])('refused: %s', (_name, terms, fault) => {
  const rule = { kind: 'presale', ...terms } as Rule;
  expect(() => compilePromotions([promotion('D', 'itemPrice', rule)], TMALL)).toThrow(fault);
});
