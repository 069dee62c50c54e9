import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clusterOwner, locateBinaries, prepareBinaries } from './embedded-binaries.ts';
import {
  answers,
  type Cluster,
  initCluster,
  readPostmaster,
  startCluster,
  stopCluster,
} from './embedded-postgres.ts';
import { openDb } from './open-db.ts';
import type { DbConnection } from './types.ts';

let home: string;
let place: Parameters<typeof startCluster>[0];
let running: Cluster | null = null;

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'dacu pg-'));
  chmodSync(home, 0o755);
  place = {
    binaries: prepareBinaries({ asRoot: clusterOwner() !== null, intoDir: home }),
    dataDir: join(home, 'data'),
    socketDir: join(home, 's'),
    passwordFile: join(home, 'password'),
    logFile: join(home, 'log'),
    detached: false,
  };
  initCluster({ ...place, sync: false });
});
afterAll(async () => {
  if (running) await stopCluster(running);
  rmSync(home, { recursive: true, force: true });
});

async function start(): Promise<Cluster> {
  running = await startCluster(place);
  return running;
}
async function ask(connection: DbConnection, sql: string): Promise<Record<string, unknown>[]> {
  const db = openDb({ connection });
  try {
    return await db.query(sql);
  } finally {
    await db.close();
  }
}

test('it listens on a socket in a closed folder only, with a password that is in a closed file', async () => {
  const cluster = await start();
  const connection = cluster.connection('postgres');
  expect(await ask(connection, 'show listen_addresses')).toEqual([{ listen_addresses: '' }]);
  expect(await ask(connection, `select upper('é年货') as up`)).toEqual([{ up: 'É年货' }]);
  expect(statSync(place.socketDir).mode & 0o777).toBe(0o700);
  expect(statSync(place.passwordFile).mode & 0o777).toBe(0o600);
  expect(statSync(place.dataDir).mode & 0o077).toBe(0);
  expect(await answers(connection)).toBe(true);
  expect(await answers({ ...connection, password: 'guess' } as DbConnection)).toBe(false);
  expect(readPostmaster(place.dataDir)).toEqual({ pid: cluster.pid, socketDir: place.socketDir });
});

test('it runs as nobody when root starts it', async () => {
  if (!running) await start();
  const uid = statSync(`/proc/${running!.pid}`, { throwIfNoEntry: false })?.uid;
  if (uid !== undefined) expect(uid).toBe(clusterOwner()?.uid ?? process.getuid?.());
});

test('a stop keeps what was committed, and so does a kill -9 with an immediate start after it', async () => {
  const first = running ?? (await start());
  await ask(first.connection('postgres'), 'create table kept as select 1 as n');
  await stopCluster(first);
  expect(await answers(first.connection('postgres'))).toBe(false);
  expect(readPostmaster(place.dataDir)).toBeNull();
  const second = await start();
  await ask(second.connection('postgres'), 'insert into kept values (2)');
  process.kill(second.pid, 'SIGKILL');
  const third = await start();
  expect(await ask(third.connection('postgres'), 'select n from kept order by n')).toEqual([
    { n: 1 },
    { n: 2 },
  ]);
});

test('what keeps it from starting is said in one sentence', async () => {
  await expect(startCluster({ ...place, dataDir: join(home, 'nothing') })).rejects.toThrow(
    /did not start in .*nothing: .*could not access directory/,
  );
  await expect(startCluster({ ...place, socketDir: join(home, 'x'.repeat(100)) })).rejects.toThrow(
    /too long/,
  );
  mkdirSync(join(home, 'full'));
  writeFileSync(join(home, 'full', 'file'), '');
  expect(() =>
    initCluster({ ...place, dataDir: join(home, 'full'), passwordFile: join(home, 'p2') }),
  ).toThrow(/could not be made in .*full/);
});

test.skipIf(clusterOwner() === null)(
  'as root, binaries that nobody cannot reach are copied once, and get the links that npm left out',
  () => {
    const found = locateBinaries();
    const closed = mkdtempSync(join(home, 'root-only-'));
    const clone = join(closed, 'native');
    cpSync(realpathSync(found.dir), clone, {
      recursive: true,
      filter: (path) => !lstatSync(path).isSymbolicLink(),
    });
    const from = { dir: clone, version: 'test' };
    const intoDir = join(home, 'copies');
    const used = prepareBinaries({ asRoot: true, intoDir, from });
    expect(used).toEqual({ dir: join(intoDir, 'pg-test'), version: 'test' });
    const said = spawnSync(join(used.dir, 'bin/initdb'), ['--version'], { uid: 65534, gid: 65534, cwd: '/' });
    expect(said.stdout.toString()).toMatch(/PostgreSQL/);
    expect(JSON.parse(readFileSync(join(used.dir, 'pg-symlinks.json'), 'utf8')).length).toBeGreaterThan(0);
    const before = statSync(used.dir).ino;
    expect(prepareBinaries({ asRoot: true, intoDir, from })).toEqual(used);
    expect(statSync(used.dir).ino).toBe(before);
    expect(existsSync(`${used.dir}.${process.pid}.partial`)).toBe(false);
  },
);
