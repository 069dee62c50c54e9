import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test, vi } from 'vitest';
import { readPostmaster } from '../../platform/db/embedded-postgres.ts';
import { openTestDatabase } from '../../platform/db/test-database.ts';
import type { DbConnection } from '../../platform/db/types.ts';
import { isAlive } from '../../platform/embedded/ensure-cluster.ts';
import { claimDatabase, clustersParent, NAME, OWNER, sweepRehearsalDatabases } from './sweep-databases.ts';

/** The rehearsing program as the console starts it, ended in every way it can be: no database may stay. */
const PROGRAM = fileURLToPath(new URL('../../rehearsal-main.ts', import.meta.url));
const PLAN = fileURLToPath(new URL('../../../../../campaigns/2023-double-11.yaml', import.meta.url));
const ARGS = [PROGRAM, 'run', '--plan', PLAN, '--seed', '1', '--visits', '5000', '--background'];
const TIMEOUT_MS = 120_000;

const dir = mkdtempSync(join(tmpdir(), 'dacu-program-test-'));
const env = { PATH: process.env.PATH, HOME: '/nonexistent', DACU_DATA_DIR: dir };
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** Resolves at the first line that says so. */
function line(child: ChildProcess, wanted: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    const lines = createInterface({ input: child.stdout! });
    lines.on('line', (text) => wanted.test(text) && resolve(text));
    lines.once('close', () => reject(new Error(`it ended before it said ${wanted}`)));
  });
}

/** The folders of clusters that belong to a process, and their servers. */
function clustersOf(pid: number): { place: string; serverPid: number | null }[] {
  return readdirSync(clustersParent())
    .filter((name) => name.startsWith(NAME))
    .map((name) => join(clustersParent(), name))
    .filter(
      (place) => existsSync(join(place, OWNER)) && readFileSync(join(place, OWNER), 'utf8') === String(pid),
    )
    .map((place) => ({ place, serverPid: readPostmaster(join(place, 'data'))?.pid ?? null }));
}

async function gone(pid: number): Promise<void> {
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 60_000, interval: 50 });
}

describe('the rehearsing program', () => {
  test('told to stop, it removes its database', { timeout: TIMEOUT_MS }, async () => {
    const child = spawn(process.execPath, ARGS, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    await line(child, /"catalogue"/);
    const [cluster] = clustersOf(child.pid!);
    expect(isAlive(cluster!.serverPid!)).toBe(true);
    child.kill('SIGTERM');
    await gone(child.pid!);
    expect(clustersOf(child.pid!)).toEqual([]);
    expect(isAlive(cluster!.serverPid!)).toBe(false);
  });

  test('when whoever started it is killed, it removes its database', { timeout: TIMEOUT_MS }, async () => {
    const starter = `const { spawn } = require('node:child_process');
      const child = spawn(process.execPath, ${JSON.stringify(ARGS)}, { stdio: ['pipe', 'pipe', 'ignore'] });
      console.log(JSON.stringify({ pid: child.pid }));
      child.stdout.pipe(process.stdout);`;
    const parent = spawn(process.execPath, ['-e', starter], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    const told = line(parent, /"catalogue"/);
    const { pid } = JSON.parse(await line(parent, /"pid"/)) as { pid: number };
    await told;
    const [cluster] = clustersOf(pid);
    parent.kill('SIGKILL');
    await gone(pid);
    expect(clustersOf(pid)).toEqual([]);
    expect(isAlive(cluster!.serverPid!)).toBe(false);
  });

  test('killed itself, what it leaves is swept; a living one is not', { timeout: TIMEOUT_MS }, async () => {
    const living = spawn(process.execPath, ARGS, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    const killed = spawn(process.execPath, ARGS, { env, stdio: ['pipe', 'pipe', 'ignore'] });
    await Promise.all([line(living, /"catalogue"/), line(killed, /"catalogue"/)]);
    const [left] = clustersOf(killed.pid!);
    killed.kill('SIGKILL');
    await gone(killed.pid!);
    expect(isAlive(left!.serverPid!)).toBe(true);
    await sweepRehearsalDatabases(null);
    expect(existsSync(left!.place)).toBe(false);
    expect(isAlive(left!.serverPid!)).toBe(false);
    expect(clustersOf(living.pid!)).toHaveLength(1);
    living.kill('SIGTERM');
    await gone(living.pid!);
  });
});

test('on a server of somebody’s, only the databases of dead rehearsals are dropped', async () => {
  const suite = await openTestDatabase();
  const url = urlOf(suite.connection);
  const mark = `${process.pid}${Date.now() % 100_000}`;
  const names = [`${NAME}living_${mark}`, `${NAME}dead_${mark}`];
  const left = async () =>
    (
      await suite.db.query<{ datname: string }>('select datname from pg_database where datname = any($1)', [
        names,
      ])
    ).map(({ datname }) => datname);
  const claim = await claimDatabase(url, names[0]!);
  try {
    for (const name of names) await suite.db.query(`create database ${name}`);
    await sweepRehearsalDatabases(url);
    expect(await left()).toEqual([names[0]]);
    await claim.release();
    await sleep(50);
    await sweepRehearsalDatabases(url);
    expect(await left()).toEqual([]);
  } finally {
    await suite.close();
  }
});

function urlOf(connection: DbConnection): string {
  if ('url' in connection) return connection.url;
  const { host, user, password, database } = connection;
  const port = connection.port === undefined ? '' : `&port=${connection.port}`;
  return `postgres://${user}:${encodeURIComponent(password ?? '')}@/${database}?host=${encodeURIComponent(host)}${port}`;
}
