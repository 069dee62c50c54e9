import { existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Binaries, clusterOwner, PostgresProblem, prepareBinaries } from '../db/embedded-binaries.ts';
import {
  answers,
  type Cluster,
  connectionOf,
  initCluster,
  readPostmaster,
  startCluster,
} from '../db/embedded-postgres.ts';
import { openDb } from '../db/open-db.ts';
import { type Home, prepareHome } from './home.ts';
import { StartRefused } from './start-refused.ts';

export const DATABASE = 'dacu';
const LOG_BYTES_MAX = 10 * 1_048_576;
const SLOW_START_MS = 5_000;

export type Ensured = { readonly cluster: Cluster; readonly how: 'made' | 'started' | 'adopted' };

/** The embedded cluster up and answering: a new one made, a resting one started, one left running adopted. */
export async function ensureCluster(home: Home): Promise<Ensured> {
  prepareHome(home);
  try {
    const binaries = prepareBinaries({ asRoot: clusterOwner() !== null, intoDir: home.binariesInto });
    const fresh = !existsSync(home.dataDir);
    if (fresh) makeCluster(home, binaries);
    else requireVersion(home, binaries);
    const running = fresh ? null : await findRunning(home);
    const cluster = running ?? (await startCluster({ ...home, binaries, detached: true }));
    await ensureDatabase(cluster);
    return { cluster, how: fresh ? 'made' : running ? 'adopted' : 'started' };
  } catch (error) {
    throw explain(error, home);
  }
}

/** The cluster that already runs on this data, waiting for one that is just starting; null when none does. */
export async function findRunning(home: Home): Promise<Cluster | null> {
  const deadline = performance.now() + SLOW_START_MS;
  for (;;) {
    const postmaster = readPostmaster(home.dataDir);
    if (!postmaster || !isAlive(postmaster.pid)) return null;
    const socketDir = postmaster.socketDir || home.socketDir;
    if (existsSync(home.passwordFile)) {
      const place = { socketDir, passwordFile: home.passwordFile };
      const connection = (database: string) => connectionOf(place, database);
      if (await answers(connection('postgres')))
        return { pid: postmaster.pid, dataDir: home.dataDir, socketDir, connection };
    }
    if (performance.now() > deadline) return null;
    await sleep(100);
  }
}

/** A process that exists and is no zombie: in a container nobody may collect what a killed server leaves. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return !stat.slice(stat.lastIndexOf(')')).startsWith(') Z');
  } catch {
    return true;
  }
}

/** Made beside and moved into place, so that a start cut short leaves no half a cluster. */
function makeCluster(home: Home, binaries: Binaries): void {
  const partial = `${home.dataDir}.new`;
  rmSync(partial, { recursive: true, force: true });
  initCluster({ binaries, dataDir: partial, passwordFile: home.passwordFile });
  renameSync(partial, home.dataDir);
}

function requireVersion(home: Home, binaries: Binaries): void {
  const ours = Number.parseInt(binaries.version, 10);
  const theirs = Number.parseInt(readIfThere(join(home.dataDir, 'PG_VERSION')) ?? '', 10);
  const way = 'start that version of Dacu, or forget the data with npm run reset';
  if (Number.isNaN(theirs))
    throw new StartRefused(
      'damaged',
      `${home.dataDir} is not a PostgreSQL data folder: move it away, or npm run reset.`,
    );
  if (theirs > ours)
    throw new StartRefused(
      'newerData',
      `The data in ${home.dir} was made by PostgreSQL ${theirs}, newer than the ${ours} of this build: ${way}.`,
    );
  if (theirs < ours)
    throw new StartRefused(
      'olderData',
      `The data in ${home.dir} was made by PostgreSQL ${theirs} and this build brings ${ours}: ${way}.`,
    );
  if (!existsSync(home.passwordFile))
    throw new StartRefused(
      'damaged',
      `The database's password file ${home.passwordFile} is missing: put it back, or npm run reset.`,
    );
  if (existsSync(home.logFile) && statSync(home.logFile).size > LOG_BYTES_MAX) truncateSync(home.logFile);
}

async function ensureDatabase(cluster: Cluster): Promise<void> {
  const admin = openDb({ connection: cluster.connection('postgres'), connectionsMax: 1, deadlineMs: 60_000 });
  try {
    const [found] = await admin.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (!found) await admin.query(`create database ${DATABASE}`);
  } finally {
    await admin.close();
  }
}

function explain(error: unknown, home: Home): unknown {
  if (!(error instanceof Error) || error instanceof StartRefused) return error;
  const full = /No space left on device|ENOSPC/.test(`${error.message} ${readTail(home.logFile)}`);
  if (full && (error instanceof PostgresProblem || 'code' in error))
    return new StartRefused(
      'diskFull',
      `The disk of ${home.dir} is full: free some space, or set DACU_DATA_DIR to a folder on another disk.`,
      error,
    );
  return error;
}

function readIfThere(path: string): string | null {
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
}

function readTail(path: string): string {
  return (readIfThere(path) ?? '').slice(-2_000);
}
