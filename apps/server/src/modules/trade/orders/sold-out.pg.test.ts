import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { OutcomeUnknown } from '../../../platform/db/errors.ts';
import type { LaneProbe } from '../../../platform/lane/create-lane.ts';
import { activityIdOf } from '../offers/flash-programme.ts';
import { type Bench, type Customer, type Node, openBench, placedRow } from '../trade-test-bench.ts';
import { FLASH, FLASH_SKU, SLOT_FROM, SLOT_TO } from '../trade-test-sale.ts';
import type { PlaceAnswer, PurchaseRow } from './index.ts';

/** One unit; whoever takes it makes this node learn that nothing is left. */

const ACTIVITY = activityIdOf(FLASH, SLOT_FROM, FLASH_SKU);
const PAY_FEN = 5_000 + 800;

let bench: Bench;
let node: Node;
let lucky: Customer;
let winner: PurchaseRow;
/** Orders that reached the lane of `node`, by their key. */
let decided: string[];
let atSaved: LaneProbe | null;

beforeAll(async () => {
  bench = await openBench({ activityStock: 1 });
});
afterAll(() => bench.close());

beforeEach(async () => {
  await bench.db.query('truncate purchase, limit_use, activity');
  await bench.db.query('update stock set reserved = 0');
  bench.sale.stopped.clear();
  bench.sale.publish({ activityStock: 1, perPersonMax: 2 });
  decided = [];
  atSaved = null;
  node = await bench.addNode(async (point, batch) => {
    if (point === 'saved') return atSaved?.(point, batch);
    for (const { kind, payload } of batch.commands)
      if (kind === 'placeFlashOrder')
        decided.push((payload as { row: PurchaseRow }).row.claimKey.split(':')[1]!);
  });
  lucky = await bench.shopper();
  winner = placedRow(await order(lucky, 'winner'));
  decided = [];
});

function order(
  customer: Customer,
  key: string,
  options: { on?: Node; again?: boolean; quantity?: number; at?: number } = {},
): Promise<PlaceAnswer> {
  const { on = node, again = false, quantity = 1, at = bench.clocks.campaign.now() } = options;
  return on.orders.placeFlashOrder({
    at,
    buyer: customer,
    idempotencyKey: key,
    again,
    activityId: ACTIVITY,
    request: { quantity, expectedPayFen: quantity === 1 ? PAY_FEN : 10_000, address: customer.address },
  });
}

function nextKeyOf(answer: PlaceAnswer): string {
  if (answer.kind === 'placed' || answer.code !== 'soldOut')
    throw new Error(`not sold out: ${JSON.stringify(answer)}`);
  return answer.extra.nextKey as string;
}

/** A shopper who was told so by the lane, and the key of their next try. */
async function refused(): Promise<{ customer: Customer; key: string }> {
  const customer = await bench.shopper();
  const key = nextKeyOf(await order(customer, 'mine'));
  decided = [];
  return { customer, key };
}

const cancel = (row: PurchaseRow, on: Node = node) =>
  on.orders.cancel({ at: bench.clocks.campaign.now(), shopperId: row.shopperId, purchaseId: row.purchaseId });

