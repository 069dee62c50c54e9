import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePromotions } from '../compile-promotions.ts';
import { priceWithin } from '../price-cart.ts';
import { line, NOW, promotion } from '../test-carts.ts';
import type { CartLine, FreightTemplate, HeldCoupon, Layer, Promotion, Quote, Rule } from '../types.ts';
import { bruteForce, type Outcome, type Sale } from './test-brute-force.ts';

/** Small enough to try everything, tight enough that thresholds, caps and freight pull against each other. */
const fen = fc.oneof(fc.integer({ min: 1, max: 9_000 }), fc.integer({ min: 1, max: 40 }));
const bp = fc.integer({ min: 0, max: 10_000 });

const cart: fc.Arbitrary<CartLine[]> = fc
  .array(
    fc.record({
      unitListFen: fen,
      quantity: fc.integer({ min: 1, max: 3 }),
      shopId: fc.constantFrom('s1', 's2', 's3'),
      tags: fc.subarray(['t1', 't2', 'virtual']),
      enrolled: fc.constantFrom(true, true, true, false),
    }),
    { minLength: 1, maxLength: 5 },
  )
  .map((rows) => rows.map(({ unitListFen, ...row }, i) => line(`l${i}`, unitListFen, row)));

const goodsRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), thresholdFen: fen, offFen: fen }),
  fc.record({
    kind: fc.constant('each' as const),
    thresholdFen: fen,
    offFen: fc.integer({ min: 1, max: 2_000 }),
  }),
  fc.tuple(fen, fen).map(([thresholdFen, offFen]) => ({
    kind: 'tiered' as const,
    tiers: [
      { thresholdFen, offFen },
      { thresholdFen: thresholdFen * 2, offFen: offFen * 2 + 1 },
    ],
  })),
  fc.record({
    kind: fc.constant('percent' as const),
    payBp: bp,
    thresholdFen: fen,
    quantityMin: fc.integer({ min: 0, max: 5 }),
  }),
);
const placed: fc.Arbitrary<{ layer: Layer; rule: Rule }> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      layer: fc.constantFrom<Layer>(
        'storeReduction',
        'storeCoupon',
        'crossStore',
        'platformCoupon',
        'redPacket',
      ),
      rule: goodsRule,
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      layer: fc.constant<Layer>('member'),
      rule: bp.map((payBp): Rule => ({ kind: 'memberRate', payBp })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      layer: fc.constant<Layer>('freight'),
      rule: fc.record({
        kind: fc.constant('freeFreight' as const),
        thresholdFen: fen,
        basis: fc.constantFrom('afterDiscount' as const, 'itemPrice' as const),
      }),
    }),
  },
);
const promotions: fc.Arbitrary<Promotion[]> = fc
  .array(
    fc.record({
      placed,
      scope: fc.constantFrom<Promotion['scope']>(
        {},
        {},
        {},
        { shops: ['s1'] },
        { tags: ['t1'] },
        { shops: ['s2', 's3'], excludeTags: ['t2'] },
      ),
      priority: fc.integer({ min: 0, max: 1 }),
      mutexGroup: fc.constantFrom('g', 'h', undefined, undefined),
      endsAt: fc.constantFrom(NOW + 1, NOW + 50, NOW),
      funder: fc.constantFrom('seller' as const, 'platform' as const),
      needsCoupon: fc.boolean(),
    }),
    { minLength: 1, maxLength: 7 },
  )
  .map((rows) =>
    rows.map(({ placed: { layer, rule }, endsAt, funder, mutexGroup, needsCoupon, ...more }, i) =>
      promotion(`p${i}`, layer, rule, {
        ...more,
        windows: [{ startsAt: NOW - 5, endsAt }],
        funders: [{ funder, bp: 10_000 }],
        ...(mutexGroup && { mutexGroup }),
        ...(needsCoupon && { needsCoupon }),
      }),
    ),
  );
const coupons: fc.Arbitrary<HeldCoupon[]> = fc
  .array(
    fc.record({
      promotionId: fc.integer({ min: 0, max: 6 }).map((i) => `p${i}`),
      claimedAt: fc.integer({ min: 1, max: 3 }),
      expiresAt: fc.constantFrom(NOW, NOW + 10, NOW + 20, NOW + 20),
    }),
    { maxLength: 8 },
  )
  .map((rows) => rows.map((row, i) => ({ ...row, couponId: `co${i}` })));
const freight: fc.Arbitrary<FreightTemplate[]> = fc
  .tuple(fen, fen, fc.constantFrom('afterDiscount' as const, 'itemPrice' as const))
  .map(([baseFen, freeFromFen, basis]) => [
    { shopId: 's1', baseFen, freeFromFen, basis, surchargeFenByRegion: { '65': 7 } },
    { shopId: '*', baseFen: 800, basis: 'itemPrice', surchargeFenByRegion: {} },
  ]);
const sale: fc.Arbitrary<Sale> = fc.record({
  at: fc.constant(NOW),
  lines: cart,
  promotions,
  profile: fc.record({
    id: fc.constant('tmall' as const),
    thresholdMode: fc.constantFrom('parallel' as const, 'progressive' as const),
    minPayableFen: fc.constantFrom(0 as const, 1 as const),
  }),
  coupons,
  freight,
  region: fc.constant('65'),
});

