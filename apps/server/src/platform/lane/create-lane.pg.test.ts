import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../db/test-database.ts';
import { type CreateLaneOptions, createLane } from './create-lane.ts';
import { LaneOverloaded } from './errors.ts';
import {
  type BuyAnswer,
  buy,
  buyHandler,
  createTicketTables,
  gate,
  openShows,
  ticketTables,
} from './test-tickets.ts';
import type { Lane, LaneCommand } from './types.ts';

let suite: TestDatabase;
beforeAll(async () => {
  suite = await openTestDatabase();
  await createTicketTables(suite.db);
});
afterAll(() => suite.close());
beforeEach(() => openShows(suite.db, [{ showId: 'a', left: 1_000 }]));

function ticketLane(options: Partial<CreateLaneOptions> = {}): Lane {
  return createLane({
    db: suite.open({ connectionsMax: 1 }),
    tables: ticketTables,
    handlers: [buyHandler],
    ...options,
  });
}

/** A lane that notes the claims of each batch, in order. */
function watchedLane(options: Partial<CreateLaneOptions> = {}) {
  const batches: string[][] = [];
  const lane = ticketLane({
    ...options,
    async probe(point, batch) {
      if (point === 'locked') batches.push(batch.commands.map((c) => claimOf(c)));
      await options.probe?.(point, batch);
    },
  });
  return { lane, batches };
}

const claimOf = (command: LaneCommand) => (command.payload as { claimId: string }).claimId;
const transactions = async () =>
  (await suite.db.query('select count(distinct xmin::text) as n from ticket_claim'))[0]!.n;
const left = async () => (await suite.db.query(`select seats_left as n from ticket_show`))[0]!.n;

test('commands that come while one batch commits ride together in the next', async () => {
  const held = gate();
  let first = true;
  const { lane, batches } = watchedLane({
    async probe(point) {
      if (point === 'saved' && first) {
        first = false;
        await held.opened;
      }
    },
  });
  const one = lane.submit(buy('a', 'c1'));
  await expect.poll(() => batches.length).toBe(1);
  const rest = ['c2', 'c3', 'c4'].map((claim) => lane.submit(buy('a', claim)));
  held.open();
  await Promise.all([one, ...rest]);
  expect(batches).toEqual([['c1'], ['c2', 'c3', 'c4']]);
});

test('many commands commit in one transaction, each is decided in arrival order', async () => {
  const lane = ticketLane();
  const answers = await Promise.all(
    Array.from({ length: 200 }, (_, i) => lane.submit<BuyAnswer>(buy('a', `c${i}`))),
  );
  expect(answers).toEqual(Array.from({ length: 200 }, (_, i) => ({ kind: 'sold', seat: 1_000 - i })));
  expect(await transactions()).toBe(1);
  expect(await left()).toBe(800);
});

test('a batch holds no more than its limit', async () => {
  const { lane, batches } = watchedLane({ limits: { batchMax: 10 } });
  await Promise.all(Array.from({ length: 25 }, (_, i) => lane.submit(buy('a', `c${i}`))));
  expect(batches.map((batch) => batch.length)).toEqual([10, 10, 5]);
});

test('nobody is answered before the commit', async () => {
  let answered = false;
  const lane = ticketLane({
    async probe(point) {
      if (point !== 'saved') return;
      await new Promise((resolve) => setTimeout(resolve, 50));
      expect(answered).toBe(false);
      expect(await suite.db.query('select 1 from ticket_claim')).toEqual([]);
    },
  });
  await lane.submit(buy('a', 'c1')).then(() => {
    answered = true;
  });
  expect(await suite.db.query('select claim_id from ticket_claim')).toHaveLength(1);
});

test('a refusal is an answer and writes nothing', async () => {
  await openShows(suite.db, [{ showId: 'a', left: 0 }]);
  const lane = ticketLane();
  expect(await lane.submit(buy('a', 'c1'))).toEqual({ kind: 'refused', reason: 'soldOut' });
  expect(
    await suite.db.query(
      'select 1 from ticket_claim union all select 1 from outbox union all select 1 from due',
    ),
  ).toEqual([]);
});

test('a duplicate inside the batch takes one seat and gets the same answer', async () => {
  const lane = ticketLane();
  const answers = await Promise.all(
    [buy('a', 'same'), buy('a', 'other'), buy('a', 'same')].map((c) => lane.submit(c)),
  );
  expect(answers[2]).toEqual(answers[0]);
  expect(await left()).toBe(998);
  expect(await suite.db.query('select count(*) as n from outbox')).toEqual([{ n: 2 }]);
});

test('a retry in a later batch and on another node gets the same answer', async () => {
  const here = ticketLane();
  const there = ticketLane();
  const first = await here.submit(buy('a', 'same'));
  expect(await here.submit(buy('a', 'same'))).toEqual(first);
  expect(await there.submit(buy('a', 'same'))).toEqual(first);
  expect(await left()).toBe(999);
});

