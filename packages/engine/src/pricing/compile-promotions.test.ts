import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { priceItem } from './price-item.ts';
import { STACKING } from './stacking.ts';
import { line, NOW, promotion, TMALL } from './test-carts.ts';
import type { Layer, Promotion, Rule } from './types.ts';
import { openWindowAt } from './windows.ts';

test('an index lists promotions by layer, then priority, then id', () => {
  const rule: Rule = { kind: 'amount', thresholdFen: 0, offFen: 1 };
  const index = compilePromotions(
    [
      promotion('z', 'crossStore', rule),
      promotion('b', 'storeCoupon', rule),
      promotion('a', 'storeCoupon', rule),
      promotion('first', 'storeCoupon', rule, { priority: 1 }),
    ],
    TMALL,
  );
  expect(index.promotions.map(({ promotion: { id } }) => id)).toEqual(['first', 'a', 'b', 'z']);
});

test('the stacking list names every layer once', () => {
  const all: Record<Layer, true> = {
    itemPrice: true,
    itemCut: true,
    storeReduction: true,
    storeCoupon: true,
    crossStore: true,
    platformCoupon: true,
    member: true,
    subsidy: true,
    redPacket: true,
    points: true,
    freight: true,
    gift: true,
    service: true,
    access: true,
  };
  expect(STACKING.map(({ layer }) => layer).sort()).toEqual(Object.keys(all).sort());
});

describe('what cannot be executed does not compile', () => {
  const amount: Rule = { kind: 'amount', thresholdFen: 0, offFen: 1 };
  const bad = (layer: Layer, rule: Rule, more: Partial<Promotion> = {}) =>
    promotion('bad', layer, rule, more);
  const cases: [string, Promotion, RegExp][] = [
    ['a coupon as an item price', bad('itemPrice', amount), /bad: amount cannot stand on layer itemPrice/],
    ['a price as a coupon', bad('storeCoupon', { kind: 'timedPrice', priceFen: 1 }), /cannot stand/],
    [
      'funders short of the whole',
      bad('storeCoupon', amount, { funders: [{ funder: 'seller', bp: 9999 }] }),
      /9999/,
    ],
    [
      'windows that overlap',
      bad('storeCoupon', amount, {
        windows: [
          { startsAt: 0, endsAt: 2 },
          { startsAt: 1, endsAt: 3 },
        ],
      }),
      /windows/,
    ],
    [
      'a window without length',
      bad('storeCoupon', amount, { windows: [{ startsAt: 1, endsAt: 1 }] }),
      /windows/,
    ],
    ['half a fen', bad('storeCoupon', { kind: 'amount', thresholdFen: 0, offFen: 0.5 }), /offFen/],
    ['each of nothing', bad('crossStore', { kind: 'each', thresholdFen: 0, offFen: 1 }), /above 0/],
    ['no tiers', bad('storeReduction', { kind: 'tiered', tiers: [] }), /needs a tier/],
    [
      'tiers that fall',
      bad('storeReduction', {
        kind: 'tiered',
        tiers: [
          { thresholdFen: 2, offFen: 1 },
          { thresholdFen: 1, offFen: 2 },
        ],
      }),
      /rise/,
    ],
    ['more than the price', bad('member', { kind: 'memberRate', payBp: 10_001 }), /payBp/],
    ['a price in two ways', bad('itemPrice', { kind: 'timedPrice', priceFen: 1, payBp: 1 }), /either/],
    ['a price in no way', bad('itemPrice', { kind: 'timedPrice' }), /either/],
    [
      'a flash sale for nobody',
      bad('itemPrice', { kind: 'flashPrice', payBp: 1, perPersonMax: 0 }),
      /perPersonMax/,
    ],
    ['a cut in two ways', bad('itemCut', { kind: 'itemCut', payBp: 1, offFen: 1 }), /either/],
    [
      'a negative threshold',
      bad('freight', { kind: 'freeFreight', thresholdFen: -1, basis: 'itemPrice' }),
      /thresholdFen/,
    ],
    ['a rate that is no number', bad('storeCoupon', { kind: 'percent', payBp: Number.NaN }), /payBp/],
  ];
  test.each(cases)('%s', (_name, faulty, words) => {
    expect(() => compilePromotions([faulty], TMALL)).toThrow(words);
  });

  test('one id twice', () => {
    const twice = promotion('same', 'storeCoupon', amount);
    expect(() => compilePromotions([twice, twice], TMALL)).toThrow('twice');
  });
});

