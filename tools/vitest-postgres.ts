import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { clusterOwner, prepareBinaries } from '../apps/server/src/platform/db/embedded-binaries.ts';
import { initCluster, startCluster, stopCluster } from '../apps/server/src/platform/db/embedded-postgres.ts';
import { migrate } from '../apps/server/src/platform/db/migrate.ts';
import { connectionTo, openDb } from '../apps/server/src/platform/db/open-db.ts';
import type {} from '../apps/server/src/platform/db/test-database.ts';
import type { DbConnection } from '../apps/server/src/platform/db/types.ts';

/**
 * One PostgreSQL for a test run: the user's (`DATABASE_URL`), or the embedded one without fsync. A template is migrated
 * once; every suite takes a copy of it (17 ms).
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const server = await startServer();
  const template = `dacu_template_${randomBytes(5).toString('hex')}`;
  await runAsAdmin(server.admin, `create database ${template}`);
  const db = openDb({
    connection: connectionTo(server.admin, template),
    connectionsMax: 1,
    deadlineMs: 60_000,
  });
  try {
    await migrate({ db, kind: 'simulated', at: 0 });
  } finally {
    await db.close();
  }
  project.provide('postgres', { admin: server.admin, template });
  return async () => {
    await runAsAdmin(server.admin, `drop database ${template} with (force)`);
    await server.stop();
  };
}

/** Also for what runs vitest many times and wants one server for all of them. */
export async function startServer(): Promise<{ admin: DbConnection; stop: () => Promise<void> }> {
  const url = process.env.DATABASE_URL;
  if (url) return { admin: { url }, stop: async () => {} };
  const home = mkdtempSync(join(tmpdir(), 'dacu-test-'));
  // `nobody` must pass through; the folders inside are its own and closed.
  chmodSync(home, 0o755);
  const binaries = prepareBinaries({ asRoot: clusterOwner() !== null, intoDir: home });
  const place = {
    binaries,
    dataDir: join(home, 'data'),
    passwordFile: join(home, 'password'),
    socketDir: join(home, 's'),
    logFile: join(home, 'log'),
  };
  initCluster({ ...place, sync: false });
  const cluster = await startCluster({
    ...place,
    detached: true,
    options: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' },
  });
  return {
    admin: cluster.connection('postgres'),
    stop: async () => {
      await stopCluster(cluster);
      rmSync(home, { recursive: true, force: true });
    },
  };
}

async function runAsAdmin(admin: DbConnection, sql: string): Promise<void> {
  const db = openDb({ connection: admin, connectionsMax: 1, deadlineMs: 60_000 });
  try {
    await db.query(sql);
  } finally {
    await db.close();
  }
}
