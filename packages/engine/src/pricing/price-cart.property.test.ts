/**
 * What holds for every sale, tried on random ones, and the winners judged by brute force. Longer than most files: the
 * random sales stand with the only tests that use them, since nothing but a test may import a library here.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { priceCart } from './price-cart.ts';
import { line, NOW, promotion, TMALL } from './test-carts.ts';
import type {
  CartLine,
  FreightTemplate,
  Layer,
  PricingProfile,
  Promotion,
  Quote,
  QuoteRequest,
  Rule,
} from './types.ts';

/** Random sales small enough to collide: few shops, tags, groups, so that every kind of contest happens often. */
const smallFen = fc.integer({ min: 0, max: 60_000 });
const hugeFen = fc.integer({ min: 0, max: 90_000_000_000_000 });
const bp = fc.integer({ min: 0, max: 10_000 });

const cartOf = (unitFen: fc.Arbitrary<number>): fc.Arbitrary<CartLine[]> =>
  fc
    .array(
      fc.record({
        unitListFen: unitFen,
        quantity: fc.integer({ min: 1, max: 5 }),
        shopId: fc.constantFrom('s1', 's2', 's3'),
        tags: fc.subarray(['t1', 't2', 'virtual']),
        categories: fc.subarray(['c1', 'c2'], { minLength: 1 }),
        brandId: fc.constantFrom('b1', 'b2'),
        flashPromotionId: fc.constantFrom('p0', 'p1', undefined, undefined),
        through: fc.constantFrom<CartLine['through']>(
          undefined,
          { kind: 'live', roomId: 'r1' },
          { kind: 'group', promotionId: 'p2' },
        ),
        enrolled: fc.constantFrom(true, true, true, false),
      }),
      { minLength: 1, maxLength: 6 },
    )
    .map((rows) =>
      rows.map(({ flashPromotionId, through, ...row }, i) =>
        line(`l${i}`, row.unitListFen, {
          ...row,
          ...(flashPromotionId && { flashPromotionId }),
          ...(through && { through }),
        }),
      ),
    );

const cartRule = (fen: fc.Arbitrary<number>): fc.Arbitrary<Rule> =>
  fc.oneof(
    fc.record({ kind: fc.constant('amount' as const), thresholdFen: fen, offFen: fen }),
    fc.record({
      kind: fc.constant('each' as const),
      thresholdFen: fen.map((value) => value + 1),
      offFen: fen.map((value) => value % 9_000),
    }),
    fc.tuple(fen, fen).map(([thresholdFen, offFen]) => ({
      kind: 'tiered' as const,
      tiers: [
        { thresholdFen, offFen },
        { thresholdFen: thresholdFen * 2 + 1, offFen: offFen * 2 + 1 },
      ],
    })),
    fc.record({
      kind: fc.constant('percent' as const),
      payBp: bp,
      thresholdFen: fen,
      quantityMin: fc.integer({ min: 0, max: 6 }),
      maxDiscountFen: fen,
    }),
  );

/** Kinds that take from single lines, and kinds that stand beside the goods. */
const lineRule = (fen: fc.Arbitrary<number>): fc.Arbitrary<Rule> =>
  fc.oneof(
    fc.record({
      kind: fc.constant('nthUnit' as const),
      nth: fc.integer({ min: 2, max: 3 }),
      payBp: bp,
      across: fc.constantFrom('sku' as const, 'scope' as const),
    }),
    fc.record({
      kind: fc.constant('bundle' as const),
      parts: fc.array(
        fc.record({
          scope: fc.constantFrom<Promotion['scope']>({}, { tags: ['t1'] }, { categories: ['c1'] }),
          quantity: fc.integer({ min: 1, max: 3 }),
        }),
        { minLength: 1, maxLength: 2 },
      ),
      priceFen: fen,
    }),
  );

const besideGoods = (fen: fc.Arbitrary<number>): fc.Arbitrary<{ layer: Layer; rule: Rule }> => {
  const title = { zh: '礼', en: 'Gift' };
  return fc.oneof(
    fc.record({
      layer: fc.constant<Layer>('points'),
      rule: fc.record({
        kind: fc.constant('points' as const),
        pointsPerYuan: fc.constantFrom(100, 50, 1_000),
        capBp: bp,
        step: fc.constantFrom(100, 1_000),
      }),
    }),
    fc.record({
      layer: fc.constant<Layer>('gift'),
      rule: fen.map(
        (thresholdFen): Rule => ({
          kind: 'gift',
          tiers: [{ thresholdFen, title, quantity: 1, valueFen: 100 }],
        }),
      ),
    }),
    fc.record({
      layer: fc.constant<Layer>('service'),
      rule: fen.map((unitFen): Rule => ({ kind: 'service', offer: 'installation', unitFen })),
    }),
    fc.constant<{ layer: Layer; rule: Rule }>({ layer: 'access', rule: { kind: 'exclusive' } }),
    fc.constant<{ layer: Layer; rule: Rule }>({ layer: 'access', rule: { kind: 'priority', aheadMs: 5 } }),
  );
};

