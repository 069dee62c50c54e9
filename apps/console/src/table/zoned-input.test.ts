import { expect, it } from 'vitest';
import { fromZonedInput, toZonedInput } from './zoned-input.ts';

it('a time typed in the zone of the campaign is that instant, whatever the zone of the desk', () => {
  const at = Date.parse('2024-06-18T00:00:00+08:00');
  expect(toZonedInput(at, 'Asia/Shanghai')).toBe('2024-06-18T00:00');
  expect(fromZonedInput('2024-06-18T00:00', 'Asia/Shanghai')).toBe(at);
  expect(fromZonedInput('2024-07-01T12:30', 'America/New_York')).toBe(
    Date.parse('2024-07-01T12:30:00-04:00'),
  );
});

it('half a date is none', () => {
  expect(fromZonedInput('2024-06-', 'Asia/Shanghai')).toBeNull();
  expect(fromZonedInput('', 'Asia/Shanghai')).toBeNull();
});
