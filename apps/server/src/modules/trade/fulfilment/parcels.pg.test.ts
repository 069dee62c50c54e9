import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Bench } from '../trade-test-bench.ts';
import { compensateLate } from './compensate-late.ts';
import { workRound } from './due.ts';
import {
  buyAndPay,
  DAY,
  eventsOf,
  expectBooksToAddUp,
  HOUR,
  openFulfilment,
  pass,
  standingOf,
} from './fulfilment-test-bench.ts';
import { moveParcel } from './move-parcel.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openFulfilment();
});
afterEach(() => bench.close());

/** A bench whose warehouse waits for people. */
async function byHand(): Promise<void> {
  await bench.db.query('update parcel set work_at = null');
}

test('what is paid is packed, leaves, is tracked, arrives and is over after seven days, each step told once', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 2 }]);
  await pass(bench, 14 * DAY);
  const { row: standing, parcels } = await standingOf(bench, row);
  expect(standing.orders[0]).toMatchObject({ state: 'completed', way: 'ship' });
  expect(standing.orders[0]!.lines[0]).toMatchObject({ parcelled: 2, shipped: 2, delivered: 2 });
  expect(parcels).toHaveLength(1);
  // Beijing is nearer to the north, and has all of it.
  expect(parcels[0]).toMatchObject({
    placeId: 'wh-north',
    state: 'delivered',
    parcelId: `${row.purchaseId}.1`,
  });
  expect(['sf', 'jd']).toContain(parcels[0]!.carrier);
  const told = (await eventsOf(bench, row.purchaseId))
    .map(({ type }) => type)
    .filter((type) => type !== 'parcel.tracked');
  expect(told.slice(2)).toEqual(['parcel.allotted', 'order.shipped', 'order.delivered', 'order.completed']);
  expect(await bench.stockRow('sku-cream')).toMatchObject({ onHand: 98, locked: 0, sold: 2 });
  await expectBooksToAddUp(bench);
  const [progress] = (await bench.node.fulfilment.standingOf([row.purchaseId])).get(row.purchaseId)!;
  expect(progress).toMatchObject({ shipped: 2, delivered: 2, deliveredAt: parcels[0]!.deliveredAt });
});

test('a line that no place has whole is sent from two, and the order is shipped with the last of them', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 70 }]);
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  const { parcels } = await standingOf(bench, row);
  expect(parcels.map(({ placeId, units }) => [placeId, units[0]!.quantity])).toEqual([
    ['wh-north', 40],
    ['wh-east', 30],
  ]);
  await byHand();
  const at = bench.clocks.campaign.now();
  for (const on of ['pick', 'pack', 'ship'] as const)
    await moveParcel(bench.node.fulfilmentDeps, parcels[0]!, {
      at,
      on,
      by: 'operator',
      carrier: 'sf',
      trackingNo: 'SF1',
    });
  expect((await standingOf(bench, row)).row.orders[0]!.state).toBe('partShipped');
  for (const on of ['pick', 'pack', 'ship'] as const)
    await moveParcel(bench.node.fulfilmentDeps, parcels[1]!, {
      at,
      on,
      by: 'operator',
      carrier: 'jd',
      trackingNo: 'JD1',
    });
  expect((await standingOf(bench, row)).row.orders[0]!.state).toBe('shipped');
  await bench.drainEvents();
  await expectBooksToAddUp(bench);
});

test('units that come back before they leave stay, and a parcel with none left is cancelled', async () => {
  const customer = await bench.shopper();
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 3 }], { customer });
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  const giveBack = (quantity: number, key: string) =>
    bench.node.aftercare.returnLines({
      ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, idempotencyKey: key },
      ...{ purchaseId: row.purchaseId, reason: 'noReason' },
      lines: [{ lineId: row.body.orders[0]!.lines[0]!.lineId, quantity }],
    });
  expect((await giveBack(1, 'one')).kind).toBe('returned');
  await pass(bench, 4 * DAY);
  const first = await standingOf(bench, row);
  expect(first.parcels[0]!.units[0]!.quantity).toBe(2);
  expect(first.row.orders[0]!.lines[0]).toMatchObject({ shipped: 2, parcelled: 2 });
  expect(['shipped', 'delivered']).toContain(first.row.orders[0]!.state);
  expect(await giveBack(1, 'two')).toEqual({ kind: 'refused', code: 'returnNeedsCase' });
  await expectBooksToAddUp(bench);

  const other = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }], { customer });
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  const lineId = other.body.orders[0]!.lines[0]!.lineId;
  await bench.node.aftercare.returnLines({
    ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, idempotencyKey: 'all' },
    ...{ purchaseId: other.purchaseId, reason: 'noReason', lines: [{ lineId, quantity: 1 }] },
  });
  await pass(bench, 4 * DAY);
  const second = await standingOf(bench, other);
  expect([second.parcels[0]!.state, second.row.orders[0]!.state]).toEqual(['cancelled', 'returned']);
  await expectBooksToAddUp(bench);
});

