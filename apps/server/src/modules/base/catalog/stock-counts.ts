import type { Clocks } from '../../../platform/clocks.ts';
import type { Catalog } from './index.ts';
import type { CatalogPorts } from './present.ts';

export type StockCount = { readonly sold: number; readonly out: boolean };

/** Ranking, filters and counts of results may lag by this much; the figures on the cards never do. */
const TRUST_MS = 5_000;

/** Sold, and whether any is left to be sent or collected, by sku: one question to the stock for everything, remembered for a few seconds on the wall. */
export function createStockCounts({
  catalog,
  ports,
  clocks,
}: {
  readonly catalog: Catalog;
  readonly ports: Pick<CatalogPorts, 'stockOf' | 'stockChanges'>;
  readonly clocks: Clocks;
}): () => Promise<ReadonlyMap<string, StockCount>> {
  type Counts = Promise<ReadonlyMap<string, StockCount>>;
  let known: { at: number; changes: number | null; counts: Counts } | null = null;

  async function count(): Promise<ReadonlyMap<string, StockCount>> {
    const skus = await catalog.allSkus();
    const stocks = await ports.stockOf(
      skus.map((sku) => sku.skuId),
      clocks.campaign.now(),
    );
    return new Map(
      [...stocks].map(([skuId, { sold, either, storeMost }]) => [
        skuId,
        { sold, out: either.state === 'out' && storeMost === 0 },
      ]),
    );
  }

  return () => {
    const now = clocks.wall.now();
    const changes = ports.stockChanges?.(clocks.campaign.now()) ?? null;
    // Nothing was sold since: counting again would find the same.
    if (known !== null && changes !== null && changes === known.changes) known.at = now;
    if (known === null || now - known.at >= TRUST_MS || now < known.at) {
      const counts = count();
      const mine = { at: now, changes, counts };
      known = mine;
      // A failed question must not be the answer of the next five seconds.
      counts.catch(() => {
        if (known === mine) known = null;
      });
    }
    return known.counts;
  };
}
