import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Context } from '../../context.ts';
import { scaleStock } from './restock.ts';

const CATALOGUE = ['shops.csv', 'products.csv', 'prices.csv', 'places.csv', 'place-stock.csv'] as const;

/** Imports the catalogue by the importer that a user would use; answers the scaled opening stock. */
export async function loadCatalogue(
  context: Context,
  root: string,
  scale: number,
): Promise<{ skuId: string; quantity: number }[]> {
  const at = context.clocks.campaign.now();
  let opening: { skuId: string; quantity: number }[] = [];
  const outcome = await context.catalog.importCatalogue({
    files: CATALOGUE.map((name) => ({ name, bytes: readFileSync(join(root, 'campaigns/catalogue', name)) })),
    at,
    dryRun: false,
    async receiveStock(tx, rows) {
      const scaled = scaleStock(rows, scale);
      opening = scaled.filter((row) => row.placeId === undefined);
      await context.stock.receive(tx, {
        receiptId: 'opening',
        at,
        rows: scaled.filter((row) => row.quantity > 0),
      });
    },
  });
  if (!outcome.imported)
    throw new Error(`campaigns/catalogue has ${outcome.errors.length} errors: import it to see them`);
  return opening;
}