const cheaper = (a: Outcome, b: Outcome) => a.payFen < b.payFen;
const usesMoreThenCheaper = (a: Outcome, b: Outcome) =>
  a.used > b.used || (a.used === b.used && cheaper(a, b));

function quote(from: Sale, chosenCouponIds?: readonly string[], looksMax?: number): Quote {
  const { at, lines, coupons: held, freight: templates, region } = from;
  return priceWithin(
    {
      at,
      lines,
      coupons: held,
      freight: templates,
      region,
      shopper: { newcomer: false },
      ...(chosenCouponIds && { chosenCouponIds }),
    },
    compilePromotions(from.promotions, from.profile),
    looksMax,
  );
}

describe('the best price, against every combination tried one by one', () => {
  test('no legal combination is cheaper, and the quote says so', () => {
    fc.assert(
      fc.property(sale, (drawn) => {
        const priced = quote(drawn);
        expect(priced.payFen).toBe(bruteForce(drawn, cheaper).payFen);
        expect(priced.choice).toEqual({ kind: 'exact', couldSaveFen: 0, lostFen: 0 });
      }),
      { numRuns: 1_500 },
    );
  });

  test('of the coupons that a shopper chose as many are used as can be, then it is as cheap as it can be; the loss is told', () => {
    fc.assert(
      fc.property(sale, fc.infiniteStream(fc.boolean()), (drawn, chance) => {
        const chosen = drawn.coupons.filter(() => chance.next().value);
        const priced = quote(
          drawn,
          chosen.map(({ couponId }) => couponId),
        );
        const outcome = bruteForce({ ...drawn, coupons: chosen }, usesMoreThenCheaper);
        expect({ used: priced.couponIds.length, payFen: priced.payFen }).toEqual(outcome);
        expect(priced.choice).toEqual({
          kind: 'exact',
          couldSaveFen: 0,
          lostFen: outcome.payFen - bruteForce(drawn, cheaper).payFen,
        });
        const ids = new Set(chosen.map(({ couponId }) => couponId));
        expect(priced.couponIds.every((id) => ids.has(id))).toBe(true);
      }),
      { numRuns: 800 },
    );
  });

  test('choosing what was proposed loses nothing and uses the same coupons', () => {
    fc.assert(
      fc.property(sale, (drawn) => {
        const proposed = quote(drawn);
        const chosen = quote(drawn, proposed.couponIds);
        expect(chosen.payFen).toBe(proposed.payFen);
        expect(chosen.couponIds).toEqual(proposed.couponIds);
        expect(chosen.choice.lostFen).toBe(0);
      }),
      { numRuns: 300 },
    );
  });

  test('stopped anywhere, the search never promises less than could still be saved', () => {
    fc.assert(
      fc.property(sale, fc.integer({ min: 0, max: 60 }), (drawn, looksMax) => {
        const { payFen, choice } = quote(drawn, undefined, looksMax);
        const truthFen = bruteForce(drawn, cheaper).payFen;
        expect(payFen - choice.couldSaveFen).toBeLessThanOrEqual(truthFen);
        expect(choice.kind).toBe(choice.couldSaveFen === 0 ? 'exact' : 'bounded');
      }),
      { numRuns: 800 },
    );
  });

  test('each coupon serves one place, none that is over is used, and the allocations name the ones that are', () => {
    fc.assert(
      fc.property(sale, (drawn) => {
        const { couponIds, trace, lines, freight: parcels } = quote(drawn);
        const applied = trace
          .filter(({ reason }) => reason === 'applied')
          .flatMap(({ couponId }) => couponId ?? []);
        expect(applied.sort()).toEqual(couponIds);
        for (const couponId of couponIds) {
          const coupon = drawn.coupons.find((each) => each.couponId === couponId)!;
          expect(coupon.expiresAt).toBeGreaterThan(NOW);
        }
        const booked = new Set([
          ...lines.flatMap(({ allocations }) => allocations.flatMap(({ couponId }) => couponId ?? [])),
          ...parcels.flatMap(({ couponId }) => couponId ?? []),
        ]);
        expect([...booked].sort()).toEqual(couponIds);
      }),
      { numRuns: 400 },
    );
  });

  test('neither the order of the cart, nor of the plan, nor of the coupons changes anything', () => {
    fc.assert(
      fc.property(
        sale.chain((drawn) =>
          fc.record({
            drawn: fc.constant(drawn),
            lines: fc.shuffledSubarray([...drawn.lines], { minLength: drawn.lines.length }),
            promotions: fc.shuffledSubarray([...drawn.promotions], { minLength: drawn.promotions.length }),
            coupons: fc.shuffledSubarray([...drawn.coupons], { minLength: drawn.coupons.length }),
          }),
        ),
        ({ drawn, ...mixed }) => {
          const straight = quote(drawn);
          const other = quote({ ...drawn, ...mixed });
          const sorted = ({ lines, ...rest }: Quote) => ({
            ...rest,
            lines: [...lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1)),
          });
          expect(sorted(other)).toEqual(sorted(straight));
        },
      ),
      { numRuns: 300 },
    );
  });
});
