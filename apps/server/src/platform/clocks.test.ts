import { expect, test } from 'vitest';
import { realClocks, shiftedClock, virtualClocks } from './clocks.ts';

test('a shifted clock runs on from its anchor and moves only forward', () => {
  let elapsed = 500;
  const clock = shiftedClock(1_000_000, () => elapsed);
  expect(clock.now()).toBe(1_000_000);
  elapsed += 250.9;
  expect(clock.now()).toBe(1_000_250);
  expect(clock.moveTo(1_000_100)).toBe(false);
  expect(clock.now()).toBe(1_000_250);
  expect(clock.moveTo(2_000_000)).toBe(true);
  elapsed += 10;
  expect(clock.now()).toBe(2_000_010);
  expect(clock.shifted()).toBe(true);
});

test('virtual clocks stand still, move together, and never back', () => {
  const clocks = virtualClocks(100);
  expect([clocks.wall.now(), clocks.campaign.now(), clocks.campaign.running()]).toEqual([100, 100, false]);
  clocks.advanceTo(160);
  expect([clocks.wall.now(), clocks.campaign.now()]).toEqual([160, 160]);
  expect(() => clocks.advanceTo(159)).toThrow('cannot go back');
});

test('real campaign time is wall time', () => {
  const clocks = realClocks();
  expect(Math.abs(clocks.campaign.now() - clocks.wall.now())).toBeLessThan(50);
  expect(clocks.campaign.shifted()).toBe(false);
});
