import { type ShiftedClock, shiftedClock } from './clocks.ts';
import type { Db, Sql } from './db/types.ts';
import type { Log } from './log.ts';

/** The demonstration's clock with its memory: it goes on where it stood when the process went down. */
export type StoredClock = {
  readonly clock: ShiftedClock;
  /** True when this database had no clock yet. */
  readonly firstStart: boolean;
  persist(): Promise<void>;
  stop(): Promise<void>;
};

const PERSIST_MS = 1_000;
/** How many of the newest outbox rows are looked at: batches commit nearly in the order of their ids. */
const NEWEST = 1_000;

/** A clock that was stored within this long is running on another node. */
const FRESH_MS = 3_000;
/** Ahead of ours by more than this, the stored instant was moved to on another node. */
const MOVED_MS = 1_500;

/**
 * Opens the campaign clock of a simulated database. It starts at `startAt` the first time; later where it was last
 * stored, but never before the newest event: after a kill -9 the last second was not stored, and campaign time must
 * not run twice through an instant at which something was sold.
 *
 * With `shared` several nodes run on this database and have one campaign time: a node that starts while another runs
 * joins that one's clock instead of going on where it was stored, and each node follows the one that is ahead, so that
 * a clock moved on one of them moves on all within about a second. Campaign time never goes back on any.
 */
export async function openClock(options: {
  readonly db: Db;
  readonly log: Log;
  readonly startAt: number;
  readonly shared?: boolean;
  wallNow(): number;
}): Promise<StoredClock> {
  const { db, shared = false } = options;
  const [newest] = await db.query<{ at: number | null }>(
    'select max(at) as at from (select at from outbox order by id desc limit $1) newest',
    [NEWEST],
  );
  // Of nodes that start at once the first one goes on from what is stored, and the others find it running.
  const { clock, firstStart } = await db.transaction(async (tx) => {
    await tx.query('lock table clock in share row exclusive mode');
    const [stored] = await tx.query<Stored>(
      'select campaign_at as "campaignAt", wall_at as "wallAt", running from clock',
    );
    const wentOnMs = shared && stored?.running ? options.wallNow() - stored.wallAt : 0;
    const at = (stored?.campaignAt ?? options.startAt) + (wentOnMs > 0 && wentOnMs < FRESH_MS ? wentOnMs : 0);
    const opened = shiftedClock(Math.max(at, newest?.at ?? 0));
    await write(tx, { campaignAt: opened.now(), wallAt: options.wallNow(), running: true });
    return { clock: opened, firstStart: stored === undefined };
  });

  async function persist(running = true): Promise<void> {
    const wallAt = options.wallNow();
    const before = await write(db, { campaignAt: clock.now(), wallAt, running });
    if (!shared || before === null || before.campaignAt - clock.now() <= 0) return;
    const movedBy =
      before.campaignAt - clock.now() > MOVED_MS
        ? Math.min(Math.max(0, wallAt - before.wallAt), FRESH_MS)
        : 0;
    clock.moveTo(before.campaignAt + movedBy);
  }

  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // While the database is away the instant in memory goes on; the next successful write catches up.
    writing = persist().catch((error: Error) =>
      options.log.debug({ reason: error.message }, 'clock not stored'),
    );
  }, PERSIST_MS);

  return {
    clock,
    firstStart,
    persist: () => persist(),
    async stop() {
      clearInterval(timer);
      await writing;
      // Other nodes may run on; if none does, the instant is a few seconds old at most when the next one starts.
      await persist(shared);
    },
  };
}

type Stored = { readonly campaignAt: number; readonly wallAt: number; readonly running: boolean };

/** Stores an instant unless a later one is there; returns what stood there before. */
async function write(sql: Sql, { campaignAt, wallAt, running }: Stored): Promise<Stored | null> {
  const [row] = await sql.query<{ before: Stored | null }>(
    `with before as (select campaign_at, wall_at, running from clock where id = 1 for update), stored as (
       insert into clock (id, campaign_at, wall_at, running) values (1, $1, $2, $3)
       on conflict (id) do update set running = excluded.running, wall_at = excluded.wall_at,
         campaign_at = greatest(clock.campaign_at, excluded.campaign_at)
     )
     select (select json_build_object('campaignAt', campaign_at, 'wallAt', wall_at, 'running', running) from before) as before`,
    [campaignAt, wallAt, running],
  );
  return row?.before ?? null;
}
