import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { activityIdOf } from '../offers/flash-programme.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench, placedRow, refOf } from '../trade-test-bench.ts';
import { FLASH, FLASH_SKU, SLOT_FROM } from '../trade-test-sale.ts';
import type { Delivery } from './provider.ts';
import { signDelivery } from './sandbox/keys.ts';

const MINUTE = 60_000;
let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 5 });
});
afterEach(() => bench.close());

async function cream(quantity = 1): Promise<PurchaseRow> {
  return bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity }]);
}

async function ask(row: PurchaseRow) {
  const { shopperId, purchaseId } = row;
  const at = bench.clocks.campaign.now();
  const asked = await bench.node.orders.requestPayment({ at, shopperId, purchaseId });
  if (asked.kind === 'refused') throw new Error(asked.code);
  return asked.payment;
}

/** What the provider says, signed by it; anything may be overwritten. */
async function says(
  payment: { paymentId: string; amountFen: number; approveUrl: string },
  change: Record<string, unknown> = {},
  sentAtWall = bench.clocks.wall.now(),
): Promise<Delivery> {
  const body = {
    notificationId: 'no_1',
    paymentId: payment.paymentId,
    providerRef: refOf(payment),
    outcome: 'succeeded',
    amountFen: payment.amountFen,
    sentAtWall,
    ...change,
  };
  return signDelivery(bench.node.sandbox.keys, JSON.stringify(body), sentAtWall);
}

function receive(delivery: Delivery) {
  return bench.node.payment.receive({ at: bench.clocks.campaign.now(), delivery });
}

async function paymentState(paymentId: string) {
  const rows = await bench.db.query<{ state: string; refunded_fen: number }>(
    'select state, refunded_fen from payment where payment_id = $1',
    [paymentId],
  );
  return rows[0]!;
}

async function refundsAtProvider(): Promise<{ n: number; fen: number }> {
  const rows = await bench.db.query<{ n: number; fen: number }>(
    'select count(*)::int as n, coalesce(sum(amount_fen), 0)::bigint as fen from sandbox_refund',
  );
  return rows[0]!;
}

describe('the ordinary way', () => {
  it('approved at the provider, told later, paid: reserved becomes locked', async () => {
    const row = await cream(2);
    const payment = await ask(row);
    await bench.node.sandbox.decide({
      at: bench.clocks.campaign.now(),
      providerRef: refOf(payment),
      outcome: 'succeeded',
    });
    expect((await bench.purchase(row.purchaseId)).state).toBe('held');
    await bench.advanceTo(SLOT_FROM + 2_000);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'paid',
      paymentId: payment.paymentId,
      paidAt: SLOT_FROM + 1_200,
    });
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 2, onHand: 5 });
    await bench.advanceTo(SLOT_FROM + 60 * MINUTE);
    expect((await bench.purchase(row.purchaseId)).state).toBe('paid');
  });

  it('asking again while a charge is open gives the same charge', async () => {
    const row = await cream();
    expect(await ask(row)).toEqual(await ask(row));
  });

  it('what the provider answered stands at its own charge, whoever else is asking', async () => {
    const payments = [await ask(await cream()), await ask(await cream())];
    const kept = await bench.db.query<{ payment_id: string; approve_url: string; provider_ref: string }>(
      'select payment_id, approve_url, provider_ref from payment order by requested_at, payment_id',
    );
    expect(kept).toEqual(
      payments.map((payment) => ({
        payment_id: payment.paymentId,
        approve_url: payment.approveUrl,
        provider_ref: refOf(payment),
      })),
    );
  });

  it('the provider takes no approval in the last 30 seconds of a hold', async () => {
    const row = await cream();
    const payment = await ask(row);
    expect(payment.expiresAt).toBe(row.holdUntil - 30_000);
    const answer = await bench.node.sandbox.decide({
      at: payment.expiresAt,
      providerRef: refOf(payment),
      outcome: 'succeeded',
    });
    expect(answer).toEqual({ kind: 'refused', code: 'purchaseClosed' });
  });

  it('a declined charge leaves the hold, and another one can be paid', async () => {
    const row = await cream();
    const declined = await ask(row);
    await receive(await says(declined, { outcome: 'failed' }));
    expect((await paymentState(declined.paymentId)).state).toBe('failed');
    const second = await ask(row);
    expect(second.paymentId).not.toBe(declined.paymentId);
    await receive(await says(second));
    expect((await bench.purchase(row.purchaseId)).paymentId).toBe(second.paymentId);
  });
});

