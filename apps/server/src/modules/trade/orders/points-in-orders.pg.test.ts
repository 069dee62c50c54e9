/** Long because one account is followed through the whole life of its orders. */
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LaneConflict } from '../../../platform/lane/errors.ts';
import { type Bench, type Customer, type Node, openBench, placedRow } from '../trade-test-bench.ts';
import { EARNS, POINTS } from '../trade-test-coupons.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';
import type { PlaceAnswer, PurchaseRow } from './index.ts';

/** ¥199 goods and no freight from ¥99 on; points pay up to half of it: 9950 in steps of 100 are 9900. */
const LINES = [{ skuId: 'sku-cream', quantity: 1 }];
const LIST_FEN = 19_900;
const DAY_MS = 86_400_000;

let bench: Bench;
let two: Node;

beforeAll(async () => {
  bench = await openBench({ onHand: 10_000 });
  two = await bench.addNode();
  offer();
});
afterAll(() => bench.close());

function offer(terms: Partial<typeof EARNS> = {}): void {
  bench.sale.publish({
    ...{ activityStock: 1_000, perPersonMax: 2, promotions: [POINTS], points: [{ ...EARNS, ...terms }] },
  });
}

const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');

/** A shopper with an account of one lot, as a purchase would have left it. */
async function holder(points: number, expiresAt: number | null = null): Promise<Customer> {
  const customer = await bench.shopper();
  const { shopperId } = customer;
  const lotId = `pu_${fresh()}`;
  const lot = { lotId, usableFrom: 0, expiresAt };
  await bench.db.query('insert into points_account (shopper_id, lots, balance) values ($1, $2, $3)', [
    ...[shopperId, JSON.stringify([{ ...lot, left: points }]), points],
  ]);
  await bench.db.query(
    'insert into points_entry (entry_id, shopper_id, purchase_id, at, points, moves) values ($1, $2, $3, 0, $4, $5)',
    [`${lotId}:paid`, shopperId, lotId, points, JSON.stringify([{ ...lot, kind: 'earned', points }])],
  );
  return customer;
}

function place(
  customer: Customer,
  expectedPayFen: number,
  more: { node?: Node; key?: string; usePoints?: number | 'max'; lines?: typeof LINES } = {},
): Promise<PlaceAnswer> {
  const { node = bench.node, key = fresh(), usePoints, lines = LINES } = more;
  return node.orders.placePurchase({
    at: now(),
    buyer: customer,
    idempotencyKey: key,
    request: { lines, expectedPayFen, address: customer.address, ...(usePoints && { usePoints }) },
  });
}

const codeOf = (answer: PlaceAnswer) => (answer.kind === 'placed' ? 'placed' : answer.code);
const usable = async ({ shopperId }: Customer) => (await account(shopperId)).usable;

async function account(shopperId: string) {
  const response = await bench.db.query<{ lots: { left: number; usableFrom: number }[]; balance: number }>(
    'select lots, balance from points_account where shopper_id = $1',
    [shopperId],
  );
  const [{ lots, balance } = { lots: [], balance: 0 }] = response;
  const [entries] = await bench.db.query<{ sum: number }>(
    'select coalesce(sum(points), 0)::int as sum from points_entry where shopper_id = $1',
    [shopperId],
  );
  const sum = lots.reduce((total, { left }) => total + left, 0);
  // Whatever a test does: the lots, the balance and the entries tell the same.
  expect([balance, entries!.sum]).toEqual([sum, sum]);
  const open = lots.filter(({ usableFrom }) => usableFrom <= now());
  return { balance, usable: open.reduce((total, { left }) => total + left, 0) };
}

function giveBack(row: PurchaseRow, quantity = 1, key = fresh(), lineId = 'sku-cream') {
  return bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId: row.shopperId, idempotencyKey: key, purchaseId: row.purchaseId },
    ...{ lines: [{ lineId, quantity }], reason: 'noReason' },
  });
}

