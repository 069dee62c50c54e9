import { expect, it } from 'vitest';
import { dayOf, formatInstant, formatMomentFrom, splitSpan } from './time.ts';

const opening = Date.parse('2024-06-18T00:00:00+08:00');

it('shows the campaign’s day, whatever the reader’s zone', () => {
  expect(dayOf(opening, 'Asia/Shanghai')).toBe('2024-06-18');
  expect(dayOf(opening - 1, 'Asia/Shanghai')).toBe('2024-06-17');
});

it('writes midnight as 00:00, in both languages', () => {
  expect(formatInstant(opening, 'Asia/Shanghai', 'zh', 'clock')).toBe('00:00');
  expect(formatInstant(opening, 'Asia/Shanghai', 'en', 'clock')).toBe('00:00');
  expect(formatInstant(opening, 'Asia/Shanghai', 'zh', 'day')).toBe('6月18日');
  expect(formatInstant(opening, 'Asia/Shanghai', 'en', 'day')).toBe('18 Jun');
});

it('names the year of a moment that lies in another, by the campaign’s calendar', () => {
  const ends = Date.parse('2025-01-01T00:00:00+08:00');
  const moment = (now: string, lang: 'zh' | 'en') =>
    formatMomentFrom(Date.parse(now), ends, 'Asia/Shanghai', lang);
  expect(moment('2024-12-31T23:59:59+08:00', 'zh')).toBe('2025年1月1日 00:00');
  expect(moment('2024-06-18T00:00:00+08:00', 'en')).toBe('1 Jan 2025, 00:00');
  // Still 2024 in Greenwich, 2025 where the campaign is.
  expect(moment('2024-12-31T16:00:00Z', 'zh')).toBe('1月1日 00:00');
});

it('a countdown shows its last second until it is over', () => {
  expect(splitSpan(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
  expect(splitSpan(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  expect(splitSpan(-5000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  expect(splitSpan(90_061_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
});
