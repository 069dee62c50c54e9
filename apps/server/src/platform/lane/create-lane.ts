import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseUnavailable, isRetryable, OutcomeUnknown, together } from '../db/errors.ts';
import type { Db, Tx } from '../db/types.ts';
import { addDue } from '../due/add-due.ts';
import { writeOutbox } from '../outbox/write-outbox.ts';
import { LaneConflict, LaneOverloaded } from './errors.ts';
import type { Lane, LaneCommand, LaneHandler, LaneTable } from './types.ts';
import { loadWorkingSet } from './working-set.ts';

/**
 * The lane (face and purpose: `types.ts`). One batch is in its transaction at a time; the next one fills meanwhile and
 * starts when it ends: no timer, and at low load a command waits for nothing.
 *
 * What can go wrong, and what happens:
 * - a decision throws: that command alone is rejected, the others commit;
 * - deadlock, serialization failure, `LaneConflict`, a connection lost before commit: the batch runs again from its
 *   locks on, at most `attemptsMax` times; nobody was answered yet;
 * - any other error (a constraint, a bug in `save`): the batch is halved until the guilty command is alone; it fails;
 * - the deadline, or a connection lost while committing: every command of the batch gets `OutcomeUnknown`;
 * - who waits behind a batch that hung until its deadline: `DatabaseUnavailable`, since nothing of theirs was sent; else
 *   they would wait for the deadline of each batch before them, longer than anybody waits for an answer;
 * - the queue is full: `LaneOverloaded` at once, nothing was taken.
 */
export type LaneLimits = {
  /** Commands in one transaction. */
  readonly batchMax: number;
  /** Commands that wait for their batch. */
  readonly queueMax: number;
  /** From the start of a batch to its commit, its retries included. */
  readonly deadlineMs: number;
  /** Tries of one batch. */
  readonly attemptsMax: number;
};

export const LANE_LIMITS: LaneLimits = {
  batchMax: 512,
  queueMax: 20_000,
  deadlineMs: 5_000,
  attemptsMax: 8,
};

/** Exact points of a batch, for tests that break things there. */
export type LaneProbe = (
  point: 'locked' | 'saved',
  batch: { readonly commands: readonly LaneCommand[]; readonly tx: Tx },
) => void | Promise<void>;

export type CreateLaneOptions = {
  /** A Db of the lane's own, `byIndex`: a batch must not wait for a connection. One connection is enough. */
  readonly db: Db;
  /** In lock order. */
  readonly tables: readonly LaneTable[];
  readonly handlers: readonly LaneHandler[];
  readonly limits?: Partial<LaneLimits>;
  /** After each commit that wrote events or due work: wakes the relay and the due loop of this process. */
  readonly committed?: (wrote: { readonly events: number; readonly due: number }) => void;
  readonly probe?: LaneProbe;
};

type Waiting = {
  readonly command: LaneCommand;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: unknown) => void;
};
type Outcome = { readonly answer: unknown } | { readonly bug: unknown };
type Committed = {
  readonly outcomes: readonly Outcome[];
  readonly wrote: { readonly events: number; readonly due: number };
};

export function createLane(options: CreateLaneOptions): Lane {
  const limits = { ...LANE_LIMITS, ...options.limits };
  const tableNames = new Set(options.tables.map((table) => table.name));
  const handlers = new Map(options.handlers.map((handler) => [handler.kind, handler]));
  if (tableNames.size !== options.tables.length) throw new Error('two lane tables have one name');
  if (handlers.size !== options.handlers.length) throw new Error('two lane handlers have one kind');
  const runBatch = batchRunner(options, limits, handlers);
  let queue: Waiting[] = [];
  let running: Promise<void> | null = null;
  let draining = false;

  async function run(): Promise<void> {
    // One turn of the event loop lets the requests that arrived together ride together.
    await new Promise((resolve) => setImmediate(resolve));
    while (queue.length > 0) {
      const batch = queue.slice(0, limits.batchMax);
      queue = queue.slice(limits.batchMax);
      if ((await runBatch(batch)) === 'hung') {
        const behind = queue;
        queue = [];
        for (const waiting of behind)
          waiting.reject(new DatabaseUnavailable('it did not answer the batch before this one'));
      }
    }
    running = null;
  }

  return {
    submit<Answer>(command: LaneCommand): Promise<Answer> {
      if (draining) return Promise.reject(new LaneOverloaded('draining'));
      if (queue.length >= limits.queueMax) return Promise.reject(new LaneOverloaded('queueFull'));
      const unknown = command.needs.find((need) => !tableNames.has(need.table))?.table;
      if (unknown !== undefined) return Promise.reject(new Error(`no lane table ${unknown}`));
      if (!handlers.has(command.kind)) return Promise.reject(new Error(`no lane handler ${command.kind}`));
      return new Promise<Answer>((resolve, reject) => {
        queue.push({ command, resolve: resolve as (answer: unknown) => void, reject });
        running ??= run();
      });
    },
    async drain() {
      draining = true;
      await running;
    },
  };
}