describe('sold out, from memory', () => {
  it('the next tries of a refused shopper are answered without the lane', async () => {
    const { customer, key } = await refused();
    const second = await order(customer, key);
    const third = await order(customer, nextKeyOf(second), { quantity: 2 });
    expect(second).toMatchObject({ kind: 'refused', code: 'soldOut', extra: { left: 0 } });
    expect(nextKeyOf(third)).not.toBe(nextKeyOf(second));
    expect(decided).toEqual([]);
  });

  it('a key that the shopper chose is always decided by the lane', async () => {
    const { customer } = await refused();
    await order(customer, 'of my own');
    expect(decided).toEqual(['of my own']);
  });

  it('one node’s key says nothing to another', async () => {
    const { customer, key } = await refused();
    const other = await bench.addNode();
    await order(await bench.shopper(), 'theirs', { on: other });
    await cancel(winner);
    expect((await order(customer, key, { on: other })).kind).toBe('placed');
  });

  it('a unit given back on this node is for sale at once', async () => {
    const { customer, key } = await refused();
    await cancel(winner);
    expect((await order(customer, key)).kind).toBe('placed');
  });

  it('a unit given back on another node is for sale after a second at the latest', async () => {
    const { customer, key } = await refused();
    const learntAt = bench.clocks.wall.now();
    await cancel(winner, bench.node);
    bench.clocks.advanceTo(learntAt + 999);
    const stillKey = nextKeyOf(await order(customer, key));
    expect(decided).toEqual([]);
    bench.clocks.advanceTo(learntAt + 1_000);
    expect((await order(customer, stillKey)).kind).toBe('placed');
  });

  it('refusals from memory do not renew it: a second after the lane said so, the lane is asked', async () => {
    const { customer, key } = await refused();
    const learntAt = bench.clocks.wall.now();
    let next = key;
    for (const ms of [400, 800, 999]) {
      bench.clocks.advanceTo(learntAt + ms);
      next = nextKeyOf(await order(customer, next));
    }
    bench.clocks.advanceTo(learntAt + 1_000);
    await order(customer, next);
    expect(decided).toEqual([next]);
  });

  it('a new edition that puts up more is on offer at once', async () => {
    const { customer, key } = await refused();
    bench.sale.publish({ activityStock: 2, perPersonMax: 2 });
    expect((await order(customer, key)).kind).toBe('placed');
  });

  it('fewer than wanted is not sold out: one more is still for sale', async () => {
    bench.sale.publish({ activityStock: 2, perPersonMax: 2 });
    const customer = await bench.shopper();
    const key = nextKeyOf(await order(customer, 'two', { quantity: 2 }));
    expect((await order(customer, key)).kind).toBe('placed');
  });

  it('the end of the slot and a stop are told as what they are', async () => {
    const { customer, key } = await refused();
    expect(await order(customer, key, { at: SLOT_TO })).toMatchObject({ code: 'flashEnded' });
    bench.sale.stopped.add(FLASH);
    expect(await order(customer, key)).toMatchObject({ code: 'flashStopped' });
  });
});

describe('a key that has won gets its answer although the memory says sold out', () => {
  it('a key that the shopper chose', async () => {
    await refused();
    expect(placedRow(await order(lucky, 'winner', { again: true }))).toEqual(winner);
    expect(placedRow(await order(lucky, 'winner'))).toEqual(winner);
  });

  it('a key of this node that won after a unit came back, and was sold out again', async () => {
    const { customer, key } = await refused();
    await cancel(winner);
    const placed = placedRow(await order(customer, key));
    await refused();
    expect(placedRow(await order(customer, key))).toEqual(placed);
    expect(placedRow(await order(customer, key, { again: true }))).toEqual(placed);
  });

  it('a key of this node that won on another one, while this one still remembers', async () => {
    const { customer, key } = await refused();
    await cancel(winner, bench.node);
    const placed = placedRow(await order(customer, key, { on: bench.node }));
    expect(placedRow(await order(customer, key, { again: true }))).toEqual(placed);
  });
});

describe('give-back against memory', () => {
  it('told sold out and given back in one batch: the unit is for sale at once', async () => {
    const customer = await bench.shopper();
    // The lane takes both in one turn of the event loop; the order was first.
    let mine: Promise<PlaceAnswer> | null = null;
    let gaveBack: Promise<unknown> | null = null;
    let armed = true;
    atSaved = async (_, { commands }) => {
      if (!armed) return;
      armed = false;
      expect(commands.map((command) => command.kind)).toEqual(['settlePayment']);
      mine = order(customer, 'mine');
      await expect.poll(() => queued.length).toBe(1);
      gaveBack = cancel(winner);
      await expect.poll(() => queued.length).toBe(2);
    };
    const queued: string[] = [];
    const submit = node.lane.submit;
    (node.lane as { submit: typeof submit }).submit = (command) => {
      queued.push(command.kind);
      return submit(command);
    };
    await submit({
      kind: 'settlePayment',
      at: SLOT_FROM,
      needs: [{ table: 'payment', keys: ['pa_none'] }],
      payload: { paymentId: 'pa_none' },
    });
    expect(queued).toEqual(['placeFlashOrder', 'closePurchase']);
    const key = nextKeyOf(await mine!);
    await gaveBack;
    expect((await order(customer, key)).kind).toBe('placed');
  });

  it('a give-back whose outcome is unknown is taken for one', async () => {
    const { customer, key } = await refused();
    atSaved = async (_, { tx }) => {
      atSaved = null;
      // The commit goes out, and its answer is lost with the connection.
      await tx.query('commit');
      const [row] = await tx.query('select pg_backend_pid() as pid');
      await bench.db.query('select pg_terminate_backend($1)', [row!.pid]);
    };
    await expect(cancel(winner)).rejects.toBeInstanceOf(OutcomeUnknown);
    expect((await order(customer, key)).kind).toBe('placed');
  });
});
