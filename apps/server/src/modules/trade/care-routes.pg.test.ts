/** Fulfilment, cases and invoices over HTTP: each status and each refusal once. Long because it is a table. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { OperatorRole } from '../base/members/index.ts';
import {
  buyAndPay,
  DAY,
  HOUR,
  openFulfilment,
  pass,
  standingOf,
} from './fulfilment/fulfilment-test-bench.ts';
import type { PurchaseRow } from './orders/index.ts';
import type { Bench } from './trade-test-bench.ts';

let bench: Bench;
let fresh = 0;
beforeAll(async () => {
  bench = await openFulfilment();
});
afterAll(() => bench.close());

type Answer = { status: number; code: string | undefined; body: Record<string, never> };
type Caller = {
  readonly cookies: Record<string, string>;
  call(method: 'GET' | 'POST', url: string, body?: object, key?: string | null): Promise<Answer>;
};

function caller(cookies: Record<string, string> = {}): Caller {
  return {
    cookies,
    async call(method, url, body, key = `key-${++fresh}`) {
      const response = await bench.app.inject({
        ...{ method, url, cookies },
        headers: {
          ...{ host: 'localhost', origin: 'http://localhost' },
          ...(key !== null && { 'idempotency-key': key }),
        },
        ...(body && { payload: body }),
      });
      for (const { name, value } of response.cookies) cookies[name] = value;
      const parsed = response.body === '' ? {} : response.json();
      return { status: response.statusCode, code: parsed.code, body: parsed };
    },
  };
}

/** Signed in just now: a session ends while days pass. */
async function operator(role: OperatorRole): Promise<Caller> {
  const name = `${role}-${++fresh}`;
  const { oneTimePassword } = await bench.node.members.operators.create({ name, role });
  const one = caller();
  await one.call('POST', '/api/ops/session', { name, password: oneTimePassword });
  await one.call('POST', '/api/ops/password', { password: 'a longer password' });
  return one;
}

/** A visitor who has bought and paid: the purchase is placed for the very shopper of their session. */
async function buyer(lines: { skuId: string; quantity: number }[], placeId?: string) {
  const one = caller();
  await one.call('POST', '/api/visits', { channel: 'app' });
  const [{ shopper_id: shopperId }] = (await bench.db.query<{ shopper_id: string }>(
    'select shopper_id from shopper order by shopper_id desc limit 1',
  )) as [{ shopper_id: string }];
  const customer = { ...(await bench.shopper()), shopperId };
  const delivery = placeId === undefined ? undefined : { way: 'pickup' as const, placeId };
  const row = await buyAndPay(bench, lines, { customer, ...(delivery && { delivery }) });
  return { one, row };
}

type Row = [
  words: string,
  who: Caller,
  ...request: ['GET' | 'POST', string, object?, (string | null)?],
  expected: [number, string?],
];
async function expectTable(rows: readonly Row[]): Promise<void> {
  const got: unknown[] = [];
  for (const [words, who, method, url, body, key] of rows as unknown as [
    ...[string, Caller, 'GET' | 'POST', string, object | undefined, string | null | undefined],
  ][]) {
    const { status, code } = await who.call(method, url, body, key);
    got.push([words, status, ...(code === undefined ? [] : [code])]);
  }
  expect(got).toEqual(rows.map((row) => [row[0], ...(row.at(-1) as [number, string?])]));
}

const CREAM = 'sku-cream';
const line = (quantity: number) => [{ lineId: CREAM, quantity }];
const found = (over: object = {}) => ({
  lines: [{ lineId: CREAM, sellable: 1, unsellable: 0, turnedDown: 0, deductFen: 0, note: '', ...over }],
});
const caseIdOf = async ({ purchaseId }: PurchaseRow) =>
  (
    await bench.db.query<{ id: string }>(
      'select case_id as id from return_case where purchase_id = $1 order by requested_at desc, case_id limit 1',
      [purchaseId],
    )
  )[0]!.id;

