import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { clusterOwner } from '../../platform/db/embedded-binaries.ts';
import { readPostmaster, stopCluster } from '../../platform/db/embedded-postgres.ts';
import { isAlive } from '../../platform/embedded/ensure-cluster.ts';
import { SHARED_ROOT } from '../../platform/embedded/home.ts';

/** Every database of a rehearsal begins so, a cluster's folder or a database on somebody's server. */
export const NAME = 'dacu_rehearsal_';
/** In a cluster's folder: the process that it belongs to. */
export const OWNER = 'owner.pid';
/** First half of the advisory lock that a rehearsal holds on the server as long as it lives; the other is its name. */
const LIVING = 4_201_101;

/** Where embedded clusters of rehearsals lie: root's run as `nobody`, who must be able to reach them. */
export function clustersParent(): string {
  return clusterOwner() === null ? tmpdir() : SHARED_ROOT;
}

/**
 * Removes what killed rehearsals left behind: embedded clusters whose process is gone, and databases on the server of
 * `databaseUrl` that no connection claims. Those of living rehearsals, of this clone or another, stay.
 */
export async function sweepRehearsalDatabases(databaseUrl: string | null): Promise<void> {
  await sweepClusters(clustersParent());
  if (databaseUrl !== null) await sweepServer(databaseUrl);
}

async function sweepClusters(parent: string): Promise<void> {
  if (!existsSync(parent)) return;
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

async function sweepServer(databaseUrl: string): Promise<void> {
  await onServer(databaseUrl, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      'select datname as name from pg_database where starts_with(datname, $1)',
      [NAME],
    );
    for (const { name } of rows) {
      const claim = await client.query<{ ours: boolean }>(
        'select pg_try_advisory_lock($1, hashtext($2)) as ours',
        [LIVING, name],
      );
      if (claim.rows[0]?.ours !== true) continue;
      await client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`);
      await client.query('select pg_advisory_unlock($1, hashtext($2))', [LIVING, name]);
    }
  });
}

/**
 * Says on the server that the rehearsal of this name lives, before its database is made. The connection carries it: when
 * this process dies, however it dies, the server lets it go.
 */
export async function claimDatabase(
  databaseUrl: string,
  name: string,
): Promise<{ release(): Promise<void> }> {
  const client = await connect(databaseUrl);
  try {
    await client.query('select pg_advisory_lock($1, hashtext($2))', [LIVING, name]);
  } catch (error) {
    await client.end();
    throw error;
  }
  return { release: () => client.end() };
}

async function onServer(databaseUrl: string, work: (client: pg.Client) => Promise<void>): Promise<void> {
  const client = await connect(databaseUrl);
  try {
    await work(client);
  } finally {
    await client.end();
  }
}

async function connect(databaseUrl: string): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 5_000,
    keepAlive: true,
    application_name: 'dacu rehearsal',
  });
  // A connection that breaks is found out by whoever uses it next.
  client.on('error', () => {});
  await client.connect();
  return client;
}
