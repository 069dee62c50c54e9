import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { DatabaseUnavailable, OutcomeUnknown, sqlState } from '../db/errors.ts';
import { openDb } from '../db/open-db.ts';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { openCommitProxy } from '../db/test-proxy.ts';
import { type CreateLaneOptions, createLane } from './create-lane.ts';
import { rowTable } from './row-table.ts';
import {
  type BuyAnswer,
  buy,
  buyHandler,
  createTicketTables,
  gate,
  openShows,
  type Show,
  ticketTables,
} from './test-tickets.ts';
import type { Lane, LaneHandler } from './types.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  await createTicketTables(suite.db);
});
afterAll(() => suite.close());
beforeEach(() =>
  openShows(
    suite.db,
    'abcde'.split('').map((showId) => ({ showId, left: 100 })),
  ),
);

/**
 * The tests say when a deadline is over (`passDeadline`), so that no machine is too slow for what comes before it: a
 * batch that is under way has its timer by then. No database of this file gives up earlier.
 */
const DEADLINE_MS = 30_000;
const holdTimers = () => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
function passDeadline(): void {
  vi.advanceTimersByTime(DEADLINE_MS);
  vi.useRealTimers();
}
afterEach(() => {
  vi.useRealTimers();
});

/** Takes one seat from each show of the list, in one decision. */
const buyEach: LaneHandler<readonly string[], 'done'> = {
  kind: 'buyEach',
  decide: (view, { payload }) => ({
    answer: 'done',
    writes: payload.map((key) => {
      const show = view.row<Show>('show', key)!;
      return { table: 'show', key, row: { ...show, left: show.left - 1 } };
    }),
  }),
};
const each = (...keys: string[]) => ({
  kind: 'buyEach',
  at: 0,
  needs: [{ table: 'show', keys }],
  payload: keys,
});

function node(options: Partial<CreateLaneOptions> = {}): Lane {
  return createLane({
    db: suite.open({ connectionsMax: 1 }),
    tables: ticketTables,
    handlers: [buyHandler, buyEach],
    ...options,
    limits: { deadlineMs: DEADLINE_MS, ...options.limits },
  });
}

const seatsLeft = async (showId = 'a') =>
  (await suite.db.query('select seats_left as n from ticket_show where show_id = $1', [showId]))[0]!.n;
const oneWaitsForALock = () =>
  expect
    .poll(
      () =>
        suite.db.query(
          `select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`,
        ),
      { timeout: DEADLINE_MS },
    )
    .toHaveLength(1);
const claims = async () => (await suite.db.query('select count(*) as n from ticket_claim'))[0]!.n;

test('nodes that hammer the same rows in any order lose nothing and take nothing twice', async () => {
  const nodes = [node(), node(), node()];
  const shows = 'abcde'.split('');
  await openShows(
    suite.db,
    shows.map((showId) => ({ showId, left: 200 })),
  );
  // Every claim is asked for on all three nodes; several-row commands name their rows in clashing orders.
  const work = nodes.flatMap((lane, n) =>
    Array.from({ length: 90 }, (_, i) => [
      lane.submit<unknown>(buy(shows[i % 5]!, `c${i}`)),
      ...(i % 3 === 0 ? [lane.submit<unknown>(n === 1 ? each('e', 'c', 'a') : each('a', 'c', 'e'))] : []),
    ]).flat(),
  );
  const answers = await Promise.all(work);
  expect(answers).toHaveLength(360);
  expect(await claims()).toBe(90);
  // 18 claims each; 90 commands took one more from a, c and e.
  expect(await Promise.all(shows.map((show) => seatsLeft(show)))).toEqual([92, 182, 92, 182, 92]);
});

test('the last seat goes to exactly one of many who ask at once on several nodes', async () => {
  await openShows(suite.db, [{ showId: 'a', left: 1 }]);
  const nodes = [node(), node()];
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => nodes[i % 2]!.submit<BuyAnswer>(buy('a', `c${i}`))),
  );
  expect(answers.filter((answer) => answer.kind === 'sold')).toEqual([{ kind: 'sold', seat: 1 }]);
  expect(await seatsLeft()).toBe(0);
});