test('the same new key on two nodes at once: the later one runs again and gives the answer of the first', async () => {
  const met = { count: 0, both: gate() };
  // Both have locked and seen no claim before either writes: two shows, so that nothing else makes them wait.
  await openShows(suite.db, [
    { showId: 'a', left: 5 },
    { showId: 'b', left: 5 },
  ]);
  const probe: CreateLaneOptions['probe'] = async (point) => {
    if (point !== 'locked') return;
    met.count += 1;
    if (met.count === 2) met.both.open();
    await met.both.opened;
  };
  const [a, b] = await Promise.all([
    ticketLane({ probe }).submit<BuyAnswer>(buy('a', 'same')),
    ticketLane({ probe }).submit<BuyAnswer>(buy('b', 'same')),
  ]);
  expect(a).toEqual(b);
  expect(met.count).toBeGreaterThanOrEqual(3);
  expect(await suite.db.query('select count(*) as n from ticket_claim')).toEqual([{ n: 1 }]);
  expect(await suite.db.query('select sum(seats_left)::bigint as n from ticket_show')).toEqual([{ n: 9 }]);
});

test('events and due work of a batch stand in its transaction, in decision order', async () => {
  const wrote: unknown[] = [];
  const lane = ticketLane({ committed: (what) => wrote.push(what) });
  await Promise.all(['x', 'y', 'z'].map((claim) => lane.submit(buy('a', claim, 'me', 5))));
  expect(
    await suite.db.query(`select type, aggregate, at, data ->> 'claimId' as claim from outbox order by id`),
  ).toEqual(['x', 'y', 'z'].map((claim) => ({ type: 'ticket.sold', aggregate: 'a', at: 5, claim })));
  expect(await suite.db.query('select kind, key, at, next_at, payload, state from due order by key')).toEqual(
    ['x', 'y', 'z'].map((key) => ({
      kind: 'ticketReminder',
      key,
      at: 1_005,
      next_at: 1_005,
      payload: { showId: 'a' },
      state: 'waiting',
    })),
  );
  expect(wrote).toEqual([{ events: 3, due: 3 }]);
});

test('a decision that throws fails its own command and leaves no trace', async () => {
  const lane = ticketLane();
  const outcomes = await Promise.allSettled([
    lane.submit(buy('a', 'c1')),
    lane.submit(buy('a', 'c2', 'bug')),
    lane.submit(buy('a', 'c3')),
  ]);
  expect(outcomes.map((o) => o.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect(await transactions()).toBe(1);
  expect(await left()).toBe(998);
});

test('a command may touch only the rows it declared', async () => {
  const lane = ticketLane({
    handlers: [
      {
        kind: 'reach',
        decide: (view) => ({ answer: view.row('show', 'b') }),
      },
      {
        kind: 'overwrite',
        decide: () => ({ answer: 1, writes: [{ table: 'show', key: 'b', row: { showId: 'b', left: 9 } }] }),
      },
    ],
  });
  const needs = [{ table: 'show', keys: ['a'] }];
  await expect(lane.submit({ kind: 'reach', at: 0, needs, payload: null })).rejects.toThrow(
    /without declaring/,
  );
  await expect(lane.submit({ kind: 'overwrite', at: 0, needs, payload: null })).rejects.toThrow(
    /without declaring/,
  );
  expect(await suite.db.query('select 1 from ticket_show')).toHaveLength(1);
});

test('a full queue refuses at once, and what was accepted is still served', async () => {
  const lane = ticketLane({ limits: { queueMax: 3, batchMax: 2 } });
  const outcomes = await Promise.allSettled(
    Array.from({ length: 5 }, (_, i) => lane.submit(buy('a', `c${i}`))),
  );
  expect(outcomes.map((o) => o.status)).toEqual([
    'fulfilled',
    'fulfilled',
    'fulfilled',
    'rejected',
    'rejected',
  ]);
  expect((outcomes[4] as PromiseRejectedResult).reason).toBeInstanceOf(LaneOverloaded);
  expect(await left()).toBe(997);
});

test('drain answers what was accepted and takes no more', async () => {
  const lane = ticketLane({ limits: { batchMax: 2 } });
  const accepted = Array.from({ length: 5 }, (_, i) => lane.submit(buy('a', `c${i}`)));
  const drained = lane.drain();
  await expect(lane.submit(buy('a', 'late'))).rejects.toMatchObject({ reason: 'draining' });
  await drained;
  expect(await suite.db.query('select count(*) as n from ticket_claim')).toEqual([{ n: 5 }]);
  await Promise.all(accepted);
});

test('an unknown kind or table is refused before it can spoil a batch', async () => {
  const lane = ticketLane();
  await expect(lane.submit({ kind: 'fly', at: 0, needs: [], payload: null })).rejects.toThrow(/handler fly/);
  await expect(
    lane.submit({ kind: 'buy', at: 0, needs: [{ table: 'moon', keys: ['x'] }], payload: null }),
  ).rejects.toThrow(/table moon/);
});

test('a batch on connections that plan by index finds its rows so even in a table that grew after the last statistics', async () => {
  await suite.db.query('alter table ticket_claim set (autovacuum_enabled = off)');
  await suite.db.query(
    `insert into ticket_claim select 'old' || n, 'z', n, 'me' from generate_series(1, 5000) as n`,
  );
  const plan = `explain select 1 from ticket_claim where claim_id = any($1::text[]) order by claim_id for update`;
  const keys = Array.from({ length: 400 }, (_, i) => `new${i}`);
  const plans: string[] = [];
  const lane = ticketLane({
    db: suite.open({ connectionsMax: 1, prepared: true, byIndex: true }),
    async probe(point, { tx }) {
      if (point === 'locked') plans.push(JSON.stringify(await tx.query(plan, [keys])));
    },
  });
  await lane.submit(buy('a', 'c1'));
  expect(JSON.stringify(await suite.db.query(plan, [keys]))).toContain('Seq Scan');
  expect(plans).toEqual([expect.not.stringContaining('Seq Scan')]);
});
