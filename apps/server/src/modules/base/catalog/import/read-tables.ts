import { parse } from 'csv-parse/sync';
import readExcelFile from 'read-excel-file/node';
import type { Finding } from '../types.ts';
import { fieldOf, kindOf, requiredFields, type TableKind } from './columns.ts';
import { finding } from './finding.ts';
import { unpackedBytes } from './unpacked-bytes.ts';

export type UploadedFile = { readonly name: string; readonly bytes: Uint8Array };
/** Every cell is text, trimmed; a cell that looks like a formula is text like any other. */
export type TableRow = { readonly line: number; readonly cells: Readonly<Record<string, string>> };
export type Table = { readonly file: string; readonly kind: TableKind; readonly rows: readonly TableRow[] };
export type ReadTables = { readonly tables: readonly Table[]; readonly findings: readonly Finding[] };

export const FILE_BYTES_MAX = 8 * 1024 * 1024;
const UNPACKED_BYTES_MAX = 64 * 1024 * 1024;
export const ROWS_MAX = 20_000;
const CELL_CHARACTERS_MAX = 4_000;

type Grid = { readonly file: string; readonly lines: readonly { line: number; cells: readonly string[] }[] };

/** Reads CSV (UTF-8 with or without a mark, UTF-16, GB 18030) and XLSX (every sheet is a table) into text cells. */
export async function readTables(files: readonly UploadedFile[]): Promise<ReadTables> {
  const findings: Finding[] = [];
  const tables: Table[] = [];
  for (const file of files) {
    if (file.bytes.byteLength > FILE_BYTES_MAX) {
      findings.push(finding.fileTooLarge(file.name, file.bytes.byteLength, FILE_BYTES_MAX));
      continue;
    }
    const grids = isZip(file.bytes) ? await readXlsx(file, findings) : readCsv(file, findings);
    for (const grid of grids) {
      const table = toTable(grid, findings);
      if (table === null) continue;
      if (tables.some((other) => other.kind === table.kind))
        findings.push(finding.kindTwice(table.file, table.kind));
      else tables.push(table);
    }
  }
  return { tables, findings };
}

function isZip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x50 && bytes[1] === 0x4b;
}

function readCsv(file: UploadedFile, findings: Finding[]): Grid[] {
  const text = decode(file.bytes);
  if (text === null) {
    findings.push(finding.unreadable(file.name, 'CSV (UTF-8) / XLSX'));
    return [];
  }
  try {
    const records = parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: false,
    }) as unknown as { info: { lines: number }; record: string[] }[];
    return [{ file: file.name, lines: records.map(lineOf) }];
  } catch (error) {
    const { lines = 0, message } = error as { lines?: number; message: string };
    findings.push(finding.brokenCsv(file.name, lines, message));
    return [];
  }
}

/** The parser names the line a record ends on; it is reported where it begins. */
function lineOf({ info, record }: { info: { lines: number }; record: readonly string[] }) {
  const breaks = record.reduce((count, cell) => count + (cell.match(/\r\n|\n|\r/g)?.length ?? 0), 0);
  return { line: info.lines - breaks, cells: record };
}

/** Chinese spreadsheets still save CSV in the encoding of the system; text that is no UTF-8 is tried as GB 18030. */
function decode(bytes: Uint8Array): string | null {
  const encodings =
    bytes[0] === 0xff && bytes[1] === 0xfe ? ['utf-16le'] : (['utf-8', 'gb18030'] as readonly string[]);
  for (const encoding of encodings) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
      return text.includes('\u0000') ? null : text;
    } catch {
      // The next encoding, if there is one.
    }
  }
  return null;
}

async function readXlsx(file: UploadedFile, findings: Finding[]): Promise<Grid[]> {
  const unpacked = unpackedBytes(file.bytes);
  if (unpacked === null || unpacked > UNPACKED_BYTES_MAX) {
    findings.push(
      unpacked === null
        ? finding.unreadable(file.name, 'XLSX')
        : finding.fileTooLarge(file.name, unpacked, UNPACKED_BYTES_MAX),
    );
    return [];
  }
  try {
    const sheets = await readExcelFile(Buffer.from(file.bytes));
    return sheets
      .filter(({ data }) => data.length > 0)
      .map(({ sheet, data }) => ({
        file: sheets.length > 1 ? `${file.name} · ${sheet}` : file.name,
        lines: data
          .map((row, index) => ({ line: index + 1, cells: row.map(cellText) }))
          .filter(({ cells }) => cells.some((cell) => cell.trim() !== '')),
      }));
  } catch {
    findings.push(finding.unreadable(file.name, 'XLSX'));
    return [];
  }
}

/** A spreadsheet keeps dates and numbers as such; they become the text a person would have typed. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '';
  // biome-ignore lint/style/noRestrictedGlobals: the type of a date cell, no clock
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? '' : value.toISOString().slice(0, 10);
  return String(value);
}

function toTable({ file, lines }: Grid, findings: Finding[]): Table | null {
  const [header, ...body] = lines;
  const names = header?.cells.map((cell) => cell.trim()) ?? [];
  const kind = kindOf(names);
  if (header === undefined || kind === null) {
    findings.push(finding.unknownTable(file, names));
    return null;
  }
  if (body.length > ROWS_MAX) {
    findings.push(finding.tooManyRows(file, body.length, ROWS_MAX));
    return null;
  }
  const fields = names.map((name) => (name === '' ? null : fieldOf(kind, name)));
  const known = fields.filter((field) => field !== null);
  const bad = names.flatMap((name, index) =>
    name !== '' && fields[index] === null ? [finding.unknownColumn(file, name, kind)] : [],
  );
  const twice = known.filter((field, index) => known.indexOf(field) !== index);
  const missing = requiredFields(kind).filter((field) => !known.includes(field));
  findings.push(
    ...bad,
    ...twice.map((field) => finding.columnTwice(file, field)),
    ...missing.map((field) => finding.columnMissing(file, field)),
  );
  if (bad.length + twice.length + missing.length > 0) return null;
  return { file, kind, rows: body.flatMap((row) => toRow(file, fields, row, findings)) };
}

function toRow(
  file: string,
  fields: readonly (string | null)[],
  row: { line: number; cells: readonly string[] },
  findings: Finding[],
): TableRow[] {
  const beyond = row.cells.findIndex((cell, index) => !fields[index] && cell.trim() !== '');
  if (beyond >= 0) {
    findings.push(finding.cellBeyondHeader(file, row.line, beyond + 1, row.cells[beyond] ?? ''));
    return [];
  }
  const cells: Record<string, string> = {};
  for (const [index, field] of fields.entries()) {
    if (field === null) continue;
    const cell = (row.cells[index] ?? '').trim();
    if (cell.length > CELL_CHARACTERS_MAX) {
      findings.push(finding.tooLong(file, row.line, field, cell, CELL_CHARACTERS_MAX));
      return [];
    }
    cells[field] = cell;
  }
  return [{ line: row.line, cells }];
}
