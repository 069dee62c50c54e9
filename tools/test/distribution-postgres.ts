import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterOwner } from '../../apps/server/src/platform/db/embedded-binaries.ts';

const INSTALLED = '/usr/lib/postgresql';
/** The oldest that `DATABASE_URL` may name. */
const MAJOR_MIN = 15;

export type ThrowAwayPostgres = {
  /** For DATABASE_URL: TCP on the loopback address, as a server of somebody's own would be reached. */
  readonly url: string;
  readonly told: string;
  stop(): void;
};

/** Binaries of the oldest PostgreSQL of the distribution that we still support; null when none is installed. */
export function findDistribution(): { readonly bin: string; readonly major: number } | null {
  if (!existsSync(INSTALLED)) return null;
  const majors = readdirSync(INSTALLED)
    .map(Number)
    .filter((major) => major >= MAJOR_MIN && existsSync(join(INSTALLED, String(major), 'bin/initdb')))
    .sort((a, b) => a - b);
  const major = majors[0];
  return major === undefined ? null : { bin: join(INSTALLED, String(major), 'bin'), major };
}

/**
 * Starts a cluster of that PostgreSQL in a temporary folder, without fsync. Its default collation is a language's and
 * not the byte order of the embedded one, so that SQL which leans on the order of bytes shows.
 */
export async function startDistribution(): Promise<ThrowAwayPostgres | { readonly missing: string }> {
  const found = findDistribution();
  if (found === null)
    return { missing: `no PostgreSQL ${MAJOR_MIN} or newer in ${INSTALLED} (apt-get install postgresql)` };
  const home = mkdtempSync(join(tmpdir(), 'dacu-distribution-'));
  chmodSync(home, 0o755);
  const dataDir = join(home, 'data');
  const passwordFile = join(home, 'password');
  const password = randomBytes(18).toString('base64url');
  const port = await freePort();
  mkdirSync(dataDir, { mode: 0o700 });
  writeFileSync(passwordFile, password, { mode: 0o600 });
  const owner = clusterOwner();
  if (owner) for (const path of [dataDir, passwordFile]) chownSync(path, owner.uid, owner.gid);

  const call = (program: string, args: readonly string[]) => {
    // Output goes nowhere: the started server would hold a pipe open.
    const done = spawnSync(join(found.bin, program), args, { ...owner, cwd: '/', stdio: 'ignore' });
    if (done.status !== 0)
      throw new Error(`${program} ${args.join(' ')} ended with ${done.status ?? done.error}`);
  };
  const settings = {
    listen_addresses: '127.0.0.1',
    port: String(port),
    unix_socket_directories: '',
    max_connections: '200',
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  };
  const stop = () => {
    spawnSync(join(found.bin, 'pg_ctl'), ['-D', dataDir, '-m', 'immediate', '-w', 'stop'], {
      ...owner,
      cwd: '/',
      stdio: 'ignore',
    });
    rmSync(home, { recursive: true, force: true });
  };
  try {
    call('initdb', [
      ...['-D', dataDir, '-U', 'postgres', `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '-E', 'UTF8'],
      ...['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US', '--no-sync'],
    ]);
    const options = Object.entries(settings).map(([name, value]) => `-c ${name}='${value}'`);
    call('pg_ctl', ['-D', dataDir, '-l', join(dataDir, 'log'), '-w', '-o', options.join(' '), 'start']);
  } catch (error) {
    stop();
    throw error;
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    told: `PostgreSQL ${found.major} of the distribution, collation en-US`,
    stop,
  };
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}