const placed = (fen: fc.Arbitrary<number>): fc.Arbitrary<{ layer: Layer; rule: Rule }> =>
  fc.oneof(
    fc.record({
      layer: fc.constantFrom<Layer>(
        'storeReduction',
        'storeCoupon',
        'crossStore',
        'platformCoupon',
        'redPacket',
      ),
      rule: cartRule(fen),
    }),
    fc.record({ layer: fc.constantFrom<Layer>('storeReduction', 'platformCoupon'), rule: lineRule(fen) }),
    fc.record({
      layer: fc.constant<Layer>('subsidy'),
      rule: fc.record({ kind: fc.constant('subsidy' as const), offBp: bp, capUnitFen: fen }),
    }),
    besideGoods(fen),
    fc.record({
      layer: fc.constant<Layer>('itemPrice'),
      rule: fc.oneof(
        fen.map((priceFen): Rule => ({ kind: 'timedPrice', priceFen })),
        bp.map((payBp): Rule => ({ kind: 'flashPrice', payBp, perPersonMax: 1 })),
        fen.map((priceFen): Rule => ({ kind: 'livePrice', priceFen })),
        bp.map((payBp): Rule => ({ kind: 'groupPrice', payBp, onTop: payBp % 2 === 0, size: 2 })),
      ),
    }),
    fc.record({
      layer: fc.constant<Layer>('itemCut'),
      rule: fc.oneof(
        bp.map((payBp): Rule => ({ kind: 'itemCut', payBp })),
        fen.map((offFen): Rule => ({ kind: 'itemCut', offFen })),
      ),
    }),
    fc.record({
      layer: fc.constant<Layer>('member'),
      rule: bp.map((payBp): Rule => ({ kind: 'memberRate', payBp })),
    }),
    fc.record({
      layer: fc.constant<Layer>('freight'),
      rule: fc.record({
        kind: fc.constant('freeFreight' as const),
        thresholdFen: fen,
        basis: fc.constantFrom('afterDiscount' as const, 'itemPrice' as const),
      }),
    }),
  );

const promotionsOf = (fen: fc.Arbitrary<number>): fc.Arbitrary<Promotion[]> =>
  fc
    .array(
      fc.tuple(
        placed(fen),
        fc.record({
          scope: fc.constantFrom<Promotion['scope']>(
            {},
            {},
            { shops: ['s1'] },
            { shops: ['s2', 's3'] },
            { tags: ['t1', 't2'] },
            { categories: ['c1', 'c2'], excludeTags: ['t2'] },
            { brands: ['b1'] },
            { skus: ['sku-l0', 'sku-l1'] },
          ),
          priority: fc.integer({ min: 0, max: 1 }),
          mutexGroup: fc.constantFrom('g', 'h', undefined),
          closesAt: fc.constantFrom(NOW + 1, NOW + 2, NOW),
          platformBp: fc.constantFrom(0, 3_333, 10_000),
          stacksWithFlash: fc.constantFrom(true, undefined, undefined),
        }),
      ),
      { maxLength: 12 },
    )
    .map((rows) =>
      rows.map(([{ layer, rule }, { closesAt, platformBp, mutexGroup, stacksWithFlash, ...more }], i) =>
        promotion(`p${i}`, layer, rule, {
          ...more,
          ...(mutexGroup && { mutexGroup }),
          ...(stacksWithFlash && { stacksWithFlash }),
          windows: [{ startsAt: NOW - 5, endsAt: closesAt }],
          funders: [
            { funder: 'platform', bp: platformBp },
            { funder: 'seller', bp: 10_000 - platformBp },
          ],
        }),
      ),
    );

const profile: fc.Arbitrary<PricingProfile> = fc.record({
  id: fc.constant('tmall' as const),
  thresholdMode: fc.constantFrom('parallel' as const, 'progressive' as const),
  minPayableFen: fc.constantFrom(0 as const, 1 as const),
});

const FREIGHT: FreightTemplate[] = [
  {
    shopId: 's1',
    baseFen: 1000,
    freeFromFen: 9900,
    basis: 'afterDiscount',
    surchargeFenByRegion: { '65': 500 },
  },
  { shopId: '*', baseFen: 800, basis: 'itemPrice', surchargeFenByRegion: {} },
];
const sale = (fen: fc.Arbitrary<number>) =>
  fc.record({ cart: cartOf(fen), promotions: promotionsOf(fen), profile });
