/** Long because each test is the whole way of one pre-sale, from its deposit to its end and the books after it. */
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, test } from 'vitest';
import { auditDeposits } from '../../deposits-test-bench.ts';
import { type Bench, type Customer, openBench, placedRow, refOf } from '../../trade-test-bench.ts';
import { TWENTY } from '../../trade-test-coupons.ts';
import {
  agree,
  BALANCE,
  BALANCE_FEN,
  CONTRACT_FEN,
  DEPOSIT,
  DEPOSIT_FEN,
  deposit,
  PRESALE,
  publishPresale,
  SKU,
} from '../../trade-test-presale.ts';
import type { PurchaseRow } from '../index.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
let bench: Bench;

beforeEach(async () => {
  bench = await openBench({ onHand: 20 });
  publishPresale(bench);
  return async () => {
    expect(await auditDeposits(bench)).toEqual([]);
    await bench.close();
  };
});

const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');
const stateOf = async ({ purchaseId }: PurchaseRow) => (await bench.purchase(purchaseId)).state;

/** A deposit that is paid. */
async function booked(quantity = 1, customer?: Customer): Promise<{ row: PurchaseRow; customer: Customer }> {
  const who = customer ?? (await bench.shopper());
  const row = placedRow(await deposit(bench, who, { quantity }));
  await bench.pay(row);
  return { row: await bench.purchase(row.purchaseId), customer: who };
}

/** A deposit that is paid, with its balance agreed in its window. */
async function agreed(more: Parameters<typeof agree>[2] = {}): Promise<PurchaseRow> {
  const { row } = await booked();
  await bench.advanceTo(BALANCE.startsAt);
  const answer = await agree(bench, row, more);
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer.row;
}

/** What each payment of a purchase took and gave back, and what the provider confirmed. */
async function money({ purchaseId }: PurchaseRow) {
  await bench.advanceTo(now() + 5_000);
  return bench.db.query(
    `select p.stage, p.amount_fen as "amountFen", p.state, p.refunded_fen as "refundedFen",
       coalesce((select sum(amount_fen) from provider_refund r where r.payment_id = p.payment_id), 0)::int as "sentFen"
     from payment p where purchase_id = $1 order by requested_at, payment_id`,
    [purchaseId],
  );
}

async function poolRow() {
  const [row] = await bench.db.query<{ held: number; sold: number }>(
    'select held, sold from activity where promotion_id = $1',
    [PRESALE],
  );
  return row!;
}

