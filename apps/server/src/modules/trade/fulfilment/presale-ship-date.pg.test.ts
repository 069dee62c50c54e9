import { beforeEach, expect, test } from 'vitest';
import { type Bench, placedRow } from '../trade-test-bench.ts';
import { agree, BALANCE, BALANCE_FEN, deposit, publishPresale } from '../trade-test-presale.ts';
import { compensateLate } from './compensate-late.ts';
import { DAY, DELIVERY, HOUR, openFulfilment, standingOf } from './fulfilment-test-bench.ts';

/** As it was stated with the booking, and as a later edition states it to others. */
const [PROMISED, LATER] = [BALANCE.endsAt + 2 * DAY, BALANCE.endsAt + 9 * DAY];
const LATE = DELIVERY.late;

let bench: Bench;
beforeEach(async () => {
  bench = await openFulfilment();
  return () => bench.close();
});

const edition = (shipOn: number | undefined, late = LATE, shipWithinMs = 48 * HOUR) =>
  publishPresale(bench, { gift: null, ...(shipOn && { shipOn }) }, [], { ...DELIVERY, late, shipWithinMs });

/** Booked now; paid in full once another edition is in force. */
async function bookedThenPaid(another: () => void) {
  const row = placedRow(await deposit(bench, await bench.shopper()));
  await bench.pay(row);
  another();
  await bench.advanceTo(BALANCE.startsAt);
  await agree(bench, row, { expectedPayFen: BALANCE_FEN });
  await bench.pay(row);
  await bench.drainEvents();
  return row;
}

test('the date that was stated with a booking stands on its line and is promised, whatever a later edition states', async () => {
  edition(PROMISED);
  const row = await bookedThenPaid(() => edition(LATER));
  const { body } = await bench.purchase(row.purchaseId);
  expect(body.orders[0]!.lines[0]!.shipOn).toBe(PROMISED);
  const [order] = (await standingOf(bench, row)).row.orders;
  expect(order!.shipBy).toBe(PROMISED);
  expect(order!.lines[0]!.shipOn).toBe(PROMISED);
  // Whoever books now is told the other date.
  edition(LATER);
  expect((await bench.node.orders.presale.offer('sku-earbuds', BALANCE.startsAt))!.shipOn).toBe(LATER);
});

test('a parcel that misses that date is compensated by it, once, and at the rate of then', async () => {
  edition(PROMISED);
  const row = await bookedThenPaid(() => edition(LATER, { ...LATE, minFen: 1, bp: 1 }));
  await bench.advanceTo(PROMISED - 24 * HOUR);
  const [parcel] = (await standingOf(bench, row)).parcels;
  expect(parcel!.shipBy).toBe(PROMISED);
  // Nobody packed it.
  await bench.db.query("update parcel set state = 'created', shipped_at = null, late_at = ship_by");
  const look = (at: number) => compensateLate(bench.node.fulfilmentDeps, { at, parcels: [parcel!] });
  expect(await look(PROMISED - 1)).toEqual([{ fen: 0 }]);
  await bench.db.query('update parcel set late_at = ship_by');
  const fen = Math.floor((parcel!.netFen * LATE.bp) / 10_000);
  expect(fen).toBeGreaterThan(LATE.minFen);
  expect(await look(PROMISED)).toEqual([{ fen }]);
  expect(await look(PROMISED + DAY)).toEqual([{ fen: 0 }]);
});

test('where nothing was stated it is promised from the payment, by the edition of the booking', async () => {
  edition(undefined, LATE, 24 * HOUR);
  const row = await bookedThenPaid(() => edition(LATER, LATE, 96 * HOUR));
  const [order] = (await standingOf(bench, row)).row.orders;
  expect(order!.shipBy).toBe((await bench.purchase(row.purchaseId)).paidAt! + 24 * HOUR);
});
