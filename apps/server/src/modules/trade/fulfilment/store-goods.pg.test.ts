import { afterEach, beforeEach, expect, test } from 'vitest';
import type { PurchaseRow } from '../orders/index.ts';
import { type Bench, type Customer, placedRow } from '../trade-test-bench.ts';
import { settleLate } from '../trade-test-late.ts';
import {
  buyAndPay,
  DAY,
  eventsOf,
  expectBooksToAddUp,
  HOUR,
  openFulfilment,
  pass,
} from './fulfilment-test-bench.ts';

let bench: Bench;
/** No warehouse has anything; five creams stand in the store. */
beforeEach(async () => {
  bench = await openFulfilment(0);
});
afterEach(() => bench.close());

const STORE = { way: 'pickup', placeId: 'st-beijing' } as const;
const CREAM = 'sku-cream';

async function place(
  quantity: number,
  more: { customer?: Customer; door?: boolean; node?: Bench['node'] } = {},
) {
  const customer = more.customer ?? (await bench.shopper());
  const at = bench.clocks.campaign.now();
  const lines = [{ skuId: CREAM, quantity }];
  const node = more.node ?? bench.node;
  const { priced } = await node.offers.price({
    ...{ at, items: lines, buyer: customer, region: customer.address.region, collected: !more.door },
  });
  return node.orders.placePurchase({
    ...{ at, buyer: customer, idempotencyKey: `key-${customer.shopperId}` },
    request: {
      ...{ lines, expectedPayFen: priced!.quote.payFen, address: customer.address },
      ...(!more.door && { delivery: STORE }),
    },
  });
}

const shelf = async () => (await bench.node.stock.placeStockOf([CREAM])).get(CREAM)![0]!;
const counted = async () => (await bench.node.stock.stockOf([CREAM])).get(CREAM)!;
const gradeOf = async () => (await bench.node.stock.gradesOf([CREAM])).get(CREAM)?.grade;

test('what only a store has is ordered for that store, and for the door it is out of stock', async () => {
  const options = () =>
    bench.node.fulfilment.options({
      ...{ at: bench.clocks.campaign.now(), region: '110000', goods: [{ skuId: CREAM, quantity: 2 }] },
    });
  expect(await options()).toMatchObject({ shippable: false, stores: [{ placeId: 'st-beijing' }] });
  expect(await counted()).toMatchObject({ state: 'out', sellable: 0, storeMost: 5 });
  expect(await place(2, { door: true })).toMatchObject({ kind: 'refused', code: 'outOfStock' });

  const customer = await bench.shopper();
  const row = await buyAndPay(bench, [{ skuId: CREAM, quantity: 2 }], { customer, delivery: STORE });
  expect(row.body.freightFen).toBe(0);
  expect([await shelf(), await counted()]).toMatchObject([{ onHand: 5, allotted: 2 }, { storeMost: 3 }]);
  await expectBooksToAddUp(bench);
  await pass(bench, 3 * DAY);
  const at = bench.clocks.campaign.now();
  const view = await bench.node.fulfilment.of({
    ...{ at, purchaseId: row.purchaseId, shopperId: customer.shopperId },
  });
  expect(
    await bench.node.fulfilment.collect({
      ...{ at, placeId: 'st-beijing', code: view!.codes[0]!.code!, operatorId: 'op_clerk' },
    }),
  ).toMatchObject({ kind: 'collected' });
  await bench.drainEvents();
  expect(await shelf()).toMatchObject({ onHand: 3, allotted: 0 });
  expect(await bench.stockRow(CREAM)).toMatchObject({ onHand: 0, locked: 0, sold: 2 });
  await expectBooksToAddUp(bench);
});

test('of many buyers on two nodes who want the last units of a store, as many as there are get one', async () => {
  const other = await bench.addNode();
  const answers = await Promise.all(
    Array.from({ length: 16 }, (_, index) => place(1, { node: index % 2 ? bench.node : other })),
  );
  expect(answers.filter(({ kind }) => kind === 'placed')).toHaveLength(5);
  const refused = answers.filter((answer) => answer.kind === 'refused');
  expect(new Set(refused.map(({ code }) => code))).toEqual(new Set(['pickupNotThere']));
  expect(await shelf()).toMatchObject({ onHand: 5, allotted: 5 });
  expect(await bench.stockRow(CREAM)).toMatchObject({ onHand: 5, reserved: 5 });
  expect((await counted()).storeMost).toBe(0);
  await bench.pay(placedRow(answers.find(({ kind }) => kind === 'placed')!));
  await expectBooksToAddUp(bench);
});

test('a hold that ends gives the unit back to its store, where the next buyer takes it', async () => {
  const customer = await bench.shopper();
  const { purchaseId } = placedRow(await place(5, { customer }));
  expect(await place(1)).toMatchObject({ code: 'pickupNotThere' });
  await bench.node.orders.cancel({
    ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId },
    purchaseId,
  });
  expect([await shelf(), await bench.stockRow(CREAM)]).toMatchObject([
    { onHand: 5, allotted: 0 },
    { onHand: 0, reserved: 0 },
  ]);
  const [paid] = [placedRow(await place(2)), placedRow(await place(3))];
  await bench.pay(paid);
  await pass(bench, HOUR);
  expect(await shelf()).toMatchObject({ onHand: 5, allotted: 2 });
  await expectBooksToAddUp(bench);
});