describe('from deposit to delivery', () => {
  test('a deposit holds its units, locks them when paid, and the balance settles the order', async () => {
    const customer = await bench.shopper();
    const row = placedRow(await deposit(bench, customer, { quantity: 2 }));
    expect([row.kind, row.state, row.payFen]).toEqual(['presale', 'held', 2 * CONTRACT_FEN]);
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 2, locked: 0 });
    expect(await poolRow()).toEqual({ held: 2, sold: 0 });

    await bench.pay(row);
    expect(await stateOf(row)).toBe('depositPaid');
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 2 });
    expect(await poolRow()).toEqual({ held: 0, sold: 2 });

    await bench.advanceTo(BALANCE.startsAt);
    await agree(bench, row, { expectedPayFen: 2 * BALANCE_FEN - 5_000 });
    await bench.pay(row);
    const paid = await bench.purchase(row.purchaseId);
    // 300 − 50 across stores: of 490.36 it comes off once.
    expect([paid.state, paid.payFen]).toEqual(['paid', 2 * CONTRACT_FEN - 5_000]);
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 2 });
    expect(await money(row)).toEqual([
      { stage: 'deposit', amountFen: 2 * DEPOSIT_FEN, state: 'succeeded', refundedFen: 0, sentFen: 0 },
      {
        ...{ stage: 'balance', amountFen: 2 * BALANCE_FEN - 5_000, state: 'succeeded' },
        ...{ refundedFen: 0, sentFen: 0 },
      },
    ]);
    expect(paid.body.orders[0]!.lines[0]!.netFen).toBe(2 * CONTRACT_FEN - 5_000);
  });

  test('a coupon of the balance is held when it is agreed, used when it is paid, and the books say where it went', async () => {
    const { row, customer } = await booked();
    const claimed = await bench.node.coupons.claim({
      ...{ at: now(), shopperId: customer.shopperId, channel: 'app' },
      ...{ idempotencyKey: fresh(), promotionId: TWENTY.id },
    });
    if (claimed.kind === 'refused') throw new Error(claimed.code);
    const { couponId } = claimed.coupon;
    await bench.advanceTo(BALANCE.startsAt);
    await agree(bench, row, { expectedPayFen: BALANCE_FEN - 2_000, couponIds: [couponId] });
    const coupon = async () =>
      (
        await bench.db.query<{ state: string }>('select state from coupon where coupon_id = $1', [couponId])
      )[0]!.state;
    expect(await coupon()).toBe('frozen');
    // Another choice gives it back.
    await agree(bench, row);
    expect(await coupon()).toBe('available');
    await agree(bench, row, { expectedPayFen: BALANCE_FEN - 2_000, couponIds: [couponId] });
    await bench.pay(row);
    expect(await coupon()).toBe('used');
    await bench.drainEvents();
    const [line] = await bench.db.query('select net_fen as "netFen" from order_line where purchase_id = $1', [
      row.purchaseId,
    ]);
    expect(line).toEqual({ netFen: CONTRACT_FEN - 2_000 });
  });

  test('an agreed balance that is not paid in time gives back what it holds, and can be agreed again', async () => {
    const row = await agreed();
    await bench.advanceTo(now() + 16 * MINUTE_MS);
    const after = await bench.purchase(row.purchaseId);
    expect([after.state, after.body.presale!.balance, after.payFen]).toEqual([
      'depositPaid',
      null,
      CONTRACT_FEN,
    ]);
    expect((await agree(bench, row)).kind).toBe('agreed');
    await bench.pay(row);
    expect(await stateOf(row)).toBe('paid');
  });

  test('V48 of two units one comes back, and its money goes back to both payments', async () => {
    const { row } = await booked(2);
    await bench.advanceTo(BALANCE.startsAt);
    await agree(bench, row, { expectedPayFen: 2 * BALANCE_FEN - 5_000 });
    await bench.pay(row);
    const give = (quantity: number) =>
      bench.node.aftercare.returnLines({
        ...{ at: now(), shopperId: row.shopperId, idempotencyKey: fresh(), purchaseId: row.purchaseId },
        ...{ lines: [{ lineId: SKU, quantity }], reason: 'noReason' },
      });
    expect((await give(1)).kind).toBe('returned');
    expect(await money(row)).toMatchObject([
      { stage: 'deposit', refundedFen: DEPOSIT_FEN, sentFen: DEPOSIT_FEN },
      { stage: 'balance', refundedFen: BALANCE_FEN - 2_500, sentFen: BALANCE_FEN - 2_500 },
    ]);
    expect((await give(1)).kind).toBe('returned');
    expect(await stateOf(row)).toBe('refunded');
    expect(await money(row)).toMatchObject([
      { stage: 'deposit', state: 'refunded', sentFen: 2 * DEPOSIT_FEN },
      { stage: 'balance', state: 'refunded', sentFen: 2 * BALANCE_FEN - 5_000 },
    ]);
  });

  test('the gift goes to the first deposits, by the instant they were paid', async () => {
    const first = await booked();
    const second = await booked();
    await bench.advanceTo(BALANCE.startsAt);
    const giftsOf = async ({ row }: { row: PurchaseRow }) => {
      await agree(bench, row);
      return (await bench.purchase(row.purchaseId)).body.gifts?.map(({ promotionId }) => promotionId) ?? [];
    };
    expect([await giftsOf(second), await giftsOf(first)]).toEqual([[], [PRESALE]]);
  });
});

