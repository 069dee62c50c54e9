import { startOfDay } from '../local-day.ts';
import type { Finding } from '../types.ts';
import { finding } from './finding.ts';
import type { TableRow } from './read-tables.ts';

const FEN_MAX = 100_000_000_00;

export type RowReader = ReturnType<typeof readRow>;

/**
 * Reads the cells of one row. Each reader answers the value, or null after it has reported what is wrong; an optional
 * cell that is empty answers null and reports nothing.
 */
export function readRow(file: string, row: TableRow, findings: Finding[]) {
  const cell = (field: string) => row.cells[field] ?? '';

  function report(field: string, allowed: string, zh: string, en: string, found = cell(field)): null {
    findings.push(finding.cell(file, row.line, field, found, allowed, zh, en));
    return null;
  }

  function text(field: string, charactersMax: number): string | null {
    const value = cell(field);
    if (value === '') return report(field, `1–${charactersMax}`, '不能为空。', 'This must not be empty.');
    if (value.length > charactersMax)
      return report(field, `≤ ${charactersMax}`, '内容过长。', 'The text is too long.');
    return value;
  }

  function id(field: string): string | null {
    const value = cell(field);
    return /^[a-z0-9][a-z0-9-]{0,39}$/.test(value)
      ? value
      : report(
          field,
          'a-z 0-9 - (≤ 40)',
          '编号只能用小写字母、数字和连字符。',
          'An id has small letters, digits and hyphens only.',
        );
  }

  /** `129`, `129.9`, `1,299.00`, `¥129.90` → fen; a third decimal is refused rather than rounded. */
  function fen(field: string, value = cell(field)): number | null {
    const plain = value
      .replace(/^[¥￥]\s*/, '')
      .replace(/^(\d{1,3})((?:,\d{3})+)(?=\.|$)/, (digits) => digits.replaceAll(',', ''));
    const match = /^(\d{1,11})(?:\.(\d{1,2}))?$/.exec(plain);
    const amountFen = match ? Number(match[1]) * 100 + Number((match[2] ?? '').padEnd(2, '0')) : Number.NaN;
    if (amountFen <= FEN_MAX) return amountFen;
    return report(
      field,
      '0.00–100000000.00',
      '金额应为元，最多两位小数。',
      'An amount is in yuan with at most two decimals.',
      value,
    );
  }

  function count(field: string): number | null {
    const value = cell(field);
    return /^\d{1,9}$/.test(value)
      ? Number(value)
      : report(field, '0–999999999', '应为非负整数。', 'This must be a whole number, zero or more.');
  }

  function day(field: string, value = cell(field)): string | null {
    return Number.isNaN(startOfDay(value))
      ? report(field, 'YYYY-MM-DD', '不是有效的日期。', 'This is not a valid day.', value)
      : value;
  }

  /** `a; b；c` → its parts, empty ones left out. */
  function list(field: string): string[] {
    return cell(field)
      .split(/[;；]/)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  }

  return { line: row.line, cell, report, text, id, fen, count, day, list };
}
