import { describe, expect, test } from 'vitest';
import { entryOf, line, NOW, OWN_SHOP, offBy, price, promotion } from '../test-carts.ts';
import type { HeldCoupon, Rule } from '../types.ts';

const amount = (thresholdFen: number, offFen: number): Rule => ({ kind: 'amount', thresholdFen, offFen });
const held = (
  couponId: string,
  promotionId: string,
  expiresAt = NOW + 500,
  claimedAt = NOW - 9,
): HeldCoupon => ({
  couponId,
  promotionId,
  claimedAt,
  expiresAt,
});
const needsCoupon = { needsCoupon: true } as const;

describe('the cheapest combination', () => {
  test('a smaller discount early is taken when it lets a larger one in later, and the one left out says so', () => {
    const quote = price(
      [line('A', 30000)],
      [
        promotion('large', 'storeReduction', amount(20000, 4000)),
        promotion('small', 'storeReduction', amount(20000, 1000)),
        promotion('late', 'crossStore', amount(29000, 8000)),
      ],
      { profile: OWN_SHOP },
    );
    expect(quote.payFen).toBe(30000 - 1000 - 8000);
    expect(entryOf(quote, 'large')).toMatchObject({
      reason: 'cheaperInAll',
      wonBy: { promotionId: 'small' },
      matched: true,
    });
  });

  test('a discount that costs free freight is left out, and says so', () => {
    const quote = price([line('A', 10000)], [promotion('P', 'storeReduction', amount(0, 300))], {
      freight: [
        { shopId: '*', baseFen: 1000, freeFromFen: 9900, basis: 'afterDiscount', surchargeFenByRegion: {} },
      ],
    });
    expect(quote.payFen).toBe(10000);
    expect(entryOf(quote, 'P')).toMatchObject({ reason: 'cheaperInAll', discountFen: 0 });
    expect(entryOf(quote, 'P').wonBy).toBeUndefined();
  });

  test('equal faces on different lines are not the same: the one that leaves more to a later rate is found', () => {
    const vip = line('V', 10000, { tags: ['vip'] });
    const quote = price(
      [vip, line('W', 10000, { tags: ['plain'] })],
      [
        promotion('a', 'platformCoupon', amount(0, 3000), { scope: { tags: ['vip'] } }),
        promotion('b', 'platformCoupon', amount(0, 3000), { scope: { tags: ['plain'] } }),
        promotion('rate', 'member', { kind: 'memberRate', payBp: 5000 }, { scope: { tags: ['vip'] } }),
      ],
    );
    expect(quote.payFen).toBe(20000 - 3000 - 5000);
    expect(offBy(quote, 'b')).toBe(3000);
  });
});

