import { expect, test } from 'vitest';
import type { Finding } from '../types.ts';
import { checkStorePrices } from './check-store-prices.ts';
import { readTables } from './read-tables.ts';

const HEAD = 'store,storeZh,storeEn,sku,storePrice,seenOn';
async function check(...lines: string[]) {
  const bytes = new TextEncoder().encode([HEAD, ...lines].join('\n'));
  const { tables, findings: read } = await readTables([{ name: 'store-prices.csv', bytes }]);
  const findings: Finding[] = [...read];
  const [table] = tables;
  const checked = table && checkStorePrices(table, (skuId) => skuId === 'sk-a' || skuId === 'sk-b', findings);
  return { ...checked, findings: findings.map(({ line, column }) => [line, column]) };
}

test('a store is named once; its prices are in fen, by the day on which they were seen', async () => {
  expect(
    await check('st-bj,三里屯店,Sanlitun,sk-a,"¥1,299.00",2024-06-17', 'st-bj,,,sk-b,9.9,2024-06-16'),
  ).toEqual({
    stores: [{ storeId: 'st-bj', nameZh: '三里屯店', nameEn: 'Sanlitun' }],
    prices: [
      { storeId: 'st-bj', skuId: 'sk-a', priceFen: 129_900, seenOn: '2024-06-17' },
      { storeId: 'st-bj', skuId: 'sk-b', priceFen: 990, seenOn: '2024-06-16' },
    ],
    findings: [],
  });
});

test('a header in Chinese is read the same', async () => {
  const bytes = new TextEncoder().encode(
    '门店编号,门店名称,门店英文名,SKU编号,门店价,采价日期\nst-bj,三里屯店,Sanlitun,sk-a,9.90,2024-06-17',
  );
  const { tables } = await readTables([{ name: 'x.csv', bytes }]);
  expect(tables.map(({ kind }) => kind)).toEqual(['storePrices']);
});

test.each<[string, string[], [number, string][]]>([
  [
    'a store without a name',
    ['st-bj,,,sk-a,9.90,2024-06-17'],
    [
      [2, 'storeZh'],
      [2, 'storeEn'],
    ],
  ],
  [
    'a store with two names',
    ['st-bj,甲,A,sk-a,9.90,2024-06-17', 'st-bj,乙,B,sk-b,9.90,2024-06-17'],
    [[3, 'storeZh']],
  ],
  ['an unknown sku', ['st-bj,甲,A,sk-x,9.90,2024-06-17'], [[2, 'sku']]],
  ['a price of nothing', ['st-bj,甲,A,sk-a,0,2024-06-17'], [[2, 'storePrice']]],
  ['a price with three decimals', ['st-bj,甲,A,sk-a,9.999,2024-06-17'], [[2, 'storePrice']]],
  ['a day that is none', ['st-bj,甲,A,sk-a,9.90,2024-02-30'], [[2, 'seenOn']]],
  ['a bad id of a store', ['ST BJ,甲,A,sk-a,9.90,2024-06-17'], [[2, 'store']]],
  [
    'two prices on one day',
    ['st-bj,甲,A,sk-a,9.90,2024-06-17', 'st-bj,,,sk-a,9.80,2024-06-17'],
    [[3, 'seenOn']],
  ],
])('%s is reported where it stands', async (_what, lines, findings) => {
  expect((await check(...lines)).findings).toEqual(findings);
});
