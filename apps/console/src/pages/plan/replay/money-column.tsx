import { fenText } from '@dacu/ui';
import type { Column } from '../../../table/column.ts';
import { changeText, toneOf } from './change-text.ts';

/** A column of amounts: yuan on screen, yuan as plain numbers in a file. */
export function moneyColumn<Row>(
  id: string,
  title: string,
  value: (row: Row) => number,
  more: Partial<Column<Row>> = {},
): Column<Row> {
  return {
    ...{ id, title, value, align: 'end', width: 108 },
    cell: (row) => fenText(value(row)),
    exported: (row) => value(row) / 100,
    exportTitle: `${title} (CNY)`,
    ...more,
  };
}

/** A column of changes, with their sign. */
export function changeColumn<Row>(
  id: string,
  title: string,
  value: (row: Row) => number,
  more: Partial<Column<Row>> = {},
): Column<Row> {
  const cell = (row: Row) => <span className={toneOf(value(row))}>{changeText(value(row))}</span>;
  return moneyColumn(id, title, value, { cell, filter: { kind: 'range', unit: 'fen' }, ...more });
}

export function countColumn<Row>(
  id: string,
  title: string,
  value: (row: Row) => number,
  more: Partial<Column<Row>> = {},
): Column<Row> {
  return { ...{ id, title, value, align: 'end', width: 72 }, ...more };
}
