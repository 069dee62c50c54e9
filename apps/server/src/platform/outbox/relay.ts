import { together } from '../db/errors.ts';
import type { Db, Tx } from '../db/types.ts';
import { createLoop } from './loop.ts';

/** NOTIFY channel on which new positions are told; the payload is the last one. */
export const OUTBOX_CHANNEL = 'dacu_outbox';

/** Advisory lock of the one relay; any number does, it must only never change. */
const RELAYING = 4_201_002;
const BATCH_MAX = 2_000;
/** Another node's commit is seen after this long at most; our own nudges at once. */
const IDLE_MS = 100;

export type Relay = {
  /** Gives positions to committed rows that have none; returns how many. 0 also when another node is at it. */
  runOnce(): Promise<number>;
  /** The same inside the caller's transaction, sent without waiting: for a rehearsal. Throws when another node is at it. */
  giveIn(tx: Tx): Promise<number>;
  start(): void;
  nudge(): void;
  /** Was it nudged since `runOnce` was last called? For a rehearsal, which calls it by itself. */
  readonly nudged: boolean;
  stop(): Promise<void>;
};

/**
 * Gives committed outbox rows their positions 1, 2, 3 … without gaps. Ids are taken before commit, so a row with a
 * lower id may appear later: it gets the later position instead of being skipped. Rows of one aggregate keep their
 * order, because whoever writes them holds the aggregate's row lock until commit. The lock makes it one relay however
 * many nodes run it; only the relay notifies, so commits never queue for NOTIFY.
 */
export function createRelay(options: {
  readonly db: Db;
  readonly failed?: (error: unknown) => void;
  /** After positions were given, in this process. */
  readonly positioned?: (last: number) => void;
}): Relay {
  const { db } = options;

  let nudged = false;

  async function runOnce(): Promise<number> {
    nudged = false;
    const given = await db.transaction(async (tx) => ((await lock(tx)) ? give(tx) : null));
    if (given === null || given.n === 0) return 0;
    options.positioned?.(given.last);
    return given.n;
  }

  async function lock(tx: Tx): Promise<boolean> {
    const [row] = await tx.query<{ ours: boolean }>('select pg_try_advisory_xact_lock($1) as ours', [
      RELAYING,
    ]);
    return row?.ours === true;
  }

  async function give(tx: Tx): Promise<{ n: number; last: number } | null> {
    const [done] = await tx.query<{ n: number; last: number }>(
      `with waiting as (
           select id, row_number() over (order by id) as nth
           from (select id from outbox where position is null order by id limit $1) as first_ones
         ), given as (
           update outbox set position = outbox_position.position + waiting.nth
           from waiting, outbox_position
           where outbox.id = waiting.id and outbox.position is null
           returning 1
         ), moved as (
           update outbox_position set position = position + (select count(*) from given)
           where exists (select from given)
           returning position
         )
         select (select count(*) from given) as n, coalesce((select position from moved), 0) as last,
           (select pg_notify($2, position::text)::text from moved) as told`,
      [BATCH_MAX, OUTBOX_CHANNEL],
    );
    return done ?? null;
  }

  async function giveIn(tx: Tx): Promise<number> {
    nudged = false;
    const locked = lock(tx);
    const given = give(tx);
    await together<unknown>([locked, given]);
    if (!(await locked)) throw new Error('another node gives positions');
    return (await given)?.n ?? 0;
  }

  const loop = createLoop({ work: runOnce, idleMs: IDLE_MS, failed: options.failed ?? (() => {}) });
  return {
    runOnce,
    giveIn,
    start: loop.start,
    nudge() {
      nudged = true;
      loop.nudge();
    },
    get nudged() {
      return nudged;
    },
    stop: loop.stop,
  };
}

/** The last position given; frames on a screen carry it. */
export async function lastPosition(db: Pick<Db, 'query'>): Promise<number> {
  const [row] = await db.query<{ position: number }>('select position from outbox_position');
  return row?.position ?? 0;
}
