import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '@dacu/contract/errors';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { secureBytes } from '../chance.ts';
import { realClocks, shiftedClock, shiftedClocks } from '../clocks.ts';
import { createIds } from '../ids.ts';
import { silentLog } from '../log.ts';
import { createMetrics } from '../metrics.ts';
import type { App } from './app-types.ts';
import { buildApp } from './build-app.ts';
import { clockRoutes } from './clock-routes.ts';
import { healthRoutes } from './health.ts';

const root = mkdtempSync(join(tmpdir(), 'dacu apps '));
const wall = realClocks().wall;
const shifted = shiftedClock(1_718_639_700_000);
let app: App;
let operator = false;
let unready: string | null = null;

function front(name: string): string {
  const dist = join(root, name);
  mkdirSync(join(dist, 'assets'), { recursive: true });
  writeFileSync(join(dist, 'index.html'), `<!doctype html><title>${name}</title>`);
  writeFileSync(join(dist, 'assets', 'main-abc123.js'), 'export {};');
  writeFileSync(join(dist, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  return dist;
}

async function build(
  publicOrigin: string | null = null,
  trustProxy: boolean | number | string = false,
  wallNow: () => number = wall.now,
): Promise<App> {
  const metrics = createMetrics({ processFigures: false });
  const built = await buildApp({
    log: silentLog,
    metrics,
    ids: createIds({ now: wall.now, randomBytes: secureBytes() }),
    wallNow,
    version: '0.1.0',
    publicOrigin,
    trustProxy,
    rates: { address: { perMinute: 600, burst: 100 }, session: { perMinute: 60, burst: 5 } },
    builtApps: [
      { prefix: '/', dist: front('storefront') },
      { prefix: '/console/', dist: front('console') },
    ],
  });
  const isOperator = async () => operator;
  clockRoutes(built, {
    clocks: shiftedClocks(shifted),
    databaseKind: 'simulated',
    zoneAt: async () => 'Asia/Shanghai',
  });
  healthRoutes(built, { metrics, readiness: { notReady: async () => unready }, isOperator });
  built.post(
    '/api/echo',
    {
      schema: {
        summary: 'Echo',
        body: z.object({ quantity: z.number().int().max(9), phone: z.string().max(3), name: z.string() }),
        response: { 200: z.object({ quantity: z.number() }) },
      },
      config: { refusals: ['soldOut'] },
    },
    async (request) => ({ quantity: request.body.quantity }),
  );
  built.get('/api/refuse', async () => {
    throw new Refusal('soldOut', { left: 0 });
  });
  built.get('/api/bug', async () => {
    throw new TypeError('secret detail of the inside');
  });
  built.get('/api/lost', async () => {
    throw Object.assign(new Error('deadline'), { code: 'outcomeUnknown' });
  });
  built.get('/api/strict', { config: { rateLimit: { perMinute: 1, burst: 2 } } }, async () => ({ ok: true }));
  await built.ready();
  return built;
}

beforeAll(async () => {
  app = await build();
});
afterAll(async () => {
  await app.close();
  rmSync(root, { recursive: true });
});

test('200: the clock tells both times, and a shifted campaign says so', async () => {
  const answer = await app.inject('/api/clock');
  expect(answer.statusCode).toBe(200);
  const body = answer.json();
  expect(body).toMatchObject({ zone: 'Asia/Shanghai', shifted: true, databaseKind: 'simulated' });
  expect(body.campaignAt).toBeGreaterThanOrEqual(1_718_639_700_000);
  expect(answer.headers['x-request-id']).toMatch(/^rq_/);
});

test('400: every wrong field is listed with place, found and allowed, and a phone is not sent back', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/echo',
    payload: { quantity: 12, phone: '13800138000' },
  });
  expect(answer.statusCode).toBe(400);
  expect(answer.headers['content-type']).toContain('application/problem+json');
  const body = answer.json();
  expect(body).toMatchObject({ code: 'invalidRequest', status: 400 });
  expect(body.errors.map((finding: { place: string }) => finding.place)).toEqual([
    'body.quantity',
    'body.phone',
    'body.name',
  ]);
  expect(body.errors[0].found).toBe('12');
  expect(answer.body).not.toContain('13800138000');
});

test('400: broken JSON is the caller’s mistake, not ours', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/echo',
    headers: { 'content-type': 'application/json' },
    payload: '{"quantity":',
  });
  expect(answer.json()).toMatchObject({ code: 'invalidRequest' });
});

