import type { Config } from '../../config/config.ts';
import { createCatalog } from '../../modules/base/catalog/index.ts';
import { createPlans } from '../../modules/base/plan/index.ts';
import { countPastOrders, pastOrders, writeLines } from '../../modules/watch/replays/index.ts';
import { secureBytes } from '../../platform/chance.ts';
import { realClocks } from '../../platform/clocks.ts';
import { databaseKind } from '../../platform/db/migrate.ts';
import { openDb } from '../../platform/db/open-db.ts';
import type { Home } from '../../platform/embedded/home.ts';
import { visitDatabase } from '../../platform/embedded/visit-database.ts';
import { createIds } from '../../platform/ids.ts';
import type { Log } from '../../platform/log.ts';

export type ExportOutcome =
  | { readonly kind: 'exported'; readonly campaignId: string; readonly purchases: number }
  | {
      readonly kind: 'refused';
      readonly reason: 'noData' | 'noSuchCampaign';
      readonly campaigns: readonly string[];
    };

const TOLD_EVERY = 1_000;

/**
 * Writes the paid orders of a campaign in the database of this place to a file, whether Dacu runs on it or rests. Left
 * out, the campaign is the one whose plan goes first. Reads only.
 */
export async function exportOrders(input: {
  readonly out: string;
  readonly campaignId: string | undefined;
  readonly config: Pick<Config, 'databaseUrl'>;
  readonly home: Home;
  readonly log: Log;
  readonly progress: (purchases: number, of: number) => void;
  readonly signal: AbortSignal;
}): Promise<ExportOutcome> {
  const visit = await visitDatabase({ home: input.home, url: input.config.databaseUrl, log: input.log });
  const db = openDb({ connection: visit.connection, connectionsMax: 1, name: 'dacu export-orders' });
  try {
    const kind = await databaseKind(db);
    if (kind === null) return { kind: 'refused', reason: 'noData', campaigns: [] };
    const clocks = realClocks();
    const plans = createPlans({
      db,
      clocks,
      ids: createIds({ now: clocks.wall.now, randomBytes: secureBytes() }),
    });
    const campaigns = (await plans.campaigns()).map(({ campaignId }) => campaignId);
    const campaignId = input.campaignId ?? campaigns[0];
    const latest = campaignId === undefined ? null : await plans.latest(campaignId);
    const edition = latest === null ? null : await plans.edition(latest.editionId);
    if (edition === null) return { kind: 'refused', reason: 'noSuchCampaign', campaigns };
    const catalog = createCatalog({ db, clocks });
    const simulated = kind === 'simulated';
    const source = { db, catalog, plan: edition.compiled, simulated, scale: 1, at: Number.MAX_SAFE_INTEGER };
    const of = await countPastOrders(source);
    let purchases = 0;
    await writeLines(input.out, counted(pastOrders(source)), input.signal);
    return { kind: 'exported', campaignId: edition.campaignId, purchases };

    async function* counted(lines: AsyncIterable<string>): AsyncGenerator<string> {
      for await (const line of lines) {
        if (line.startsWith('{"kind":"purchase"')) {
          purchases += 1;
          if (purchases % TOLD_EVERY === 0) input.progress(purchases, of);
        }
        yield line;
      }
    }
  } finally {
    await db.close();
    await visit.close();
  }
}
