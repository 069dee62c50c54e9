import type { Column } from './column.ts';
import type { DataTableProps } from './data-table.tsx';
import type { TableModel } from './model.ts';
import type { ArrangementControl } from './use-arrangement.ts';

/** What the parts of one table share. */
export type PartProps<Row> = {
  readonly props: DataTableProps<Row>;
  readonly table: TableModel<Row>;
  readonly byId: ReadonlyMap<string, Column<Row>>;
  readonly arrangement: ArrangementControl;
};
