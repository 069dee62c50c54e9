import { expect } from 'vitest';
import type { Tx } from '../../platform/db/types.ts';
import type { LaneCommand } from '../../platform/lane/types.ts';
import type { Bench, Node } from './trade-test-bench.ts';

/** `gathered` before the lane · `locked` rows locked, undecided · `saved` written, uncommitted · `committed` unanswered. */
export type Point = 'gathered' | 'locked' | 'saved' | 'committed';
export type Rival = (tx: Tx | null) => Promise<void>;
/** A node at whose exact points a rival may act. */
export type Actor = Node & {
  /** Once, when a command of this kind gets to this point, the first `passes` times left out. */
  at(point: Point, kind: string, rival: Rival, passes?: number): void;
  /** Whether that point was ever passed. */
  passed(): boolean;
};

export async function openActor(bench: Bench): Promise<Actor> {
  let armed: { point: Point; kind: string; rival: Rival; passes: number } | null = null;
  async function pass(point: Point, commands: readonly LaneCommand[], tx: Tx | null): Promise<void> {
    if (armed?.point !== point || !commands.some(({ kind }) => kind === armed?.kind)) return;
    armed.passes -= 1;
    if (armed.passes >= 0) return;
    const { rival } = armed;
    armed = null;
    await rival(tx);
  }
  const node = await bench.addNode((point, { commands, tx }) => pass(point, commands, tx), {
    gathered: (command) => pass('gathered', [command], null),
    committed: (commands) => pass('committed', commands, null),
  });
  return {
    ...node,
    at(point, kind, rival, passes = 0) {
      armed = { point, kind, rival, passes };
    },
    passed: () => armed === null,
  };
}

/** Resolves when exactly one statement of this database waits for a lock: the rival got as far as it can. */
async function somebodyWaits(bench: Bench): Promise<void> {
  await expect
    .poll(
      async () => {
        const [row] = await bench.db.query<{ n: number }>(
          `select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
        );
        return row!.n;
      },
      { interval: 2, timeout: 3_000 },
    )
    .toBe(1);
}

/** Begins what the rival does and stays until it waits for a lock; its outcome is read later. */
export function untilItWaits<T>(
  bench: Bench,
  begin: () => Promise<T>,
): { rival: Rival; outcome(): Promise<T> } {
  let begun: Promise<T> | null = null;
  return {
    async rival() {
      begun = begin();
      begun.catch(() => {});
      await somebodyWaits(bench);
    },
    outcome: () => begun!,
  };
}

/** The connection of a batch ends before its commit can be sent, so that the outcome is known: nothing was written. */
export async function dies(bench: Bench, tx: Tx | null): Promise<void> {
  const [row] = await tx!.query('select pg_backend_pid() as pid');
  await bench.db.query('select pg_terminate_backend($1)', [row!.pid]);
  await tx!.query('select 1');
}
