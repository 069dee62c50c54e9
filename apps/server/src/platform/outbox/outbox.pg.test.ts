import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { gate } from '../lane/test-tickets.ts';
import { type Consumer, createConsumers, eventsAfter } from './consumers.ts';
import { createRelay, lastPosition } from './relay.ts';
import { writeOutbox } from './write-outbox.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  // No key: an event applied twice must show.
  await suite.db.query('create table seen (consumer text, position bigint, type text)');
});
afterAll(() => suite.close());
beforeEach(() =>
  suite.db.query(
    'delete from outbox; update outbox_position set position = 0; delete from consumer; delete from seen',
  ),
);

const draft = (aggregate: string, n: number) => ({ type: 'thing.happened', aggregate, at: n, data: { n } });
const write = (...aggregates: string[]) =>
  suite.db.transaction((tx) => writeOutbox(tx, aggregates.map(draft)));
const order = async () =>
  (await eventsAfter(suite.db, 0, 10_000)).map(({ position, aggregate }) => [position, aggregate]);

/** Writes down what it was given, in its own transaction. */
function witness(name: string, handles: Consumer['handles'] = () => true): Consumer {
  return {
    name,
    handles,
    async apply(tx, events) {
      await tx.query(
        'insert into seen select $1, position, type from unnest($2::bigint[], $3::text[]) as e (position, type)',
        [name, events.map((event) => event.position), events.map((event) => event.type)],
      );
    },
  };
}
const seen = async (name: string) =>
  (
    await suite.db.query<{ position: number }>(
      'select position from seen where consumer = $1 order by position',
      [name],
    )
  ).map((row) => row.position);

test('committed events get positions without gaps, in order', async () => {
  const relay = createRelay({ db: suite.db });
  await write('a', 'b');
  await suite.db
    .transaction(async (tx) => {
      await writeOutbox(tx, [draft('never', 1)]);
      throw new Error('rolled back');
    })
    .catch(() => {});
  await write('c');
  expect(await relay.runOnce()).toBe(3);
  expect(await relay.runOnce()).toBe(0);
  expect(await order()).toEqual([
    [1, 'a'],
    [2, 'b'],
    [3, 'c'],
  ]);
  expect(await lastPosition(suite.db)).toBe(3);
});

test('an event that is committed late, with a lower id, is not skipped', async () => {
  const relay = createRelay({ db: suite.db });
  const consumers = createConsumers({ db: suite.db, consumers: [witness('w')] });
  const written = gate();
  const release = gate();
  const late = suite.db.transaction(async (tx) => {
    await writeOutbox(tx, [draft('late', 1)]);
    written.open();
    await release.opened;
  });
  await written.opened;
  await write('early');
  await relay.runOnce();
  await consumers.runOnce();
  expect(await order()).toEqual([[1, 'early']]);
  release.open();
  await late;
  await relay.runOnce();
  await consumers.runOnce();
  expect(await order()).toEqual([
    [1, 'early'],
    [2, 'late'],
  ]);
  const ids = await suite.db.query<{ id: number }>('select id from outbox order by position');
  expect(ids[1]!.id).toBeLessThan(ids[0]!.id);
  expect(await seen('w')).toEqual([1, 2]);
});

test('relays on several nodes at once leave no gap and no double', async () => {
  await Promise.all(
    Array.from({ length: 30 }, (_, i) => write(...Array.from({ length: 20 }, () => `a${i}`))),
  );
  const relays = Array.from({ length: 4 }, () => createRelay({ db: suite.open({ connectionsMax: 1 }) }));
  await Promise.all(
    relays.map(async (relay) => {
      for (let i = 0; i < 10; i += 1) await relay.runOnce();
    }),
  );
  expect((await order()).map(([position]) => position)).toEqual(Array.from({ length: 600 }, (_, i) => i + 1));
});

test('while one node relays, another leaves the work to it and does not wait', async () => {
  await write('a', 'b');
  const one = createRelay({ db: suite.open() });
  const other = createRelay({ db: suite.open({ deadlineMs: 2_000 }) });
  let atWork: Promise<number> = Promise.resolve(0);
  await suite.db.transaction(async (tx) => {
    await tx.query('select 1 from outbox_position for update');
    atWork = one.runOnce();
    await expect
      .poll(() =>
        suite.db.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        ),
      )
      .toHaveLength(1);
    expect(await other.runOnce()).toBe(0);
  });
  expect(await atWork).toBe(2);
});

test('events of one aggregate keep the order in which its row was locked', async () => {
  await suite.db.query(
    'create table counted (id text primary key, n bigint); insert into counted values ($$a$$, 0)',
  );
  const relay = createRelay({ db: suite.open() });
  const writing = Array.from({ length: 40 }, () =>
    suite.db.transaction(async (tx) => {
      const [row] = await tx.query<{ n: number }>('update counted set n = n + 1 returning n');
      await writeOutbox(tx, [draft('a', row!.n)]);
    }),
  );
  let all = false;
  const relaying = (async () => {
    while (!all) await relay.runOnce();
  })();
  await Promise.all(writing);
  all = true;
  await relaying;
  await relay.runOnce();
  const events = await eventsAfter(suite.db, 0, 100);
  expect(events.map((event) => event.at)).toEqual(Array.from({ length: 40 }, (_, i) => i + 1));
});