describe('what is refused', () => {
  test.each([
    ['another deposit than was shown', { expectedDepositFen: DEPOSIT_FEN - 1 }, 'priceChanged'],
    ['more than a person may have', { quantity: 3 }, 'perPersonLimit'],
  ])('%s', async (_name, choice, code) => {
    expect(await deposit(bench, await bench.shopper(), choice)).toMatchObject({ kind: 'refused', code });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
  });

  test('a deposit outside its window, or stopped by a switch', async () => {
    bench.sale.stopped.add(PRESALE);
    const customer = await bench.shopper();
    expect(await deposit(bench, customer)).toMatchObject({ code: 'presaleStopped' });
    bench.sale.stopped.delete(PRESALE);
    await bench.advanceTo(DEPOSIT.endsAt);
    expect(await deposit(bench, customer)).toMatchObject({ code: 'presaleNotOpen' });
  });

  test('a balance before its deposit, before its window, of another amount, and of somebody else', async () => {
    const customer = await bench.shopper();
    const row = placedRow(await deposit(bench, customer));
    expect(await agree(bench, row)).toMatchObject({ code: 'depositNotPaid' });
    await bench.pay(row);
    expect(await agree(bench, row)).toMatchObject({ code: 'balanceNotOpen' });
    await bench.advanceTo(BALANCE.startsAt);
    expect(await agree(bench, row, { expectedPayFen: BALANCE_FEN - 1 })).toMatchObject({
      code: 'priceChanged',
    });
    expect(await agree(bench, { ...row, shopperId: 'sh_other' })).toMatchObject({ code: 'notFound' });
    const asked = await bench.node.orders.requestPayment({ at: now(), ...row });
    expect(asked).toMatchObject({ kind: 'refused', code: 'balanceNotAgreed' });
  });

  test('a switch that stops the pre-sale takes no deposit’s balance away', async () => {
    const { row } = await booked();
    bench.sale.stopped.add(PRESALE);
    await bench.advanceTo(BALANCE.startsAt);
    expect((await agree(bench, row)).kind).toBe('agreed');
  });

  test('another edition changes no terms that a deposit was paid for', async () => {
    const { row } = await booked();
    bench.sale.publish({ activityStock: 1, perPersonMax: 1 });
    await bench.advanceTo(BALANCE.startsAt);
    expect((await agree(bench, row)).kind).toBe('agreed');
  });
});

describe('stock of its own', () => {
  test('spot orders leave to deposits what is set aside, and have it once balances are paid', async () => {
    const buy = async (quantity: number) => bench.buy(await bench.shopper(), [{ skuId: SKU, quantity }]);
    await booked();
    // 20 in the warehouse, 1 locked, 4 set aside.
    await expect(buy(16)).rejects.toThrow('outOfStock {"short":[{"skuId":"sku-earbuds","left":15}]}');
    await buy(15);
    await expect(buy(1)).rejects.toThrow('outOfStock');
    expect((await deposit(bench, await bench.shopper())).kind).toBe('placed');
    await bench.advanceTo(BALANCE.startsAt);
    // The deposit just now was not paid: with it five are free, less the one that is locked.
    await bench.advanceTo(now() + 1);
    expect((await bench.stockRow(SKU)).reserved).toBe(0);
    expect((await buy(4)).state).toBe('held');
  });

  test('of many who want the last unit set aside one has it', async () => {
    publishPresale(bench, { activityStock: 1 });
    const two = await bench.addNode();
    const customers = await Promise.all(Array.from({ length: 8 }, () => bench.shopper()));
    const answers = await Promise.all(
      customers.map((customer, n) => deposit(bench, customer, { node: n % 2 === 0 ? bench.node : two })),
    );
    expect(answers.filter(({ kind }) => kind === 'placed')).toHaveLength(1);
    expect(answers.filter((answer) => answer.kind === 'refused' && answer.code === 'soldOut')).toHaveLength(
      7,
    );
    expect(await poolRow()).toEqual({ held: 1, sold: 0 });
  });

  test('a deposit that is not paid in time closes by itself and frees its units', async () => {
    const row = placedRow(await deposit(bench, await bench.shopper()));
    await bench.advanceTo(now() + 15 * MINUTE_MS);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({ state: 'closed', closedReason: 'expired' });
    expect(await poolRow()).toEqual({ held: 0, sold: 0 });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
  });
});

