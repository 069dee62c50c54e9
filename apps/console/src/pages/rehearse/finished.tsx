import type { ReviewList } from '@dacu/contract/client';
import { fenText, useLanguage } from '@dacu/ui';
import type { UseQueryResult } from '@tanstack/react-query';
import { Checkbox } from 'antd';
import { useMemo } from 'react';
import { Link, useSearchParams } from 'react-router';
import { useT } from '../../i18n/setup.ts';
import { bpText, countText, useTimes } from '../../parts/format.ts';
import { Panel } from '../../parts/page-head.tsx';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { scenarioText } from './scenario-words.ts';

type Row = ReviewList['reviews'][number];

/** Every rehearsal that got to its review, from here or from the command line; two of them can be picked. */
export function Finished({ query }: { query: UseQueryResult<ReviewList> }) {
  const t = useT();
  const rows = useMemo(() => query.data?.reviews.filter(({ kind }) => kind === 'rehearsal'), [query.data]);
  const [picked, pickRow] = usePicked(rows);
  const columns = useColumns(rows ?? [], picked, pickRow);
  const source = useMemo(() => ({ kind: 'all', rows, state: query }) as const, [rows, query]);
  const [a, b] = picked;
  return (
    <Panel
      title={t('rehearse.finished')}
      words={t('rehearse.finishedWords')}
      tools={
        a && b ? (
          <Link
            className="ant-btn ant-btn-primary co-compare-go"
            to={`/rehearse/compare?a=${encodeURIComponent(a)}&b=${encodeURIComponent(b)}`}
          >
            {t('rehearse.compare')}
          </Link>
        ) : (
          <span className="co-quiet">{t(a ? 'rehearse.compareOne' : 'rehearse.compareNone')}</span>
        )
      }
    >
      <div className="co-finished">
        <DataTable<Row>
          id="rehearsals"
          label={t('rehearse.finished')}
          columns={columns}
          source={source}
          rowKey={(row) => row.reviewId}
          search={t('rehearse.search')}
          fileName="rehearsals"
          height="panel"
          empty={{ title: t('rehearse.none'), words: t('rehearse.noneWords') }}
        />
      </div>
    </Panel>
  );
}

/** At most two; a third takes the place of the first. Kept in the address. */
function usePicked(rows: readonly Row[] | undefined) {
  const [params, setParams] = useSearchParams();
  const known = new Set(rows?.map(({ reviewId }) => reviewId));
  const picked = params.getAll('pick').filter((id) => known.has(id));
  const pickRow = (id: string) =>
    setParams(
      (before) => {
        const after = picked.includes(id) ? picked.filter((each) => each !== id) : [...picked, id].slice(-2);
        before.delete('pick');
        for (const each of after) before.append('pick', each);
        return before;
      },
      { replace: true, preventScrollReset: true },
    );
  return [picked, pickRow] as const;
}

function useColumns(
  rows: readonly Row[],
  picked: readonly string[],
  pickRow: (id: string) => void,
): Column<Row>[] {
  const t = useT();
  const { pick } = useLanguage();
  const wallAt = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  const same = (row: Row) => rows.filter(({ hash }) => hash !== null && hash === row.hash).length;
  return [
    {
      id: 'pick',
      title: t('rehearse.col.pick'),
      value: (row) => picked.includes(row.reviewId),
      cell: (row) => (
        <Checkbox
          checked={picked.includes(row.reviewId)}
          aria-label={t('rehearse.pick', { what: `${pick(row.title)} ${wallAt(row.createdAtWall)}` })}
          onChange={() => pickRow(row.reviewId)}
        />
      ),
      exported: () => null,
      sortable: false,
      width: 88,
    },
    {
      id: 'plan',
      title: t('rehearse.col.plan'),
      value: (row) => pick(row.title),
      found: (row) => `${row.title.zh} ${row.title.en} ${row.reviewId} ${row.hash ?? ''}`,
      cell: (row) => <Link to={`/review/${row.reviewId}`}>{pick(row.title)}</Link>,
      filter: { kind: 'choice' },
      always: true,
      width: 216,
    },
    {
      id: 'finished',
      title: t('rehearse.col.review'),
      value: (row) => row.createdAtWall,
      cell: (row) => wallAt(row.createdAtWall, 'full'),
      exported: (row) => new Date(row.createdAtWall).toISOString(),
      width: 168,
    },
    { id: 'seed', title: t('rehearse.seed'), value: (row) => row.seed, align: 'end', width: 72 },
    {
      id: 'visits',
      title: t('rehearse.visits'),
      value: (row) => row.visits,
      cell: (row) => (row.visits === null ? '—' : countText(row.visits)),
      align: 'end',
      width: 84,
    },
    {
      id: 'scenario',
      title: t('rehearse.col.scenario'),
      value: (row) => (row.scenario === null ? null : scenarioText(t, row.scenario)),
      filter: { kind: 'choice' },
      width: 112,
    },
    {
      id: 'paid',
      title: t('rehearse.col.paid'),
      value: (row) => row.paidFen,
      cell: (row) => fenText(row.paidFen),
      exported: (row) => row.paidFen / 100,
      exportTitle: `${t('rehearse.col.paid')} (CNY)`,
      align: 'end',
      width: 116,
    },
    {
      id: 'attainment',
      title: t('rehearse.col.attainment'),
      value: (row) => row.attainmentBp,
      cell: (row) => (row.attainmentBp === null ? '—' : bpText(row.attainmentBp)),
      align: 'end',
      width: 92,
    },
    {
      id: 'hash',
      title: t('rehearse.col.hash'),
      value: (row) => row.hash,
      cell: (row) => (
        <>
          <code title={row.hash ?? ''}>{row.hash?.slice(0, 8)}</code>
          {same(row) > 1 ? (
            <span className="co-tag is-good" title={t('rehearse.sameHash', { count: same(row) })}>
              ={same(row)}
            </span>
          ) : null}
        </>
      ),
      width: 124,
    },
    {
      id: 'audit',
      title: t('rehearse.col.audit'),
      value: (row) => t(row.auditPassed ? 'audit.passed' : 'audit.failed'),
      cell: (row) => (
        <span className={`co-tag ${row.auditPassed ? 'is-good' : 'is-bad'}`}>
          {t(row.auditPassed ? 'audit.passed' : 'audit.failed')}
        </span>
      ),
      filter: { kind: 'choice' },
      width: 84,
    },
  ];
}
