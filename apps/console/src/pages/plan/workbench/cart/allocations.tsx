import { type Funder, type Quote, STACKING } from '@dacu/engine/pricing';
import { fenText, useLanguage } from '@dacu/ui';
import { Segmented } from 'antd';
import { useState } from 'react';
import { useT } from '../../../../i18n/setup.ts';
import { Panel } from '../../../../parts/page-head.tsx';
import { useFunderWords, useLayerName } from '../promotion-words.ts';
import type { Sale } from '../sale.ts';
import { type AllocationTable, allocationTable } from './allocation-table.ts';

/** Who takes how much off which line, by layer or by who pays; this is what an order freezes and a refund reads. */
export function Allocations({ sale, quote }: { sale: Sale; quote: Quote }) {
  const t = useT();
  const [by, setBy] = useState<'layer' | 'funder'>('layer');
  const layerName = useLayerName();
  const funders = useFunderWords();
  const table = allocationTable(quote, by);
  const order: readonly string[] =
    by === 'layer'
      ? STACKING.map(({ layer }) => layer)
      : ['platform', 'seller', 'brand', 'government', 'channel'];
  const columns = order.filter((key) => table.columns.has(key));
  const name = (key: string) => (by === 'layer' ? layerName(key as never) : funders.name(key as Funder));
  return (
    <Panel
      title={t('wb.alloc.title')}
      words={t('wb.alloc.words')}
      tools={
        <Segmented
          size="small"
          value={by}
          onChange={setBy}
          aria-label={t('wb.alloc.by')}
          options={(['layer', 'funder'] as const).map((value) => ({ value, label: t(`wb.alloc.${value}`) }))}
        />
      }
    >
      {columns.length === 0 ? (
        <p className="wb-pad co-quiet">{t('wb.alloc.none')}</p>
      ) : (
        <Table sale={sale} quote={quote} table={table} columns={columns} name={name} />
      )}
    </Panel>
  );
}

function Table(props: {
  sale: Sale;
  quote: Quote;
  table: AllocationTable;
  columns: readonly string[];
  name: (key: string) => string;
}) {
  const { sale, quote, table, columns, name } = props;
  const t = useT();
  const { pick } = useLanguage();
  const amount = (fen: number) => (fen === 0 ? <span className="co-quiet">—</span> : `−${fenText(fen)}`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className="wb-scroll" aria-label={t('wb.alloc.title')} tabIndex={0}>
      <table className="co-table wb-alloc">
        <thead>
          <tr>
            <th scope="col">{t('wb.alloc.line')}</th>
            <th scope="col" className="co-num">
              {t('wb.receipt.list')}
            </th>
            {columns.map((key) => (
              <th key={key} scope="col" className="co-num">
                {name(key)}
              </th>
            ))}
            <th scope="col" className="co-num">
              {t('wb.alloc.net')}
            </th>
          </tr>
        </thead>
        <tbody>
          {quote.lines.map((line) => (
            <tr key={line.lineId}>
              <th scope="row">
                {pick(sale.items.get(line.skuId)?.title) || line.skuId}{' '}
                <span className="co-quiet">× {line.quantity}</span>
              </th>
              <td className="co-num">{fenText(line.listFen)}</td>
              {columns.map((key) => (
                <td key={key} className="co-num">
                  {amount(table.cell(line.lineId, key))}
                </td>
              ))}
              <td className="co-num">{fenText(line.netFen)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('wb.alloc.sum')}</th>
            <td className="co-num">{fenText(quote.listFen)}</td>
            {columns.map((key) => (
              <td key={key} className="co-num">
                {amount(table.columns.get(key) ?? 0)}
              </td>
            ))}
            <td className="co-num">{fenText(quote.goodsFen)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
