import { spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Binaries, clusterOwner, PostgresProblem } from './embedded-binaries.ts';
import type { DbConnection } from './types.ts';

/**
 * The PostgreSQL that npm brings, started by ourselves: no TCP, a Unix socket in a 0700 folder, scram with a generated
 * password. PostgreSQL refuses to run as root, so root runs it as `nobody`, whose number every Linux knows
 * (a number outside /etc/passwd makes initdb fail).
 */
export const SUPERUSER = 'postgres';
/** A socket's whole path has 107 bytes; `/.s.PGSQL.5432` takes the rest. */
const SOCKET_DIR_BYTES_MAX = 90;
const PORT = 5432;

export type Cluster = {
  readonly pid: number;
  readonly dataDir: string;
  readonly socketDir: string;
  /** Connection parts for a database of this cluster. */
  connection(database: string): DbConnection;
};

export type InitOptions = {
  readonly binaries: Binaries;
  readonly dataDir: string;
  /** Gets the generated password, mode 0600, kept apart from the data. */
  readonly passwordFile: string;
  /** Off for tests only: a power cut right after could lose the new cluster. */
  readonly sync?: boolean;
};

/** Makes a new cluster in `dataDir`, which must be missing or empty. 0.4 s. */
export function initCluster(options: InitOptions): void {
  const owner = clusterOwner();
  ownedDir(options.dataDir);
  writeFileSync(options.passwordFile, randomBytes(24).toString('base64url'), { mode: 0o600 });
  if (owner) chownSync(options.passwordFile, owner.uid, owner.gid);
  const args = ['-D', options.dataDir, '-U', SUPERUSER, `--pwfile=${options.passwordFile}`];
  // The builtin provider needs no locale of the operating system and knows letters of every script.
  args.push('--auth=scram-sha-256', '-E', 'UTF8', '--locale=C');
  args.push('--locale-provider=builtin', '--builtin-locale=C.UTF-8');
  if (options.sync === false) args.push('--no-sync');
  const made = spawnSync(join(options.binaries.dir, 'bin', 'initdb'), args, {
    ...owner,
    cwd: '/',
    encoding: 'utf8',
  });
  if (made.status !== 0) {
    const why = (made.stderr || String(made.error ?? '')).trim().split('\n').at(-1);
    throw new PostgresProblem(`A new database cluster could not be made in ${options.dataDir}: ${why}`);
  }
}

export type StartOptions = {
  readonly binaries: Binaries;
  readonly dataDir: string;
  readonly socketDir: string;
  readonly passwordFile: string;
  readonly logFile: string;
  /** Settings as in postgresql.conf. */
  readonly options?: Readonly<Record<string, string>>;
  /** In a process group of its own, so that Ctrl-C leaves it up until the server has drained. */
  readonly detached: boolean;
};

const READY_MS = 30_000;

/**
 * Starts the cluster and resolves when it answers. After a kill -9 the old lock file makes PostgreSQL refuse for about
 * a second: that refusal is tried again.
 */
export async function startCluster(options: StartOptions): Promise<Cluster> {
  if (Buffer.byteLength(options.socketDir) > SOCKET_DIR_BYTES_MAX) {
    throw new PostgresProblem(`The socket folder ${options.socketDir} is too long: use a shorter one.`);
  }
  ownedDir(options.socketDir);
  const deadline = performance.now() + READY_MS;
  for (;;) {
    const started = await startOnce(options, deadline);
    if (started.pid !== null) return cluster(options, started.pid);
    const stale = /lock file ".*" already exists|pre-existing shared memory block/.test(started.log);
    if (!stale || performance.now() > deadline) {
      throw new PostgresProblem(`PostgreSQL did not start in ${options.dataDir}: ${reason(started.log)}`);
    }
    await sleep(200);
  }
}