test('a deadlock with somebody else runs the batch again on fresh rows', async () => {
  const states: (string | null)[] = [];
  const db = suite.open({ connectionsMax: 1 });
  const lane = node({
    db: {
      ...db,
      transaction: (work, options) =>
        db.transaction(work, options).catch((error: unknown) => {
          states.push(sqlState(error));
          throw error;
        }),
    },
  });
  const rival = suite.open({ deadlineMs: 15_000 });
  let asked: Promise<unknown> = Promise.resolve();
  await rival.transaction(async (tx) => {
    // The rival notices late, so the lane is the one that PostgreSQL ends.
    await tx.query(`set local deadlock_timeout = '20s'`);
    await tx.query(`select 1 from ticket_show where show_id = 'b' for update`);
    asked = lane.submit(each('a', 'b'));
    await oneWaitsForALock();
    await tx.query(`update ticket_show set seats_left = seats_left - 10 where show_id in ('a', 'b')`);
  });
  expect(await asked).toBe('done');
  // Its next try may take row a before the rival, woken by the first one's end, has it: the same again.
  expect(new Set(states)).toEqual(new Set(['40P01']));
  expect([await seatsLeft('a'), await seatsLeft('b')]).toEqual([89, 89]);
});

test('a serialization failure runs the batch again, and gives up as overloaded when it never ends', async () => {
  let failures = 2;
  const lane = node({
    limits: { attemptsMax: 3 },
    async probe(point, { tx }) {
      if (point === 'saved' && failures-- > 0) await tx.query(`do $$ begin raise sqlstate '40001'; end $$`);
    },
  });
  expect(await lane.submit(buy('a', 'c1'))).toEqual({ kind: 'sold', seat: 100 });
  failures = 3;
  const outcomes = await Promise.allSettled([lane.submit(buy('a', 'c2')), lane.submit(buy('a', 'c3'))]);
  expect(outcomes).toMatchObject([
    { reason: { reason: 'contention' } },
    { reason: { reason: 'contention' } },
  ]);
  expect([await claims(), await seatsLeft()]).toEqual([1, 99]);
});

test('a batch poisoned by one command fails that one alone, and the rest keep their order', async () => {
  const lane = node();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 33 }, (_, i) =>
      lane.submit<BuyAnswer>(buy('a', `c${i}`, i === 20 ? 'poison' : 'me')),
    ),
  );
  const failed = outcomes.flatMap((outcome, i) =>
    outcome.status === 'rejected' ? [[i, sqlState(outcome.reason)]] : [],
  );
  expect(failed).toEqual([[20, '23514']]);
  const seats = outcomes.flatMap((outcome) =>
    outcome.status === 'fulfilled' && outcome.value.kind === 'sold' ? [outcome.value.seat] : [],
  );
  expect(seats).toEqual(Array.from({ length: 32 }, (_, i) => 100 - i));
  expect([await claims(), await seatsLeft()]).toEqual([32, 68]);
  expect(await suite.db.query('select count(*) as n from outbox')).toEqual([{ n: 32 }]);
});

test('a clash in a second unique index is the fault of its command, not a race to run again', async () => {
  await suite.db.query(`insert into ticket_claim values ('older', 'a', 90, 'me')`);
  const lane = node();
  const outcomes = await Promise.allSettled(
    Array.from({ length: 12 }, (_, i) => lane.submit(buy('a', `c${i}`))),
  );
  expect(
    outcomes.map((outcome) => (outcome.status === 'rejected' ? sqlState(outcome.reason) : 'sold')),
  ).toEqual([...Array.from({ length: 10 }, () => 'sold'), '23505', '23505']);
});

test('a poisoned command cannot make others see its row: its duplicate is decided anew', async () => {
  await openShows(suite.db, [{ showId: 'a', left: 1 }]);
  const lane = node();
  const [poisoned, same] = await Promise.allSettled([
    lane.submit(buy('a', 'same', 'poison')),
    lane.submit(buy('a', 'same', 'me')),
  ]);
  expect(poisoned.status).toBe('rejected');
  expect(same).toEqual({ status: 'fulfilled', value: { kind: 'sold', seat: 1 } });
});

/** Ends the lane's own connection at a point of its first batch. */
function killAt(point: 'locked' | 'saved'): CreateLaneOptions['probe'] {
  let kill = true;
  return async (at, { tx }) => {
    if (at !== point || !kill) return;
    kill = false;
    const [row] = await tx.query('select pg_backend_pid() as pid');
    await suite.db.query('select pg_terminate_backend($1)', [row!.pid]);
  };
}

test('a connection lost before the commit was sent writes nothing, and the batch runs again', async () => {
  const lane = node({ probe: killAt('locked') });
  expect(await lane.submit(buy('a', 'c1'))).toEqual({ kind: 'sold', seat: 100 });
  expect([await claims(), await seatsLeft()]).toEqual([1, 99]);
});

test('a connection lost under the commit leaves the outcome unknown, and the same key finds the truth', async () => {
  const lane = node({ probe: killAt('saved') });
  await expect(lane.submit(buy('a', 'c1'))).rejects.toBeInstanceOf(OutcomeUnknown);
  expect(await lane.submit(buy('a', 'c1'))).toEqual({ kind: 'sold', seat: 100 });
  expect([await claims(), await seatsLeft()]).toEqual([1, 99]);
});

