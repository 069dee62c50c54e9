import {
  type ColumnDef,
  columnFilteringFeature,
  columnOrderingFeature,
  columnResizingFeature,
  columnSizingFeature,
  columnVisibilityFeature,
  createFilteredRowModel,
  createSortedRowModel,
  functionalUpdate,
  globalFilteringFeature,
  type ReactTable,
  rowSortingFeature,
  type TableOptions,
  tableFeatures,
  type Updater,
  useTable,
} from '@tanstack/react-table';
import { useMemo } from 'react';
import type { FilterValue } from './arrangement.ts';
import { type CellValue, COLUMN_WIDTH, type Column } from './column.ts';
import { comparer, holds, passes } from './matching.ts';
import { orderOf, type RememberedColumns } from './remembered-columns.ts';
import type { RowSource } from './source.ts';
import type { ArrangementControl } from './use-arrangement.ts';

const features = tableFeatures({
  columnFilteringFeature,
  globalFilteringFeature,
  rowSortingFeature,
  columnVisibilityFeature,
  columnOrderingFeature,
  columnSizingFeature,
  columnResizingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
});
export type Features = typeof features;
export type TableModel<Row> = ReactTable<Features, Entry<Row>>;
/** The library asks for an object and compares accessors; the row itself stays whatever the page has. */
export type Entry<Row> = { readonly row: Row };

type ModelInput<Row> = {
  readonly columns: readonly Column<Row>[];
  readonly source: RowSource<Row>;
  readonly rowKey: (row: Row) => string;
  readonly arrangement: ArrangementControl;
  readonly remembered: RememberedColumns;
  readonly remember: (change: Partial<RememberedColumns>) => void;
  readonly langTag: string;
};

const NO_ROWS: readonly never[] = [];
/** The search runs over the row, not over a column; the library calls it for one column and that is enough. */
const SEARCHED = '__search';

/** The headless table: which rows stand in which order under which columns. Drawing is the other files' matter. */
export function useTableModel<Row>(input: ModelInput<Row>): TableModel<Row> {
  const { columns, source, rowKey, arrangement, remembered, remember, langTag } = input;
  const rows = source.rows ?? NO_ROWS;
  const data = useMemo(() => rows.map((row): Entry<Row> => ({ row })), [rows]);
  const defs = useMemo(
    () => [...columns.map((column) => columnDef(column, source.kind, langTag)), searchDef<Row>()],
    [columns, source.kind, langTag],
  );
  const ids = columns.map(({ id }) => id);
  const hidden = Object.fromEntries(columns.map((column) => [column.id, !column.hidden]));
  const state = {
    sorting: arrangement.sorts.map((sort) => ({ ...sort })),
    columnFilters: Object.entries(arrangement.filters).map(([id, value]) => ({ id, value })),
    globalFilter: arrangement.sought,
    columnOrder: orderOf(ids, remembered.order),
    columnVisibility: { ...hidden, ...remembered.shown, [SEARCHED]: false },
    columnSizing: { ...remembered.widths },
  };
  const options: TableOptions<Features, Entry<Row>> = {
    features,
    data,
    columns: defs,
    getRowId: (entry) => rowKey(entry.row),
    state,
    manualSorting: source.kind === 'paged',
    manualFiltering: source.kind === 'paged',
    columnResizeMode: 'onChange',
    // One search for the whole row: asked of a single column, it looks through all of them.
    getColumnCanGlobalFilter: (column) => column.id === SEARCHED,
    globalFilterFn: (row, _id, sought) => holds(row.original.row, columns, String(sought ?? '')),
    onSortingChange: (updater) => arrangement.setSorts(functionalUpdate(updater, state.sorting)),
    onColumnOrderChange: (updater) => remember({ order: functionalUpdate(updater, state.columnOrder) }),
    onColumnVisibilityChange: (updater) => {
      const { [SEARCHED]: _, ...shown } = functionalUpdate(updater, state.columnVisibility);
      remember({ shown });
    },
    onColumnSizingChange: (updater: Updater<Record<string, number>>) =>
      remember({ widths: functionalUpdate(updater, state.columnSizing) }),
  };
  return useTable(options);
}

function columnDef<Row>(
  column: Column<Row>,
  kind: RowSource<Row>['kind'],
  langTag: string,
): ColumnDef<Features, Entry<Row>> {
  const compare = comparer(langTag);
  return {
    id: column.id,
    // No value sorts last in either direction; the library knows that by undefined.
    accessorFn: (entry) => column.value(entry.row) ?? undefined,
    enableSorting: kind === 'paged' ? column.sortable === true : column.sortable !== false,
    sortUndefined: 'last',
    sortFn: (one, other, id) =>
      column.rank
        ? column.rank(one.original.row) - column.rank(other.original.row)
        : compare(one.getValue<CellValue>(id), other.getValue<CellValue>(id)),
    filterFn: (row, id, value: FilterValue) => passes(row.getValue<CellValue | undefined>(id) ?? null, value),
    enableHiding: column.always !== true,
    size: column.width ?? COLUMN_WIDTH.usual,
    minSize: COLUMN_WIDTH.least,
    maxSize: COLUMN_WIDTH.most,
  };
}

function searchDef<Row>(): ColumnDef<Features, Entry<Row>> {
  return { id: SEARCHED, accessorFn: () => '', enableSorting: false, enableHiding: false };
}
