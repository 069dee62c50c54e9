/** `npm run reset`: forgets the embedded database of this clone, and its copied binaries when no other clone uses them. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
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

const gone = [home.dir, home.socketDir].filter((dir) => existsSync(dir));
for (const dir of gone) rmSync(dir, { recursive: true, force: true });
if (home.binariesInto !== home.dir && existsSync(home.binariesInto)) {
  const left = readdirSync(home.binariesInto);
  const copies = left.filter((name) => name.startsWith('pg-'));
  // Another clone's data lies beside: its PostgreSQL runs from the same binaries.
  if (left.length === copies.length) {
    for (const name of copies) {
      rmSync(join(home.binariesInto, name), { recursive: true, force: true });
      gone.push(join(home.binariesInto, name));
    }
  }
}
console.log(gone.length === 0 ? 'There is nothing to forget.' : `Forgotten: ${gone.join(', ')}`);
if (config.databaseUrl !== null) console.log('The database of DATABASE_URL is yours and was not touched.');
