/**
 * The only place where adapters and modules are made. Everything else is handed what it needs; a rehearsal makes a
 * context of its own with virtual clocks, seeded ids and a database apart.
 */
import type { Config } from './config/config.ts';
import type { Chance } from './platform/chance.ts';
import type { Clocks, ShiftedClock } from './platform/clocks.ts';
import { openDb } from './platform/db/open-db.ts';
import type { Db, DbConnection } from './platform/db/types.ts';
import type { Ids } from './platform/ids.ts';
import { createLane } from './platform/lane/create-lane.ts';
import type { Lane } from './platform/lane/types.ts';
import type { Log } from './platform/log.ts';
import type { Metrics } from './platform/metrics.ts';

export type ContextParts = {
  readonly config: Config;
  readonly connection: DbConnection;
  readonly clocks: Clocks;
  /** The clock of a demonstration, that the console may move; null elsewhere. */
  readonly shifted: ShiftedClock | null;
  readonly ids: Ids;
  readonly chance: Chance;
  readonly log: Log;
  readonly metrics: Metrics;
};

export type Context = ContextParts & {
  readonly db: Db;
  readonly lane: Lane;
  /** Answers what the lane took and closes the connections. */
  close(): Promise<void>;
};

/** The lane and the outbox's readers have connections of their own; requests share the rest. */
const LANE_CONNECTIONS = 1;

export function createContext(parts: ContextParts): Context {
  const { config, connection, metrics } = parts;
  const db = openDb({
    connection,
    connectionsMax: config.databaseConnections - LANE_CONNECTIONS,
    name: 'dacu',
  });
  const laneDb = openDb({ connection, connectionsMax: LANE_CONNECTIONS, name: 'dacu lane' });
  const lane = createLane({
    db: timed(laneDb, metrics),
    tables: [],
    handlers: [],
    probe: (point, batch) => {
      if (point === 'locked') metrics.laneBatchCommands.observe(batch.commands.length);
    },
  });
  return {
    ...parts,
    db,
    lane,
    async close() {
      await lane.drain();
      await Promise.all([db.close(), laneDb.close()]);
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
