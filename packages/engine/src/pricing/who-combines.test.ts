import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CombiningItem } from './combining-carts.ts';
import { line, NOW, price, promotion, TMALL } from './test-carts.ts';
import type { CartLine, FreightTemplate, Promotion, Rule } from './types.ts';
import { openCombining } from './who-combines.ts';

const FREIGHT: FreightTemplate[] = [
  { shopId: '*', baseFen: 800, freeFromFen: 9_900, basis: 'itemPrice', surchargeFenByRegion: {} },
];
const item = (skuId: string, unitListFen: number, more: Partial<CombiningItem> = {}): CombiningItem => ({
  skuId,
  shopId: 's1',
  categories: ['all'],
  brandId: 'b1',
  tags: [],
  enrolled: true,
  unitListFen,
  ...more,
});
const ITEMS = [
  item('tea', 3_900),
  item('nuts', 12_900, { tags: ['flash'] }),
  item('phone', 499_900, { shopId: 's2', categories: ['digital'] }),
  item('mask', 9_900, { shopId: 's2', enrolled: false }),
];
const amount = (thresholdFen: number, offFen: number): Rule => ({ kind: 'amount', thresholdFen, offFen });
const pairOf = (a: Promotion, b: Promotion, items = ITEMS) =>
  openCombining([a, b], { profile: TMALL, items, freight: FREIGHT }).pair(a.id, b.id);
const said = (a: Promotion, b: Promotion, items = ITEMS) => {
  const pairing = pairOf(a, b, items);
  if (pairing.kind === 'sameCart') return `sameCart ${pairing.apart}`;
  return pairing.kind === 'never' ? `never ${pairing.reason}` : pairing.kind;
};

const cross = promotion('cross', 'crossStore', amount(30_000, 5_000));
const cross2 = promotion('cross2', 'crossStore', { kind: 'each', thresholdFen: 20_000, offFen: 3_000 });
const store = promotion('store', 'storeReduction', amount(10_000, 1_000), { scope: { shops: ['s1'] } });
const coupon = promotion('coupon', 'platformCoupon', amount(5_000, 4_900), { needsCoupon: true });
const flash = promotion(
  'flash',
  'itemPrice',
  { kind: 'flashPrice', payBp: 5_000, perPersonMax: 1 },
  { scope: { tags: ['flash'] } },
);
const timed = promotion('timed', 'itemPrice', { kind: 'timedPrice', payBp: 8_000 });
const cut = promotion('cut', 'itemCut', { kind: 'itemCut', payBp: 9_000 });
const cutFen = promotion('cutFen', 'itemCut', { kind: 'itemCut', offFen: 500 });
const freight = promotion('freight', 'freight', {
  kind: 'freeFreight',
  basis: 'afterDiscount',
  thresholdFen: 3_000,
});
const gift = promotion('gift', 'gift', {
  kind: 'gift',
  tiers: [{ thresholdFen: 8_000, title: { zh: '杯', en: 'Cup' }, quantity: 1, valueFen: 900 }],
});
const points = promotion('points', 'points', { kind: 'points', pointsPerYuan: 100, capBp: 2_000, step: 100 });
const gold = promotion(
  'gold',
  'member',
  { kind: 'memberRate', payBp: 9_500 },
  { audience: { memberTiers: ['gold', 'black'] } },
);
const bundle = promotion(
  'bundle',
  'storeReduction',
  {
    kind: 'bundle',
    parts: [
      { scope: { skus: ['tea'] }, quantity: 2 },
      { scope: { skus: ['nuts'] }, quantity: 1 },
    ],
    priceFen: 15_000,
  },
  { scope: { anyOf: [{ skus: ['tea'] }, { skus: ['nuts'] }] } },
);
const only = (of: Promotion, more: Partial<Promotion>, id = `${of.id}'`): Promotion => ({
  ...of,
  id,
  ...more,
});

