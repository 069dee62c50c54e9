import type { WallClock } from '../clocks.ts';
import type { Db } from '../db/types.ts';
import { payloadsOf } from './add-due.ts';
import type { DueHandler } from './create-due.ts';
import { type Leased, renewLeases } from './leased-rows.ts';

export type Result = {
  readonly row: Leased;
  readonly kind: 'done' | 'later' | 'failed';
  /** Of one that failed. */
  readonly error?: unknown;
};

const RENEWALS_A_LEASE = 3;

/**
 * Runs leased rows in their order, those of one kind that stand together at once, and keeps their lease up meanwhile. Once
 * `msMax` of wall time is over, what is still running has failed and the rest is for later; `stopping` also ends it early,
 * after what is running.
 */
export async function runLeased(input: {
  readonly db: Db;
  readonly rows: readonly Leased[];
  readonly wall: WallClock;
  readonly leaseMs: number;
  readonly msMax: number;
  readonly handlerOf: (kind: string) => DueHandler;
  readonly stopping: () => boolean;
}): Promise<Result[]> {
  const { rows, handlerOf } = input;
  const lease = keepLease(input);
  const over = () => lease.late() || input.stopping();

  async function tryRun(handler: DueHandler, run: readonly Leased[]): Promise<Result[]> {
    if (over()) return run.map((row) => ({ row, kind: 'later' }));
    try {
      const items = run.flatMap(({ leaseNo: _, ...row }) =>
        payloadsOf(row.payload).map((payload) => ({ ...row, payload })),
      );
      await lease.inTime(handler.run(items));
      return run.map((row) => ({ row, kind: 'done' }));
    } catch (error) {
      if (run.length === 1 || lease.late()) return run.map((row) => ({ row, kind: 'failed', error }));
      const results: Result[] = [];
      for (const row of run) results.push(...(await tryRun(handler, [row])));
      return results;
    }
  }

  try {
    const results: Result[] = [];
    for (const run of runsOfOneKind(rows)) results.push(...(await tryRun(handlerOf(run[0]!.kind), run)));
    return results;
  } finally {
    await lease.stop();
  }
}

/** Cuts the list where the kind changes, so that the order of instants holds across kinds. */
function runsOfOneKind(rows: readonly Leased[]): Leased[][] {
  const runs: Leased[][] = [];
  for (const row of rows) {
    const current = runs.at(-1);
    if (current?.[0]?.kind === row.kind) current.push(row);
    else runs.push([row]);
  }
  return runs;
}

/** Wakes by a timer and goes by the clock that was handed in: where that stands still, nothing is ever late. */
function keepLease({
  db,
  rows,
  wall,
  leaseMs,
  msMax,
}: {
  readonly db: Db;
  readonly rows: readonly Leased[];
  readonly wall: WallClock;
  readonly leaseMs: number;
  readonly msMax: number;
}) {
  const startedAt = wall.now();
  let late = false;
  let renewing: Promise<void> | null = null;
  let giveUp: (error: Error) => void = () => {};
  const deadline = new Promise<never>((_, reject) => {
    giveUp = reject;
  });
  deadline.catch(() => {});
  const timer = setInterval(() => {
    if (wall.now() - startedAt >= msMax) {
      late = true;
      clearInterval(timer);
      giveUp(new Error(`took longer than ${msMax} ms`));
      return;
    }
    // One that fails leaves the lease as it is: the next one comes before its end.
    renewing ??= renewLeases(db, rows, wall.now() + leaseMs)
      .catch(() => {})
      .finally(() => {
        renewing = null;
      });
  }, leaseMs / RENEWALS_A_LEASE);

  return {
    late: () => late,
    inTime<T>(work: Promise<T>): Promise<T> {
      work.catch(() => {});
      return Promise.race([work, deadline]);
    },
    /** No renewal is on its way any more: it would lock rows in another order than what tells their outcomes. */
    async stop(): Promise<void> {
      clearInterval(timer);
      await renewing;
    },
  };
}
