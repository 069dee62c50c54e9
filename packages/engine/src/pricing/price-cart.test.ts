import { describe, expect, test } from 'vitest';
import {
  entryOf,
  FULL_STACK,
  line,
  NOW,
  nets,
  OWN_SHOP,
  offBy,
  price,
  promotion,
  sharesOf,
  TMALL,
} from './test-carts.ts';
import type { Rule, Tier } from './types.ts';

const tiers = (...steps: [thresholdFen: number, offFen: number][]): Rule => ({
  kind: 'tiered',
  tiers: steps.map(([thresholdFen, offFen]): Tier => ({ thresholdFen, offFen })),
});
const each = (thresholdFen: number, offFen: number, capFen?: number): Rule => ({
  kind: 'each',
  thresholdFen,
  offFen,
  ...(capFen !== undefined && { capFen }),
});
const amount = (thresholdFen: number, offFen: number): Rule => ({ kind: 'amount', thresholdFen, offFen });

describe('what a rule takes off a cart of one item', () => {
  const v09 = tiers([20000, 2000], [30000, 4000], [50000, 8000]);
  test.each([
    ['V09 满200减20 满300减40 满500减80, a fen short of the first', v09, 19999, 0],
    ['V09 exactly the first tier', v09, 20000, 2000],
    ['V09 a fen short of the third', v09, 49999, 4000],
    ['V09 exactly the third', v09, 50000, 8000],
    ['V10 每300减50, a fen short', each(30000, 5000), 29999, 0],
    ['V10 once', each(30000, 5000), 30000, 5000],
    ['V10 three times', each(30000, 5000), 95000, 15000],
    ['V10 three times, capped at 100', each(30000, 5000, 10000), 95000, 10000],
    ['V15 95折 of 99 fen', { kind: 'percent', payBp: 9500 } as Rule, 99, 5],
    [
      'V22 85折 up to 500 of 3999.00',
      { kind: 'percent', payBp: 8500, maxDiscountFen: 50000 } as Rule,
      399900,
      50000,
    ],
    [
      'V22 85折 up to 500 of 2999.00',
      { kind: 'percent', payBp: 8500, maxDiscountFen: 50000 } as Rule,
      299900,
      44985,
    ],
  ])('%s', (_name, rule, priceFen, offFen) => {
    const quote = price([line('A', priceFen)], [promotion('P', 'storeReduction', rule)]);
    expect(offBy(quote, 'P')).toBe(offFen);
    expect(quote.payFen).toBe(priceFen - offFen);
  });

  test('V15 满2件8折 counts units over lines', () => {
    const rule: Rule = { kind: 'percent', payBp: 8000, quantityMin: 2 };
    const quote = price([line('A', 9900), line('B', 4900)], [promotion('P', 'storeReduction', rule)]);
    expect([offBy(quote, 'P'), quote.payFen]).toEqual([2960, 11840]);
    expect(price([line('A', 4950, { quantity: 2 })], [promotion('P', 'storeReduction', rule)]).payFen).toBe(
      7920,
    );
  });

  test('V03 a reduction is shared by what the lines cost', () => {
    const quote = price(
      [line('A', 10000), line('B', 20000)],
      [promotion('P', 'storeReduction', amount(20000, 5000))],
    );
    expect(sharesOf(quote, 'P')).toEqual([1667, 3333]);
    expect(nets(quote)).toEqual([8333, 16667]);
  });
});

