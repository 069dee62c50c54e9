/** Long because both providers go through the same trials, each in its own words. */
import { generateKeyPairSync } from 'node:crypto';
import type { PaymentMethod, PaymentView } from '@dacu/contract/api';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { silentLog } from '../../../platform/log.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';
import { createAlipay } from './alipay/provider.ts';
import type { Delivery } from './provider.ts';
import { createWechatpay } from './wechatpay/provider.ts';

const MINUTE = 60_000;
let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 5, wire: true });
});
afterEach(() => bench.close());

const OK = { alipay: 'success', wechatpay: '{"code":"SUCCESS"}' } as const;
const REFUSED = { alipay: 'failure', wechatpay: '{"code":"FAIL"' } as const;

async function cream(quantity = 1): Promise<PurchaseRow> {
  return bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity }]);
}

async function ask(row: PurchaseRow, method: PaymentMethod): Promise<PaymentView> {
  const { shopperId, purchaseId } = row;
  const at = bench.clocks.campaign.now();
  const asked = await bench.node.orders.requestPayment({ at, shopperId, purchaseId, method });
  if (asked.kind === 'refused') throw new Error(asked.code);
  return asked.payment;
}

/** What the payer's browser does: opens the page, presses a button, is led back. */
async function onPage(payment: PaymentView, outcome: 'succeeded' | 'failed' | 'none') {
  const page = await bench.app.inject({ method: 'GET', url: payment.approveUrl });
  expect(page.statusCode).toBe(200);
  const action = /action="([^"]+)"/.exec(page.body)?.[1];
  const returnUrl = /name="returnUrl" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
  if (action === undefined) return { page: page.body, backTo: null };
  const pressed = await bench.app.inject({
    method: 'POST',
    url: action,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ outcome, returnUrl }).toString(),
  });
  expect(pressed.statusCode).toBe(303);
  return { page: page.body, backTo: pressed.headers.location };
}

async function notify(delivery: Delivery, method = delivery.provider) {
  const answer = await bench.app.inject({
    method: 'POST',
    url: `/api/payments/${method}/notify`,
    headers: delivery.headers,
    payload: delivery.rawBody,
  });
  return { status: answer.statusCode, body: answer.body };
}

/** Approves on the page, and catches what the provider says instead of hearing it. */
async function caught(payment: PaymentView): Promise<Delivery> {
  const before = bench.deliveries.length;
  bench.loseNotifications = true;
  await onPage(payment, 'succeeded');
  await bench.advanceTo(bench.clocks.campaign.now() + 2_000);
  bench.loseNotifications = false;
  return bench.deliveries[before]!;
}

async function statesOf(row: PurchaseRow): Promise<string[]> {
  const rows = await bench.db.query<{ state: string }>(
    'select state from payment where purchase_id = $1 order by requested_at, payment_id',
    [row.purchaseId],
  );
  return rows.map((one) => one.state);
}

const stateOf = async (row: PurchaseRow) => (await bench.purchase(row.purchaseId)).state;

/** The same form or envelope, changed after it was signed. */
function altered(delivery: Delivery): Delivery {
  return { ...delivery, rawBody: delivery.rawBody.replace(/0/, '1') };
}

