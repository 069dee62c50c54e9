import { afterAll, beforeAll, expect, test } from 'vitest';
import { DatabaseUnavailable, OutcomeUnknown, sqlState } from './errors.ts';
import { openDb } from './open-db.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';
import type { Tx } from './types.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  await suite.db.query('create table note (id bigint primary key, text text not null)');
});
afterAll(() => suite.close());

const notes = async () =>
  (await suite.db.query<{ id: number }>('select id from note order by id')).map((r) => r.id);

test('int8 comes back as a number, and one that a number cannot hold is refused', async () => {
  const [row] = await suite.db.query('select 9007199254740991::bigint as n');
  expect(row).toEqual({ n: Number.MAX_SAFE_INTEGER });
  await expect(suite.db.query('select 9007199254740992::bigint as n')).rejects.toThrow(/safe integers/);
  expect(await suite.db.query('select 1::bigint as n')).toEqual([{ n: 1 }]);
});

test('a transaction that throws leaves nothing behind', async () => {
  const bug = new Error('bug');
  await expect(
    suite.db.transaction(async (tx) => {
      await tx.query('insert into note values (1, $1)', ['x']);
      throw bug;
    }),
  ).rejects.toBe(bug);
  expect(await notes()).toEqual([]);
});

test('a failed statement cannot be swallowed into a commit', async () => {
  const work = suite.db.transaction(async (tx) => {
    await tx.query('insert into note values (2, $1)', ['x']);
    await tx.query('insert into note values (2, $1)', ['y']).catch(() => {});
  });
  await expect(work).rejects.toThrow(/swallowed/);
  expect(await notes()).toEqual([]);
});

test('a transaction object is dead once its transaction is over', async () => {
  let kept: Tx | undefined;
  await suite.db.transaction(async (tx) => {
    kept = tx;
  });
  await expect(kept!.query('select 1')).rejects.toThrow(/over/);
});

test('a statement error keeps its SQLSTATE', async () => {
  const error = await suite.db.query('select 1/0').catch((e: unknown) => e);
  expect(sqlState(error)).toBe('22012');
});

test('past the deadline the outcome is unknown, the connection is gone and the pool goes on', async () => {
  const db = suite.open({ deadlineMs: 200, connectionsMax: 1 });
  const [before] = await db.query('select pg_backend_pid() as pid');
  await expect(db.query('select pg_sleep(3)')).rejects.toBeInstanceOf(OutcomeUnknown);
  await expect(
    db.transaction(async (tx) => {
      await tx.query('insert into note values (3, $1)', ['late']);
      await tx.query('select pg_sleep(3)');
    }),
  ).rejects.toBeInstanceOf(OutcomeUnknown);
  const [after] = await db.query('select pg_backend_pid() as pid');
  expect(after).not.toEqual(before);
  expect(await notes()).toEqual([]);
});

test('a longer deadline of one transaction also moves the server-side limit', async () => {
  const db = suite.open({ deadlineMs: 100 });
  await db.transaction((tx) => tx.query('select pg_sleep(1.4)'), { deadlineMs: 5_000 });
});

test('a connection lost before the commit means that nothing was written', async () => {
  const lost = suite.db.transaction(async (tx) => {
    const [row] = await tx.query<{ pid: number }>('select pg_backend_pid() as pid');
    await tx.query('insert into note values (4, $1)', ['lost']);
    await suite.open().query('select pg_terminate_backend($1)', [row!.pid]);
    await tx.query('select 1');
  });
  await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable);
  expect(await notes()).toEqual([]);
});

test('a server that is not there is said at once, and nothing was done', async () => {
  const db = openDb({
    connection: {
      host: '/nowhere',
      port: 5432,
      user: 'postgres',
      password: '',
      database: 'postgres',
    },
  });
  await expect(db.query('select 1')).rejects.toBeInstanceOf(DatabaseUnavailable);
  await db.close();
});

test('a listener hears, also after its connection broke', async () => {
  const heard: string[] = [];
  const stop = await suite.db.listen('note_added', (payload) => heard.push(payload));
  await suite.db.query(`select pg_notify('note_added', 'one')`);
  await expect.poll(() => heard).toEqual(['one']);
  await suite.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and pid <> pg_backend_pid()`,
  );
  await expect.poll(() => heard, { timeout: 5_000 }).toEqual(['one', '']);
  await suite.db.query(`select pg_notify('note_added', 'two')`);
  await expect.poll(() => heard).toEqual(['one', '', 'two']);
  await stop();
});
