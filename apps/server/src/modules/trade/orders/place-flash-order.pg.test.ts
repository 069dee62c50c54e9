import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { activityIdOf } from '../offers/flash-programme.ts';
import { type Bench, type Customer, type Node, openBench, placedRow } from '../trade-test-bench.ts';
import { FLASH, FLASH_SKU, SLOT_FROM, SLOT_TO } from '../trade-test-sale.ts';
import type { PlaceAnswer } from './index.ts';

const ACTIVITY = activityIdOf(FLASH, SLOT_FROM, FLASH_SKU);
/** Half of ¥100.01, the odd fen to the buyer, + ¥8 freight; two reach free freight. */
const ONE_FEN = 5_000 + 800;
const TWO_FEN = 10_000;

let bench: Bench;
let keys = 0;
afterEach(() => bench.close());

async function order(
  customer: Customer,
  options: {
    node?: Node;
    at?: number;
    quantity?: number;
    key?: string;
    activityId?: string;
    payFen?: number;
  } = {},
): Promise<PlaceAnswer> {
  const quantity = options.quantity ?? 1;
  keys += 1;
  return (options.node ?? bench.node).orders.placeFlashOrder({
    at: options.at ?? bench.clocks.campaign.now(),
    buyer: customer,
    idempotencyKey: options.key ?? `key-${keys}`,
    activityId: options.activityId ?? ACTIVITY,
    request: {
      quantity,
      expectedPayFen: options.payFen ?? (quantity === 1 ? ONE_FEN : TWO_FEN),
      address: customer.address,
    },
  });
}

async function activity(): Promise<{ stock_total: number; held: number; sold: number }> {
  const rows = await bench.db.query<{ stock_total: number; held: number; sold: number }>(
    'select stock_total, held, sold from activity where activity_id = $1',
    [ACTIVITY],
  );
  return rows[0]!;
}