test('parcels: looked at by their buyer alone, and moved by whoever may, one step after another', async () => {
  const { one, row } = await buyer([{ skuId: CREAM, quantity: 1 }]);
  const stranger = caller();
  await stranger.call('POST', '/api/visits', { channel: 'app' });
  const { workRound } = await import('./fulfilment/due.ts');
  await workRound(bench.node.fulfilmentDeps, bench.clocks.campaign.now());
  await bench.db.query('update parcel set work_at = null');
  const { parcelId } = (await standingOf(bench, row)).parcels[0]!;
  const [service, commander] = [await operator('service'), await operator('commander')];
  const look = `/api/purchases/${row.purchaseId}/fulfilment`;
  const act = `/api/ops/parcels/${parcelId}`;
  const ship = { act: 'ship' };
  await expectTable([
    [
      'ways for goods',
      one,
      'GET',
      `/api/delivery-options?region=310000&skus=${CREAM}:1`,
      undefined,
      null,
      [200],
    ],
    [
      'ways for nothing',
      one,
      'GET',
      '/api/delivery-options?region=310000&skus=',
      undefined,
      null,
      [400, 'invalidRequest'],
    ],
    [
      'ways to nowhere',
      one,
      'GET',
      `/api/delivery-options?region=1&skus=${CREAM}:1`,
      undefined,
      null,
      [400, 'invalidRequest'],
    ],
    ['their own', one, 'GET', look, undefined, null, [200]],
    ['somebody else’s', stranger, 'GET', look, undefined, null, [404, 'notFound']],
    ['without a visit', caller(), 'GET', look, undefined, null, [401, 'notSignedIn']],
    ['the list, as an operator', service, 'GET', '/api/ops/parcels', undefined, null, [200]],
    ['the list, as a shopper', one, 'GET', '/api/ops/parcels', undefined, null, [401, 'notSignedIn']],
    ['no parcel', commander, 'POST', '/api/ops/parcels/none', { act: 'pick' }, undefined, [404, 'notFound']],
    ['not by customer service', service, 'POST', act, { act: 'pick' }, undefined, [403, 'forbidden']],
    ['no such act', commander, 'POST', act, { act: 'burn' }, undefined, [400, 'invalidRequest']],
    ['sent before it is packed', commander, 'POST', act, ship, undefined, [409, 'parcelStepWrong']],
    ['picked', commander, 'POST', act, { act: 'pick' }, undefined, [200]],
    ['packed', commander, 'POST', act, { act: 'pack' }, undefined, [200]],
    ['sent', commander, 'POST', act, ship, undefined, [200]],
    [
      'lost while nobody asks for it',
      commander,
      'POST',
      act,
      { act: 'lost', instead: 'refund' },
      undefined,
      [200],
    ],
    [
      'lost twice',
      commander,
      'POST',
      act,
      { act: 'lost', instead: 'refund' },
      undefined,
      [409, 'parcelStepWrong'],
    ],
    [
      'a forged word of a carrier',
      caller(),
      'POST',
      '/api/carriers/notify',
      { forged: true },
      undefined,
      [401, 'signatureInvalid'],
    ],
  ]);
});

test('a code: asked for by its length, refused in words, used once', async () => {
  const { one, row } = await buyer([{ skuId: CREAM, quantity: 1 }], 'st-beijing');
  await pass(bench, 3 * DAY);
  const view = await one.call('GET', `/api/purchases/${row.purchaseId}/fulfilment`, undefined, null);
  const { code } = (view.body as unknown as { codes: [{ code: string }] }).codes[0];
  const [service, commander] = [await operator('service'), await operator('commander')];
  const wrong = code === '00000000' ? '11111111' : '00000000';
  const hand = (given: string) => ({ placeId: 'st-beijing', code: given });
  const url = '/api/ops/collections';
  await expectTable([
    ['not by customer service', service, 'POST', url, hand(code), undefined, [403, 'forbidden']],
    ['nothing typed', commander, 'POST', url, hand(''), undefined, [400, 'invalidRequest']],
    ['a wrong one', commander, 'POST', url, hand(wrong), undefined, [422, 'pickupCodeWrong']],
    ['the right one', commander, 'POST', url, hand(code), undefined, [200]],
    ['the same again', commander, 'POST', url, hand(code), undefined, [409, 'pickupCodeUsed']],
    ...[1, 2, 3, 4, 5].map(
      (n): Row => [`wrong ${n}`, commander, 'POST', url, hand(wrong), undefined, [422, 'pickupCodeWrong']],
    ),
    ['locked', commander, 'POST', url, hand(wrong), undefined, [429, 'pickupLocked']],
  ]);
});

