import type { Clocks } from '../clocks.ts';
import type { Db, Tx } from '../db/types.ts';
import type { DueDraft } from '../lane/types.ts';
import { createLoop } from '../outbox/loop.ts';
import { addDue, payloadsOf } from './add-due.ts';
import { leaseDue, tellOutcomes } from './leased-rows.ts';
import { runLeased } from './run-leased.ts';

/**
 * Work for a campaign instant: a hold that expires, a refund to be asked for. What is due is leased for some seconds of wall
 * time (`leased-rows.ts`), its handlers run with no transaction open, since they call providers, and what became of it is
 * told in a statement of its own. Any number of nodes share the work. A lease is kept up while its handlers run; that of a
 * node that dies ends, and the next one runs the work again. So it is at least once: handlers must be idempotent, also
 * beside themselves (they submit lane commands whose keys follow from the due key).
 *
 * What happens on failure: a batch whose handler throws is tried item by item; an item that fails is tried again after
 * 1 s, 2 s, 4 s … at most 5 min of campaign time, with the error on its row; after `ATTEMPTS_MAX` it is `failed` and
 * waits for a person. What takes longer than `BATCH_MS_MAX` has failed, whatever becomes of it. An outcome that cannot be
 * told is lost, and the work runs again.
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
  /**
   * Items of this kind in (at, key) order, all due; those that share a row stand behind each other under one key. No
   * transaction is open meanwhile.
   */
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
  /** Resolves when the handler that is running has ended; what of its batch had not begun is given back. */
  stop(): Promise<void>;
};

const PIECES_MAX = 500;
const IDLE_MS = 250;
/** So long nobody works on what a dead node held. */
const LEASE_MS = 10_000;
/** A batch has as long as this, however often its lease is renewed. */
const BATCH_MS_MAX = 60_000;
const BACKOFF_MS_MAX = 300_000;
export const ATTEMPTS_MAX = 20;

export function createDue(options: {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly handlers: readonly DueHandler[];
  readonly failed?: (error: unknown, item: DueItem | null) => void;
  /** Wall time for which work is leased at a time; it is renewed thrice in it. */
  readonly leaseMs?: number;
}): Due {
  const { db, clocks, leaseMs = LEASE_MS } = options;
  const handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  if (handlers.size !== options.handlers.length) throw new Error('two due handlers have one kind');
  const kinds = [...handlers.keys()];
  let stopping = false;

  async function runOnce(now: number): Promise<number> {
    const wallNow = clocks.wall.now();
    const rows = await leaseDue(db, {
      ...{ kinds, now, wallNow },
      ...{ until: wallNow + leaseMs, piecesMax: PIECES_MAX },
    });
    if (rows.length === 0) return 0;
    const results = await runLeased({
      ...{ db, rows, leaseMs, msMax: BATCH_MS_MAX },
      wall: clocks.wall,
      handlerOf: (kind) => handlers.get(kind)!,
      stopping: () => stopping,
    });
    for (const { row, kind, error } of results) if (kind === 'failed') options.failed?.(error, row);
    const refused = await tellOutcomes(
      db,
      results.map(({ row, kind, error }) =>
        kind !== 'failed'
          ? { kind, row }
          : {
              ...{ kind, row, error },
              nextAt: now + Math.min(1_000 * 2 ** row.attempts, BACKOFF_MS_MAX),
              givenUp: row.attempts + 1 >= ATTEMPTS_MAX,
            },
      ),
    );
    for (const row of refused)
      options.failed?.(new Error('its lease ended while it ran, and somebody else took it'), row);
    return rows.length;
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
    start() {
      stopping = false;
      loop.start();
    },
    nudge: loop.nudge,
    async stop() {
      stopping = true;
      await loop.stop();
    },
  };
}
