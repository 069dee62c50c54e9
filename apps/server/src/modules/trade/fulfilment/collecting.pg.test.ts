import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PurchaseRow } from '../orders/index.ts';
import type { Bench, Customer } from '../trade-test-bench.ts';
import {
  buyAndPay,
  DAY,
  eventsOf,
  expectBooksToAddUp,
  openFulfilment,
  pass,
  standingOf,
} from './fulfilment-test-bench.ts';

let bench: Bench;
let customer: Customer;
beforeEach(async () => {
  bench = await openFulfilment();
  customer = await bench.shopper();
});
afterEach(() => bench.close());

const STORE = { way: 'pickup', placeId: 'st-beijing' } as const;

/** Ordered, paid and put aside in the store; with the code as its buyer sees it. */
async function ready(quantity = 2): Promise<{ row: PurchaseRow; code: string; expiresAt: number }> {
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity }], { customer, delivery: STORE });
  // One parcel in some is forgotten until its promise is over.
  await pass(bench, 3 * DAY);
  const view = await viewOf(row);
  const [code] = view.codes;
  expect(view.orders[0]).toMatchObject({ state: 'ready', way: 'pickup' });
  return { row, code: code!.code!, expiresAt: code!.expiresAt };
}

async function viewOf({ purchaseId }: PurchaseRow) {
  const at = bench.clocks.campaign.now();
  return (await bench.node.fulfilment.of({ at, purchaseId, shopperId: customer.shopperId }))!;
}

const collect = (code: string, more: { operatorId?: string; placeId?: string; at?: number } = {}) =>
  bench.node.fulfilment.collect({
    ...{ at: more.at ?? bench.clocks.campaign.now(), code },
    ...{ placeId: more.placeId ?? 'st-beijing', operatorId: more.operatorId ?? 'op_clerk' },
  });

test('goods of a store are collected with the code, and count out of the store and of what was locked for them', async () => {
  const { row, code } = await ready();
  expect(code).toMatch(/^\d{8}$/);
  expect(await collect(` ${code.slice(0, 4)} ${code.slice(4)}`)).toMatchObject({ kind: 'collected' });
  await bench.drainEvents();
  expect(await bench.stockRow('sku-cream')).toMatchObject({ onHand: 100, locked: 0, sold: 2 });
  const store = (await bench.node.stock.placeStockOf(['sku-cream'])).get('sku-cream')!;
  expect(store.find(({ placeId }) => placeId === 'st-beijing')).toMatchObject({ onHand: 3, allotted: 0 });
  await expectBooksToAddUp(bench);
  const told = (await eventsOf(bench, row.purchaseId)).filter(({ type }) => type === 'order.collected');
  expect(told).toMatchObject([{ data: { by: 'clerk', operatorId: 'op_clerk', placeId: 'st-beijing' } }]);
  await pass(bench, 8 * DAY);
  expect((await standingOf(bench, row)).row.orders[0]!.state).toBe('completed');
  const view = await viewOf(row);
  expect(view.codes).toMatchObject([{ state: 'used', code: null }]);
});

test('one code used by many clerks at once on two nodes hands the goods over once', async () => {
  const { code } = await ready();
  const other = await bench.addNode();
  const answers = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      (index % 2 ? bench.node : other).fulfilment.collect({
        ...{ at: bench.clocks.campaign.now(), placeId: 'st-beijing', code, operatorId: `op_${index}` },
      }),
    ),
  );
  expect(answers.filter(({ kind }) => kind === 'collected')).toHaveLength(1);
  expect(
    answers.filter((answer) => answer.kind === 'refused' && answer.code === 'pickupCodeUsed'),
  ).toHaveLength(11);
  await bench.drainEvents();
  await expectBooksToAddUp(bench);
});

test('five wrong tries of a clerk lock that counter for 15 minutes; a right one before starts the count anew', async () => {
  const { code } = await ready();
  const wrong = code === '00000000' ? '11111111' : '00000000';
  for (const left of [4, 3, 2, 1])
    expect(await collect(wrong)).toMatchObject({ code: 'pickupCodeWrong', extra: { left } });
  expect(await collect('not a code')).toMatchObject({ code: 'pickupCodeWrong', extra: { left: 0 } });
  expect(await collect(code)).toMatchObject({ code: 'pickupLocked' });
  // Another clerk is not in the way, and another store does not know the code.
  expect(await collect(code, { operatorId: 'op_other', placeId: 'st-elsewhere' })).toMatchObject({
    code: 'pickupCodeWrong',
  });
  const at = bench.clocks.campaign.now() + 15 * 60_000;
  expect(await collect(code, { at: at - 1 })).toMatchObject({ code: 'pickupLocked', extra: { until: at } });
  expect(await collect(code, { at })).toMatchObject({ kind: 'collected' });
  expect(await collect(wrong, { at })).toMatchObject({ code: 'pickupCodeWrong', extra: { left: 4 } });
});

test('neither a row nor an event holds a code that could be read', async () => {
  const { code } = await ready();
  const rows = await bench.db.query<{ text: string }>(
    `select row_to_json(c)::text as text from pickup_code c union all select data::text from outbox`,
  );
  expect(rows.filter(({ text }) => text.includes(code))).toEqual([]);
  const stranger = await bench.shopper();
  const { purchaseId } = (
    await bench.db.query<{ purchaseId: string }>('select purchase_id as "purchaseId" from pickup_code')
  )[0]!;
  const at = bench.clocks.campaign.now();
  expect(await bench.node.fulfilment.of({ at, purchaseId, shopperId: stranger.shopperId })).toBeNull();
});

