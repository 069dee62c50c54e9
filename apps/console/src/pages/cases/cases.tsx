import type { OpsCaseList } from '@dacu/contract/api';
import type { OpsCasesQuery } from '@dacu/contract/client';
import { fenText, useClockView, useLanguage } from '@dacu/ui';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { useTimes } from '../../parts/format.ts';
import { PageHead } from '../../parts/page-head.tsx';
import type { Arrangement } from '../../table/arrangement.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';
import { useArrangement } from '../../table/use-arrangement.ts';
import { CASE_KINDS, CASE_REASONS, CASE_STATES, CaseState } from './case-state.tsx';
import './cases.css';

type Row = OpsCaseList['cases'][number];
const PAGE = 100;

/** Every after-sales case, what is due next on top. */
export function Component() {
  const t = useT();
  const { lang } = useLanguage();
  const columns = useColumns();
  const arrangement = useArrangement(columns, { usual: [] });
  const query = queryOf(arrangement);
  const source = usePagedRows<Row>({
    queryKey: ['cases', query],
    readPage: async (cursor) => {
      const { cases, nextCursor } = await api.cases({ ...query, cursor, limit: PAGE });
      return { rows: cases, nextCursor, total: null };
    },
  });
  return (
    <div className="co-body">
      <PageHead title={t('rail.cases')} words={t('cases.words')}>
        <Link className="co-head-go" to="/cases/invoices">
          {t('cases.tab.invoices')}
        </Link>
      </PageHead>
      <DataTable<Row>
        id="cases"
        label={t('rail.cases')}
        columns={columns}
        source={source}
        arrangement={arrangement}
        rowKey={(row) => row.caseId}
        fileName={`cases-${lang}`}
        search={t('cases.search')}
        href={(row) => `/cases/${row.caseId}`}
        empty={{ title: t('cases.nothing'), words: t('cases.nothingWords') }}
      />
    </div>
  );
}

function queryOf({ filters, sought }: Arrangement): OpsCasesQuery {
  const one = (id: string) => (filters[id] as readonly string[] | undefined)?.join(',');
  return { q: sought === '' ? undefined : sought, state: one('state'), kind: one('kind') };
}

function useColumns(): Column<Row>[] {
  const t = useT();
  const { pick } = useLanguage();
  const at = useTimes(useClockView()?.zone);
  const moment = (value: number) => `${at(value, 'day')} ${at(value, 'clock')}`;
  const amount = (row: Row) => row.refundFen ?? row.expectedFen;
  return [
    {
      ...{ id: 'deadline', title: t('cases.col.deadline'), width: 165, always: true },
      value: (row) => row.deadline?.at ?? null,
      cell: (row) =>
        row.deadline === null ? (
          <span className="co-quiet">—</span>
        ) : (
          <span className="co-case-due">
            {moment(row.deadline.at)}
            <small>{t(`cases.then.${row.deadline.on}` as MessageKey)}</small>
          </span>
        ),
      exported: (row) => (row.deadline === null ? null : at(row.deadline.at, 'full')),
    },
    {
      ...{ id: 'state', title: t('cases.col.state'), width: 120 },
      value: (row) => row.state,
      cell: (row) => <CaseState one={row} />,
      exported: (row) => t(`cases.state.${row.state}`),
      filter: {
        ...{ kind: 'choice', bar: true },
        options: CASE_STATES.map((value) => ({ value, label: t(`cases.state.${value}`) })),
      },
    },
    {
      ...{ id: 'kind', title: t('cases.col.kind'), width: 150 },
      value: (row) => row.kind,
      cell: (row) => t(`cases.kind.${row.kind}`),
      exported: (row) => t(`cases.kind.${row.kind}`),
      filter: {
        ...{ kind: 'choice' },
        options: CASE_KINDS.map((value) => ({ value, label: t(`cases.kind.${value}`) })),
      },
    },
    {
      ...{ id: 'reason', title: t('cases.col.reason'), width: 105 },
      value: (row) => row.reason,
      cell: (row) => t(`cases.reason.${row.reason}`),
      exported: (row) => (CASE_REASONS.includes(row.reason) ? t(`cases.reason.${row.reason}`) : row.reason),
    },
    {
      ...{ id: 'goods', title: t('cases.col.goods'), width: 205 },
      value: (row) => row.lines.map(({ title }) => pick(title)).join(' · '),
    },
    {
      ...{ id: 'units', title: t('cases.col.units'), align: 'end', width: 62 },
      value: (row) => row.lines.reduce((sum, { quantity }) => sum + quantity, 0),
    },
    {
      ...{ id: 'amount', title: t('cases.col.amount'), exportTitle: t('cases.csv.amount') },
      ...{ align: 'end', width: 95 },
      value: amount,
      cell: (row) => {
        const fen = amount(row);
        return fen === null ? <span className="co-quiet">—</span> : fenText(fen);
      },
      exported: (row) => {
        const fen = amount(row);
        return fen === null ? null : (fen / 100).toFixed(2);
      },
    },
    {
      ...{ id: 'number', title: t('cases.col.order'), width: 180 },
      value: (row) => row.number,
      cell: (row) => <code>{row.number}</code>,
    },
    {
      ...{ id: 'requestedAt', title: t('cases.col.requested'), width: 124 },
      value: (row) => row.requestedAt,
      cell: (row) => moment(row.requestedAt),
      exported: (row) => at(row.requestedAt, 'full'),
    },
    {
      ...{ id: 'caseId', title: t('cases.col.case'), hidden: true, inFile: true, width: 240 },
      value: (row) => row.caseId,
      cell: (row) => <code>{row.caseId}</code>,
    },
  ];
}
