import type { OpsExceptions } from '@dacu/contract/api';
import { useClockView, useLanguage } from '@dacu/ui';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Popconfirm } from 'antd';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { api } from '../../data/api.ts';
import { exceptionsQuery, useSession } from '../../data/queries.ts';
import { useT } from '../../i18n/setup.ts';
import type { MessageKey } from '../../i18n/zh.ts';
import { useTimes } from '../../parts/format.ts';
import { Loaded } from '../../parts/loaded.tsx';
import { PageHead } from '../../parts/page-head.tsx';
import { operatorWords } from '../../parts/words-of.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import './exceptions.css';

type Work = OpsExceptions['work'][number];

/** Where each list is worked through. */
const PAGES: Readonly<Record<string, string>> = {
  priceDifferences: '/prices',
  cases: '/cases',
  reconciliation: '/reconciliation',
  parcels: '/fulfilment?trouble=any',
  unallotted: '/fulfilment?tab=unallotted',
};

/** Everything that waits for a person: lists with pages of their own, and work that the system gave up on. */
export function Component() {
  const t = useT();
  const query = useQuery(exceptionsQuery);
  return (
    <div className="co-body">
      <PageHead title={t('rail.exceptions')} words={t('exceptions.words')} />
      <Loaded query={query}>{(found) => <Found found={found} />}</Loaded>
    </div>
  );
}

function Found({ found }: { found: OpsExceptions }) {
  const t = useT();
  const { lang } = useLanguage();
  const query = useQuery(exceptionsQuery);
  const columns = useColumns(useTryAgain());
  const source = useMemo(() => ({ kind: 'all', rows: found.work, state: query }) as const, [found, query]);
  return (
    <>
      <Lists lists={found.lists} />
      <h2 className="co-exceptions-title">{t('exceptions.work')}</h2>
      <p className="co-exceptions-words">{t('exceptions.workWords')}</p>
      {found.moreWork ? <p className="co-exceptions-words">{t('exceptions.more')}</p> : null}
      <DataTable<Work>
        id="given-up-work"
        label={t('exceptions.work')}
        columns={columns}
        source={source}
        rowKey={(row) => `${row.kind} ${row.key}`}
        fileName={`given-up-work-${lang}`}
        search={t('exceptions.search')}
        empty={{ title: t('exceptions.nothing'), words: t('exceptions.nothingWords') }}
      />
    </>
  );
}

function Lists({ lists }: { lists: OpsExceptions['lists'] }) {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  return (
    <ul className="co-exceptions-lists">
      {lists.map(({ of, open, oldestAt }) => (
        <li key={of} className={open > 0 ? 'is-open' : ''}>
          <Link to={PAGES[of] ?? '/exceptions'}>
            <span>{t(`exceptions.list.${of}` as MessageKey)}</span>
            <strong>{open}</strong>
            <small>
              {oldestAt === null
                ? t('exceptions.list.none')
                : t('exceptions.list.oldest', { at: `${at(oldestAt, 'day')} ${at(oldestAt, 'clock')}` })}
            </small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Null for who may only look. */
function useTryAgain(): ((row: Work) => void) | null {
  const t = useT();
  const { pick } = useLanguage();
  const { message } = App.useApp();
  const client = useQueryClient();
  const role = useSession().data?.role;
  const again = useMutation({
    mutationFn: (row: Work) => api.tryWorkAgain(row.kind, row.key),
    onSuccess: (list) => {
      client.setQueryData(exceptionsQuery.queryKey, list);
      void message.success(t('exceptions.again.done'));
    },
    onError: (error) => void message.error(pick(operatorWords(error))),
  });
  return role === 'commander' ? again.mutate : null;
}

function useColumns(tryAgain: ((row: Work) => void) | null): Column<Work>[] {
  const t = useT();
  const at = useTimes(useClockView()?.zone);
  const named = (kind: string) => {
    const key = `exceptions.kind.${kind}`;
    const words = t(key as MessageKey);
    return words === key ? kind : words;
  };
  return [
    {
      id: 'kind',
      title: t('exceptions.col.kind'),
      value: (row) => named(row.kind),
      always: true,
      width: 220,
    },
    {
      id: 'at',
      title: t('exceptions.col.at'),
      value: (row) => row.at,
      cell: (row) => `${at(row.at, 'day')} ${at(row.at, 'clockSeconds')}`,
      exported: (row) => at(row.at, 'full'),
      sortable: true,
      width: 150,
    },
    {
      id: 'orders',
      title: t('rail.orders'),
      value: (row) => row.purchaseIds.join(' '),
      cell: (row) =>
        row.purchaseIds.length === 0 ? (
          <span className="co-quiet">—</span>
        ) : (
          <>
            <Link to={`/orders/${row.purchaseIds[0]}`}>{t('exceptions.order')}</Link>
            {row.purchaseIds.length > 1 ? ` +${row.purchaseIds.length - 1}` : ''}
          </>
        ),
      width: 110,
    },
    {
      id: 'error',
      title: t('exceptions.col.error'),
      value: (row) => row.lastError ?? '',
      cell: (row) => <span title={row.lastError ?? undefined}>{row.lastError ?? '—'}</span>,
      width: 360,
    },
    { id: 'key', title: t('exceptions.col.key'), value: (row) => row.key, hidden: true, width: 240 },
    ...(tryAgain === null
      ? []
      : [
          {
            id: 'again',
            title: '',
            value: () => '',
            cell: (row: Work) => (
              <Popconfirm
                title={t('exceptions.again.title')}
                description={t('exceptions.again.words')}
                okText={t('exceptions.again')}
                onConfirm={() => tryAgain(row)}
              >
                <Button size="small">{t('exceptions.again')}</Button>
              </Popconfirm>
            ),
            always: true,
            width: 110,
          } satisfies Column<Work>,
        ]),
  ];
}
