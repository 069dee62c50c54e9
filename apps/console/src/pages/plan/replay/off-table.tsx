import type { ReplayDocument } from '@dacu/contract/api';
import { useMemo } from 'react';
import { type Translate, useT } from '../../../i18n/setup.ts';
import type { Column } from '../../../table/column.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { changeColumn, moneyColumn } from './money-column.tsx';

type Row = ReplayDocument['off'][number];
type Key = Parameters<Translate>[0];

/** What is taken off, by layer and by who pays for it. */
export function OffTable({ off }: { off: readonly Row[] }) {
  const t = useT();
  const source = useMemo(() => ({ kind: 'all', rows: off }) as const, [off]);
  const columns: Column<Row>[] = [
    {
      id: 'layer',
      title: t('replay.col.layer'),
      value: (row) => t(`wb.layer.${row.layer}` as Key),
      filter: { kind: 'choice' },
      always: true,
      width: 176,
    },
    {
      id: 'funder',
      title: t('replay.col.funder'),
      value: (row) =>
        t(row.funder === 'channel' ? 'replay.funder.channel' : (`order.funder.${row.funder}` as Key)),
      filter: { kind: 'choice' },
      width: 128,
    },
    moneyColumn('past', t('replay.col.pastOff'), (row) => row.pastFen),
    moneyColumn('draft', t('replay.col.draftOff'), (row) => row.draftFen),
    changeColumn('change', t('replay.col.change'), (row) => row.draftFen - row.pastFen),
  ];
  return (
    <DataTable<Row>
      id="replay-off"
      prefix="f-"
      label={t('replay.tab.off')}
      columns={columns}
      source={source}
      rowKey={(row) => `${row.layer} ${row.funder}`}
      fileName="replay-discounts"
      height="whole"
      empty={{ title: t('replay.empty'), words: t('replay.emptyWords') }}
    />
  );
}
