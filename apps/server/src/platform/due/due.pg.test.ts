import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Clocks } from '../clocks.ts';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { gate } from '../lane/test-tickets.ts';
import type { DueDraft } from '../lane/types.ts';
import { ATTEMPTS_MAX, createDue, type DueHandler, type DueItem } from './create-due.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
});
afterAll(() => suite.close());
beforeEach(() => suite.db.query('delete from due'));

const time = { campaign: 0, running: true };
const clocks: Clocks = {
  campaign: { now: () => time.campaign, running: () => time.running, shifted: () => true },
  wall: { now: () => 0 },
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

test('what a node held when it died is run by the next one', async () => {
  await add(work('expire', 'a', 1));
  const holding = gate();
  const never = gate();
  const hold = () => {
    holding.open();
    return never.opened;
  };
  const dying = dueOf([{ kind: 'expire', run: () => hold() }], suite.open());
  const died = dying.runOnce(1).catch((error: unknown) => error);
  await holding.opened;
  const { ran, handlers } = recorder('expire');
  expect(await dueOf(handlers).runOnce(1)).toBe(0);
  await suite.db.query(
    `select pg_terminate_backend(pid) from pg_stat_activity
     where state = 'idle in transaction' and datname = current_database()`,
  );
  await expect.poll(() => dueOf(handlers).runOnce(1)).toBe(1);
  expect(ran).toEqual(['1 expire a']);
  never.open();
  await died;
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