describe.each(['alipay', 'wechatpay'] as const)('%s, over its own wire', (method) => {
  it('opens its page, takes the money there, tells it by a signed notification', async () => {
    const row = await cream(2);
    const payment = await ask(row, method);
    expect(payment).toMatchObject({ method, state: 'pending', expiresAt: row.holdUntil - 30_000 });
    const { page, backTo } = await onPage(payment, 'succeeded');
    expect(page).toContain('¥');
    expect(backTo).toBe(`/pay/${row.purchaseId}?from=${method}`);
    expect(await stateOf(row)).toBe('held');
    await bench.advanceTo(SLOT_FROM + 2_000);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'paid',
      paymentId: payment.paymentId,
    });
  });

  it('asked again while it is open, the same charge is given', async () => {
    const row = await cream();
    expect(await ask(row, method)).toEqual(await ask(row, method));
  });

  it('a lost notification is found by asking when the shopper comes back, and by the clock', async () => {
    const [first, second] = [await cream(), await cream()];
    bench.loseNotifications = true;
    await onPage(await ask(first, method), 'succeeded');
    await onPage(await ask(second, method), 'succeeded');
    const { shopperId, purchaseId } = first;
    await bench.node.orders.checkPayments({ at: SLOT_FROM, shopperId, purchaseId });
    expect([await stateOf(first), await stateOf(second)]).toEqual(['paid', 'held']);
    await bench.advanceTo(SLOT_FROM + 2 * MINUTE);
    expect(await stateOf(second)).toBe('paid');
  });

  it('200 in its words for the first word and for each repeat, also after a refund', async () => {
    const row = await cream();
    const delivery = await caught(await ask(row, method));
    expect(delivery.provider).toBe(method);
    expect(await notify(delivery)).toEqual({ status: 200, body: OK[method] });
    expect(await stateOf(row)).toBe('paid');
    expect(await notify(delivery)).toEqual({ status: 200, body: OK[method] });
    expect(await bench.db.query(`select 1 from outbox where type = 'purchase.paid'`)).toHaveLength(1);
    expect(await bench.stockRow('sku-cream')).toMatchObject({ reserved: 0, locked: 1 });
  });

  it('401 altered, unsigned, or at another provider’s address; nothing is paid', async () => {
    const row = await cream();
    const delivery = await caught(await ask(row, method));
    const other = method === 'alipay' ? 'wechatpay' : 'alipay';
    for (const forged of [
      altered(delivery),
      { ...delivery, rawBody: '' },
      { ...delivery, headers: { 'content-type': delivery.headers['content-type']! }, rawBody: 'x=1' },
    ]) {
      const answer = await notify(forged);
      expect(answer).toMatchObject({ status: 401, body: expect.stringContaining(REFUSED[method]) });
    }
    expect((await notify(delivery, other)).status).toBe(401);
    expect((await notify(delivery, 'sandbox')).status).toBe(401);
    expect(await stateOf(row)).toBe('held');
  });

  it('404 for a payment that nobody asked for, and for one that was asked of another provider', async () => {
    const row = await cream();
    const payment = await ask(row, method);
    const delivery = await caught(payment);
    await bench.db.query(`update payment set provider = 'sandbox' where payment_id = $1`, [
      payment.paymentId,
    ]);
    expect(await notify(delivery)).toMatchObject({
      status: 404,
      body: expect.stringContaining(REFUSED[method]),
    });
    await bench.db.query('delete from payment where payment_id = $1', [payment.paymentId]);
    expect((await notify(delivery)).status).toBe(404);
    expect(await stateOf(row)).toBe('held');
  });

  it('422 for another amount, and nothing is paid', async () => {
    const row = await cream();
    const payment = await ask(row, method);
    const delivery = await caught(payment);
    await bench.db.query('update payment set amount_fen = amount_fen + 1 where payment_id = $1', [
      payment.paymentId,
    ]);
    expect(await notify(delivery)).toMatchObject({
      status: 422,
      body: expect.stringContaining(REFUSED[method]),
    });
    expect(await stateOf(row)).toBe('held');
  });

  it('a hold that ends closes the charge there first; its page takes no money any more', async () => {
    const row = await cream();
    const payment = await ask(row, method);
    await onPage(payment, 'none');
    await bench.advanceTo(row.holdUntil);
    expect([await stateOf(row), await statesOf(row)]).toEqual(['closed', ['failed']]);
    const { page, backTo } = await onPage(payment, 'succeeded');
    expect(page).toContain('no longer be paid');
    expect(backTo).toBeNull();
  });

  it('paid in the last moment and never told: the hold is not given back', async () => {
    const row = await cream();
    const payment = await ask(row, method);
    bench.loseNotifications = true;
    await bench.advanceTo(SLOT_FROM + 3 * MINUTE);
    await onPage(payment, 'succeeded');
    await bench.advanceTo(row.holdUntil + MINUTE);
    expect(await stateOf(row)).toBe('paid');
  });

  it('a word that comes after the order was cancelled sends the money back, once, and the refund arrives', async () => {
    const row = await cream();
    const payment = await ask(row, method);
    const delivery = await caught(payment);
    // The provider closes what it has; the money had been taken a moment before, and its word is late.
    await bench.db.query(`update sandbox_charge set state = 'closed'`);
    const { shopperId, purchaseId } = row;
    await bench.node.orders.cancel({ at: bench.clocks.campaign.now(), shopperId, purchaseId });
    await bench.db.query(`update sandbox_charge set state = 'succeeded'`);
    expect((await notify(delivery)).status).toBe(200);
    expect((await notify(delivery)).status).toBe(200);
    await bench.advanceTo(bench.clocks.campaign.now() + 10_000);
    expect(await statesOf(row)).toEqual(['refunded']);
    expect(await bench.db.query('select amount_fen as fen, state from sandbox_refund')).toEqual([
      { fen: row.payFen, state: 'succeeded' },
    ]);
    expect(await bench.db.query('select amount_fen as fen from provider_refund')).toEqual([
      { fen: row.payFen },
    ]);
    expect((await notify(delivery)).status).toBe(200);
  });

  it('choosing the other provider closes this charge first; paid there meanwhile, no second one is opened', async () => {
    const other = method === 'alipay' ? 'wechatpay' : 'alipay';
    const [changed, paid] = [await cream(), await cream()];
    await onPage(await ask(changed, method), 'none');
    const second = await ask(changed, other);
    expect(await statesOf(changed)).toEqual(['failed', 'pending']);
    expect(second.method).toBe(other);

    bench.loseNotifications = true;
    await onPage(await ask(paid, method), 'succeeded');
    const { shopperId, purchaseId } = paid;
    const at = bench.clocks.campaign.now();
    expect(
      await bench.node.orders.requestPayment({ at, shopperId, purchaseId, method: other }),
    ).toMatchObject({
      kind: 'refused',
      code: 'alreadyPaid',
    });
    expect(await stateOf(paid)).toBe('paid');
  });

  it('a payment that fails leaves the hold, and can be tried again', async () => {
    const row = await cream();
    await onPage(await ask(row, method), 'failed');
    const { shopperId, purchaseId } = row;
    await bench.node.orders.checkPayments({ at: SLOT_FROM, shopperId, purchaseId });
    expect([await stateOf(row), await statesOf(row)]).toEqual(['held', ['failed']]);
    await onPage(await ask(row, method), 'succeeded');
    await bench.advanceTo(SLOT_FROM + 3_000);
    expect(await stateOf(row)).toBe('paid');
  });

  it('an answer signed by somebody else is not believed: the request fails and nothing changes', async () => {
    const row = await cream();
    const payment = await ask(row, method);
    await onPage(payment, 'succeeded');
    const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .publicKey.export({ type: 'spki', format: 'pem' })
      .toString();
    const { alipay, wechatpay, origin } = bench.gateway!;
    const back = { notifyUrl: '', refundNotifyUrl: '', returnOrigin: '' };
    const parts = { clocks: bench.clocks, ids: { next: () => 'no_1' }, log: silentLog };
    const adapter =
      method === 'alipay'
        ? await createAlipay(
            {
              ...{ ...alipay.merchant, ...back, alipayPublicKeyPem: stranger },
              ...{ gateway: `${origin}/gateway.do`, browserGateway: '' },
            },
            parts,
          )
        : createWechatpay(
            {
              ...{ ...wechatpay.merchant, ...back, origin },
              trust: {
                publicKey: { ...wechatpay.merchant.trust.publicKey!, publicKeyPem: stranger },
                certificates: false,
              },
            },
            parts,
          );
    await expect(adapter.query([payment.paymentId])).rejects.toThrow('not answering');
    expect(await stateOf(row)).toBe('held');
  });
});