async function returned(answer: ReturnType<typeof giveBack>) {
  const done = await answer;
  if (done.kind === 'refused') throw new Error(done.code);
  return { refundFen: done.row.refundFen, ...done.row.beside!.points };
}

describe('points pay for an order', () => {
  test('the quote tells what could be used, and uses what was asked for', async () => {
    const customer = await holder(2_550);
    const quote = async (usePoints?: number | 'max') => {
      const { priced } = await bench.node.offers.price({
        ...{ at: now(), items: LINES, buyer: customer, ...(usePoints !== undefined && { usePoints }) },
      });
      return bench.node.offers.present(priced!);
    };
    const told = { promotionId: POINTS.id, usable: 2_550, canUse: 2_500, canFen: 2_500, capFen: 9_900 };
    expect((await quote()).points).toMatchObject({ ...told, used: 0, fen: 0, earns: 199 });
    expect(await quote('max')).toMatchObject({
      ...{ payFen: LIST_FEN - 2_500, points: { ...told, used: 2_500, fen: 2_500, earns: 174 } },
    });
    expect((await quote(320)).points).toMatchObject({ used: 300, fen: 300 });
    const stranger = await bench.node.offers.price({
      ...{ at: now(), items: LINES, buyer: { shopperId: null, channel: 'app' }, usePoints: 'max' },
    });
    expect((await bench.node.offers.present(stranger.priced!)).points).toBeNull();
  });

  test('an order takes them at once and freezes which line they paid', async () => {
    const customer = await holder(2_550);
    const row = placedRow(await place(customer, LIST_FEN - 2_500, { usePoints: 'max' }));
    expect(await usable(customer)).toBe(50);
    expect(row.body.points).toMatchObject({ used: 2_500, fen: 2_500 });
    const [line] = row.body.orders[0]!.lines;
    expect(line!.allocations.find(({ layer }) => layer === 'points')).toMatchObject({
      ...{ promotionId: POINTS.id, fen: 2_500, funderFen: [{ funder: 'platform', fen: 2_500 }] },
    });
  });

  test('a retry under its key takes them once, and gets the same order', async () => {
    const customer = await holder(9_000);
    const key = fresh();
    const pay = LIST_FEN - 1_000;
    const [one, again, other] = await Promise.all([
      place(customer, pay, { usePoints: 1_000, key }),
      place(customer, pay, { usePoints: 1_000, key }),
      place(customer, pay, { usePoints: 1_000, key, node: two }),
    ]);
    expect(new Set([one, again, other].map((answer) => placedRow(answer).purchaseId)).size).toBe(1);
    expect(await usable(customer)).toBe(8_000);
  });

  test('of many orders at once for the last points, on two nodes, only those get them that fit', async () => {
    const customer = await holder(3_000);
    const answers = await Promise.all(
      Array.from({ length: 24 }, (_, n) =>
        place(customer, LIST_FEN - 700, { usePoints: 700, node: n % 2 ? two : bench.node }),
      ),
    );
    const placed = answers.filter(({ kind }) => kind === 'placed');
    expect(placed).toHaveLength(4);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['placed', 'priceChanged']));
    expect(await usable(customer)).toBe(200);
    const refused = answers.find(({ kind }) => kind === 'refused')!;
    expect(refused).toMatchObject({ extra: { quote: { points: { usable: 200 }, payFen: LIST_FEN - 200 } } });
  });

  test('a batch that is lost before its commit takes them once all the same', async () => {
    const customer = await holder(5_000);
    let failures = 2;
    const flaky = await bench.addNode((point) => {
      if (point === 'saved' && failures-- > 0) throw new LaneConflict('purchase');
    });
    const answer = await place(customer, LIST_FEN - 5_000, { usePoints: 'max', node: flaky });
    expect(codeOf(answer)).toBe('placed');
    expect(await usable(customer)).toBe(0);
  });

  test('cancelled, they can be used again; twice cancelled, they come back once', async () => {
    const customer = await holder(5_000);
    const row = placedRow(await place(customer, LIST_FEN - 5_000, { usePoints: 'max' }));
    const cancel = () => bench.node.orders.cancel({ ...row, at: now() });
    await Promise.all([cancel(), cancel()]);
    expect(await usable(customer)).toBe(5_000);
  });

  test('an order that expires gives them back; its late payment takes them again', async () => {
    const customer = await holder(5_000);
    const row = placedRow(await place(customer, LIST_FEN - 5_000, { usePoints: 'max' }));
    const asked = await bench.node.orders.requestPayment({ ...row, at: now() });
    if (asked.kind === 'refused') throw new Error(asked.code);
    const { payment } = asked;
    await bench.advanceTo(row.holdUntil + 1);
    expect(await usable(customer)).toBe(5_000);
    const settle = () =>
      bench.node.lane.submit({
        kind: 'settlePayment',
        at: now(),
        needs: [{ table: 'payment', keys: [payment.paymentId] }, ...needs],
        payload: {
          ...{ paymentId: payment.paymentId, providerRef: 'late', outcome: 'succeeded' },
          ...{ amountFen: row.payFen, purchaseId: row.purchaseId, refundId: `rf_${fresh()}` },
        },
      });
    const needs = (await bench.node.payable.needs([row.purchaseId])).get(row.purchaseId)!;
    await settle();
    expect(await bench.purchase(row.purchaseId)).toMatchObject({ state: 'paid' });
    // 149 earned are promised for a week.
    expect(await account(customer.shopperId)).toMatchObject({ usable: 0, balance: 149 });
    expect(await returned(giveBack(await bench.purchase(row.purchaseId)))).toMatchObject({
      ...{ refundFen: row.payFen, returned: 5_000, clawedBack: 149, short: 0 },
    });
    expect(await account(customer.shopperId)).toMatchObject({ usable: 5_000, balance: 5_000 });
  });

  test('a payment that comes late for points that were spent meanwhile goes back, and spends none', async () => {
    const customer = await holder(1_000);
    const late = placedRow(await place(customer, LIST_FEN - 1_000, { usePoints: 'max' }));
    const asked = await bench.node.orders.requestPayment({ ...late, at: now() });
    if (asked.kind === 'refused') throw new Error(asked.code);
    const { paymentId } = asked.payment;
    await bench.advanceTo(late.holdUntil + 1);
    expect(codeOf(await place(customer, LIST_FEN - 1_000, { usePoints: 'max' }))).toBe('placed');
    const needs = (await bench.node.payable.needs([late.purchaseId])).get(late.purchaseId)!;
    const settled = await bench.node.lane.submit({
      ...{ kind: 'settlePayment', at: now(), needs: [{ table: 'payment', keys: [paymentId] }, ...needs] },
      payload: {
        ...{ paymentId, providerRef: 'late', outcome: 'succeeded' },
        ...{ amountFen: late.payFen, purchaseId: late.purchaseId, refundId: `rf_${fresh()}` },
      },
    });
    expect(settled).toMatchObject({ state: 'refunded' });
    expect(await bench.purchase(late.purchaseId)).toMatchObject({ state: 'closed' });
    expect(await account(customer.shopperId)).toEqual({ usable: 0, balance: 0 });
  });
});