test('a case: from what may be asked for to what was paid, and every refusal on the way', async () => {
  const { one, row } = await buyer([{ skuId: CREAM, quantity: 3 }]);
  const stranger = caller();
  await stranger.call('POST', '/api/visits', { channel: 'app' });
  const base = `/api/purchases/${row.purchaseId}`;
  const ask = { kind: 'returnAndRefund', reason: 'noReason', lines: line(1) };
  await pass(bench, 5 * DAY);
  await pass(bench, 4 * DAY);
  await bench.db.query(
    `update fulfilment set orders = jsonb_set(orders, '{0,lines,0,deliveredAt}', to_jsonb($2::bigint)) where purchase_id = $1`,
    [row.purchaseId, Math.floor(bench.clocks.campaign.now() - HOUR)],
  );
  await expectTable([
    ['what may be asked for', one, 'GET', `${base}/return-options`, undefined, null, [200]],
    ['of somebody else', stranger, 'GET', `${base}/return-options`, undefined, null, [404, 'notFound']],
    ['without a visit', caller(), 'GET', `${base}/cases`, undefined, null, [401, 'notSignedIn']],
    ['what it would bring', one, 'POST', `${base}/cases/preview`, ask, null, [200]],
    [
      'for nothing',
      one,
      'POST',
      `${base}/cases/preview`,
      { ...ask, lines: [] },
      null,
      [400, 'invalidRequest'],
    ],
    [
      'money for a whim',
      one,
      'POST',
      `${base}/cases`,
      { ...ask, kind: 'refundOnly' },
      undefined,
      [422, 'caseKindNotOffered'],
    ],
    [
      'as lost, what has come',
      one,
      'POST',
      `${base}/cases`,
      { ...ask, kind: 'refundOnly', reason: 'notArrived' },
      undefined,
      [409, 'caseDelivered'],
    ],
    [
      'more than there is',
      one,
      'POST',
      `${base}/cases`,
      { ...ask, lines: line(9) },
      undefined,
      [409, 'nothingToReturn'],
    ],
    ['without a key', one, 'POST', `${base}/cases`, ask, null, [400, 'idempotencyKeyMissing']],
    ['asked for', one, 'POST', `${base}/cases`, ask, 'case', [201]],
    ['asked for again', one, 'POST', `${base}/cases`, ask, 'case', [201]],
    [
      'another under the key',
      one,
      'POST',
      `${base}/cases`,
      { ...ask, lines: line(2) },
      'case',
      [422, 'idempotencyKeyReused'],
    ],
    ['their cases', one, 'GET', `${base}/cases`, undefined, null, [200]],
    [
      'returned at once, though it left',
      one,
      'POST',
      `${base}/returns`,
      { lines: line(1), reason: 'noReason' },
      undefined,
      [409, 'returnNeedsCase'],
    ],
  ]);
  const caseId = await caseIdOf(row);
  const service = await operator('service');
  const own = `/api/cases/${caseId}`;
  const ops = `/api/ops/cases/${caseId}`;
  const parcel = { carrier: 'SF', trackingNumber: 'SF1234567890' };
  await expectTable([
    [
      'sent back before it is agreed',
      one,
      'POST',
      `${own}/send-back`,
      parcel,
      undefined,
      [409, 'caseStepNotAllowed'],
    ],
    ['withdrawn by a stranger', stranger, 'POST', `${own}/withdraw`, {}, undefined, [404, 'notFound']],
    ['seen by an operator', service, 'GET', ops, undefined, null, [200]],
    ['one that is not', service, 'GET', '/api/ops/cases/none', undefined, null, [404, 'notFound']],
    [
      'inspected before it came',
      service,
      'POST',
      `${ops}/inspect/preview`,
      found(),
      null,
      [409, 'caseStepNotAllowed'],
    ],
    [
      'refused without a reason',
      service,
      'POST',
      `${ops}/refuse`,
      { note: '' },
      undefined,
      [400, 'invalidRequest'],
    ],
    ['agreed', service, 'POST', `${ops}/approve`, {}, 'yes', [200]],
    ['agreed again', service, 'POST', `${ops}/approve`, {}, 'yes', [200]],
    [
      'refused after that',
      service,
      'POST',
      `${ops}/refuse`,
      { note: 'too late' },
      undefined,
      [409, 'caseStepNotAllowed'],
    ],
    [
      'a number that is none',
      one,
      'POST',
      `${own}/send-back`,
      { ...parcel, trackingNumber: '1' },
      undefined,
      [400, 'invalidRequest'],
    ],
    ['sent back', one, 'POST', `${own}/send-back`, parcel, undefined, [200]],
    ['withdrawn after that', one, 'POST', `${own}/withdraw`, {}, undefined, [409, 'caseStepNotAllowed']],
    ['booked in', service, 'POST', `${ops}/receive`, {}, undefined, [200]],
    ['looked at', service, 'POST', `${ops}/inspect/preview`, found(), null, [200]],
    [
      'units that do not add up',
      service,
      'POST',
      `${ops}/inspect/preview`,
      found({ sellable: 2 }),
      null,
      [422, 'inspectionWrong'],
    ],
    [
      'saved so',
      service,
      'POST',
      `${ops}/inspect`,
      found({ sellable: 2 }),
      undefined,
      [422, 'inspectionWrong'],
    ],
    ['inspected and paid', service, 'POST', `${ops}/inspect`, found(), undefined, [200]],
    ['paid twice', service, 'POST', `${ops}/refund`, {}, undefined, [409, 'caseStepNotAllowed']],
    ['the words, as a shopper', one, 'POST', `${ops}/words`, {}, null, [401, 'notSignedIn']],
    ['the words', service, 'POST', `${ops}/words`, {}, null, [200]],
  ]);
});