describe('two promotions', () => {
  const table: [string, Promotion, Promotion, string][] = [
    ['of different layers take from the same goods', cross, store, 'sameGoods'],
    ['a coupon whose threshold others leave reached', coupon, cross, 'sameGoods'],
    ['a rate and an amount off one price add up', cut, cutFen, 'sameGoods'],
    [
      'two rates off one price do not; each takes its own line',
      cut,
      only(cut, { scope: { shops: ['s2'] }, rule: { kind: 'itemCut', payBp: 8_000 } }),
      'sameCart samePlace',
    ],
    [
      'of two rates the smaller on all the goods of the larger has no place',
      cut,
      only(cut, { rule: { kind: 'itemCut', payBp: 8_000 } }),
      'never samePlace',
    ],
    ['one price a line, another on another line', flash, timed, 'sameCart samePlace'],
    ['a flash price keeps a reduction off its line, not out of the cart', flash, cross, 'sameCart flash'],
    ['unless the reduction says that it stacks', flash, only(cross, { stacksWithFlash: true }), 'sameGoods'],
    ['a flash price and free freight go together', flash, freight, 'sameGoods'],
    ['one place for the whole cart', cross, cross2, 'never samePlace'],
    [
      'a group of the plan',
      only(coupon, { mutexGroup: 'g' }, 'c1'),
      only(coupon, { mutexGroup: 'g' }, 'c2'),
      'never mutexGroup',
    ],
    [
      'different groups are different places',
      only(coupon, { mutexGroup: 'g' }, 'c1'),
      only(coupon, { mutexGroup: 'h' }, 'c2'),
      'sameGoods',
    ],
    ['a place in each shop', store, only(store, { scope: { shops: ['s2'] } }), 'sameCart samePlace'],
    ['one place in one shop', store, only(store, {}), 'never samePlace'],
    [
      'never open together',
      cross,
      only(store, { windows: [{ startsAt: NOW + 1_000, endsAt: NOW + 2_000 }] }),
      'never neverOpen',
    ],
    ['for nobody at once', gold, only(coupon, { audience: { memberTiers: ['silver'] } }), 'never audiences'],
    [
      'newcomers are no old customers',
      only(cross, { audience: { newcomer: true } }),
      only(store, { audience: { newcomer: false } }),
      'never audiences',
    ],
    [
      'channels that differ',
      only(cross, { audience: { channels: ['app'] } }),
      only(store, { audience: { channels: ['wechat'] } }),
      'never audiences',
    ],
    ['for one tier of two', gold, only(coupon, { audience: { memberTiers: ['black'] } }), 'sameGoods'],
    [
      'different goods',
      only(cross, { scope: { skus: ['tea'] } }),
      only(coupon, { scope: { skus: ['phone'] } }),
      'sameCart differentGoods',
    ],
    ['goods that nobody sells', only(cross, { scope: { skus: ['moon'] } }), coupon, 'never noGoods'],
    ['goods that no shop enrolled', only(cross, { scope: { skus: ['mask'] } }), coupon, 'never noGoods'],
    ['a gift beside a reduction', gift, cross, 'sameGoods'],
    ['points pay what is left', points, coupon, 'sameGoods'],
    ['free freight in a cart that is not free by itself', freight, coupon, 'sameGoods'],
    ['a bundle of two items and a coupon', bundle, coupon, 'sameGoods'],
    ['a bundle and a reduction of the same shop', bundle, store, 'never samePlace'],
  ];
  test.each(table)('%s', (_name, a, b, expected) => {
    expect(said(a, b)).toBe(expected);
    expect(said(b, a)).toBe(expected);
  });

  test('a flash pool that is all there is leaves nothing to the other', () => {
    expect(said(flash, cross, [ITEMS[1]!])).toBe('never flash');
  });

  test('a cart that is shown is one in which both apply', () => {
    for (const [name, a, b] of table) {
      const pairing = pairOf(a, b);
      if (pairing.kind === 'never') continue;
      const { lines, ...more } = pairing.request;
      const applied = price(lines, [a, b], more).trace.filter(({ reason }) => reason === 'applied');
      expect(
        applied.map(({ promotionId }) => promotionId),
        name,
      ).toEqual(expect.arrayContaining([a.id, b.id]));
    }
  });
});

