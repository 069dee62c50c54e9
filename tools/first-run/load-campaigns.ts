import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../apps/server/src/context.ts';

const CATALOGUE = [
  ...['shops.csv', 'products.csv', 'prices.csv'],
  ...['store-prices.csv', 'places.csv', 'place-stock.csv'],
] as const;
const FINDINGS_SHOWN = 10;
/** Without reading the whole plan, which every start would wait for. */
const CAMPAIGN_ID = /^campaign:\n {2}id: (\S+)/m;
/** Who stands as publisher of what a first start loads. */
const LOADER = 'first start';

/**
 * Fills an empty demonstration database from `campaigns/`: the catalogue by the importer that a user would use, the
 * plans by publishing them. What is there already is left as it is, so a start cut short is completed by the next.
 */
export async function loadCampaigns(
  context: Context,
  root: string,
  say: (words: string) => void,
): Promise<void> {
  if (context.config.databaseKind !== 'simulated') return;
  const dir = join(root, 'campaigns');
  if ((await context.catalog.allSkus()).length === 0)
    await importCatalogue(context, join(dir, 'catalogue'), say);
  await publishPlans(context, dir, say);
}

async function importCatalogue(context: Context, dir: string, say: (words: string) => void): Promise<void> {
  const { catalog, clocks, ids, stock } = context;
  const startedAt = performance.now();
  const at = clocks.campaign.now();
  const outcome = await catalog.importCatalogue({
    files: CATALOGUE.map((name) => ({ name, bytes: readFileSync(join(dir, name)) })),
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
    throw new Error(`${dir} has ${outcome.errors.length} errors:\n${findings.join('\n')}`);
  }
  say(`Imported the catalogue: ${outcome.products} products, ${outcome.skus} items${since(startedAt)}`);
}

async function publishPlans(context: Context, dir: string, say: (words: string) => void): Promise<void> {
  const { plan, offers, clocks } = context;
  const startedAt = performance.now();
  const at = clocks.campaign.now();
  const known = new Set((await plan.campaigns()).map(({ campaignId }) => campaignId));
  const files = globSync('*.yaml', { cwd: dir })
    .sort()
    .map((file) => ({ file, yaml: readFileSync(join(dir, file), 'utf8') }))
    .filter(({ yaml }) => !known.has(CAMPAIGN_ID.exec(yaml)?.[1] ?? ''));
  if (files.length === 0) return;
  for (const { file, yaml } of files) {
    const outcome = await plan.publish({ yaml, by: LOADER, at });
    if (outcome.kind === 'refused' && outcome.reason === 'planInvalid')
      throw new Error(`${file} does not pass the check: npx dacu check campaigns/${file}`);
    if (outcome.kind === 'refused' && outcome.reason === 'lawBroken')
      throw new Error(`${file} breaks the law: npx dacu compliance campaigns/${file}`);
  }
  await offers.materialise(at);
  say(`Published ${files.length} plans${since(startedAt)}`);
}

function since(startedAt: number): string {
  return ` (${((performance.now() - startedAt) / 1000).toFixed(1)} s)`;
}
