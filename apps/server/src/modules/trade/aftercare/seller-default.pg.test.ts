import { readFile } from 'node:fs/promises';
import { beforeEach, expect, test } from 'vitest';
import { MIGRATIONS_DIR } from '../../../platform/db/migrate.ts';
import { auditDeposits } from '../deposits-test-bench.ts';
import { type Bench, openBench, placedRow } from '../trade-test-bench.ts';
import {
  agree,
  BALANCE,
  BALANCE_FEN,
  CONTRACT_FEN,
  DEPOSIT_FEN,
  deposit,
  publishPresale,
  SKU,
} from '../trade-test-presale.ts';

let bench: Bench;
const now = () => bench.clocks.campaign.now();
const REASON = 'the factory burnt down';

beforeEach(async () => {
  bench = await openBench({ onHand: 20 });
  publishPresale(bench, { gift: null });
  return async () => {
    expect(await auditDeposits(bench)).toEqual([]);
    await bench.close();
  };
});

async function booked(quantity: number) {
  const row = placedRow(await deposit(bench, await bench.shopper(), { quantity }));
  await bench.pay(row);
  return row;
}

/** Two units, paid in full. */
async function paid() {
  const row = await booked(2);
  await bench.advanceTo(BALANCE.startsAt);
  await agree(bench, row, { expectedPayFen: 2 * BALANCE_FEN - 5_000 });
  await bench.pay(row);
  return row;
}

const fail = (purchaseId: string) =>
  bench.node.aftercare.defaultOnPresale({ at: now(), purchaseId, operatorId: 'op_1', reason: REASON });
const endings = async (purchaseId: string) =>
  (await bench.node.aftercare.presaleEndings({ at: now(), purchaseId }))!.endings;
const transfers = () =>
  bench.db.query('select payout_id as id, amount_fen as fen from sandbox_payout order by 1');
const toldOf = (type: string) =>
  bench.db.query<{ data: Record<string, unknown> }>('select data from outbox where type = $1', [type]);

test('after full payment everything is refunded, and the second half of the deposit is sent once', async () => {
  const { purchaseId } = await paid();
  const wholeFen = 2 * CONTRACT_FEN - 5_000;
  expect(await endings(purchaseId)).toEqual([
    { kind: 'sellerDefault', units: 2, refundFen: wholeFen, extraFen: 2 * DEPOSIT_FEN },
  ]);
  // Looking changed nothing.
  expect(await bench.purchase(purchaseId)).toMatchObject({ state: 'paid', refundedFen: 0 });
  const twice = await Promise.all([fail(purchaseId), fail(purchaseId)]);
  expect(twice).toEqual([
    { kind: 'defaulted', refundFen: wholeFen },
    { kind: 'defaulted', refundFen: wholeFen },
  ]);
  await bench.advanceTo(now() + 60_000);
  expect(await bench.purchase(purchaseId)).toMatchObject({ state: 'refunded', refundedFen: wholeFen });
  expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
  expect(await transfers()).toEqual([{ id: `presale:${purchaseId}`, fen: 2 * DEPOSIT_FEN }]);
  expect((await toldOf('purchase.extraPaid')).map(({ data }) => data)).toEqual([
    { purchaseId, fen: 2 * DEPOSIT_FEN, by: 'system' },
  ]);
  expect((await toldOf('purchase.sellerDefaulted'))[0]!.data).toMatchObject({
    ...{ units: 2, refundFen: wholeFen, extraFen: 2 * DEPOSIT_FEN },
    ...{ by: 'operator', operatorId: 'op_1', reason: REASON },
  });
  expect(await endings(purchaseId)).toEqual([]);
});