test('403: a write from another site is refused, one from our page passes', async () => {
  const write = (headers: Record<string, string>) =>
    app.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { host: 'localhost:3000', ...headers },
      payload: { quantity: 1, phone: '1', name: 'a' },
    });
  expect((await write({ origin: 'https://evil.example' })).json()).toMatchObject({ code: 'originRefused' });
  expect((await write({ cookie: 'dacu_shopper=x' })).statusCode).toBe(403);
  expect((await write({ origin: 'http://localhost:3000', cookie: 'dacu_shopper=x' })).statusCode).toBe(200);
  expect((await write({})).statusCode).toBe(200);
});

test('403: behind a proxy the public origin counts, whatever the Host header says', async () => {
  const behind = await build('https://sale.example');
  const write = (origin: string) =>
    behind.inject({
      method: 'POST',
      url: '/api/echo',
      headers: { host: 'evil.example', origin },
      payload: { quantity: 1, phone: '1', name: 'a' },
    });
  expect((await write('https://evil.example')).statusCode).toBe(403);
  const answer = await write('https://sale.example');
  expect(answer.statusCode).toBe(200);
  expect(answer.headers['strict-transport-security']).toContain('max-age');
  await behind.close();
});

test('404: an unknown API path is a problem, an unknown screen is the app', async () => {
  expect((await app.inject('/api/nothing')).json()).toMatchObject({ code: 'notFound' });
  expect((await app.inject('/cart')).body).toContain('storefront');
  expect((await app.inject('/console')).body).toContain('console');
  expect((await app.inject('/console/board')).body).toContain('console');
  expect((await app.inject('/missing.js')).statusCode).toBe(404);
});

test('409: a refusal keeps its words in both languages and what a screen can act on', async () => {
  const answer = await app.inject('/api/refuse');
  expect(answer.statusCode).toBe(409);
  expect(answer.json()).toMatchObject({ code: 'soldOut', left: 0, words: { zh: expect.any(String) } });
});

test('413: a body over the limit is refused by name', async () => {
  const answer = await app.inject({
    method: 'POST',
    url: '/api/echo',
    payload: { name: 'x'.repeat(70_000) },
  });
  expect(answer.statusCode).toBe(413);
  expect(answer.json()).toMatchObject({ code: 'bodyTooLarge' });
});

test('429: a route of its own rule, the session and the address each run out, with headers that say when', async () => {
  const strict = () => app.inject({ url: '/api/strict', remoteAddress: '198.51.100.7' });
  expect((await strict()).statusCode).toBe(200);
  expect((await strict()).statusCode).toBe(200);
  const refused = await strict();
  expect(refused.statusCode).toBe(429);
  expect(refused.headers).toMatchObject({ 'ratelimit-policy': '"default";q=1;w=60', 'retry-after': '60' });

  const statuses = [];
  for (let index = 0; index < 7; index++) {
    const answer = await app.inject({
      url: '/api/clock',
      remoteAddress: `198.51.100.${20 + index}`,
      headers: { cookie: 'dacu_shopper=one-session' },
    });
    statuses.push(answer.statusCode);
  }
  expect(statuses.filter((status) => status === 429).length).toBe(2);

  let last = 200;
  for (let index = 0; index < 1_000 && last !== 429; index++)
    last = (await app.inject({ url: '/api/clock', remoteAddress: '203.0.113.5' })).statusCode;
  expect(last).toBe(429);
});

test('500: a bug says nothing of itself but the request id', async () => {
  const answer = await app.inject('/api/bug');
  expect(answer.statusCode).toBe(500);
  expect(answer.body).not.toContain('secret detail');
  expect(answer.json()).toMatchObject({ code: 'internal', requestId: expect.stringMatching(/^rq_/) });
});

test('503: an unknown outcome asks for a retry', async () => {
  const answer = await app.inject('/api/lost');
  expect(answer.statusCode).toBe(503);
  expect(answer.headers['retry-after']).toBe('2');
  expect(answer.json()).toMatchObject({ code: 'outcomeUnknown' });
});

test('health says alive, readiness says why not', async () => {
  expect((await app.inject('/healthz')).json()).toEqual({ status: 'ok' });
  unready = 'draining';
  const answer = await app.inject('/readyz');
  expect(answer.statusCode).toBe(503);
  expect(answer.json()).toMatchObject({ code: 'starting', reason: 'draining' });
  unready = null;
  expect((await app.inject('/readyz')).statusCode).toBe(200);
});

test('figures are for this machine and for operators only', async () => {
  expect((await app.inject('/metrics')).body).toContain('dacu_http_request_seconds_bucket');
  expect((await app.inject({ url: '/metrics', remoteAddress: '198.51.100.9' })).statusCode).toBe(403);
  const proxied = { url: '/metrics', headers: { 'x-forwarded-for': '198.51.100.9' } };
  expect((await app.inject(proxied)).statusCode).toBe(403);
  operator = true;
  expect((await app.inject(proxied)).statusCode).toBe(200);
  operator = false;
});