describe('points are earned by what is paid', () => {
  test('with the payment, promised until goods can no longer go back', async () => {
    const customer = await bench.shopper();
    const row = await bench.buy(customer, LINES);
    expect((await account(customer.shopperId)).balance).toBe(0);
    await bench.pay(row);
    expect(await account(customer.shopperId)).toEqual({ usable: 0, balance: 199 });
    await bench.advanceTo(now() + 7 * DAY_MS);
    expect(await account(customer.shopperId)).toEqual({ usable: 199, balance: 199 });
  });

  test('returns unit by unit give back and take back exactly what the order used and earned', async () => {
    const customer = await holder(8_000);
    const lines = [{ skuId: 'sku-cream', quantity: 3 }];
    // ¥597 − ¥50 across shops − ¥80 of points.
    const row = placedRow(await place(customer, 46_700, { lines, usePoints: 'max' }));
    await bench.pay(row);
    expect((await account(customer.shopperId)).balance).toBe(467);
    const key = fresh();
    const steps = [await returned(giveBack(row, 1, key))];
    // The same return once more changes nothing.
    expect(await returned(giveBack(row, 1, key))).toEqual(steps[0]);
    steps.push(await returned(giveBack(row, 1)), await returned(giveBack(row, 1)));
    const sum = (key: 'refundFen' | 'returned' | 'clawedBack' | 'short') =>
      steps.reduce((total, step) => total + step[key], 0);
    expect(steps.map((step) => step.returned)).toEqual([2_666, 2_667, 2_667]);
    expect([sum('refundFen'), sum('returned'), sum('clawedBack'), sum('short')]).toEqual([
      ...[46_700, 8_000, 467, 0],
    ]);
    expect(await account(customer.shopperId)).toMatchObject({ balance: 8_000, usable: 8_000 });
  });

  test('earned points that were spent meanwhile are kept of the refund, a fen for each', async () => {
    offer({ usableAfterMs: 0 });
    const customer = await bench.shopper();
    const row = await bench.buy(customer, LINES);
    await bench.pay(row);
    const second = placedRow(await place(customer, LIST_FEN - 100, { usePoints: 'max' }));
    expect(await usable(customer)).toBe(99);
    expect(await returned(giveBack(row))).toEqual({
      ...{ refundFen: LIST_FEN - 100, returned: 0, clawedBack: 99, short: 100, shortFen: 100 },
    });
    await bench.node.orders.cancel({ ...second, at: now() });
    expect((await account(customer.shopperId)).balance).toBe(100);
    offer();
  });

  test('points of a lot that has ended since come back for thirty days more (V55)', async () => {
    const customer = await holder(5_000, now() + DAY_MS);
    const row = placedRow(await place(customer, LIST_FEN - 5_000, { usePoints: 'max' }));
    await bench.pay(row);
    await bench.advanceTo(now() + 2 * DAY_MS);
    await returned(giveBack(row));
    const [{ lots }] = (await bench.db.query<{ lots: { expiresAt: number; left: number }[] }>(
      'select lots from points_account where shopper_id = $1',
      [customer.shopperId],
    )) as [{ lots: { expiresAt: number; left: number }[] }];
    expect(lots).toEqual([expect.objectContaining({ left: 5_000, expiresAt: now() + 30 * DAY_MS })]);
  });
});

test('the page of points tells what there is and each order that moved it', async () => {
  const customer = await holder(5_000, SLOT_FROM + 300 * DAY_MS);
  const row = placedRow(await place(customer, LIST_FEN - 5_000, { usePoints: 'max' }));
  const { createPoints } = await import('../points/index.ts');
  const points = createPoints({ db: bench.db, plan: bench.sale.plan });
  const read = () => points.read({ at: now(), shopperId: customer.shopperId, limit: 10 });
  expect(await read()).toMatchObject({
    ...{ usable: 0, promised: 0, soonest: null, terms: { promotionId: POINTS.id, pointsPerYuan: 100 } },
    rows: [{ kind: 'held', points: -5_000, number: row.body.number }, { kind: 'earned' }],
  });
  await bench.pay(row);
  expect(await read()).toMatchObject({
    ...{
      usable: 0,
      promised: 149,
      promisedFrom: (await bench.purchase(row.purchaseId)).paidAt! + 7 * DAY_MS,
    },
    rows: [{ kind: 'earned', points: 149, purchaseId: row.purchaseId }, { kind: 'held' }, { kind: 'earned' }],
  });
});
