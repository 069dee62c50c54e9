import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterOwner, prepareBinaries } from '../../apps/server/src/platform/db/embedded-binaries.ts';
import {
  initCluster,
  startCluster,
  stopCluster,
} from '../../apps/server/src/platform/db/embedded-postgres.ts';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';
import type { Db } from '../../apps/server/src/platform/db/types.ts';

/** A PostgreSQL of the bench's own, with every promise of durability kept: fsync, synchronous commit, full pages. */
export type BenchCluster = {
  readonly dir: string;
  readonly pid: number;
  readonly db: Db;
  /** For the servers under test. */
  readonly url: string;
  readonly told: string;
  /** Every commit waits this long before its flush: 0, or the fsync of a slower disk. */
  slowDisk(commitDelayUs: number): Promise<void>;
  /** The `n` that a query gives in one of its databases. */
  count(database: string, sql: string): Promise<number>;
  close(): Promise<void>;
};

const DATABASE = 'dacu_bench';
const SIGNALS = ['SIGINT', 'SIGTERM'] as const;
/** Room to write: checkpoints in the middle of a run would measure the disk instead. Nothing here weakens a commit. */
const SETTINGS = {
  shared_buffers: '1GB',
  max_wal_size: '8GB',
  checkpoint_timeout: '30min',
  max_connections: '120',
};

export async function openCluster(): Promise<BenchCluster> {
  const dir = mkdtempSync(join(tmpdir(), 'dacu-bench-'));
  // `nobody`, who runs PostgreSQL for root, must pass through; the folders inside are its own and closed.
  chmodSync(dir, 0o755);
  const binaries = prepareBinaries({ asRoot: clusterOwner() !== null, intoDir: dir });
  const place = {
    binaries,
    dataDir: join(dir, 'data'),
    passwordFile: join(dir, 'password'),
    socketDir: join(dir, 's'),
    logFile: join(dir, 'log'),
  };
  initCluster(place);
  const cluster = await startCluster({ ...place, detached: true, options: SETTINGS });
  // It has a group of its own: a bench that is ended early would leave it behind.
  const endedEarly = async () => {
    await stopCluster(cluster, 1_000);
    rmSync(dir, { recursive: true, force: true });
    process.exit(1);
  };
  for (const signal of SIGNALS) process.once(signal, endedEarly);
  const admin = openDb({
    connection: cluster.connection('postgres'),
    connectionsMax: 1,
    deadlineMs: 60_000,
  });
  await admin.query(`create database ${DATABASE}`);
  const password = readFileSync(place.passwordFile, 'utf8').trim();
  const db = openDb({
    connection: cluster.connection(DATABASE),
    connectionsMax: 3,
    deadlineMs: 120_000,
    name: 'bench',
  });
  const settings = Object.entries(SETTINGS).map(([name, value]) => `${name}=${value}`);
  return {
    dir,
    pid: cluster.pid,
    db,
    url: `postgres://postgres:${password}@localhost/${DATABASE}?host=${encodeURIComponent(place.socketDir)}`,
    told: `PostgreSQL ${binaries.version}, fsync on, synchronous_commit on, full_page_writes on, ${settings.join(', ')}`,
    async slowDisk(commitDelayUs) {
      await admin.query(`alter system set commit_siblings = ${commitDelayUs > 0 ? 0 : 5}`);
      await admin.query(`alter system set commit_delay = ${commitDelayUs}`);
      await admin.query('select pg_reload_conf()');
    },
    async count(database, sql) {
      const connection = cluster.connection(database);
      const other = openDb({ connection, connectionsMax: 1, deadlineMs: 60_000 });
      try {
        const [row] = await other.query<{ n: number }>(sql);
        return Number(row!.n);
      } finally {
        await other.close();
      }
    },
    async close() {
      for (const signal of SIGNALS) process.off(signal, endedEarly);
      await Promise.all([admin.close(), db.close()]);
      await stopCluster(cluster);
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
