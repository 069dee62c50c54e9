import type { CartView, CouponCentre, CouponList, CouponView, PurchaseView } from '@dacu/contract/api';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, freshAddress, openBench } from '../trade-test-bench.ts';
import { programme, TWENTY } from '../trade-test-coupons.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 500 });
});
afterAll(() => bench.close());
beforeEach(() => publish());

const SECOND = {
  ...TWENTY,
  id: 'coupon-15',
  rule: { kind: 'amount', thresholdFen: 10_000, offFen: 1_500 },
} as const;

function publish(terms: Parameters<typeof programme>[1] = {}): void {
  bench.sale.publish({
    activityStock: 10,
    perPersonMax: 2,
    promotions: [TWENTY, SECOND],
    coupons: [programme(TWENTY.id, { perPersonMax: 1, ...terms }), programme(SECOND.id)],
  });
}

async function visitor(channel = 'app') {
  const cookies: Record<string, string> = {};
  async function call<Body>(method: 'GET' | 'POST' | 'PUT', url: string, body?: object, key?: string) {
    const response = await bench.app.inject({
      ...{ method, url, cookies },
      headers: {
        ...{ host: 'localhost', origin: 'http://localhost' },
        'idempotency-key': key ?? crypto.randomUUID(),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    for (const cookie of response.cookies) cookies[cookie.name] = cookie.value;
    const parsed = response.json() as Body & { code?: string };
    return { status: response.statusCode, code: parsed.code, body: parsed };
  }
  await call('POST', '/api/visits', { channel });
  return { address: freshAddress(), call };
}
type Visitor = Awaited<ReturnType<typeof visitor>>;

const claim = async (one: Visitor, promotionId: string = TWENTY.id) =>
  (await one.call<CouponView>('POST', '/api/coupons', { promotionId })).body;

test('from the centre into the hand, into the cart, into the order and back', async () => {
  const one = await visitor();
  const centre = await one.call<CouponCentre>('GET', '/api/coupons');
  expect(centre.body.programmes.map(({ promotionId, state }) => [promotionId, state])).toEqual([
    [TWENTY.id, 'open'],
    [SECOND.id, 'open'],
  ]);
  const [twenty, fifteen] = [await claim(one), await claim(one, SECOND.id)];
  expect(twenty).toMatchObject({ promotionId: TWENTY.id, state: 'available', title: TWENTY.title });
  expect((await one.call('POST', '/api/coupons', { promotionId: TWENTY.id })).code).toBe('couponLimit');

  await one.call('PUT', '/api/cart/lines/sku-cream', { quantity: 1 });
  const best = (await one.call<CartView>('GET', '/api/cart')).body.quote!;
  expect(best).toMatchObject({
    payFen: 17_900,
    coupons: [{ couponId: twenty.couponId, savedFen: 2_000 }],
    choice: { kind: 'exact', couldSaveFen: 0, lostFen: 0 },
  });
  const own = (await one.call<CartView>('GET', `/api/cart?couponIds=${fifteen.couponId}`)).body.quote!;
  expect(own).toMatchObject({
    payFen: 18_400,
    coupons: [{ couponId: fifteen.couponId, savedFen: 1_500 }],
    choice: { lostFen: 500 },
  });
  const none = (await one.call<CartView>('GET', '/api/cart?couponIds=')).body.quote!;
  expect(none).toMatchObject({ payFen: 19_900, coupons: [], choice: { lostFen: 2_000 } });

  const lines = [{ skuId: 'sku-cream', quantity: 1 }];
  const order = { lines, address: one.address, couponIds: [fifteen.couponId] };
  const placed = await one.call<PurchaseView>('POST', '/api/purchases', { ...order, expectedPayFen: 18_400 });
  expect(placed).toMatchObject({ status: 201, body: { payFen: 18_400, couponIds: [fifteen.couponId] } });
  const states = async () => {
    const { body } = await one.call<CouponList>('GET', '/api/coupons/mine');
    return body.coupons.map(({ couponId, state }) => [couponId, state]);
  };
  expect(await states()).toEqual([
    [twenty.couponId, 'available'],
    [fifteen.couponId, 'frozen'],
  ]);
  const again = await one.call('POST', '/api/quotes', { lines, couponIds: [fifteen.couponId] });
  expect(again).toMatchObject({ status: 409, code: 'couponUsed', body: { couponId: fifteen.couponId } });
  await one.call('POST', `/api/purchases/${placed.body.purchaseId}/cancel`, {});
  expect((await states()).map(([, state]) => state)).toEqual(['available', 'available']);
});

test('a forged, a stranger’s and a nameless coupon are refused by name, never a 500', async () => {
  const [one, other] = [await visitor(), await visitor()];
  const { couponId } = await claim(other);
  const lines = [{ skuId: 'sku-cream', quantity: 1 }];
  for (const id of ['cp_forged', couponId, '%00', '\u2028'])
    expect(await one.call('POST', '/api/quotes', { lines, couponIds: [id] })).toMatchObject({
      status: 422,
      code: 'couponUnknown',
    });
  expect((await one.call('GET', '/api/cart?couponIds=cp_forged')).code).toBe('couponUnknown');
  expect((await one.call('POST', '/api/quotes', { lines, couponIds: [''] })).status).toBe(400);
  const stranger = await bench.app.inject({
    method: 'GET',
    url: '/api/coupons/mine',
    headers: { host: 'localhost' },
  });
  expect(stranger.json().code).toBe('notSignedIn');
});

test('ten codes a minute and no more, whatever they are; the same request under its key is one claim', async () => {
  publish({ issue: 'qr' });
  const one = await visitor('offline');
  const codes = [];
  for (let n = 0; n < 11; n += 1)
    codes.push((await one.call('POST', '/api/coupons', { code: `WRONG${n}` })).code);
  expect(codes).toEqual([...Array.from({ length: 10 }, () => 'couponCodeWrong'), 'rateLimited']);
  const [first, second] = [
    await one.call<CouponView>('POST', '/api/coupons', { promotionId: SECOND.id }, 'a key'),
    await one.call<CouponView>('POST', '/api/coupons', { promotionId: SECOND.id }, 'akey'),
  ];
  expect([first.code, second.status]).toEqual(['invalidRequest', 201]);
  const third = await one.call<CouponView>('POST', '/api/coupons', { promotionId: SECOND.id }, 'akey');
  expect(third.body.couponId).toBe(second.body.couponId);
});

test('who comes back after thirty days finds the coupon in the hand', async () => {
  publish({ issue: 'winBack', idleDays: 30 });
  const one = await visitor();
  const { shopperId } = (await one.call<{ shopperId: string }>('GET', '/api/me')).body;
  await bench.db.query('update shopper set first_paid_at = 1, last_paid_at = 1 where shopper_id = $1', [
    shopperId,
  ]);
  bench.node.members.profiles.forget([shopperId]);
  await one.call('POST', '/api/visits', { channel: 'app' });
  const { coupons } = (await one.call<CouponList>('GET', '/api/coupons/mine?state=available')).body;
  expect(coupons).toMatchObject([{ promotionId: TWENTY.id, issue: 'winBack' }]);
});
