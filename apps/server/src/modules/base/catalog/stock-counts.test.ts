import { expect, test } from 'vitest';
import { virtualClocks } from '../../../platform/clocks.ts';
import type { Catalog } from './index.ts';
import { createStockCounts } from './stock-counts.ts';

const SKU = 'sk-1';

function openShelf(stockChanges?: () => number) {
  const clocks = virtualClocks(1_718_640_000_000);
  const seen = { asked: 0, sold: 0 };
  const counts = createStockCounts({
    clocks,
    catalog: { allSkus: async () => [{ skuId: SKU }] } as unknown as Catalog,
    ports: {
      async stockOf() {
        seen.asked += 1;
        const plenty = { state: 'plenty' as const, left: null };
        return new Map([[SKU, { ...plenty, sold: seen.sold, either: plenty, storeMost: 0 }]]);
      },
      ...(stockChanges === undefined ? {} : { stockChanges }),
    },
  });
  return {
    seen,
    sold: async () => (await counts()).get(SKU)?.sold,
    later: (ms: number) => clocks.advanceTo(clocks.wall.now() + ms),
  };
}

test('where other nodes sell too, a count is believed for five seconds and no longer', async () => {
  const { seen, sold, later } = openShelf();
  expect(await sold()).toBe(0);
  seen.sold = 3;
  later(4_999);
  expect(await sold()).toBe(0);
  later(1);
  expect(await sold()).toBe(3);
  expect(seen.asked).toBe(2);
});

test('where every sale is seen, nothing is counted again until one was made, and then it is', async () => {
  let changes = 0;
  const { seen, sold, later } = openShelf(() => changes);
  await sold();
  later(60_000);
  await sold();
  expect(seen.asked).toBe(1);
  seen.sold = 2;
  changes += 1;
  later(5_000);
  expect(await sold()).toBe(2);
  expect(seen.asked).toBe(2);
});
