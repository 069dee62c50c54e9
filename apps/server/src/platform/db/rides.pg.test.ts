import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseUnavailable, OutcomeUnknown, sqlState } from './errors.ts';
import { openDb } from './open-db.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';
import type { Db } from './types.ts';

/** Which process of PostgreSQL answered, as a read of a table. */
const WHO = 'select backend() as pid from lone';
const SLOW = 'select slow() as pid from lone';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  await suite.db.query('create table lone (id int primary key, text text)');
  await suite.db.query(`insert into lone values (1, 'x')`);
  await suite.db.query('create function backend() returns int language sql as $$ select pg_backend_pid() $$');
  await suite.db.query(
    'create function slow() returns int language plpgsql as $$ begin perform pg_sleep(30); return 0; end $$',
  );
});
afterAll(() => suite.close());

const who = async (db: Db, text = WHO) => (await db.query<{ pid: number }>(text))[0]!.pid;
const distinct = (pids: readonly number[]) => new Set(pids).size;

test('reads asked at once share a connection, eight at most', async () => {
  const db = suite.open({ ridesShared: true, connectionsMax: 4 });
  const pids = await Promise.all(Array.from({ length: 16 }, () => who(db)));
  expect(distinct(pids.slice(0, 8))).toBe(1);
  expect(distinct(pids.slice(8))).toBe(1);
  expect(distinct(pids)).toBe(2);
  const apart = suite.open({ connectionsMax: 4 });
  expect(distinct(await Promise.all([who(apart), who(apart)]))).toBe(2);
});

test('what waits for a connection boards the same one', async () => {
  for (const { ridesShared, connections } of [
    { ridesShared: true, connections: 1 },
    { ridesShared: false, connections: 2 },
  ]) {
    const db = suite.open({ ridesShared, connectionsMax: 2 });
    const { promise: released, resolve: release } = Promise.withResolvers<void>();
    const hold = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      const over = db.transaction(async (tx) => {
        await tx.query('select 1');
        resolve();
        await released;
      });
      return { held: promise, over };
    };
    const both = [hold(), hold()];
    await Promise.all(both.map(({ held }) => held));
    const early = who(db);
    await new Promise((resolve) => setTimeout(resolve, 20));
    const late = who(db);
    release();
    expect(distinct(await Promise.all([early, late]))).toBe(connections);
    await Promise.all(both.map(({ over }) => over));
  }
});

test('a write, or a read that takes a lock, goes alone: nobody waits behind a lock', async () => {
  const db = suite.open({ ridesShared: true, connectionsMax: 4 });
  await suite.db.transaction(async (tx) => {
    await tx.query('select id from lone for update');
    const blocked = [
      db.query(`update lone set text = 'y' where id = 1`),
      db.query('select id from lone for update'),
    ];
    // Answered while the two wait: they are not in front of it.
    expect(await who(db)).toBeGreaterThan(0);
    for (const one of blocked) one.catch(() => {});
    await tx.query('select 1');
  });
});

test('a read that fails fails alone', async () => {
  const db = suite.open({ ridesShared: true });
  const [one, bad, other] = await Promise.allSettled([
    who(db),
    db.query('select 1 / (id - 1) from lone'),
    who(db),
  ]);
  expect(one.status).toBe('fulfilled');
  expect(other).toEqual(one);
  expect(sqlState((bad as PromiseRejectedResult).reason)).toBe('22012');
});

test('one past its deadline takes its neighbours with it, and the pool goes on', async () => {
  const db = suite.open({ ridesShared: true, deadlineMs: 200, connectionsMax: 1 });
  const before = await who(db);
  const [late, behind] = await Promise.allSettled([who(db, SLOW), who(db)]);
  for (const one of [late, behind])
    expect((one as PromiseRejectedResult).reason).toBeInstanceOf(OutcomeUnknown);
  expect(await who(db)).not.toBe(before);
});

test('a connection that is lost is said to everybody on it, and not handed out again', async () => {
  const db = suite.open({ ridesShared: true, connectionsMax: 1 });
  const pid = await who(db);
  const riding = Promise.allSettled([who(db, SLOW), who(db), who(db)]);
  await expect
    .poll(async () =>
      suite.db.query(`select 1 from pg_stat_activity where pid = $1 and state = 'active'`, [pid]),
    )
    .toHaveLength(1);
  await suite.db.query('select pg_terminate_backend($1)', [pid]);
  for (const one of await riding) {
    const { reason } = one as PromiseRejectedResult;
    expect(reason instanceof OutcomeUnknown || reason instanceof DatabaseUnavailable).toBe(true);
  }
  expect(await who(db)).not.toBe(pid);
});

test('without a server everybody who wanted to ride hears so', async () => {
  const connection = { host: '127.0.0.1', port: 1, database: 'none', user: 'nobody', password: '' };
  const db = openDb({ connection, ridesShared: true });
  const all = await Promise.allSettled([who(db), who(db)]);
  await db.close();
  for (const one of all) expect((one as PromiseRejectedResult).reason).toBeInstanceOf(DatabaseUnavailable);
});

test('a column that changed its type under a kept plan is read by a new one', async () => {
  const db = suite.open({ prepared: true, connectionsMax: 1 });
  await suite.db.query('create table typed (id int primary key, amount int)');
  await suite.db.query('insert into typed values (1, 7)');
  const read = () => db.query('select amount from typed where id = $1', [1]);
  expect(await read()).toEqual([{ amount: 7 }]);
  await suite.db.query('alter table typed alter column amount type text');
  expect(await read()).toEqual([{ amount: '7' }]);
  expect(await read()).toEqual([{ amount: '7' }]);
});
