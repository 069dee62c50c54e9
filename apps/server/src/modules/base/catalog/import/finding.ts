import type { Finding } from '../types.ts';
import { COLUMNS, type TableKind } from './columns.ts';

const SHOWN_CHARACTERS = 80;

function make(
  file: string,
  line: number,
  column: string,
  found: string,
  allowed: string,
  zh: string,
  en: string,
): Finding {
  const shown = found.length > SHOWN_CHARACTERS ? `${found.slice(0, SHOWN_CHARACTERS)}…` : found;
  return { file, line, column, found: shown, allowed, message: { zh, en } };
}

const mib = (bytes: number) => `${Math.ceil(bytes / 1024 / 1024)} MiB`;

/** Everything that can be wrong with a file as a whole or with one of its cells, in the words of both languages. */
export const finding = {
  cell: make,

  fileTooLarge: (file: string, bytes: number, maxBytes: number) =>
    make(
      file,
      0,
      '',
      mib(bytes),
      `≤ ${mib(maxBytes)}`,
      '文件过大，请拆成几个文件分次导入。',
      'The file is too large; split it and import the parts.',
    ),
  unreadable: (file: string, allowed: string) =>
    make(
      file,
      0,
      '',
      file,
      allowed,
      '文件无法读取，格式不对或已损坏。',
      'The file cannot be read: another format, or damaged.',
    ),
  brokenCsv: (file: string, line: number, reason: string) =>
    make(
      file,
      line,
      '',
      reason,
      'RFC 4180',
      '引号或分隔符不配对，从这一行起无法读取。',
      'A quote or separator is out of place; nothing after it can be read.',
    ),
  unknownTable: (file: string, header: readonly string[]) =>
    make(
      file,
      1,
      '',
      header.join(', '),
      'shops | products | prices | storePrices | places | placeStock',
      '表头不是店铺、商品、价格、门店价、地点或门店库存表的表头。',
      'The header is not that of a table of shops, products, prices, store prices, places or store stock.',
    ),
  kindTwice: (file: string, kind: TableKind) =>
    make(
      file,
      0,
      '',
      kind,
      '1',
      '同一次导入里有两张同类的表，请合并。',
      'Two tables of one kind in one import; join them.',
    ),
  tooManyRows: (file: string, rows: number, rowsMax: number) =>
    make(
      file,
      0,
      '',
      `${rows}`,
      `≤ ${rowsMax}`,
      '行数过多，请分次导入。',
      'Too many rows; import them in parts.',
    ),
  unknownColumn: (file: string, name: string, kind: TableKind) =>
    make(
      file,
      1,
      name,
      name,
      Object.entries(COLUMNS[kind])
        .map(([field, column]) => `${field} ${column.zh}`)
        .join(', '),
      '没有这一列。',
      'There is no such column.',
    ),
  columnTwice: (file: string, field: string) =>
    make(file, 1, field, field, '1', '同一列出现了两次。', 'This column stands twice.'),
  columnMissing: (file: string, field: string) =>
    make(file, 1, field, '—', field, '缺少必需的列。', 'A required column is missing.'),
  cellBeyondHeader: (file: string, line: number, place: number, found: string) =>
    make(
      file,
      line,
      `${place}`,
      found,
      '',
      '这一格没有对应的表头，可能多了一个分隔符。',
      'This cell has no header above it; there may be one separator too many.',
    ),
  tooLong: (file: string, line: number, column: string, found: string, charactersMax: number) =>
    make(file, line, column, found, `≤ ${charactersMax}`, '内容过长。', 'The text is too long.'),
  more: (count: number) =>
    make('', 0, '', `${count}`, '', `另有 ${count} 处错误未列出。`, `${count} more errors are not listed.`),
} as const;
