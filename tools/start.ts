/**
 * `npm start`: everything a sale needs, in one process and one PostgreSQL. Nothing has to be set. What cannot be done
 * is told in one sentence with what to do about it.
 */
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ConfigRefused, decideConfig } from '../apps/server/src/config/config.ts';
import { readEnv } from '../apps/server/src/config/env.ts';
import { PostgresProblem } from '../apps/server/src/platform/db/embedded-postgres.ts';
import { SchemaRefused } from '../apps/server/src/platform/db/migrate.ts';
import { homeOf } from '../apps/server/src/platform/embedded/home.ts';
import { refuseSecondCopy } from '../apps/server/src/platform/embedded/second-copy.ts';
import { StartRefused } from '../apps/server/src/platform/embedded/start-refused.ts';
import { createLog } from '../apps/server/src/platform/log.ts';
import { type RunningServer, startServer } from '../apps/server/src/start-server.ts';
import { stopOnSignals } from '../apps/server/src/stop-on-signals.ts';
import { buildFronts } from './first-run/build-fronts.ts';
import { requirePort } from './first-run/require-port.ts';
import { tellAddresses } from './first-run/tell-addresses.ts';

const root = fileURLToPath(new URL('..', import.meta.url)).replace(/[\\/]$/, '');
const startedAt = performance.now();

function say(words: string): void {
  console.log(words);
}

async function start(): Promise<void> {
  const config = decideConfig(readEnv(process.env, join(root, '.env')));
  const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true });
  const home = homeOf(root, config.dataDir);
  if (config.databaseUrl === null) await refuseSecondCopy(home);
  if (config.roles.has('web')) await requirePort(config.host, config.port);

  say(`Starting Dacu (Node ${process.versions.node}) …`);
  const fronts = config.roles.has('web') ? buildFronts(root, say) : Promise.resolve([]);
  // A failing build is told when its turn comes, not as an unhandled rejection.
  fronts.catch(() => {});

  let running: RunningServer | null = null;
  const signals = stopOnSignals({ log, say, stop: async () => running?.stop() });
  running = await startServer({
    config,
    log,
    root,
    home,
    say,
    builtApps: () => fronts,
    onLost: (by) => signals.now(`Another Dacu (${by}) has taken this database; stopping.`, 1),
  });
  tellAddresses(running, config, say);
  log.info({ ms: Math.round(performance.now() - startedAt) }, 'started');
}

try {
  await start();
} catch (error) {
  const told = [ConfigRefused, StartRefused, PostgresProblem, SchemaRefused].some(
    (kind) => error instanceof kind,
  );
  console.error(told ? `\n${(error as Error).message}` : error);
  process.exit(1);
}
