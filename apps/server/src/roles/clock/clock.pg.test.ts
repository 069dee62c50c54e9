import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogueFiles } from '../../modules/base/catalog/test-catalogue.ts';
import { openWebBench, type WebBench } from '../web-test-bench.ts';

const CAMPAIGNS = new URL('../../../../../campaigns/', import.meta.url);
const at = (text: string) => Date.parse(`${text}+08:00`);
const ADDRESS = { recipient: '测试', phone: '13800000001', region: '310000', line: '一号路1号' };

let bench: WebBench;
let commander: string;
let analyst: string;

beforeAll(async () => {
  bench = await openWebBench({ DACU_RATE_PER_MINUTE: '0' });
  const { catalog, plan, stock, clocks } = bench.context;
  const now = clocks.campaign.now();
  await catalog.importCatalogue({
    files: await catalogueFiles(),
    at: now,
    dryRun: false,
    receiveStock: async (tx, rows) => {
      await stock.receive(tx, { receiptId: 'opening', at: now, rows });
    },
  });
  for (const name of ['2024-year-of-sales.yaml', '2026-health-future.yaml'])
    expect(
      await plan.publish({
        yaml: await readFile(new URL(name, CAMPAIGNS), 'utf8'),
        by: 'test',
        at: now,
        // What the law says is not what is under test.
        rehearsal: true,
      }),
    ).toMatchObject({ kind: 'published' });
  commander = await bench.signedIn('commander');
  analyst = await bench.signedIn('analyst');
}, 120_000);
afterAll(() => bench?.close());

const headers = (cookie: string) => ({ cookie, origin: 'http://localhost:80', host: 'localhost:80' });
const get = async (url: string, cookie = commander) =>
  (await bench.app.inject({ url, headers: headers(cookie) })).json();
const move = (payload: object, cookie = commander) =>
  bench.app.inject({ method: 'POST', url: '/api/ops/clock', payload, headers: headers(cookie) });

/** Somebody orders and does not pay. */
async function unpaidPurchase(): Promise<{ cookie: string; purchaseId: string }> {
  const visit = await bench.app.inject({ method: 'POST', url: '/api/visits', payload: {} });
  const cookie = visit.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
  const venue = (await bench.app.inject('/api/venue')).json();
  const { skuId } = venue.sections[0].products[0];
  let expectedPayFen = 1;
  for (let tries = 0; tries < 2; tries += 1) {
    const placed = await bench.app.inject({
      method: 'POST',
      url: '/api/purchases',
      headers: { ...headers(cookie), 'idempotency-key': `clock-test-${tries}` },
      payload: { lines: [{ skuId, quantity: 1 }], expectedPayFen, address: ADDRESS },
    });
    if (placed.statusCode < 400) return { cookie, purchaseId: placed.json().purchaseId };
    expectedPayFen = placed.json().quote.payFen;
  }
  throw new Error('nothing could be bought');
}

async function newestPurchase() {
  const all = {
    states: [],
    kind: null,
    channel: null,
    from: null,
    to: null,
    payFenMin: null,
    payFenMax: null,
  };
  const sort = { by: 'placedAt', desc: true } as const;
  return (await bench.context.orders.search({ ...all, sought: '', sort, cursor: null, limit: 1 })).rows[0];
}

