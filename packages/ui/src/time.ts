import { LANG_TAGS, type Lang } from './language.tsx';

const STYLES = {
  /** 6月18日 · 18 Jun */
  day: { month: 'short', day: 'numeric' },
  /** 6月18日周二 · Tue, 18 Jun */
  dayOfWeek: { month: 'short', day: 'numeric', weekday: 'short' },
  /** 00:00 */
  clock: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  clockSeconds: { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' },
  /** 6月18日 00:00 */
  moment: { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  /** 2025年1月1日 00:00 */
  momentOfYear: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  },
  /** 2024年6月18日 00:00:00 */
  full: {
    year: 'numeric',
    month: 'short',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

export type TimeStyle = keyof typeof STYLES;
const formats = new Map<string, Intl.DateTimeFormat>();

/** An instant in the campaign's zone (never the reader's): `formatInstant(at, 'Asia/Shanghai', 'zh', 'moment')`. */
export function formatInstant(at: number, zone: string, lang: Lang, style: TimeStyle = 'moment'): string {
  const key = `${zone} ${lang} ${style}`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat(lang === 'zh' ? LANG_TAGS.zh : 'en-GB', {
      ...STYLES[style],
      timeZone: zone,
    });
    formats.set(key, format);
  }
  return format.format(at);
}

/** A moment, with its year where that is not the year of `now`: 1 January is next year's on the last of December. */
export function formatMomentFrom(now: number, at: number, zone: string, lang: Lang): string {
  const sameYear = dayOf(now, zone).slice(0, 4) === dayOf(at, zone).slice(0, 4);
  return formatInstant(at, zone, lang, sameYear ? 'moment' : 'momentOfYear');
}

/** The calendar day of an instant in a zone, `2024-06-18`: for grouping, not for reading. */
export function dayOf(at: number, zone: string): string {
  const key = `${zone} day-key`;
  let format = formats.get(key);
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', {
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      timeZone: zone,
    });
    formats.set(key, format);
  }
  return format.format(at);
}

/** What is left of a span, split for a countdown. Never negative; a begun second counts, so zero means over. */
export function splitSpan(ms: number): { days: number; hours: number; minutes: number; seconds: number } {
  const total = Math.max(0, Math.ceil(ms / 1000));
  return {
    days: Math.floor(total / 86_400),
    hours: Math.floor(total / 3_600) % 24,
    minutes: Math.floor(total / 60) % 60,
    seconds: total % 60,
  };
}
