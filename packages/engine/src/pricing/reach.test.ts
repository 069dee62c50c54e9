import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { byLayer, reachOf } from './reach.ts';
import { entryOf, line, NOW, price, promotion, TMALL } from './test-carts.ts';
import type { Layer, Promotion, Rule } from './types.ts';

const rule: Rule = { kind: 'amount', thresholdFen: 0, offFen: 10 };
const scoped = (id: string, scope: Promotion['scope'], layer: Layer = 'crossStore', priority = 0) =>
  promotion(id, layer, rule, { scope, priority });

describe('the shelves of an edition', () => {
  const index = compilePromotions(
    [
      scoped('sku', { skus: ['k1', 'k2'], brands: ['b'], shops: ['s'], categories: ['c'], tags: ['t'] }),
      scoped('brand', { brands: ['b'], shops: ['s'], categories: ['c'], tags: ['t'] }),
      scoped('shop', { shops: ['s'], categories: ['c'], tags: ['t'] }),
      scoped('category', { categories: ['c'], tags: ['t'] }),
      scoped('tag', { tags: ['t'] }),
      scoped('tag-too', { tags: ['t'] }),
      scoped('all', { excludeTags: ['t'] }),
    ],
    TMALL,
  );

  test('hold each promotion under the narrowest thing that it names', () => {
    const ids = (shelf: ReadonlyMap<string, readonly { promotion: Promotion }[]>) =>
      [...shelf].map(([key, row]) => [key, ...row.map(({ promotion: { id } }) => id)]);
    expect(ids(index.bySku)).toEqual([
      ['k1', 'sku'],
      ['k2', 'sku'],
    ]);
    expect(ids(index.byBrand)).toEqual([['b', 'brand']]);
    expect(ids(index.byShop)).toEqual([['s', 'shop']]);
    expect(ids(index.byCategory)).toEqual([['c', 'category']]);
    expect(ids(index.byTag)).toEqual([['t', 'tag', 'tag-too']]);
    expect(index.everywhere.map(({ promotion: { id } }) => id)).toEqual(['all']);
    expect(index.byId.get('shop')?.rank).toBe(
      index.promotions.findIndex((one) => one.promotion.id === 'shop'),
    );
  });
});

describe('what reaches a cart', () => {
  const lineOf = (lineId: string, more: object) => ({ subject: line(lineId, 1, more) });

  test('comes in stacking order, with each line once however many of its tags are named', () => {
    const index = compilePromotions(
      [
        scoped('late', { tags: ['x', 'y'] }, 'points'),
        scoped('urgent', { categories: ['c1', 'c2'] }, 'crossStore', 5),
        scoped('b', {}),
        scoped('elsewhere', { tags: ['z'] }),
      ],
      TMALL,
    );
    const a = lineOf('A', { tags: ['x', 'y'], categories: ['c1', 'c2'] });
    const b = lineOf('B', { tags: ['y', 'x'], categories: ['c2'] });
    const reaches = reachOf([a, b], index);
    expect(reaches.map(({ promotion: { promotion: one }, lines }) => [one.id, ...lines])).toEqual([
      ['urgent', a, b],
      ['b', a, b],
      ['late', a, b],
    ]);
    expect([...byLayer(reaches)].map(([layer, row]) => [layer, row.length])).toEqual([
      ['crossStore', 2],
      ['points', 1],
    ]);
  });

  test('keeps the exceptions of a scope out, and tells a promotion that has nothing but those', () => {
    const index = compilePromotions([scoped('P', { excludeSkus: ['sku-A'], excludeTags: ['gold'] })], TMALL);
    const [a, b, c] = [lineOf('A', {}), lineOf('B', { tags: ['red', 'gold'] }), lineOf('C', {})];
    expect(reachOf([a, b, c], index)[0]!.lines).toEqual([c]);
    expect(reachOf([a, b], index)[0]!.lines).toEqual([]);
  });
});