for (const how of ['cut', 'swallow'] as const) {
  test(`committed but never answered (${how}): the outcome is unknown, and the same key finds the truth`, async () => {
    const proxy = await openCommitProxy(suite.connection);
    const db = openDb({ connection: proxy.connection, connectionsMax: 1 });
    const lane = node({ db });
    await lane.submit(buy('b', 'before'));
    holdTimers();
    const broken = proxy.arm(how);
    const tries = Promise.allSettled([lane.submit(buy('a', 'c1')), lane.submit(buy('a', 'c2'))]);
    await broken;
    if (how === 'swallow') passDeadline();
    for (const outcome of await tries) {
      expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(OutcomeUnknown) });
    }
    vi.useRealTimers();
    expect(await seatsLeft()).toBe(98);
    // On the same node, and on another one that knows nothing of the first try.
    expect(await lane.submit(buy('a', 'c1'))).toEqual({ kind: 'sold', seat: 100 });
    expect(await node().submit(buy('a', 'c2'))).toEqual({ kind: 'sold', seat: 99 });
    expect(await seatsLeft()).toBe(98);
    await db.close();
    await proxy.close();
  });
}

test('a counted row that is gone when it is written fails the command: nothing is sold out of nothing', async () => {
  const lane = node({
    async probe(point, { tx }) {
      if (point === 'locked') await tx.query(`delete from ticket_show where show_id = 'a'`);
    },
  });
  await expect(lane.submit(buy('a', 'c1'))).rejects.toThrow('show: a locked row is gone');
  expect([await claims(), await seatsLeft()]).toEqual([0, 100]);
});

test('past the deadline every command of the batch is told so, and whoever waits behind it that nothing was done; the lane goes on, and a retry finds the truth', async () => {
  const lane = node();
  const release = gate();
  const holding = gate();
  const rival = suite.db.transaction(
    async (tx) => {
      await tx.query(`select 1 from ticket_show where show_id = 'a' for update`);
      holding.open();
      await release.opened;
    },
    { deadlineMs: 2 * DEADLINE_MS },
  );
  await holding.opened;
  holdTimers();
  const tries = Promise.allSettled([lane.submit(buy('a', 'c1')), lane.submit(buy('b', 'c2'))]);
  await oneWaitsForALock();
  const behind = Promise.allSettled([lane.submit(buy('b', 'c4')), lane.submit(buy('c', 'c5'))]);
  passDeadline();
  for (const outcome of await tries) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(OutcomeUnknown) });
  }
  // They would else have waited for this deadline and then for their own.
  for (const outcome of await behind) {
    expect(outcome).toMatchObject({ status: 'rejected', reason: expect.any(DatabaseUnavailable) });
  }
  expect(await claims()).toBe(0);
  expect(await lane.submit(buy('b', 'c3'))).toEqual({ kind: 'sold', seat: 100 });
  release.open();
  await rival;
  expect(await lane.submit(buy('a', 'c1'))).toEqual({ kind: 'sold', seat: 100 });
  expect(await claims()).toBe(2);
});

test('a server out of disk fails the batch whole, at once and by name, instead of halving it', async () => {
  let tries = 0;
  const lane = node({
    limits: { attemptsMax: 2 },
    async probe(point, { tx }) {
      if (point !== 'saved') return;
      tries += 1;
      await tx.query(`do $$ begin raise sqlstate '53100'; end $$`);
    },
  });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 8 }, (_, i) => lane.submit(buy('a', `c${i}`))),
  );
  expect(new Set(outcomes.map((outcome) => (outcome as PromiseRejectedResult).reason.code))).toEqual(
    new Set(['databaseUnavailable']),
  );
  expect(tries).toBe(2);
});

test('rows are locked in the order of their bytes, as everybody else sorts them, whatever the database sorts by', async () => {
  await suite.db.query('create table locale_row (row_id text collate "en-x-icu" primary key)');
  await suite.db.query(`insert into locale_row select unnest($1::text[])`, [['b', 'A', 'a', 'B', '_', '-a']]);
  const table = rowTable<{ rowId: string }>({
    name: 'locale',
    table: 'locale_row',
    columns: [{ field: 'rowId', column: 'row_id', type: 'text' }],
  });
  const keys = ['A', 'B', 'a', 'b', '_', '-a'].sort();
  const [sorted] = await suite.db.query<{ ids: string[] }>(
    'select array_agg(row_id order by row_id) as ids from locale_row',
  );
  expect(sorted!.ids).not.toEqual(keys);
  const locked = await suite.db.transaction((tx) => table.load(tx, keys));
  expect([...locked.keys()]).toEqual(keys);
});