const anySale = fc.oneof(sale(smallFen), sale(smallFen), sale(hugeFen));

function quote(lines: readonly CartLine[], promotions: readonly Promotion[], by: PricingProfile): Quote {
  const request: QuoteRequest = {
    at: NOW,
    lines,
    shopper: { newcomer: false },
    region: '65',
    freight: FREIGHT,
    points: { balance: 54_321, use: 'max' },
    services: promotions.map(({ id }) => ({ lineId: 'l0', promotionId: id })),
  };
  return priceCart(request, compilePromotions(promotions, by));
}

/** Gifts, services and access take nothing off; freight is no goods. */
const takesOffGoods = ({ layer }: { readonly layer: Layer }) =>
  !['freight', 'gift', 'service', 'access'].includes(layer);
const index = (promotions: readonly Promotion[], id: string) => promotions.find((one) => one.id === id);

const total = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

const byId = <T extends { lineId: string }>(lines: readonly T[]) =>
  [...lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1));

describe('whatever the sale', () => {
  test('the books close: list = net + allocations, allocations = discounts, funders = allocations, nothing below 0', () => {
    fc.assert(
      fc.property(anySale, ({ cart, promotions, profile }) => {
        const result = quote(cart, promotions, profile);
        for (const { listFen, itemFen, netFen, allocations } of result.lines) {
          expect(netFen).toBeGreaterThanOrEqual(0);
          expect(netFen).toBeLessThanOrEqual(itemFen);
          expect(netFen + total(allocations.map(({ fen }) => fen))).toBe(listFen);
          for (const { fen, funderFen } of allocations) {
            expect(fen).toBeGreaterThan(0);
            expect(total(funderFen.map((share) => share.fen))).toBe(fen);
          }
        }
        for (const entry of result.trace.filter(takesOffGoods)) {
          const lineIds = new Set(entry.allocations.map(({ lineId }) => lineId));
          const booked = result.lines
            .filter(({ lineId }) => lineIds.has(lineId))
            .flatMap(({ allocations }) =>
              allocations.filter(({ promotionId }) => promotionId === entry.promotionId),
            );
          expect(total(entry.allocations.map(({ fen }) => fen))).toBe(entry.discountFen);
          expect(total(booked.map(({ fen }) => fen))).toBe(entry.discountFen);
          expect(entry.reason === 'applied').toBe(entry.discountFen > 0);
        }
        const discounts = result.trace.filter(takesOffGoods).map(({ discountFen }) => discountFen);
        expect(result.goodsFen + total(discounts)).toBe(result.listFen);
        expect(result.servicesFen).toBe(total(result.services.map(({ chargedFen }) => chargedFen)));
        expect(result.payFen).toBe(result.goodsFen + result.freightFen + result.servicesFen);
        const byPoints = result.lines.flatMap(({ allocations }) =>
          allocations.filter(({ promotionId }) => index(promotions, promotionId)?.rule.kind === 'points'),
        );
        expect(total(byPoints.map(({ fen }) => fen))).toBe(result.points.fen);
        expect(result.points.fen).toBeLessThanOrEqual(result.points.capFen);
        expect(result.goodsFen).toBeGreaterThanOrEqual(Math.min(profile.minPayableFen, result.listFen));
        for (const { waivedFen, funderFen, promotionId } of result.freight) {
          expect(total(funderFen.map(({ fen }) => fen))).toBe(promotionId === undefined ? 0 : waivedFen);
        }
      }),
      { numRuns: 400 },
    );
  });

  test('neither the order of the cart nor the order of the plan changes a fen or a reason', () => {
    fc.assert(
      fc.property(
        anySale.chain(({ cart, promotions, profile }) =>
          fc.record({
            cart: fc.constant(cart),
            promotions: fc.constant(promotions),
            profile: fc.constant(profile),
            mixedCart: fc.shuffledSubarray(cart, { minLength: cart.length }),
            mixedPlan: fc.shuffledSubarray(promotions, { minLength: promotions.length }),
          }),
        ),
        ({ cart, promotions, profile, mixedCart, mixedPlan }) => {
          const straight = quote(cart, promotions, profile);
          const mixed = quote(mixedCart, mixedPlan, profile);
          expect({ ...mixed, lines: byId(mixed.lines) }).toEqual({
            ...straight,
            lines: byId(straight.lines),
          });
        },
      ),
      { numRuns: 300 },
    );
  });

  test('the same cart twice gives the same quote, and neither call leaves anything behind', () => {
    fc.assert(
      fc.property(anySale, ({ cart, promotions, profile }) => {
        const index = compilePromotions(promotions, profile);
        const request: QuoteRequest = { at: NOW, lines: cart, shopper: { newcomer: true }, freight: FREIGHT };
        const before = JSON.stringify(request);
        const first = priceCart(request, index);
        expect(priceCart(request, index)).toEqual(first);
        expect(JSON.stringify(request)).toBe(before);
      }),
      { numRuns: 100 },
    );
  });

  test('a promotion that reaches no line changes nothing, not even the trace', () => {
    const elsewhere = fc.constantFrom<Promotion['scope']>(
      { shops: ['s9'] },
      { skus: ['no-such'] },
      { tags: ['none'] },
    );
    fc.assert(
      fc.property(
        anySale,
        elsewhere,
        placed(smallFen),
        ({ cart, promotions, profile }, scope, { layer, rule }) => {
          const stranger = promotion('stranger', layer, rule, { scope, priority: 9 });
          expect(quote(cart, [...promotions, stranger], profile)).toEqual(quote(cart, promotions, profile));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('every promotion that reaches a line is in the trace, and no other', () => {
    fc.assert(
      fc.property(anySale, ({ cart, promotions, profile }) => {
        const traced = new Set(quote(cart, promotions, profile).trace.map(({ promotionId }) => promotionId));
        const reaching = promotions.filter(({ scope }) =>
          cart.some(
            (item) =>
              (scope.shops?.includes(item.shopId) ?? true) &&
              (scope.brands?.includes(item.brandId) ?? true) &&
              (scope.skus?.includes(item.skuId) ?? true) &&
              (scope.tags?.some((tag) => item.tags.includes(tag)) ?? true) &&
              (scope.categories?.some((category) => item.categories.includes(category)) ?? true),
          ),
        );
        expect([...traced].sort()).toEqual(reaching.map(({ id }) => id).sort());
      }),
      { numRuns: 200 },
    );
  });
});

describe('the winner of a place, against brute force', () => {
  const contest = fc.record({
    cart: cartOf(smallFen).map((lines) =>
      lines.map(({ flashPromotionId, ...item }) => ({ ...item, enrolled: true })),
    ),
    rules: fc.array(cartRule(smallFen), { minLength: 1, maxLength: 6 }),
    scopes: fc.array(fc.constantFrom<Promotion['scope']>({}, { tags: ['t1'] }, { brands: ['b1'] }), {
      minLength: 6,
      maxLength: 6,
    }),
  });

  test.each([
    ['storeReduction', 'shop'],
    ['storeCoupon', 'shop'],
    ['crossStore', 'cart'],
    ['platformCoupon', 'cart'],
  ] as const)('on %s the one that saves a %s most applies', (layer, per) => {
    fc.assert(
      fc.property(contest, ({ cart, rules, scopes }) => {
        const promotions = rules.map((rule, i) => promotion(`p${i}`, layer, rule, { scope: scopes[i]! }));
        const places =
          per === 'cart'
            ? [cart]
            : ['s1', 's2', 's3'].map((id) => cart.filter(({ shopId }) => shopId === id));
        let best = 0n;
        for (const place of places) {
          const savings = promotions.map(({ rule, scope }) => {
            const counting = place.filter(
              (item) =>
                (scope.tags === undefined || item.tags.includes('t1')) &&
                (scope.brands === undefined || item.brandId === 'b1'),
            );
            const base = total(counting.map(({ unitListFen, quantity }) => unitListFen * quantity));
            const promised = promisedFen(rule, base, total(counting.map(({ quantity }) => quantity)));
            return promised < BigInt(base) ? promised : BigInt(base);
          });
          let most = 0n;
          for (const saving of savings) if (saving > most) most = saving;
          best += most;
        }
        const result = quote(cart, promotions, TMALL);
        expect(BigInt(result.listFen - result.goodsFen)).toBe(best);
      }),
      { numRuns: 150 },
    );
  });
});

/** The definition, written again from the domain's words: no shared code, all in BigInt. */
function promisedFen(rule: Rule, baseFen: number, quantity: number): bigint {
  const base = BigInt(baseFen);
  if (rule.kind === 'amount') return baseFen >= rule.thresholdFen ? BigInt(rule.offFen) : 0n;
  if (rule.kind === 'each') return (base / BigInt(rule.thresholdFen)) * BigInt(rule.offFen);
  if (rule.kind === 'tiered') {
    return BigInt(
      Math.max(0, ...rule.tiers.filter((tier) => tier.thresholdFen <= baseFen).map(({ offFen }) => offFen)),
    );
  }
  if (rule.kind !== 'percent') throw new Error(rule.kind);
  if (baseFen < (rule.thresholdFen ?? 0) || quantity < (rule.quantityMin ?? 0)) return 0n;
  const off = base - (base * BigInt(rule.payBp)) / 10_000n;
  return off > BigInt(rule.maxDiscountFen!) ? BigInt(rule.maxDiscountFen!) : off;
}