it('a page address that was not signed by us opens no charge', async () => {
  const payment = await ask(await cream(), 'alipay');
  const forged = payment.approveUrl.replace('total_amount', 'total_amounts');
  expect(forged).not.toBe(payment.approveUrl);
  expect((await bench.app.inject({ method: 'GET', url: forged })).statusCode).toBe(404);
  expect(await bench.db.query('select 1 from sandbox_charge')).toEqual([]);
});

describe('refunds that take their time', () => {
  /** Paid by WeChat Pay, then returned in full. */
  async function refunding(): Promise<PurchaseRow> {
    const row = await cream();
    await onPage(await ask(row, 'wechatpay'), 'succeeded');
    await bench.advanceTo(SLOT_FROM + 3_000);
    const at = bench.clocks.campaign.now();
    const answer = await bench.node.aftercare.returnLines({
      at,
      shopperId: row.shopperId,
      purchaseId: row.purchaseId,
      idempotencyKey: 'all',
      lines: [{ lineId: 'sku-cream', quantity: 1 }],
      reason: 'noReason',
    });
    expect(answer.kind).toBe('returned');
    return row;
  }
  const standing = () =>
    bench.db.query<{ state: string; reason: string | null }>('select state, reason from refund_standing');
  const confirmed = () => bench.db.query('select 1 from provider_refund');

  it('are told by notification when they arrive', async () => {
    await refunding();
    await bench.advanceTo(SLOT_FROM + 4_000);
    expect(await standing()).toEqual([{ state: 'processing', reason: null }]);
    expect(await confirmed()).toEqual([]);
    await bench.advanceTo(SLOT_FROM + 8_000);
    expect(await standing()).toEqual([{ state: 'done', reason: null }]);
    expect(await confirmed()).toHaveLength(1);
  });

  it('are asked for when nobody tells', async () => {
    bench.loseNotifications = false;
    await refunding();
    bench.loseNotifications = true;
    await bench.advanceTo(SLOT_FROM + 20_000);
    expect(await confirmed()).toEqual([]);
    await bench.advanceTo(SLOT_FROM + 70_000);
    expect(await standing()).toEqual([{ state: 'done', reason: null }]);
    expect(await confirmed()).toHaveLength(1);
  });

  it('that the provider cannot carry out are kept for a person', async () => {
    await refunding();
    await bench.advanceTo(SLOT_FROM + 3_000);
    bench.loseNotifications = true;
    await bench.advanceTo(SLOT_FROM + 4_000);
    await bench.db.query(`update sandbox_refund set state = 'abnormal'`);
    await bench.advanceTo(SLOT_FROM + 70_000);
    expect(await standing()).toEqual([{ state: 'abnormal', reason: 'ABNORMAL' }]);
    expect(await confirmed()).toEqual([]);
  });
});

