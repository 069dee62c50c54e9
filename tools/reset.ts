/** `npm run reset`: forgets the embedded database of this clone, and its copied binaries when no other clone uses them. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { decideConfig } from '../apps/server/src/config/config.ts';
import { readEnv } from '../apps/server/src/config/env.ts';
import { stopCluster } from '../apps/server/src/platform/db/embedded-postgres.ts';
import { findRunning } from '../apps/server/src/platform/embedded/ensure-cluster.ts';
import { homeOf } from '../apps/server/src/platform/embedded/home.ts';
import { runningOwner } from '../apps/server/src/platform/embedded/second-copy.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const config = decideConfig(readEnv(process.env, join(root, '.env')));
const home = homeOf(root, config.dataDir);

const owner = await runningOwner(home);
if (owner !== null) {
  console.error(
    `Dacu runs on this data (${owner}): stop it first (Ctrl-C where it runs, or kill that process), then run npm run reset again.`,
  );
  process.exit(1);
}
const cluster = await findRunning(home);
if (cluster) await stopCluster(cluster);

const gone: string[] = [];
// Only what a start makes: the folder itself may be one of the user's, with other things in it.
const ours = [
  home.dataDir,
  `${home.dataDir}.new`,
  home.socketDir,
  home.passwordFile,
  home.logFile,
  home.masterKeyFile,
  join(home.dir, 'rehearsals'),
];
if (existsSync(home.dir) && home.binariesInto === home.dir)
  ours.push(...copiesIn(home.dir).map((name) => join(home.dir, name)));
for (const path of ours) if (existsSync(path)) forget(path);
if (existsSync(home.dir) && readdirSync(home.dir).length === 0) {
  try {
    rmdirSync(home.dir);
  } catch {
    // An empty folder in a place where this account may not remove one.
  }
}
if (home.binariesInto !== home.dir && existsSync(home.binariesInto)) {
  const copies = copiesIn(home.binariesInto);
  // Another clone's data lies beside: its PostgreSQL runs from the same binaries.
  if (readdirSync(home.binariesInto).length === copies.length) {
    for (const name of copies) forget(join(home.binariesInto, name));
  }
}
console.log(gone.length === 0 ? 'There is nothing to forget.' : `Forgotten: ${gone.join(', ')}`);
if (config.databaseUrl !== null) console.log('The database of DATABASE_URL is yours and was not touched.');

function copiesIn(dir: string): string[] {
  return readdirSync(dir).filter((name) => name.startsWith('pg-'));
}

function forget(path: string): void {
  rmSync(path, { recursive: true, force: true });
  gone.push(path);
}
