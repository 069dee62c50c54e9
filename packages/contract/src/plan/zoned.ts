import { mergeWindows } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import { Temporal } from 'temporal-polyfill/full';
import type { Lead } from './schema/notation.ts';

/** Days and hours of one zone as instants, right also where a zone changes its clocks. */
export type Zoned = {
  instant(day: Temporal.PlainDate, clock?: string): number;
  /** Midnights of the zone within a window, the first one at or before its start. */
  midnights(window: Window): readonly number[];
  /** The hours `HH:MM-HH:MM` of each day within a window; an end at or before the start is on the next day. */
  daily(window: Window, hours: readonly string[]): readonly Window[];
  shift(at: number, lead: Lead, sign: 1 | -1): number;
  /** The local day of an instant, `YYYY-MM-DD`. */
  dayText(at: number): string;
};

export function zoned(zone: string): Zoned {
  const instant = (day: Temporal.PlainDate, clock = '00:00') =>
    day.toZonedDateTime({ timeZone: zone, plainTime: Temporal.PlainTime.from(clock) }).epochMilliseconds;
  const dayOf = (at: number) =>
    Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate();

  return {
    instant,
    midnights: (window) => {
      const found: number[] = [];
      let day = dayOf(window.startsAt);
      for (let at = instant(day); at < window.endsAt; at = instant(day)) {
        found.push(at);
        day = day.add({ days: 1 });
      }
      return found;
    },
    daily: (window, hours) => {
      const parts: Window[] = [];
      // Hours that began the evening before may reach into the window.
      let day = dayOf(window.startsAt).subtract({ days: 1 });
      for (; instant(day) < window.endsAt; day = day.add({ days: 1 })) {
        for (const text of hours) {
          const [from = '', to = ''] = text.split('-');
          const endDay = to === '24:00' || to <= from ? day.add({ days: 1 }) : day;
          parts.push({
            startsAt: Math.max(instant(day, from), window.startsAt),
            endsAt: Math.min(instant(endDay, to === '24:00' ? '00:00' : to), window.endsAt),
          });
        }
      }
      return mergeWindows(parts);
    },
    shift: (at, lead, sign) =>
      Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO(zone)
        .add({ [lead.unit]: lead.count * sign }).epochMilliseconds,
    dayText: (at) => dayOf(at).toString(),
  };
}

/** A day of the Chinese calendar whose year begins in `year`; throws RangeError when that year lacks it. */
export function lunarDay(
  year: number,
  { month, day, leap }: { readonly month: number; readonly day: number; readonly leap?: boolean | undefined },
): Temporal.PlainDate {
  const monthCode = `M${String(month).padStart(2, '0')}${leap ? 'L' : ''}`;
  return Temporal.PlainDate.from(
    { calendar: 'chinese', year, monthCode, day },
    { overflow: 'reject' },
  ).withCalendar('iso8601');
}
