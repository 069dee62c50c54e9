import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PlaceAnswer } from '../orders/index.ts';
import {
  type Bench,
  type Customer,
  freshAddress,
  type Node,
  openBench,
  placedRow,
} from '../trade-test-bench.ts';
import { FLASH, FLASH_SKU, SLOT_FROM, SLOT_TO } from '../trade-test-sale.ts';
import { activityIdOf } from './flash-programme.ts';

const ACTIVITY = activityIdOf(FLASH, SLOT_FROM, FLASH_SKU);
const MINUTE = 60_000;
/** Half of ¥100.01, the odd fen to the buyer, + ¥8 freight. */
const ONE_FEN = 5_000 + 800;
const EVE = SLOT_FROM - 30 * MINUTE;

let bench: Bench;
let keys = 0;
beforeEach(async () => {
  bench = await openBench({ activityStock: 10 });
  bench.sale.publish({
    ...{ activityStock: 10, perPersonMax: 1 },
    reservation: { opensBeforeMs: 60 * MINUTE, closesBeforeMs: 5 * MINUTE, aloneForMs: 10 * MINUTE },
  });
});
afterEach(() => bench.close());

const reserve = (customer: Customer, at = EVE, keep = true, node: Node = bench.node) =>
  node.offers.reserve({ at, shopperId: customer.shopperId, activityId: ACTIVITY, keep });

function order(customer: Customer, at: number, node: Node = bench.node): Promise<PlaceAnswer> {
  keys += 1;
  return node.orders.placeFlashOrder({
    ...{ at, buyer: customer, idempotencyKey: `key-${keys}`, activityId: ACTIVITY },
    request: { quantity: 1, expectedPayFen: ONE_FEN, address: customer.address },
  });
}
const said = (answer: PlaceAnswer) => (answer.kind === 'placed' ? 'placed' : answer.code);

async function shown() {
  const [slot] = (await bench.node.offers.view(EVE)).slots;
  return slot!.items[0]!.reservation;
}

describe('a reservation', () => {
  it('is taken once however often and on whatever node it is asked for, is counted and told of once, and holds no unit', async () => {
    const other = await bench.addNode();
    const customer = await bench.shopper();
    await Promise.all(
      Array.from({ length: 8 }, (_, index) => reserve(customer, EVE, true, index % 2 ? other : bench.node)),
    );
    await reserve(await bench.shopper());
    expect(await shown()).toEqual({
      ...{ opensAt: SLOT_FROM - 60 * MINUTE, closesAt: SLOT_FROM - 5 * MINUTE },
      ...{ aloneUntil: SLOT_FROM + 10 * MINUTE, count: 2 },
    });
    expect(await bench.node.offers.reservedBy(customer.shopperId, EVE)).toEqual([
      { activityId: ACTIVITY, startsAt: SLOT_FROM },
    ]);
    const told = await bench.db.query(`select 1 from outbox where type = 'flash.reserved'`);
    expect(told).toHaveLength(2);
    expect(await bench.db.query('select held, sold from activity')).toEqual([{ held: 0, sold: 0 }]);
  });

  it('can be given up while it can be taken, and not after', async () => {
    const customer = await bench.shopper();
    await reserve(customer);
    expect(await reserve(customer, EVE, false)).toMatchObject({ kind: 'givenUp', count: 0 });
    expect(await bench.node.offers.reservedBy(customer.shopperId, EVE)).toEqual([]);
    expect(await reserve(customer, SLOT_FROM - 5 * MINUTE)).toEqual({
      kind: 'refused',
      code: 'reservationOver',
    });
    expect(await reserve(customer, SLOT_FROM - 61 * MINUTE)).toMatchObject({ code: 'reservationNotOpen' });
    bench.sale.stopped.add(FLASH);
    expect(await reserve(customer)).toMatchObject({ code: 'flashStopped' });
  });

  it('is offered only where the plan offers it', async () => {
    bench.sale.publish({ activityStock: 10, perPersonMax: 1 });
    expect(await reserve(await bench.shopper())).toMatchObject({ code: 'reservationNotOffered' });
    expect(await shown()).toBeNull();
  });
});

