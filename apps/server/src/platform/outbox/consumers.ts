import { together } from '../db/errors.ts';
import type { Db, Sql, Tx } from '../db/types.ts';
import type { StoredEvent } from './event.ts';
import { createLoop } from './loop.ts';
import { OUTBOX_CHANNEL } from './relay.ts';

/**
 * Somebody who keeps tables up to date from events. `apply` runs in the transaction that also moves the consumer's
 * position, so its effect on tables happens exactly once. Effects outside the database do not belong here.
 */
export type Consumer = {
  /** Never changes: the position is kept under it. */
  readonly name: string;
  handles(type: string): boolean;
  /** Events in position order, all of types it handles, never empty. */
  apply(tx: Tx, events: readonly StoredEvent[]): Promise<void>;
};

export type Consumers = {
  /** One batch for each consumer; returns how many events were passed. 0 means that all have seen everything. */
  runOnce(): Promise<number>;
  /**
   * The same in one transaction for all consumers, whose failure is then everybody's: for a rehearsal, which hears every
   * event at once and alone. Consumers that stand at different positions go one by one. With `give` (the relay's `giveIn`)
   * what was committed gets its positions in that transaction too.
   */
  runTogether(give?: (tx: Tx) => Promise<number>): Promise<number>;
  start(): Promise<void>;
  nudge(): void;
  stop(): Promise<void>;
};

const BATCH_MAX = 1_000;
const IDLE_MS = 1_000;

export function createConsumers(options: {
  readonly db: Db;
  readonly consumers: readonly Consumer[];
  readonly batchMax?: number;
  readonly failed?: (error: unknown, consumer: string) => void;
  /** After a consumer has committed, in this process. */
  readonly advanced?: (consumer: string, position: number) => void;
}): Consumers {
  const { db, consumers } = options;
  const names = new Set(consumers.map((consumer) => consumer.name));
  if (names.size !== consumers.length) throw new Error('two consumers have one name');

  /** The row lock keeps other nodes from applying the same events; they find the moved position and go on from it. */
  async function advance(consumer: Consumer): Promise<number> {
    const passed = await db.transaction(async (tx) => {
      const from = await lockPosition(tx, consumer.name);
      if (from === null) return null;
      const events = await eventsAfter(tx, from, options.batchMax ?? BATCH_MAX);
      const last = events.at(-1)?.position;
      if (last === undefined) return null;
      const handled = events.filter((event) => consumer.handles(event.type));
      if (handled.length > 0) await consumer.apply(tx, handled);
      await tx.query('update consumer set position = $2 where name = $1', [consumer.name, last]);
      return { count: events.length, last };
    });
    if (passed === null) return 0;
    options.advanced?.(consumer.name, passed.last);
    return passed.count;
  }

  async function runOnce(): Promise<number> {
    let passed = 0;
    for (const consumer of consumers) passed += await advance(consumer);
    return passed;
  }

  async function runTogether(give?: (tx: Tx) => Promise<number>): Promise<number> {
    const passed = await db.transaction(async (tx) => {
      // One journey for all that is asked first.
      const given = give?.(tx);
      const locked = tx.query<{ position: number }>(
        'select position from consumer where name = any($1::text[]) order by name for update skip locked',
        [[...names]],
      );
      const heard = tx.query<StoredEvent>(
        `select position, id, type, aggregate, at, data from outbox
         where position > (select min(position) from consumer where name = any($1::text[])) order by position limit $2`,
        [[...names], options.batchMax ?? BATCH_MAX],
      );
      await together<unknown>(given === undefined ? [locked, heard] : [given, locked, heard]);
      const standing = await locked;
      const from = standing[0]?.position;
      if (from === undefined || standing.length < names.size) return null;
      if (standing.some(({ position }) => position !== from)) return null;
      const events = await heard;
      const last = events.at(-1)?.position;
      if (last === undefined) return { count: 0, last: from };
      for (const consumer of consumers) {
        const handled = events.filter((event) => consumer.handles(event.type));
        if (handled.length > 0) await consumer.apply(tx, handled);
      }
      await tx.query('update consumer set position = $2 where name = any($1::text[])', [[...names], last]);
      return { count: events.length, last };
    });
    if (passed === null) return runOnce();
    if (passed.count > 0) for (const { name } of consumers) options.advanced?.(name, passed.last);
    return passed.count * consumers.length;
  }

  /** In the loop a consumer that fails holds up only itself. */
  async function runEach(): Promise<number> {
    let passed = 0;
    for (const consumer of consumers) {
      try {
        passed += await advance(consumer);
      } catch (error) {
        options.failed?.(error, consumer.name);
      }
    }
    return passed;
  }

  const loop = createLoop({ work: runEach, idleMs: IDLE_MS, failed: () => {} });
  let unlisten: (() => Promise<void>) | null = null;
  return {
    runOnce,
    runTogether,
    nudge: loop.nudge,
    async start() {
      unlisten ??= await db.listen(OUTBOX_CHANNEL, loop.nudge);
      loop.start();
    },
    async stop() {
      await unlisten?.();
      unlisten = null;
      await loop.stop();
    },
  };
}

/** Events after a position, in order: for a consumer, a stream that resumes, a webhook. */
export function eventsAfter(sql: Sql, position: number, countMax: number): Promise<StoredEvent[]> {
  return sql.query<StoredEvent>(
    'select position, id, type, aggregate, at, data from outbox where position > $1 order by position limit $2',
    [position, countMax],
  );
}

/** Null when another node is applying for this consumer right now. */
async function lockPosition(tx: Tx, name: string): Promise<number | null> {
  const lock = 'select position from consumer where name = $1 for update skip locked';
  const [row] = await tx.query<{ position: number }>(lock, [name]);
  if (row) return row.position;
  await tx.query('insert into consumer (name, position) values ($1, 0) on conflict do nothing', [name]);
  const [made] = await tx.query<{ position: number }>(lock, [name]);
  return made?.position ?? null;
}
