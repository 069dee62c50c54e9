import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../apps/server/src/context.ts';

const CATALOGUE = ['shops.csv', 'products.csv', 'prices.csv'] as const;
const FINDINGS_SHOWN = 10;

/**
 * Fills an empty demonstration database from `campaigns/`: the catalogue, by the importer that a user would use.
 * A database that has products is left as it is.
 */
export async function loadCampaigns(
  context: Context,
  root: string,
  say: (words: string) => void,
): Promise<void> {
  const { catalog, clocks, config, ids, stock } = context;
  if (config.databaseKind !== 'simulated' || (await catalog.allSkus()).length > 0) return;
  const startedAt = performance.now();
  const at = clocks.campaign.now();
  const outcome = await catalog.importCatalogue({
    files: CATALOGUE.map((name) => ({ name, bytes: readFileSync(join(root, 'campaigns/catalogue', name)) })),
    at,
    dryRun: false,
    async receiveStock(tx, rows) {
      await stock.receive(tx, { receiptId: ids.next('rc'), at, rows });
    },
  });
  if (!outcome.imported) {
    const findings = outcome.errors
      .slice(0, FINDINGS_SHOWN)
      .map((error) => `  ${error.file}:${error.line} ${error.column}: ${error.message.en}`);
    throw new Error(`campaigns/catalogue has ${outcome.errors.length} errors:\n${findings.join('\n')}`);
  }
  say(
    `Imported the catalogue: ${outcome.products} products, ${outcome.skus} items (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`,
  );
}
