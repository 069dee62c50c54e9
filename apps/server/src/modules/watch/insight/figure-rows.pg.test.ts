import type { BoardFrame } from '@dacu/contract/api';
import { createChance } from '@dacu/engine/simulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { virtualClocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { createConsumers } from '../../../platform/outbox/consumers.ts';
import { createRelay } from '../../../platform/outbox/relay.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { insightConsumer } from './consumer.ts';
import { definitionOf } from './definitions.ts';
import { FIGURE_PARTS } from './figure-parts.ts';
import { type FigureRowsInput, readFigureRows } from './figure-rows.ts';
import {
  CAMPAIGN,
  putPurchases,
  putVisits,
  START,
  type TestPurchase,
  testPlan,
  testPlanSource,
} from './insight-test-sale.ts';
import { createLiveBoard } from './live-board.ts';

const SEED = 618;
const MINUTE = 60_000;
const NOW = START + 55 * MINUTE;
const CHANNELS = ['app', 'douyin', 'wechat'];
/** That of pre-sales is counted on real ones (`balance-conversion.pg.test.ts`). */
const METRICS = Object.keys(FIGURE_PARTS).filter((id) => id !== 'balanceConversion');

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  const { db } = suite;
  const visits = Array.from({ length: 60 }, (_, index) => ({
    id: `v${index}`,
    shopperId: `s${chance.below(25)}`,
    at: someAt(),
    channel: CHANNELS[chance.below(3)]!,
  }));
  await putVisits(db, visits);
  await putPurchases(
    db,
    Array.from({ length: 50 }, (_, index) => somePurchase(index)),
  );
  await db.transaction((tx) =>
    writeOutbox(
      tx,
      [1, 5, 9].map((index) => ({
        type: 'complaint.opened',
        aggregate: `c${index}`,
        at: NOW,
        data: { complaintId: `c${index}`, purchaseId: idOf(index), topic: 'price' },
      })),
    ),
  );
  await createRelay({ db }).runOnce();
});
afterAll(() => suite.close());

const chance = createChance(SEED, 'figures');
const someAt = () => START + chance.below(50 * MINUTE);
const idOf = (index: number) => `p${String(index).padStart(2, '0')}`;

function somePurchase(index: number): TestPurchase {
  const placedAt = someAt();
  const fate = chance.below(3);
  const quantity = 1 + chance.below(3);
  const netFen = 1_000 + chance.below(9_000);
  const platformFen = chance.below(300);
  const sellerFen = chance.below(200);
  const itemFen = netFen + platformFen + sellerFen;
  return {
    id: idOf(index),
    shopperId: `s${chance.below(25)}`,
    channel: CHANNELS[chance.below(3)]!,
    placedAt,
    lines: [{ skuId: 'sku-0', quantity, listFen: itemFen + 500, itemFen, netFen, platformFen, sellerFen }],
    freightFen: 800,
    ...(fate === 0 ? {} : fate === 1 ? { closedAt: placedAt + 5 * MINUTE } : { paidAt: placedAt + MINUTE }),
    ...(fate === 2 && chance.happens(0.4)
      ? { refunds: [{ at: placedAt + 9 * MINUTE, line: 0, quantity: 1, fen: Math.floor(netFen / quantity) }] }
      : {}),
  };
}

const read = (metric: string, over: Partial<FigureRowsInput> = {}) =>
  readFigureRows(suite.db, {
    metric: definitionOf(metric)!,
    parts: FIGURE_PARTS[metric]!,
    side: 'part',
    campaignId: CAMPAIGN,
    campaign: testPlan(),
    from: null,
    to: null,
    channel: null,
    position: null,
    cursor: null,
    limit: 500,
    ...over,
  });

/** Every page of a figure, one after the other. */
async function readAllPages(metric: string, over: Partial<FigureRowsInput>) {
  const pages = [await read(metric, over)];
  while (pages.at(-1)!.nextCursor !== null) {
    const { nextCursor: cursor, position } = pages.at(-1)!;
    pages.push(await read(metric, { ...over, position, cursor }));
  }
  return pages;
}

const sums = {
  one: () => 1,
  units: (row: { units: number }) => row.units,
  gmvFen: (row: { gmvFen: number }) => row.gmvFen,
};

describe(`rows behind the figures of the board (seed ${SEED})`, () => {
  test('every figure of the board is what its rows add up to, at every position the board stops at', {
    timeout: 90_000,
  }, async () => {
    const plan = testPlanSource(testPlan());
    const consumers = createConsumers({ db: suite.db, consumers: [insightConsumer({ plan })], batchMax: 23 });
    const frames: BoardFrame[] = [];
    while ((await consumers.runOnce()) > 0) {
      const frame = await createLiveBoard({
        db: suite.db,
        clocks: virtualClocks(NOW),
        plan,
        catalog: { allSkus: async () => [], categories: async () => [] },
        simulated: true,
      }).frame();
      frames.push(frame!);
      expect(frame!.figures.map(({ id }) => id).sort()).toEqual(METRICS.sort());
      for (const figure of frame!.figures) {
        const { total, position } = await read(figure.id);
        expect([figure.id, position, total!.value, total!.unit]).toEqual([
          figure.id,
          frame!.position,
          figure.value,
          figure.unit,
        ]);
      }
    }
    expect(frames.length).toBeGreaterThan(5);
    // Asked again later as of an earlier position, the answer is still that of then.
    const early = frames[3]!;
    for (const figure of early.figures) {
      const { total } = await read(figure.id, { position: early.position });
      expect([figure.id, total!.value]).toEqual([figure.id, figure.value]);
    }
  });

  test.each(METRICS)('%s: the rows of all pages add up to both its sides, each row once', async (metric) => {
    for (const side of ['part', 'whole'] as const) {
      if (FIGURE_PARTS[metric]![side] === null) continue;
      const pages = await readAllPages(metric, { side, limit: 7 });
      const rows = pages.flatMap((page) => page.rows);
      const { total, adds } = pages[0]!;
      expect(rows.length).toBe(total!.rows);
      expect(rows.length).toBeGreaterThan(0);
      expect(new Set(rows.map((row) => row.position)).size).toBe(rows.length);
      expect(rows.reduce((sum, row) => sum + sums[adds](row), 0)).toBe(total!.sum);
      expect(pages.slice(1).every((page) => page.total === null)).toBe(true);
      expect(rows.map((row) => row.position)).toEqual(rows.map((row) => row.position).sort((a, b) => b - a));
    }
  });

  test('minutes and channels part the money among them and lose none', async () => {
    const whole = (await read('paidGmv')).total!.sum;
    const half = START + 25 * MINUTE;
    const [before, after] = [await read('paidGmv', { to: half }), await read('paidGmv', { from: half })];
    expect(before.total!.sum + after.total!.sum).toBe(whole);
    expect(before.total!.sum).toBeGreaterThan(0);
    let byChannel = 0;
    for (const channel of CHANNELS) byChannel += (await read('paidGmv', { channel })).total!.sum;
    expect(byChannel).toBe(whole);
  });

  test('another campaign has none of these rows, and a position to come is none', async () => {
    expect((await read('orders', { campaignId: 'sale-other' })).total!.rows).toBe(0);
    const now = await read('orders');
    expect((await read('orders', { position: now.position + 1_000 })).position).toBe(now.position);
  });
});
