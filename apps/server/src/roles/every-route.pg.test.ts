import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideConfig } from '../config/config.ts';
import { readEnv } from '../config/env.ts';
import { OPERATOR_COOKIE } from '../modules/base/members/index.ts';
import { webApp } from './web.ts';
import { openWebBench, type WebBench } from './web-test-bench.ts';

/** What must hold for each route of the whole application, those to come included. */
let bench: WebBench;
let routes: readonly { readonly method: string; readonly path: string }[];

beforeAll(async () => {
  bench = await openWebBench({ DACU_RATE_PER_MINUTE: '0' });
  const { paths } = (await bench.app.inject('/openapi.json')).json() as { paths: Record<string, object> };
  routes = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method: method.toUpperCase(), path })),
  );
}, 60_000);
afterAll(() => bench.close());

/** Cookies of a shopper and of the operator who may do most, in one browser. */
async function everybody(): Promise<Record<string, string>> {
  const visit = await call({ method: 'POST', path: '/api/visits' });
  const operator = await bench.signedIn('commander');
  return {
    ...Object.fromEntries(visit.cookies.map(({ name, value }) => [name, value])),
    [OPERATOR_COOKIE]: operator.slice(operator.indexOf('=') + 1),
  };
}

/** A place where something of that shape could be, and a body that is at least JSON. */
const call = (
  { method, path }: { method: string; path: string },
  options: { headers?: Record<string, string>; cookies?: Record<string, string> } = {},
) =>
  bench.app.inject({
    method: method as 'GET',
    url: path.replace(/\{[^}]+\}/g, 'x_00000000000000000000000000'),
    headers: { host: 'localhost', origin: 'http://localhost', ...options.headers },
    ...(options.cookies ? { cookies: options.cookies } : {}),
    ...(method === 'GET' ? {} : { payload: {} }),
  });

const writes = () => routes.filter(({ method, path }) => method !== 'GET' && path.startsWith('/api/'));
const NOTIFY = /^\/api\/payments\/\w+\/notify$/;

describe('every route', () => {
  test('there are routes of every module to look at', () => {
    expect(routes.length).toBeGreaterThan(35);
    for (const part of ['/api/purchases', '/api/flash', '/api/ops/campaigns', '/api/ops/board', '/api/cart'])
      expect(
        routes.some(({ path }) => path.startsWith(part)),
        part,
      ).toBe(true);
  });

  test('of the operators is closed to strangers and to shoppers', async () => {
    const visit = await call({ method: 'POST', path: '/api/visits' });
    const cookies = Object.fromEntries(visit.cookies.map(({ name, value }) => [name, value]));
    const open = ['POST /api/ops/session', 'DELETE /api/ops/session'];
    const closed = routes.filter(
      ({ method, path }) => path.startsWith('/api/ops/') && !open.includes(`${method} ${path}`),
    );
    expect(closed.length).toBeGreaterThan(12);
    for (const route of closed) {
      for (const who of [{}, { cookies }]) {
        const answer = await call(route, who);
        // A body that does not fit may be told first; what there is must not.
        expect([400, 401], `${route.method} ${route.path}`).toContain(answer.statusCode);
      }
    }
  });

  test('that changes anything refuses a page of another site, and a cookie that says no origin', async () => {
    expect(writes().length).toBeGreaterThan(15);
    for (const route of writes().filter(({ path }) => !NOTIFY.test(path))) {
      const foreign = await call(route, { headers: { origin: 'https://evil.example' } });
      expect(foreign.statusCode, `${route.method} ${route.path}`).toBe(403);
      expect(foreign.json().code).toBe('originRefused');
      const silent = await bench.app.inject({
        method: route.method as 'POST',
        url: route.path.replace(/\{[^}]+\}/g, 'x'),
        headers: { cookie: 'dacu_shopper=x' },
        payload: {},
      });
      expect(silent.statusCode, `${route.method} ${route.path}`).toBe(403);
    }
  });

  test('of the API counts against a limit that it tells', async () => {
    const context = { ...bench.context, config: decideConfig(readEnv({}, null)) };
    const limited = await webApp({
      context,
      version: '0',
      builtApps: [],
      notReady: () => null,
      clockMoved: async () => {},
    });
    for (const { method, path } of routes) {
      const route = { method, path };
      if (!path.startsWith('/api/') || NOTIFY.test(path)) continue;
      const answer = await limited.inject({ method: method as 'GET', url: path.replace(/\{[^}]+\}/g, 'x') });
      expect(answer.headers['ratelimit-policy'], `${route.method} ${route.path}`).toBeDefined();
    }
    await limited.close();
  });

  test('answers nonsense with a refusal, never with a 500', async () => {
    const cookies = await everybody();
    // A stream that opens would wait for ever.
    for (const route of routes.filter(({ path }) => path !== '/api/ops/stream')) {
      for (const part of ['%00', '%F0%9F%92%A5', '..%2F..%2Fetc', "'%3B--", '-1', 'x'.repeat(150)]) {
        const answer = await bench.app.inject({
          method: route.method as 'GET',
          url: `${route.path.replace(/\{[^}]+\}/g, part)}?cursor=${part}&limit=${part}&q=${part}&sort=${part}`,
          headers: { host: 'localhost', origin: 'http://localhost' },
          cookies,
          ...(route.method === 'GET' ? {} : { payload: { a: [{}] } }),
        });
        expect(answer.statusCode, `${route.method} ${answer.raw.req.url}`).not.toBe(500);
      }
    }
  });
});