it('a provider that is silent fails at once after its first timeout, and the other goes on', async () => {
  const [one, two] = [await cream(), await cream()];
  const first = await ask(one, 'wechatpay');
  await onPage(await ask(two, 'alipay'), 'succeeded');
  await bench.gateway!.close();
  const at = bench.clocks.campaign.now();
  await bench.node.payment.check(one.purchaseId, at);
  expect((await bench.purchase(first.purchaseId)).state).toBe('held');
  await bench.advanceTo(SLOT_FROM + 3_000);
  expect(await stateOf(two)).toBe('paid');
});

it('while a provider is asked anything, by a shopper or by due work, no transaction is open', async () => {
  const asked = new Set<string>();
  const open: unknown[] = [];
  await bench.close();
  bench = await openBench({
    ...{ onHand: 5, wire: true },
    async duringCall(call) {
      asked.add(call);
      open.push(
        ...(await bench.db.query(
          `select $1 as call, query from pg_stat_activity
           where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`,
          [call],
        )),
      );
    },
  });
  const [bought, left] = [await cream(), await cream()];
  await onPage(await ask(bought, 'wechatpay'), 'succeeded');
  await ask(left, 'wechatpay');
  bench.loseNotifications = true;
  // Found by asking, then returned: the refund is told by nobody and asked for; the other hold ends by closing its charge.
  await bench.advanceTo(SLOT_FROM + 2 * MINUTE);
  const answer = await bench.node.aftercare.returnLines({
    ...{ at: bench.clocks.campaign.now(), shopperId: bought.shopperId, purchaseId: bought.purchaseId },
    ...{ idempotencyKey: 'all', lines: [{ lineId: 'sku-cream', quantity: 1 }], reason: 'noReason' },
  });
  expect(answer.kind).toBe('returned');
  await bench.advanceTo(left.holdUntil + 36 * 60 * MINUTE);
  expect([await stateOf(bought), await stateOf(left)]).toEqual(['refunded', 'closed']);
  expect([...asked].toSorted()).toEqual(['bill', 'close', 'create', 'query', 'queryRefund', 'refund']);
  expect(open).toEqual([]);
});

it('503 in its words while nobody can say whose certificate it is; believed once the platform answers, and across a change', async () => {
  await bench.close();
  bench = await openBench({ onHand: 5, wire: 'certificates' });
  const [first, second] = [await cream(), await cream()];
  const payments = [await ask(first, 'wechatpay'), await ask(second, 'wechatpay')] as const;
  const early = await caught(payments[0]);
  const now = bench.clocks.wall.now();
  await bench.gateway!.wechatpay.changeCertificate({ effectiveAt: now, oldUntil: now + 60 * MINUTE });
  const late = await caught(payments[1]);
  expect(late.headers['wechatpay-serial']).not.toBe(early.headers['wechatpay-serial']);
  await bench.advanceTo(bench.clocks.campaign.now() + MINUTE);
  const network = globalThis.fetch;
  vi.stubGlobal('fetch', async () => new Response('', { status: 502 }));
  expect(await notify(late)).toEqual({
    status: 503,
    body: '{"code":"FAIL","message":"paymentUnanswered"}',
  });
  vi.stubGlobal('fetch', network);
  // Known from before the platform fell silent.
  expect((await notify(early)).status).toBe(200);
  await bench.advanceTo(bench.clocks.campaign.now() + 6_000);
  expect(await notify(late)).toEqual({ status: 200, body: OK.wechatpay });
  expect(await Promise.all([stateOf(first), stateOf(second)])).toEqual(['paid', 'paid']);
  expect(
    (await notify({ ...late, headers: { ...late.headers, 'wechatpay-serial': 'A'.repeat(40) } })).status,
  ).toBe(401);
  vi.unstubAllGlobals();
});