test('a payment that comes after the hold takes the units again, or goes back where somebody else has them', async () => {
  const late = async (row: PurchaseRow) => {
    const asked = await bench.node.orders.requestPayment({
      ...{ at: row.placedAt, shopperId: row.shopperId, purchaseId: row.purchaseId },
    });
    if (asked.kind === 'refused') throw new Error(asked.code);
    await bench.node.expire([row.purchaseId]);
    return asked.payment.paymentId;
  };
  const first = placedRow(await place(3));
  const charge = await late(first);
  expect(await shelf()).toMatchObject({ allotted: 0 });
  const second = placedRow(await place(4));
  expect(await settleLate(bench, first, charge)).toMatchObject({ kind: 'settled', state: 'refunded' });
  const again = await late(second);
  expect(await settleLate(bench, second, again)).toMatchObject({ kind: 'settled', state: 'succeeded' });
  await bench.drainEvents();
  expect(await shelf()).toMatchObject({ onHand: 5, allotted: 4 });
  await expectBooksToAddUp(bench);
});

test('a refund before the goods are fetched puts them on the shelf at once', async () => {
  const customer = await bench.shopper();
  const row = await buyAndPay(bench, [{ skuId: CREAM, quantity: 5 }], { customer, delivery: STORE });
  await pass(bench, 3 * DAY);
  const { lineId } = row.body.orders[0]!.lines[0]!;
  await bench.node.aftercare.returnLines({
    ...{ at: bench.clocks.campaign.now(), shopperId: customer.shopperId, idempotencyKey: 'back' },
    ...{ purchaseId: row.purchaseId, reason: 'noReason', lines: [{ lineId, quantity: 2 }] },
  });
  expect([await shelf(), await counted()]).toMatchObject([{ onHand: 5, allotted: 3 }, { storeMost: 2 }]);
  expect(await place(2)).toMatchObject({ kind: 'placed' });
  const at = bench.clocks.campaign.now();
  const view = await bench.node.fulfilment.of({
    ...{ at, purchaseId: row.purchaseId, shopperId: customer.shopperId },
  });
  const collected = await bench.node.fulfilment.collect({
    ...{ at, placeId: 'st-beijing', code: view!.codes[0]!.code!, operatorId: 'op_clerk' },
  });
  expect(collected).toMatchObject({ kind: 'collected', row: { units: [{ quantity: 3 }] } });
  expect(await shelf()).toMatchObject({ onHand: 2, allotted: 2 });
  await expectBooksToAddUp(bench);
});

test('an item of stores alone is graded by what they have of what they were given', async () => {
  await bench.drainEvents();
  expect(await gradeOf()).toBe('blue');
  const grades = [];
  for (let taken = 1; taken <= 5; taken += 1) {
    await place(1);
    await bench.drainEvents();
    grades.push(await gradeOf());
  }
  expect(grades).toEqual(['blue', 'blue', 'yellow', 'yellow', 'black']);
  const { rows } = await bench.node.stock.list({ limit: 10 });
  expect(rows.find(({ skuId }) => skuId === CREAM)).toMatchObject({ inStores: 0, grade: 'black' });
  await pass(bench, HOUR);
  expect(await gradeOf()).toBe('blue');
});

test('a store cannot count, scrap or send away what it has pledged', async () => {
  await place(4);
  const act = (what: Parameters<Bench['node']['stock']['act']>[0]['act'], toPlaceId?: string) =>
    bench.node.stock.act({
      ...{ at: bench.clocks.campaign.now(), operator: { operatorId: 'op_1', name: 'A' } },
      ...{ idempotencyKey: what.kind, bodyHash: what.kind, skuId: CREAM, placeId: 'st-beijing' },
      ...{ act: what, reason: 'count', ...(toPlaceId && { toPlaceId }) },
    });
  expect(await act({ kind: 'count', counted: 3 })).toMatchObject({
    code: 'stockPromised',
    extra: { free: 1 },
  });
  expect(await act({ kind: 'transfer', quantity: 2 }, 'wh-east')).toMatchObject({ code: 'stockPromised' });
  expect(await act({ kind: 'setAside', change: 2 })).toMatchObject({ code: 'stockPromised' });
});

test('an order from before stores pledged is pledged when its goods are set aside, and collected like any', async () => {
  await bench.db.transaction((tx) =>
    bench.node.stock.receive(tx, {
      ...{ receiptId: 'wh', at: bench.clocks.campaign.now(), rows: [{ skuId: CREAM, quantity: 10 }] },
    }),
  );
  const customer = await bench.shopper();
  const row = placedRow(await place(2, { customer, door: true }));
  await bench.db.query(
    `update purchase set body = body || '{"delivery":{"way":"pickup","placeId":"st-beijing"}}'`,
  );
  await bench.pay(row);
  await bench.drainEvents();
  expect(await shelf()).toMatchObject({ allotted: 0 });
  await pass(bench, 3 * DAY);
  expect((await bench.purchase(row.purchaseId)).body.delivery).toEqual({ ...STORE, pledged: true });
  const allotted = (await eventsOf(bench, row.purchaseId)).find(({ type }) => type === 'parcel.allotted');
  expect(allotted?.data).toMatchObject({ pledged: 'now' });
  const shelves = (await bench.node.stock.placeStockOf([CREAM])).get(CREAM)!;
  expect(shelves.find(({ placeId }) => placeId === 'st-beijing')).toMatchObject({ onHand: 5, allotted: 2 });
  await expectBooksToAddUp(bench);
});
