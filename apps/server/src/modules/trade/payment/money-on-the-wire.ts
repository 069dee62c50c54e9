/** Amounts and instants as the two providers write them: yuan with two decimals, and the wall of Beijing. */

const ZONE_MS = 8 * 3_600_000;

/** `1234567` → `12345.67` */
export function yuanOf(fen: number): string {
  return `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
}

/** `12345.67`, `-3`, `0.5` → fen; null for anything else, more than two decimals among them unless they are zeros. */
export function fenOf(yuan: string): number | null {
  const parts = /^(-?)(\d{1,13})(?:\.(\d{1,2})0*)?$/.exec(yuan.trim());
  if (parts === null) return null;
  const fen = Number(parts[2]) * 100 + Number((parts[3] ?? '').padEnd(2, '0'));
  return parts[1] === '-' && fen > 0 ? -fen : fen;
}

/** `2024-06-18 00:05:09`; fractions of a second are cut off, so a deadline is never later than meant. */
export function beijingTime(at: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: the calendar of a given instant, no clock
  return new Date(at + ZONE_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** `2024-06-18T00:05:09+08:00` */
export function beijingInstant(at: number): string {
  return `${beijingTime(at).replace(' ', 'T')}+08:00`;
}

/** The instant of either; null when it is none. */
export function atBeijing(text: string): number | null {
  const parts = /^(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\+08:00)?$/.exec(text);
  if (parts === null) return null;
  // biome-ignore lint/style/noRestrictedGlobals: reads a given instant, no clock
  const at = Date.parse(`${parts[1]}T${parts[2]}+08:00`);
  return Number.isNaN(at) ? null : at;
}

/** The day `2024-06-18` in which an instant lies in Beijing. */
export function beijingDay(at: number): string {
  return beijingTime(at).slice(0, 10);
}

/** When such a day begins; NaN when there is none. */
export function dayStart(day: string): number {
  return atBeijing(`${day} 00:00:00`) ?? Number.NaN;
}
export const DAY_MS = 86_400_000;
