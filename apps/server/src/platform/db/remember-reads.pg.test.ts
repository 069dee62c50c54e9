import { createChance } from '@dacu/engine/simulate';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createReadMemory, type ReadMemory } from './remember-reads.ts';
import { openTestDatabase, type TestDatabase } from './test-database.ts';
import type { Db } from './types.ts';

let suite: TestDatabase;
let memory: ReadMemory;
let one: Db;
let two: Db;
beforeAll(async () => {
  suite = await openTestDatabase();
  await suite.db.query(
    'create table shelf (item text primary key, units int); create table label (item text, words text)',
  );
});
afterAll(() => suite.close());
beforeEach(async () => {
  await suite.db.query(`truncate shelf, label`);
  await suite.db.query(`insert into shelf values ('a', 1), ('b', 2)`);
  memory = createReadMemory();
  one = memory.over(suite.db);
  two = memory.over(suite.open({ connectionsMax: 1 }));
});

const read = (db: Db) => db.query('select item, units from shelf order by item');

test('a read is asked once, by parameters, and its rows can be taken apart', async () => {
  const rows = await read(one);
  rows.pop();
  expect(await read(one)).toEqual([
    { item: 'a', units: 1 },
    { item: 'b', units: 2 },
  ]);
  expect([memory.hits, memory.misses]).toEqual([1, 1]);
  const by = (item: string) => one.query('select units from shelf where item = $1', [item]);
  expect([await by('a'), await by('b')]).toEqual([[{ units: 1 }], [{ units: 2 }]]);
});

test.each([
  ['a statement', () => two.query(`update shelf set units = 7 where item = 'a'`)],
  ['a transaction', () => two.transaction((tx) => tx.query(`update shelf set units = 7 where item = 'a'`))],
  [
    'a statement inside another',
    () =>
      two.query(
        `with gone as (delete from shelf where item = 'a' returning 1) insert into shelf select 'a', 7 from gone where false`,
      ),
  ],
] as const)('%s that writes to its table, on any pool, makes it asked again', async (_name, write) => {
  const before = await read(one);
  await write();
  expect(await read(one)).not.toEqual(before);
  expect(await read(one)).toEqual(await read(suite.db));
});

test('writes to other tables leave it, joins are of every table they name', async () => {
  const joined = () => one.query('select s.item from shelf s join label l using (item)');
  await read(one);
  expect(await joined()).toEqual([]);
  await two.query(`insert into label values ('a', 'A')`);
  expect(await joined()).toEqual([{ item: 'a' }]);
  await read(one);
  expect(memory.misses).toBe(3);
});

test('a transaction that rolled back changes nothing and hides nothing', async () => {
  await read(one);
  await two
    .transaction(async (tx) => {
      await tx.query(`update shelf set units = 9`);
      throw new Error('no');
    })
    .catch(() => {});
  expect(await read(one)).toEqual(await read(suite.db));
});

test('locking reads and what is different each time are never remembered', async () => {
  await one.query('select 1 from shelf for update');
  await one.query('select 1 from shelf for update');
  await one.query(`select pg_backend_pid() from shelf`);
  expect([memory.hits, memory.misses]).toEqual([0, 0]);
});

test('of a keyed table a write under one key makes only that row asked again, and nothing is ever out of date', async () => {
  memory = createReadMemory([{ table: 'shelf', key: 'item' }]);
  one = memory.over(suite.db);
  const statements = {
    rows: 'select item, units from shelf where item = any($1)',
    single: 'select units from shelf where item = $1 and units > 0',
    whole: 'select item, units from shelf order by item',
    update: 'update shelf set units = $2 where item = $1',
    arrays:
      'update shelf as kept set units = given.units from unnest($1::text[], $2::int[]) as given (item, units) where kept.item = given.item',
    insert: 'insert into shelf (item, units) values ($1, $2) on conflict do nothing',
    remove: 'delete from shelf where item = $1',
    all: 'update shelf set units = units + 1',
  };
  await one.query(statements.rows, [['a', 'b']]);
  await one.query(statements.update, ['a', 5]);
  const before = memory.misses;
  await one.query(statements.rows, [['b']]);
  expect(memory.misses).toBe(before);
  expect(await one.query(statements.rows, [['b', 'a']])).toEqual([
    { item: 'b', units: 2 },
    { item: 'a', units: 5 },
  ]);

  const chance = createChance(11, 'shelf');
  const item = () => 'abcdef'[chance.below(6)]!;
  for (let step = 0; step < 200; step += 1) {
    const [key, other] = [item(), item()];
    switch (chance.below(8)) {
      case 0:
        await one.query(statements.update, [key, step]);
        break;
      case 1:
        await one.transaction(async (tx) => {
          await tx.query(statements.arrays, [[key], [step]]);
          if (chance.happens(0.3)) await tx.query(statements.remove, [other]);
        });
        break;
      case 2:
        if (chance.happens(0.5)) await one.query(statements.insert, [key, step]);
        else await one.query(statements.remove, [key]);
        break;
      case 3:
        if (chance.happens(0.2)) await one.query(statements.all);
        break;
      default:
        for (const [text, params] of [
          [statements.rows, [[...new Set([key, other])].sort()]],
          [statements.single, [key]],
          [statements.whole, []],
        ] as const) {
          const sorted = (rows: unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
          expect(sorted(await one.query(text, params)), `${text} at ${step}`).toEqual(
            sorted(await suite.db.query(text, params)),
          );
        }
    }
  }
});
