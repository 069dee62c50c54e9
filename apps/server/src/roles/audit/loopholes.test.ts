import type { FreightTemplate } from '@dacu/engine/pricing';
import { priceCart } from '@dacu/engine/pricing';
import { afterAll, describe, expect, it } from 'vitest';
import { createSolver } from '../../platform/solver/create-solver.ts';
import { audit, bruteForce, item, offer, type SmallPlan, subjectOf } from './audit-test-bench.ts';

/**
 * Loopholes planted on purpose, with what each gives away worked out by hand. Two ordinary items with a healthy margin
 * stand beside each, so that the hole is not the only thing there is.
 */
type Loophole = {
  readonly name: string;
  readonly plan: SmallPlan;
  readonly bounds?: { linesMax: number; quantityMax: number; shopsMax: number };
  /** Worked by hand, in the comment beside it. */
  readonly belowCostFen: number;
};

const BOUNDS = { linesMax: 2, quantityMax: 2, shopsMax: 2 };
const ORDINARY = [item('rice', 8_000, 3_000), item('oil', 12_000, 5_000, { shopId: 's2' })];
const PARCEL: FreightTemplate = { shopId: '*', baseFen: 1_200, basis: 'itemPrice', surchargeFenByRegion: {} };

const LOOPHOLES: readonly Loophole[] = [
  {
    // 10 000 + a filler of 5 000 reaches 15 000: −3 000 (coupon), −2 × 1 500 (every 7 500), then 10 % of 9 000. Cost 13 500.
    name: 'coupon, per-N and member rate together on a cheap filler',
    plan: {
      items: [item('main', 10_000, 9_000), item('filler', 5_000, 4_500), ...ORDINARY],
      promotions: [
        offer(
          'coupon',
          'storeCoupon',
          { kind: 'amount', thresholdFen: 15_000, offFen: 3_000 },
          { needsCoupon: true, scope: { skus: ['main', 'filler'] } },
        ),
        offer(
          'per-n',
          'crossStore',
          { kind: 'each', thresholdFen: 7_500, offFen: 1_500 },
          { scope: { skus: ['main', 'filler'] } },
        ),
        offer(
          'member',
          'member',
          { kind: 'memberRate', payBp: 9_000 },
          { audience: { memberTiers: ['gold'] }, scope: { skus: ['main', 'filler'] } },
        ),
      ],
    },
    bounds: { linesMax: 2, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 13_500 - 8_100,
  },
  {
    // Meant to follow one another, they overlap for an hour: −2 000 and −2 500 on 10 000. Cost 7 000 → 5 500.
    name: 'two windows that overlap',
    plan: {
      items: [item('lamp', 10_000, 7_000), ...ORDINARY],
      promotions: [
        offer(
          'morning',
          'storeReduction',
          { kind: 'amount', thresholdFen: 10_000, offFen: 2_000 },
          { windows: [{ startsAt: 1_000, endsAt: 1_500 }], scope: { shops: ['s1'], skus: ['lamp'] } },
        ),
        offer(
          'evening',
          'storeCoupon',
          { kind: 'amount', thresholdFen: 10_000, offFen: 2_500 },
          { windows: [{ startsAt: 1_400, endsAt: 2_000 }], scope: { shops: ['s1'], skus: ['lamp'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 1_500,
  },
  {
    // Half of 6 000, then a red packet of 1 000 on it. Cost 2 800 → paid 2 000.
    name: 'a flash price with a red packet on top',
    plan: {
      items: [item('phone-case', 6_000, 2_800, { tags: ['flash'] }), ...ORDINARY],
      promotions: [
        offer(
          'flash',
          'itemPrice',
          { kind: 'flashPrice', payBp: 5_000, perPersonMax: 1 },
          { scope: { tags: ['flash'] } },
        ),
        offer(
          'packet',
          'redPacket',
          { kind: 'amount', thresholdFen: 3_000, offFen: 1_000 },
          { needsCoupon: true, scope: { tags: ['flash'] } },
        ),
      ],
    },
    belowCostFen: 800,
  },
  {
    // A filler of 100 with a margin of 20 ships free: 1 200 of freight less 20.
    name: 'free freight for a filler',
    plan: {
      items: [item('sticker', 100, 80), ...ORDINARY],
      promotions: [
        offer(
          'ships-free',
          'freight',
          { kind: 'freeFreight', basis: 'itemPrice' },
          { scope: { skus: ['sticker'] } },
        ),
      ],
      freight: [PARCEL],
    },
    belowCostFen: 1_180,
  },
  {
    // 4 × 4 000 = 16 000 takes 5 × 1 000 at every 3 000; margin 4 × 800.
    name: 'no cap on a per-N reduction',
    plan: {
      items: [item('soap', 4_000, 3_200), ...ORDINARY],
      promotions: [
        offer(
          'per-n',
          'storeReduction',
          { kind: 'each', thresholdFen: 3_000, offFen: 1_000 },
          { scope: { shops: ['s1'], skus: ['soap'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 4, shopsMax: 1 },
    belowCostFen: 5_000 - 3_200,
  },
  {
    // 2 000 − 2 000: free. Cost 900.
    name: 'a coupon whose threshold is its face',
    plan: {
      items: [item('comb', 2_000, 900), ...ORDINARY],
      promotions: [
        offer(
          'face',
          'platformCoupon',
          { kind: 'amount', thresholdFen: 2_000, offFen: 2_000 },
          { needsCoupon: true, scope: { skus: ['comb'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 900,
  },
  {
    // Meant were ¥99 for an item of ¥120, written were 99 fen. Cost 7 000 each, two pieces.
    name: 'a price in fen that was meant in yuan',
    plan: {
      items: [item('kettle', 12_000, 7_000), ...ORDINARY],
      promotions: [
        offer('deal', 'itemPrice', { kind: 'timedPrice', priceFen: 99 }, { scope: { skus: ['kettle'] } }),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 2, shopsMax: 1 },
    belowCostFen: 2 * (7_000 - 99),
  },
  {
    // 10 000 at 80 % and again at 80 % and again at 95 %: 6 080. Cost 6 500.
    name: 'percent on percent on percent',
    plan: {
      items: [item('coat', 10_000, 6_500), ...ORDINARY],
      promotions: [
        offer('timed', 'itemPrice', { kind: 'timedPrice', payBp: 8_000 }, { scope: { skus: ['coat'] } }),
        offer(
          'shop',
          'storeReduction',
          { kind: 'percent', payBp: 8_000 },
          { scope: { shops: ['s1'], skus: ['coat'] } },
        ),
        offer(
          'silver',
          'member',
          { kind: 'memberRate', payBp: 9_500 },
          { audience: { memberTiers: ['silver'] }, scope: { skus: ['coat'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 420,
  },
  {
    // 1 500 − 1 000 = 500; cost 1 200.
    name: 'a newcomer gift that fits below-cost items',
    plan: {
      items: [item('socks', 1_500, 1_200), ...ORDINARY],
      promotions: [
        offer(
          'welcome',
          'redPacket',
          { kind: 'amount', thresholdFen: 1_000, offFen: 1_000 },
          { audience: { newcomer: true }, scope: { skus: ['socks'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 700,
  },
  {
    // The lower step is the better share: 5 000 of 10 000 (half), 6 000 of 20 000. One piece at 10 000 costs 8 000 → paid 5 000.
    name: 'a lower step that gives a larger share than the upper one',
    plan: {
      items: [item('bag', 10_000, 8_000), ...ORDINARY],
      promotions: [
        offer(
          'steps',
          'crossStore',
          {
            kind: 'tiered',
            tiers: [
              { thresholdFen: 10_000, offFen: 5_000 },
              { thresholdFen: 20_000, offFen: 6_000 },
            ],
          },
          { scope: { skus: ['bag'] } },
        ),
      ],
    },
    belowCostFen: 3_000,
  },
  {
    // The 1 000 off each piece comes beside the 20 %: 5 000 − 1 000 − 1 000 = 3 000, cost 3 800, two pieces.
    name: 'an official cut and an item cut that add up',
    plan: {
      items: [item('pan', 5_000, 3_800), ...ORDINARY],
      promotions: [
        offer('official', 'itemCut', { kind: 'itemCut', payBp: 8_000 }, { scope: { skus: ['pan'] } }),
        offer('own', 'itemCut', { kind: 'itemCut', offFen: 1_000 }, { scope: { skus: ['pan'] } }),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 2, shopsMax: 1 },
    belowCostFen: 1_600,
  },
  {
    // Two groups of one layer, each with its winner: 3 000 and 2 500 off 12 000. Cost 9 000 → paid 6 500.
    name: 'two platform coupons that name different groups',
    plan: {
      items: [item('tea', 12_000, 9_000), ...ORDINARY],
      promotions: [
        offer(
          'a',
          'platformCoupon',
          { kind: 'amount', thresholdFen: 10_000, offFen: 3_000 },
          { needsCoupon: true, mutexGroup: 'a', scope: { skus: ['tea'] } },
        ),
        offer(
          'b',
          'platformCoupon',
          { kind: 'amount', thresholdFen: 10_000, offFen: 2_500 },
          { needsCoupon: true, mutexGroup: 'b', scope: { skus: ['tea'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 2_500,
  },
  {
    // The win-back coupon is for who was away 30 days, by one channel: 9 000 − 4 000, cost 6 000.
    name: 'a coupon for the idle that a channel stacks on a price',
    plan: {
      items: [item('cream', 10_000, 6_000), ...ORDINARY],
      promotions: [
        offer(
          'app-price',
          'itemPrice',
          { kind: 'timedPrice', priceFen: 9_000 },
          { audience: { channels: ['app'] }, scope: { skus: ['cream'] } },
        ),
        offer(
          'back',
          'platformCoupon',
          { kind: 'amount', thresholdFen: 9_000, offFen: 4_000 },
          { audience: { idleDaysMin: 30 }, needsCoupon: true, scope: { skus: ['cream'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
    belowCostFen: 1_000,
  },
  {
    // A cut of the shop drops one piece to 9 900, below the 10 000 of the reduction; two pieces reach it again: −9 000.
    // 2 × 9 900 − 9 000 = 10 800; cost 2 × 6 000.
    name: 'a threshold that two pieces reach after a price cut',
    plan: {
      items: [item('fan', 11_000, 6_000), ...ORDINARY],
      promotions: [
        offer('price', 'itemPrice', { kind: 'timedPrice', payBp: 9_000 }, { scope: { skus: ['fan'] } }),
        offer(
          'reduction',
          'crossStore',
          { kind: 'amount', thresholdFen: 10_000, offFen: 9_000 },
          { scope: { skus: ['fan'] } },
        ),
      ],
    },
    bounds: { linesMax: 1, quantityMax: 3, shopsMax: 1 },
    belowCostFen: 1_200,
  },
];

const solver = createSolver((problem) => expect.fail(String(problem)));
afterAll(() => solver.close());

describe('a planted loophole is found, with its depth', () => {
  it.each(LOOPHOLES.map((loophole) => [loophole.name, loophole] as const))('%s', async (_, loophole) => {
    const { plan, bounds = BOUNDS, belowCostFen } = loophole;
    const { deepest, items } = await audit(plan, bounds, solver.solve);
    const [found] = deepest;
    expect(found).toMatchObject({ measure: 'belowCost', certainty: 'solved', bound: belowCostFen });
    expect(found!.proof!.depth.belowCostFen).toBe(belowCostFen);
    // The hand and the machine agree with the truth.
    expect(bruteForce(plan, bounds).belowCostFen).toBe(belowCostFen);
    // The proof is a quote that anybody gets again.
    const quote = priceCart(found!.proof!.request, subjectOf(plan).index);
    expect(quote.goodsFen).toBeLessThan(quote.listFen + (plan.freight ? 1 : 0));
    expect(items.findings.map(({ skuId }) => skuId)).not.toContain('rice');
  });

  it('says that there is none where there is none, and proves it', async () => {
    const plan: SmallPlan = {
      items: [item('main', 10_000, 5_000), ...ORDINARY],
      promotions: [
        offer(
          'coupon',
          'storeCoupon',
          { kind: 'amount', thresholdFen: 20_000, offFen: 3_000 },
          { scope: { shops: ['s1'] } },
        ),
        offer('member', 'member', { kind: 'memberRate', payBp: 9_500 }),
      ],
    };
    const { deepest, items } = await audit(plan, BOUNDS, solver.solve);
    expect(deepest[0]).toEqual({ measure: 'belowCost', certainty: 'solved', bound: 0, proof: null });
    expect(items).toMatchObject({ findings: [], undecided: [], safe: 3 });
  });
});