describe('notifications that do no harm', () => {
  it('a duplicate, also in parallel and on another node, changes nothing', async () => {
    const row = await cream();
    const payment = await ask(row);
    const delivery = await says(payment);
    const other = await bench.addNode();
    const at = bench.clocks.campaign.now();
    const answers = await Promise.all([
      receive(delivery),
      receive(delivery),
      other.payment.receive({ at, delivery }),
    ]);
    expect(answers.filter((answer) => answer.kind === 'settled' && !answer.repeated)).toHaveLength(1);
    expect(await receive(delivery)).toEqual({ kind: 'settled', state: 'succeeded', repeated: true });
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 1 });
    expect(await refundsAtProvider()).toEqual({ n: 0, fen: 0 });
  });

  it.each<[string, (delivery: Delivery) => Delivery]>([
    ['without a signature', (delivery) => ({ ...delivery, headers: {} })],
    ['with an altered body', (delivery) => ({ ...delivery, rawBody: `${delivery.rawBody} ` })],
    [
      'with a time that was not signed',
      (delivery) => ({
        ...delivery,
        headers: {
          'sandbox-signature': delivery.headers['sandbox-signature']!.replace(/t=\d+/, `t=${SLOT_FROM + 1}`),
        },
      }),
    ],
    [
      'signed by somebody else',
      (delivery) => ({
        ...delivery,
        headers: { 'sandbox-signature': `t=${SLOT_FROM},ed25519=${'A'.repeat(86)}==` },
      }),
    ],
  ])('%s is refused', async (_, forge) => {
    const row = await cream();
    const delivery = forge(await says(await ask(row)));
    expect(await receive(delivery)).toEqual({ kind: 'refused', code: 'signatureInvalid' });
    expect((await bench.purchase(row.purchaseId)).state).toBe('held');
  });

  it('a genuine one replayed after its time is refused', async () => {
    const row = await cream();
    const delivery = await says(await ask(row));
    bench.clocks.advanceTo(SLOT_FROM + 5 * MINUTE + 1);
    expect(await receive(delivery)).toEqual({ kind: 'refused', code: 'signatureInvalid' });
  });

  it('another amount is refused and nothing is paid', async () => {
    const row = await cream();
    const answer = await receive(await says(await ask(row), { amountFen: 1 }));
    expect(answer).toEqual({ kind: 'refused', code: 'amountMismatch' });
    expect((await bench.purchase(row.purchaseId)).state).toBe('held');
  });

  it('an unknown payment is refused', async () => {
    const payment = await ask(await cream());
    expect(await receive(await says(payment, { paymentId: 'pa_unknown' }))).toEqual({
      kind: 'refused',
      code: 'notFound',
    });
  });

  it('a lost one is found by asking, two minutes later', async () => {
    bench.loseNotifications = true;
    const row = await cream();
    await bench.pay(row);
    expect((await bench.purchase(row.purchaseId)).state).toBe('held');
    await bench.advanceTo(SLOT_FROM + 2 * MINUTE);
    expect((await bench.purchase(row.purchaseId)).state).toBe('paid');
  });

  it('one that is lost just before the hold ends is found before the hold is given back', async () => {
    bench.loseNotifications = true;
    const row = await cream();
    const payment = await ask(row);
    await bench.advanceTo(SLOT_FROM + 3 * MINUTE);
    const answer = await bench.node.sandbox.decide({
      at: payment.expiresAt - 1,
      providerRef: refOf(payment),
      outcome: 'succeeded',
    });
    expect(answer.kind).toBe('decided');
    await bench.advanceTo(row.holdUntil + MINUTE);
    expect((await bench.purchase(row.purchaseId)).state).toBe('paid');
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 1 });
  });
});

