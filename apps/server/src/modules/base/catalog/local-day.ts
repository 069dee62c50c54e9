/** Days of prices and consents are days in Asia/Shanghai, which keeps one offset all year. */
const OFFSET_MS = 8 * 3_600_000;
export const DAY_MS = 86_400_000;

/** `2024-06-18` of an instant. */
export function dayOf(at: number): string {
  const number = Math.floor((at + OFFSET_MS) / DAY_MS);
  let day = names.get(number);
  if (day === undefined) {
    day = utcDay(number * DAY_MS);
    if (names.size >= DAYS_KNOWN_MAX) names.clear();
    names.set(number, day);
  }
  return day;
}

/** 00:00 of a day; NaN when there is no such day (`2024-02-30`). */
export function startOfDay(day: string): number {
  let at = known.get(day);
  if (at === undefined) {
    at = parseDay(day);
    if (known.size >= DAYS_KNOWN_MAX) known.clear();
    known.set(day, at);
  }
  return at;
}

/** A page of cards asks for the same few days hundreds of times: half of its time went into parsing them. */
const known = new Map<string, number>();
const names = new Map<number, string>();
const DAYS_KNOWN_MAX = 5_000;

function parseDay(day: string): number {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day)) return Number.NaN;
  // biome-ignore lint/style/noRestrictedGlobals: reads a given day, no clock
  const at = Date.parse(`${day}T00:00:00Z`);
  if (Number.isNaN(at) || utcDay(at) !== day) return Number.NaN;
  return at - OFFSET_MS;
}

export function addDays(day: string, days: number): string {
  return dayOf(startOfDay(day) + days * DAY_MS);
}

function utcDay(at: number): string {
  // biome-ignore lint/style/noRestrictedGlobals: the calendar of a given instant, no clock
  return new Date(at).toISOString().slice(0, 10);
}
