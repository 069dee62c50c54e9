import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  clusterOwner,
  initCluster,
  prepareBinaries,
  readPostmaster,
  startCluster,
  stopCluster,
} from '../../platform/db/embedded-postgres.ts';
import { migrate } from '../../platform/db/migrate.ts';
import { connectionTo, openDb } from '../../platform/db/open-db.ts';
import type { DbConnection } from '../../platform/db/types.ts';
import { isAlive } from '../../platform/embedded/ensure-cluster.ts';
import { type Home, SHARED_ROOT } from '../../platform/embedded/home.ts';

/** A database for one rehearsal: made, migrated, thrown away. Never the live one. */
export type RehearsalDatabase = {
  readonly connection: DbConnection;
  /** Stops and removes it. */
  close(): Promise<void>;
};

const NAME = 'dacu_rehearsal_';
const MIGRATION_DEADLINE_MS = 120_000;
/** What is thrown away need not survive a power cut. */
const SETTINGS = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  shared_buffers: '128MB',
  autovacuum_naptime: '10s',
};

/** A cluster of its own, or a database of its own on the server of `databaseUrl`. */
export async function openRehearsalDatabase(options: {
  readonly home: Home;
  readonly databaseUrl: string | null;
  readonly atWall: number;
}): Promise<RehearsalDatabase> {
  const name = `${NAME}${randomBytes(6).toString('hex')}`;
  const opened =
    options.databaseUrl === null
      ? await openCluster(options.home, name)
      : { admin: { url: options.databaseUrl }, close: async () => {} };
  try {
    await onAdmin(opened.admin, `create database ${name}`);
    const connection = connectionTo(opened.admin, name);
    const db = openDb({ connection, connectionsMax: 1, deadlineMs: MIGRATION_DEADLINE_MS });
    try {
      await migrate({ db, kind: 'simulated', at: options.atWall });
    } finally {
      await db.close();
    }
    return {
      connection,
      async close() {
        if (options.databaseUrl !== null) {
          await onAdmin(opened.admin, `drop database if exists ${name} with (force)`);
        }
        await opened.close();
      },
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

async function openCluster(home: Home, name: string) {
  const asRoot = clusterOwner() !== null;
  const binaries = prepareBinaries({ asRoot, intoDir: home.binariesInto });
  // Root's cluster runs as nobody, who must be able to reach it; a socket's path has to be short in any case.
  const parent = asRoot ? SHARED_ROOT : tmpdir();
  await sweep(parent);
  const place = join(parent, name);
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

const OWNER = 'owner.pid';

/** Removes what a killed rehearsal left behind: clusters whose owner is gone. */
async function sweep(parent: string): Promise<void> {
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(NAME))) {
    const place = join(parent, name);
    try {
      if (isAlive(Number(readFileSync(join(place, OWNER), 'utf8')))) continue;
      const dataDir = join(place, 'data');
      const postmaster = readPostmaster(dataDir);
      if (postmaster !== null && isAlive(postmaster.pid)) await stopCluster({ pid: postmaster.pid, dataDir });
      rmSync(place, { recursive: true, force: true });
    } catch {
      // Somebody else's, or being made right now: left alone.
    }
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
