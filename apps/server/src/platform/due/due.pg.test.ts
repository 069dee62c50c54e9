import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Clocks } from '../clocks.ts';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import type { Db } from '../db/types.ts';
import { gate } from '../lane/test-tickets.ts';
import type { DueDraft } from '../lane/types.ts';
import { ATTEMPTS_MAX, createDue, type DueHandler, type DueItem } from './create-due.ts';
import { leaseDue } from './leased-rows.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
});
afterAll(() => suite.close());
beforeEach(() => suite.db.query('delete from due'));

const time = { campaign: 0, running: true, wall: 1_000_000 };
const clocks: Clocks = {
  campaign: { now: () => time.campaign, running: () => time.running, shifted: () => true },
  wall: { now: () => time.wall },
};

function recorder(...kinds: string[]) {
  const ran: string[] = [];
  const handlers: DueHandler[] = kinds.map((kind) => ({
    kind,
    async run(items) {
      ran.push(...items.map((item) => `${item.at} ${kind} ${item.key}`));
    },
  }));
  return { ran, handlers };
}

const dueOf = (handlers: readonly DueHandler[], db = suite.db) => createDue({ db, clocks, handlers });
const add = (...drafts: DueDraft[]) => suite.db.transaction((tx) => dueOf([]).add(tx, drafts));
const work = (kind: string, key: string, at: number): DueDraft => ({ kind, key, at, payload: { key } });

test('what is due runs once, in the order of instant, kind and key; the future waits', async () => {
  const { ran, handlers } = recorder('expire', 'remind');
  const due = dueOf(handlers);
  await add(
    work('remind', 'x', 10),
    work('expire', 'b', 10),
    work('expire', 'a', 10),
    work('expire', 'c', 5),
    work('expire', 'z', 11),
  );
  expect(await due.nextAt()).toBe(5);
  expect(await due.runOnce(10)).toBe(4);
  expect(ran).toEqual(['5 expire c', '10 expire a', '10 expire b', '10 remind x']);
  expect(await due.runOnce(10)).toBe(0);
  expect(await due.nextAt()).toBe(11);
});

test('a kind and key that exist are left alone, waiting or done', async () => {
  const { ran, handlers } = recorder('expire');
  const due = dueOf(handlers);
  await add(work('expire', 'a', 10));
  await add(work('expire', 'a', 99), work('expire', 'a', 98));
  expect(await due.nextAt()).toBe(10);
  await due.runOnce(10);
  await add(work('expire', 'a', 20));
  expect(await due.runOnce(30)).toBe(0);
  expect(ran).toEqual(['10 expire a']);
});

test('several nodes share the work and none does it twice while another is at it', async () => {
  await add(...Array.from({ length: 1_200 }, (_, i) => work('expire', `k${i}`, i)));
  const counts = new Map<string, number>();
  const handler: DueHandler = {
    kind: 'expire',
    async run(items) {
      for (const item of items) counts.set(item.key, (counts.get(item.key) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, 20));
    },
  };
  const nodes = [1, 2, 3].map(() => dueOf([handler], suite.open()));
  await Promise.all(nodes.map((node) => node.runOnce(5_000)));
  expect(counts.size).toBe(1_200);
  expect(new Set(counts.values())).toEqual(new Set([1]));
});

