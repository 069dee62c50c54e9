import { csvText } from '../parts/csv.ts';
import type { Column } from './column.ts';

/** The rows as a file: headings on screen, plain values. */
export function tableCsv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  return csvText(
    columns.map((column) => ({
      title: column.exportTitle ?? column.title,
      value: (row: Row) => {
        const value = column.exported ? column.exported(row) : column.value(row);
        return typeof value === 'boolean' ? String(value) : value;
      },
    })),
    rows,
  );
}
