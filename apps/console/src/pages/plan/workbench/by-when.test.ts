import { expect, it } from 'vitest';
import { byWhen } from './by-when.ts';

it('shows what runs before what comes before what is over', () => {
  const one = (id: string, ...windows: [number, number][]) => ({
    id,
    windows: windows.map(([startsAt, endsAt]) => ({ startsAt, endsAt })),
  });
  const sorted = byWhen(
    [
      one('over', [0, 10]),
      one('tomorrow', [30, 40]),
      one('ends late', [0, 90]),
      one('soon, again', [0, 5], [25, 28]),
      one('over too', [5, 20]),
      one('ends soon', [10, 21]),
    ],
    20,
  );
  expect(sorted.map(({ id }) => id)).toEqual([
    'ends soon',
    'ends late',
    'soon, again',
    'tomorrow',
    'over',
    'over too',
  ]);
});