test('what another node is taking at this moment is left to it, without waiting', async () => {
  await add(work('expire', 'a', 1), work('expire', 'b', 2));
  const { ran, handlers } = recorder('expire');
  const other = suite.open();
  const until = time.wall + 10_000;
  await suite.db.transaction(async (tx) => {
    const mine = { kinds: ['expire'], now: 2, wallNow: time.wall, until, piecesMax: 1 };
    expect((await leaseDue(tx, mine)).map(({ key }) => key)).toEqual(['a']);
    let answered = false;
    const theirs = dueOf(handlers, other)
      .runOnce(2)
      .finally(() => (answered = true));
    // It answers, or PostgreSQL says that it waits for ours: then it takes what we have taken.
    const waiting = `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
    await expect.poll(async () => answered || (await suite.db.query(waiting)).length > 0).toBe(true);
    expect(answered).toBe(true);
    expect(await theirs).toBe(1);
  });
  expect(ran).toEqual(['2 expire b']);
  expect(await rowOf('a')).toMatchObject({ state: 'waiting', attempts: 0, until });
});

test('while a handler runs no transaction is open and no row is locked', async () => {
  await add(work('expire', 'a', 1), work('expire', 'b', 1));
  const seen: unknown[] = [];
  // One connection: a handler that had to wait for its own worker would never come back.
  const db = suite.open({ connectionsMax: 1 });
  const due = dueOf(
    [
      {
        kind: 'expire',
        async run() {
          seen.push(
            await db.query('select key from due order by key for update nowait'),
            await suite.db.query(
              `select pid, state from pg_stat_activity
               where datname = current_database() and xact_start is not null and pid <> pg_backend_pid()`,
            ),
          );
        },
      },
    ],
    db,
  );
  expect(await due.runOnce(1)).toBe(2);
  expect(seen).toEqual([[{ key: 'a' }, { key: 'b' }], []]);
});

/** A node whose handler began, and waits until it is told how it ends. */
function slowNode(options: { leaseMs?: number; kind?: string; db?: Db } = {}) {
  const { kind = 'expire', db = suite.open(), ...rest } = options;
  const began = gate();
  const end = gate();
  const told: unknown[] = [];
  const ends: { error: Error | null; runs: number } = { error: null, runs: 0 };
  const due = createDue({
    ...{ db, clocks, ...rest },
    failed: (error) => told.push((error as Error).message),
    handlers: [
      {
        kind,
        async run() {
          ends.runs += 1;
          began.open();
          await end.opened;
          if (ends.error) throw ends.error;
        },
      },
    ],
  });
  const ran = (now: number) => due.runOnce(now).catch((error: Error) => error.message);
  return { due, began: began.opened, end: end.open, told, ends, ran };
}

const rowOf = async (key: string) =>
  (
    await suite.db.query(
      'select state, attempts, last_error as error, leased_until as until from due where key = $1',
      [key],
    )
  )[0];

test('what a node held when it was killed is run once by the next one, when its lease has ended', async () => {
  await add(work('expire', 'a', 1));
  const alive = suite.open();
  let dead = false;
  const gone = () => Promise.reject(new Error('killed'));
  const killed = slowNode({
    leaseMs: 60,
    db: { ...alive, query: (text, params) => (dead ? gone() : alive.query(text, params)) },
  });
  const end = killed.ran(1);
  await killed.began;
  dead = true;
  const { ran, handlers } = recorder('expire');
  expect(await dueOf(handlers).runOnce(1)).toBe(0);
  time.wall += 59;
  expect(await dueOf(handlers).runOnce(1)).toBe(0);
  time.wall += 1;
  expect(await dueOf(handlers).runOnce(1)).toBe(1);
  expect(await dueOf(handlers).runOnce(1)).toBe(0);
  expect(ran).toEqual(['1 expire a']);
  killed.end();
  expect(await end).toBe('killed');
  expect(await rowOf('a')).toEqual({ state: 'done', attempts: 1, error: null, until: 0 });
});

test('a lease is kept up for as long as its handler runs', async () => {
  await add(work('expire', 'a', 1));
  const slow = slowNode({ leaseMs: 30 });
  const end = slow.ran(1);
  await slow.began;
  const until = time.wall + 30;
  time.wall += 29;
  await expect.poll(async () => (await rowOf('a'))?.until).toBe(time.wall + 30);
  time.wall = until;
  expect(await dueOf(recorder('expire').handlers).runOnce(1)).toBe(0);
  slow.end();
  expect(await end).toBe(1);
  expect(await rowOf('a')).toMatchObject({ state: 'done', until: 0 });
});

test('an outcome that comes after somebody else took the work is refused, and said', async () => {
  await add(work('expire', 'a', 1));
  const [late, second] = [slowNode(), slowNode()];
  const lateEnd = late.ran(1);
  await late.began;
  time.wall += 10_000;
  const secondEnd = second.ran(1);
  await second.began;
  late.end();
  await lateEnd;
  expect(late.told).toEqual(['its lease ended while it ran, and somebody else took it']);
  expect(await rowOf('a')).toEqual({
    ...{ state: 'waiting', attempts: 0, error: null },
    until: time.wall + 10_000,
  });
  second.ends.error = new Error('not this time');
  second.end();
  await secondEnd;
  expect(await rowOf('a')).toMatchObject({ state: 'waiting', attempts: 1, error: 'not this time', until: 0 });
});

test('an outcome that comes late, while nobody else took the work, is good: it does not run again', async () => {
  await add(work('expire', 'a', 1));
  const late = slowNode();
  const end = late.ran(1);
  await late.began;
  time.wall += 60_000;
  late.end();
  expect(await end).toBe(1);
  expect([late.told, await rowOf('a')]).toMatchObject([[], { state: 'done', attempts: 1 }]);
});

test('a handler that does not come back within a minute has failed; what stood behind it is for later', async () => {
  await add(work('expire', 'a', 1), work('expire', 'b', 2));
  await add(work('remind', 'c', 3));
  const due = createDue({
    ...{ db: suite.db, clocks, leaseMs: 30 },
    handlers: [
      { kind: 'expire', run: () => new Promise(() => {}) },
      { kind: 'remind', run: async () => {} },
    ],
  });
  const ended = due.runOnce(3);
  await expect.poll(async () => (await rowOf('c'))?.until).toBe(time.wall + 30);
  time.wall += 60_000;
  expect(await ended).toBe(3);
  const failed = { state: 'waiting', attempts: 1, error: 'took longer than 60000 ms', until: 0 };
  expect([await rowOf('a'), await rowOf('b')]).toEqual([failed, failed]);
  expect(await rowOf('c')).toEqual({ state: 'waiting', attempts: 0, error: null, until: 0 });
});

test('a node that is stopped ends what it began and gives back the rest at once', async () => {
  await add(work('expire', 'a', 1), work('remind', 'b', 2));
  const [began, end] = [gate(), gate()];
  const run = async () => {
    began.open();
    await end.opened;
  };
  const due = dueOf([{ kind: 'expire', run }, ...recorder('remind').handlers]);
  time.campaign = 2;
  due.start();
  await began.opened;
  const stopped = due.stop();
  end.open();
  await stopped;
  expect([await rowOf('a'), await rowOf('b')]).toMatchObject([
    { state: 'done' },
    { state: 'waiting', attempts: 0, until: 0 },
  ]);
  expect(await dueOf(recorder('remind').handlers).runOnce(2)).toBe(1);
});

test('one item that fails does not keep the others; it is tried again later and later, with its error on record', async () => {
  const tries: string[] = [];
  const told: (DueItem | null)[] = [];
  const due = createDue({
    db: suite.db,
    clocks,
    failed: (_, item) => told.push(item),
    handlers: [
      {
        kind: 'expire',
        async run(items) {
          tries.push(items.map((item) => item.key).join());
          if (items.some((item) => item.key === 'b')) throw new Error('b is broken');
        },
      },
    ],
  });
  await add(work('expire', 'a', 1), work('expire', 'b', 1), work('expire', 'c', 1));
  expect(await due.runOnce(1)).toBe(3);
  expect(tries).toEqual(['a,b,c', 'a', 'b', 'c']);
  expect(told.map((item) => item?.key)).toEqual(['b']);
  expect(
    await suite.db.query('select key, state, attempts, last_error, next_at from due order by key'),
  ).toEqual([
    { key: 'a', state: 'done', attempts: 1, last_error: null, next_at: 1 },
    { key: 'b', state: 'waiting', attempts: 1, last_error: 'b is broken', next_at: 1_001 },
    { key: 'c', state: 'done', attempts: 1, last_error: null, next_at: 1 },
  ]);
  const waits: number[] = [];
  for (let now = 1_001; waits.length < 30; ) {
    if ((await due.runOnce(now)) === 0) break;
    const next = await due.nextAt();
    if (next === null) break;
    waits.push(next - now);
    now = next;
  }
  expect(waits.slice(0, 3)).toEqual([2_000, 4_000, 8_000]);
  expect(Math.max(...waits)).toBe(300_000);
  expect(await suite.db.query(`select state, attempts from due where key = 'b'`)).toEqual([
    { state: 'failed', attempts: ATTEMPTS_MAX },
  ]);
});

test('a kind that this node does not handle stays for one that does', async () => {
  const { handlers } = recorder('expire');
  await add(work('draw', 'x', 1));
  expect(await dueOf(handlers).runOnce(9)).toBe(0);
  expect(await dueOf(handlers).nextAt()).toBeNull();
  expect(await dueOf(recorder('draw').handlers).runOnce(9)).toBe(1);
});

test('the loop follows campaign time and rests while it stands still', async () => {
  const { ran, handlers } = recorder('expire');
  const due = dueOf(handlers);
  await add(work('expire', 'a', 100));
  time.campaign = 99;
  due.start();
  await new Promise((resolve) => setTimeout(resolve, 60));
  time.running = false;
  time.campaign = 100;
  due.nudge();
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(ran).toEqual([]);
  time.running = true;
  due.nudge();
  await expect.poll(() => ran).toEqual(['100 expire a']);
  await due.stop();
});

test('what one transaction adds for one instant shares rows, is handed out piece by piece, and fails as one', async () => {
  const seen: string[] = [];
  let failing = true;
  const due = dueOf([
    {
      kind: 'expire',
      async run(items) {
        const keys = items.map((item) => (item.payload as { key: string }).key);
        if (failing && keys.includes('k7')) throw new Error('not now');
        seen.push(...keys);
      },
    },
  ]);
  const shared = (key: string, at: number): DueDraft => ({ ...work('expire', key, at), shared: true });
  const many = Array.from({ length: 120 }, (_, i) => shared(`k${i}`, 10));
  await add(...many, shared('later', 11), work('expire', 'alone', 10));

  const rows = await suite.db.query<{ key: string; n: number }>(
    `select key, coalesce(jsonb_array_length(payload->'shared'), 0) as n from due order by key`,
  );
  expect(rows).toEqual([
    { key: 'alone', n: 0 },
    { key: 'k0', n: 50 },
    { key: 'k100', n: 20 },
    { key: 'k50', n: 50 },
    { key: 'later', n: 1 },
  ]);

  expect(await due.waitingBy(10)).toEqual([{ kind: 'expire', count: 121 }]);
  await due.runOnce(10);
  expect(new Set(seen)).toEqual(new Set(['alone', ...many.slice(50).map(({ key }) => key)]));
  failing = false;
  await due.runOnce(1_010);
  expect(seen.toSorted()).toEqual(['alone', 'later', ...many.map(({ key }) => key)].toSorted());
});
