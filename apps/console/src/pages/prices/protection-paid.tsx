import type { OpsProtections } from '@dacu/contract/api';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';

type Row = OpsProtections['payments'][number];
const PAGE = 100;

/** What price protection cost so far, and each payment, which opens the order behind it. */
export function ProtectionPaid() {
  const t = useT();
  const { lang } = useLanguage();
  const clock = useClockView();
  const at = useTimes(clock?.zone);
  const sums = useQuery({
    queryKey: ['protections', 'sums'],
    queryFn: () => api.protections({ limit: 1 }),
    refetchInterval: 30_000,
  });
  const source = usePagedRows<Row>({
    queryKey: ['protections'],
    readPage: async (cursor) => {
      const { payments, nextCursor, count } = await api.protections({ cursor, limit: PAGE });
      return { rows: payments, nextCursor, total: count };
    },
  });
  return (
    <>
      {sums.data ? (
        <dl className="co-protected-sums">
          <div>
            <dt>{t('protected.count')}</dt>
            <dd>{countText(sums.data.count)}</dd>
          </div>
          <div>
            <dt>{t('protected.sum')}</dt>
            <dd>{fenText(sums.data.sumFen)}</dd>
          </div>
          {clock ? <p>{t('protected.words', { at: at(sums.data.asOf, 'moment') })}</p> : null}
        </dl>
      ) : null}
      <DataTable<Row>
        id="protections"
        label={t('prices.tab.protection')}
        columns={useColumns()}
        source={source}
        rowKey={(row) => row.protectionId}
        fileName={`price-protection-${lang}`}
        href={(row) => `/orders/${row.purchaseId}`}
        empty={{ title: t('protected.nothing'), words: t('protected.nothingWords') }}
      />
    </>
  );
}

function useColumns(): Column<Row>[] {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  return [
    {
      ...{ id: 'at', title: t('protected.col.at'), width: 190, always: true },
      value: (row) => row.at,
      cell: (row) => at(row.at, 'full'),
      exported: (row) => at(row.at, 'full'),
    },
    {
      ...{ id: 'number', title: t('protected.col.number'), width: 210 },
      value: (row) => row.number,
      cell: (row) => (
        <Link to={`/orders/${row.purchaseId}`}>
          <code>{row.number}</code>
        </Link>
      ),
    },
    {
      ...{ id: 'source', title: t('protected.col.source'), width: 140 },
      value: (row) => t(`protected.source.${row.source}`),
    },
    {
      ...{ id: 'fen', title: t('protected.col.fen'), align: 'end', width: 130 },
      value: (row) => row.fen,
      cell: (row) => fenText(row.fen),
      exported: (row) => (row.fen / 100).toFixed(2),
      exportTitle: t('protected.csv.fen'),
    },
    {
      ...{ id: 'lines', title: t('protected.col.lines'), align: 'end', width: 110 },
      value: (row) => row.lines,
    },
  ];
}
