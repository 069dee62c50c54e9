import { fileURLToPath } from 'node:url';
import { decideConfig } from '../../config/config.ts';
import { openTestDatabase } from '../../platform/db/test-database.ts';
import type { Db } from '../../platform/db/types.ts';
import { silentLog } from '../../platform/log.ts';
import { type RehearsalInput, type RehearsalResult, rehearse } from '../rehearse.ts';

const ROOT = fileURLToPath(new URL('../../../../..', import.meta.url));

/** A rehearsal on a test database; `look` sees the books before they are thrown away. */
export function rehearseForTest(
  asked: Pick<RehearsalInput, 'yaml' | 'seed' | 'visits' | 'rehearsalsDir'> & Partial<RehearsalInput>,
  look: (db: Db) => Promise<void> = async () => {},
): Promise<RehearsalResult> {
  return rehearse({
    root: ROOT,
    config: decideConfig({}),
    log: silentLog,
    wallNow: Date.now,
    report: () => {},
    signal: new AbortController().signal,
    openDatabase: async () => {
      const database = await openTestDatabase();
      return {
        connection: database.connection,
        async close() {
          await look(database.db);
          await database.close();
        },
      };
    },
    ...asked,
  });
}
