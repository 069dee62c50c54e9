import type { Address, FlashView, PaymentView, PurchaseView } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deliverOverHttp } from './payment/index.ts';
import { signDelivery } from './payment/sandbox/keys.ts';
import { type Bench, freshAddress, openBench, refOf } from './trade-test-bench.ts';
import { FLASH, SLOT_TO } from './trade-test-sale.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ activityStock: 4, onHand: 500 });
});
afterAll(() => bench.close());

type Browser = {
  readonly cookies: Record<string, string>;
  readonly address: Address;
  call<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT' | 'DELETE',
    url: string,
    options?: { body?: object; key?: string; headers?: Record<string, string> },
  ): Promise<{ status: number; code: string | undefined; body: Body }>;
};

function browser(): Browser {
  const cookies: Record<string, string> = {};
  return {
    cookies,
    address: freshAddress(),
    async call(method, url, { body, key, headers } = {}) {
      const response = await bench.app.inject({
        method,
        url,
        cookies,
        headers: {
          host: 'localhost',
          origin: 'http://localhost',
          ...(key === undefined ? {} : { 'idempotency-key': key }),
          ...headers,
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const cookie of response.cookies) cookies[cookie.name] = cookie.value;
      const parsed = response.body === '' ? {} : response.json();
      return { status: response.statusCode, code: parsed.code, body: parsed };
    },
  };
}

async function visitor(): Promise<Browser> {
  const one = browser();
  await one.call('POST', '/api/visits', { body: { channel: 'weibo' } });
  return one;
}

async function order(one: Browser, options: { key?: string; payFen?: number } = {}) {
  return one.call<PurchaseView>('POST', '/api/purchases', {
    key: options.key ?? crypto.randomUUID(),
    body: {
      lines: [{ skuId: 'sku-cream', quantity: 1 }],
      expectedPayFen: options.payFen ?? 19_900,
      address: one.address,
    },
  });
}

async function pay(one: Browser, purchaseId: string): Promise<void> {
  const asked = await one.call<PaymentView>('POST', `/api/purchases/${purchaseId}/payments`, {
    body: { method: 'sandbox' },
  });
  expect(asked.status).toBe(201);
  const approved = await one.call('POST', asked.body.approveUrl, { body: {} });
  expect(approved).toMatchObject({ status: 200, body: { state: 'succeeded' } });
  await bench.advanceTo(bench.clocks.campaign.now() + 2_000);
}

describe('visits and sessions', () => {
  it('200 opens a guest account once; the next visit of the browser keeps it', async () => {
    const one = browser();
    const first = await one.call('POST', '/api/visits', { body: { channel: 'weibo' } });
    const second = await one.call('POST', '/api/visits', { body: {} });
    expect(first.status).toBe(200);
    expect(second.body.shopperId).toBe(first.body.shopperId);
    expect(second.body.visitId).not.toBe(first.body.visitId);
    const me = await one.call('GET', '/api/me');
    expect(me.body).toEqual({
      shopperId: first.body.shopperId,
      memberTier: 'basic',
      newcomer: true,
      channel: 'direct',
    });
  });

  it.each<['GET' | 'POST' | 'PUT' | 'DELETE', string, object | undefined]>([
    ['GET', '/api/me', undefined],
    ['GET', '/api/cart', undefined],
    ['GET', '/api/cart/top-up?promotion=cross-300-50', undefined],
    ['PUT', '/api/cart/lines/sku-cream', { quantity: 1 }],
    ['DELETE', '/api/cart/lines/sku-cream', undefined],
    ['GET', '/api/purchases', undefined],
    ['GET', '/api/purchases/pu_1', undefined],
    ['POST', '/api/purchases/pu_1/cancel', undefined],
    ['POST', '/api/purchases/pu_1/payments', { method: 'sandbox' }],
    ['POST', '/api/purchases/pu_1/returns', { lines: [{ lineId: 'l', quantity: 1 }], reason: 'other' }],
    ['POST', '/api/purchases/pu_1/complaints', { topic: 'price', words: 'why' }],
    ['GET', '/api/ops/orders', undefined],
    ['GET', '/api/ops/stock', undefined],
    ['GET', '/api/ops/session', undefined],
  ])('401 notSignedIn: %s %s', async (method, url, body) => {
    const answer = await browser().call(method, url, body === undefined ? {} : { body });
    expect(answer).toMatchObject({ status: 401, code: 'notSignedIn' });
  });
});

describe('cart and quote', () => {
  it('200 holds lines, quotes the selected ones and says what cannot be bought', async () => {
    const one = await visitor();
    for (const [skuId, quantity] of [
      ['sku-cream', 2],
      ['sku-gone', 1],
      ['sku-cable', 501],
    ] as const) {
      await one.call('PUT', `/api/cart/lines/${skuId}`, { body: { quantity } });
      bench.clocks.advanceTo(bench.clocks.campaign.now() + 1);
    }
    const cart = await one.call('PUT', '/api/cart/lines/sku-cable', {
      body: { quantity: 501, selected: false },
    });
    expect(cart.body).toMatchObject({
      lines: [
        { skuId: 'sku-cream', quantity: 2, selected: true },
        { skuId: 'sku-gone' },
        { skuId: 'sku-cable', quantity: 501, selected: false },
      ],
      quote: { payFen: 39_800 - 5_000, editionId: 'ed_test1' },
      unavailable: [
        { skuId: 'sku-gone', reason: 'notOnSale' },
        { skuId: 'sku-cable', reason: 'outOfStock' },
      ],
    });
    const less = await one.call('DELETE', '/api/cart/lines/sku-cream');
    expect(less.body).toMatchObject({ quote: null });
  });

  it('404 for an item nobody sells, 409 cartFull at a hundred lines', async () => {
    const one = await visitor();
    expect(await one.call('PUT', '/api/cart/lines/sku-none', { body: { quantity: 1 } })).toMatchObject({
      status: 404,
      code: 'notFound',
    });
    const me = await one.call('GET', '/api/me');
    await bench.db.query(
      `insert into cart_line select $1, 'sku-' || n, 1, false, n from generate_series(1, 100) n`,
      [me.body.shopperId],
    );
    expect(await one.call('PUT', '/api/cart/lines/sku-cream', { body: { quantity: 1 } })).toMatchObject({
      status: 409,
      code: 'cartFull',
    });
  });

  it('200 quotes a stranger, with each promotion and the words why', async () => {
    const quote = await browser().call('POST', '/api/quotes', {
      body: { lines: [{ skuId: 'sku-cream', quantity: 1 }], region: '110000' },
    });
    expect(quote.status).toBe(200);
    expect(quote.body.trace).toContainEqual(
      expect.objectContaining({
        promotionId: 'cross-300-50',
        applied: false,
        reason: 'belowThreshold',
        missingFen: 10_100,
        words: { zh: '再买¥101，立减¥50', en: 'Add ¥101.00 to save ¥50.00' },
      }),
    );
  });

  it('409 notOnSale for a quote of what cannot be bought, 400 for a bad one', async () => {
    const gone = { lines: [{ skuId: 'sku-gone', quantity: 1 }] };
    expect(await browser().call('POST', '/api/quotes', { body: gone })).toMatchObject({
      status: 409,
      code: 'notOnSale',
    });
    expect(await browser().call('POST', '/api/quotes', { body: { lines: [] } })).toMatchObject({
      status: 400,
      code: 'invalidRequest',
    });
  });
});

describe('purchases', () => {
  it('201 places; the view is masked, carries the channel and empties the cart', async () => {
    const one = await visitor();
    await one.call('PUT', '/api/cart/lines/sku-cream', { body: { quantity: 1 } });
    const placed = await order(one);
    expect(placed.status).toBe(201);
    expect(placed.body).toMatchObject({
      state: 'held',
      kind: 'ordinary',
      payFen: 19_900,
      address: {
        recipient: '王*明',
        phone: `${one.address.phone.slice(0, 3)}****${one.address.phone.slice(-4)}`,
        region: '110000',
        line: '朝阳区****',
      },
    });
    expect((await bench.purchase(placed.body.purchaseId)).body.channel).toBe('weibo');
    expect((await one.call('GET', '/api/cart')).body.lines).toEqual([]);
  });

  it('201 again with the same body for the same key, 422 for another request under it', async () => {
    const one = await visitor();
    const first = await order(one, { key: 'k' });
    await pay(one, first.body.purchaseId);
    expect(await order(one, { key: 'k' })).toEqual(first);
    expect(await order(one, { key: 'k', payFen: 1 })).toMatchObject({
      status: 422,
      code: 'idempotencyKeyReused',
    });
  });

  it('400 without a key, with a strange key, with a bad address', async () => {
    const one = await visitor();
    const body = {
      lines: [{ skuId: 'sku-cream', quantity: 1 }],
      expectedPayFen: 19_900,
      address: one.address,
    };
    expect(await one.call('POST', '/api/purchases', { body })).toMatchObject({
      status: 400,
      code: 'idempotencyKeyMissing',
    });
    expect(await one.call('POST', '/api/purchases', { body, key: 'ab cd' })).toMatchObject({
      status: 400,
      code: 'invalidRequest',
    });
    const bad = { ...body, address: { ...one.address, phone: '123' } };
    const answer = await one.call('POST', '/api/purchases', { body: bad, key: 'k' });
    expect(answer).toMatchObject({ status: 400, code: 'invalidRequest' });
    expect(JSON.stringify(answer.body)).not.toContain('"123"');
  });

  it('409 priceChanged with the new quote, 409 outOfStock with what is left', async () => {
    const one = await visitor();
    expect(await order(one, { payFen: 5 })).toMatchObject({
      status: 409,
      code: 'priceChanged',
      body: { quote: { payFen: 19_900 } },
    });
    const lines = [{ skuId: 'sku-earbuds', quantity: 501 }];
    const quote = await one.call('POST', '/api/quotes', { body: { lines } });
    const answer = await one.call('POST', '/api/purchases', {
      key: 'k',
      body: { lines, expectedPayFen: quote.body.payFen, address: one.address },
    });
    expect(answer).toMatchObject({
      status: 409,
      code: 'outOfStock',
      body: { short: [{ skuId: 'sku-earbuds', left: 500 }] },
    });
  });

  it('200 lists newest first in pages, 404 for a purchase of somebody else', async () => {
    const one = await visitor();
    const placed = [];
    for (let n = 0; n < 3; n += 1) placed.push((await order(one)).body.purchaseId);
    const first = await one.call<{ purchases: PurchaseView[]; nextCursor: string }>(
      'GET',
      '/api/purchases?limit=2',
    );
    const second = await one.call<{ purchases: PurchaseView[]; nextCursor: string }>(
      'GET',
      `/api/purchases?limit=2&cursor=${first.body.nextCursor}`,
    );
    const seen = [...first.body.purchases, ...second.body.purchases].map((view) => view.purchaseId);
    expect(seen).toEqual(placed.reverse());
    expect(second.body.nextCursor).toBeNull();
    await one.call('POST', `/api/purchases/${placed[1]}/cancel`);
    const inState = async (state: string) =>
      (await one.call<{ purchases: PurchaseView[] }>('GET', `/api/purchases?state=${state}`)).body.purchases;
    expect((await inState('closed')).map((view) => view.purchaseId)).toEqual([placed[1]]);
    expect((await inState('held')).map((view) => view.purchaseId)).toEqual([placed[0], placed[2]]);
    expect(await inState('paid')).toEqual([]);
    const stranger = await visitor();
    for (const [method, path] of [
      ['GET', ''],
      ['POST', '/cancel'],
    ] as const)
      expect(await stranger.call(method, `/api/purchases/${placed[0]}${path}`)).toMatchObject({
        status: 404,
        code: 'notFound',
      });
  });

  it('200 cancels, also twice; 409 once it is paid or has expired', async () => {
    const one = await visitor();
    const { purchaseId } = (await order(one)).body;
    const cancelled = await one.call('POST', `/api/purchases/${purchaseId}/cancel`);
    expect(cancelled).toMatchObject({ status: 200, body: { state: 'closed', closedReason: 'cancelled' } });
    expect(await one.call('POST', `/api/purchases/${purchaseId}/cancel`)).toEqual(cancelled);
    const asked = { body: { method: 'sandbox' } };
    expect(await one.call('POST', `/api/purchases/${purchaseId}/payments`, asked)).toMatchObject({
      status: 409,
      code: 'purchaseClosed',
    });
    const paid = (await order(one)).body.purchaseId;
    await pay(one, paid);
    for (const path of ['cancel', 'payments'])
      expect(await one.call('POST', `/api/purchases/${paid}/${path}`, asked)).toMatchObject({
        status: 409,
        code: 'alreadyPaid',
      });
    const late = (await order(one)).body;
    await bench.advanceTo(late.holdUntil);
    expect(await one.call('POST', `/api/purchases/${late.purchaseId}/cancel`)).toMatchObject({
      status: 409,
      code: 'purchaseClosed',
    });
  });
});

describe('flash sale', () => {
  it('200 shows the slot with honest counts; 201 orders out of it; then the refusals', async () => {
    const one = await visitor();
    const view = await one.call<FlashView>('GET', '/api/flash');
    const item = view.body.slots[0]!.items[0]!;
    expect(item).toMatchObject({
      listFen: 10_001,
      flashFen: 5_000,
      stockTotal: 4,
      stockTaken: 0,
      state: 'open',
    });
    const url = `/api/flash/${encodeURIComponent(item.activityId)}/orders`;
    const body = { quantity: 2, expectedPayFen: 10_000, address: one.address };
    const placed = await one.call<PurchaseView>('POST', url, { key: 'f', body });
    expect(placed).toMatchObject({ status: 201, body: { kind: 'flash', payFen: 10_000 } });
    expect(await one.call('POST', url, { key: 'f', body })).toEqual(placed);
    expect(await one.call('POST', url, { key: 'g', body })).toMatchObject({
      status: 409,
      code: 'perPersonLimit',
    });
    const two = await visitor();
    await two.call('POST', url, { key: 'f', body: { ...body, address: two.address } });
    const three = await visitor();
    const theirs = { ...body, address: three.address };
    const none = await three.call<{ nextKey: string }>('POST', url, { key: 'f', body: theirs });
    expect(none).toMatchObject({ status: 409, code: 'soldOut', body: { left: 0 } });
    const { nextKey } = none.body;
    expect(nextKey).toMatch(/^[\x21-\x7e]{1,128}$/);
    expect(await three.call('POST', url, { key: nextKey, body: theirs })).toMatchObject({
      status: 409,
      code: 'soldOut',
      body: { nextKey: expect.not.stringContaining(nextKey) },
    });
    // Said to be sent again, this one is looked for: it was placed.
    const headers = { 'idempotency-retry': '1' };
    expect(await one.call('POST', url, { key: 'f', body, headers })).toEqual(placed);
    // Two that are paid and two that are held are both taken.
    await pay(one, placed.body.purchaseId);
    const after = await one.call<FlashView>('GET', '/api/flash');
    expect(after.body.slots[0]!.items[0]).toMatchObject({ stockTaken: 4, state: 'soldOut' });
    bench.sale.stopped.add(FLASH);
    expect(await three.call('POST', url, { key: 'f', body: theirs })).toMatchObject({
      status: 409,
      code: 'flashStopped',
    });
    bench.sale.stopped.clear();
    expect(await three.call('POST', '/api/flash/nothing/orders', { key: 'f', body: theirs })).toMatchObject({
      status: 404,
      code: 'notFound',
    });
    await bench.advanceTo(SLOT_TO);
    expect(await three.call('POST', url, { key: 'f', body: theirs })).toMatchObject({
      status: 409,
      code: 'flashEnded',
    });
  });
});

describe('the provider at our notify address', () => {
  async function charge(): Promise<PaymentView> {
    const one = await visitor();
    const { purchaseId } = (await order(one)).body;
    const asked = await one.call<PaymentView>('POST', `/api/purchases/${purchaseId}/payments`, {
      body: { method: 'sandbox' },
    });
    return asked.body;
  }

  async function notify(payment: PaymentView, change: object = {}, signature?: string) {
    const sentAtWall = bench.clocks.wall.now();
    const delivery = signDelivery(
      bench.node.sandbox.keys,
      JSON.stringify({
        notificationId: 'no_1',
        paymentId: payment.paymentId,
        providerRef: refOf(payment),
        outcome: 'succeeded',
        amountFen: payment.amountFen,
        sentAtWall,
        ...change,
      }),
      sentAtWall,
    );
    const response = await bench.app.inject({
      method: 'POST',
      url: '/api/payments/sandbox/notify',
      headers: {
        'content-type': 'application/json',
        ...delivery.headers,
        ...(signature === undefined ? {} : { 'sandbox-signature': signature }),
      },
      payload: delivery.rawBody,
    });
    return { status: response.statusCode, body: response.json() };
  }

  it('200 settles and 200 says so for a repeat', async () => {
    const payment = await charge();
    expect(await notify(payment)).toEqual({
      status: 200,
      body: { received: true, state: 'succeeded', repeated: false },
    });
    expect(await notify(payment)).toEqual({
      status: 200,
      body: { received: true, state: 'succeeded', repeated: true },
    });
  });

  it('401 forged, 404 unknown payment, 422 another amount', async () => {
    const payment = await charge();
    expect(await notify(payment, {}, 't=1,ed25519=forged')).toMatchObject({
      status: 401,
      body: { code: 'signatureInvalid' },
    });
    expect(await notify(payment, { paymentId: 'pa_none' })).toMatchObject({
      status: 404,
      body: { code: 'notFound' },
    });
    expect(await notify(payment, { amountFen: 1 })).toMatchObject({
      status: 422,
      body: { code: 'amountMismatch' },
    });
  });

  it('over a real connection: accepted, refused, nobody there', async () => {
    const payment = await charge();
    const url = await bench.app.listen({ port: 0, host: '127.0.0.1' });
    const deliver = deliverOverHttp({ notifyUrl: `${url}/api/payments/sandbox/notify`, fetch });
    const sentAtWall = bench.clocks.wall.now();
    const body = {
      notificationId: 'no_1',
      paymentId: payment.paymentId,
      providerRef: refOf(payment),
      outcome: 'succeeded',
      amountFen: payment.amountFen,
      sentAtWall,
    };
    const delivery = signDelivery(bench.node.sandbox.keys, JSON.stringify(body), sentAtWall);
    await deliver(delivery, null);
    expect((await bench.purchase(payment.purchaseId)).state).toBe('paid');
    await expect(deliver({ ...delivery, rawBody: '{}' }, null)).rejects.toThrow('401');
    const nobody = deliverOverHttp({ notifyUrl: 'http://127.0.0.1:9/', fetch });
    await expect(nobody(delivery, null)).rejects.toThrow();
  });

  it('404 for a charge that does not exist, 409 for one that was closed', async () => {
    const one = await visitor();
    expect(await one.call('POST', '/api/sandbox/charges/ch_none', { body: {} })).toMatchObject({
      status: 404,
      code: 'notFound',
    });
    const { purchaseId } = (await order(one)).body;
    const asked = await one.call<PaymentView>('POST', `/api/purchases/${purchaseId}/payments`, {
      body: { method: 'sandbox' },
    });
    await one.call('POST', `/api/purchases/${purchaseId}/cancel`);
    expect(await one.call('POST', asked.body.approveUrl, { body: {} })).toMatchObject({
      status: 409,
      code: 'purchaseClosed',
    });
  });
});

describe('aftercare', () => {
  it('201 returns and complains; 409 before payment and beyond what is left; 422 under a used key', async () => {
    const one = await visitor();
    const { purchaseId } = (await order(one)).body;
    const url = `/api/purchases/${purchaseId}/returns`;
    const body = { lines: [{ lineId: 'sku-cream', quantity: 1 }], reason: 'quality' };
    expect(await one.call('POST', url, { body })).toMatchObject({
      status: 400,
      code: 'idempotencyKeyMissing',
    });
    expect(await one.call('POST', url, { body, key: 'r' })).toMatchObject({ status: 409, code: 'notPaid' });
    await pay(one, purchaseId);
    const returned = await one.call('POST', url, { body, key: 'r' });
    expect(returned).toMatchObject({ status: 201, body: { refundFen: 19_900, state: 'refunded' } });
    expect(await one.call('POST', url, { body, key: 'r' })).toEqual(returned);
    expect(await one.call('POST', url, { body, key: 's' })).toMatchObject({
      status: 409,
      code: 'nothingToReturn',
    });
    const other = { ...body, reason: 'late' };
    expect(await one.call('POST', url, { body: other, key: 'r' })).toMatchObject({
      status: 422,
      code: 'idempotencyKeyReused',
    });
    const complaint = { topic: 'delivery', words: '快递员一直打 13812345678' };
    expect(
      await one.call('POST', `/api/purchases/${purchaseId}/complaints`, { body: complaint }),
    ).toMatchObject({ status: 201, body: { topic: 'delivery', state: 'open' } });
    const stranger = await visitor();
    expect(await stranger.call('POST', url, { body, key: 'r' })).toMatchObject({
      status: 404,
      code: 'notFound',
    });
    expect(
      await stranger.call('POST', `/api/purchases/${purchaseId}/complaints`, { body: complaint }),
    ).toMatchObject({ status: 404, code: 'notFound' });
  });
});

describe('operators', () => {
  it('a one-time password works once, allows nothing but a new one, and ends with it', async () => {
    const name = 'lin';
    const { oneTimePassword } = await bench.node.members.operators.create({ name, role: 'analyst' });
    const [one, two] = [browser(), browser()];
    const sign = (who: Browser, password: string) =>
      who.call('POST', '/api/ops/session', { body: { name, password } });
    expect(await sign(one, 'wrong')).toMatchObject({ status: 401, code: 'signInFailed' });
    const both = await Promise.all([sign(one, oneTimePassword), sign(two, oneTimePassword)]);
    expect(both.map((answer) => answer.status).sort()).toEqual([200, 401]);
    const lucky = both[0]!.status === 200 ? one : two;
    expect((await lucky.call('GET', '/api/ops/session')).body).toMatchObject({ mustChangePassword: true });
    expect(await lucky.call('GET', '/api/ops/orders')).toMatchObject({
      status: 403,
      code: 'passwordChangeRequired',
    });
    expect(await lucky.call('POST', '/api/ops/password', { body: { password: 'short' } })).toMatchObject({
      status: 400,
    });
    expect(
      await lucky.call('POST', '/api/ops/password', { body: { password: 'a longer password' } }),
    ).toMatchObject({ status: 200, body: { mustChangePassword: false } });
    expect((await lucky.call('GET', '/api/ops/orders')).status).toBe(200);
    const again = browser();
    expect(await sign(again, oneTimePassword)).toMatchObject({ status: 401, code: 'signInFailed' });
    expect((await sign(again, 'a longer password')).status).toBe(200);
    await again.call('DELETE', '/api/ops/session');
    expect(await again.call('GET', '/api/ops/orders')).toMatchObject({ status: 401 });
  });

  it('200 lists orders by state and the scarcest stock first', async () => {
    const { oneTimePassword } = await bench.node.members.operators.create({
      name: 'qi',
      role: 'commander',
    });
    const one = browser();
    await one.call('POST', '/api/ops/session', { body: { name: 'qi', password: oneTimePassword } });
    await one.call('POST', '/api/ops/password', { body: { password: 'a longer password' } });
    const orders = await one.call<{ orders: { state: string; editionNo: number }[] }>(
      'GET',
      '/api/ops/orders?state=paid&limit=2',
    );
    expect(orders.body.orders).toHaveLength(2);
    for (const row of orders.body.orders) expect(row).toMatchObject({ state: 'paid', editionNo: 1 });
    const page = await one.call<{ rows: { skuId: string; sellable: number }[]; nextCursor: string }>(
      'GET',
      '/api/ops/stock?limit=2',
    );
    const rest = await one.call<{ rows: { skuId: string; sellable: number }[] }>(
      'GET',
      `/api/ops/stock?cursor=${page.body.nextCursor}`,
    );
    const rows = [...page.body.rows, ...rest.body.rows];
    expect(new Set(rows.map((row) => row.skuId)).size).toBe(5);
    const left = rows.map((row) => row.sellable);
    expect(left).toEqual([...left].sort((a, b) => a - b));
  });

  it('429 after ten tries at one name, whatever the address', async () => {
    const answers = [];
    for (let n = 0; n < 12; n += 1)
      answers.push(
        await browser().call('POST', '/api/ops/session', { body: { name: 'nobody', password: 'x' } }),
      );
    expect(answers.at(-1)).toMatchObject({ status: 429, code: 'rateLimited' });
  });
});

it('nothing personal stands in any table, event or due work; the seal opens for its person only', async () => {
  const one = await visitor();
  const placed = (await order(one)).body;
  await pay(one, placed.purchaseId);
  await one.call('POST', `/api/purchases/${placed.purchaseId}/complaints`, {
    body: { topic: 'service', words: `call ${one.address.phone}` },
  });
  await bench.drainEvents();
  const tables = await bench.db.query<{ name: string }>(
    `select table_name as name from information_schema.tables where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  expect(tables.length).toBeGreaterThan(25);
  for (const { name } of tables) {
    const [found] = await bench.db.query<{ n: number }>(
      `select count(*)::int as n from "${name}" t where t::text like any($1)`,
      [[`%${one.address.phone}%`, `%${one.address.recipient}%`, `%${one.address.line.slice(3)}%`]],
    );
    expect(found!.n, name).toBe(0);
  }
  const row = await bench.purchase(placed.purchaseId);
  const { personal, profiles } = bench.node.members;
  const personId = await profiles.personId(row.shopperId);
  expect(JSON.parse(await personal.open(personId, row.body.sealedAddress))).toEqual(one.address);
  await expect(personal.open('pe_else', row.body.sealedAddress)).rejects.toThrow();
});

it('503 overloaded while the lane drains, and nothing was taken', async () => {
  const closing = await openBench();
  try {
    await closing.node.lane.drain();
    const visit = await closing.app.inject({ method: 'POST', url: '/api/visits', payload: {} });
    const response = await closing.app.inject({
      method: 'POST',
      url: '/api/purchases',
      cookies: Object.fromEntries(visit.cookies.map((cookie) => [cookie.name, cookie.value])),
      headers: { host: 'localhost', origin: 'http://localhost', 'idempotency-key': 'k' },
      payload: {
        lines: [{ skuId: 'sku-cream', quantity: 1 }],
        expectedPayFen: 19_900,
        address: freshAddress(),
      },
    });
    expect(response.statusCode).toBe(503);
    expect(response.json()).toMatchObject({ code: 'overloaded' });
    expect((await closing.stockRow('sku-cream')).reserved).toBe(0);
  } finally {
    await closing.close();
  }
});
