/**
 * The only place where adapters and modules are made. Everything else is handed what it needs; a rehearsal makes a
 * context of its own with virtual clocks, seeded ids and a database apart, and drains relay, consumers and due work
 * with `runOnce` where a live server lets the worker role run them.
 */
import type { Config } from './config/config.ts';
import { createMembers, type Members, membersConsumer } from './modules/base/members/index.ts';
import type { Chance } from './platform/chance.ts';
import type { Clocks, ShiftedClock } from './platform/clocks.ts';
import { openDb } from './platform/db/open-db.ts';
import type { Db, DbConnection } from './platform/db/types.ts';
import { createDue, type Due, type DueHandler } from './platform/due/create-due.ts';
import type { Ids } from './platform/ids.ts';
import { createLane } from './platform/lane/create-lane.ts';
import type { Lane, LaneHandler, LaneTable } from './platform/lane/types.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';
import { type Consumer, type Consumers, createConsumers } from './platform/outbox/consumers.ts';
import { createRelay, type Relay } from './platform/outbox/relay.ts';

export type ContextParts = {
  readonly config: Config;
  readonly connection: DbConnection;
  readonly clocks: Clocks;
  /** The clock of a demonstration, that the console may move; null elsewhere. */
  readonly shifted: ShiftedClock | null;
  readonly ids: Ids;
  readonly chance: Chance;
  /** 32 bytes that seal personal data. */
  readonly masterKey: Uint8Array;
  readonly log: Log;
  readonly metrics: Metrics;
};

export type Context = ContextParts & {
  readonly db: Db;
  readonly lane: Lane;
  readonly relay: Relay;
  readonly consumers: Consumers;
  readonly due: Due;
  readonly members: Members;
  /** Answers what the lane took and closes the connections. */
  close(): Promise<void>;
};

/** The lane, the relay with its consumers, and due work have connections of their own; requests share the rest. */
const LANE_CONNECTIONS = 1;
const WORKER_CONNECTIONS = 3;

export function createContext(parts: ContextParts): Context {
  const { config, connection, clocks, ids, log, metrics, masterKey } = parts;
  const { databaseKind } = config;
  const requestConnections = Math.max(2, config.databaseConnections - LANE_CONNECTIONS - WORKER_CONNECTIONS);
  const db = openDb({ connection, connectionsMax: requestConnections, name: 'dacu' });
  const laneDb = openDb({ connection, connectionsMax: LANE_CONNECTIONS, name: 'dacu lane' });
  const workerDb = openDb({ connection, connectionsMax: WORKER_CONNECTIONS, name: 'dacu worker' });

  const members = createMembers({ db, clocks, ids, databaseKind, masterKey });

  // Every batch locks its rows in the order of this list.
  const tables: LaneTable[] = [];
  const handlers: LaneHandler[] = [];
  const dueHandlers: DueHandler[] = [];
  const eventConsumers: Consumer[] = [membersConsumer(members)];

  const consumers = createConsumers({
    db: workerDb,
    consumers: eventConsumers,
    failed: (err, consumer) => log.error({ err, consumer }, 'a consumer failed; it will try again'),
  });
  const relay = createRelay({
    db: workerDb,
    failed: (err) => log.error({ err }, 'the relay failed; it will try again'),
    positioned: () => consumers.nudge(),
  });
  const due = createDue({
    db: workerDb,
    clocks,
    handlers: dueHandlers,
    failed: (err, item) => log.error({ err, kind: item?.kind, key: item?.key }, 'due work failed'),
  });
  const lane = createLane({
    db: timed(laneDb, metrics),
    tables,
    handlers,
    committed: (wrote) => {
      if (wrote.events > 0) relay.nudge();
      if (wrote.due > 0) due.nudge();
    },
    probe: (point, batch) => {
      if (point === 'locked') metrics.laneBatchCommands.observe(batch.commands.length);
    },
  });
  measureQueues(db, clocks, metrics);

  return {
    ...parts,
    db,
    lane,
    relay,
    consumers,
    due,
    members,
    async close() {
      await lane.drain();
      await Promise.all([db, laneDb, workerDb].map((opened) => opened.close()));
    },
  };
}

/** The lane's transactions, measured from their beginning to their commit. */
function timed(db: Db, metrics: Metrics): Db {
  return {
    ...db,
    async transaction(work, options) {
      const done = metrics.laneBatchSeconds.startTimer();
      try {
        return await db.transaction(work, options);
      } finally {
        done();
      }
    },
  };
}

/** Read when somebody scrapes: what waits, and for how long. */
function measureQueues(db: Db, clocks: Clocks, metrics: Metrics): void {
  const one = async (sql: string, params: readonly unknown[] = []) =>
    (await db.query<{ value: number }>(sql, params))[0]?.value ?? 0;
  metrics.gauge('outbox_waiting', 'Committed events without a position', () =>
    one('select count(*) as value from outbox where position is null'),
  );
  metrics.gauge('outbox_consumer_lag', 'Positions that the slowest consumer is behind', () =>
    one(
      `select coalesce(max(outbox_position.position - consumer.position), 0) as value
         from outbox_position left join consumer on true`,
    ),
  );
  metrics.gauge('due_overdue', 'Due work whose instant has passed', () =>
    one(`select count(*) as value from due where state = 'waiting' and next_at <= $1`, [
      clocks.campaign.now(),
    ]),
  );
  metrics.gauge('due_failed', 'Due work that was given up and waits for a person', () =>
    one(`select count(*) as value from due where state = 'failed'`),
  );
}
