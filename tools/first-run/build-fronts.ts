import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../../apps/server/src/platform/embedded/ensure-cluster.ts';
import { StartRefused } from '../../apps/server/src/platform/embedded/start-refused.ts';
import type { BuiltApp } from '../../apps/server/src/platform/http/static-apps.ts';

const FRONTS = [
  { name: 'storefront', prefix: '/' },
  { name: 'console', prefix: '/console/' },
] as const;
/** What both are made from, besides their own folders. */
const SHARED = ['packages/ui/**', 'packages/contract/src/**', 'packages/engine/src/**', 'package-lock.json'];
/** Tests, what is built, and the file that Vite puts beside its configuration while it reads it. */
const NO_SOURCE = /^(node_modules|dist|\.building)$|\.test\.tsx?$|\.timestamp-/;
/** Beside the build: the hash of the sources it was made from. Vite empties the folder first, so half a build has none. */
const STAMP = '.built-from';
const WAIT_MS = 100;

/** Builds each front end whose sources changed since its last build, both at a time, and says where they are. */
export async function buildFronts(root: string, say: (words: string) => void): Promise<BuiltApp[]> {
  const there = FRONTS.filter(({ name }) => existsSync(join(root, 'apps', name, 'src/main.tsx')));
  return Promise.all(
    there.map(async ({ name, prefix }) => {
      const dir = join(root, 'apps', name);
      const dist = join(dir, 'dist');
      const hash = sourceHash(root, name);
      const stamp = join(dist, STAMP);
      const isBuilt = () => existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
      if (!isBuilt())
        await oneAtATime(join(dir, '.building'), async () => {
          if (isBuilt()) return;
          const startedAt = performance.now();
          await viteBuild(dir);
          writeFileSync(stamp, hash);
          say(`Built the ${name} (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`);
        });
      return { prefix, dist };
    }),
  );
}

/** Of nodes that start at once from one clone, one builds and the others wait. A builder that died is not waited for. */
async function oneAtATime(lock: string, work: () => Promise<void>): Promise<void> {
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    await sleep(WAIT_MS);
    const builder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (builder > 0 && !isAlive(builder)) rmSync(lock, { force: true });
  }
  try {
    await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function sourceHash(root: string, name: string): string {
  const hash = createHash('sha256');
  const files = globSync([`apps/${name}/**`, ...SHARED], {
    cwd: root,
    exclude: (entry) => NO_SOURCE.test(entry.name),
    withFileTypes: true,
  });
  for (const path of files
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
}

async function viteBuild(dir: string): Promise<void> {
  const vite = join(
    dirname(createRequire(join(dir, 'package.json')).resolve('vite/package.json')),
    'bin',
    'vite.js',
  );
  const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: dir,
    env: { ...process.env, NODE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (output += chunk));
  const code = await new Promise((resolve) => child.once('close', resolve));
  if (code !== 0)
    throw new StartRefused('build', `The front end in ${dir} could not be built:\n${output.trim()}`);
}
