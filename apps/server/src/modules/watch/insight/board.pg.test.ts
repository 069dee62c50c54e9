import { createChance } from '@dacu/engine/simulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { virtualClocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { createConsumers } from '../../../platform/outbox/consumers.ts';
import { createRelay } from '../../../platform/outbox/relay.ts';
import { readBoard } from './board-store.ts';
import { insightConsumer } from './consumer.ts';
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

const SEED = 20_240_618;
const MINUTE = 60_000;
const ACTIVITY = `flash:${START}:sku-0`;

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  const { db } = suite;
  await db.query(
    `insert into activity (activity_id, campaign_id, edition_id, promotion_id, sku_id, starts_at, ends_at, stock_total, per_person_max, hold_ms)
     values ($1, $2, 'ed_1', 'flash', 'sku-0', $3, $4, 12, 1, 300000)`,
    [ACTIVITY, CAMPAIGN, START, START + 7_200_000],
  );
  for (let sku = 0; sku < 5; sku += 1) {
    await db.query('insert into stock (sku_id, on_hand, allotment) values ($1, 30, 30)', [`sku-${sku}`]);
  }
  await putVisits(db, randomVisits());
  await putPurchases(db, randomPurchases());
  // Visits and purchases were written one after the other: mix them, as a sale would.
  await createRelay({ db }).runOnce();
});
afterAll(() => suite.close());

const chance = createChance(SEED, 'board');
const someAt = () => START + chance.below(50 * MINUTE);

function randomVisits() {
  return Array.from({ length: 80 }, (_, index) => ({
    id: `v${index}`,
    shopperId: `s${chance.below(30)}`,
    at: someAt(),
    channel: ['app', 'douyin', 'wechat'][chance.below(3)]!,
  }));
}

function randomPurchases(): TestPurchase[] {
  return Array.from({ length: 60 }, (_, index) => {
    const placedAt = someAt();
    const fate = chance.below(3);
    const sku = chance.below(5);
    const quantity = 1 + chance.below(2);
    const netFen = 1_000 + chance.below(9_000);
    const platformFen = chance.below(300);
    return {
      id: `p${String(index).padStart(2, '0')}`,
      shopperId: `s${chance.below(30)}`,
      channel: ['app', 'douyin', 'wechat'][chance.below(3)]!,
      placedAt,
      lines: [
        {
          skuId: `sku-${sku}`,
          quantity,
          listFen: netFen + platformFen + 500,
          itemFen: netFen + platformFen,
          netFen,
          platformFen,
        },
      ],
      ...(fate === 0 ? {} : fate === 1 ? { closedAt: placedAt + 5 * MINUTE } : { paidAt: placedAt + MINUTE }),
      ...(fate === 2 && chance.happens(0.3)
        ? {
            refunds: [
              { at: placedAt + 9 * MINUTE, line: 0, quantity: 1, fen: Math.floor(netFen / quantity) },
            ],
          }
        : {}),
      ...(sku === 0 && index < 20 ? { flash: { activityId: ACTIVITY, quantity } } : {}),
    };
  });
}

type Row = Record<string, number | string | null>;
const one = async (text: string, params: unknown[]): Promise<Row> =>
  (await suite.db.query<Row>(text, params))[0]!;

/** The same figures out of base tables, cut at a position: nothing of the running sums is read. */
async function recompute(position: number, now: number) {
  const upTo = `select * from outbox where position <= $1`;
  const paid = `select o.at, p.*, p.body->'orders'->0->'lines'->0 as line from (${upTo}) o join purchase p on p.purchase_id = o.aggregate where o.type = 'purchase.paid'`;
  const gmv = `(line->>'netFen')::bigint + coalesce((line->>'platformFen')::bigint, 0)`;
  const totals = await one(
    `select (select count(*) from (${upTo}) o where type = 'visit.opened') as visits,
       (select count(distinct data->>'shopperId') from (${upTo}) o where type = 'visit.opened') as visitors,
       (select count(*) from (${upTo}) o where type = 'purchase.placed') as placed,
       (select count(*) from (${paid}) o) as orders,
       (select coalesce(sum((line->>'quantity')::int), 0) from (${paid}) o) as units,
       (select coalesce(sum(${gmv}), 0)::bigint from (${paid}) o) as "paidFen",
       (select count(distinct shopper_id) from (${paid}) o) as buyers,
       (select count(*) from (${upTo}) o where type = 'purchase.paid' and (data->>'firstOrder')::boolean) as "newCustomers",
       (select coalesce(sum((data->>'refundFen')::bigint), 0)::bigint from (${upTo}) o where type = 'purchase.refunded') as "refundedFen",
       (select count(*) from (${upTo}) o where type = 'purchase.depositPaid') as deposits,
       (select count(*) from (${paid}) o where body->'presale' is not null) as balances`,
    [position],
  );
  const minutes = await suite.db.query<Row>(
    `select m as at, coalesce((select sum(${gmv}) from (${paid}) o where o.at / 60000 = m / 60000), 0)::bigint as "paidFen",
       (select count(*) from (${paid}) o where o.at / 60000 = m / 60000) as orders,
       (select count(distinct data->>'shopperId') from (${upTo}) o where type = 'visit.opened' and o.at / 60000 = m / 60000) as visitors
     from generate_series($2::bigint - 59 * 60000, $2::bigint, 60000) m`,
    [position, Math.floor(now / MINUTE) * MINUTE],
  );
  const channels = await suite.db.query<Row>(
    `select channel, sum(visitors)::int as visitors, sum(orders)::int as orders, sum(fen)::bigint as "paidFen" from (
       select data->>'channel' as channel, count(distinct data->>'shopperId') as visitors, 0 as orders, 0 as fen from (${upTo}) o
       where type = 'visit.opened' group by 1
       union all select body->>'channel', 0, count(*), sum(${gmv}) from (${paid}) o group by 1) u
     group by 1 order by 4 desc, 1`,
    [position],
  );
  const taken = await suite.db.query<Row>(
    `select line->>'skuId' as id, sum(units)::int as taken from (
       select p.body->'orders'->0->'lines'->0 as line,
         case o.type when 'purchase.placed' then 1 when 'purchase.closed' then -1 else 0 end
           * (p.body->'orders'->0->'lines'->0->>'quantity')::int
         - case o.type when 'purchase.refunded' then (o.data->'lines'->0->>'quantity')::int else 0 end as units
       from (${upTo}) o join purchase p on p.purchase_id = o.aggregate) u group by 1 having sum(units) > 0`,
    [position],
  );
  const states = await suite.db.query<Row>(
    `select o.aggregate as id, (select case type when 'purchase.placed' then 'held' else replace(type, 'purchase.', '') end
       from (${upTo}) e where e.aggregate = o.aggregate order by position desc limit 1) as state
     from (${upTo}) o where type = 'purchase.placed' order by position desc limit 12`,
    [position],
  );
  return { totals, minutes, channels, taken, states };
}

