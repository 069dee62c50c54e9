import type { AddressInfo } from 'node:net';
import { flashOrderRequest } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activityIdOf } from '../offers/flash-programme.ts';
import { type Bench, freshAddress, openBench } from '../trade-test-bench.ts';
import { FLASH, FLASH_SKU, SLOT_FROM } from '../trade-test-sale.ts';
import { plainFlashOrder } from './flash-hot-post.ts';

/** The two ways to one route: over a socket the short one in front of Fastify, by injection Fastify's own. */

let bench: Bench;
let origin: string;
let cookie: string;
beforeAll(open);
afterAll(() => bench.close());

async function open(): Promise<void> {
  bench = await openBench({ activityStock: 4, onHand: 500 });
  await bench.app.listen({ port: 0, host: '127.0.0.1' });
  origin = `http://127.0.0.1:${(bench.app.server.address() as AddressInfo).port}`;
  cookie = await visitor();
}

const PATH = `/api/flash/${encodeURIComponent(activityIdOf(FLASH, SLOT_FROM, FLASH_SKU))}/orders`;
const PAY_FEN = 5_800;
const order = (change: object = {}) => ({
  quantity: 1,
  expectedPayFen: PAY_FEN,
  address: freshAddress(),
  ...change,
});

async function visitor(): Promise<string> {
  const { cookies } = await bench.app.inject({
    method: 'POST',
    url: '/api/visits',
    headers: { origin, host: new URL(origin).host },
    payload: {},
  });
  return cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
}

type Sent = { url?: string; headers?: Record<string, string>; body?: string };
type Heard = { status: number; headers: Record<string, unknown>; body: Record<string, unknown> };

const ORDER = JSON.stringify(order());

function whole({ url = PATH, headers = {}, body = ORDER }: Sent) {
  const { host } = new URL(origin);
  const merged: Record<string, string> = {
    host,
    origin,
    cookie,
    'content-type': 'application/json',
    'idempotency-key': 'same',
    'x-request-id': 'told-by-the-test',
    ...headers,
  };
  for (const [name, value] of Object.entries(merged)) if (value === '') delete merged[name];
  return { url, headers: merged, body };
}

async function shortWay(sent: Sent): Promise<Heard> {
  const { url, headers, body } = whole(sent);
  const { host: _host, ...rest } = headers;
  const response = await fetch(`${origin}${url}`, { method: 'POST', headers: rest, body });
  return heard(response.status, Object.fromEntries(response.headers), await response.text());
}

async function longWay(sent: Sent): Promise<Heard> {
  const { url, headers, body } = whole(sent);
  const response = await bench.app.inject({ method: 'POST', url, headers, payload: body });
  return heard(response.statusCode, response.headers, response.body);
}

/** What the transport adds is its own. */
function heard(status: number, all: Record<string, unknown>, body: string): Heard {
  const { connection: _c, date: _d, 'keep-alive': _k, 'content-length': length, ...headers } = all;
  return { status, headers: { ...headers, length: Number(length) }, body: JSON.parse(body) };
}

describe('a body is plain only if the schema says the same of it', () => {
  const bodies: unknown[] = [
    order(),
    order({ quantity: 20, expectedPayFen: 0, more: 'left out' }),
    order({ quantity: 0 }),
    order({ quantity: 21 }),
    order({ quantity: 1.5 }),
    order({ quantity: '1' }),
    order({ expectedPayFen: -1 }),
    order({ expectedPayFen: 2 ** 53 }),
    order({ expectedPayFen: null }),
    order({ address: null }),
    order({ address: [] }),
    order({ address: { ...freshAddress(), region: '540001' } }),
    order({ address: { ...freshAddress(), region: '990000' } }),
    order({ address: { ...freshAddress(), phone: '12345678901' } }),
    order({ address: { ...freshAddress(), phone: '139000000011' } }),
    order({ address: { ...freshAddress(), phone: '13900000001\n' } }),
    order({ address: { ...freshAddress(), recipient: '' } }),
    order({ address: { ...freshAddress(), recipient: '张'.repeat(40) } }),
    order({ address: { ...freshAddress(), recipient: '张'.repeat(41) } }),
    order({ address: { ...freshAddress(), recipient: 7 } }),
    order({ address: { ...freshAddress(), line: '路'.repeat(120) } }),
    order({ address: { ...freshAddress(), line: '路'.repeat(121) } }),
    order({ address: { ...freshAddress(), floor: 3 } }),
    null,
    [],
    'order',
    {},
  ];
  it.each(bodies.map((body) => [JSON.stringify(body), body]))('%s', (_text, body) => {
    const parsed = flashOrderRequest.safeParse(body);
    expect(plainFlashOrder(body)).toEqual(parsed.success ? parsed.data : null);
  });

  it('whatever else the schema knows is not left out: it goes the long way', () => {
    const further = Object.keys(flashOrderRequest.shape).filter((name) => !(name in order()));
    expect(further).toEqual(expect.arrayContaining(['couponIds', 'usePoints']));
    for (const name of further) {
      expect(plainFlashOrder({ ...order(), [name]: 'max' }), name).toBeNull();
      expect(plainFlashOrder({ ...order(), [name]: undefined }), name).not.toBeNull();
    }
  });
});