test('a payment that is told again, and a round that is run again, change nothing', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 2 }]);
  const now = bench.clocks.campaign.now();
  await workRound(bench.node.fulfilmentDeps, now);
  const before = await standingOf(bench, row);
  // As after a crash between a consumer's tables and its position, and between a round and its mark.
  await bench.db.query(`update consumer set position = 0 where name = 'fulfilment'`);
  await bench.drainEvents();
  await Promise.all([1, 2, 3].map(() => workRound(bench.node.fulfilmentDeps, now)));
  expect(await standingOf(bench, row)).toEqual(before);
  await expectBooksToAddUp(bench);
});

test('what no place has waits, is found, and goes once goods come in', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 4 }]);
  await bench.db.query(`update place_stock set allotted = on_hand where sku_id = 'sku-cream'`);
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  expect((await standingOf(bench, row)).parcels).toEqual([]);
  bench.clocks.advanceTo(bench.clocks.campaign.now() + 2 * HOUR);
  const page = await bench.node.fulfilment.parcels(ASKED(bench.clocks.campaign.now()));
  expect(page.unallotted).toMatchObject([{ purchaseId: row.purchaseId, units: 4 }]);
  await bench.db.query(`update place_stock set allotted = 0 where sku_id = 'sku-cream'`);
  await pass(bench, DAY);
  expect((await standingOf(bench, row)).parcels).toHaveLength(1);
});

const ASKED = (at: number) => ({
  ...{ at, state: null, trouble: null, placeId: null, sought: '', cursor: null, limit: 50 },
});

test('a parcel is not sent without its steps, and what has arrived is not lost', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }]);
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  const { parcels } = await standingOf(bench, row);
  const act = (act: Parameters<typeof bench.node.fulfilment.act>[0]['act']) =>
    bench.node.fulfilment.act({
      at: bench.clocks.campaign.now(),
      operatorId: 'op_1',
      parcelId: parcels[0]!.parcelId,
      act,
    });
  expect(await act({ act: 'ship' })).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  expect(await act({ act: 'lost', instead: 'refund' })).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  expect(await act({ act: 'ready' })).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  expect(await act({ act: 'resume' })).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  await pass(bench, 12 * DAY);
  expect((await standingOf(bench, row)).parcels[0]!.state).toBe('delivered');
  expect(await act({ act: 'lost', instead: 'refund' })).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  expect(
    await bench.node.fulfilment.act({ at: 0, operatorId: 'op_1', parcelId: 'none', act: { act: 'pick' } }),
  ).toEqual({
    kind: 'refused',
    code: 'notFound',
  });
});

test.each([
  ['lost', 'refund'],
  ['lost', 'reship'],
  ['back', 'refund'],
  ['back', 'reship'],
] as const)('goods that are %s on their way: %s, and the books add up', async (goods, instead) => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 2 }]);
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  await byHand();
  const [parcel] = (await standingOf(bench, row)).parcels;
  const act = (act: Parameters<typeof bench.node.fulfilment.act>[0]['act']) =>
    bench.node.fulfilment.act({
      at: bench.clocks.campaign.now(),
      operatorId: 'op_1',
      parcelId: parcel!.parcelId,
      act,
    });
  for (const one of ['pick', 'pack', 'ship'] as const)
    expect(await act({ act: one })).toEqual({ kind: 'done' });
  const [{ no, carrier }] = (await bench.db.query<{ no: string; carrier: string }>(
    'select tracking_no as no, carrier from parcel',
  )) as [{ no: string; carrier: string }];
  await bench.db.query('update sandbox_label set next_push_at = null, journey = $1', ['[]']);
  const { hearScans } = await import('./hear-scans.ts');
  const at = bench.clocks.campaign.now();
  await hearScans(bench.node.fulfilmentDeps, {
    at,
    asked: [],
    told: [{ carrier, no, code: goods === 'lost' ? 'lost' : 'refused', at }],
  });
  expect(await act({ act: goods, instead })).toEqual({ kind: 'done' });
  expect(await act({ act: goods, instead })).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  await pass(bench, 10 * DAY);
  const after = await standingOf(bench, row);
  expect(after.parcels[0]!.state).toBe(goods === 'lost' ? 'lost' : 'returned');
  const purchase = await bench.purchase(row.purchaseId);
  if (instead === 'refund') {
    expect([purchase.state, purchase.refundedFen]).toEqual(['refunded', purchase.payFen]);
    expect(after.row.orders[0]!.state).toBe('returned');
  } else {
    expect(purchase.state).toBe('paid');
    expect(after.parcels[1]).toMatchObject({ units: [{ quantity: 2 }], state: 'delivered' });
  }
  expect((await bench.stockRow('sku-cream')).onHand).toBe(
    100 - (goods === 'lost' ? 2 : 0) - (instead === 'reship' ? 2 : 0),
  );
  await expectBooksToAddUp(bench);
});

