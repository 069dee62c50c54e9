import { PLACE_KINDS, type PlaceKind } from '@dacu/engine/ledger';
import type { Finding, Place, StockRow } from '../types.ts';
import { whole } from './check-shops.ts';
import { type RowReader, readRow } from './read-row.ts';
import type { Table } from './read-tables.ts';

/** Province codes of GB/T 2260 whose last four digits are zero. */
const PROVINCE = /^[1-8]\d0000$/;
const [NAME_MAX, ADDRESS_MAX, HOURS_MAX, SHARE_MAX] = [60, 160, 80, 10_000];

/** Warehouses and stores. What a place is stays: its goods are counted by it. */
export function checkPlaces(
  table: Table,
  kindOf: (placeId: string) => PlaceKind | null,
  findings: Finding[],
): Place[] {
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const read = readRow(table.file, row, findings);
    const placeId = read.id('place');
    if (placeId !== null && seen.has(placeId))
      read.report('place', '', '同一地点出现了两次。', 'The same place stands twice.');
    if (placeId !== null) seen.add(placeId);
    const kind = readKind(read, placeId === null ? null : kindOf(placeId));
    const name = { zh: read.text('nameZh', NAME_MAX), en: read.text('nameEn', NAME_MAX) };
    const address = { zh: read.text('addressZh', ADDRESS_MAX), en: read.text('addressEn', ADDRESS_MAX) };
    const province = provinceOf(read, 'province', read.cell('province'));
    const serves = read.list('serves').map((code) => provinceOf(read, 'serves', code));
    const share = read.cell('share') === '' ? 0 : read.count('share');
    if (share !== null && (share > SHARE_MAX || (kind === 'store' && share > 0)))
      read.report(
        'share',
        `0–${SHARE_MAX}`,
        '入库占比过大，或门店不参与分配。',
        'The share is too large, or a store takes no share of deliveries.',
      );
    const hours = hoursOf(read);
    if (placeId === null || kind === null || !whole(name) || !whole(address) || province === null) return [];
    return [
      {
        ...{ placeId, kind, name, address, province, hours },
        serves: serves.filter((code) => code !== null),
        share: share ?? 0,
      },
    ];
  });
}

/** Opening stock of stores; what stands in warehouses comes with the stock of the products. */
export function checkPlaceStock(
  table: Table,
  { kindOf, isSku }: { kindOf: (placeId: string) => PlaceKind | null; isSku: (skuId: string) => boolean },
  findings: Finding[],
): StockRow[] {
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const read = readRow(table.file, row, findings);
    const [placeId, skuId, quantity] = [read.id('place'), read.id('sku'), read.count('units')];
    if (placeId !== null && kindOf(placeId) !== 'store')
      read.report('place', '', '没有这家门店。', 'There is no such store.');
    if (skuId !== null && !isSku(skuId)) read.report('sku', '', '没有这个 SKU。', 'There is no such sku.');
    if (seen.has(`${skuId}@${placeId}`))
      read.report('sku', '1', '同一门店同一 SKU 出现了两次。', 'One sku of one store stands twice.');
    seen.add(`${skuId}@${placeId}`);
    if (placeId === null || skuId === null || !quantity) return [];
    // Under a number of its own: the same file again brings nothing in twice.
    return [{ skuId, quantity, allotment: 0, placeId, receiptId: `catalogue:${placeId}` }];
  });
}

function readKind(read: RowReader, before: PlaceKind | null): PlaceKind | null {
  const kind = PLACE_KINDS.find((one) => one === read.cell('kind'));
  if (kind === undefined)
    return read.report(
      'kind',
      PLACE_KINDS.join(' | '),
      '应为仓库或门店。',
      'This is a warehouse or a store.',
    );
  if (before !== null && before !== kind)
    return read.report(
      'kind',
      before,
      '地点类型不能更改，它的库存是按类型计的。',
      'The kind of a place cannot change: its goods are counted by it.',
    );
  return kind;
}

function provinceOf(read: RowReader, field: string, code: string): string | null {
  return PROVINCE.test(code)
    ? code
    : read.report(field, '310000', '应为省级行政区划代码。', 'This is the code of a province.', code);
}

function hoursOf(read: RowReader): Place['hours'] {
  if (read.cell('hoursZh') === '' && read.cell('hoursEn') === '') return null;
  const hours = { zh: read.text('hoursZh', HOURS_MAX), en: read.text('hoursEn', HOURS_MAX) };
  return whole(hours) ? hours : null;
}