describe('retried requests answer the same', () => {
  test('a deposit under its key, also on another node, after it was paid and after its balance was agreed', async () => {
    const customer = await bench.shopper();
    const key = fresh();
    const first = placedRow(await deposit(bench, customer, { key }));
    const again = async () => placedRow(await deposit(bench, customer, { key, node: await bench.addNode() }));
    expect(await again()).toEqual(first);
    await bench.pay(first);
    expect(await again()).toEqual(first);
    await bench.advanceTo(BALANCE.startsAt);
    await agree(bench, first);
    expect(await again()).toEqual(first);
    expect(await deposit(bench, customer, { key, quantity: 2 })).toMatchObject({
      code: 'idempotencyKeyReused',
    });
  });

  test('an agreed balance, one after the other and at once on two nodes', async () => {
    const { row } = await booked();
    await bench.advanceTo(BALANCE.startsAt);
    const two = await bench.addNode();
    const answers = await Promise.all([
      agree(bench, row),
      agree(bench, row, { node: two }),
      agree(bench, row),
    ]);
    expect(answers[0]!.kind).toBe('agreed');
    expect([answers[1], answers[2]]).toEqual([answers[0], answers[0]]);
  });
});

describe('ends without a balance', () => {
  test('nobody pays: the deposit is kept, and the units are free at the end of the window', async () => {
    const { row } = await booked();
    await bench.advanceTo(BALANCE.endsAt - 1);
    expect(await stateOf(row)).toBe('depositPaid');
    await bench.advanceTo(BALANCE.endsAt);
    const ended = await bench.purchase(row.purchaseId);
    // 2 % is below a fifth: all of it is lost.
    expect(ended).toMatchObject({ state: 'forfeited', refundedFen: 0, closedAt: BALANCE.endsAt });
    expect(ended.body.presale!.ending).toMatchObject({ kind: 'balanceUnpaid', forfeitedFen: DEPOSIT_FEN });
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
    await bench.drainEvents();
    const [ledger] = await bench.db.query(
      "select sum(reserved)::int as reserved, sum(locked)::int as locked from stock_movement where biz_type = 'purchase'",
    );
    expect(ledger).toEqual({ reserved: 0, locked: 0 });
  });

  test('an agreed balance that is still unpaid at the end of the window is forfeited too', async () => {
    const { row } = await booked();
    await bench.advanceTo(BALANCE.endsAt - 5 * MINUTE_MS);
    const answer = await agree(bench, row);
    expect(answer).toMatchObject({ row: { body: { presale: { balance: { holdUntil: BALANCE.endsAt } } } } });
    await bench.advanceTo(BALANCE.endsAt);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({ state: 'forfeited', payFen: CONTRACT_FEN });
  });

  test('the buyer gives up after being told what comes back', async () => {
    const { row } = await booked();
    const end = (expectedRefundFen: number) =>
      bench.node.orders.presale.end({
        ...{ at: now(), purchaseId: row.purchaseId, shopperId: row.shopperId },
        ...{ ending: 'buyerCancels', by: 'shopper', expectedRefundFen },
      });
    expect(await end(1)).toMatchObject({ code: 'refundChanged', extra: { refundFen: 0 } });
    expect(await end(0)).toMatchObject({ kind: 'ended', row: { state: 'forfeited' } });
    expect(await end(0)).toMatchObject({ kind: 'ended', row: { state: 'forfeited' } });
    expect(await agree(bench, row)).toMatchObject({ code: 'presaleEnded' });
  });

  test('a campaign that lets buyers withdraw gives all of it back until then', async () => {
    publishPresale(bench, { refundableUntil: DEPOSIT.endsAt });
    const { row } = await booked();
    const answer = await bench.node.orders.presale.end({
      ...{ at: now(), purchaseId: row.purchaseId, shopperId: row.shopperId },
      ...{ ending: 'buyerCancels', by: 'shopper', expectedRefundFen: DEPOSIT_FEN },
    });
    expect(answer).toMatchObject({ row: { state: 'refunded', refundedFen: DEPOSIT_FEN } });
    expect(await money(row)).toMatchObject([{ state: 'refunded', sentFen: DEPOSIT_FEN }]);
  });

  test.each([
    ['the seller fails: twice', 'sellerDefault', DEPOSIT_FEN, DEPOSIT_FEN],
    ['force majeure: once', 'forceMajeure', DEPOSIT_FEN, 0],
    ['the seller lets the buyer go: once', 'buyerCancels', DEPOSIT_FEN, 0],
  ] as const)('%s', async (_name, ending, refundFen, extraFen) => {
    const row = await agreed();
    const end = () =>
      bench.node.orders.presale.end({
        ...{ at: now(), purchaseId: row.purchaseId, ending, by: 'operator' },
        ...{ operatorId: 'op_1', reason: 'the factory burnt down' },
      });
    expect(await end()).toMatchObject({ row: { state: 'refunded', refundedFen: refundFen } });
    expect(await end()).toMatchObject({ row: { state: 'refunded', refundedFen: refundFen } });
    expect((await money(row))[0]).toMatchObject({ stage: 'deposit', state: 'refunded', sentFen: refundFen });
    const owed = await bench.db.query('select fen, reason from presale_payout where purchase_id = $1', [
      row.purchaseId,
    ]);
    expect(owed).toEqual(extraFen === 0 ? [] : [{ fen: extraFen, reason: 'the factory burnt down' }]);
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
    await bench.drainEvents();
    const [event] = await bench.db.query<{ data: unknown }>(
      "select data from outbox where type = 'purchase.depositReturned' and aggregate = $1",
      [row.purchaseId],
    );
    expect(event!.data).toMatchObject({ kind: ending, extraFen, by: 'operator', operatorId: 'op_1' });
  });
});

