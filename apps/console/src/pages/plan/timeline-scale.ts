import { dayOf } from '@dacu/ui';

export type Tick = { readonly at: number; readonly kind: 'month' | 'day' };

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/**
 * Firsts of months between two instants, in the zone of the campaign; days too where the view is short.
 * Walks by the hour around each midnight, so a zone that shifts its clock keeps its midnights.
 */
export function ticksBetween(from: number, until: number, zone: string): Tick[] {
  const byDay = until - from <= 62 * DAY_MS;
  const ticks: Tick[] = [];
  // One instant earlier, so that a view which begins at a midnight begins with its tick.
  let day = dayOf(from - 1, zone);
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at < until; at += HOUR_MS) {
    const next = dayOf(at, zone);
    if (next === day) continue;
    day = next;
    const date = Number(next.slice(8));
    if (date === 1) ticks.push({ at, kind: 'month' });
    else if (byDay && date % 5 === 0) ticks.push({ at, kind: 'day' });
  }
  return ticks;
}

/** Labels along a line: each takes the first row in which it touches no other. */
export function placeLabels<Item extends { readonly x: number; readonly width: number }>(
  items: readonly Item[],
  gap: number,
): (Item & { readonly row: number })[] {
  const ends: number[] = [];
  return [...items]
    .sort((one, other) => one.x - other.x)
    .map((item) => {
      const left = item.x - item.width / 2;
      const free = ends.findIndex((end) => end + gap <= left);
      const row = free === -1 ? ends.length : free;
      ends[row] = left + item.width;
      return { ...item, row };
    });
}