test('V47 of what was returned before nothing is doubled: one unit of two, half of the deposit', async () => {
  const row = await paid();
  const { purchaseId, shopperId } = row;
  await bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId, purchaseId, idempotencyKey: 'first' },
    ...{ lines: [{ lineId: SKU, quantity: 1 }], reason: 'noReason' },
  });
  const [ending] = await endings(purchaseId);
  expect(ending).toMatchObject({ units: 1, extraFen: DEPOSIT_FEN });
  expect(await fail(purchaseId)).toEqual({ kind: 'defaulted', refundFen: ending!.refundFen });
  await bench.advanceTo(now() + 60_000);
  expect(await transfers()).toEqual([{ id: `presale:${purchaseId}`, fen: DEPOSIT_FEN }]);
  expect((await bench.purchase(purchaseId)).state).toBe('refunded');
});

test('between the payments the deposit goes back, and its second half is sent once, also after a crash between the two', async () => {
  const { purchaseId } = await booked(1);
  expect((await endings(purchaseId))[0]).toEqual({
    ...{ kind: 'sellerDefault', units: 1, refundFen: DEPOSIT_FEN, extraFen: DEPOSIT_FEN },
  });
  expect(await fail(purchaseId)).toEqual({ kind: 'defaulted', refundFen: DEPOSIT_FEN });
  await bench.advanceTo(now() + 60_000);
  const sent = [{ id: `presale:${purchaseId}`, fen: DEPOSIT_FEN }];
  expect(await transfers()).toEqual(sent);
  // The bank had it, and we died before we wrote that down: the work comes again.
  await bench.db.query('update presale_payout set paid_at = null');
  await bench.db.query("delete from outbox where type = 'purchase.extraPaid'");
  await bench.db.query("update due set state = 'waiting' where kind = 'presale.payout'");
  await bench.advanceTo(now() + 60_000);
  expect(await transfers()).toEqual(sent);
  const [row] = await bench.db.query('select paid_at is not null as paid from presale_payout');
  expect(row).toEqual({ paid: true });
  expect(await toldOf('purchase.extraPaid')).toHaveLength(1);
});

test('what is not paid, or is no pre-sale, cannot be defaulted on', async () => {
  const held = placedRow(await deposit(bench, await bench.shopper()));
  expect(await fail(held.purchaseId)).toEqual({ kind: 'refused', code: 'notPaid' });
  expect(await endings(held.purchaseId)).toEqual([]);
  expect(await fail('pu_none')).toEqual({ kind: 'refused', code: 'notFound' });
});

test('what was owed before transfers were sent is found by the auditor, scheduled by the migration, and sent once', async () => {
  const { purchaseId } = await booked(1);
  expect(await fail(purchaseId)).toEqual({ kind: 'defaulted', refundFen: DEPOSIT_FEN });
  // As a database of before has it: a row that nobody is to send, and one that counts as sent and is not.
  await bench.db.query("delete from due where kind = 'presale.payout'");
  expect(await auditDeposits(bench)).toEqual([
    `depositsSettled: ${purchaseId} is owed ${DEPOSIT_FEN} fen on top, and nobody is to send them`,
  ]);
  const schedule = await readFile(`${MIGRATIONS_DIR}/0145-every-payout-is-scheduled.sql`, 'utf8');
  const waiting = () =>
    bench.db.query("select key, state from due where kind = 'presale.payout' order by key");
  for (let times = 0; times < 2; times++) {
    await bench.db.query(schedule);
    expect(await waiting()).toEqual([{ key: purchaseId, state: 'waiting' }]);
  }
  await bench.db.query("update due set state = 'done' where kind = 'presale.payout'");
  await bench.db.query(schedule);
  expect(await waiting()).toEqual([{ key: purchaseId, state: 'waiting' }]);
  await bench.advanceTo(now() + 60_000);
  expect(await transfers()).toEqual([{ id: `presale:${purchaseId}`, fen: DEPOSIT_FEN }]);
  // What is paid is left alone.
  await bench.db.query(schedule);
  expect(await waiting()).toEqual([{ key: purchaseId, state: 'done' }]);
});
