import { existsSync } from 'node:fs';
import { requireDatabase } from '../db/require-database.ts';
import type { DbConnection } from '../db/types.ts';
import type { Log } from '../log.ts';
import { DATABASE, findRunning } from './ensure-cluster.ts';
import type { Home } from './home.ts';
import { openDatabase } from './open-database.ts';
import { runningOwner } from './second-copy.ts';
import { StartRefused } from './start-refused.ts';

/**
 * The database for the short visit of a tool, whether Dacu runs on it or rests. A resting embedded one is started, owned
 * meanwhile, so that no start comes in between, and stopped by `close`.
 */
export async function visitDatabase(options: {
  readonly home: Home;
  readonly url: string | null;
  readonly log: Log;
}): Promise<{ readonly connection: DbConnection; close(): Promise<void> }> {
  const { home, url, log } = options;
  if (url !== null) {
    await requireDatabase(url);
    return { connection: { url }, close: async () => {} };
  }
  if (!existsSync(home.dataDir))
    throw new StartRefused('noData', `There is no data in ${home.dir} yet: run npm start once.`);
  if ((await runningOwner(home)) !== null) {
    const cluster = await findRunning(home);
    if (cluster) return { connection: cluster.connection(DATABASE), close: async () => {} };
  }
  return openDatabase({
    ...{ home, url, log, shared: false, label: `pid ${process.pid} npm run operator` },
    onChange: () => {},
    onTaken: () => {},
  });
}