describe('the board', () => {
  test(`equals the base tables at every position it stops at (seed ${SEED})`, async () => {
    const compiled = testPlan();
    const plan = testPlanSource(compiled);
    const consumers = createConsumers({ db: suite.db, consumers: [insightConsumer({ plan })], batchMax: 17 });
    const now = START + 55 * MINUTE;
    let frames = 0;
    while ((await consumers.runOnce()) > 0) {
      frames += 1;
      const rows = await readBoard(suite.db, CAMPAIGN, now);
      const truth = await recompute(rows.position, now);
      const { countingSince: _, returnedUnits: __, complaints: ___, ...totals } = rows.totals;
      expect(totals).toEqual(truth.totals);
      expect(rows.channels).toEqual(truth.channels);
      expect(
        Object.fromEntries(rows.heat.filter((row) => row.kind === 'sku').map((row) => [row.id, row.taken])),
      ).toEqual(Object.fromEntries(truth.taken.map((row) => [row.id, row.taken])));
      expect(rows.recent.map((row) => [row.purchaseId, row.state])).toEqual(
        truth.states.map((row) => [row.id, row.state]),
      );
      const frame = await createLiveBoard({
        db: suite.db,
        clocks: virtualClocks(now),
        plan,
        catalog: { allSkus: async () => [], categories: async () => [] },
        simulated: true,
      }).frame();
      expect(frame!.position).toBe(rows.position);
      expect(frame!.minutes).toEqual(truth.minutes);
    }
    expect(frames).toBeGreaterThan(8);
  });

  test('summing everything again from the outbox gives the same sums', async () => {
    const tables = ['campaign', 'minute', 'day', 'channel', 'sku', 'discount', 'seen', 'taken'].map(
      (name) => `insight_${name}`,
    );
    const dump = async () =>
      Promise.all(
        tables.map(
          async (table) =>
            await suite.db.query(`select to_jsonb(t) - 'sold_out_at' as row from ${table} t order by 1`),
        ),
      );
    const before = await dump();
    expect(before.every((rows) => rows.length > 0)).toBe(true);
    await suite.db.query(`truncate ${tables.join(', ')}`);
    await suite.db.query(`delete from consumer where name = 'insight'`);
    const consumers = createConsumers({
      db: suite.db,
      consumers: [insightConsumer({ plan: testPlanSource(testPlan()) })],
      batchMax: 1_000,
    });
    while ((await consumers.runOnce()) > 0);
    expect(await dump()).toEqual(before);
  });

  test('an activity is noted as sold out at the instant its last unit was taken, and stays noted', async () => {
    const noted = async () =>
      (
        await suite.db.query<{ taken: number; sold_out_at: number | null }>(
          `select taken, sold_out_at from insight_taken where kind = 'flash'`,
        )
      )[0]!;
    const before = await noted();
    expect(before.sold_out_at).toBeNull();
    const placedAt = START + 56 * MINUTE;
    const quantity = 12 - before.taken;
    const line = { skuId: 'sku-0', quantity, listFen: 2, itemFen: 2, netFen: 2 };
    await putPurchases(suite.db, [
      {
        id: 'last',
        shopperId: 's1',
        placedAt,
        closedAt: placedAt + MINUTE,
        lines: [line],
        flash: { activityId: ACTIVITY, quantity },
      },
    ]);
    await createRelay({ db: suite.db }).runOnce();
    const consumer = insightConsumer({ plan: testPlanSource(testPlan()) });
    const consumers = createConsumers({ db: suite.db, consumers: [consumer], batchMax: 1 });
    await consumers.runOnce();
    expect(await noted()).toEqual({ taken: 12, sold_out_at: placedAt });
    await consumers.runOnce();
    expect(await noted()).toEqual({ taken: before.taken, sold_out_at: placedAt });
  });
});
