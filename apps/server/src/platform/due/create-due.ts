import type { Clocks } from '../clocks.ts';
import type { Db, Tx } from '../db/types.ts';
import type { DueDraft } from '../lane/types.ts';
import { createLoop } from '../outbox/loop.ts';
import { addDue, payloadsOf } from './add-due.ts';

/**
 * Work for a campaign instant: a hold that expires, a reminder. It is taken with SKIP LOCKED, so any number of nodes
 * share it, and stays locked while the handler runs: a node that dies leaves it to the next one. That makes it at least
 * once: handlers must be idempotent (they submit lane commands whose keys follow from the due key).
 *
 * What happens on failure: a batch whose handler throws is tried item by item; an item that fails is tried again after
 * 1 s, 2 s, 4 s … at most 5 min of campaign time, with the error on its row; after `ATTEMPTS_MAX` it is `failed` and
 * waits for a person.
 */
export type DueItem<Payload = unknown> = {
  readonly kind: string;
  readonly key: string;
  readonly at: number;
  readonly payload: Payload;
  readonly attempts: number;
};

export type DueHandler = {
  readonly kind: string;
  /** Items of this kind in (at, key) order, all due; those that share a row stand behind each other under one key. */
  run(items: readonly DueItem[]): Promise<void>;
};

/** Work that was tried `ATTEMPTS_MAX` times and waits for a person. */
export type GivenUp = {
  readonly kind: string;
  readonly key: string;
  readonly at: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly payloads: readonly unknown[];
};

export type Due = {
  add(tx: Tx, drafts: readonly DueDraft[]): Promise<void>;
  /** Runs what is due at campaign instant `now`, at most one batch; returns how many rows it tried. */
  runOnce(now: number): Promise<number>;
  /** The next instant at which something is due, tries that failed included; null when nothing waits. */
  nextAt(): Promise<number | null>;
  /** How much of each kind is waiting for an instant up to `at`. */
  waitingBy(at: number): Promise<{ kind: string; count: number }[]>;
  /** Longest ago first, with one more than `limit` if there are more. */
  givenUp(limit: number): Promise<GivenUp[]>;
  /** Lets work that was given up on try again from `now`, from its first attempt; false when there is none of that name. */
  tryAgain(work: { readonly kind: string; readonly key: string }, now: number): Promise<boolean>;
  start(): void;
  nudge(): void;
  stop(): Promise<void>;
};

const BATCH_MAX = 500;
const IDLE_MS = 250;
/** Handlers run inside the transaction that holds the items. */
const BATCH_DEADLINE_MS = 60_000;
const BACKOFF_MS_MAX = 300_000;
export const ATTEMPTS_MAX = 20;

type Failure = { readonly item: DueItem; readonly error: unknown };

export function createDue(options: {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly handlers: readonly DueHandler[];
  readonly failed?: (error: unknown, item: DueItem | null) => void;
}): Due {
  const { db, clocks } = options;
  const handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  if (handlers.size !== options.handlers.length) throw new Error('two due handlers have one kind');
  const kinds = [...handlers.keys()];

  async function runOnce(now: number): Promise<number> {
    return db.transaction(
      async (tx) => {
        const items = untilFull(await take(tx, kinds, now));
        if (items.length === 0) return 0;
        const failures: Failure[] = [];
        for (const run of runsOfOneKind(items)) {
          failures.push(...(await tryRun(handlers.get(run[0]!.kind)!, run)));
        }
        for (const { item, error } of failures) options.failed?.(error, item);
        const failedItems = new Set(failures.map((failure) => failure.item));
        await finish(
          tx,
          items.filter((item) => !failedItems.has(item)),
        );
        await postpone(tx, failures, now);
        return items.length;
      },
      { deadlineMs: BATCH_DEADLINE_MS },
    );
  }

  const loop = createLoop({
    work: () => (clocks.campaign.running() ? runOnce(clocks.campaign.now()) : Promise.resolve(0)),
    idleMs: IDLE_MS,
    failed: (error) => options.failed?.(error, null),
  });

  return {
    add: addDue,
    runOnce,
    async nextAt() {
      const [row] = await db.query<{ at: number | null }>(
        `select min(next_at) as at from due where state = 'waiting' and kind = any($1::text[])`,
        [kinds],
      );
      return row?.at ?? null;
    },
    waitingBy: (at) =>
      db.query(
        `select kind, sum(coalesce(jsonb_array_length(payload->'shared'), 1))::int as count from due
         where state = 'waiting' and next_at <= $1 and kind = any($2::text[]) group by kind order by kind`,
        [at, kinds],
      ),
    async givenUp(limit) {
      const rows = await db.query<Omit<GivenUp, 'payloads'> & { payload: unknown }>(
        `select kind, key, at, attempts, last_error as "lastError", payload from due
         where state = 'failed' order by at, kind, key limit $1`,
        [limit + 1],
      );
      return rows.map(({ payload, ...row }) => ({ ...row, payloads: payloadsOf(payload) }));
    },
    async tryAgain({ kind, key }, now) {
      const rows = await db.query(
        `update due set state = 'waiting', attempts = 0, next_at = $3
         where kind = $1 and key = $2 and state = 'failed' returning 1`,
        [kind, key, now],
      );
      if (rows.length > 0) loop.nudge();
      return rows.length > 0;
    },
    start: loop.start,
    nudge: loop.nudge,
    stop: loop.stop,
  };
}

