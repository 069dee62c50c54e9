import type { QuoteView } from '@dacu/contract/api';
import { expect, it } from 'vitest';
import { sumShop } from './shop-sums.ts';

const same = (words: string) => ({ zh: words, en: words });

it('a shop’s part is list price less its shares plus freight, each promotion once', () => {
  const line = (listFen: number, netFen: number, allocations: object[]) => ({ listFen, netFen, allocations });
  const shop = {
    shopId: 'x',
    goodsFen: 1_450,
    freightFen: 800,
    lines: [
      line(1_000, 800, [
        { promotionId: 'store', layer: 'storeReduction', fen: 150 },
        { promotionId: 'cross', layer: 'crossStore', fen: 50 },
      ]),
      line(800, 650, [
        { promotionId: 'store', layer: 'storeReduction', fen: 150 },
        { promotionId: 'none', layer: 'points', fen: 0 },
      ]),
    ],
  } as unknown as QuoteView['shops'][number];
  const trace = [{ promotionId: 'store', title: same('满减') }] as unknown as QuoteView['trace'];
  const sums = sumShop(shop, trace);
  expect(sums.reductions).toEqual([
    { promotionId: 'store', title: same('满减'), layer: 'storeReduction', fen: 300 },
    { promotionId: 'cross', title: same('cross'), layer: 'crossStore', fen: 50 },
  ]);
  const off = sums.reductions.reduce((sum, each) => sum + each.fen, 0);
  expect(sums.listFen - off + sums.freightFen).toBe(sums.payFen);
});