test('a late parcel is compensated once, by V73, however many look at once and however often the bank is asked', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }]);
  const deps = bench.node.fulfilmentDeps;
  await workRound(deps, bench.clocks.campaign.now());
  await byHand();
  const [parcel] = (await standingOf(bench, row)).parcels;
  const other = await bench.addNode();
  expect(await compensateLate(deps, { at: parcel!.shipBy - 1, parcels: [parcel!] })).toEqual([{ fen: 0 }]);
  await bench.db.query('update parcel set late_at = ship_by');
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, index) =>
      compensateLate(index % 2 ? deps : other.fulfilmentDeps, { at: parcel!.shipBy, parcels: [parcel!] }),
    ),
  );
  const paid = answers
    .flat()
    .map(({ fen }) => fen)
    .filter((fen) => fen > 0);
  expect(paid).toEqual([Math.max(500, Math.floor(parcel!.netFen / 10))]);
  // The bank was told, and the node died before it wrote that down.
  await deps.payouts!.payOut({
    payoutId: parcel!.parcelId,
    shopperId: row.shopperId,
    amountFen: paid[0]!,
    at: 1,
  });
  await pass(bench, 3 * DAY);
  const payouts = await bench.db.query(
    'select payout_id as "payoutId", amount_fen as fen from sandbox_payout',
  );
  expect(payouts).toEqual([{ payoutId: parcel!.parcelId, fen: paid[0] }]);
  const told = (await eventsOf(bench, row.purchaseId)).filter(({ type }) => type === 'parcel.compensated');
  expect(told).toMatchObject([{ data: { lateness: 'shipping', fen: paid[0] } }]);
  const { compensation } = (await standingOf(bench, row)).parcels[0]!;
  expect(compensation!.paidAt).not.toBeNull();
});

test('a stopped clock moves the promise, and a plan that promises nothing pays nothing', async () => {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }]);
  const deps = bench.node.fulfilmentDeps;
  await workRound(deps, bench.clocks.campaign.now());
  await byHand();
  const [parcel] = (await standingOf(bench, row)).parcels;
  const act = (act: 'pause' | 'resume', at: number) =>
    bench.node.fulfilment.act({
      ...{ at, operatorId: 'op_1', parcelId: parcel!.parcelId },
      act: act === 'pause' ? { act, reason: 'forceMajeure' } : { act },
    });
  const at = bench.clocks.campaign.now();
  expect(await act('pause', at)).toEqual({ kind: 'done' });
  expect(await act('pause', at)).toEqual({ kind: 'refused', code: 'parcelStepWrong' });
  expect(await act('resume', at + DAY)).toEqual({ kind: 'done' });
  expect(await compensateLate(deps, { at: parcel!.shipBy + DAY - 1, parcels: [parcel!] })).toEqual([
    { fen: 0 },
  ]);
  await bench.db.query('update parcel set late_at = 0');
  expect(
    (await compensateLate(deps, { at: parcel!.shipBy + DAY, parcels: [parcel!] }))[0]!.fen,
  ).toBeGreaterThan(0);

  bench.sale.publish({ activityStock: 10, perPersonMax: 2, delivery: DELIVERY_WITHOUT });
  const free = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }]);
  await workRound(deps, bench.clocks.campaign.now());
  expect((await standingOf(bench, free)).parcels[0]!.lateAt).toBeNull();
});
const DELIVERY_WITHOUT = {
  ...{
    carriers: [],
    shipWithinMs: null,
    deliverWithinMs: null,
    remoteRegions: [],
    late: null,
    keepForMs: null,
  },
};
