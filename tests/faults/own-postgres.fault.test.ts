import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { startDistribution, type ThrowAwayPostgres } from '../../tools/test/distribution-postgres.ts';
import { type Launched, launch, makePlace, refused } from './launch.ts';

/** Starts on a PostgreSQL that somebody else runs: what can be wrong with it, and a real sale on it. */
const PASSWORD = 'hunter2-of-the-database';
const VISIT = { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{}' };
const ORIGIN = 'https://sale.example';

const place = makePlace();
let postgres: ThrowAwayPostgres | null = null;
let missing = '';
let admin: Db;
const running: Launched[] = [];

beforeAll(async () => {
  const started = await startDistribution();
  if ('missing' in started) {
    missing = started.missing;
    return;
  }
  postgres = started;
  admin = openDb({ connection: { url: started.url }, connectionsMax: 1, deadlineMs: 30_000 });
  for (const sql of [
    `create role seller login password '${PASSWORD}'`,
    'create database sale owner seller',
    'create database demo owner seller',
    // Since version 15 nobody but its owner may make tables in a new database.
    'create database guest',
  ])
    await admin.query(sql);
}, 120_000);

beforeEach((context) => {
  if (postgres === null) context.skip(missing);
});
afterEach(async () => {
  for (const one of running.splice(0)) {
    one.signal('SIGKILL');
    await one.exited;
  }
});
afterAll(async () => {
  await admin?.close();
  postgres?.stop();
  place.remove();
});

/** The address of a database there, as the seller and with the right password unless said otherwise. */
function urlOf(database: string, password = PASSWORD): string {
  const url = new URL(postgres!.url);
  url.username = 'seller';
  url.password = password;
  url.pathname = `/${database}`;
  return url.href;
}

async function start(env: Record<string, string>): Promise<Launched> {
  const one = await launch(place, { DACU_LOG_LEVEL: 'error', ...env });
  running.push(one);
  return one;
}

/** What it said after “Starting …”: one sentence, without the password or a stack. */
async function sentence(env: Record<string, string>): Promise<string> {
  const { code, said } = await refused(place, env);
  expect(code, said).toBe(1);
  expect(said).not.toContain('    at ');
  expect(said).not.toContain(PASSWORD);
  const lines = said.split('\n').filter((line) => line !== '' && !line.startsWith('Starting Dacu'));
  expect(lines, said).toHaveLength(1);
  return lines[0]!;
}

test('a wrong password and missing rights are told in one sentence, with what to do', async () => {
  expect(await sentence({ DATABASE_URL: urlOf('sale', 'wrong') })).toMatch(
    /does not take the password of seller: mend/,
  );
  expect(await sentence({ DATABASE_URL: urlOf('guest') })).toMatch(/grant create on schema public to seller/);
});

describe('NODE_ENV=production', () => {
  const production = () => {
    const keyFile = join(dirname(place.dataDir), 'master.key');
    writeFileSync(keyFile, randomBytes(32).toString('hex'), { mode: 0o600 });
    return {
      NODE_ENV: 'production',
      DATABASE_URL: urlOf('sale'),
      DACU_MASTER_KEY_FILE: keyFile,
      DACU_PUBLIC_URL: ORIGIN,
    };
  };

  test('is a real sale: its database is real from the first row, both clocks are one, nothing is simulated', async () => {
    const env = production();
    const one = await start(env);
    const get = async (path: string) =>
      (await fetch(`${one.url}${path}`)).json() as Promise<Record<string, unknown>>;
    const post = (path: string, body: unknown) =>
      fetch(`${one.url}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin: ORIGIN },
        body: JSON.stringify(body),
      });
    const clock = await get('/api/clock');
    expect(clock).toMatchObject({ databaseKind: 'real', shifted: false, running: true });
    expect(Math.abs(Number(clock.campaignAt) - Date.now())).toBeLessThan(30_000);
    expect(await get('/api/products')).toMatchObject({ total: 0 });

    const paths = Object.keys((await get('/openapi.json')).paths as object);
    expect(paths).not.toContain('/api/sandbox/charges/{providerRef}');
    expect((await post('/api/sandbox/charges/x', { outcome: 'succeeded' })).status).toBe(404);
    expect((await post('/api/payments/sandbox/notify', {})).status).toBe(401);

    const visit = await post('/api/visits', {});
    expect(visit.status).toBe(200);
    expect(visit.headers.get('strict-transport-security')).toContain('max-age');
    const cookies = visit.headers.getSetCookie();
    expect(cookies).toHaveLength(2);
    for (const cookie of cookies) expect(cookie).toMatch(/HttpOnly; Secure; SameSite=Lax$/i);

    const password = /operator \/ (\S+)/.exec(one.output())?.[1];
    const signedIn = await post('/api/ops/session', { name: 'operator', password });
    expect(signedIn.status).toBe(200);
    const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
    const headers = { 'content-type': 'application/json', origin: ORIGIN, cookie };
    const body = JSON.stringify({ password: 'a password of ten' });
    await fetch(`${one.url}/api/ops/password`, { method: 'POST', headers, body });
    const moved = await fetch(`${one.url}/api/ops/clock`, {
      method: 'POST',
      headers,
      body: JSON.stringify({ campaignAt: Date.now() + 3_600_000 }),
    });
    expect(((await moved.json()) as { code: string }).code).toBe('simulatedOnly');

    const books = openDb({ connection: { url: urlOf('sale') }, connectionsMax: 1 });
    try {
      expect(await books.query('select kind from meta')).toEqual([{ kind: 'real' }]);
      expect(await books.query('select count(*) as n from shopper where simulated')).toEqual([{ n: 0 }]);
      expect(await books.query('select count(*) as n from edition')).toEqual([{ n: 0 }]);
    } finally {
      await books.close();
    }

    // Real sales run on several nodes.
    const other = await start(env);
    expect((await fetch(`${other.url}/readyz`)).status).toBe(200);
    for (const node of running.splice(0)) {
      node.signal('SIGTERM');
      expect(await node.exited).toBe(0);
    }
    const { NODE_ENV: _, ...asDemonstration } = env;
    expect(await sentence(asDemonstration)).toMatch(
      /is real from its first row and cannot be used as a simulated one/,
    );
  }, 120_000);

  test('takes no database that a demonstration has used', async () => {
    const demonstration = { DATABASE_URL: urlOf('demo'), DACU_ROLES: 'web,worker' };
    const first = await start(demonstration);
    expect(first.output()).toMatch(/Database +PostgreSQL \d+.* at 127\.0\.0\.1:\d+, database demo/);
    expect(first.output()).not.toContain(PASSWORD);
    expect(await sentence(demonstration)).toMatch(
      /already runs on this data .*give it a database and a PORT of its own/,
    );
    first.signal('SIGTERM');
    expect(await first.exited).toBe(0);
    const again = await start({ ...demonstration, DATABASE_CONNECTIONS: '13' });
    expect(again.output()).not.toContain('Imported the catalogue');
    const asked = Array.from({ length: 80 }, () => fetch(`${again.url}/api/visits`, VISIT));
    const connected = async () =>
      (
        await admin.query<{ n: number }>(`select count(*) as n from pg_stat_activity where datname = 'demo'`)
      )[0]!.n;
    const seen = [await connected()];
    for (const answer of asked) seen.push((await answer).status === 200 ? await connected() : Number.NaN);
    expect(Math.max(...seen)).toBeLessThanOrEqual(13);
    expect(Math.max(...seen)).toBeGreaterThan(7);
    again.signal('SIGTERM');
    expect(await again.exited).toBe(0);
    expect(await sentence({ ...production(), DATABASE_URL: urlOf('demo') })).toMatch(
      /is simulated from its first row and cannot be used as a real one/,
    );
  }, 120_000);
});