test('what a random cart combines is never said not to combine', () => {
  const plan = [cross, cross2, store, coupon, flash, timed, cut, cutFen, freight, gift, points, gold, bundle];
  const drawn = fc.record({
    base: fc.constantFrom(...plan),
    tag: fc.constantFrom(undefined, 'flash'),
    shop: fc.constantFrom(undefined, 's1', 's2'),
    tiers: fc.constantFrom(undefined, ['gold'], ['silver', 'gold']),
    newcomer: fc.constantFrom(undefined, true, false),
    group: fc.constantFrom(undefined, 'g', 'h'),
    late: fc.boolean(),
    flashToo: fc.constantFrom(undefined, true),
  });
  const made = (
    id: string,
    {
      base,
      tag,
      shop,
      tiers,
      newcomer,
      group,
      late,
      flashToo,
    }: typeof drawn extends fc.Arbitrary<infer T> ? T : never,
  ): Promotion => ({
    ...base,
    id,
    scope: { ...base.scope, ...(tag && { tags: [tag] }), ...(shop && { shops: [shop] }) },
    audience: { ...(tiers && { memberTiers: tiers }), ...(newcomer !== undefined && { newcomer }) },
    windows: late ? [{ startsAt: NOW + 500, endsAt: NOW + 5_000 }] : base.windows,
    ...(group !== undefined && { mutexGroup: group }),
    ...(flashToo && { stacksWithFlash: flashToo }),
  });
  const carts = fc.record({
    quantities: fc.tuple(...ITEMS.map(() => fc.integer({ min: 0, max: 12 }))),
    flashed: fc.boolean(),
    tier: fc.constantFrom(undefined, 'silver', 'gold'),
    newcomer: fc.boolean(),
    at: fc.constantFrom(NOW, NOW + 600, NOW + 2_000),
  });
  let met = 0;
  fc.assert(
    fc.property(drawn, drawn, carts, (one, other, cart) => {
      const [a, b] = [made('a', one), made('b', other)];
      const flashOf = [a, b].find(({ rule }) => rule.kind === 'flashPrice');
      const lines = ITEMS.flatMap((each, i): CartLine[] =>
        cart.quantities[i] === 0
          ? []
          : [
              line(each.skuId, 0, {
                ...each,
                quantity: cart.quantities[i]!,
                ...(cart.flashed && flashOf && { flashPromotionId: flashOf.id }),
              }),
            ],
      );
      const quote = price(lines, [a, b], {
        at: cart.at,
        shopper: { newcomer: cart.newcomer, ...(cart.tier && { memberTier: cart.tier }) },
        freight: FREIGHT,
        points: { balance: 1_000_000, use: 'max' },
        coupons: [a, b].flatMap(({ id, needsCoupon }) =>
          needsCoupon ? [{ couponId: id, promotionId: id, claimedAt: 0, expiresAt: NOW + 9_000 }] : [],
        ),
      });
      const on = [a, b].map(({ id }) =>
        quote.trace.some((e) => e.promotionId === id && e.reason === 'applied'),
      );
      if (!on[0] || !on[1]) return;
      met += 1;
      const pairing = pairOf(a, b);
      expect(pairing.kind).not.toBe('never');
      const shared = quote.lines.some(({ allocations }) =>
        ['a', 'b'].every((id) => allocations.some(({ promotionId, fen }) => promotionId === id && fen > 0)),
      );
      if (shared) expect(pairing.kind).toBe('sameGoods');
    }),
    { numRuns: 4_000 },
  );
  expect(met).toBeGreaterThan(100);
});
