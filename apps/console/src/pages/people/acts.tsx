import type { ActList } from '@dacu/contract/client';
import { useMemo } from 'react';
import { api } from '../../data/api.ts';
import { useT } from '../../i18n/setup.ts';
import { countText, useTimes } from '../../parts/format.ts';
import type { Column } from '../../table/column.ts';
import { DataTable } from '../../table/data-table.tsx';
import { usePagedRows } from '../../table/source.ts';

type Act = ActList['acts'][number];
const PAGE = 100;

async function readPage(cursor: string | undefined) {
  const { acts, nextCursor } = await api.acts({ cursor, limit: PAGE });
  return { rows: acts, nextCursor };
}

/** What operators did, newest first. */
export function Acts() {
  const t = useT();
  const source = usePagedRows<Act>({ queryKey: ['acts'], readPage });
  const columns = useColumns();
  return (
    <DataTable<Act>
      id="acts"
      label={t('people.tab.acts')}
      columns={columns}
      source={source}
      rowKey={(row) => row.actId}
      fileName="acts"
      empty={{ title: t('acts.none'), words: t('acts.noneWords') }}
      height="panel"
    />
  );
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
        width: 190,
        always: true,
      },
      { id: 'by', title: t('acts.col.by'), value: (row) => row.by, width: 140 },
      { id: 'kind', title: t('acts.col.kind'), value: (row) => t(`act.${row.kind}`), width: 170 },
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

const ROLES = ['commander', 'merchandiser', 'analyst'] as const;

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
  if (kind === 'promotionStopped' || kind === 'promotionResumed') return String(detail.reason);
  if (kind === 'sessionsEnded') return t('acts.sessions', { count: Number(detail.sessions) });
  if (kind === 'catalogueImported')
    return t('acts.imported', {
      products: countText(Number(detail.products)),
      skus: countText(Number(detail.skus)),
    });
  return '';
}
