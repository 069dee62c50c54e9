import type { PlanTimeline } from '@dacu/contract/client';

export type Row = PlanTimeline['rows'][number];
export const GROUPS = [
  'season',
  'phase',
  'node',
  'task',
  'promotion',
  'content',
  'channel',
  'live',
  'review',
] as const satisfies readonly Row['group'][];

export type Line =
  | { readonly kind: 'group'; readonly group: Row['group']; readonly count: number; readonly open: boolean }
  | { readonly kind: 'row'; readonly row: Row };

/** The lines of the chart from top to bottom: a head for each group, then its rows by when they begin. */
export function linesOf(
  rows: readonly Row[],
  view: { readonly from: number; readonly until: number },
  shut: ReadonlySet<string>,
): Line[] {
  return GROUPS.flatMap((group): Line[] => {
    const inView = rows
      .filter((row) => row.group === group)
      .filter(({ windows }) => windows.some(([from, until]) => until > view.from && from < view.until))
      .sort((one, other) => startOf(one) - startOf(other));
    if (inView.length === 0) return [];
    const open = !shut.has(group);
    return [
      { kind: 'group', group, count: inView.length, open },
      ...(open ? inView.map((row): Line => ({ kind: 'row', row })) : []),
    ];
  });
}

export const startOf = (row: Row): number => row.windows[0]?.[0] ?? 0;
export const endOf = (row: Row): number => row.windows.at(-1)?.[1] ?? 0;

export type Arrow = {
  readonly from: Row;
  readonly to: Row;
  readonly kind: 'plain' | 'critical' | 'late';
};

/** From what must be done to what waits for it, and from work to what it prepares; of rows that stand there. */
export function arrowsOf(rows: readonly Row[]): Arrow[] {
  const byId = new Map(rows.map((row) => [row.rowId, row]));
  return rows.flatMap((row) => {
    const before = row.after.flatMap((id): Arrow[] => {
      const from = byId.get(id);
      if (from === undefined) return [];
      const kind = row.lateAfter.includes(id) ? 'late' : from.critical && row.critical ? 'critical' : 'plain';
      return [{ from, to: row, kind }];
    });
    const to = row.prepares === null ? undefined : byId.get(row.prepares);
    const late = row.floatMs !== null && row.floatMs < 0;
    return to === undefined
      ? before
      : [...before, { from: row, to, kind: late ? 'late' : row.critical ? 'critical' : 'plain' }];
  });
}