function batchRunner(
  options: CreateLaneOptions,
  limits: LaneLimits,
  handlers: ReadonlyMap<string, LaneHandler>,
): (batch: readonly Waiting[]) => Promise<'done' | 'hung'> {
  const { db, tables, probe } = options;

  /** One transaction: lock, decide in arrival order, write, commit. Answers are handed back, not yet given. */
  async function commit(batch: readonly Waiting[], deadlineMs: number): Promise<Committed> {
    const commands = batch.map((waiting) => waiting.command);
    return db.transaction(
      async (tx) => {
        const set = await loadWorkingSet(tx, tables, commands);
        await probe?.('locked', { commands, tx });
        const decided = commands.map((command): Outcome => {
          try {
            return { answer: set.decide(handlers.get(command.kind)! as LaneHandler<unknown>, command) };
          } catch (bug) {
            return { bug };
          }
        });
        // One journey for everything that is written: while requests are many, a round trip waits for its turn in the
        // event loop as long as the statement itself takes.
        await together([set.save(tx), writeOutbox(tx, set.events), addDue(tx, set.due)]);
        await probe?.('saved', { commands, tx });
        return { outcomes: decided, wrote: { events: set.events.length, due: set.due.length } };
      },
      { deadlineMs },
    );
  }

  async function attempt(batch: readonly Waiting[], until: number): Promise<Committed> {
    for (let tries = 1; ; tries += 1) {
      const leftMs = until - performance.now();
      if (leftMs <= 0) throw new OutcomeUnknown(`a batch took longer than ${limits.deadlineMs} ms`);
      try {
        return await commit(batch, Math.ceil(leftMs));
      } catch (error) {
        if (!(isRetryable(error) || error instanceof LaneConflict || error instanceof DatabaseUnavailable)) {
          throw error;
        }
        if (tries >= limits.attemptsMax) {
          throw error instanceof DatabaseUnavailable ? error : new LaneOverloaded('contention', error);
        }
        await sleep(Math.min(2 ** tries, 100));
      }
    }
  }

  return async function runBatch(batch): Promise<'done' | 'hung'> {
    let committed: Committed;
    try {
      committed = await attempt(batch, performance.now() + limits.deadlineMs);
    } catch (error) {
      if (batch.length === 1 || concernsAll(error)) {
        for (const waiting of batch) waiting.reject(error);
        return error instanceof OutcomeUnknown && error.late ? 'hung' : 'done';
      }
      const middle = batch.length >> 1;
      const halves = [await runBatch(batch.slice(0, middle)), await runBatch(batch.slice(middle))];
      return halves.includes('hung') ? 'hung' : 'done';
    }
    committed.outcomes.forEach((outcome, index) => {
      const waiting = batch[index]!;
      if ('bug' in outcome) waiting.reject(outcome.bug);
      else waiting.resolve(outcome.answer);
    });
    if (committed.wrote.events + committed.wrote.due > 0) options.committed?.(committed.wrote);
    return 'done';
  };
}

/** Errors that halving the batch would not cure. */
function concernsAll(error: unknown): boolean {
  return (
    error instanceof OutcomeUnknown || error instanceof DatabaseUnavailable || error instanceof LaneOverloaded
  );
}