function tally(answers: readonly PlaceAnswer[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const answer of answers) {
    const name = answer.kind === 'placed' ? 'placed' : answer.code;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}

describe('many at once', () => {
  beforeEach(async () => {
    bench = await openBench({ activityStock: 10 });
  });

  it('200 shoppers on two nodes want the last 10 units: exactly 10 get one', async () => {
    const nodes = [bench.node, await bench.addNode()];
    const customers = await Promise.all(Array.from({ length: 200 }, () => bench.shopper()));
    const answers = await Promise.all(
      customers.map((customer, index) => order(customer, { node: nodes[index % 2]! })),
    );
    expect(tally(answers)).toEqual({ placed: 10, soldOut: 190 });
    expect(await activity()).toEqual({ stock_total: 10, held: 10, sold: 0 });
    expect((await bench.stockRow(FLASH_SKU)).reserved).toBe(10);
    const [rows] = await bench.db.query<{ n: number }>('select count(*)::int as n from purchase');
    expect(rows!.n).toBe(10);
  });

  it('one person in 20 parallel requests gets no more than the limit', async () => {
    const nodes = [bench.node, await bench.addNode()];
    const customer = await bench.shopper();
    const answers = await Promise.all(
      Array.from({ length: 20 }, (_, index) => order(customer, { node: nodes[index % 2]! })),
    );
    expect(tally(answers)).toEqual({ placed: 2, perPersonLimit: 18 });
  });

  it('two accounts with one phone share the limit', async () => {
    const [one, other] = [await bench.shopper(), await bench.shopper()];
    const twin: Customer = { ...other, address: { ...other.address, phone: one.address.phone } };
    const answers = await Promise.all([one, twin, one, twin, one, twin].map((customer) => order(customer)));
    expect(tally(answers)).toEqual({ placed: 2, perPersonLimit: 4 });
  });

  it('one address, however it is spelt, shares the limit', async () => {
    const [one, other] = [await bench.shopper(), await bench.shopper()];
    const line = `　${one.address.line.replace('街', '街 ').toUpperCase()}，`;
    const neighbour: Customer = { ...other, address: { ...other.address, line } };
    expect(tally([await order(one, { quantity: 2 }), await order(neighbour)])).toEqual({
      placed: 1,
      perPersonLimit: 1,
    });
  });

  it('invisible characters do not make another address', async () => {
    const [one, other] = [await bench.shopper(), await bench.shopper()];
    const line = [...one.address.line].join('\u200b').concat('\u3164\ufe0f');
    const neighbour: Customer = { ...other, address: { ...other.address, line } };
    expect(tally([await order(one, { quantity: 2 }), await order(neighbour)])).toEqual({
      placed: 1,
      perPersonLimit: 1,
    });
  });

  it('a retry after the slot, while the first try still waits for its commit, gets its answer', async () => {
    const committing = Promise.withResolvers<void>();
    let waits = true;
    const node = await bench.addNode(async (point) => {
      if (point === 'saved' && waits) {
        waits = false;
        await committing.promise;
      }
    });
    const customer = await bench.shopper();
    const first = order(customer, { node, key: 'slow' });
    await expect.poll(() => waits).toBe(false);
    const retry = order(customer, { node, key: 'slow', at: SLOT_TO + 1 });
    const dearer = order(customer, { node, key: 'slow', at: SLOT_TO - 1, payFen: ONE_FEN + 1 });
    setTimeout(committing.resolve, 100);
    expect(placedRow(await retry)).toEqual(placedRow(await first));
    expect(await dearer).toMatchObject({ kind: 'refused', code: 'idempotencyKeyReused' });
  });

  it('a retry in flight, after, and after the slot gets the same answer and takes no second unit', async () => {
    const customer = await bench.shopper();
    const first = await Promise.all([order(customer, { key: 'same' }), order(customer, { key: 'same' })]);
    const later = await order(customer, { key: 'same', at: SLOT_TO + 1 });
    const rows = [...first, later].map(placedRow);
    expect(rows[1]).toEqual(rows[0]);
    expect(rows[2]).toEqual(rows[0]);
    expect((await activity()).held).toBe(1);
  });

  it('a command that is a bug fails alone; the others of its batch commit', async () => {
    const customers = await Promise.all([bench.shopper(), bench.shopper(), bench.shopper()]);
    const outcomes = await Promise.allSettled([
      order(customers[0]!),
      bench.node.lane.submit({
        kind: 'closePurchase',
        at: SLOT_FROM,
        needs: [{ table: 'purchase', keys: ['pu_nobody'] }],
        payload: { purchaseId: 'pu_nobody', reason: 'cancelled' },
      }),
      order(customers[1]!),
      order(customers[2]!),
    ]);
    expect(outcomes.map((outcome) => outcome.status)).toEqual([
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect((await activity()).held).toBe(3);
  });
});

describe('each refusal takes nothing', () => {
  beforeEach(async () => {
    bench = await openBench({ activityStock: 3, onHand: 2 });
  });

  it.each<[string, Parameters<typeof order>[1], string]>([
    ['a millisecond before the slot', { at: SLOT_FROM - 1 }, 'flashNotOpen'],
    ['at the end of the slot', { at: SLOT_TO }, 'flashEnded'],
    ['more than one person may have', { quantity: 3 }, 'perPersonLimit'],
    ['another price than was seen', { payFen: 1 }, 'priceChanged'],
    ['an activity that no edition has', { activityId: `${FLASH}:1:${FLASH_SKU}` }, 'notFound'],
    ['something that is no activity', { activityId: 'nonsense' }, 'notFound'],
  ])('%s', async (_, options, code) => {
    expect(await order(await bench.shopper(), options)).toMatchObject({ kind: 'refused', code });
    expect((await bench.stockRow(FLASH_SKU)).reserved).toBe(0);
  });

  it('stopped by a switch', async () => {
    bench.sale.stopped.add(FLASH);
    expect(await order(await bench.shopper())).toMatchObject({ kind: 'refused', code: 'flashStopped' });
  });

  it('goods that the warehouse does not have, although the activity has units', async () => {
    expect((await order(await bench.shopper(), { quantity: 2 })).kind).toBe('placed');
    expect(await order(await bench.shopper())).toMatchObject({ kind: 'refused', code: 'outOfStock' });
    expect((await activity()).held).toBe(2);
  });

  it('the same key with another quantity', async () => {
    const customer = await bench.shopper();
    await order(customer, { key: 'same' });
    expect(await order(customer, { key: 'same', quantity: 2 })).toMatchObject({
      kind: 'refused',
      code: 'idempotencyKeyReused',
    });
  });
});

describe('holds of the flash sale (V49)', () => {
  beforeEach(async () => {
    bench = await openBench({ activityStock: 10, onHand: 100 });
  });

  async function tenHeldFourPaid(): Promise<void> {
    const customers = await Promise.all(Array.from({ length: 12 }, () => bench.shopper()));
    const answers = await Promise.all(customers.map((customer) => order(customer)));
    expect(tally(answers)).toEqual({ placed: 10, soldOut: 2 });
    const rows = answers.filter((answer) => answer.kind === 'placed').map(placedRow);
    for (const row of rows.slice(0, 4)) await bench.pay(row);
  }

  it('six that expire while the slot is open are on offer again', async () => {
    await tenHeldFourPaid();
    await bench.advanceTo(SLOT_FROM + 10 * 60_000);
    expect(await activity()).toEqual({ stock_total: 10, held: 0, sold: 4 });
    const answers = [];
    for (let n = 0; n < 7; n += 1) answers.push(await order(await bench.shopper()));
    expect(tally(answers)).toEqual({ placed: 6, soldOut: 1 });
  });

  it('six that expire after the slot are ordinary goods, and the flash sale has none', async () => {
    bench.clocks.advanceTo(SLOT_TO - 60_000);
    await tenHeldFourPaid();
    expect((await bench.stockRow(FLASH_SKU)).reserved).toBe(6);
    await bench.advanceTo(SLOT_TO + 10 * 60_000);
    expect(await bench.stockRow(FLASH_SKU)).toMatchObject({ onHand: 100, reserved: 0, locked: 4 });
    expect(await order(await bench.shopper())).toMatchObject({ kind: 'refused', code: 'flashEnded' });
    const bought = await bench.buy(await bench.shopper(), [{ skuId: FLASH_SKU, quantity: 1 }]);
    expect(bought.kind).toBe('ordinary');
  });

  it('a hold that expired gives the person their limit back', async () => {
    const customer = await bench.shopper();
    await order(customer, { quantity: 2 });
    expect(await order(customer)).toMatchObject({ code: 'perPersonLimit' });
    await bench.advanceTo(SLOT_FROM + 6 * 60_000);
    expect((await order(customer, { quantity: 2 })).kind).toBe('placed');
  });

  it('a new edition with less stock takes nothing back from those who hold', async () => {
    for (let n = 0; n < 5; n += 1) await order(await bench.shopper());
    bench.sale.publish({ activityStock: 3, perPersonMax: 1 });
    await bench.node.offers.materialise(SLOT_FROM);
    expect(await activity()).toEqual({ stock_total: 5, held: 5, sold: 0 });
    expect(await order(await bench.shopper())).toMatchObject({ code: 'soldOut' });
  });

  it('a new edition changes the limit and the end of the slot for everybody from now on', async () => {
    const customer = await bench.shopper();
    await order(customer, { quantity: 2 });
    expect(await order(customer)).toMatchObject({ code: 'perPersonLimit' });
    bench.sale.publish({ activityStock: 10, perPersonMax: 3, slotTo: SLOT_TO + 60_000 });
    expect((await order(customer)).kind).toBe('placed');
    bench.clocks.advanceTo(SLOT_TO + 59_999);
    expect((await order(await bench.shopper())).kind).toBe('placed');
    bench.clocks.advanceTo(SLOT_TO + 60_000);
    expect(await order(await bench.shopper())).toMatchObject({ code: 'flashEnded' });
  });
});
