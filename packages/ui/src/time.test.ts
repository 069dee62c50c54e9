import { expect, it } from 'vitest';
import { dayOf, formatInstant, splitSpan } from './time.ts';

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

it('a countdown shows its last second until it is over', () => {
  expect(splitSpan(1)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 1 });
  expect(splitSpan(0)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  expect(splitSpan(-5000)).toEqual({ days: 0, hours: 0, minutes: 0, seconds: 0 });
  expect(splitSpan(90_061_000)).toEqual({ days: 1, hours: 1, minutes: 1, seconds: 1 });
});
