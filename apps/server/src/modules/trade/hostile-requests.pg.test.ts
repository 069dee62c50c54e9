import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, freshAddress, openBench } from './trade-test-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 500 });
});
afterAll(() => bench.close());

async function send(
  cookies: Record<string, string>,
  request: { method?: 'GET' | 'POST' | 'PUT'; url: string; body?: object },
) {
  const response = await bench.app.inject({
    method: request.method ?? 'POST',
    url: request.url,
    cookies,
    headers: { host: 'localhost', origin: 'http://localhost', 'idempotency-key': crypto.randomUUID() },
    ...(request.body === undefined ? {} : { payload: request.body }),
  });
  return {
    status: response.statusCode,
    body: response.json() as Record<string, unknown>,
    cookies: Object.fromEntries(response.cookies.map(({ name, value }) => [name, value])),
  };
}

async function visitor(): Promise<Record<string, string>> {
  return (await send({}, { url: '/api/visits', body: {} })).cookies;
}

const purchase = (change: { line?: object; address?: object } = {}) => ({
  lines: [{ skuId: 'sku-cream', quantity: 1, ...change.line }],
  expectedPayFen: 19_900,
  address: { ...freshAddress(), ...change.address },
});

const NUL = 'a\u0000b';
const HALF = '\ud800张';

describe('text that no table can hold is refused before anything is asked', () => {
  it.each<[string, string, object]>([
    ['a NUL in a name', '/api/purchases', purchase({ address: { recipient: NUL } })],
    ['half a character in a name', '/api/purchases', purchase({ address: { recipient: HALF } })],
    ['half a character in a street', '/api/purchases', purchase({ address: { line: `${HALF}区1号` } })],
    ['a NUL in an item', '/api/purchases', purchase({ line: { skuId: NUL } })],
    ['a NUL in a channel', '/api/visits', { channel: NUL }],
    ['a NUL in an item to quote', '/api/quotes', { lines: [{ skuId: NUL, quantity: 1 }] }],
    ['a NUL in an address of ours', '/api/purchases/pu_%00/cancel', {}],
  ])('400: %s', async (_what, url, body) => {
    const answer = await send(await visitor(), { url, body });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalidRequest' } });
  });

  it('a visit that is no visit counts as none', async () => {
    const cookies = await visitor();
    const response = await bench.app.inject({
      url: '/api/cart',
      headers: { cookie: `dacu_shopper=${cookies.dacu_shopper}; dacu_visit=vi_%00` },
    });
    expect(response.statusCode).toBe(200);
  });
});

describe('a delivery address decides freight and limits, so it must be a real one', () => {
  it.each(['540001', '990000', '000000'])('400: %s is no province', async (region) => {
    const body = purchase({ address: { region } });
    expect(await send(await visitor(), { url: '/api/purchases', body })).toMatchObject({
      status: 400,
      body: { code: 'invalidRequest' },
    });
    const quoted = { lines: body.lines, region };
    expect((await send(await visitor(), { url: '/api/quotes', body: quoted })).status).toBe(400);
  });
});
