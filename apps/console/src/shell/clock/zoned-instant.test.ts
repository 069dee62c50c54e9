import { describe, expect, test } from 'vitest';
import { instantIn, localIn } from './zoned-instant.ts';

describe('a local time of a zone', () => {
  test('is the instant at which clocks there show it, whatever zone this desk is in', () => {
    expect(instantIn('2024-11-10T23:59', 'Asia/Shanghai')).toBe(Date.parse('2024-11-10T23:59:00+08:00'));
    expect(instantIn('2024-06-18T00:00', 'Europe/Berlin')).toBe(Date.parse('2024-06-18T00:00:00+02:00'));
    expect(instantIn('2024-01-18T00:00', 'Europe/Berlin')).toBe(Date.parse('2024-01-18T00:00:00+01:00'));
  });

  test('comes back as it was written', () => {
    for (const local of ['2024-02-29T12:30', '2024-10-27T09:00', '2026-01-01T00:00'])
      for (const zone of ['Asia/Shanghai', 'Europe/Berlin', 'Asia/Kolkata'])
        expect(localIn(instantIn(local, zone)!, zone)).toBe(local);
  });

  test('what is no date is none', () => {
    for (const local of ['', '2024-13-01T00:00', 'tomorrow'])
      expect(instantIn(local, 'Asia/Shanghai')).toBeNull();
  });
});
