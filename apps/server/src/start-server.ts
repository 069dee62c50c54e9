import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Config } from './config/config.ts';
import { type Context, createContext } from './context.ts';
import { deliverOverHttp } from './modules/trade/payment/index.ts';
import { wireOf } from './payment-wire.ts';
import { secureBytes, secureChance } from './platform/chance.ts';
import { openClock, type StoredClock } from './platform/clock-store.ts';
import { realClocks, shiftedClocks } from './platform/clocks.ts';
import { migrate } from './platform/db/migrate.ts';
import { openDb } from './platform/db/open-db.ts';
import type { DbConnection } from './platform/db/types.ts';
import type { Home } from './platform/embedded/home.ts';
import { type OpenedDatabase, openDatabase } from './platform/embedded/open-database.ts';
import type { BuiltApp } from './platform/http/static-apps.ts';
import { createIds } from './platform/ids.ts';
import type { Log } from './platform/log.ts';
import { holdMasterKey, loadMasterKey } from './platform/master-key.ts';
import { createMetrics } from './platform/metrics.ts';
import { startDemoTraffic } from './roles/demo-traffic.ts';
import { sweepRehearsalDatabases } from './roles/rehearsal/sweep-databases.ts';
import type { RunningRole } from './roles/role.ts';
import { startWeb } from './roles/web.ts';
import { startWorker } from './roles/worker.ts';

export type StartOptions = {
  readonly config: Config;
  readonly log: Log;
  /** Folder of the clone. */
  readonly root: string;
  readonly home: Home;
  /** The front ends to serve; asked for when the database is ready, so that they may be built meanwhile. */
  builtApps(): Promise<readonly BuiltApp[]>;
  /** What an empty database needs before anybody may come in. */
  readonly prepare?: (context: Context) => Promise<void>;
  /** This process has to stop by itself: its database was taken by another. */
  onLost(reason: string): void;
};

export type RunningServer = {
  readonly context: Context;
  readonly port: number | null;
  readonly databaseTold: string;
  /** Drains and stops everything that was started, the embedded database last. */
  stop(): Promise<void>;
};

const MIGRATION_DEADLINE_MS = 600_000;
/** Advisory lock of a node that fills an empty database; any number does, it must only never change. */
const PREPARING = 4_201_003;

/** Opens the database, migrates it, makes the context and starts the roles. What was started is stopped on failure. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const { config, log } = options;
  const metrics = createMetrics({ processFigures: true });
  const closing: (() => Promise<void>)[] = [];
  let draining = false;
  async function stop(): Promise<void> {
    draining = true;
    for (const close of closing.splice(0).reverse()) {
      await close().catch((error: Error) => log.error({ err: error }, 'not everything stopped cleanly'));
    }
  }

  try {
    const database = await openDatabase({
      home: options.home,
      url: config.databaseUrl,
      shared: config.severalNodes,
      label: `pid ${process.pid} port ${config.port}`,
      log,
      onChange: (up) => metrics.databaseUp.set(up ? 1 : 0),
      onTaken: options.onLost,
    });
    closing.push(() => database.close());
    await migrateTo(database, options);

    const stored = await openStoredClock(database.connection, options, closing);
    const clocks = stored ? shiftedClocks(stored.clock) : realClocks();
    const bytes = secureBytes();
    const wire = wireOf(config);
    const keyFile = config.masterKeyFile ?? options.home.masterKeyFile;
    const masterKey = loadMasterKey(keyFile, config.masterKeyFile === null);
    const context = await createContext({
      config,
      connection: database.connection,
      clocks,
      shifted: stored?.clock ?? null,
      ids: createIds({ now: clocks.wall.now, randomBytes: bytes }),
      chance: secureChance(bytes),
      masterKey,
      log,
      metrics,
      deliver: deliverOverHttp({
        notifyUrl: `${wire.notifyOrigin}/api/payments/sandbox/notify`,
        fetch,
      }),
      wire,
      rehearsalsDir: join(options.home.dir, 'rehearsals'),
      rehearsing: config.rehearsals
        ? {
            program: fileURLToPath(new URL('./rehearsal-main.ts', import.meta.url)),
            sweep: () => sweepRehearsalDatabases(config.databaseUrl),
          }
        : null,
      replayProgram: config.rehearsals ? fileURLToPath(new URL('./replay-main.ts', import.meta.url)) : null,
      auditProgram: config.rehearsals ? fileURLToPath(new URL('./audit-main.ts', import.meta.url)) : null,
      editionLens: null,
      soleWriter: false,
    });
    closing.push(() => context.close());
    await holdMasterKey(context.db, masterKey, keyFile);
    await oneAtATime(database.connection, async () => options.prepare?.(context));

    const { version } = JSON.parse(readFileSync(join(options.root, 'package.json'), 'utf8'));
    const roles: RunningRole[] = [];
    closing.push(async () => {
      for (const role of roles.reverse()) await role.stop();
    });
    if (config.roles.has('worker')) roles.push(await startWorker(context));
    let port: number | null = null;
    if (config.roles.has('web')) {
      const web = await startWeb({
        context,
        version,
        builtApps: await options.builtApps(),
        notReady: () => (draining ? 'draining' : database.up() ? null : 'the database is away'),
        clockMoved: async () => stored?.persist(),
      });
      roles.push(web);
      port = web.port;
      if (config.roles.has('shoppers')) {
        roles.push(startDemoTraffic({ context, app: web.app, seed: Math.floor(context.chance() * 2 ** 31) }));
      }
    }
    return { context, port, databaseTold: database.told, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Of nodes that start at once on an empty database one fills it, and the others wait and find it filled. */
async function oneAtATime(connection: DbConnection, work: () => Promise<void>): Promise<void> {
  const db = openDb({ connection, connectionsMax: 1, deadlineMs: MIGRATION_DEADLINE_MS, name: 'dacu start' });
  try {
    await db.transaction(async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [PREPARING]);
      await work();
    });
  } finally {
    await db.close();
  }
}

async function migrateTo(database: OpenedDatabase, options: StartOptions): Promise<void> {
  const db = openDb({
    connection: database.connection,
    connectionsMax: 1,
    deadlineMs: MIGRATION_DEADLINE_MS,
  });
  try {
    const done = await migrate({ db, kind: options.config.databaseKind, at: Date.now() });
    if (done.length > 0) options.log.info({ migrations: done }, 'schema brought up to date');
  } finally {
    await db.close();
  }
}

/** The clock of a simulated database; null where campaign time is wall time. */
async function openStoredClock(
  connection: DbConnection,
  options: StartOptions,
  closing: (() => Promise<void>)[],
): Promise<StoredClock | null> {
  if (options.config.databaseKind === 'real') return null;
  const db = openDb({ connection, connectionsMax: 1, name: 'dacu clock' });
  const stored = await openClock({
    ...{ db, log: options.log, wallNow: Date.now },
    startAt: options.config.demoAt,
    shared: options.config.severalNodes,
  });
  closing.push(async () => {
    await stored.stop().finally(() => db.close());
  });
  return stored;
}
