import type { ReactNode } from 'react';

export type CellValue = string | number | boolean | null;

/** One of a closed list: ticked in the column's filter, or chosen from a bar above the table. */
export type ChoiceFilter = {
  readonly kind: 'choice';
  /** Without them the values of the rows are offered, with how many rows have each. */
  readonly options?: readonly { readonly value: string; readonly label: string }[];
  /** Stands as a bar of buttons above the table, one of them at a time. For few values that people switch often. */
  readonly bar?: boolean;
  /** One at a time, where the server takes no more. */
  readonly single?: boolean;
};
/** From … to, both included. `fen` is typed in yuan and kept in fen; `instant` is typed in the campaign's zone. */
export type RangeFilter = { readonly kind: 'range'; readonly unit: 'count' | 'fen' | 'instant' };
/** Contains these letters, in either case. */
export type TextFilter = { readonly kind: 'text' };
export type ColumnFilter = ChoiceFilter | RangeFilter | TextFilter;

/**
 * A column as data. `value` is what is sorted, filtered and found; `cell` is how it stands; `exported` is what a file
 * gets. Each falls back on the one before.
 */
export type Column<Row> = {
  /** Stays the same for ever: addresses and remembered columns name it. */
  readonly id: string;
  readonly title: string;
  /** What the column says, on hover and focus of its head. */
  readonly hint?: string;
  readonly value: (row: Row) => CellValue;
  readonly cell?: (row: Row) => ReactNode;
  /** Plain amounts and instants rather than dressed ones; a spreadsheet has to count with them. */
  readonly exported?: (row: Row) => string | number | null;
  /** Heading in the file, where it needs a unit that the screen does not. */
  readonly exportTitle?: string;
  /** What a search looks through, where it is more than what stands there: both languages, an id. */
  readonly found?: (row: Row) => string;
  readonly align?: 'start' | 'end';
  /** All rows at hand: sortable unless `false`. Rows read page by page: only where the server sorts, so `true`. */
  readonly sortable?: boolean;
  /** What is sorted by, where it is not the value: the severity of a word. */
  readonly rank?: (row: Row) => number;
  readonly filter?: ColumnFilter;
  /** Not shown until somebody asks for it. */
  readonly hidden?: boolean;
  /** Cannot be hidden: without it a row has no name. */
  readonly always?: boolean;
  /** In px at first; people change it. */
  readonly width?: number;
};

export const COLUMN_WIDTH = { usual: 130, least: 64, most: 720 } as const;
