import { describe, expect, test } from 'vitest';
import { barsOf, ganttTicks, viewAround } from './gantt-scale.ts';

const at = (text: string) => Date.parse(`${text}+08:00`);
const DAY = 86_400_000;
const whole = { from: at('2024-01-01T00:00'), until: at('2025-01-01T00:00') };
const ZONE = 'Asia/Shanghai';

describe('the view', () => {
  test('is as long as its zoom and never leaves the plan', () => {
    expect(viewAround(at('2024-06-18T00:00'), 'year', whole)).toEqual(whole);
    const week = viewAround(at('2024-06-18T00:00'), 'week', whole);
    expect(week).toEqual({ from: at('2024-06-14T12:00'), until: at('2024-06-21T12:00') });
    expect(viewAround(whole.from, 'day', whole)).toEqual({ from: whole.from, until: whole.from + DAY });
    expect(viewAround(whole.until + DAY, 'month', whole).until).toBe(whole.until);
  });
});

describe('ticks', () => {
  test('are months over a year, days over a month and a week, hours over a day, ten minutes below', () => {
    const count = (zoom: Parameters<typeof viewAround>[1]) =>
      ganttTicks(viewAround(at('2024-06-18T12:00'), zoom, whole), ZONE);
    expect(count('year')).toHaveLength(12);
    expect(count('month').length).toBeGreaterThanOrEqual(31);
    expect(count('week')).toHaveLength(7);
    expect(count('day')).toHaveLength(12);
    expect(count('hour')).toHaveLength(12);
  });

  test('stand on midnights of the plan’s zone, wherever this desk is', () => {
    for (const zone of ['Asia/Shanghai', 'Asia/Kolkata', 'Europe/Berlin']) {
      const ticks = ganttTicks({ from: at('2024-06-18T00:00'), until: at('2024-06-19T00:00') }, zone);
      const midnight = new Intl.DateTimeFormat('en-GB', {
        timeZone: zone,
        hour: '2-digit',
        minute: '2-digit',
        hourCycle: 'h23',
      });
      expect(ticks.some((tick) => tick.major)).toBe(true);
      for (const tick of ticks.filter(({ major }) => major)) expect(midnight.format(tick.at)).toBe('00:00');
    }
  });
});

describe('bars', () => {
  const nights = Array.from({ length: 366 }, (_, day): [number, number] => [
    whole.from + day * DAY,
    whole.from + day * DAY + 7_200_000,
  ]);
  test('of every night are one band over a year and seven bars in a week', () => {
    const year = barsOf(nights, whole, 0.004);
    expect(year).toHaveLength(1);
    expect(year[0]?.windows).toBe(366);
    expect(barsOf(nights, viewAround(at('2024-06-18T12:00'), 'week', whole), 0.004)).toHaveLength(7);
  });
  test('are cut to the view, and half-open: what ends where it begins is not in it', () => {
    const view = { from: 100, until: 200 };
    expect(
      barsOf(
        [
          [0, 100],
          [50, 150],
          [200, 300],
        ],
        view,
        0,
      ),
    ).toEqual([{ from: 0, until: 0.5, windows: 1 }]);
  });
});