describe('while an item is kept for those who reserved it', () => {
  it('they order and others are refused; from its end on everybody may', async () => {
    const [with_, without] = [await bench.shopper(), await bench.shopper()];
    await reserve(with_);
    expect(said(await order(without, SLOT_FROM))).toBe('reservationNeeded');
    expect(said(await order(with_, SLOT_FROM))).toBe('placed');
    expect(said(await order(without, SLOT_FROM + 10 * MINUTE - 1))).toBe('reservationNeeded');
    expect(said(await order(without, SLOT_FROM + 10 * MINUTE))).toBe('placed');
  });

  it('a reservation is no unit: of more who reserved than there are units the rest find it sold out', async () => {
    const other = await bench.addNode();
    const customers = await Promise.all(Array.from({ length: 16 }, () => bench.shopper()));
    await Promise.all(customers.map((customer) => reserve(customer)));
    const answers = await Promise.all(
      customers.map((customer, index) => order(customer, SLOT_FROM, index % 2 ? other : bench.node)),
    );
    const counts = answers.map(said).sort();
    expect(counts).toEqual([...Array(10).fill('placed'), ...Array(6).fill('soldOut')]);
  });
});

describe('one person with many accounts, at once and on two nodes', () => {
  const others: [string, (own: Customer) => Customer['address']][] = [
    ['one phone', (own) => ({ ...freshAddress(), phone: own.address.phone })],
    ['one address', (own) => ({ ...own.address, phone: freshAddress().phone })],
  ];
  it.each(others)('gets one unit by %s', async (_name, addressFrom) => {
    const other = await bench.addNode();
    const own = await bench.shopper();
    const accounts = await Promise.all(
      Array.from({ length: 12 }, async () => ({ ...(await bench.shopper()), address: addressFrom(own) })),
    );
    await Promise.all(accounts.map((account) => reserve(account)));
    const answers = await Promise.all(
      accounts.map((account, index) => order(account, SLOT_FROM, index % 2 ? other : bench.node)),
    );
    expect(answers.map(said).sort()).toEqual([...Array(11).fill('perPersonLimit'), 'placed']);
  });
});

it('what nobody paid for is on offer again while the slot is open, and ordinary goods after it, whichever node gave it back', async () => {
  const other = await bench.addNode();
  const nodes = [bench.node, other];
  const customers = await Promise.all(Array.from({ length: 10 }, () => bench.shopper()));
  const late = SLOT_TO - 6 * MINUTE;
  const rows = await Promise.all(
    customers.map(async (customer, index) => placedRow(await order(customer, late, nodes[index % 2]!))),
  );
  bench.clocks.advanceTo(late + 5 * MINUTE);
  await Promise.all(
    nodes.map((node, index) =>
      node.expire(rows.slice(index * 2, index * 2 + 2).map((row) => row.purchaseId)),
    ),
  );
  const next = await bench.shopper();
  expect(said(await order(next, late + 5 * MINUTE, other))).toBe('placed');
  bench.clocks.advanceTo(SLOT_TO);
  await Promise.all(
    nodes.map((node, index) =>
      node.expire(rows.slice(4 + index * 3, 7 + index * 3).map((row) => row.purchaseId)),
    ),
  );
  expect(said(await order(await bench.shopper(), SLOT_TO))).toBe('flashEnded');
  const [flash] = (await bench.node.offers.view(SLOT_TO)).slots;
  expect(flash?.items[0]?.state).toBe('ended');
  // One is still held; nine of ten are ordinary goods again.
  expect(await bench.stockRow(FLASH_SKU)).toMatchObject({ onHand: 1_000, reserved: 1 });
  const bought = await bench.buy(await bench.shopper(), [{ skuId: FLASH_SKU, quantity: 9 }]);
  expect(bought.state).toBe('held');
});