describe('the first reason to stay out is the one that is told', () => {
  const out = { windows: [{ startsAt: NOW + 1, endsAt: NOW + 2 }] };
  const forOthers = { audience: { newcomer: true } };
  const stopped = { stoppedPromotionIds: ['P'] };
  const cart = [line('F', 100, { flashPromotionId: 'flash', enrolled: false })];
  const own = { scope: { shops: ['s1'] } };
  const flash = promotion('flash', 'itemPrice', { kind: 'flashPrice', payBp: 5_000, perPersonMax: 1 }, own);
  const reason = (more: Partial<Promotion>, request = {}) =>
    entryOf(price(cart, [flash, promotion('P', 'crossStore', rule, more)], request), 'P').reason;

  test.each([
    ['an exception', { ...out, ...forOthers, scope: { excludeSkus: ['sku-F'] } }, stopped, 'noEligibleLine'],
    ['the window', { ...out, ...forOthers }, stopped, 'notInWindow'],
    ['a stop', forOthers, stopped, 'stopped'],
    ['the audience', forOthers, {}, 'audienceMismatch'],
    ['the shop’s consent', {}, {}, 'notEnrolled'],
    ['a flash price', own, {}, 'excludedByFlash'],
    ['nothing', { ...own, stacksWithFlash: true }, {}, 'applied'],
  ] as const)('%s', (_name, more, request, told) => {
    expect(reason(more, request)).toBe(told);
  });

  test('and it is all that an entry says', () => {
    const quote = price([line('A', 100)], [promotion('P', 'crossStore', rule, out)]);
    expect(quote.trace).toEqual([
      {
        promotionId: 'P',
        title: { zh: 'P活动', en: 'Offer P' },
        layer: 'crossStore',
        matched: false,
        reason: 'notInWindow',
        opensAt: out.windows[0]!.startsAt,
        baseFen: 0,
        discountFen: 0,
        allocations: [],
      },
    ]);
  });

  test('one of several lines is enough, and it alone counts', () => {
    const lines = [
      line('A', 100, { enrolled: false }),
      line('B', 100),
      line('C', 100, { flashPromotionId: 'flash' }),
    ];
    const quote = price(lines, [flash, promotion('P', 'crossStore', rule)]);
    expect(entryOf(quote, 'P')).toMatchObject({ baseFen: 100, allocations: [{ lineId: 'B', fen: 10 }] });
  });

  test.each([
    ['sleepers', { idleDaysMin: 1 }],
    ['a channel', { channels: ['douyin'] }],
    ['a tier', { memberTiers: ['gold'] }],
  ])('who says nothing is not one of %s', (_name, audience) => {
    expect(
      entryOf(price([line('A', 100)], [promotion('P', 'crossStore', rule, { audience })]), 'P').reason,
    ).toBe('audienceMismatch');
  });

  test('every restriction of an audience must hold', () => {
    const audience = { memberTiers: ['gold'], newcomer: false, idleDaysMin: 3, channels: ['app'] };
    const fits = { memberTier: 'gold', newcomer: false, idleDays: 3, channel: 'app' };
    const told = (shopper: object) =>
      entryOf(
        price([line('A', 100)], [promotion('P', 'crossStore', rule, { audience })], {
          shopper: { ...fits, ...shopper },
        }),
        'P',
      ).reason;
    expect(told({})).toBe('applied');
    for (const not of [{ memberTier: 'basic' }, { newcomer: true }, { idleDays: 2 }, { channel: 'weibo' }])
      expect(told(not)).toBe('audienceMismatch');
  });
});

test('a promotion is the shop’s own when it names that shop alone and only the seller’s side pays', () => {
  const own = (scope: Promotion['scope'], ...funders: Promotion['funders'][number]['funder'][]) =>
    compilePromotions(
      [
        promotion('P', 'crossStore', rule, {
          scope,
          funders: funders.map((funder) => ({ funder, bp: 10_000 / funders.length })),
        }),
      ],
      TMALL,
    ).promotions[0]!.shopsOwn;
  const one = { shops: ['s1'] };
  expect([own(one, 'seller'), own(one, 'brand'), own(one, 'seller', 'brand')]).toEqual([true, true, true]);
  expect([own(one, 'seller', 'platform'), own(one, 'channel'), own(one, 'government')]).toEqual([
    false,
    false,
    false,
  ]);
  expect([own({}, 'seller'), own({ shops: ['s1', 's2'] }, 'seller'), own({ shops: [] }, 'seller')]).toEqual([
    false,
    false,
    false,
  ]);
});
