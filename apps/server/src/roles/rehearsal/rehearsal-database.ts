import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { clusterOwner, prepareBinaries } from '../../platform/db/embedded-binaries.ts';
import { initCluster, startCluster, stopCluster } from '../../platform/db/embedded-postgres.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { connectionTo, openDb } from '../../platform/db/open-db.ts';
import type { DbConnection } from '../../platform/db/types.ts';
import { type Home, prepareHome } from '../../platform/embedded/home.ts';
import { claimDatabase, clustersParent, NAME, OWNER, sweepRehearsalDatabases } from './sweep-databases.ts';

/** A database for one rehearsal: made, migrated, thrown away. Never the live one. */
export type RehearsalDatabase = {
  readonly connection: DbConnection;
  /** Stops and removes it. */
  close(): Promise<void>;
};

const MIGRATION_DEADLINE_MS = 120_000;
/** What is thrown away need not survive a power cut. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  autovacuum_naptime: '10s',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_wal_size: '4GB',
  checkpoint_timeout: '1h',
  jit: 'off',
  max_parallel_workers_per_gather: '0',
  track_activities: 'off',
};

/** A cluster of its own, or a database of its own on the server of `databaseUrl`; what killed ones left is swept first. */
export async function openRehearsalDatabase(options: {
  readonly home: Home;
  readonly databaseUrl: string | null;
  readonly atWall: number;
}): Promise<RehearsalDatabase> {
  const name = `${NAME}${randomBytes(6).toString('hex')}`;
  await sweepRehearsalDatabases(options.databaseUrl);
  const opened =
    options.databaseUrl === null
      ? await openCluster(options.home, name)
      : await openOnServer(options.databaseUrl, name);
  try {
    await onAdmin(opened.admin, `create database ${name}`);
    const connection = connectionTo(opened.admin, name);
    const db = openDb({ connection, connectionsMax: 1, deadlineMs: MIGRATION_DEADLINE_MS });
    try {
      await migrate({ db, kind: 'simulated', at: options.atWall });
    } finally {
      await db.close();
    }
    return { connection, close: opened.close };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openOnServer(databaseUrl: string, name: string) {
  const admin: DbConnection = { url: databaseUrl };
  const claim = await claimDatabase(databaseUrl, name);
  return {
    admin,
    async close() {
      await onAdmin(admin, `drop database if exists ${name} with (force)`).finally(claim.release);
    },
  };
}

async function openCluster(home: Home, name: string) {
  const asRoot = clusterOwner() !== null;
  // Binaries may have to be copied to where the account that runs PostgreSQL can reach them.
  prepareHome(home);
  const binaries = prepareBinaries({ asRoot, intoDir: home.binariesInto });
  // A socket's path has to be short.
  const place = join(clustersParent(), name);
  mkdirSync(place, { recursive: true, mode: asRoot ? 0o711 : 0o700 });
  writeFileSync(join(place, OWNER), String(process.pid));
  const files = {
    binaries,
    dataDir: join(place, 'data'),
    socketDir: join(place, 's'),
    passwordFile: join(place, 'password'),
    logFile: join(place, 'postgres.log'),
  };
  try {
    initCluster({ ...files, sync: false });
    // In a group of its own: Ctrl-C ends the rehearsal, which then ends its database.
    const cluster = await startCluster({ ...files, options: SETTINGS, detached: true });
    return {
      admin: cluster.connection('postgres'),
      async close() {
        await stopCluster(cluster);
        rmSync(place, { recursive: true, force: true });
      },
    };
  } catch (error) {
    rmSync(place, { recursive: true, force: true });
    throw error;
  }
}

async function onAdmin(connection: DbConnection, statement: string): Promise<void> {
  const db = openDb({ connection, connectionsMax: 1, deadlineMs: MIGRATION_DEADLINE_MS });
  try {
    await db.query(statement);
  } finally {
    await db.close();
  }
}
