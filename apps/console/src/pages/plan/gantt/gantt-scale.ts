import { dayOf } from '@dacu/ui';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How much of the plan stands in the window at once. `year` is all of it. */
export const ZOOMS = ['year', 'month', 'week', 'day', 'hour'] as const;
export type Zoom = (typeof ZOOMS)[number];
const LENGTH_MS: Readonly<Record<Exclude<Zoom, 'year'>, number>> = {
  month: 31 * DAY_MS,
  week: 7 * DAY_MS,
  day: DAY_MS,
  hour: 2 * HOUR_MS,
};

export type View = { readonly from: number; readonly until: number };

/** What is seen around an instant at a zoom, kept within the plan. */
export function viewAround(centre: number, zoom: Zoom, whole: View): View {
  const room = whole.until - whole.from;
  const length = zoom === 'year' ? room : Math.min(room, LENGTH_MS[zoom]);
  const from = Math.min(Math.max(whole.from, centre - length / 2), whole.until - length);
  return { from, until: from + length };
}

export type Tick = {
  readonly at: number;
  readonly style: 'month' | 'day' | 'dayOfWeek' | 'clock';
  /** Begins a month or a day. */
  readonly major: boolean;
};

/** Lines and labels of a view: months, days, hours or minutes in the zone of the plan; about ten to thirty of them. */
export function ganttTicks({ from, until }: View, zone: string): Tick[] {
  const length = until - from;
  if (length > 70 * DAY_MS) return midnights({ from, until }, zone).filter((tick) => tick.style === 'month');
  if (length > 10 * DAY_MS) return midnights({ from, until }, zone);
  if (length > 2 * DAY_MS)
    return midnights({ from, until }, zone).map((tick) => ({ ...tick, style: 'dayOfWeek', major: true }));
  const step = length > 6 * HOUR_MS ? 2 * HOUR_MS : 10 * MINUTE_MS;
  const ticks: Tick[] = [];
  // Zones stand off UTC by quarters of an hour, so steps are counted from a midnight of the zone.
  let start = Math.floor(from / HOUR_MS) * HOUR_MS;
  while (dayOf(start - 1, zone) === dayOf(from, zone)) start -= 15 * MINUTE_MS;
  for (let at = start; at < until; at += step) {
    if (at < from) continue;
    const major = dayOf(at, zone) !== dayOf(at - 1, zone);
    ticks.push({ at, style: major ? 'dayOfWeek' : 'clock', major });
  }
  return ticks;
}

function midnights({ from, until }: View, zone: string): Tick[] {
  const ticks: Tick[] = [];
  let day = dayOf(from - 1, zone);
  for (let at = Math.ceil(from / HOUR_MS) * HOUR_MS; at < until; at += HOUR_MS) {
    const next = dayOf(at, zone);
    if (next === day) continue;
    day = next;
    const first = next.endsWith('-01');
    ticks.push({ at, style: first ? 'month' : 'day', major: first });
  }
  return ticks;
}

export type Bar = { readonly from: number; readonly until: number; readonly windows: number };

/**
 * The windows of a row that the view shows, as shares of its width; windows closer than `gap` of the width are drawn as
 * one, so that a flash sale of every night is a band over a year and bars of their own in a week.
 */
export function barsOf(windows: readonly (readonly [number, number])[], view: View, gap: number): Bar[] {
  const length = view.until - view.from;
  const bars: { from: number; until: number; windows: number }[] = [];
  for (const [startsAt, endsAt] of windows) {
    if (endsAt <= view.from || startsAt >= view.until) continue;
    const from = Math.max(0, (startsAt - view.from) / length);
    const until = Math.min(1, (endsAt - view.from) / length);
    const last = bars.at(-1);
    if (last !== undefined && from - last.until < gap) {
      last.until = Math.max(last.until, until);
      last.windows += 1;
    } else bars.push({ from, until, windows: 1 });
  }
  return bars;
}