test('an invoice: of what stayed paid, once, and only for its buyer', async () => {
  const { one, row } = await buyer([{ skuId: CREAM, quantity: 1 }]);
  const stranger = caller();
  await stranger.call('POST', '/api/visits', { channel: 'app' });
  const base = `/api/purchases/${row.purchaseId}`;
  const url = `${base}/orders/${row.body.orders[0]!.orderId}/invoice`;
  const person = { kind: 'person', title: '林小满', email: 'lin@example.com' };
  const company = { ...person, kind: 'company', title: '小满科技有限公司' };
  await expectTable([
    ['the list', one, 'GET', `${base}/invoices`, undefined, null, [200]],
    ['of a stranger', stranger, 'GET', `${base}/invoices`, undefined, null, [404, 'notFound']],
    ['without a visit', caller(), 'POST', url, person, undefined, [401, 'notSignedIn']],
    ['asked for by a stranger', stranger, 'POST', url, person, undefined, [404, 'notFound']],
    ['without a key', one, 'POST', url, person, null, [400, 'idempotencyKeyMissing']],
    ['a company without a number', one, 'POST', url, company, undefined, [400, 'invalidRequest']],
    [
      'a number that is none',
      one,
      'POST',
      url,
      { ...company, taxNumber: '123' },
      undefined,
      [422, 'taxNumberWrong'],
    ],
    ['asked for', one, 'POST', url, person, 'invoice', [201]],
    ['asked for again', one, 'POST', url, person, 'invoice', [201]],
    [
      'another under the key',
      one,
      'POST',
      url,
      { ...person, title: '林大满' },
      'invoice',
      [422, 'idempotencyKeyReused'],
    ],
    ['a second one', one, 'POST', url, person, undefined, [409, 'invoiceAsked']],
  ]);
  const [{ id }] = (await bench.db.query<{ id: string }>(
    'select invoice_id as id from invoice where purchase_id = $1',
    [row.purchaseId],
  )) as [{ id: string }];
  const [service, finance] = [await operator('service'), await operator('finance')];
  const ops = `/api/ops/invoices/${id}`;
  const number = { number: '12345678' };
  await expectTable([
    ['issued by customer service', service, 'POST', `${ops}/issue`, number, undefined, [403, 'forbidden']],
    [
      'a number of no invoice',
      finance,
      'POST',
      `${ops}/issue`,
      { number: '1' },
      undefined,
      [400, 'invalidRequest'],
    ],
    [
      'no such invoice',
      finance,
      'POST',
      '/api/ops/invoices/none/issue',
      number,
      undefined,
      [404, 'notFound'],
    ],
    ['issued', finance, 'POST', `${ops}/issue`, number, undefined, [200]],
    [
      'withdrawn after that',
      one,
      'POST',
      `/api/invoices/${id}/withdraw`,
      {},
      undefined,
      [409, 'invoiceIssued'],
    ],
    [
      'voided by finance, with a reason',
      finance,
      'POST',
      `${ops}/void`,
      { note: 'a mistake' },
      undefined,
      [200],
    ],
  ]);
});
