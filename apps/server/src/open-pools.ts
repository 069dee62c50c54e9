import type { Config } from './config/config.ts';
import { type OpenDbOptions, openDb } from './platform/db/open-db.ts';
import { readViews } from './platform/db/read-views.ts';
import { createReadMemory } from './platform/db/remember-reads.ts';
import type { Db, DbConnection } from './platform/db/types.ts';

/** The lane, the relay with its consumers, due work, and reports have connections of their own; requests share the rest. */
const LANE_CONNECTIONS = 1;
const WORKER_CONNECTIONS = 3;
const REPORT_CONNECTIONS = 3;
/** One listens for events; the clock and the lock of a demonstration have one each (`start-server.ts`). */
const APART_CONNECTIONS = 3;
const REQUEST_CONNECTIONS_MIN = 2;

/**
 * Where reads of pages are by key: a write under one key makes only that one read again. A key that is not the primary
 * one is an owner who never changes.
 */
const READ_BY_KEY = [
  { table: 'activity', key: 'activity_id' },
  { table: 'cart_line', key: 'shopper_id' },
  { table: 'coupon', key: 'shopper_id' },
  { table: 'favourite', key: 'shopper_id' },
  { table: 'limit_use', key: 'limit_key' },
  { table: 'person_key', key: 'person_id' },
  { table: 'points_account', key: 'shopper_id' },
  { table: 'shopper', key: 'shopper_id' },
  { table: 'shopper_session', key: 'token_hash' },
  { table: 'stock', key: 'sku_id' },
  { table: 'visit', key: 'visit_id' },
  { table: 'win_back_pick', key: 'shopper_id' },
] as const;

/**
 * The connections of a server, by who may wait for whom: requests, the lane, background work, reports over everything.
 *
 * All but reports run the same short statements over and over: prepared, since planning them takes longer than running
 * them, and by index, since a plan that was made when a table was empty must hold when a night has filled it. A report is
 * planned for what it asks, and has no shopper wait for a connection.
 *
 * With `soleWriter` (a rehearsal) reads are remembered until this process writes to their tables.
 */
export async function openPools({
  connection,
  config,
  soleWriter,
}: {
  readonly connection: DbConnection;
  readonly config: Config;
  readonly soleWriter: boolean;
}) {
  const requestConnections =
    config.databaseConnections -
    LANE_CONNECTIONS -
    WORKER_CONNECTIONS -
    REPORT_CONNECTIONS -
    APART_CONNECTIONS;
  const short = { prepared: true, byIndex: true, planOnce: soleWriter };
  const open = (name: string, connectionsMax: number, how: Partial<OpenDbOptions> = short): Db =>
    openDb({ connection, connectionsMax, name, ...how });
  const pools = {
    db: open('dacu', Math.max(REQUEST_CONNECTIONS_MIN, requestConnections), {
      ...short,
      ridesShared: true,
    }),
    laneDb: open('dacu lane', LANE_CONNECTIONS),
    workerDb: open('dacu worker', WORKER_CONNECTIONS),
  };
  if (!soleWriter)
    return {
      ...pools,
      reportDb: open('dacu reports', REPORT_CONNECTIONS, {}),
      memory: null,
      writeBehind: null,
    };
  const memory = createReadMemory(READ_BY_KEY, await readViews(pools.db), await emptyTables(pools.db));
  const { db, laneDb, workerDb } = pools;
  const remembered = memory.over(db);
  return {
    memory,
    writeBehind: memory.writeBehind(db),
    ...{ db: remembered, reportDb: remembered },
    ...{ laneDb: memory.over(laneDb), workerDb: memory.over(workerDb) },
  };
}

async function emptyTables(db: Db): Promise<string[]> {
  const rows = await db.query<{ table: string }>(
    READ_BY_KEY.map(({ table }) => `select '${table}' as table where not exists (select from ${table})`).join(
      ' union all ',
    ),
  );
  return rows.map((row) => row.table);
}
