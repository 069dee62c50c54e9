import type {
  Address,
  AftercareView,
  CartView,
  FlashView,
  PaymentList,
  PaymentView,
  PurchaseView,
  QuoteView,
  TopUpView,
} from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, freshAddress, openBench } from './trade-test-bench.ts';
import { FLASH, FLASH_SKU, SLOT_TO } from './trade-test-sale.ts';

/** What the screens from cart to order ask, beside what places and pays. */
let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ activityStock: 4, onHand: 500 });
});
afterAll(() => bench.close());

type Answer<Body> = { status: number; code: string | undefined; body: Body };
type Browser = {
  readonly address: Address;
  call<Body = Record<string, unknown>>(
    method: 'GET' | 'POST' | 'PUT',
    url: string,
    body?: object,
  ): Promise<Answer<Body>>;
};

async function visitor(address = freshAddress()): Promise<Browser> {
  const cookies: Record<string, string> = {};
  const one: Browser = {
    address,
    async call(method, url, body) {
      const response = await bench.app.inject({
        method,
        url,
        cookies,
        headers: {
          host: 'localhost',
          origin: 'http://localhost',
          'idempotency-key': crypto.randomUUID(),
        },
        ...(body === undefined ? {} : { payload: body }),
      });
      for (const cookie of response.cookies) cookies[cookie.name] = cookie.value;
      const parsed = response.json();
      return { status: response.statusCode, code: parsed.code, body: parsed };
    },
  };
  await one.call('POST', '/api/visits', { channel: 'weibo' });
  return one;
}

const CABLE = [{ skuId: 'sku-cable', quantity: 1 }];

async function place(one: Browser, expectedPayFen: number, lines = CABLE): Promise<Answer<PurchaseView>> {
  return one.call('POST', '/api/purchases', { lines, expectedPayFen, address: one.address });
}
async function ask(one: Browser, purchaseId: string): Promise<PaymentView> {
  return (await one.call<PaymentView>('POST', `/api/purchases/${purchaseId}/payments`, { method: 'sandbox' }))
    .body;
}
async function decide(one: Browser, payment: PaymentView, outcome: 'succeeded' | 'failed'): Promise<void> {
  await one.call('POST', payment.approveUrl, { outcome });
  await bench.advanceTo(bench.clocks.campaign.now() + 2_000);
}

describe('a quote at checkout', () => {
  it('shows a phone that has bought before the price it will be asked to pay, the first time', async () => {
    const first = await visitor();
    const region = first.address.region;
    const { phone } = first.address;
    const before = await first.call<QuoteView>('POST', '/api/quotes', { lines: CABLE, region, phone });
    const placed = await place(first, before.body.payFen);
    expect(placed.status).toBe(201);
    await decide(first, await ask(first, placed.body.purchaseId), 'succeeded');

    const again = await visitor({ ...freshAddress(), phone });
    const quote = (with_: object) =>
      again.call<QuoteView>('POST', '/api/quotes', { lines: CABLE, region, ...with_ });
    const stranger = await quote({});
    const known = await quote({ phone });
    expect(known.body.payFen).toBe(stranger.body.payFen + 1_000);
    expect((await place(again, known.body.payFen)).status).toBe(201);
  });

  it('429 for somebody who tries one number after the other', async () => {
    const one = await visitor();
    const statuses = new Set<number>();
    for (let n = 0; n < 25; n += 1) {
      const phone = `1381234${String(n).padStart(4, '0')}`;
      statuses.add((await one.call('POST', '/api/quotes', { lines: CABLE, phone })).status);
    }
    expect([...statuses]).toEqual([200, 429]);
    // Without a number nothing is learnt, and nothing is held up.
    expect((await one.call('POST', '/api/quotes', { lines: CABLE })).status).toBe(200);
  });

  it('prices a flash activity as ordering does, freight included, and refuses as ordering does', async () => {
    const one = await visitor();
    const view = await one.call<FlashView>('GET', '/api/flash');
    const { activityId } = view.body.slots[0]!.items[0]!;
    const lines = [{ skuId: FLASH_SKU, quantity: 1 }];
    const body = { lines, activityId, region: one.address.region, phone: one.address.phone };
    const quote = await one.call<QuoteView>('POST', '/api/quotes', body);
    expect(quote.body).toMatchObject({ goodsFen: 5_000, freightFen: 800, payFen: 5_800 });
    const url = `/api/flash/${encodeURIComponent(activityId)}/orders`;
    const order = { quantity: 1, expectedPayFen: quote.body.payFen, address: one.address };
    expect((await one.call('POST', url, order)).status).toBe(201);

    expect(await one.call('POST', '/api/quotes', { ...body, activityId: 'nothing' })).toMatchObject({
      status: 404,
    });
    expect(await one.call('POST', '/api/quotes', { ...body, lines: CABLE })).toMatchObject({ status: 404 });
    expect(await one.call('POST', '/api/quotes', { ...body, lines: [...lines, ...CABLE] })).toMatchObject({
      status: 400,
    });
    bench.sale.stopped.add(FLASH);
    expect(await one.call('POST', '/api/quotes', body)).toMatchObject({ code: 'flashStopped' });
    bench.sale.stopped.clear();
    await bench.advanceTo(SLOT_TO);
    expect(await one.call('POST', '/api/quotes', body)).toMatchObject({ code: 'flashEnded' });
  });
});