function take(tx: Tx, kinds: readonly string[], now: number): Promise<DueItem[]> {
  return tx.query<DueItem>(
    `select kind, key, at, payload, attempts from due
     where state = 'waiting' and next_at <= $1 and kind = any($2::text[])
     order by next_at, kind, key limit $3 for update skip locked`,
    [now, kinds, BATCH_MAX],
  );
}

/** The first rows with about `BATCH_MAX` pieces of work in them; the others stay for the next batch. */
function untilFull(items: readonly DueItem[]): readonly DueItem[] {
  let pieces = 0;
  const end = items.findIndex((item) => {
    pieces += payloadsOf(item.payload).length;
    return pieces > BATCH_MAX;
  });
  return end < 0 ? items : items.slice(0, Math.max(1, end));
}

/** Cuts the list where the kind changes, so that the order of instants holds across kinds. */
function runsOfOneKind(items: readonly DueItem[]): DueItem[][] {
  const runs: DueItem[][] = [];
  for (const item of items) {
    const current = runs.at(-1);
    if (current?.[0]?.kind === item.kind) current.push(item);
    else runs.push([item]);
  }
  return runs;
}

async function tryRun(handler: DueHandler, items: readonly DueItem[]): Promise<Failure[]> {
  try {
    await handler.run(
      items.flatMap((item) => payloadsOf(item.payload).map((payload) => ({ ...item, payload }))),
    );
    return [];
  } catch (error) {
    if (items.length === 1) return [{ item: items[0]!, error }];
    const failures: Failure[] = [];
    for (const item of items) failures.push(...(await tryRun(handler, [item])));
    return failures;
  }
}

async function finish(tx: Tx, items: readonly DueItem[]): Promise<void> {
  if (items.length === 0) return;
  await tx.query(
    `update due set state = 'done', attempts = attempts + 1
     from unnest($1::text[], $2::text[]) as ran (kind, key) where due.kind = ran.kind and due.key = ran.key`,
    [items.map((item) => item.kind), items.map((item) => item.key)],
  );
}

async function postpone(tx: Tx, failures: readonly Failure[], now: number): Promise<void> {
  if (failures.length === 0) return;
  await tx.query(
    `update due set attempts = attempts + 1, last_error = ran.error, next_at = ran.next_at, state = ran.state
     from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::text[]) as ran (kind, key, error, next_at, state)
     where due.kind = ran.kind and due.key = ran.key`,
    [
      failures.map(({ item }) => item.kind),
      failures.map(({ item }) => item.key),
      failures.map(({ error }) => String(error instanceof Error ? error.message : error).slice(0, 500)),
      failures.map(({ item }) => now + Math.min(1_000 * 2 ** item.attempts, BACKOFF_MS_MAX)),
      failures.map(({ item }) => (item.attempts + 1 >= ATTEMPTS_MAX ? 'failed' : 'waiting')),
    ],
  );
}