describe('both ways answer alike', () => {
  it.each<[string, number, Sent]>([
    ['no session', 401, { headers: { cookie: '' } }],
    ['no session and no origin', 401, { headers: { cookie: '', origin: '' } }],
    ['a session that does not exist', 401, { headers: { cookie: 'dacu_shopper=nobody' } }],
    ['a session in quotes', 401, { headers: { cookie: 'dacu_shopper="nobody"' } }],
    ['another site', 403, { headers: { origin: 'https://elsewhere.example' } }],
    ['no origin beside a cookie', 403, { headers: { origin: '' } }],
    ['no key', 400, { headers: { 'idempotency-key': '' } }],
    ['a key with spaces', 400, { headers: { 'idempotency-key': 'a b' } }],
    ['broken JSON', 400, { body: '{"quantity":1' }],
    ['a prototype', 400, { body: '{"__proto__":{"quantity":1}}' }],
    [
      'an escape that hides half a character',
      400,
      { body: JSON.stringify(order()).replace('区', '\\ud800') },
    ],
    ['too many', 400, { body: JSON.stringify(order({ quantity: 21 })) }],
    ['another media type', 400, { headers: { 'content-type': 'text/plain' } }],
    ['a body too large', 413, { body: JSON.stringify(order({ more: 'x'.repeat(70_000) })) }],
    ['an activity that does not exist', 404, { url: '/api/flash/nothing/orders' }],
    ['an activity with a slash', 404, { url: '/api/flash/a%2Fb/orders' }],
    ['another price', 409, { body: JSON.stringify(order({ expectedPayFen: 1 })) }],
    ['more than one may have', 409, { body: JSON.stringify(order({ quantity: 3 })) }],
  ])('%s: %i', async (_what, status, sent) => {
    const short = await shortWay(sent);
    expect(short).toEqual(await longWay(sent));
    expect(short.status).toBe(status);
  });

  it('201, and the same answer again whichever way the retry comes', async () => {
    const sent = { body: JSON.stringify(order()), headers: { 'idempotency-key': 'once' } };
    const first = await shortWay(sent);
    expect(first.status).toBe(201);
    expect(await longWay(sent)).toEqual(first);
    expect(await shortWay(sent)).toEqual(first);
  });

  it('sold out: 409 both ways, and one key of the next try each', async () => {
    for (let left = 3; left > 0; left--)
      expect(
        await shortWay({
          body: JSON.stringify(order()),
          headers: { cookie: await visitor(), 'idempotency-key': `last ${left}`.replace(' ', '-') },
        }),
      ).toMatchObject({ status: 201 });
    const sent = { headers: { cookie: await visitor(), 'idempotency-key': 'late' } };
    const { nextKey: one, ...short } = (await shortWay(sent)).body;
    const { nextKey: other, ...long } = (await longWay(sent)).body;
    expect(short).toMatchObject({ status: 409, code: 'soldOut', left: 0 });
    expect(long).toEqual(short);
    expect([typeof one, typeof other]).toEqual(['string', 'string']);
  });

  it('figures count both ways under one route', async () => {
    const text = await bench.metrics.registry.getSingleMetricAsString('dacu_http_request_seconds');
    const counted =
      /_count\{route="\/api\/flash\/:activityId\/orders",method="POST",status="201"\} (\d+)/.exec(text);
    expect(Number(counted?.[1])).toBe(6);
  });
});

it('a retry gets the very bytes of the first answer, read back from the row', async () => {
  // With stock of its own: the tests above have sold theirs.
  await bench.close();
  await open();
  const { url, headers, body } = whole({ body: JSON.stringify(order()) });
  const { host: _host, ...rest } = headers;
  const send = () => fetch(`${origin}${url}`, { method: 'POST', headers: rest, body });
  const first = await send();
  expect(first.status).toBe(201);
  const again = await send();
  expect(await again.text()).toBe(await first.text());
});