describe('notifications that are late, lost or told twice', () => {
  test('a deposit told after its hold ended takes everything once more, or goes back', async () => {
    publishPresale(bench, { activityStock: 1 });
    bench.loseNotifications = true;
    const row = placedRow(await deposit(bench, await bench.shopper()));
    await bench.pay(row);
    // The deadline asks the provider before it gives anything back.
    await bench.advanceTo(now() + 16 * MINUTE_MS);
    expect(await stateOf(row)).toBe('depositPaid');
  });

  test('each charge told again changes nothing', async () => {
    const row = await agreed();
    await bench.pay(row);
    const before = await bench.purchase(row.purchaseId);
    for (const delivery of [...bench.deliveries])
      await bench.node.payment.receive({ at: now(), delivery }).catch(() => undefined);
    expect(await bench.purchase(row.purchaseId)).toEqual(before);
    expect(await money(row)).toMatchObject([{ refundedFen: 0 }, { refundedFen: 0 }]);
  });

  test('a balance approved in its last moment and told of late is paid, not forfeited', async () => {
    const { row } = await booked();
    await bench.advanceTo(BALANCE.endsAt - 2 * MINUTE_MS);
    await agree(bench, row);
    bench.loseNotifications = true;
    await bench.pay(row);
    expect(await stateOf(row)).toBe('depositPaid');
    await bench.advanceTo(BALANCE.endsAt + MINUTE_MS);
    expect(await stateOf(row)).toBe('paid');
  });

  test('a balance paid after the deposit was forfeited goes back whole', async () => {
    const { row } = await booked();
    await bench.advanceTo(BALANCE.endsAt - 5 * MINUTE_MS);
    await agree(bench, row);
    const asked = await bench.node.orders.requestPayment({ at: now(), ...row });
    if (asked.kind === 'refused') throw new Error(asked.code);
    await bench.advanceTo(BALANCE.endsAt);
    expect(await stateOf(row)).toBe('forfeited');
    // A provider that takes an approval although the charge was closed.
    await bench.db.query("update sandbox_charge set state = 'succeeded' where payment_id = $1", [
      asked.payment.paymentId,
    ]);
    await bench.db.query("update payment set state = 'pending' where payment_id = $1", [
      asked.payment.paymentId,
    ]);
    await bench.node.payment.reconcile(now());
    expect(await stateOf(row)).toBe('forfeited');
    expect(await money(row)).toMatchObject([
      { stage: 'deposit', refundedFen: 0 },
      { stage: 'balance', state: 'refunded', sentFen: BALANCE_FEN },
    ]);
  });

  test('two charges of a deposit that are both approved: the second goes back', async () => {
    const row = placedRow(await deposit(bench, await bench.shopper()));
    const ask = async () => {
      const asked = await bench.node.orders.requestPayment({ at: now(), ...row });
      if (asked.kind === 'refused') throw new Error(asked.code);
      return asked.payment;
    };
    const first = await ask();
    await bench.db.query("update payment set state = 'failed' where payment_id = $1", [first.paymentId]);
    const second = await ask();
    expect(second.paymentId).not.toBe(first.paymentId);
    for (const payment of [second, first])
      await bench.node.sandbox.decide({ at: now(), providerRef: refOf(payment), outcome: 'succeeded' });
    await bench.advanceTo(now() + 5_000);
    expect(await stateOf(row)).toBe('depositPaid');
    const states = (await money(row)).map(({ state }) => state).sort();
    expect(states).toEqual(['refunded', 'succeeded']);
  });
});

