import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connectionOf } from '../../apps/server/src/platform/db/embedded-postgres.ts';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';
import { homeOf } from '../../apps/server/src/platform/embedded/home.ts';
import {
  asRoot,
  closedToPlain,
  exitOf,
  freePort,
  type Launched,
  launch,
  makePlace,
  PLAIN,
  type Place,
  ROOT,
  refused,
  run,
} from './launch.ts';

const closed = asRoot ? closedToPlain() : null;
const accounts: readonly { who: string; account: Place['account'] }[] = asRoot
  ? [{ who: 'root', account: null }, ...(closed === null ? [{ who: 'a plain user', account: PLAIN }] : [])]
  : [{ who: 'a plain user', account: null }];

async function campaignAt(running: Launched): Promise<number> {
  const clock = (await (await fetch(`${running.url}/api/clock`)).json()) as { campaignAt: number };
  return clock.campaignAt;
}

function postmasterOf(place: Place): number | null {
  const file = join(place.dataDir, 'data', 'postmaster.pid');
  return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : null;
}

const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

async function until(what: () => boolean | Promise<boolean>, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  while (!(await what())) {
    if (performance.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

test.runIf(closed !== null)('started by a plain user', (context) => context.skip(closed!));

describe.each(accounts)('started by $who', ({ account }) => {
  let place: Place;
  let running: Launched | null = null;

  beforeEach(() => {
    place = makePlace(account);
  });
  afterEach(async () => {
    running?.signal('SIGKILL');
    await running?.exited;
    running = null;
    await exitOf(run('tools/reset.ts', place));
    place.remove();
  });

  test('it starts from nothing, SIGTERM drains and stops PostgreSQL, and the next start resumes', async () => {
    running = await launch(place);
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
    const postmaster = postmasterOf(place)!;
    const before = await campaignAt(running);
    expect(before).toBeGreaterThanOrEqual(Date.parse('2024-06-17T23:55:00+08:00'));
    running.signal('SIGTERM');
    expect(await running.exited).toBe(0);
    expect(lives(postmaster)).toBe(false);
    expect(postmasterOf(place)).toBeNull();

    running = await launch(place);
    const after = await campaignAt(running);
    expect(after).toBeGreaterThanOrEqual(before);
    expect(after - before).toBeLessThan(10_000);
  });

  test('after kill -9 PostgreSQL stays up and is adopted by the next start; campaign time loses two seconds at most', async () => {
    running = await launch(place);
    const postmaster = postmasterOf(place)!;
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    const before = await campaignAt(running);
    running.signal('SIGKILL');
    expect(await running.exited).toBe('SIGKILL');
    expect(lives(postmaster)).toBe(true);

    running = await launch(place);
    expect(running.output()).toContain('was left running');
    expect(postmasterOf(place)).toBe(postmaster);
    expect(await campaignAt(running)).toBeGreaterThan(before - 2_000);
  });

  test('a killed PostgreSQL is started again while the server answers 503, then it answers as before', async () => {
    running = await launch(place);
    const first = postmasterOf(place)!;
    const url = `${running.url}/readyz`;
    process.kill(first, 'SIGKILL');
    const seen = new Set<number>();
    await until(async () => {
      seen.add((await fetch(url)).status);
      return postmasterOf(place) !== first && (await fetch(url)).status === 200;
    }, 40_000);
    expect([...seen].every((status) => status === 200 || status === 503)).toBe(true);
    expect(postmasterOf(place)).not.toBe(first);
    expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
  });

  test('a second copy on the same data is refused by name, and the first goes on', async () => {
    running = await launch(place);
    const second = await refused(place);
    expect(second.code).toBe(1);
    expect(second.said).toContain('already runs on this data (pid');
    expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  });

  test('reset refuses while it runs, and forgets everything afterwards', async () => {
    running = await launch(place);
    const early = run('tools/reset.ts', place);
    expect(await exitOf(early)).toBe(1);
    expect(early.output()).toContain('stop it first');
    running.signal('SIGKILL');
    await running.exited;
    const late = run('tools/reset.ts', place);
    expect(await exitOf(late)).toBe(0);
    expect(existsSync(join(place.dataDir, 'data'))).toBe(false);
    expect(existsSync(join(place.dataDir, 'password'))).toBe(false);
  });

  test('data of a newer PostgreSQL, and of a newer build, are refused with what to do', async () => {
    running = await launch(place);
    const { socketDir, passwordFile } = homeOf(ROOT, place.dataDir);
    const db = openDb({ connection: connectionOf({ socketDir, passwordFile }, 'dacu'), connectionsMax: 1 });
    await db.query(`insert into migration (number, name, digest, applied_at) values (9999, 'later', '', 0)`);
    await db.close();
    running.signal('SIGTERM');
    await running.exited;
    expect((await refused(place)).said).toMatch(
      /database has migration 9999, but this build of Dacu ends at \d+/,
    );

    const version = join(place.dataDir, 'data', 'PG_VERSION');
    const ours = readFileSync(version, 'utf8');
    writeFileSync(version, '99\n');
    const newer = await refused(place);
    expect(newer.said).toMatch(/made by PostgreSQL 99, newer than the \d+ of this build/);
    expect(newer.code).toBe(1);
    writeFileSync(version, ours);
  });
});

test('a taken port is named, with the command that avoids it', async () => {
  const place = makePlace();
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, 'localhost', resolve));
  try {
    const { code, said } = await refused(place, { PORT: String(port) });
    expect(code).toBe(1);
    expect(said).toContain(`Port ${port} is taken`);
    expect(said).toContain(`PORT=${port + 1} npm start`);
    expect(existsSync(place.dataDir)).toBe(false);
  } finally {
    other.close();
    place.remove();
  }
});

test('production without its settings is refused in one message that names them all', async () => {
  const place = makePlace();
  const { code, said } = await refused(place, { NODE_ENV: 'production' });
  place.remove();
  expect(code).toBe(1);
  for (const name of ['DATABASE_URL', 'DACU_MASTER_KEY_FILE', 'DACU_PUBLIC_URL'])
    expect(said).toContain(name);
  expect(said).not.toContain('    at ');
});
