/**
 * Money as text. The one place that writes an amount for a person and the one that reads an amount written by one;
 * no locale data, so the same on every machine.
 */

/** `123450` → `¥1,234.50`; negative amounts carry the sign in front: `-¥5.00`. */
export function formatFen(fen: number): string {
  return write(fen, true);
}

/** As people say it in running text: whole yuan without decimals. `5000` → `¥50`, `5050` → `¥50.50`. */
export function formatFenBrief(fen: number): string {
  return write(fen, fen % 100 !== 0);
}

function write(fen: number, decimals: boolean): string {
  if (!Number.isSafeInteger(fen)) throw new RangeError(`not whole fen: ${fen}`);
  const digits = Math.abs(fen).toString().padStart(3, '0');
  const yuan = digits.slice(0, -2).replace(/\B(?=(\d{3})+$)/g, ',');
  return `${fen < 0 ? '-' : ''}¥${yuan}${decimals ? `.${digits.slice(-2)}` : ''}`;
}

const YUAN = /^[¥￥]?(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d{1,2}))?$/;

/**
 * Reads an amount of yuan exactly: `1234.5`, `1,234.50`, `¥1,234.50`. Digits are read as digits, never through a
 * float. `null` for anything else: a sign, a third decimal, a misplaced comma, an amount too large to be exact.
 */
export function parseYuan(text: string): number | null {
  const match = YUAN.exec(text.trim());
  if (!match) return null;
  const fen = Number(match[1]!.replaceAll(',', '') + (match[2] ?? '').padEnd(2, '0'));
  return Number.isSafeInteger(fen) ? fen : null;
}
