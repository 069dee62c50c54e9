import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebBench, type WebBench } from '../web-test-bench.ts';
import {
  acceptDirectRequests,
  createDirectRequests,
  type DirectRequest,
  type DirectRequests,
  writtenRequests,
} from './direct-requests.ts';

let bench: WebBench;
let direct: DirectRequests;
let written: DirectRequests;
let shopper: Record<string, string>;
beforeAll(async () => {
  bench = await openWebBench({}, acceptDirectRequests);
  direct = createDirectRequests(bench.app);
  written = writtenRequests(bench.app);
  const { shoppers } = bench.context.members;
  const shopperId = await shoppers.create({ at: bench.context.clocks.campaign.now() });
  shopper = {
    cookie: `dacu_shopper=${await shoppers.openSession(shopperId)}`,
    'sec-fetch-site': 'same-origin',
  };
});
afterAll(() => bench.close());

const asked = (over: Partial<DirectRequest>): DirectRequest => ({
  method: 'GET',
  url: '/api/categories',
  remoteAddress: '10.0.0.1',
  headers: {},
  ...over,
});
/** What is new with every request is not compared. */
const fixed = (body: unknown) =>
  JSON.parse(JSON.stringify(body ?? null, (key, value) => (/requestId|visitId/.test(key) ? '…' : value)));

test.each<[string, () => Partial<DirectRequest>]>([
  ['an answer', () => ({})],
  ['an answer to somebody', () => ({ url: '/api/cart', headers: shopper })],
  ['a query', () => ({ url: '/api/products?limit=3&sort=newest' })],
  ['a body', () => ({ method: 'POST', url: '/api/visits', body: { channel: 'wechat' }, headers: shopper })],
  ['a refusal', () => ({ url: '/api/products/no-such-product' })],
  ['nobody signed in', () => ({ url: '/api/cart' })],
  ['a query that is wrong', () => ({ url: '/api/products?limit=many' })],
  [
    'a body that is wrong',
    () => ({ method: 'PUT', url: '/api/cart/lines/sk-1', body: { quantity: 'two' }, headers: shopper }),
  ],
  [
    'a form forged on another site',
    () => ({ method: 'DELETE', url: '/api/cart/lines/sk-1', headers: { cookie: 'a=b' } }),
  ],
  ['a page that there is not', () => ({ url: '/api/nowhere' })],
])('%s comes back the same as over the wire', async (_name, over) => {
  const [short, long] = [await direct.send(asked(over())), await written.send(asked(over()))];
  expect(short.status).toBe(long.status);
  expect(fixed(short.body)).toEqual(fixed(long.body));
});

test('limits hold on the short way too', async () => {
  const statuses = new Set<number>();
  for (let tries = 0; tries < 400; tries += 1) {
    statuses.add((await direct.send(asked({ remoteAddress: '10.9.9.9' }))).status);
  }
  expect([...statuses].sort()).toEqual([200, 429]);
});
