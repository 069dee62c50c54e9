import type { Finding } from '../types.ts';
import { readRow } from './read-row.ts';
import type { Table } from './read-tables.ts';

/** What an item cost in a store on a day: what its shelf said when somebody looked. */
export type StorePrice = {
  readonly storeId: string;
  readonly skuId: string;
  readonly seenOn: string;
  readonly priceFen: number;
};
/** A shop one can walk into. */
export type Store = { readonly storeId: string; readonly nameZh: string; readonly nameEn: string };

const NAME_MAX = 40;

/** The first row of a store names it; later ones may leave the names out, and may not call it something else. */
export function checkStorePrices(
  table: Table,
  isSku: (skuId: string) => boolean,
  findings: Finding[],
): { stores: Store[]; prices: StorePrice[] } {
  const stores = new Map<string, Store>();
  const seen = new Set<string>();
  const prices = table.rows.flatMap((row): StorePrice[] => {
    const read = readRow(table.file, row, findings);
    const storeId = read.id('store');
    const known = storeId === null ? undefined : stores.get(storeId);
    const named = read.cell('storeZh') !== '' || read.cell('storeEn') !== '' || known === undefined;
    if (named) {
      const [nameZh, nameEn] = [read.text('storeZh', NAME_MAX), read.text('storeEn', NAME_MAX)];
      if (known !== undefined && (known.nameZh !== nameZh || known.nameEn !== nameEn))
        read.report('storeZh', known.nameZh, '同一门店有两个名称。', 'One store has two names.');
      else if (storeId !== null && nameZh !== null && nameEn !== null)
        stores.set(storeId, { storeId, nameZh, nameEn });
    }
    const skuId = read.id('sku');
    if (skuId !== null && !isSku(skuId)) read.report('sku', '', '没有这个 SKU。', 'There is no such sku.');
    const priceFen = read.fen('storePrice');
    if (priceFen === 0)
      read.report('storePrice', '> 0', '门店价必须大于零。', 'The store price must be above zero.');
    const seenOn = read.day('seenOn');
    const key = `${storeId}|${skuId}|${seenOn}`;
    if (seen.has(key))
      read.report(
        'seenOn',
        '1',
        '同一门店同一 SKU 同一天有两个价格。',
        'Two prices of one sku in one store on one day.',
      );
    seen.add(key);
    if (storeId === null || skuId === null || seenOn === null || priceFen === null) return [];
    return [{ storeId, skuId, seenOn, priceFen }];
  });
  return { stores: [...stores.values()], prices };
}
