/**
 * How a value is written in a plan file, and what it becomes. Amounts are strings with a yuan sign and are read to the
 * fen without ever passing through a float; rates become basis points; durations milliseconds.
 */

/** ¥300 · ¥1,234.50 · ¥2万 · ¥300亿 */
export const MONEY_PATTERN = /^[¥￥](?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d{1,4})?[万亿]?$/;
/** 40% · 2.5% · 0.08% */
export const PERCENT_PATTERN = /^\d{1,4}(?:\.\d{1,2})?%$/;
/** 1% · 0.6944% · 0.0001%: odds, down to one in a million */
export const ODDS_PATTERN = /^\d{1,3}(?:\.\d{1,4})?%$/;
/** What is paid: 5折 · 95折 · 8.5折 · 50% */
export const PAY_PATTERN = /^(?:[1-9]|[1-9]\d|[1-9]\.\d)折$|^\d{1,2}(?:\.\d{1,2})?%$/;
/** 200 · 500万 · 1.2亿 */
export const COUNT_PATTERN = /^\d{1,12}(?:\.\d{1,8})?[万亿]?$/;
/** 8‱: eight in ten thousand */
export const TEN_THOUSANDTH_PATTERN = /^\d{1,5}‱$/;
/** 30s · 5min · 24h · 30d */
export const DURATION_PATTERN = /^\d{1,6} ?(?:s|min|h|d)$/;
/** 3 months · 30d · 10 years: counted on the calendar, not in seconds */
export const LEAD_PATTERN = /^\d{1,3} ?(?:d|days?|weeks?|months?|years?)$/;
/** 2024-06-18 · 06-18 · 2024-06-18 20:00 · 06-18 20:00 */
export const DATE_PATTERN = /^(?:\d{4}-)?\d{2}-\d{2}(?: \d{2}:\d{2})?$/;
export const CLOCK_PATTERN = /^(?:[01]\d|2[0-3]):[0-5]\d$/;
/** 00:00-02:00; the end is not included, 24:00 is midnight, an end before the start is on the next day */
export const DAILY_PATTERN = /^(?:[01]\d|2[0-3]):[0-5]\d-(?:(?:[01]\d|2[0-3]):[0-5]\d|24:00)$/;
/** 500GB · 80TB · 100PB */
export const STORAGE_PATTERN = /^\d{1,6}(?:GB|TB|PB)$/;
export const ID_PATTERN = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

const SCALE: Readonly<Record<string, number>> = { '': 0, 万: 4, 亿: 8 };

/** Decimal text to a whole number of units of 10^-`decimals`; null when it does not come out whole or is too large. */
function scaled(text: string, decimals: number): number | null {
  const unit = /[万亿]$/.exec(text)?.[0] ?? '';
  const [whole = '', fraction = ''] = text
    .slice(0, text.length - unit.length)
    .replaceAll(',', '')
    .split('.');
  const shift = decimals + SCALE[unit]!;
  const kept = fraction.replace(/0+$/, '');
  if (kept.length > shift) return null;
  const value = BigInt(whole + kept.padEnd(shift, '0'));
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : null;
}

export const parseMoney = (text: string): number | null =>
  MONEY_PATTERN.test(text) ? scaled(text.slice(1), 2) : null;
export const parseCount = (text: string): number | null =>
  COUNT_PATTERN.test(text) ? scaled(text, 0) : null;
export const parsePercent = (text: string): number | null =>
  PERCENT_PATTERN.test(text) ? scaled(text.slice(0, -1), 2) : null;

/** In parts per million; more than certain is none. */
export function parseOdds(text: string): number | null {
  const ppm = ODDS_PATTERN.test(text) ? scaled(text.slice(0, -1), 4) : null;
  return ppm !== null && ppm <= 1_000_000 ? ppm : null;
}

/** 95折 pays 9 500 basis points, 5折 5 000, 50% 5 000; 0 and the full price are no reduction. */
export function parsePay(text: string): number | null {
  if (!PAY_PATTERN.test(text)) return null;
  if (text.endsWith('%')) {
    const bp = parsePercent(text);
    return bp !== null && bp > 0 && bp < 10_000 ? bp : null;
  }
  const digits = text.slice(0, -1).replace('.', '');
  return Number(digits.padEnd(2, '0')) * 100;
}

const DURATION_MS: Readonly<Record<string, number>> = { s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };

export function parseDuration(text: string): number | null {
  if (!DURATION_PATTERN.test(text)) return null;
  const unit = /[a-z]+$/.exec(text)![0];
  return Number.parseInt(text, 10) * DURATION_MS[unit]!;
}

export type Lead = { readonly count: number; readonly unit: 'days' | 'weeks' | 'months' | 'years' };

export function parseLead(text: string): Lead | null {
  if (!LEAD_PATTERN.test(text)) return null;
  const letter = /[a-z]/.exec(text)![0];
  const unit = letter === 'd' ? 'days' : letter === 'w' ? 'weeks' : letter === 'm' ? 'months' : 'years';
  return { count: Number.parseInt(text, 10), unit };
}

const STORAGE_GB: Readonly<Record<string, number>> = { GB: 1, TB: 1000, PB: 1_000_000 };

export const parseStorageGb = (text: string): number | null =>
  STORAGE_PATTERN.test(text) ? Number.parseInt(text, 10) * STORAGE_GB[text.slice(-2)]! : null;

export type Target = {
  readonly unit: 'fen' | 'bp' | 'perTenThousand' | 'count';
  readonly value: number;
  /** As the file has it, for messages. */
  readonly written: string;
};

/** A target in the unit that its notation says: ¥ → fen, % → basis points, ‱ → per ten thousand, else a count. */
export function parseTarget(text: string): Target | null {
  const read = (unit: Target['unit'], value: number | null) =>
    value === null ? null : { unit, value, written: text };
  if (/^[¥￥]/.test(text)) return read('fen', parseMoney(text));
  if (text.endsWith('%')) return read('bp', parsePercent(text));
  if (TEN_THOUSANDTH_PATTERN.test(text)) return read('perTenThousand', Number.parseInt(text, 10));
  return read('count', parseCount(text));
}

/** `MM-DD` gets any leap year here: whether 02-29 exists in the plan's year is known only when dates are resolved. */
export function isDate(text: string): boolean {
  if (!DATE_PATTERN.test(text)) return false;
  const [day = '', clock] = text.split(' ');
  if (clock !== undefined && !CLOCK_PATTERN.test(clock)) return false;
  const [year, month, date] = (day.length === 5 ? `2024-${day}` : day).split('-').map(Number) as [
    number,
    number,
    number,
  ];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const lengths = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
  return month >= 1 && month <= 12 && date >= 1 && date <= lengths[month - 1]!;
}
