import { DAY_MS, startOfDay } from '../local-day.ts';
import type { Finding } from '../types.ts';
import { readRow } from './read-row.ts';
import type { Table } from './read-tables.ts';

/** A list price and the lowest deal that held from one day until another, both included. */
export type PriceSpan = {
  readonly skuId: string;
  readonly from: string;
  readonly until: string;
  readonly listFen: number;
  /** Null when nothing was sold in those days. */
  readonly dealFen: number | null;
};

const SPAN_DAYS_MAX = 400;

export function checkPrices(
  table: Table,
  isSku: (skuId: string) => boolean,
  findings: Finding[],
): PriceSpan[] {
  const lastUntil = new Map<string, string>();
  return table.rows.flatMap((row) => {
    const read = readRow(table.file, row, findings);
    const skuId = read.id('sku');
    if (skuId !== null && !isSku(skuId)) read.report('sku', '', '没有这个 SKU。', 'There is no such sku.');
    const from = read.day('from');
    const until = read.day('until');
    const listFen = read.fen('listPrice');
    const dealFen = read.cell('dealPrice') === '' ? undefined : read.fen('dealPrice');
    if (listFen === 0)
      read.report('listPrice', '> 0', '标价必须大于零。', 'The list price must be above zero.');
    if (listFen !== null && typeof dealFen === 'number' && dealFen > listFen)
      read.report(
        'dealPrice',
        `≤ ${read.cell('listPrice')}`,
        '成交价高于标价。',
        'The deal is above the list price.',
      );
    if (from !== null && until !== null) {
      const days = (startOfDay(until) - startOfDay(from)) / DAY_MS + 1;
      if (days < 1 || days > SPAN_DAYS_MAX)
        read.report(
          'until',
          `1–${SPAN_DAYS_MAX}`,
          '结束日期应不早于开始日期，且不超过上限天数。',
          'The last day is not before the first, and not too many days after it.',
        );
      const last = skuId === null ? undefined : lastUntil.get(skuId);
      if (last !== undefined && from <= last)
        read.report(
          'from',
          `> ${last}`,
          '同一 SKU 的日期重叠或倒序。',
          'Days of the same sku overlap or run backwards.',
        );
      if (skuId !== null) lastUntil.set(skuId, until);
    }
    if (skuId === null || from === null || until === null || listFen === null || dealFen === null) return [];
    return [{ skuId, from, until, listFen, dealFen: dealFen ?? null }];
  });
}