describe('item price', () => {
  const timed = promotion('timed', 'itemPrice', { kind: 'timedPrice', payBp: 9000 });
  const cheaper = promotion('cheaper', 'itemPrice', { kind: 'timedPrice', priceFen: 8000 });

  test('V11 官方立减15% and 单品立减80 are added on one base, not multiplied', () => {
    const quote = price(
      [line('A', 79900)],
      [
        promotion('official', 'itemCut', { kind: 'itemCut', payBp: 8500 }),
        promotion('item', 'itemCut', { kind: 'itemCut', offFen: 8000 }),
      ],
    );
    expect([offBy(quote, 'official'), quote.itemFen]).toEqual([11985, 59915]);
  });

  test('of several prices the lowest holds, and the others say which one', () => {
    const quote = price([line('A', 10000, { quantity: 3 })], [timed, cheaper]);
    expect(quote.itemFen).toBe(24000);
    expect(entryOf(quote, 'timed')).toMatchObject({
      reason: 'betterAlternative',
      wonBy: { promotionId: 'cheaper' },
      discountFen: 0,
    });
  });

  test('a price above the list price is no price', () => {
    const quote = price([line('A', 7000)], [cheaper]);
    expect(quote.payFen).toBe(7000);
    expect(entryOf(quote, 'cheaper')).toMatchObject({ reason: 'betterAlternative', discountFen: 0 });
  });

  test('of two official cuts the larger applies', () => {
    const quote = price(
      [line('A', 10000)],
      [
        promotion('12%', 'itemCut', { kind: 'itemCut', payBp: 8800 }),
        promotion('15%', 'itemCut', { kind: 'itemCut', payBp: 8500 }),
      ],
    );
    expect(quote.payFen).toBe(8500);
    expect(entryOf(quote, '12%').wonBy?.promotionId).toBe('15%');
  });

  test('cuts of one mutexGroup are alternatives', () => {
    const quote = price(
      [line('A', 10000)],
      [
        promotion('rate', 'itemCut', { kind: 'itemCut', payBp: 8500 }, { mutexGroup: 'cut' }),
        promotion('amount', 'itemCut', { kind: 'itemCut', offFen: 1000 }, { mutexGroup: 'cut' }),
      ],
    );
    expect(quote.payFen).toBe(8500);
    expect(entryOf(quote, 'amount').reason).toBe('mutuallyExclusive');
  });
});

describe('flash price', () => {
  const flash = promotion('flash', 'itemPrice', { kind: 'flashPrice', payBp: 5000, perPersonMax: 1 });
  const bought = { flashPromotionId: 'flash' };

  test('V16 a flash line counts towards no threshold and takes no share', () => {
    const quote = price(
      [line('F', 19800, bought), line('G', 25000)],
      [flash, promotion('cross', 'crossStore', each(30000, 5000))],
    );
    expect(nets(quote)).toEqual([9900, 25000]);
    expect(entryOf(quote, 'cross')).toMatchObject({
      reason: 'belowThreshold',
      baseFen: 25000,
      missingFen: 5000,
    });
  });

  test('it holds only for a line bought out of the activity', () => {
    const quote = price([line('F', 19800)], [flash]);
    expect(quote.payFen).toBe(19800);
    expect(entryOf(quote, 'flash').reason).toBe('noEligibleLine');
  });

  test('it holds even where another price would be lower: the activity is what was bought', () => {
    const timed = promotion('timed', 'itemPrice', { kind: 'timedPrice', priceFen: 100 });
    const quote = price([line('F', 19800, bought)], [flash, timed]);
    expect(quote.payFen).toBe(9900);
    expect(entryOf(quote, 'timed').reason).toBe('excludedByFlash');
  });

  test.each([
    ['itemCut', { kind: 'itemCut', offFen: 100 }, 'excludedByFlash'],
    ['storeReduction', amount(0, 100), 'excludedByFlash'],
    ['storeCoupon', amount(0, 100), 'excludedByFlash'],
    ['crossStore', amount(0, 100), 'excludedByFlash'],
    ['platformCoupon', amount(0, 100), 'excludedByFlash'],
    ['member', { kind: 'memberRate', payBp: 9000 }, 'excludedByFlash'],
    ['redPacket', amount(0, 100), 'applied'],
    ['points', amount(0, 100), 'applied'],
  ] as const)('beside a flash price a %s promotion is %3$s', (layer, rule, reason) => {
    const quote = price([line('F', 19800, bought)], [flash, promotion('P', layer, rule)]);
    expect(entryOf(quote, 'P').reason).toBe(reason);
  });

  test('a promotion may allow it, or forbid what is allowed', () => {
    const allowed = promotion('P', 'platformCoupon', amount(0, 100), { stacksWithFlash: true });
    expect(price([line('F', 19800, bought)], [flash, allowed]).payFen).toBe(9800);
    const forbidden = promotion('P', 'redPacket', amount(0, 100), { stacksWithFlash: false });
    expect(price([line('F', 19800, bought)], [flash, forbidden]).payFen).toBe(9900);
  });

  test('once the activity is over the line is an ordinary one', () => {
    const over = { ...flash, windows: [{ startsAt: NOW - 1000, endsAt: NOW }] };
    const quote = price([line('F', 19800, bought)], [over, promotion('P', 'storeReduction', amount(0, 100))]);
    expect(quote.payFen).toBe(19700);
  });
});

