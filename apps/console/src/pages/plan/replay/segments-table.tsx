import type { ReplayDocument } from '@dacu/contract/api';
import { useLanguage } from '@dacu/ui';
import { useMemo } from 'react';
import { useT } from '../../../i18n/setup.ts';
import type { Column } from '../../../table/column.ts';
import { DataTable } from '../../../table/data-table.tsx';
import { changeColumn, countColumn, moneyColumn } from './money-column.tsx';

type Row = ReplayDocument['segments'][number];

const DIMENSIONS = ['memberTier', 'newcomer', 'channel', 'basket', 'category', 'shop'] as const;

/** Who pays more and who pays less, by kind of shopper, basket and goods. */
export function SegmentsTable({ segments }: { segments: readonly Row[] }) {
  const t = useT();
  const columns = useColumns();
  const source = useMemo(() => ({ kind: 'all', rows: segments }) as const, [segments]);
  return (
    <>
      <DataTable<Row>
        id="replay-segments"
        prefix="s-"
        label={t('replay.tab.segments')}
        columns={columns}
        source={source}
        rowKey={(row) => `${row.dimension} ${row.key}`}
        search={t('replay.search')}
        fileName="replay-segments"
        height="whole"
        empty={{ title: t('replay.empty'), words: t('replay.emptyWords') }}
      />
      <p className="co-rp-hint co-quiet">
        {t('replay.hint.parts')} · {t('replay.hint.percentiles')}
      </p>
    </>
  );
}

function useColumns(): Column<Row>[] {
  const t = useT();
  const { pick } = useLanguage();
  const percentiles = { hint: t('replay.hint.percentiles'), width: 96 };
  return [
    {
      id: 'dimension',
      title: t('replay.col.dimension'),
      value: (row) => row.dimension,
      cell: (row) => t(`replay.dim.${row.dimension}`),
      exported: (row) => t(`replay.dim.${row.dimension}`),
      rank: (row) => DIMENSIONS.indexOf(row.dimension),
      filter: {
        kind: 'choice',
        bar: true,
        single: true,
        options: DIMENSIONS.map((value) => ({ value, label: t(`replay.dim.${value}`) })),
      },
      width: 104,
    },
    {
      id: 'segment',
      title: t('replay.col.segment'),
      value: (row) => pick(row.title),
      found: (row) => `${row.title.zh} ${row.title.en} ${row.key}`,
      always: true,
      width: 176,
    },
    countColumn('purchases', t('replay.col.purchases'), (row) => row.purchases),
    countColumn('winners', t('replay.col.winners'), (row) => row.winners),
    countColumn('losers', t('replay.col.losers'), (row) => row.losers),
    moneyColumn('past', t('replay.col.past'), (row) => row.pastFen),
    moneyColumn('draft', t('replay.col.draft'), (row) => row.draftFen),
    changeColumn('change', t('replay.col.change'), (row) => row.changeFen),
    changeColumn('mean', t('replay.col.mean'), (row) => row.meanFen, { width: 104 }),
    changeColumn('p10', 'p10', (row) => row.p10Fen, percentiles),
    changeColumn('p50', 'p50', (row) => row.p50Fen, percentiles),
    changeColumn('p90', 'p90', (row) => row.p90Fen, percentiles),
  ];
}
