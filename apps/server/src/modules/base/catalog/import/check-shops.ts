import type { FreightTemplate } from '@dacu/engine/pricing';
import type { Finding, Shop } from '../types.ts';
import { type RowReader, readRow } from './read-row.ts';
import type { Table } from './read-tables.ts';

/** Province codes of GB/T 2260 whose last four digits are zero. */
const REGION = /^[1-8]\d0000$/;

export function checkShops(table: Table, findings: Finding[]): Shop[] {
  const seen = new Set<string>();
  return table.rows.flatMap((row) => {
    const read = readRow(table.file, row, findings);
    const shopId = read.id('shop');
    if (shopId !== null && seen.has(shopId))
      read.report('shop', '', '同一店铺出现了两次。', 'The same shop stands twice.');
    if (shopId !== null) seen.add(shopId);
    const name = { zh: read.text('nameZh', 40), en: read.text('nameEn', 60) };
    const intro = { zh: read.text('introZh', 300), en: read.text('introEn', 600) };
    const freight = shopId === null ? null : readFreight(read, shopId);
    if (shopId === null || !whole(name) || !whole(intro)) return [];
    return [{ shopId, name, intro, freight }];
  });
}

export function whole(text: { zh: string | null; en: string | null }): text is { zh: string; en: string } {
  return text.zh !== null && text.en !== null;
}

/** An empty base price leaves freight to the plan of the campaign. */
function readFreight(read: RowReader, shopId: string): FreightTemplate | null {
  const { cell } = read;
  if (cell('freightBase') === '') {
    for (const field of ['freeFrom', 'freightBasis', 'surcharges'])
      if (cell(field) !== '')
        read.report(field, '', '填写了基础运费才能填写此项。', 'This needs a base price of freight.');
    return null;
  }
  const baseFen = read.fen('freightBase');
  const freeFromFen = cell('freeFrom') === '' ? undefined : read.fen('freeFrom');
  const basis = cell('freightBasis');
  if (basis !== 'afterDiscount' && basis !== 'itemPrice')
    read.report(
      'freightBasis',
      'afterDiscount | itemPrice',
      '包邮口径应为优惠后金额或商品金额。',
      'Free freight is tested on the amount after discounts or on item prices.',
    );
  const surchargeFenByRegion = readSurcharges(read);
  if (baseFen === null || freeFromFen === null || (basis !== 'afterDiscount' && basis !== 'itemPrice'))
    return null;
  return {
    shopId,
    baseFen,
    ...(freeFromFen === undefined ? {} : { freeFromFen }),
    basis,
    surchargeFenByRegion,
  };
}

function readSurcharges(read: RowReader): Record<string, number> {
  const found: Record<string, number> = {};
  for (const part of read.list('surcharges')) {
    const [region = '', amount = ''] = part.split('=').map((side) => side.trim());
    if (!REGION.test(region) || region in found) {
      read.report(
        'surcharges',
        '650000=15.00; 540000=20.00',
        '应为“省级代码=元”，每省一次。',
        'This is province code = yuan, each province once.',
        part,
      );
      continue;
    }
    const surchargeFen = read.fen('surcharges', amount);
    if (surchargeFen !== null) found[region] = surchargeFen;
  }
  return found;
}