test('reminders are told once each, while the balance is unpaid', async () => {
  const { row, customer } = await booked();
  const told = async () =>
    (await bench.node.orders.presale.notices(customer.shopperId)).notices.map(({ kind }) => kind);
  await bench.advanceTo(BALANCE.startsAt);
  expect(await told()).toEqual(['balanceOpen']);
  await bench.advanceTo(BALANCE.endsAt - DAY_MS);
  expect(await told()).toEqual(['dayLeft', 'balanceOpen']);
  const read = await bench.node.orders.presale.readNotices(customer.shopperId, now());
  expect(read.unread).toBe(0);
  await agree(bench, row);
  await bench.pay(row);
  await bench.advanceTo(BALANCE.endsAt);
  expect(await told()).toEqual(['dayLeft', 'balanceOpen']);
});

describe('the balance against the end of its window, on two nodes', () => {
  /** A balance that is agreed and approved, of which nobody has been told, and a node that is about to forfeit. */
  async function atTheEnd(point: (kind: string) => Promise<void> = async () => {}) {
    const rival = await bench.addNode(undefined, { gathered: ({ kind }) => point(kind) });
    const { row } = await booked();
    await bench.advanceTo(BALANCE.endsAt - 2 * MINUTE_MS);
    await agree(bench, row);
    const asked = await bench.node.orders.requestPayment({ at: now(), ...row });
    if (asked.kind === 'refused') throw new Error(asked.code);
    return { row, rival, providerRef: refOf(asked.payment) };
  }

  test('a balance that was approved and not told of is found when its charge is closed: it wins, and nothing is forfeited', async () => {
    const { row, rival, providerRef } = await atTheEnd();
    await bench.node.sandbox.decide({ at: now(), providerRef, outcome: 'succeeded' });
    const answer = await rival.orders.presale.end({
      ...{ at: now(), purchaseId: row.purchaseId, ending: 'buyerCancels', by: 'shopper' },
    });
    expect(answer).toMatchObject({ kind: 'refused', code: 'alreadyPaid' });
    expect(await stateOf(row)).toBe('paid');
    expect(await money(row)).toMatchObject([{ refundedFen: 0 }, { stage: 'balance', refundedFen: 0 }]);
  });

  test('a balance told of after the deposit was forfeited goes back, and the deposit stays kept', async () => {
    let settle: (() => Promise<void>) | null = null;
    const { row, rival, providerRef } = await atTheEnd(async (kind) => {
      if (kind !== 'settlePayment' || settle === null) return;
      const act = settle;
      settle = null;
      await act();
    });
    await bench.node.sandbox.decide({ at: now(), providerRef, outcome: 'succeeded' });
    // The other node has read that it was approved; before it settles it, this one ends the pre-sale.
    settle = async () => {
      await bench.db.query(
        "update payment set state = 'failed' where purchase_id = $1 and stage = 'balance'",
        [row.purchaseId],
      );
      const ended = await bench.node.orders.presale.end({
        ...{ at: now(), purchaseId: row.purchaseId, ending: 'buyerCancels', by: 'shopper' },
      });
      expect(ended).toMatchObject({ kind: 'ended', row: { state: 'forfeited' } });
    };
    await rival.payment.reconcile(now());
    expect(await stateOf(row)).toBe('forfeited');
    expect(await money(row)).toMatchObject([
      { stage: 'deposit', refundedFen: 0 },
      { stage: 'balance', state: 'refunded', sentFen: BALANCE_FEN },
    ]);
    expect(await bench.stockRow(SKU)).toMatchObject({ reserved: 0, locked: 0 });
  });
});