describe('coupons', () => {
  const store = promotion('store', 'storeCoupon', amount(5000, 1000), needsCoupon);
  const carts = [line('A', 6000), line('B', 9000, { shopId: 's2' })];

  test('without one in hand the promotion says that it needs one', () => {
    expect(entryOf(price(carts, [store]), 'store').reason).toBe('couponNeeded');
  });

  test('one coupon serves one shop, two serve two, the one that ends first is used first', () => {
    const one = price(carts, [store], { coupons: [held('c1', 'store')] });
    expect([one.payFen, one.couponIds]).toEqual([14000, ['c1']]);
    expect(entryOf(one, 'store', 's2').reason).toBe('couponUsedElsewhere');
    const two = price(carts, [store], {
      coupons: [held('late', 'store', NOW + 900), held('soon', 'store', NOW + 100)],
    });
    expect([two.payFen, two.couponIds]).toEqual([13000, ['late', 'soon']]);
    expect(entryOf(two, 'store', 's1').couponId).toBe('soon');
  });

  test('it goes to the shop where it saves more', () => {
    const rate = promotion('rate', 'storeCoupon', { kind: 'percent', payBp: 9000 }, needsCoupon);
    const quote = price(carts, [rate], { coupons: [held('c', 'rate')] });
    expect(entryOf(quote, 'rate', 's2')).toMatchObject({
      reason: 'applied',
      discountFen: 900,
      couponId: 'c',
    });
    expect(quote.lines.map(({ allocations }) => allocations[0]?.couponId)).toEqual([undefined, 'c']);
  });

  test('V20, V21: the larger saving, then the higher threshold, then the earlier end, then the earlier claim', () => {
    const of = (id: string, thresholdFen: number, offFen: number) =>
      promotion(id, 'platformCoupon', amount(thresholdFen, offFen), needsCoupon);
    const used = (baseFen: number, ...pairs: [ReturnType<typeof of>, HeldCoupon][]) =>
      price(
        [line('A', baseFen)],
        pairs.map(([each]) => each),
        { coupons: pairs.map(([, coupon]) => coupon) },
      ).couponIds;
    expect(
      used(25000, [of('x', 30000, 3000), held('x', 'x')], [of('y', 20000, 2500), held('y', 'y')]),
    ).toEqual(['y']);
    expect(
      used(30000, [of('x', 30000, 3000), held('x', 'x')], [of('y', 20000, 2500), held('y', 'y')]),
    ).toEqual(['x']);
    expect(
      used(30000, [of('x', 20000, 3000), held('x', 'x')], [of('y', 30000, 3000), held('y', 'y')]),
    ).toEqual(['y']);
    expect(
      used(
        30000,
        [of('x', 100, 3000), held('x', 'x', NOW + 800)],
        [of('y', 100, 3000), held('y', 'y', NOW + 700)],
      ),
    ).toEqual(['y']);
    expect(
      used(
        30000,
        [of('x', 100, 3000), held('x', 'x', NOW + 9, NOW - 1)],
        [of('y', 100, 3000), held('y', 'y', NOW + 9, NOW - 2)],
      ),
    ).toEqual(['y']);
  });

  test('where something free saves as much, the coupon stays in hand', () => {
    const quote = price(
      [line('A', 9000)],
      [
        promotion('a', 'storeCoupon', amount(8000, 1000), needsCoupon),
        promotion('b', 'storeCoupon', amount(0, 1000)),
      ],
      { coupons: [held('c', 'a')] },
    );
    expect(quote.couponIds).toEqual([]);
    expect(entryOf(quote, 'b').reason).toBe('applied');
  });

  test('red packets of one promotion all apply, each told of by its own coupon, and take no more than is left', () => {
    const packet = promotion('packet', 'redPacket', amount(0, 2000), needsCoupon);
    const quote = price([line('A', 5000)], [packet], {
      coupons: [
        held('r1', 'packet', NOW + 3),
        held('r2', 'packet', NOW + 2),
        held('r3', 'packet', NOW + 1),
        held('r4', 'packet', NOW + 4),
      ],
    });
    expect(quote.payFen).toBe(0);
    expect(quote.couponIds).toEqual(['r1', 'r2', 'r3']);
    expect(quote.trace.map(({ couponId, discountFen, reason }) => [couponId, discountFen, reason])).toEqual([
      ['r3', 2000, 'applied'],
      ['r2', 2000, 'applied'],
      ['r1', 1000, 'applied'],
      ['r4', 0, 'nothingLeft'],
    ]);
  });

  test('a freight coupon goes to the parcel that costs most, and no coupon is spent where freight is free anyway', () => {
    const waive = promotion('waive', 'freight', { kind: 'freeFreight', basis: 'itemPrice' }, needsCoupon);
    const freight = [
      { shopId: 's1', baseFen: 1200, basis: 'itemPrice' as const, surchargeFenByRegion: {} },
      { shopId: 's2', baseFen: 800, basis: 'itemPrice' as const, surchargeFenByRegion: {} },
    ];
    const quote = price(carts, [waive], { freight, coupons: [held('c', 'waive')] });
    expect(quote.freight.map(({ chargedFen, couponId }) => [chargedFen, couponId])).toEqual([
      [0, 'c'],
      [800, undefined],
    ]);
    expect(entryOf(quote, 'waive', 's2').reason).toBe('couponUsedElsewhere');
    const free = promotion('free', 'freight', { kind: 'freeFreight', basis: 'itemPrice' });
    expect(price(carts, [waive, free], { freight, coupons: [held('c', 'waive')] }).couponIds).toEqual([]);
  });
});

describe("the shopper's own choice", () => {
  const promotions = [
    promotion('a', 'platformCoupon', amount(0, 3000), needsCoupon),
    promotion('b', 'platformCoupon', amount(0, 2500), needsCoupon),
    promotion('c', 'platformCoupon', amount(0, 2800)),
  ];
  const coupons = [held('ca', 'a'), held('cb', 'b')];

  test('is honoured over what would save more, and says what it costs', () => {
    const quote = price([line('A', 9000)], promotions, { coupons, chosenCouponIds: ['cb'] });
    expect([quote.payFen, quote.couponIds]).toEqual([6500, ['cb']]);
    expect(quote.choice).toEqual({ kind: 'exact', couldSaveFen: 0, lostFen: 500 });
    expect(entryOf(quote, 'c')).toMatchObject({ reason: 'notChosen', wonBy: { promotionId: 'b' } });
    expect(entryOf(quote, 'a').reason).toBe('notChosen');
  });

  test('of none leaves what needs no coupon', () => {
    const quote = price([line('A', 9000)], promotions, { coupons, chosenCouponIds: [] });
    expect([quote.payFen, quote.couponIds, quote.choice.lostFen]).toEqual([6200, [], 200]);
  });

  test('a coupon that is over, or that is nobody’s, changes nothing', () => {
    const quote = price([line('A', 9000)], promotions, {
      coupons: [...coupons, held('old', 'a', NOW)],
      chosenCouponIds: ['old', 'forged', 'ca'],
    });
    expect([quote.payFen, quote.couponIds, quote.choice.lostFen]).toEqual([6000, ['ca'], 0]);
  });

  test('the same coupon twice is a bug of the caller', () => {
    expect(() => price([line('A', 9000)], promotions, { coupons: [coupons[0]!, coupons[0]!] })).toThrow(
      /twice/,
    );
  });
});