describe('the cart', () => {
  it('says of each line what it is, ticked or not, and how many there are where they are too few', async () => {
    const one = await visitor();
    await one.call('PUT', '/api/cart/lines/sku-cable', { quantity: 501, selected: false });
    const cart = await one.call<CartView>('PUT', '/api/cart/lines/sku-gone', { quantity: 1 });
    const [cable, gone] = cart.body.lines;
    expect(cable).toMatchObject({
      selected: false,
      item: { shopId: 'xingchen', productId: 'pr-cable', itemFen: 501 * 3_333 },
    });
    expect(gone?.item).toMatchObject({ productId: 'pr-gone', itemFen: null });
    expect(cart.body.quote).toBeNull();
    const left = cart.body.unavailable.find((each) => each.skuId === 'sku-cable')?.left;
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThanOrEqual(500);
    expect(cart.body.unavailable).toContainEqual(
      expect.objectContaining({ skuId: 'sku-gone', reason: 'notOnSale', left: null }),
    );
  });

  it('proposes the cheapest way to the next step with what it really costs, and nothing that does not pay', async () => {
    const one = await visitor();
    const ask = async (promotion: string) =>
      (await one.call<TopUpView>('GET', `/api/cart/top-up?promotion=${promotion}`)).body.proposal;
    expect(await ask('cross-300-50')).toBeNull();
    await one.call('PUT', '/api/cart/lines/sku-earbuds', { quantity: 1 });
    // 299 + 33.33 reaches 300: 50 off, and 10 off the cable for a newcomer.
    expect(await ask('cross-300-50')).toMatchObject({
      items: [{ skuId: 'sku-cable', productId: 'pr-cable', quantity: 1 }],
      extraFen: -2_667,
      aloneFen: 2_333,
      gain: 'paysNoMore',
      payFen: 27_233,
    });
    expect(await ask('no-such-offer')).toBeNull();
    // What is not ticked is not in the cart.
    await one.call('PUT', '/api/cart/selection', { skuIds: ['sku-earbuds'], selected: false });
    expect(await ask('cross-300-50')).toBeNull();
    const tooShort = await one.call('GET', '/api/cart/top-up?promotion=');
    expect([tooShort.status, tooShort.code]).toEqual([400, 'invalidRequest']);
  });

  it('ticks and unticks several lines at once, and passes over what is not in it', async () => {
    const one = await visitor();
    for (const skuId of ['sku-cable', 'sku-cream', 'sku-earbuds'])
      await one.call('PUT', `/api/cart/lines/${skuId}`, { quantity: 1, selected: false });
    const some = await one.call<CartView>('PUT', '/api/cart/selection', {
      skuIds: ['sku-cable', 'sku-cream', 'sku-none'],
      selected: true,
    });
    const ticked = (cart: CartView) =>
      cart.lines
        .filter((line) => line.selected)
        .map((line) => line.skuId)
        .sort();
    expect(ticked(some.body)).toEqual(['sku-cable', 'sku-cream']);
    expect(some.body.lines).toHaveLength(3);
    const none = await one.call<CartView>('PUT', '/api/cart/selection', {
      skuIds: ['sku-cable', 'sku-cream'],
      selected: false,
    });
    expect(none.body.quote).toBeNull();
    const stranger = await visitor();
    await stranger.call('PUT', '/api/cart/selection', { skuIds: ['sku-earbuds'], selected: true });
    expect(ticked((await one.call<CartView>('GET', '/api/cart')).body)).toEqual([]);
  });
});

