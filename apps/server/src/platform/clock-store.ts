import { type ShiftedClock, shiftedClock } from './clocks.ts';
import type { Db } from './db/types.ts';
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

/**
 * Opens the campaign clock of a simulated database. It starts at `startAt` the first time; later where it was last
 * stored, but never before the newest event: after a kill -9 the last second was not stored, and campaign time must
 * not run twice through an instant at which something was sold.
 */
export async function openClock(options: {
  readonly db: Db;
  readonly log: Log;
  readonly startAt: number;
  wallNow(): number;
}): Promise<StoredClock> {
  const { db } = options;
  const [stored] = await db.query<{ campaignAt: number }>('select campaign_at as "campaignAt" from clock');
  const [newest] = await db.query<{ at: number | null }>(
    'select max(at) as at from (select at from outbox order by id desc limit $1) newest',
    [NEWEST],
  );
  const clock = shiftedClock(Math.max(stored?.campaignAt ?? options.startAt, newest?.at ?? 0));

  async function write(running: boolean): Promise<void> {
    await db.query(
      `insert into clock (id, campaign_at, wall_at, running) values (1, $1, $2, $3)
       on conflict (id) do update set campaign_at = $1, wall_at = $2, running = $3`,
      [clock.now(), options.wallNow(), running],
    );
  }

  await write(true);
  let writing: Promise<void> = Promise.resolve();
  const timer = setInterval(() => {
    // While the database is away the instant in memory goes on; the next successful write catches up.
    writing = write(true).catch((error: Error) =>
      options.log.debug({ reason: error.message }, 'clock not stored'),
    );
  }, PERSIST_MS);

  return {
    clock,
    firstStart: stored === undefined,
    persist: () => write(true),
    async stop() {
      clearInterval(timer);
      await writing;
      await write(false);
    },
  };
}