test.each([
  ['no proxy is believed', false, ['rateLimited', 'rateLimited']],
  ['one proxy in front is believed, what a client wrote before it is not', 1, ['notFound', 'rateLimited']],
  ['two proxies in front are believed: the client before them counts', 2, ['rateLimited', 'notFound']],
])('%s', async (_name, trustProxy, expected) => {
  // While the clock stands, no token flows in.
  const proxied = await build(null, trustProxy, () => 1_718_639_700_000);
  const call = (forwarded: string) =>
    proxied.inject({ url: '/api/nowhere', headers: { 'x-forwarded-for': forwarded } });
  for (let i = 0; i < 100; i++) await call('198.51.100.1, 203.0.113.1');
  const codes = [];
  for (const forwarded of ['198.51.100.1, 203.0.113.2', '198.51.100.2, 203.0.113.1'])
    codes.push((await call(forwarded)).json().code);
  expect(codes).toEqual(expected);
  await proxied.close();
});

test('the description is OpenAPI 3.1, names the refusals of a route and is served', async () => {
  const document = (await app.inject('/openapi.json')).json();
  expect(document.openapi).toBe('3.1.0');
  const echo = document.paths['/api/echo'].post;
  expect(echo.responses['409'].description).toContain('soldOut');
  expect(echo.responses['403'].description).toContain('originRefused');
  expect(echo.requestBody.content['application/json'].schema.properties.quantity.maximum).toBe(9);
  expect(document.paths['/api/clock'].get.responses['200'].content).toBeDefined();
});

test('pages may run our scripts only; hashed files are kept a year, the page itself is asked for again', async () => {
  const page = await app.inject('/');
  expect(page.body).toContain('storefront');
  expect(page.headers['content-security-policy']).toContain("script-src 'self'");
  expect(page.headers['content-security-policy']).toContain("frame-ancestors 'none'");
  expect(page.headers['cache-control']).toBe('no-cache');
  const hashed = await app.inject('/console/assets/main-abc123.js');
  expect(hashed.headers['cache-control']).toContain('immutable');
  expect((await app.inject('/icon.svg')).headers['cache-control']).toBe('public, max-age=300');
  expect((await app.inject('/api/clock')).headers['content-security-policy']).toContain("default-src 'none'");
});

test('a path cannot climb out of the front end’s folder', async () => {
  for (const url of ['/../package.json', '/%2e%2e/%2e%2e/etc/passwd', '/console/..%2f..%2fetc/passwd'])
    expect((await app.inject(url)).body).not.toMatch(/root:|"name"/);
});

test('a hot route answers before Fastify, from the same buckets, and leaves what is not plain to it', async () => {
  // While the clock stands, no token flows in.
  const hot = await build(null, 1, () => 1_718_639_700_000);
  hot.hotPosts.push({
    url: '/api/hot/:id',
    rateLimit: { perMinute: 60, burst: 2 },
    plain: ({ param, body }) =>
      (body as { odd?: true }).odd ? null : async () => ({ status: 201, json: JSON.stringify({ param }) }),
  });
  await hot.listen({ port: 0, host: '127.0.0.1' });
  const { port } = hot.server.address() as AddressInfo;
  const post = async (path: string, body: string, forwarded: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': forwarded },
      body,
    });
    const { code, param } = (await response.json()) as { code?: string; param?: string };
    return [response.status, code ?? param, response.headers.get('retry-after')];
  };
  // Fastify has no such route here: its 404 shows who answered.
  expect(await post('/api/hot/a%3Ab', '{}', '203.0.113.1')).toEqual([201, 'a:b', null]);
  expect(await post('/api/hot/a', '{"odd":true}', '203.0.113.1')).toEqual([404, 'notFound', null]);
  expect(await post('/api/hot/a%20b', '{}', '203.0.113.1')).toEqual([404, 'notFound', null]);
  expect(await post('/api/hot/a', '{}', '203.0.113.1')).toEqual([201, 'a', null]);
  expect(await post('/api/hot/a', '{}', '203.0.113.1')).toEqual([429, 'rateLimited', '1']);
  expect(await post('/api/hot/a', '{}', '203.0.113.9, 203.0.113.1')).toEqual([429, 'rateLimited', '1']);
  expect(await post('/api/hot/a', '{}', '203.0.113.2')).toEqual([201, 'a', null]);
  await hot.close();
});