test('who does not come is reminded a day before, then the goods go back to the shelf and the money to the buyer', async () => {
  const { row, code, expiresAt } = await ready();
  await bench.advanceTo(expiresAt - DAY + 120_000);
  await bench.drainEvents();
  const types = async () => (await eventsOf(bench, row.purchaseId)).map(({ type }) => type);
  expect((await types()).filter((type) => type === 'order.pickupReminded')).toHaveLength(1);
  await bench.advanceTo(expiresAt + 120_000);
  await bench.drainEvents();
  expect(await types()).toContain('order.uncollected');
  expect(await collect(code)).toMatchObject({ code: 'pickupCodeExpired' });
  const purchase = await bench.purchase(row.purchaseId);
  expect([purchase.state, purchase.refundedFen]).toEqual(['refunded', purchase.payFen]);
  const shelf = (await bench.node.stock.placeStockOf(['sku-cream'])).get('sku-cream')!;
  expect(shelf.find(({ placeId }) => placeId === 'st-beijing')).toMatchObject({ onHand: 5, allotted: 0 });
  await expectBooksToAddUp(bench);
  expect((await viewOf(row)).codes).toMatchObject([{ state: 'expired', code: null }]);
});

test('a refund before the goods are fetched leaves nothing to hand over', async () => {
  const { row, code } = await ready(1);
  const lineId = row.body.orders[0]!.lines[0]!.lineId;
  const { shopperId } = customer;
  const at = bench.clocks.campaign.now();
  await bench.node.aftercare.returnLines({
    ...{ at, shopperId, idempotencyKey: 'back', purchaseId: row.purchaseId, reason: 'noReason' },
    lines: [{ lineId, quantity: 1 }],
  });
  expect(await collect(code)).toMatchObject({ code: 'pickupWithdrawn' });
  await pass(bench, 9 * DAY);
  await expectBooksToAddUp(bench);
});

test.each([
  ['a store that has too few of it', { way: 'pickup', placeId: 'st-beijing' }, 6, 'pickupNotThere'],
  ['a warehouse', { way: 'pickup', placeId: 'wh-north' }, 1, 'pickupNotThere'],
  ['a place that is not', { way: 'pickup', placeId: 'none' }, 1, 'pickupNotThere'],
  [
    'a station without consent',
    { way: 'ship', toStation: true, stationConsent: false },
    1,
    'stationNeedsConsent',
  ],
] as const)('nothing is ordered to %s', async (_name, delivery, quantity, code) => {
  await expect(buyAndPay(bench, [{ skuId: 'sku-cream', quantity }], { customer, delivery })).rejects.toThrow(
    code,
  );
});

test('checkout offers the stores that have all of it, and promises what the order then promises', async () => {
  const at = bench.clocks.campaign.now();
  const options = await bench.node.fulfilment.options({
    ...{ at, region: '110000', goods: [{ skuId: 'sku-cream', quantity: 5 }] },
  });
  expect(options.stores.map(({ placeId }) => placeId)).toEqual(['st-beijing']);
  expect(options).toMatchObject({
    remote: false,
    late: { bp: 1_000 },
    carriers: [{ id: 'sf' }, { id: 'jd' }],
  });
  const none = await bench.node.fulfilment.options({
    at,
    region: '540000',
    goods: [{ skuId: 'sku-cream', quantity: 6 }],
  });
  expect([none.stores, none.remote]).toEqual([[], true]);
  const row = await buyAndPay(bench, [{ skuId: 'sku-cream', quantity: 1 }], {
    ...{ customer, delivery: { way: 'ship', toStation: true, stationConsent: true } },
  });
  const { row: standing } = await standingOf(bench, row);
  const [order] = standing.orders;
  expect(order!.shipBy - standing.paidAt).toBe(options.shipBy - at);
  expect(order!.deliverBy - standing.paidAt).toBe(options.deliverBy - at);
  expect(standing.terms.toStation).toBe(true);
  expect((await bench.purchase(row.purchaseId)).body.delivery).toEqual({
    way: 'ship',
    toStation: { agreedAt: row.placedAt },
  });
});

test('goods that are collected pay no freight, quoted and ordered alike; the freight of a door is refused for a store', async () => {
  const lines = [{ skuId: 'sku-cable', quantity: 1 }];
  const at = bench.clocks.campaign.now();
  const rows = [{ skuId: 'sku-cable', quantity: 2, placeId: 'st-beijing' }];
  await bench.db.transaction((tx) => bench.node.stock.receive(tx, { receiptId: 'cables', at, rows }));
  const quote = async (collected: boolean) =>
    (
      await bench.node.offers.price({
        ...{ at, items: lines, buyer: customer, region: customer.address.region, collected },
      })
    ).priced!.quote;
  const [door, store] = [await quote(false), await quote(true)];
  expect([door.freightFen > 0, store.freightFen]).toEqual([true, 0]);
  expect(store.payFen).toBe(door.payFen - door.freightFen);
  const order = (expectedPayFen: number, key: string) =>
    bench.node.orders.placePurchase({
      ...{ at, buyer: customer, idempotencyKey: key },
      request: { lines, expectedPayFen, address: customer.address, delivery: STORE },
    });
  expect(await order(door.payFen, 'as to the door')).toMatchObject({ kind: 'refused', code: 'priceChanged' });
  const placed = await order(store.payFen, 'as collected');
  expect(placed).toMatchObject({ kind: 'placed', row: { payFen: store.payFen, body: { freightFen: 0 } } });
});