test('windows that touch compile, unsorted ones do not, and all faults are told at once', () => {
  const rule: Rule = { kind: 'amount', thresholdFen: 0, offFen: 1 };
  const touching = [
    { startsAt: 0, endsAt: 2 },
    { startsAt: 2, endsAt: 3 },
  ];
  const index = compilePromotions([promotion('P', 'crossStore', rule, { windows: touching })], TMALL);
  expect([-1, 0, 1, 2, 3].map((at) => openWindowAt(index.promotions[0]!.promotion.windows, at))).toEqual([
    undefined,
    touching[0],
    touching[0],
    touching[1],
    undefined,
  ]);
  const faulty = [
    promotion('P', 'crossStore', rule, { windows: [...touching].reverse() }),
    promotion('Q', 'crossStore', rule, { funders: [] }),
  ];
  expect(() => compilePromotions(faulty, TMALL)).toThrow(
    [
      'promotions cannot be compiled:',
      'P: windows must be sorted, disjoint and not empty',
      'Q: funder shares must sum to 10000 bp, but sum to 0',
    ].join('\n'),
  );
});

test('the open window of a year of daily ones is the one that a walk would find', () => {
  const day = 86_400_000;
  const windows = Array.from({ length: 365 }, (_, i) => ({ startsAt: i * day, endsAt: i * day + day / 12 }));
  fc.assert(
    fc.property(fc.integer({ min: -day, max: 366 * day }), (at) => {
      expect(openWindowAt(windows, at)).toBe(
        windows.find(({ startsAt, endsAt }) => startsAt <= at && at < endsAt),
      );
    }),
  );
  expect(openWindowAt(windows, day)).toBe(windows[1]);
  expect(openWindowAt(windows, day / 12)).toBeUndefined();
});

test('a price tag is the item price of a cart of one, with the promotions that would count it', () => {
  const index = compilePromotions(
    [
      promotion('timed', 'itemPrice', { kind: 'timedPrice', payBp: 9000 }),
      promotion('cut', 'itemCut', { kind: 'itemCut', offFen: 500 }),
      promotion('cross', 'crossStore', { kind: 'each', thresholdFen: 30000, offFen: 5000 }),
      promotion(
        'before',
        'crossStore',
        { kind: 'each', thresholdFen: 1, offFen: 1 },
        { scope: { skus: ['sku-A'] } },
      ),
      promotion('closed', 'crossStore', { kind: 'each', thresholdFen: 1, offFen: 1 }, { windows: [] }),
      promotion('freight', 'freight', { kind: 'freeFreight', basis: 'itemPrice' }),
    ],
    TMALL,
  );
  const tag = priceItem(line('A', 10000), { at: NOW, shopper: { newcomer: false } }, index);
  expect([tag.unitListFen, tag.unitItemFen]).toEqual([10000, 8500]);
  expect(tag.madeBy.map(({ id }) => id)).toEqual(['timed', 'cut']);
  expect(tag.counting.map(({ id }) => id)).toEqual(['before', 'cross', 'freight']);
});

test('a price tag that nothing reaches is the list price', () => {
  const tag = priceItem(
    line('A', 10000),
    { at: NOW, shopper: { newcomer: false } },
    compilePromotions([], TMALL),
  );
  expect(tag).toEqual({
    ...{ unitListFen: 10000, unitItemFen: 10000, madeBy: [], counting: [] },
    holdsUntil: Number.POSITIVE_INFINITY,
  });
});