describe('threshold modes', () => {
  const storeCoupon = promotion('coupon', 'storeCoupon', amount(40000, 38000));
  const cross = promotion('cross', 'crossStore', each(40000, 5000));

  test('V12 parallel: the threshold sees the item price, the discount what is left', () => {
    const quote = price([line('A', 40000)], [storeCoupon, cross], { profile: TMALL });
    expect([offBy(quote, 'coupon'), offBy(quote, 'cross'), quote.payFen]).toEqual([38000, 2000, 0]);
  });

  test('parallel thresholds see the item price, not the list price', () => {
    const timed = promotion('timed', 'itemPrice', { kind: 'timedPrice', priceFen: 39999 });
    const quote = price([line('A', 50000)], [timed, cross]);
    expect(entryOf(quote, 'cross')).toMatchObject({
      reason: 'belowThreshold',
      baseFen: 39999,
      missingFen: 1,
    });
  });

  test('V13 progressive: the threshold sees what is left', () => {
    const quote = price([line('A', 40000)], [storeCoupon, cross], { profile: OWN_SHOP });
    expect([offBy(quote, 'coupon'), offBy(quote, 'cross'), quote.payFen]).toEqual([38000, 0, 2000]);
  });

  test('V14 progressive over two shops, to the fen', () => {
    const quote = price(
      [line('A', 10000), line('B', 20000), line('C', 30000, { shopId: 's2' })],
      [
        promotion('store', 'storeReduction', amount(20000, 5000), { scope: { shops: ['s1'] } }),
        promotion('platform', 'platformCoupon', amount(20000, 10000)),
        promotion('voucher', 'redPacket', amount(0, 15000)),
      ],
      { profile: OWN_SHOP },
    );
    expect(sharesOf(quote, 'store')).toEqual([1667, 3333, 0]);
    expect(sharesOf(quote, 'platform')).toEqual([1515, 3030, 5455]);
    expect(sharesOf(quote, 'voucher')).toEqual([2272, 4546, 8182]);
    expect(nets(quote)).toEqual([4546, 9091, 16363]);
    expect(quote.payFen).toBe(30000);
  });

  test('V23 members pay their rate of what the subtractions leave (先减后折)', () => {
    const quote = price(
      [line('A', 30000)],
      [
        promotion('cross', 'crossStore', each(30000, 5000)),
        promotion('member', 'member', { kind: 'memberRate', payBp: 9500 }),
      ],
    );
    expect(quote.payFen).toBe(23750);
  });

  test('V23 a rate in an earlier layer comes before the subtraction and takes ¥2.50 more', () => {
    const quote = price(
      [line('A', 30000)],
      [
        promotion('rate', 'storeReduction', { kind: 'percent', payBp: 9500 }),
        promotion('cross', 'crossStore', each(30000, 5000)),
      ],
    );
    expect(quote.payFen).toBe(23500);
  });

  test('with a smallest payable amount of 1 fen the last discount leaves it', () => {
    const quote = price([line('A', 40000)], [storeCoupon, cross], {
      profile: { ...TMALL, minPayableFen: 1 },
    });
    expect([offBy(quote, 'coupon'), offBy(quote, 'cross'), quote.payFen]).toEqual([38000, 1999, 1]);
    const free = promotion('free', 'itemPrice', { kind: 'timedPrice', priceFen: 0 });
    expect(price([line('A', 40000)], [free], { profile: { ...TMALL, minPayableFen: 1 } }).payFen).toBe(1);
  });
});

