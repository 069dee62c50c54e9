/**
 * The server as a program: env → config → context → roles. `npm start` (tools/start.ts) adds what a first run needs;
 * run alone (`node apps/server/src/main.ts`) it serves front ends that were built before.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Config, ConfigRefused, decideConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { PostgresProblem } from './platform/db/embedded-binaries.ts';
import { SchemaRefused } from './platform/db/migrate.ts';
import { homeOf } from './platform/embedded/home.ts';
import { refuseSecondCopy } from './platform/embedded/second-copy.ts';
import { StartRefused } from './platform/embedded/start-refused.ts';
import { portRefused, requirePort } from './platform/http/require-port.ts';
import type { BuiltApp } from './platform/http/static-apps.ts';
import { createLog } from './platform/log.ts';
import { type RunningServer, type StartOptions, startServer } from './start-server.ts';
import { stopOnSignals } from './stop-on-signals.ts';

export const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

export type Program = {
  /** Called at once when the start may go on, so that building and the database run side by side. */
  builtApps(config: Config): Promise<readonly BuiltApp[]>;
  readonly prepare?: StartOptions['prepare'];
  started(running: RunningServer, config: Config): void | Promise<void>;
};

/** Runs until a signal ends it. What a person can mend is told in a sentence; only bugs show a stack. */
export async function runProgram(program: Program): Promise<void> {
  const startedAt = performance.now();
  try {
    const config = decideConfig(readEnv(process.env, join(ROOT, '.env')));
    const log = createLog({ level: config.logLevel, pretty: process.stdout.isTTY === true });
    const home = homeOf(ROOT, config.dataDir);
    if (config.databaseUrl === null) await refuseSecondCopy(home);
    if (config.roles.has('web')) await requirePort(config.host, config.port);

    say(`Starting Dacu (Node ${process.versions.node}) …`);
    const fronts = config.roles.has('web') ? program.builtApps(config) : Promise.resolve([]);
    // A build that fails is told when its turn comes, not as an unhandled rejection.
    fronts.catch(() => {});

    let starting: Promise<RunningServer> | null = null;
    // A signal during the start waits for it, so that no PostgreSQL is left behind half way.
    const signals = stopOnSignals({ log, say, stop: async () => (await starting)?.stop() });
    starting = startServer({
      config,
      log,
      root: ROOT,
      home,
      builtApps: () => fronts,
      ...(program.prepare ? { prepare: program.prepare } : {}),
      onLost: (by) => signals.now(`Another Dacu (${by}) has taken this database; stopping.`, 1),
    });
    await program.started(await starting, config);
    log.info({ ms: Math.round(performance.now() - startedAt) }, 'started');
  } catch (error) {
    console.error(toldWords(error) ?? error);
    process.exit(1);
  }
}

export function say(words: string): void {
  console.log(words);
}

/** The sentence of an error that a person can mend; null for a bug. */
function toldWords(error: unknown): string | null {
  const told = [ConfigRefused, StartRefused, PostgresProblem, SchemaRefused];
  if (told.some((kind) => error instanceof kind)) return `\n${(error as Error).message}`;
  const { code, syscall } = error as NodeJS.ErrnoException & { port?: number; address?: string };
  if (syscall === 'listen' && code) {
    const { port = 0, address = '' } = error as { port?: number; address?: string };
    return `\n${portRefused(error as NodeJS.ErrnoException, address, port).message}`;
  }
  return null;
}

/** Front ends whose build lies there. */
function prebuilt(): BuiltApp[] {
  return [
    { prefix: '/', dist: join(ROOT, 'apps/storefront/dist') },
    { prefix: '/console/', dist: join(ROOT, 'apps/console/dist') },
  ].filter(({ dist }) => existsSync(join(dist, 'index.html')));
}

if (import.meta.main) {
  await runProgram({
    builtApps: async () => prebuilt(),
    started: (running) => say(`Dacu runs${running.port === null ? '' : ` on port ${running.port}`}.`),
  });
}
