import { createChance } from '@dacu/engine/simulate';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readViews } from './read-views.ts';
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

test('a view is read again when a table behind it was written, also behind a view of it', async () => {
  await suite.db.query(
    `create view shelved as select s.item, l.words from shelf s left join label l using (item)`,
  );
  await suite.db.query(`create view shelved_words as select words from shelved where words is not null`);
  const views = await readViews(suite.db);
  expect([...(views.get('shelved_words') ?? [])].sort()).toEqual(['label', 'shelf', 'shelved']);
  memory = createReadMemory([], views);
  one = memory.over(suite.db);
  const words = () => one.query('select words from shelved_words');
  expect(await words()).toEqual([]);
  await one.query(`insert into label values ('a', 'A')`);
  expect(await words()).toEqual([{ words: 'A' }]);
  await words();
  expect([memory.hits, memory.misses]).toEqual([1, 2]);
});

describe('a table that was empty', () => {
  const KEYED = [{ table: 'mark', key: 'owner' }];
  const rowsOf = (...owners: string[]) =>
    one.query('select owner, words from mark where owner = any($1)', [owners]);
  const wordsOf = (owner: string) =>
    one.query('select words from mark where owner = $1 order by words', [owner]);
  const add = (db: Db, owner: string) =>
    db.transaction((tx) => tx.query('insert into mark (owner, words) values ($1, $2)', [owner, 'x']));
  beforeAll(() => suite.db.query('create table mark (owner text, words text)'));
  beforeEach(async () => {
    await suite.db.query('truncate mark');
    memory = createReadMemory(KEYED, new Map(), ['mark']);
    one = memory.over(suite.db);
  });

  test('is not asked for keys that nobody wrote, and is from the first write on', async () => {
    expect([await rowsOf('a', 'b'), await wordsOf('a')]).toEqual([[], []]);
    expect(memory.misses).toBe(0);
    await add(one, 'a');
    expect(await rowsOf('a', 'b')).toEqual([{ owner: 'a', words: 'x' }]);
    expect([await wordsOf('a'), await wordsOf('b')]).toEqual([[{ words: 'x' }], []]);
    expect(memory.misses).toBe(2);
  });

  test('is asked where something is summed up', async () => {
    const sum = () => one.query<{ n: number }>('select count(*)::int as n from mark where owner = $1', ['a']);
    expect(await sum()).toEqual([{ n: 0 }]);
    await add(one, 'a');
    expect(await sum()).toEqual([{ n: 1 }]);
  });

  test('is asked again for every key after a write that does not say which it touched', async () => {
    expect(await rowsOf('a')).toEqual([]);
    await one.query(`insert into mark select 'a', 'y' where 1 = 1`);
    expect(await rowsOf('a')).toEqual([{ owner: 'a', words: 'y' }]);
  });
});

test('a remembered row keeps its bytes, not the pool they came in', async () => {
  await suite.db.query('create table sealed (item text primary key, key bytea)');
  await suite.db.query(
    `insert into sealed select n::text, decode(lpad(n::text, 60, '0'), 'hex') from generate_series(1, 400) n`,
  );
  memory = createReadMemory([{ table: 'sealed', key: 'item' }]);
  one = memory.over(suite.db);
  const items = Array.from({ length: 400 }, (_, index) => String(index + 1));
  const kept: Buffer[] = [];
  for (const text of [
    'select item, key from sealed where item = any($1)',
    'select item, key from sealed where item = any($1) order by item',
  ]) {
    await one.query(text, [items]);
    for (const row of await one.query<{ key: Buffer }>(text, [items])) kept.push(row.key);
  }
  expect(kept).toHaveLength(800);
  const held = new Set(kept.map((key) => key.buffer));
  expect([...held].reduce((sum, buffer) => sum + buffer.byteLength, 0)).toBe(800 * 30);
  expect(kept[399]!.toString('hex')).toBe('400'.padStart(60, '0'));
});

describe('rows that are written behind', () => {
  const behind = () =>
    memory.writeBehind(suite.db)<string>(['label'], async (sql, rows) => {
      await sql.query('insert into label (item, words) select item, $2 from unnest($1::text[]) as r (item)', [
        rows,
        String(rows.length),
      ]);
    });
  const stored = () => suite.db.query<{ item: string; words: string }>('select item, words from label');

  test('go in one statement, in order, before anybody reads or writes their table', async () => {
    const write = behind();
    await write('a');
    await write('b');
    await read(one);
    expect(await stored()).toEqual([]);
    const seen = await two.query('select item, words from label');
    expect(seen).toEqual([
      { item: 'a', words: '2' },
      { item: 'b', words: '2' },
    ]);
    await write('c');
    await one.query(`delete from label where item = 'c'`);
    expect((await stored()).map((row) => row.item)).toEqual(['a', 'b']);
  });

  test('are there before a transaction begins, whatever it is about, and for two readers at once', async () => {
    const write = behind();
    await write('a');
    await two.transaction((tx) => tx.query('select 1'));
    expect(await stored()).toHaveLength(1);
    await write('b');
    const both = await Promise.all([one, two].map((db) => db.query('select item from label')));
    expect(both.map((rows) => rows.length)).toEqual([2, 2]);
  });

  test('of kinds that refer to each other the one asked for first is written first', async () => {
    const put = (table: string, into: string[]) =>
      memory.writeBehind(suite.db)<string>([table], async (_sql, rows) => void into.push(`${table} ${rows}`));
    const order: string[] = [];
    const shelf = put('shelf', order);
    const label = put('label', order);
    const other = put('other', order);
    await label('of a');
    await shelf('a');
    await other('late');
    await two.query('select words from label');
    expect(order).toEqual(['shelf a', 'label of a']);
  });

  test('never pile up, and what could not be written is told to whoever waits for it', async () => {
    const write = behind();
    for (let row = 0; row < 1_200; row += 1) await write(`row ${row}`);
    expect(await stored()).toHaveLength(1_000);
    const broken = memory.writeBehind(suite.db)<string>(['shelf'], () =>
      Promise.reject(new Error('no room')),
    );
    await broken('x');
    await expect(read(one)).rejects.toThrow('no room');
    await expect(read(one)).resolves.toHaveLength(2);
  });
});