describe('moving campaign time', () => {
  test('the stops are what opens later, in order: the eve of Double 11 is among them, last year is not', async () => {
    const { stops, campaignAt } = await get('/api/ops/clock/stops', analyst);
    const instants = stops.map((stop: { at: number }) => stop.at);
    expect(instants).toEqual([...instants].sort((one, other) => one - other));
    expect(Math.min(...instants)).toBeGreaterThan(campaignAt);
    expect(stops).toContainEqual(
      expect.objectContaining({
        kind: 'node',
        title: expect.objectContaining({ zh: '双11' }),
        at: at('2024-11-11T00:00'),
      }),
    );
    expect(stops).toContainEqual(
      expect.objectContaining({ kind: 'flash', campaignId: 'sale-2024', at: at('2024-06-18T00:00') }),
    );
    expect(stops).toContainEqual(expect.objectContaining({ kind: 'phase', campaignId: 'sale-2026' }));
  });

  test('a preview changes nothing and says what would turn', async () => {
    const { purchaseId } = await unpaidPurchase();
    const toAt = at('2024-11-10T23:59');
    const preview = await get(`/api/ops/clock/preview?campaignAt=${toAt}`, analyst);
    expect(preview).toMatchObject({
      toAt,
      refusal: null,
      campaign: { before: { id: 'sale-2024' }, after: { id: 'sale-2024' } },
      phase: { before: { id: 'burst-618' }, after: { id: 'burst-1111' } },
      node: { after: null },
      holds: { purchases: 1 },
    });
    expect(preview.holds.payFen).toBeGreaterThan(0);
    expect(preview.due).toContainEqual({ kind: 'purchase.expire', count: 1 });
    // 18 June to 10 November: a slot a night.
    expect(preview.flash.passed).toBeGreaterThan(140);
    expect((await get('/api/clock')).campaignAt).toBeLessThan(at('2024-06-18T00:10'));
    expect(await newestPurchase()).toMatchObject({
      purchaseId,
      state: 'held',
    });
  });

  test('403: an analyst looks and does not move; 409: time never goes back', async () => {
    expect((await move({ campaignAt: at('2024-11-10T23:59') }, analyst)).json().code).toBe('forbidden');
    const back = await move({ campaignAt: at('2024-01-01T00:00') });
    expect([back.statusCode, back.json().code]).toEqual([409, 'clockBack']);
    const preview = await get(`/api/ops/clock/preview?campaignAt=${at('2024-01-01T00:00')}`);
    expect(preview.refusal).toBe('clockBack');
    expect((await get('/api/ops/clock/moves')).moves).toEqual([]);
  });

  test('after a move everything follows: holds, phase, venue, board, and who moved it is known', async () => {
    const toAt = at('2024-11-10T23:59');
    const moved = await move({ campaignAt: toAt });
    expect(moved.statusCode).toBe(200);
    expect(moved.json().campaignAt).toBeGreaterThanOrEqual(toAt);
    const { due, clocks, relay, consumers, insight } = bench.context;
    while ((await due.runOnce(clocks.campaign.now())) > 0);
    expect(await newestPurchase()).toMatchObject({ state: 'closed', closedReason: 'expired' });
    const venue = await get('/api/venue');
    expect(venue).toMatchObject({ phase: { id: 'burst-1111' }, node: null, season: { id: 'autumn' } });
    while ((await relay.runOnce()) + (await consumers.runOnce()) > 0);
    expect(await insight.board.frame()).toMatchObject({ campaignId: 'sale-2024', phaseId: 'burst-1111' });
    expect((await get('/api/ops/clock/moves')).moves).toMatchObject([
      { toAt, movedBy: 'an commander', deliveredUnits: 0 },
    ]);
  });

  test('the stretch that was skipped is not expected of the board: only what the plan asks of the visits that came', async () => {
    const { db, insight } = bench.context;
    await db.query(
      `insert into insight_campaign (campaign_id, counting_since, visits) values ('sale-2024', $1, 6000)
       on conflict (campaign_id) do update set counting_since = $1, visits = 6000`,
      [at('2024-06-17T23:55')],
    );
    await db.query(`update consumer set position = position + 1 where name = 'insight'`);
    const frame = await insight.board.frame();
    expect(frame?.measure).toMatchObject({ kind: 'visits', visits: 6_000, plannedVisits: 60_000_000 });
    const paid = frame?.figures.find((figure) => figure.id === 'paidGmv');
    expect(paid?.target).toBeGreaterThan(0);
    expect(paid?.paceTarget).toBe((paid?.target ?? 0) / 10_000);
    const visitors = frame?.figures.find((figure) => figure.id === 'uv');
    expect(visitors?.paceTarget).toBeNull();
  });

  test('a move may bring a delivery: what was sold out is full again, by a receipt of stock, once', async () => {
    const { db, stock, clocks } = bench.context;
    // Goods of stores alone were never given to the network, and no delivery brings them.
    const given = (await stock.list({ limit: 500 })).rows.find((row) => row.allotment > 0);
    const { skuId, allotment } = given!;
    await db.query('update stock set on_hand = 0 where sku_id = $1', [skuId]);
    await db.transaction((tx) =>
      stock.noteMovements(tx, [
        { bizType: 'return', bizId: 'none', action: 'none', skuId, at: clocks.campaign.now() },
      ]),
    );
    const toAt = at('2024-11-11T00:00');
    const preview = await get(`/api/ops/clock/preview?campaignAt=${toAt}`);
    expect(preview.delivery).toEqual({ skus: 1, units: allotment });
    const again = await move({ campaignAt: toAt, delivery: true });
    expect(again.statusCode).toBe(200);
    const { rows } = await stock.list({ limit: 500 });
    expect(rows.find((row) => row.skuId === skuId)).toMatchObject({
      onHand: allotment,
      allotment,
      grade: 'blue',
    });
    expect((await get('/api/ops/clock/moves')).moves[0]).toMatchObject({ toAt, deliveredUnits: allotment });
    const movements = await db.query<{ on_hand: number }>(
      `select on_hand from stock_movement where biz_type = 'receipt' and biz_id <> 'opening' and sku_id = $1`,
      [skuId],
    );
    // One movement for each warehouse; together what the campaign was given.
    expect(movements.reduce((sum, { on_hand }) => sum + on_hand, 0)).toBe(allotment);
    expect((await get('/api/venue')).node).toMatchObject({ id: 'double-11' });
  });

  test('another campaign may lie ahead', async () => {
    await move({ campaignAt: at('2026-10-31T20:00') });
    expect((await get('/api/venue')).campaign.id).toBe('sale-2026');
  });
});

test('409 simulatedOnly: on a real database the preview says so and the clock stays', async () => {
  const real = { ...bench.context, config: { ...bench.context.config, databaseKind: 'real' as const } };
  const { createMoveClock } = await import('./move-clock.ts');
  const { previewMove } = await import('./preview-move.ts');
  const toAt = bench.context.clocks.campaign.now() + 3_600_000;
  expect((await previewMove(real, toAt)).refusal).toBe('simulatedOnly');
  const outcome = await createMoveClock({ context: real, clockMoved: async () => {} })({
    toAt,
    delivery: false,
    by: 'test',
  });
  expect(outcome).toMatchObject({ kind: 'refused', reason: 'simulatedOnly' });
  expect(bench.context.clocks.campaign.now()).toBeLessThan(toAt);
});