describe('the full stack (V17–V19)', () => {
  const { cart, promotions } = FULL_STACK;

  test('V17, V18 parallel: every layer and every share', () => {
    const quote = price(cart, promotions, { profile: TMALL });
    const table = ['L2a', 'L2b', 'L3a', 'L3b', 'L4', 'L5', 'L6'].map((id) => [
      offBy(quote, id),
      ...sharesOf(quote, id),
    ]);
    expect(quote.itemFen).toBe(120500);
    expect(table).toEqual([
      [6000, 2908, 3092, 0],
      [4000, 1938, 2062, 0],
      [20000, 4535, 4823, 10642],
      [3000, 0, 0, 3000],
      [3350, 0, 1091, 2259],
      [2000, 488, 493, 1019],
      [1500, 366, 369, 765],
    ]);
    expect(nets(quote)).toEqual([19665, 19870, 41115]);
    expect(quote.payFen).toBe(80650);
  });

  test('V19 progressive: the store coupon falls short, the cross-store reduction counts less', () => {
    const quote = price(cart, promotions, { profile: OWN_SHOP });
    expect(entryOf(quote, 'L2b')).toMatchObject({
      reason: 'belowThreshold',
      baseFen: 55700,
      missingFen: 4300,
    });
    expect([offBy(quote, 'L3a'), offBy(quote, 'L4')]).toEqual([15000, 3653]);
    expect(nets(quote)).toEqual([22572, 22805, 43970]);
    expect(quote.payFen).toBe(89347);
  });
});

