import { afterAll, beforeAll, expect, test } from 'vitest';
import { createConsumers } from '../../../platform/outbox/consumers.ts';
import { type Bench, openBench, placedRow } from '../../trade/trade-test-bench.ts';
import { agree, BALANCE, deposit, publishPresale } from '../../trade/trade-test-presale.ts';
import { readBoard } from './board-store.ts';
import { insightConsumer } from './consumer.ts';
import { definitionOf } from './definitions.ts';
import { FIGURE_PARTS } from './figure-parts.ts';
import { readFigureRows } from './figure-rows.ts';
import { KEPT_ROWS, PAID_TABLE } from './kept-parts.ts';

const CAMPAIGN = 'sale-test';
let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 40 });
});
afterAll(() => bench.close());

const window = [BALANCE.startsAt - 30 * 86_400_000, BALANCE.endsAt + 1] as const;

/** What the board has summed, what the rows behind it add up to, and what the review's own query says. */
async function counted() {
  await bench.drainEvents();
  const edition = (await bench.sale.plan.editionAt(bench.clocks.campaign.now()))!;
  // What only screens and reviews read of a plan is left out of the test sale.
  const compiled = { ...edition.compiled, traffic: { days: [{ startsAt: window[0] }] } };
  const plan = { editionAt: async () => ({ ...edition, compiled }) };
  const consumer = insightConsumer({ plan: plan as never });
  const consumers = createConsumers({ db: bench.db, consumers: [consumer], batchMax: 7 });
  while ((await consumers.runOnce()) > 0);
  const { totals } = await readBoard(bench.db, CAMPAIGN, bench.clocks.campaign.now());
  const rowsOf = (side: 'part' | 'whole') =>
    readFigureRows(bench.db, {
      metric: definitionOf('balanceConversion')!,
      parts: FIGURE_PARTS.balanceConversion!,
      ...{ side, campaignId: CAMPAIGN, campaign: { startsAt: window[0], endsAt: window[1] } },
      ...{ from: null, to: null, channel: null, position: null, cursor: null, limit: 100 },
    });
  const [part, whole] = await Promise.all([rowsOf('part'), rowsOf('whole')]);
  const asOf = bench.clocks.campaign.now();
  const [review] = await bench.db.query<{ part: number; whole: number }>(
    `with parameters as (select $1::bigint, $2::bigint, $3::bigint, $4::text, $5::bigint) ${definitionOf('balanceConversion')!.query}`,
    [...window, asOf, CAMPAIGN, 0],
  );
  const kept = await bench.db.transaction(async (tx) => {
    await tx.query(PAID_TABLE, [CAMPAIGN]);
    const rows = async (kind: 'deposit' | 'balance') =>
      (await tx.query(KEPT_ROWS[kind], [...window, asOf])).length;
    return { part: await rows('balance'), whole: await rows('deposit') };
  });
  return {
    board: { part: totals.balances, whole: totals.deposits },
    rows: { part: part.rows.length, whole: whole.rows.length, value: part.total!.value },
    titles: new Set(whole.rows.map(({ title }) => title?.en)),
    ...{ review, kept },
  };
}

test('of deposits that were paid, those paid in full count once: on the board, in its rows, in a review and in what it keeps', async () => {
  publishPresale(bench, { gift: null, activityStock: 20 });
  const booked = [];
  for (let one = 0; one < 3; one++) {
    const row = placedRow(await deposit(bench, await bench.shopper()));
    await bench.pay(row);
    booked.push(row);
  }
  // Held and never paid: no deposit.
  await deposit(bench, await bench.shopper());
  expect(await counted()).toMatchObject({
    board: { part: 0, whole: 3 },
    rows: { part: 0, whole: 3, value: 0 },
    // A review waits until the window is over.
    review: { part: 0, whole: 0 },
    kept: { part: 0, whole: 0 },
  });
  await bench.advanceTo(BALANCE.startsAt);
  await agree(bench, booked[0]!);
  await bench.pay(booked[0]!);
  // Paid at once, nothing of it is a balance.
  await bench.pay(await bench.buy(await bench.shopper(), [{ skuId: 'sku-cable', quantity: 1 }]));
  const open = await counted();
  expect(open).toMatchObject({ board: { part: 1, whole: 3 }, rows: { part: 1, whole: 3, value: 3_333 } });
  expect(open.titles).toEqual(new Set(['sku-earbuds']));
  await bench.advanceTo(BALANCE.endsAt);
  expect(await counted()).toMatchObject({
    board: { part: 1, whole: 3 },
    review: { part: 1, whole: 3 },
    kept: { part: 1, whole: 3 },
  });
});

test('the figure is filled up to where the board had come when its columns were added', async () => {
  const { readFile } = await import('node:fs/promises');
  const { MIGRATIONS_DIR } = await import('../../../platform/db/migrate.ts');
  const sql = await readFile(`${MIGRATIONS_DIR}/0146-deposits-and-balances-counted.sql`, 'utf8');
  await bench.db.query('alter table insight_campaign drop column deposits, drop column balances');
  await bench.db.query(sql);
  const [row] = await bench.db.query(
    'select deposits, balances from insight_campaign where campaign_id = $1',
    [CAMPAIGN],
  );
  expect(row).toEqual({ deposits: 3, balances: 1 });
});
