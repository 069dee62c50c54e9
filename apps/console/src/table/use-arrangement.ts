import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';
import {
  type Arrangement,
  type FilterValue,
  readArrangement,
  type Sort,
  writeFilter,
  writeSorts,
} from './arrangement.ts';
import type { Column } from './column.ts';

export type ArrangementControl = Arrangement & {
  readonly setFilter: (id: string, value: FilterValue | null) => void;
  readonly setSorts: (sorts: readonly Sort[]) => void;
  readonly setSought: (sought: string) => void;
  /** Back to no filter and no search; the sorting stays. */
  readonly clear: () => void;
};

const NO_SORTS: readonly Sort[] = [];

/**
 * The arrangement of a table, kept in the address. A table whose rows the server arranges reads it too, to ask for them.
 * `usual` is the sorting of an address that names none; give a constant.
 */
export function useArrangement<Row>(
  columns: readonly Pick<Column<Row>, 'id' | 'filter'>[],
  { prefix = '', usual = NO_SORTS }: { prefix?: string; usual?: readonly Sort[] } = {},
): ArrangementControl {
  const [params, setParams] = useSearchParams();
  // Columns are made anew on each drawing; what the address means depends on their names and kinds alone.
  const shape = columns.map(({ id, filter }) => `${id}:${filter?.kind ?? ''}`).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: see `shape`
  const arrangement = useMemo(
    () => readArrangement(params, columns, prefix, usual),
    [params, shape, prefix, usual],
  );
  const change = useCallback(
    (edit: (next: URLSearchParams) => void) =>
      setParams(
        (before) => {
          const next = new URLSearchParams(before);
          edit(next);
          return next;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  );
  return {
    ...arrangement,
    setFilter: (id, value) => change((next) => writeFilter(next, prefix + id, value)),
    setSorts: (sorts) => change((next) => writeSorts(next, `${prefix}sort`, sorts, usual)),
    setSought: (sought) => change((next) => writeFilter(next, `${prefix}q`, sought)),
    clear: () =>
      change((next) => {
        for (const { id } of columns) next.delete(prefix + id);
        next.delete(`${prefix}q`);
      }),
  };
}
