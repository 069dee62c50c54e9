import { setTimeout as sleep } from 'node:timers/promises';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import type { Load } from './load.ts';
import { idsOf, type Sale } from './sale.ts';

const SETTLE_MS = 500;
const PROJECTED_MS_MAX = 300_000;

/** Waits until what was in flight when the load ended is in the books too; how long more came, in ms, by half seconds. */
export async function settled(db: Db): Promise<number> {
  const from = performance.now();
  for (let [before, cameMs] = [-1, 0]; ; ) {
    const [row] = await db.query<{ n: number }>('select count(*) as n from purchase');
    if (row!.n === before) return cameMs;
    if (before >= 0) cameMs = performance.now() - from;
    before = row!.n;
    await sleep(SETTLE_MS);
  }
}

/** Waits until every consumer of a worker has seen every event; how long that took in ms. */
export async function projected(db: Db): Promise<number> {
  const from = performance.now();
  for (;;) {
    const [row] = await db.query<{ waiting: boolean }>(
      `select exists (select from outbox where position is null)
         or (select min(position) from consumer) < (select position from outbox_position) as waiting`,
    );
    const waitedMs = performance.now() - from;
    if (!row!.waiting) return waitedMs;
    if (waitedMs > PROJECTED_MS_MAX) throw new Error('the projections do not catch up');
    await sleep(SETTLE_MS);
  }
}

export type Books = {
  readonly purchases: number;
  readonly uses: number;
  readonly events: number;
  readonly due: number;
  readonly held: number;
  readonly reserved: number;
  /** Items whose count of held pieces is not that of their orders. */
  readonly miscounted: number;
  /** Items that were ordered. */
  readonly ordered: number;
};

/** What a run left behind, counted in the tables. */
export async function readBooks(db: Db, sale: Sale): Promise<Books> {
  const [books] = await db.query<Books>(
    `with taken as (select body->'flash'->>'activityId' as activity_id, count(*) as n from purchase group by 1)
     select (select count(*) from purchase) as purchases, (select count(*) from limit_use) as uses,
       (select count(*) from outbox where type = 'purchase.placed') as events,
       (select count(*) from due) as due,
       (select sum(held) from activity where activity_id = any($1))::int as held,
       (select sum(reserved) from stock where sku_id = any($2))::int as reserved,
       (select count(*) from activity full join taken using (activity_id)
        where coalesce(held, 0) <> coalesce(n, 0)) as miscounted,
       (select count(*) from taken) as ordered`,
    idsOf(sale),
  );
  return books!;
}

/** How many rows every table has. */
export async function countRows(db: Db): Promise<ReadonlyMap<string, number>> {
  const tables = await db.query<{ name: string }>(
    `select table_name as name from information_schema.tables
     where table_schema = 'public' and table_type = 'BASE TABLE'`,
  );
  const counts = tables.map(({ name }) => `select '${name}' as name, count(*) as n from "${name}"`);
  const rows = await db.query<{ name: string; n: number }>(counts.join(' union all '));
  return new Map(rows.map(({ name, n }) => [name, Number(n)]));
}

/** Rows that came, by table. */
export function grown(
  before: ReadonlyMap<string, number>,
  after: ReadonlyMap<string, number>,
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    [...after].map(([name, n]) => [name, n - (before.get(name) ?? 0)] as const).filter(([, n]) => n !== 0),
  );
}

/** What the lane writes for a flash order; the ends of holds share rows, a node has one lease of a budget, and nothing else may be written. */
const ROWS_OF_AN_ORDER: Readonly<Record<string, number>> = { purchase: 1, limit_use: 3, outbox: 1 };
const SHARED: ReadonlySet<string> = new Set(['due', 'cap_lease']);

/**
 * The row set of an order, asserted: every answer has its rows, what was in flight at the end at most one set more, and
 * without the projections beside it no other table of the whole database has a row more.
 */
export function requireRows(
  what: string,
  run: {
    readonly result: Load;
    readonly connections: number;
    readonly items: number;
    readonly books: Books;
    readonly rows: Readonly<Record<string, number>>;
    readonly projections: boolean;
    /** Nodes that may lease from a budget: none where it is shut. */
    readonly leasing: number;
    /** Some are refused, because the budget ends. */
    readonly ends: boolean;
  },
): void {
  const { result, connections, items, books, rows, projections, leasing, ends } = run;
  const acked = result.requests - result.refused;
  const { purchases, held, reserved, due, miscounted, ordered } = books;
  const counted = held === purchases && reserved === purchases && miscounted === 0 && ordered === items;
  const whole = Object.entries(ROWS_OF_AN_ORDER).every(([name, each]) => rows[name] === each * purchases);
  const others = Object.keys(rows).filter((name) => !(name in ROWS_OF_AN_ORDER || SHARED.has(name)));
  const shared = due <= purchases && (rows.cap_lease ?? 0) <= leasing;
  const alone = projections || (others.length === 0 && shared);
  const refused = ends ? result.refused > 0 : result.refused === 0;
  const answered = purchases >= acked && purchases <= acked + connections && refused;
  if (!counted || !whole || !alone || !answered)
    throw new Error(`${what}: ${JSON.stringify({ ...result, ...books, rows })} do not agree`);
}