describe('one place, several promotions', () => {
  const coupons = (first: Rule, second: Rule) => [
    promotion('c1', 'platformCoupon', first, { mutexGroup: 'coupons' }),
    promotion('c2', 'platformCoupon', second, { mutexGroup: 'coupons' }),
  ];

  test.each([
    ['only the second is reached', 25000, 2500],
    ['the first saves more', 30000, 3000],
  ])('V20 满300减30 or 满200减25: %s', (_name, priceFen, offFen) => {
    const quote = price([line('A', priceFen)], coupons(amount(30000, 3000), amount(20000, 2500)));
    expect(priceFen - quote.payFen).toBe(offFen);
  });

  test('V21 equal face: the one with the higher threshold is used up', () => {
    const quote = price([line('A', 30000)], coupons(amount(20000, 3000), amount(30000, 3000)));
    expect(entryOf(quote, 'c2').reason).toBe('applied');
    expect(entryOf(quote, 'c1')).toMatchObject({ reason: 'mutuallyExclusive', wonBy: { promotionId: 'c2' } });
  });

  const later = { windows: [{ startsAt: NOW - 1000, endsAt: NOW + 5000 }] };
  test.each([
    ['the larger saving, whatever the priority', amount(0, 500), { priority: 9 }, amount(0, 600), {}],
    ['at equal saving the higher priority', amount(0, 500), {}, amount(0, 500), { priority: 1 }],
    ['then the larger face', amount(0, 9000), {}, amount(0, 9001), {}],
    ['then the higher threshold', amount(1, 500), {}, amount(2, 500), {}],
    ['then the earlier end', amount(0, 500), later, amount(0, 500), {}],
  ])('%s wins', (_name, losing, losingMore, winning, winningMore) => {
    const quote = price(
      [line('A', 8000)],
      [
        promotion('a-loser', 'platformCoupon', losing, losingMore),
        promotion('b-winner', 'platformCoupon', winning, winningMore),
      ],
    );
    expect(entryOf(quote, 'b-winner').reason).toBe('applied');
    expect(entryOf(quote, 'a-loser').reason).toBe('betterAlternative');
  });

  test('all else equal, the smaller id', () => {
    const quote = price([line('A', 8000)], coupons(amount(0, 500), amount(0, 500)).reverse());
    expect(entryOf(quote, 'c1').reason).toBe('applied');
  });

  test('coupons of different groups stack, those without a group share one place', () => {
    const quote = price(
      [line('A', 10000)],
      [
        promotion('g', 'platformCoupon', amount(0, 100), { mutexGroup: 'g' }),
        promotion('h', 'platformCoupon', amount(0, 200), { mutexGroup: 'h' }),
        promotion('none1', 'platformCoupon', amount(0, 300)),
        promotion('none2', 'platformCoupon', amount(0, 400)),
      ],
    );
    expect(quote.payFen).toBe(10000 - 100 - 200 - 400);
  });

  test('each shop holds its own contest, one promotion may win in several', () => {
    const quote = price(
      [line('A', 10000), line('B', 30000, { shopId: 's2' })],
      [
        promotion('small', 'storeReduction', amount(10000, 100)),
        promotion('large', 'storeReduction', amount(20000, 900)),
      ],
    );
    expect(nets(quote)).toEqual([9900, 29100]);
    expect(entryOf(quote, 'large', 's1')).toMatchObject({ reason: 'belowThreshold', missingFen: 10000 });
    expect(entryOf(quote, 'small', 's2')).toMatchObject({ reason: 'betterAlternative' });
  });

  test('the trace tells shops in order of id, whichever was settled first', () => {
    const quote = price(
      [line('A', 10000), line('B', 10000, { shopId: 's2' })],
      [
        promotion('all', 'storeReduction', amount(0, 100)),
        promotion('s2-first', 'storeReduction', amount(0, 1), { scope: { shops: ['s2'] }, priority: 9 }),
      ],
    );
    expect(quote.trace.map(({ promotionId, shopId }) => `${promotionId} ${shopId}`)).toEqual([
      's2-first s2',
      'all s1',
      'all s2',
    ]);
  });

  test('red packets all apply, the one that ends first is used first', () => {
    const quote = price(
      [line('A', 1000)],
      [
        promotion('a-late', 'redPacket', amount(0, 700), later),
        promotion('b-soon', 'redPacket', amount(0, 700)),
        promotion('c-none', 'redPacket', amount(500, 100), later),
      ],
    );
    expect([offBy(quote, 'b-soon'), offBy(quote, 'a-late')]).toEqual([700, 300]);
    expect(entryOf(quote, 'c-none')).toMatchObject({ reason: 'belowThreshold', baseFen: 0 });
  });
});

