import { ACT_KINDS, type ActList, type ActsQuery } from '@dacu/contract/client';
import { useMemo } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import type { Arrangement, Range } from '../../table/arrangement.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';
import { useArrangement } from '../../table/use-arrangement.ts';

type Act = ActList['acts'][number];
const PAGE = 100;

const MINUTE_MS = 60_000;

/** What operators did, newest first; found on the server by who, what, when and by words of the record. */
export function Acts() {
  const t = useT();
  const columns = useColumns();
  const arrangement = useArrangement(columns);
  const query = queryOf(arrangement);
  const source = usePagedRows<Act>({
    queryKey: ['acts', query],
    readPage: async (cursor) => {
      const { acts, nextCursor } = await api.acts({ ...query, cursor, limit: PAGE });
      return { rows: acts, nextCursor };
    },
  });
  return (
    <DataTable<Act>
      id="acts"
      label={t('people.tab.acts')}
      columns={columns}
      source={source}
      rowKey={(row) => row.actId}
      fileName="acts"
      arrangement={arrangement}
      search={t('acts.search')}
      empty={{ title: t('acts.none'), words: t('acts.noneWords') }}
      height="panel"
    />
  );
}

/** The arrangement of the table as the server is asked for it. */
function queryOf({ filters, sought }: Arrangement): ActsQuery {
  const range = filters.at as Range | undefined;
  return {
    q: sought === '' ? undefined : sought,
    by: filters.by as string | undefined,
    kind: (filters.kind as readonly string[] | undefined)?.join(','),
    from: range?.from ?? undefined,
    // The filter's end is a whole minute that is still meant; the server's is half-open.
    to: range?.to == null ? undefined : range.to + MINUTE_MS,
  };
}

function useColumns(): Column<Act>[] {
  const t = useT();
  const at = useTimes();
  const wall = useTimes(Intl.DateTimeFormat().resolvedOptions().timeZone);
  return useMemo(
    () => [
      {
        id: 'at',
        title: t('acts.col.at'),
        value: (row) => row.at,
        cell: (row) => at(row.at, 'full'),
        filter: { kind: 'range', unit: 'instant' },
        width: 190,
        always: true,
      },
      { id: 'by', title: t('acts.col.by'), value: (row) => row.by, filter: { kind: 'text' }, width: 140 },
      {
        id: 'kind',
        title: t('acts.col.kind'),
        value: (row) => t(`act.${row.kind}`),
        filter: {
          kind: 'choice',
          options: ACT_KINDS.map((kind) => ({ value: kind, label: t(`act.${kind}`) })),
        },
        width: 180,
      },
      { id: 'subject', title: t('acts.col.subject'), value: (row) => row.subject, width: 170 },
      {
        id: 'detail',
        title: t('acts.col.detail'),
        value: (row) => detailWords(row, t, at),
        cell: (row) => {
          const words = detailWords(row, t, at);
          return <span title={words}>{words || <span className="co-quiet">—</span>}</span>;
        },
        width: 420,
      },
      {
        id: 'wall',
        title: t('acts.col.wall'),
        value: (row) => row.atWall,
        cell: (row) => (row.atWall === null ? <span className="co-quiet">—</span> : wall(row.atWall, 'full')),
        width: 190,
      },
    ],
    [t, at, wall],
  );
}

const ROLES = ['commander', 'merchandiser', 'service', 'finance', 'analyst'] as const;

/** The record's own words and numbers, said in a line. */
function detailWords(
  { kind, detail }: Act,
  t: ReturnType<typeof useT>,
  at: ReturnType<typeof useTimes>,
): string {
  const role = (value: unknown) => {
    const known = ROLES.find((one) => one === value);
    return known ? t(`role.${known}`) : String(value);
  };
  if (kind === 'operatorAdded') return role(detail.role);
  if (kind === 'roleChanged') return `${role(detail.before)} → ${role(detail.role)}`;
  if (kind === 'clockMoved') {
    const units = Number(detail.units);
    const moved = `${at(Number(detail.from), 'full')} → ${at(Number(detail.to), 'full')}`;
    return units > 0 ? `${moved} · ${t('clock.history.units', { units: countText(units) })}` : moved;
  }
  if (kind === 'editionPublished') return t('plan.edition', { no: Number(detail.editionNo) });
  if (
    kind === 'promotionStopped' ||
    kind === 'promotionResumed' ||
    kind === 'stockMoved' ||
    kind === 'passkeyResetAsked'
  )
    return String(detail.reason);
  if (kind === 'sessionsEnded') return t('acts.sessions', { count: Number(detail.sessions) });
  if (kind === 'catalogueImported')
    return t('acts.imported', {
      products: countText(Number(detail.products)),
      skus: countText(Number(detail.skus)),
    });
  return '';
}
