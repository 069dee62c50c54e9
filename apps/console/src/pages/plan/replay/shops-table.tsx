import type { ReplayDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useMemo } from 'react';
import { useT } from '../../../i18n/setup.ts';
import { bpText } from '../../../parts/format.ts';
import type { Column } from '../../../table/column.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { changeColumn, countColumn, moneyColumn } from './money-column.tsx';

type Row = ReplayDocument['shops'][number];

/** What each shop is left with, then and under the draft. */
export function ShopsTable({ shops }: { shops: readonly Row[] }) {
  const t = useT();
  const { pick } = useLanguage();
  const source = useMemo(() => ({ kind: 'all', rows: shops }) as const, [shops]);
  const columns: Column<Row>[] = [
    {
      id: 'shop',
      title: t('replay.col.shop'),
      value: (row) => pick(row.name),
      found: (row) => `${row.name.zh} ${row.name.en} ${row.shopId}`,
      always: true,
      width: 190,
    },
    countColumn('pieces', t('replay.col.pieces'), (row) => row.pieces),
    moneyColumn('list', t('replay.col.list'), (row) => row.listFen),
    moneyColumn('cost', t('replay.col.cost'), (row) => row.costFen),
    moneyColumn('pastOff', t('replay.col.pastOff'), (row) => row.sellerOff.pastFen),
    moneyColumn('draftOff', t('replay.col.draftOff'), (row) => row.sellerOff.draftFen),
    moneyColumn('pastMargin', t('replay.col.pastMargin'), (row) => row.pastMarginFen, {
      hint: t('replay.hint.margin'),
      width: 112,
    }),
    moneyColumn('draftMargin', t('replay.col.draftMargin'), (row) => row.draftMarginFen, {
      hint: t('replay.hint.margin'),
      width: 112,
    }),
    changeColumn('change', t('replay.col.change'), (row) => row.draftMarginFen - row.pastMarginFen),
    {
      id: 'rate',
      title: t('replay.col.marginBp'),
      value: rateBp,
      cell: (row) => bpText(rateBp(row)),
      align: 'end',
      width: 104,
    },
  ];
  return (
    <>
      <DataTable<Row>
        id="replay-shops"
        prefix="m-"
        label={t('replay.tab.shops')}
        columns={columns}
        source={source}
        rowKey={(row) => row.shopId}
        search={t('replay.search')}
        fileName="replay-shops"
        height="whole"
        empty={{ title: t('replay.empty'), words: t('replay.emptyWords') }}
      />
      <p className="co-rp-hint co-quiet">{t('replay.hint.margin')}</p>
    </>
  );
}

/** Of what the shop is paid for its goods, whoever pays it. */
function rateBp({ listFen, sellerOff, draftMarginFen }: Row): number {
  const receivedFen = listFen - sellerOff.draftFen;
  return receivedFen === 0 ? 0 : Math.round((draftMarginFen * 10_000) / receivedFen);
}