describe('who may take part', () => {
  const off = amount(0, 100);
  const reason = (more: Parameters<typeof promotion>[3], cart = [line('A', 1000)], request = {}) =>
    entryOf(price(cart, [promotion('P', 'storeReduction', off, more)], request), 'P').reason;

  test('windows hold their start and not their end', () => {
    expect(reason({ windows: [{ startsAt: NOW, endsAt: NOW + 1 }] })).toBe('applied');
    expect(reason({ windows: [{ startsAt: NOW - 1, endsAt: NOW }] })).toBe('notInWindow');
    expect(reason({ windows: [] })).toBe('notInWindow');
  });

  test('a stopped promotion takes nothing off', () => {
    expect(reason({}, undefined, { stoppedPromotionIds: ['P'] })).toBe('stopped');
  });

  test.each([
    ['members of a tier', { memberTiers: ['gold'] }, { memberTier: 'gold' }, { memberTier: 'basic' }],
    ['members at all', { memberTiers: ['gold'] }, { memberTier: 'gold' }, {}],
    ['newcomers', { newcomer: true }, { newcomer: true }, {}],
    ['those who are none', { newcomer: false }, {}, { newcomer: true }],
    ['sleepers', { idleDaysMin: 90 }, { idleDays: 90 }, { idleDays: 89 }],
    ['a channel', { channels: ['douyin'] }, { channel: 'douyin' }, { channel: 'weibo' }],
  ])('for %s', (_name, audience, inside, outside) => {
    const ask = (shopper: object) =>
      reason({ audience }, undefined, { shopper: { newcomer: false, ...shopper } });
    expect([ask(inside), ask(outside)]).toEqual(['applied', 'audienceMismatch']);
  });

  test('without the shop’s consent only its own promotions touch an item', () => {
    const cart = [line('A', 1000, { enrolled: false })];
    expect(reason({}, cart)).toBe('notEnrolled');
    expect(reason({ scope: { shops: ['s1', 's2'] } }, cart)).toBe('notEnrolled');
    expect(reason({ scope: { shops: ['s1'] }, funders: [{ funder: 'platform', bp: 10_000 }] }, cart)).toBe(
      'notEnrolled',
    );
    expect(reason({ scope: { shops: ['s1'] } }, cart)).toBe('applied');
  });

  test.each([
    ['shops', { shops: ['s1'] }, { shopId: 's9' }],
    ['categories', { categories: ['tea'] }, { categories: ['all'] }],
    ['brands', { brands: ['b1'] }, { brandId: 'b9' }],
    ['skus', { skus: ['sku-A'] }, { skuId: 'other' }],
    ['tags', { tags: ['hit', 'new'] }, { tags: ['old'] }],
    ['every field at once', { shops: ['s1'], categories: ['tea'] }, { categories: ['all'] }],
  ])('a scope by %s reaches its own items and no others', (_name, scope, outside) => {
    const inside = line('A', 1000, { categories: ['tea', 'all'], tags: ['hit', 'new'] });
    const quote = price(
      [inside, { ...inside, lineId: 'B', ...outside }],
      [promotion('P', 'crossStore', off, { scope })],
    );
    expect(sharesOf(quote, 'P')).toEqual([100, 0]);
    const elsewhere = price([{ ...inside, ...outside }], [promotion('P', 'crossStore', off, { scope })]);
    expect(elsewhere.trace).toEqual([]);
  });

  test('an exception of the scope is told as such', () => {
    expect(reason({ scope: { excludeSkus: ['sku-A'] } })).toBe('noEligibleLine');
    expect(reason({ scope: { excludeTags: ['gold'] } }, [line('A', 1000, { tags: ['gold'] })])).toBe(
      'noEligibleLine',
    );
  });
});

test('funders share every allocation by their parts', () => {
  const funders = [
    { funder: 'platform', bp: 6000 },
    { funder: 'seller', bp: 4000 },
  ] as const;
  const quote = price(
    [line('A', 1000), line('B', 2000)],
    [promotion('P', 'crossStore', amount(0, 100), { funders })],
  );
  expect(quote.lines.map(({ allocations }) => allocations[0]!.funderFen)).toEqual([
    [
      { funder: 'platform', fen: 20 },
      { funder: 'seller', fen: 13 },
    ],
    [
      { funder: 'platform', fen: 40 },
      { funder: 'seller', fen: 27 },
    ],
  ]);
});

test('lines are answered in the order in which they were asked for', () => {
  expect(price([line('B', 1), line('A', 2)], []).lines.map(({ lineId }) => lineId)).toEqual(['B', 'A']);
});

test('input that no caller may send is a bug', () => {
  expect(() => price([line('A', 1), line('A', 1)], [])).toThrow('twice');
  expect(() => price([line('A', 1.5)], [])).toThrow('unitListFen');
  expect(() => price([line('A', 1, { quantity: 0 })], [])).toThrow('quantity');
});
