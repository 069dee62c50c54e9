import type { Clocks } from '../../../platform/clocks.ts';
import type { Catalog } from './index.ts';
import type { CatalogPorts } from './present.ts';

/** Ranking by sales may lag by this much; the counts on the cards never do. */
const TRUST_MS = 5_000;

/**
 * Sold by sku, for ranking: one question to the stock for everything, remembered for a few seconds on the wall. On
 * virtual clocks, which jump past any such age, only what is ranked is asked, and each time.
 */
export function createSoldCounts({
  catalog,
  ports,
  clocks,
}: {
  readonly catalog: Catalog;
  readonly ports: Pick<CatalogPorts, 'stockOf'>;
  readonly clocks: Clocks;
}): (skuIds: readonly string[]) => Promise<ReadonlyMap<string, number>> {
  let known: { at: number; counts: Promise<ReadonlyMap<string, number>> } | null = null;

  async function count(skuIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const stocks = await ports.stockOf(skuIds);
    const counts = new Map<string, number>();
    for (const [skuId, stock] of stocks) counts.set(skuId, stock.sold);
    return counts;
  }

  async function countAll(): Promise<ReadonlyMap<string, number>> {
    return count((await catalog.allSkus()).map((sku) => sku.skuId));
  }

  return (skuIds) => {
    if (!clocks.campaign.running()) return count(skuIds);
    const now = clocks.wall.now();
    if (known === null || now - known.at >= TRUST_MS || now < known.at) {
      const counts = countAll();
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
