import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { databaseKind, migrate } from './migrate.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';

let suite: TestDatabase;
let dir: string;
beforeAll(async () => {
  suite = await openTestDatabase();
});
afterAll(() => suite.close());
afterEach(() => rm(dir, { recursive: true, force: true }));
beforeEach(async () => {
  await suite.db.query('drop schema public cascade; create schema public');
  dir = await mkdtemp(join(tmpdir(), 'dacu-migrations-'));
  await writeFile(
    join(dir, '0001-first.sql'),
    'create table meta (kind text primary key, created_at bigint); create table one (n int);',
  );
  await writeFile(join(dir, '0010-second.sql'), 'create table two (n int);');
});

const run = (kind: 'simulated' | 'real' = 'simulated') => migrate({ db: suite.db, kind, at: 7, dir });
const add = (name: string, sql: string) => writeFile(join(dir, name), sql);

test('numbers run in order, once', async () => {
  expect(await run()).toEqual([1, 10]);
  expect(await run()).toEqual([]);
  await add('0011-third.sql', 'create table three (n int)');
  expect(await run()).toEqual([11]);
});

test('two nodes that start at once migrate once', async () => {
  const [a, b] = await Promise.all([
    migrate({ db: suite.open(), kind: 'simulated', at: 7, dir }),
    migrate({ db: suite.open(), kind: 'simulated', at: 7, dir }),
  ]);
  expect([...a, ...b].sort((x, y) => x - y)).toEqual([1, 10]);
});

test('a migration that fails leaves the schema as it was', async () => {
  await add('0011-third.sql', 'create table three (n int); select 1/0;');
  await expect(run()).rejects.toThrow(/division by zero/);
  const tables = await suite.db.query(
    `select to_regclass('three') is not null as three, to_regclass('two') is not null as two`,
  );
  expect(tables).toEqual([{ three: false, two: true }]);
});

test('one number beyond the build is tolerated, a newer database is refused in one sentence', async () => {
  await run();
  await suite.db.query(`insert into migration values (11, '0011-x.sql', 'x', 7)`);
  expect(await run()).toEqual([]);
  await suite.db.query(`insert into migration values (12, '0012-x.sql', 'x', 7)`);
  await expect(run()).rejects.toMatchObject({
    reason: 'newer',
    message: expect.stringMatching(/migration 12.*ends at 10/),
  });
});

test('a migration that was changed after it ran is refused by name', async () => {
  await run();
  await add('0010-second.sql', 'create table other (n int);');
  await expect(run()).rejects.toMatchObject({
    reason: 'changed',
    message: expect.stringContaining('0010-second.sql'),
  });
});

test('a database is simulated or real from its first row on', async () => {
  expect(await databaseKind(suite.db)).toBeNull();
  await run('simulated');
  expect(await databaseKind(suite.db)).toBe('simulated');
  await expect(run('real')).rejects.toMatchObject({ reason: 'kind' });
  expect(await databaseKind(suite.db)).toBe('simulated');
});

test('a table that somebody holds stops the migration instead of queueing everybody behind it', async () => {
  await run();
  await add('0011-third.sql', 'alter table two add column m int');
  await suite.db.transaction(async (tx) => {
    await tx.query('lock table two in access share mode');
    await expect(
      migrate({ db: suite.open(), kind: 'simulated', at: 7, dir, lockTimeoutMs: 100 }),
    ).rejects.toThrow(/lock timeout/);
  });
});
