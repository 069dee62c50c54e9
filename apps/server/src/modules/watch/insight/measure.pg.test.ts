import type { Goal } from '@dacu/contract/plan';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { DEFINITIONS, definitionOf } from './definitions.ts';
import {
  CAMPAIGN,
  DAY,
  putPurchases,
  putVisits,
  START,
  type TestLine,
  testPlan,
} from './insight-test-sale.ts';
import { measure, measureGoals, measureIndicators, measurePhases } from './measure.ts';
import { readChannels, readDiscounts, readFunnel, readItems } from './review-sections.ts';
import { zoneOffsetMs } from './zone.ts';

const at = (day: number, hour = 12): number => START + day * DAY + hour * 3_600_000;
const window = {
  startsAt: START,
  endsAt: START + 60 * DAY,
  asOf: START + 100 * DAY,
  zoneOffsetMs: 8 * 3_600_000,
};

const line = (over: Partial<TestLine> = {}): TestLine => ({
  skuId: 'sku-a',
  quantity: 1,
  listFen: 12_000,
  itemFen: 10_000,
  netFen: 9_000,
  sellerFen: 1_000,
  ...over,
});

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  const { db } = suite;
  await putVisits(db, [
    { id: 'v1', shopperId: 'a', at: at(1), did: ['view', 'cartAdd'] },
    { id: 'v2', shopperId: 'a', at: at(25), did: ['cartAdd', 'view'] },
    { id: 'v3', shopperId: 'b', at: at(2), channel: 'douyin', did: ['view'] },
    { id: 'v4', shopperId: 'c', at: at(22), channel: 'douyin' },
    { id: 'v5', shopperId: 'd', at: at(23), did: ['view', 'cartAdd'] },
  ]);
  await putPurchases(db, [
    // V67 of the metric vectors: O1 paid 9000 of 10000, O2 unpaid 5000, O3 paid 18000 of 20000, refunded 6000.
    {
      id: 'o1',
      shopperId: 'a',
      placedAt: at(1) + 60_000,
      paidAt: at(1) + 90_000,
      visitId: 'v1',
      lines: [line()],
      freightFen: 800,
    },
    {
      id: 'o2',
      shopperId: 'b',
      placedAt: at(2),
      closedAt: at(2, 13),
      channel: 'douyin',
      lines: [line({ listFen: 5_000, itemFen: 5_000, netFen: 5_000, sellerFen: 0 })],
    },
    {
      id: 'o3',
      shopperId: 'a',
      placedAt: at(25),
      paidAt: at(25),
      visitId: 'v2',
      lines: [
        line({
          skuId: 'sku-b',
          quantity: 3,
          listFen: 20_000,
          itemFen: 20_000,
          netFen: 18_000,
          sellerFen: 2_000,
        }),
      ],
      refunds: [{ at: at(30), line: 0, quantity: 1, fen: 6_000 }],
    },
    // The platform pays 700 of the reduction: the operator receives that too.
    {
      id: 'o4',
      shopperId: 'd',
      placedAt: at(23) + 60_000,
      paidAt: at(23) + 60_000,
      visitId: 'v5',
      lines: [line({ netFen: 9_000, platformFen: 700, sellerFen: 300 })],
    },
  ]);
  await db.query(
    `insert into stock (sku_id, on_hand, allotment) values ('sku-a', 9, 9), ('sku-b', 9, 9), ('sku-c', 9, 9), ('sku-x', 0, 0)`,
  );
  await db.query(
    `insert into complaint (complaint_id, purchase_id, shopper_id, topic, state, sealed_words, opened_at) values ('c1', 'o1', 'a', 'price', 'open', '', $1)`,
    [at(3)],
  );
});
afterAll(() => suite.close());

const value = async (id: string, over: Partial<typeof window> = {}) =>
  (await measure(suite.db, definitionOf(id)!, { ...window, ...over }, CAMPAIGN)).value;