describe('a purchase afterwards', () => {
  it('tells a reloaded cashier of every charge: open, declined, paid', async () => {
    const one = await visitor();
    const quote = await one.call<QuoteView>('POST', '/api/quotes', {
      lines: CABLE,
      region: one.address.region,
    });
    const { purchaseId, payUntil, holdUntil } = (await place(one, quote.body.payFen)).body;
    expect(holdUntil - payUntil).toBe(30_000);
    const url = `/api/purchases/${purchaseId}/payments`;
    const states = async () => (await one.call<PaymentList>('GET', url)).body.payments;
    expect(await states()).toEqual([]);
    const first = await ask(one, purchaseId);
    expect(await states()).toMatchObject([
      {
        paymentId: first.paymentId,
        state: 'pending',
        approveUrl: first.approveUrl,
        settledAt: null,
        expiresAt: payUntil,
      },
    ]);
    await decide(one, first, 'failed');
    expect(await states()).toMatchObject([{ paymentId: first.paymentId, state: 'failed', approveUrl: '' }]);
    const second = await ask(one, purchaseId);
    await decide(one, second, 'succeeded');
    const [newest, older] = await states();
    expect(newest).toMatchObject({ paymentId: second.paymentId, state: 'succeeded', refundedFen: 0 });
    expect(newest?.settledAt).not.toBeNull();
    expect(older?.state).toBe('failed');
    expect(await (await visitor()).call('GET', url)).toMatchObject({ status: 404, code: 'notFound' });
  });

  it('is counted by state, whatever the list is filtered by', async () => {
    const one = await visitor();
    const quote = await one.call<QuoteView>('POST', '/api/quotes', {
      lines: CABLE,
      region: one.address.region,
      phone: one.address.phone,
    });
    const kept = await place(one, quote.body.payFen);
    const dear = await one.call<QuoteView>('POST', '/api/quotes', {
      lines: CABLE,
      region: one.address.region,
      phone: one.address.phone,
    });
    const dropped = await place(one, dear.body.payFen);
    await one.call('POST', `/api/purchases/${dropped.body.purchaseId}/cancel`, {});
    const list = await one.call<{ purchases: PurchaseView[]; counts: object }>(
      'GET',
      '/api/purchases?state=held',
    );
    expect(list.body.purchases.map((each) => each.purchaseId)).toEqual([kept.body.purchaseId]);
    expect(list.body.counts).toEqual({
      ...{ held: 1, depositPaid: 0, paid: 0 },
      ...{ closed: 1, forfeited: 0, refunded: 0 },
    });
  });

  it('tells what was returned and complained about, without the words, to its shopper alone', async () => {
    const one = await visitor();
    const cream = [{ skuId: 'sku-cream', quantity: 2 }];
    const quote = await one.call<QuoteView>('POST', '/api/quotes', { lines: cream });
    const { purchaseId } = (await place(one, quote.body.payFen, cream)).body;
    await decide(one, await ask(one, purchaseId), 'succeeded');
    const line = { lineId: 'sku-cream', quantity: 1 };
    await one.call('POST', `/api/purchases/${purchaseId}/returns`, { lines: [line], reason: 'quality' });
    await one.call('POST', `/api/purchases/${purchaseId}/complaints`, {
      topic: 'delivery',
      words: 'Zhang San, 13812345678, still waiting',
    });
    const answer = await one.call<AftercareView>('GET', `/api/purchases/${purchaseId}/aftercare`);
    expect(answer.body.returns).toMatchObject([{ reason: 'quality', lines: [line] }]);
    expect(answer.body.returns[0]!.refundFen).toBeGreaterThan(0);
    expect(answer.body.complaints).toMatchObject([{ topic: 'delivery', state: 'open' }]);
    expect(JSON.stringify(answer.body)).not.toContain('Zhang');
    const stranger = await visitor();
    expect(await stranger.call('GET', `/api/purchases/${purchaseId}/aftercare`)).toMatchObject({
      status: 404,
    });
  });
});
