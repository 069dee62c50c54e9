import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Promotion } from '../pricing/index.ts';
import { promotion } from '../pricing/test-carts.ts';
import { openReplay } from './open-replay.ts';
import { bought, campaign, DAY, draft, JUNE, type Wanted } from './test-past.ts';
import type { ReplayOptions } from './types.ts';

const FUNDERS = fc.constantFrom<Promotion['funders']>(
  [{ funder: 'seller', bp: 10_000 }],
  [
    { funder: 'platform', bp: 3_333 },
    { funder: 'seller', bp: 6_667 },
  ],
  [
    { funder: 'brand', bp: 5_000 },
    { funder: 'government', bp: 5_000 },
  ],
);
const RULES = fc.constantFrom<readonly [Promotion['layer'], Promotion['rule']]>(
  ['itemPrice', { kind: 'timedPrice', payBp: 7_777 }],
  ['itemCut', { kind: 'itemCut', offFen: 333 }],
  ['storeReduction', { kind: 'amount', thresholdFen: 9_900, offFen: 1_000 }],
  ['crossStore', { kind: 'each', thresholdFen: 10_000, offFen: 1_700 }],
  ['platformCoupon', { kind: 'percent', payBp: 8_500 }],
  ['freight', { kind: 'freeFreight', thresholdFen: 15_000, basis: 'afterDiscount' }],
  ['service', { kind: 'service', offer: 'extendedWarranty', unitFen: 1_500 }],
  ['service', { kind: 'service', offer: 'freeReturns', unitFen: 0 }],
);
const PROMOTIONS = fc
  .array(
    fc.record({
      rule: RULES,
      funders: FUNDERS,
      shops: fc.subarray(['s1', 's2', 's3'], { minLength: 1 }),
      newcomer: fc.constantFrom(undefined, true, false),
      budgetCapFen: fc.constantFrom(undefined, undefined, 900, 4_000),
    }),
    { maxLength: 7 },
  )
  .map((list) =>
    list.map(({ rule: [layer, rule], funders, shops, newcomer, budgetCapFen }, i) =>
      promotion(`p${i}`, layer, rule, {
        ...{ funders, scope: { shops } },
        ...(newcomer !== undefined && { audience: { newcomer } }),
        ...(budgetCapFen !== undefined && { budgetCapFen }),
        windows: [{ startsAt: JUNE + (i % 3) * DAY, endsAt: JUNE + 30 * DAY }],
      }),
    ),
  );
const PURCHASES: fc.Arbitrary<Wanted[]> = fc
  .array(
    fc.record({
      at: fc.integer({ min: JUNE, max: JUNE + 30 * DAY - 1 }),
      shopper: fc.record({
        number: fc.integer({ min: 1, max: 4 }),
        newcomer: fc.boolean(),
        memberTier: fc.constantFrom('basic', 'gold'),
        channel: fc.constantFrom('app', 'wechat'),
      }),
      lines: fc.array(
        fc.record({
          unitListFen: fc.integer({ min: 1, max: 60_000 }),
          quantity: fc.integer({ min: 1, max: 4 }),
          shopId: fc.constantFrom('s1', 's2', 's3'),
          category: fc.constantFrom('c1', 'c2'),
          costFen: fc.integer({ min: 0, max: 30_000 }),
          services: fc.subarray(['p0', 'p1', 'p2', 'p3']),
        }),
        { minLength: 1, maxLength: 5 },
      ),
    }),
    { minLength: 1, maxLength: 15 },
  )
  .map((list) => list.sort((one, other) => one.at - other.at));
const FREIGHT = ['s1', 's2'].map((shopId) => ({
  ...{ shopId, baseFen: 800, freeFromFen: 20_000, basis: 'afterDiscount' as const, surchargeFenByRegion: {} },
}));
const OWN: ReplayOptions = { at: 'phase', coupons: 'used', stops: 'past', losersMax: 5 };
const RUNS = { numRuns: 150 };

test('every sum of a replay adds up to the fen: segments, layers and funders, shops, services, freight', () => {
  fc.assert(
    fc.property(
      PROMOTIONS,
      PROMOTIONS,
      PURCHASES,
      fc.constantFrom('caps', 'none'),
      (before, after, wanted, stops) => {
        const past = draft(before, { freight: FREIGHT });
        const running = openReplay(campaign({ freight: FREIGHT }), draft(after), {
          ...OWN,
          stops,
        } as ReplayOptions);
        let draftedFen = 0;
        let paidFen = 0;
        for (const one of wanted) {
          const purchase = bought(one, past);
          const repriced = running.take(purchase);
          paidFen += purchase.payFen;
          if (repriced.kind === 'priced') draftedFen += repriced.quote.payFen;
        }
        const report = running.report();
        expect(report.pay).toEqual({ pastFen: paidFen, draftFen: draftedFen });
        for (const dimension of ['memberTier', 'newcomer', 'channel', 'basket', 'category', 'shop']) {
          const own = report.segments.filter((segment) => segment.dimension === dimension);
          expect(sum(own, 'pastFen')).toBe(report.pay.pastFen);
          expect(sum(own, 'draftFen')).toBe(report.pay.draftFen);
          for (const one of own) expect(one.winners + one.losers + one.unchanged).toBe(one.purchases);
        }
        for (const side of ['pastFen', 'draftFen'] as const) {
          expect(report.goods[side] + report.services[side] + report.freight[side]).toBe(report.pay[side]);
          expect(report.listFen - sum(report.off, side)).toBe(report.goods[side]);
          expect(sum(report.promotions, side)).toBe(sum(report.off, side));
        }
        const sellers = report.off.filter(({ funder }) => funder === 'seller');
        expect(sum(report.shops, 'draftSellerOffFen')).toBe(sum(sellers, 'draftFen'));
        expect(sum(report.shops, 'pastMarginFen')).toBe(
          report.listFen - sum(sellers, 'pastFen') - sum(report.shops, 'costFen'),
        );
        for (const cap of report.caps) if (stops === 'caps') expect(cap.taken).toBeLessThanOrEqual(cap.total);
      },
    ),
    RUNS,
  );
});

test('a campaign under its own plan costs what was paid, line by line and funder by funder', () => {
  fc.assert(
    fc.property(PROMOTIONS, PURCHASES, (promotions, wanted) => {
      const plan = draft(promotions, { freight: FREIGHT });
      const running = openReplay(campaign({ freight: FREIGHT }), plan, OWN);
      for (const one of wanted) {
        const purchase = bought(one, plan);
        const repriced = running.take(purchase);
        expect(repriced).toMatchObject({ kind: 'priced', at: purchase.at });
        if (repriced.kind !== 'priced') continue;
        expect(repriced.quote.payFen).toBe(purchase.payFen);
        expect(repriced.quote.lines.map(({ allocations }) => allocations)).toEqual(
          purchase.lines.map(({ allocations }) => allocations),
        );
      }
      expect(running.report()).toMatchObject({ changed: 0, servicesUnknown: 0 });
    }),
    RUNS,
  );
});

function sum<Key extends string>(rows: readonly Readonly<Record<Key, number>>[], key: Key): number {
  return rows.reduce((total, row) => total + row[key], 0);
}