describe('metrics of a small sale with known answers', () => {
  const whole: [string, number | null][] = [
    ['paidGmv', 9_000 + 18_000 + 9_700],
    ['createdGmv', 10_000 + 5_000 + 20_000 + 10_000],
    ['nmv', 9_000 + 12_000 + 9_700],
    ['orders', 3],
    ['uv', 4],
    ['newCustomers', 2],
    ['newCustomerShare', 10_000],
    ['newVisitorConversion', 5_000],
    ['revenuePerBuyer', 18_350],
    ['averageOrder', 12_233],
    ['payConversion', 5_000],
    ['addToCartRate', 6_667],
    ['closedShare', 2_500],
    ['sellThrough', 6_667],
    ['returnRate', 2_000],
    ['refundRate', Math.round((6_000 / (9_800 + 18_000 + 9_000)) * 10_000)],
    ['complaintRate', 3_333],
    ['revenuePerBuyerDailyMean', 12_233],
    ['repurchasePerBuyer30', 5_000],
    ['nps', null],
    ['socialExposure', null],
  ];
  test.each(whole)('%s', async (id, expected) => {
    expect(await value(id)).toBe(expected);
  });

  test('every definition runs, and a missing source is null with a reason in both languages', async () => {
    for (const definition of DEFINITIONS) {
      const figure = await measure(suite.db, definition, window, CAMPAIGN);
      if (definition.query !== null) continue;
      expect(figure.value).toBeNull();
      expect(figure.note?.zh).toMatch(/数据来源/);
      expect(figure.note?.en).toMatch(/no source/);
    }
  });
});

describe('windows', () => {
  const burst = { startsAt: START + 20 * DAY, endsAt: START + 40 * DAY };

  test('a phase counts what was paid in it; a returning buyer is no new customer there', async () => {
    expect(await value('paidGmv', burst)).toBe(18_000 + 9_700);
    expect(await value('newCustomerShare', burst)).toBe(5_000);
  });

  test('half open: an order paid at the end of a window belongs to the next', async () => {
    const paidAt = at(25);
    expect(await value('orders', { startsAt: paidAt, endsAt: paidAt + 1 })).toBe(1);
    expect(await value('orders', { startsAt: paidAt - 1, endsAt: paidAt })).toBe(0);
  });

  test('repurchase after the event is unknown until thirty days have passed, then counts', async () => {
    const warm = { startsAt: START, endsAt: START + 20 * DAY };
    const early = await measure(
      suite.db,
      definitionOf('repurchaseRate30')!,
      { ...window, ...warm, asOf: START + 49 * DAY },
      CAMPAIGN,
    );
    expect(early.value).toBeNull();
    expect(early.note?.en).toContain('2024-07-21');
    expect(await value('repurchaseRate30', warm)).toBe(10_000);
    expect(await value('repurchaseRate30', burst)).toBe(0);
  });

  test('returns are known fifteen days after payment', async () => {
    expect(await value('returnRate', { asOf: at(25) + 14 * DAY })).toBe(0);
    expect(await value('returnRate', { asOf: at(25) + 15 * DAY })).toBe(2_000);
  });

  test('a window that has not begun says so', async () => {
    const figure = await measure(suite.db, definitionOf('orders')!, { ...window, asOf: START }, CAMPAIGN);
    expect([figure.value, figure.note?.en]).toEqual([null, 'Not begun yet.']);
  });

  test('another campaign has no part in it', async () => {
    expect((await measure(suite.db, definitionOf('orders')!, window, 'other')).value).toBe(0);
  });
});

