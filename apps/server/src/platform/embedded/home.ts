import { createHash } from 'node:crypto';
import { chmodSync, lstatSync, mkdirSync, readFileSync, realpathSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { clusterOwner } from '../db/embedded-binaries.ts';
import { StartRefused } from './start-refused.ts';

/**
 * Where the embedded database of this clone lives. A plain user has everything in `./.dacu`; root's clone often lies
 * below a 0700 home that `nobody`, who runs PostgreSQL for root, can neither read nor execute from, so root has the
 * data in `/var/lib/dacu/<hash of the clone>` and the binaries beside it.
 */
export type Home = {
  readonly dir: string;
  readonly dataDir: string;
  readonly socketDir: string;
  readonly passwordFile: string;
  readonly logFile: string;
  readonly masterKeyFile: string;
  /** Folder that gets `pg-<version>` when the binaries have to be copied. */
  readonly binariesInto: string;
};

export const SHARED_ROOT = '/var/lib/dacu';
const SOCKET_DIR_BYTES_MAX = 90;
const NEW_CLUSTER_MB = 250;
const RUNNING_MB = 40;

/** Decides the folders; touches nothing. `root` is the folder of the clone. */
export function homeOf(root: string, dataDir: string | null): Home {
  const clone = realpathSync(root);
  const asRoot = clusterOwner() !== null;
  const dir = dataDir ?? (asRoot ? join(SHARED_ROOT, shortHash(clone)) : join(clone, '.dacu'));
  const near = join(dir, 's');
  return {
    dir,
    dataDir: join(dir, 'data'),
    socketDir:
      Buffer.byteLength(near) <= SOCKET_DIR_BYTES_MAX ? near : join(tmpdir(), `dacu-${shortHash(dir)}`),
    passwordFile: join(dir, 'password'),
    logFile: join(dir, 'postgres.log'),
    masterKeyFile: join(dir, 'master.key'),
    binariesInto: dataDir === null && asRoot ? SHARED_ROOT : dir,
  };
}

/** Makes the folders, open enough for the account that runs PostgreSQL and no more, and looks at the disk. */
export function prepareHome(home: Home): void {
  const owner = clusterOwner();
  if (owner) requireAccount(owner.uid);
  try {
    for (const dir of [home.binariesInto, home.dir]) mkdirSync(dir, { recursive: true, mode: 0o755 });
    // Root's folder may be walked through by `nobody` but not listed; a user's is closed.
    chmodSync(home.dir, owner ? 0o711 : 0o700);
  } catch (error) {
    throw new StartRefused(
      'place',
      `The folder ${home.dir} cannot be made (${codeOf(error)}): set DACU_DATA_DIR to a folder that can be written.`,
      error,
    );
  }
  if (owner) requireReachable(home.dir, owner.uid);
  requireSpace(home);
  requireOwnSocketDir(home.socketDir, owner?.uid ?? process.getuid?.());
}

/** PostgreSQL refuses to run as root and needs an account that the system knows. */
export function requireAccount(uid: number, passwd = '/etc/passwd'): void {
  const known = readIfThere(passwd)
    .split('\n')
    .some((line) => Number(line.split(':')[2]) === uid);
  if (known) return;
  throw new StartRefused(
    'account',
    `This machine has no account with number ${uid} (nobody), which PostgreSQL needs when root starts it: add it, start as a plain user, or set DATABASE_URL.`,
  );
}

/** Every folder above the data must let the account pass. */
function requireReachable(dir: string, uid: number): void {
  for (let above = dir; ; above = dirname(above)) {
    const { mode, uid: ownerUid } = lstatSync(realpathSync(above));
    const passes = ownerUid === uid ? mode & 0o100 : mode & 0o001;
    if (!passes)
      throw new StartRefused(
        'place',
        `The database runs as nobody, who may not pass through ${above} to ${dir}: set DACU_DATA_DIR to a folder that others may pass to, as ${SHARED_ROOT}.`,
      );
    if (above === dirname(above)) return;
  }
}

function requireSpace(home: Home): void {
  const fresh = lstatSync(home.dataDir, { throwIfNoEntry: false }) === undefined;
  const { bavail, bsize } = statfsSync(home.dir);
  const freeMb = Math.floor((bavail * bsize) / 1_048_576);
  const neededMb = fresh ? NEW_CLUSTER_MB : RUNNING_MB;
  if (freeMb >= neededMb) return;
  throw new StartRefused(
    'diskFull',
    `The disk of ${home.dir} has ${freeMb} MB free and the database needs ${neededMb} MB: free some space, or set DACU_DATA_DIR to a folder on another disk.`,
  );
}

/** In a shared temporary folder somebody else may have been first with our name. */
function requireOwnSocketDir(dir: string, uid: number | undefined): void {
  const found = lstatSync(dir, { throwIfNoEntry: false });
  if (!found || uid === undefined) return;
  if (found.isDirectory() && (found.uid === uid || found.uid === 0) && (found.mode & 0o077) === 0) return;
  throw new StartRefused(
    'place',
    `The folder ${dir} for the database's socket belongs to somebody else: remove it, or set DACU_DATA_DIR to a short path of yours.`,
  );
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function shortHash(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