async function startOnce(options: StartOptions, deadline: number) {
  writeFileSync(options.logFile, '', { flag: 'a', mode: 0o600 });
  const skip = readFileSync(options.logFile).length;
  const log = openSync(options.logFile, 'a');
  const settings = {
    listen_addresses: '',
    unix_socket_directories: options.socketDir,
    unix_socket_permissions: '0700',
    port: String(PORT),
    ...options.options,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const child = spawn(join(options.binaries.dir, 'bin', 'postgres'), ['-D', options.dataDir, ...args], {
    ...clusterOwner(),
    cwd: '/',
    detached: options.detached,
    stdio: ['ignore', log, log],
  });
  const exit = { done: false };
  for (const event of ['exit', 'error']) {
    child.once(event, () => {
      exit.done = true;
    });
  }
  if (options.detached) child.unref();
  while (!exit.done && performance.now() < deadline) {
    // The lock file says that it is this one which answers, not another cluster on the same socket.
    const ours = child.pid !== undefined && readPostmaster(options.dataDir)?.pid === child.pid;
    if (ours && (await answers(connectionOf(options, 'postgres')))) return { pid: child.pid!, log: '' };
    await sleep(20);
  }
  if (!exit.done) child.kill('SIGQUIT');
  return { pid: null, log: readFileSync(options.logFile).subarray(skip).toString('utf8') };
}

/** True when a database can be connected to: the way to tell a running cluster from a stale lock file. */
export async function answers(connection: DbConnection): Promise<boolean> {
  const config = 'url' in connection ? { connectionString: connection.url } : connection;
  const client = new pg.Client({ ...config, connectionTimeoutMillis: 2_000 });
  client.on('error', () => {});
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => {});
  }
}

/** Connection parts of a cluster on disk, running or not. */
export function connectionOf(
  place: { readonly socketDir: string; readonly passwordFile: string },
  database: string,
): DbConnection {
  const password = readFileSync(place.passwordFile, 'utf8').trim();
  return { host: place.socketDir, port: PORT, user: SUPERUSER, password, database };
}

function cluster(options: StartOptions, pid: number): Cluster {
  const { dataDir, socketDir } = options;
  return { pid, dataDir, socketDir, connection: (database) => connectionOf(options, database) };
}

/** What `postmaster.pid` says; the process may be long gone (`answers` tells). */
export function readPostmaster(dataDir: string): { readonly pid: number; readonly socketDir: string } | null {
  try {
    const lines = readFileSync(join(dataDir, 'postmaster.pid'), 'utf8').split('\n');
    const pid = Number(lines[0]);
    return Number.isInteger(pid) && pid > 0 ? { pid, socketDir: (lines[4] ?? '').trim() } : null;
  } catch {
    return null;
  }
}

/** Fast shutdown: sessions end, everything is flushed. Past `waitMs` the immediate one, which recovers at the next start. */
export async function stopCluster(
  target: { readonly pid: number; readonly dataDir: string },
  waitMs = 15_000,
): Promise<void> {
  for (const [signal, limitMs] of [
    ['SIGINT', waitMs],
    ['SIGQUIT', 5_000],
  ] as const) {
    if (!signalled(target.pid, signal)) return;
    const deadline = performance.now() + limitMs;
    while (performance.now() < deadline) {
      if (readPostmaster(target.dataDir)?.pid !== target.pid && !signalled(target.pid, 0)) return;
      await sleep(20);
    }
  }
}

function signalled(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}

function ownedDir(dir: string): void {
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const owner = clusterOwner();
  if (owner) chownSync(dir, owner.uid, owner.gid);
}

/** The line of the log that tells a person what happened. */
function reason(log: string): string {
  const lines = log.trim().split('\n');
  const fatal = lines.findLast((line) => /FATAL|PANIC|ERROR|could not/.test(line));
  return (fatal ?? lines.at(-1) ?? 'it said nothing').replace(/^.*?(FATAL|PANIC|ERROR):\s*/, '');
}