describe('the plan’s side', () => {
  const goal = (
    id: string,
    metric: string | null,
    target: number | null,
    group: Goal['group'] = 'goal',
  ): Goal => ({
    id,
    title: { zh: id, en: id },
    group,
    metric,
    unit: 'fen' as const,
    target,
    better: 'higher' as const,
    growthBp: null,
    gainBp: null,
    steps: id === 'sales' ? [{ spanId: 'burst', target: 20_000 }] : [],
    source: 'stated' as const,
  });
  const plan = testPlan({
    goals: [
      goal('sales', 'paidGmv', 73_400),
      goal('brand', null, null),
      goal('odd', 'brandAwareness', 5),
      goal('few complaints', 'complaintRate', 15, 'experience'),
      goal('many orders', 'orders', 4, 'sales'),
    ],
  });

  test('goals meet what was reached, step by step; what only people judge stays open', async () => {
    const { figures, definitions } = await measureGoals(suite.db, plan, window);
    expect(figures[0]!.steps).toMatchObject([{ spanId: 'burst', value: 27_700, target: 20_000 }]);
    expect(figures.map((entry) => [entry.title?.en, entry.value, entry.target])).toEqual([
      ['sales', 36_700, 73_400],
      ['brand', null, null],
      ['odd', null, 5],
    ]);
    expect(definitions).toHaveLength(3);
  });

  test('indicators stand in their groups, the plan’s own first and by its names; no goal is repeated', async () => {
    const { figures, definitions } = await measureIndicators(suite.db, plan, window);
    expect(
      figures
        .filter(({ group }) => group !== 'companion')
        .map((entry) => [entry.group, entry.title?.en ?? entry.definitionId, entry.target]),
    ).toEqual([
      ['sales', 'many orders', 4],
      ['sales', 'gmvAttainment', 10_000],
      ['sales', 'newCustomerShare', null],
      ['sales', 'repurchaseRate30', null],
      ['sales', 'revenuePerBuyer', null],
      ['experience', 'few complaints', 15],
      ['experience', 'returnRate', null],
    ]);
    expect(definitions.map(({ id }) => id)).toEqual(['orders', 'complaintRate']);
    const ids = figures.map(({ definitionId }) => definitionId);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain('paidGmv');
  });

  test('attainment is of the GMV goal; repurchase pools mature phases', async () => {
    const { figures } = await measureIndicators(suite.db, plan, window);
    const measured = (id: string) => figures.find(({ definitionId }) => definitionId === id)!.value;
    expect(measured('gmvAttainment')).toBe(5_000);
    // One of one in the warm-up, none of two in the burst.
    expect(measured('repurchaseRate30')).toBe(3_333);
  });

  test('a target for one phase stands at that phase', async () => {
    const phases = await measurePhases(suite.db, plan, window);
    const sales = phases.map((phase) => phase.measures.find((entry) => entry.definitionId === 'paidGmv')!);
    expect(sales.map((entry) => [entry.value, entry.target])).toEqual([
      [9_000, null],
      [27_700, 20_000],
      [0, null],
    ]);
  });
});

describe('sections', () => {
  test('the funnel counts steps in strict order', async () => {
    // v2 put into the cart before it looked: it reaches the product page and no further.
    const funnel = await readFunnel(suite.db, window, CAMPAIGN);
    expect(funnel.map((step) => step.visitors)).toEqual([5, 4, 2, 2, 2]);
    expect(funnel[1]!.rateBp).toBe(8_000);
  });

  test('discounts are split by who pays, from what the orders froze', async () => {
    const discounts = await readDiscounts(suite.db, window, testPlan());
    expect(
      discounts.map(({ promotionId, orders, costFen, funders }) => ({
        promotionId,
        orders,
        costFen,
        funders,
      })),
    ).toEqual([
      { promotionId: 'cut', orders: 2, costFen: 4_000, funders: [{ funder: 'seller', fen: 4_000 }] },
      {
        promotionId: 'cross',
        orders: 3,
        costFen: 4_000,
        funders: [
          { funder: 'seller', fen: 3_300 },
          { funder: 'platform', fen: 700 },
        ],
      },
    ]);
  });

  test('channels and items', async () => {
    expect(await readChannels(suite.db, window, CAMPAIGN)).toEqual([
      { channel: 'app', visitors: 2, orders: 3, paidFen: 36_700 },
      { channel: 'douyin', visitors: 2, orders: 0, paidFen: 0 },
    ]);
    const items = await readItems(suite.db, window, CAMPAIGN);
    expect(items[0]).toMatchObject({ skuId: 'sku-a', units: 2, paidFen: 18_000, views: 4, returned: 0 });
    expect(items[1]).toMatchObject({ skuId: 'sku-b', units: 3, returned: 1 });
  });
});

test('zones have offsets, with their summer time', () => {
  expect(zoneOffsetMs('Asia/Shanghai', START)).toBe(8 * 3_600_000);
  expect(zoneOffsetMs('America/New_York', START)).toBe(-4 * 3_600_000);
  expect(zoneOffsetMs('Asia/Kolkata', START)).toBe(5.5 * 3_600_000);
  expect(zoneOffsetMs('UTC', START)).toBe(0);
});
