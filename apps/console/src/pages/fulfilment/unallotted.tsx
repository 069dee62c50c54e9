import type { OpsParcels } from '@dacu/contract/api';
import { regionName, useClockView, useLanguage } from '@dacu/ui';
import { useMemo } from 'react';
import { useT } from '../../i18n/setup.ts';
import { useTimes } from '../../parts/format.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { useFulfilmentFacts } from './facts.ts';

type Row = OpsParcels['unallotted'][number];

/** Paid orders for which no place has the goods, the most urgent first. */
export function Unallotted() {
  const t = useT();
  const { lang, pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const query = useFulfilmentFacts();
  const rows = query.data?.unallotted;
  const source = useMemo(() => ({ kind: 'all', rows, state: query }) as const, [rows, query]);
  const moment = (value: number) => `${at(value, 'day')} ${at(value, 'clock')}`;
  const columns: Column<Row>[] = [
    {
      ...{ id: 'number', title: t('parcels.col.number'), always: true, width: 190 },
      value: (row) => row.number,
      cell: (row) => <code>{row.number}</code>,
    },
    {
      ...{ id: 'units', title: t('unallotted.col.units'), align: 'end', width: 110 },
      value: (row) => row.units,
    },
    {
      ...{ id: 'shipBy', title: t('parcels.col.shipBy'), width: 150 },
      value: (row) => row.shipBy,
      cell: (row) => moment(row.shipBy),
      exported: (row) => at(row.shipBy, 'full'),
    },
    {
      ...{ id: 'paidAt', title: t('unallotted.col.paid'), width: 150 },
      value: (row) => row.paidAt,
      cell: (row) => moment(row.paidAt),
      exported: (row) => at(row.paidAt, 'full'),
    },
    {
      ...{ id: 'region', title: t('parcels.col.region'), width: 110 },
      value: (row) => pick(regionName(row.region)),
    },
  ];
  return (
    <>
      <p className="co-fulfilment-words">{t('unallotted.words')}</p>
      <DataTable<Row>
        id="unallotted"
        label={t('parcels.tab.unallotted')}
        columns={columns}
        source={source}
        rowKey={(row) => row.purchaseId}
        fileName={`unallotted-${lang}`}
        href={(row) => `/orders/${row.purchaseId}`}
        empty={{ title: t('unallotted.nothing'), words: t('unallotted.nothingWords') }}
      />
    </>
  );
}