test('each consumer goes its own way and is given only what it handles, in batches', async () => {
  await write('a', 'b', 'c', 'd', 'e');
  await createRelay({ db: suite.db }).runOnce();
  const sizes: number[] = [];
  const all = witness('all');
  const consumers = createConsumers({
    db: suite.db,
    batchMax: 2,
    consumers: [
      {
        ...all,
        apply: (tx, events) => {
          sizes.push(events.length);
          return all.apply(tx, events);
        },
      },
      witness('none', () => false),
    ],
  });
  expect([await consumers.runOnce(), await consumers.runOnce(), await consumers.runOnce()]).toEqual([
    4, 4, 2,
  ]);
  expect(await consumers.runOnce()).toBe(0);
  expect(sizes).toEqual([2, 2, 1]);
  expect(await seen('all')).toEqual([1, 2, 3, 4, 5]);
  expect(await seen('none')).toEqual([]);
});

test('an event has its effect on tables exactly once, through failures and on several nodes', async () => {
  await write(...Array.from({ length: 50 }, (_, i) => `a${i}`));
  await createRelay({ db: suite.db }).runOnce();
  let calls = 0;
  const flaky: Consumer = {
    ...witness('flaky'),
    async apply(tx, events) {
      await witness('flaky').apply(tx, events);
      calls += 1;
      if (calls % 3 === 1) throw new Error('after writing');
    },
  };
  const nodes = [1, 2, 3].map(() => createConsumers({ db: suite.open(), consumers: [flaky], batchMax: 7 }));
  await Promise.all(
    nodes.map(async (node) => {
      for (let i = 0; i < 30; i += 1) await node.runOnce().catch(() => {});
    }),
  );
  expect(await seen('flaky')).toEqual(Array.from({ length: 50 }, (_, i) => i + 1));
});

test('heard together, all consumers have the same events and positions, or none has when one fails', async () => {
  await write('a', 'b', 'c');
  await createRelay({ db: suite.db }).runOnce();
  let fails = true;
  const last: Consumer = {
    ...witness('last', (type) => type === 'thing.happened'),
    apply: (tx, events) => (fails ? Promise.reject(new Error('no')) : witness('last').apply(tx, events)),
  };
  const consumers = createConsumers({ db: suite.db, consumers: [witness('first'), last], batchMax: 2 });
  // Nobody has a position yet: one by one, the first keeps what it did.
  await expect(consumers.runTogether()).rejects.toThrow('no');
  expect([await seen('first'), await seen('last')]).toEqual([[1, 2], []]);
  fails = false;
  // At different positions: one by one again, until they stand together.
  expect(await consumers.runTogether()).toBe(3);
  expect([await seen('first'), await seen('last')]).toEqual([
    [1, 2, 3],
    [1, 2],
  ]);
  expect(await consumers.runTogether()).toBe(1);
  await write('d', 'e', 'f');
  await createRelay({ db: suite.db }).runOnce();
  fails = true;
  await expect(consumers.runTogether()).rejects.toThrow('no');
  expect([await seen('first'), await seen('last')]).toEqual([
    [1, 2, 3],
    [1, 2, 3],
  ]);
  fails = false;
  expect([
    await consumers.runTogether(),
    await consumers.runTogether(),
    await consumers.runTogether(),
  ]).toEqual([4, 2, 0]);
  expect([await seen('first'), await seen('last')]).toEqual([
    [1, 2, 3, 4, 5, 6],
    [1, 2, 3, 4, 5, 6],
  ]);
});

test('a consumer that fails in the loop is told of and holds up only itself', async () => {
  const failures: string[] = [];
  const broken: Consumer = { ...witness('broken'), apply: () => Promise.reject(new Error('broken')) };
  const consumers = createConsumers({
    db: suite.db,
    consumers: [broken, witness('well')],
    failed: (_, name) => failures.push(name),
  });
  await write('a');
  await createRelay({ db: suite.db }).runOnce();
  await consumers.start();
  await expect.poll(() => seen('well')).toEqual([1]);
  await consumers.stop();
  expect(new Set(failures)).toEqual(new Set(['broken']));
});

test('from commit to consumer takes well under a second, nudged or by NOTIFY from another node', async () => {
  // The relay runs on "another node": nothing in this process nudges either loop.
  const relay = createRelay({ db: suite.open() });
  const consumers = createConsumers({ db: suite.db, consumers: [witness('board')] });
  relay.start();
  await consumers.start();
  await new Promise((resolve) => setTimeout(resolve, 150));
  const startedAt = performance.now();
  await write('a');
  await expect.poll(() => seen('board'), { interval: 10 }).toEqual([1]);
  expect(performance.now() - startedAt).toBeLessThan(700);
  await relay.stop();
  await consumers.stop();
});