describe('payments that come too late', () => {
  it('a hold that ends is given back, its charge is closed', async () => {
    const row = await cream(3);
    const payment = await ask(row);
    await bench.advanceTo(row.holdUntil);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'closed',
      closedReason: 'expired',
      closedAt: row.holdUntil,
    });
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 0 });
    expect((await paymentState(payment.paymentId)).state).toBe('failed');
  });

  it('a charge that never reached the provider ends with its hold', async () => {
    const row = await cream();
    const payment = await ask(row);
    await bench.db.query('delete from sandbox_charge where payment_id = $1', [payment.paymentId]);
    await bench.advanceTo(row.holdUntil);
    expect((await bench.purchase(row.purchaseId)).state).toBe('closed');
    expect((await paymentState(payment.paymentId)).state).toBe('failed');
  });

  it('after the hold: everything is taken again and the purchase is paid', async () => {
    const row = await cream(3);
    const payment = await ask(row);
    await bench.advanceTo(row.holdUntil);
    expect(await receive(await says(payment))).toMatchObject({ state: 'succeeded', repeated: false });
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'paid',
      closedAt: null,
      closedReason: null,
    });
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 3 });
  });

  it('after the hold, when others have the goods: the money goes back by itself, once', async () => {
    const row = await cream(3);
    const payment = await ask(row);
    await bench.advanceTo(row.holdUntil);
    await cream(4);
    expect(await receive(await says(payment))).toMatchObject({ state: 'refunded', repeated: false });
    expect(await receive(await says(payment))).toMatchObject({ state: 'refunded', repeated: true });
    await bench.advanceTo(row.holdUntil + MINUTE);
    expect((await bench.purchase(row.purchaseId)).state).toBe('closed');
    expect(await refundsAtProvider()).toEqual({ n: 1, fen: row.payFen });
    expect(await paymentState(payment.paymentId)).toEqual({ state: 'refunded', refunded_fen: row.payFen });
  });

  it('a late flash payment is taken again only within the limit and the activity', async () => {
    const customer = await bench.shopper();
    const flash = async (key: string) =>
      placedRow(
        await bench.node.orders.placeFlashOrder({
          at: bench.clocks.campaign.now(),
          buyer: customer,
          idempotencyKey: key,
          activityId: activityIdOf(FLASH, SLOT_FROM, FLASH_SKU),
          request: { quantity: 2, expectedPayFen: 10_000, address: customer.address },
        }),
      );
    const first = await flash('one');
    const payment = await ask(first);
    await bench.advanceTo(first.holdUntil);
    await flash('two');
    expect(await receive(await says(payment))).toMatchObject({ state: 'refunded' });
    expect((await bench.purchase(first.purchaseId)).state).toBe('closed');
  });

  it('cancelled, then paid: the money goes back although the goods are there', async () => {
    const row = await cream();
    const payment = await ask(row);
    const { shopperId, purchaseId } = row;
    const at = bench.clocks.campaign.now();
    expect(await bench.node.orders.cancel({ at, shopperId, purchaseId })).toMatchObject({ kind: 'closed' });
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 0 });
    expect(await receive(await says(payment))).toMatchObject({ state: 'refunded' });
    await bench.advanceTo(at + 1_000);
    expect(await refundsAtProvider()).toEqual({ n: 1, fen: row.payFen });
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 0 });
  });

  it('two charges are paid for one purchase: the second is refunded', async () => {
    const row = await cream();
    const declined = await ask(row);
    await receive(await says(declined, { outcome: 'failed' }));
    const second = await ask(row);
    await receive(await says(second));
    // The first had gone through after all.
    expect(await receive(await says(declined))).toMatchObject({ state: 'refunded', repeated: false });
    await bench.advanceTo(SLOT_FROM + 1_000);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'paid',
      paymentId: second.paymentId,
    });
    expect(await refundsAtProvider()).toEqual({ n: 1, fen: row.payFen });
  });

  it('a refund that is carried out again, since nobody heard that it was, is paid and confirmed once', async () => {
    const row = await cream();
    const payment = await ask(row);
    const { shopperId, purchaseId } = row;
    const at = bench.clocks.campaign.now();
    await bench.node.orders.cancel({ at, shopperId, purchaseId });
    await receive(await says(payment));
    const due = `kind, key, at, next_at, payload`;
    await bench.db.query(`create table heard as select ${due} from due where kind = 'payment.refund'`);
    await bench.advanceTo(at + 1_000);
    await bench.db.query(`delete from due where kind = 'payment.refund'`);
    await bench.db.query(`insert into due (${due}) select ${due} from heard`);
    await bench.advanceTo(at + 2_000);
    expect(
      await bench.db.query(`select 1 from due where kind = 'payment.refund' and state = 'waiting'`),
    ).toEqual([]);
    expect(await refundsAtProvider()).toEqual({ n: 1, fen: row.payFen });
    expect(await bench.db.query('select payment_id, amount_fen, confirmed_at from provider_refund')).toEqual([
      { payment_id: payment.paymentId, amount_fen: row.payFen, confirmed_at: at },
    ]);
  });

  it('cancelling what is paid is refused', async () => {
    const row = await cream();
    await bench.pay(row);
    const { shopperId, purchaseId } = row;
    const at = bench.clocks.campaign.now();
    expect(await bench.node.orders.cancel({ at, shopperId, purchaseId })).toMatchObject({
      kind: 'refused',
      code: 'alreadyPaid',
    });
  });
});

it('of two first orders paid at once exactly one is the first', async () => {
  const customer = await bench.shopper();
  const rows = [
    await bench.buy(customer, [{ skuId: 'sku-cream', quantity: 1 }]),
    await bench.buy(customer, [{ skuId: 'sku-earbuds', quantity: 1 }]),
  ];
  const deliveries = await Promise.all(rows.map(async (row) => says(await ask(row))));
  await Promise.all(deliveries.map(receive));
  const events = await bench.db.query<{ first: boolean }>(
    `select (data->>'firstOrder')::boolean as first from outbox where type = 'purchase.paid'`,
  );
  expect(events.map((event) => event.first).sort()).toEqual([false, true]);
});
