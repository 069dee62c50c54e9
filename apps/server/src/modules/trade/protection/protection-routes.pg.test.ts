import type { OpsProtections, PaymentView, ProtectionView, PurchaseView } from '@dacu/contract/api';
import type { Promotion } from '@dacu/engine/pricing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Bench, freshAddress, openBench, refOf } from '../trade-test-bench.ts';
import { EVERY_DAY } from '../trade-test-sale.ts';

const DAY = 86_400_000;
let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 500 });
});
afterAll(() => bench.close());

function publish(offFen: number): void {
  const cut: Promotion = {
    ...{ id: 'cut', title: { zh: '立减', en: 'Cut' }, layer: 'itemCut', rule: { kind: 'itemCut', offFen } },
    ...{ scope: {}, audience: {}, windows: EVERY_DAY, priority: 0 },
    funders: [{ funder: 'seller', bp: 10_000 }],
  };
  bench.sale.publish({
    ...{ activityStock: 10, perPersonMax: 2, promotions: offFen > 0 ? [cut] : [] },
    protections: [
      {
        ...{
          promotionId: 'protection',
          title: { zh: '15天价保', en: '15 days' },
          scope: {},
          windows: EVERY_DAY,
        },
        ...{ lastsMs: 15 * DAY, campaign: EVERY_DAY[0]!, process: 'claim', everyMs: null, flashFromMs: null },
        funders: [{ funder: 'seller', bp: 10_000 }],
      },
    ],
  });
}

async function pay(one: Awaited<ReturnType<typeof visitor>>, purchaseId: string): Promise<void> {
  const url = `/api/purchases/${purchaseId}/payments`;
  const asked = await one.call<PaymentView>('POST', url, { method: 'sandbox' });
  const at = bench.clocks.campaign.now();
  await bench.node.sandbox.decide({ at, providerRef: refOf(asked.body), outcome: 'succeeded' });
  await bench.advanceTo(at + 2_000);
}

async function visitor() {
  const cookies: Record<string, string> = {};
  async function call<Body>(method: 'GET' | 'POST', url: string, body?: object, key?: string) {
    const response = await bench.app.inject({
      ...{ method, url, cookies },
      headers: {
        ...{ host: 'localhost', origin: 'http://localhost' },
        ...(key === undefined ? {} : { 'idempotency-key': key }),
      },
      ...(body === undefined ? {} : { payload: body }),
    });
    for (const cookie of response.cookies) cookies[cookie.name] = cookie.value;
    const parsed = response.json() as Body & { code?: string };
    return { status: response.statusCode, code: parsed.code, body: parsed };
  }
  await call('POST', '/api/visits', { channel: 'app' });
  return { call };
}

test('the way of a claim: 200 what is owed, 201 paid and the same again under its key; 400, 401, 404, 409 and 422 on it', async () => {
  publish(0);
  const one = await visitor();
  const placed = await one.call<PurchaseView>(
    ...(['POST', '/api/purchases'] as const),
    { lines: [{ skuId: 'sku-cream', quantity: 2 }], expectedPayFen: 34_800, address: freshAddress() },
    'order',
  );
  const { purchaseId } = placed.body;
  const [look, claim] = [
    `/api/purchases/${purchaseId}/protection`,
    `/api/purchases/${purchaseId}/protections`,
  ];
  expect(await one.call('POST', claim, {}, 'early')).toMatchObject({ status: 409, code: 'notPaid' });

  await pay(one, purchaseId);
  expect(await one.call('POST', claim, {}, 'early')).toMatchObject({
    status: 409,
    code: 'protectionNotLower',
  });

  publish(1_000);
  const before = await one.call<ProtectionView>('GET', look);
  expect(before).toMatchObject({
    status: 200,
    body: {
      ...{ purchaseId, dueFen: 2_000, paidFen: 0, payments: [] },
      lines: [
        {
          ...{
            lineId: 'sku-cream',
            state: 'due',
            dueFen: 2_000,
            protectedFen: 0,
            automatic: false,
            nextAt: null,
          },
          ...{ title: { zh: '15天价保', en: '15 days' }, comparedPaidFen: 34_800, comparedNowFen: 32_800 },
        },
      ],
    },
  });
  expect(before.body.lines[0]!.until! - bench.clocks.campaign.now()).toBeGreaterThan(15 * DAY - 60_000);

  expect(await one.call('POST', claim, {})).toMatchObject({ status: 400, code: 'idempotencyKeyMissing' });
  expect(await one.call('POST', claim, { lineIds: [] }, 'k')).toMatchObject({
    status: 400,
    code: 'invalidRequest',
  });
  const paid = await one.call<{ fen: number }>('POST', claim, { lineIds: ['sku-cream'] }, 'k');
  expect(paid).toMatchObject({
    status: 201,
    body: { purchaseId, fen: 2_000, lines: [{ lineId: 'sku-cream', fen: 2_000 }] },
  });
  expect(await one.call('POST', claim, { lineIds: ['sku-cream'] }, 'k')).toEqual(paid);
  const second = await one.call<PurchaseView>(
    ...(['POST', '/api/purchases'] as const),
    { lines: [{ skuId: 'sku-earbuds', quantity: 1 }], expectedPayFen: 28_900, address: freshAddress() },
    'second',
  );
  await pay(one, second.body.purchaseId);
  const elsewhere = `/api/purchases/${second.body.purchaseId}/protections`;
  expect(await one.call('POST', elsewhere, {}, 'k')).toMatchObject({
    status: 422,
    code: 'idempotencyKeyReused',
  });
  expect(await one.call('POST', claim, {}, 'again')).toMatchObject({
    status: 409,
    code: 'protectionAlreadyPaid',
  });
  expect((await one.call<ProtectionView>('GET', look)).body).toMatchObject({
    ...{ dueFen: 0, paidFen: 2_000, lines: [{ state: 'alreadyPaid', protectedFen: 2_000 }] },
    payments: [{ source: 'claim', fen: 2_000 }],
  });
  expect((await one.call<PurchaseView>('GET', `/api/purchases/${purchaseId}`)).body).toMatchObject({
    ...{ state: 'paid', refundedFen: 2_000 },
  });

  const stranger = await visitor();
  expect(await stranger.call('GET', look)).toMatchObject({ status: 404, code: 'notFound' });
  expect(await stranger.call('POST', claim, {}, 's')).toMatchObject({ status: 404, code: 'notFound' });
  const nobody = await bench.app.inject({ method: 'GET', url: look });
  expect([nobody.statusCode, nobody.json().code]).toEqual([401, 'notSignedIn']);

  expect(await stranger.call('GET', '/api/ops/protections')).toMatchObject({ status: 401 });
  const { oneTimePassword } = await bench.node.members.operators.create({ name: 'qi', role: 'analyst' });
  const operator = await visitor();
  await operator.call('POST', '/api/ops/session', { name: 'qi', password: oneTimePassword });
  expect(await operator.call('GET', '/api/ops/protections')).toMatchObject({ status: 403 });
  await operator.call('POST', '/api/ops/password', { password: 'a longer password' });
  const list = await operator.call<OpsProtections>('GET', '/api/ops/protections?limit=1');
  expect(list).toMatchObject({
    status: 200,
    body: {
      ...{ count: 1, sumFen: 2_000, nextCursor: null },
      payments: [{ purchaseId, number: placed.body.number, source: 'claim', fen: 2_000, lines: 1 }],
    },
  });
  const none = await operator.call('GET', '/api/ops/protections?campaignId=other');
  expect(none.body).toMatchObject({ count: 0, sumFen: 0, payments: [] });
});
