import type { Clocks } from '../../../platform/clocks.ts';
import type { Catalog } from './index.ts';
import type { CatalogPorts } from './present.ts';

/** Ranking by sales may lag by this much; the counts on the cards never do. */
const TRUST_MS = 5_000;

/** Sold by sku, for ranking: one question to the stock for everything, remembered for a few seconds on the wall. */
export function createSoldCounts({
  catalog,
  ports,
  clocks,
}: {
  readonly catalog: Catalog;
  readonly ports: Pick<CatalogPorts, 'stockOf'>;
  readonly clocks: Clocks;
}): () => Promise<ReadonlyMap<string, number>> {
  let known: { at: number; counts: Promise<ReadonlyMap<string, number>> } | null = null;

  async function count(): Promise<ReadonlyMap<string, number>> {
    const skus = await catalog.allSkus();
    const stocks = await ports.stockOf(skus.map((sku) => sku.skuId));
    return new Map([...stocks].map(([skuId, stock]) => [skuId, stock.sold]));
  }

  return () => {
    const now = clocks.wall.now();
    if (known === null || now - known.at >= TRUST_MS || now < known.at) {
      const counts = count();
      const mine = { at: now, counts };
      known = mine;
      // A failed question must not be the answer of the next five seconds.
      counts.catch(() => {
        if (known === mine) known = null;
      });
    }
    return known.counts;
  };
}
