import { expect, it } from 'vitest';
import { openChanges } from './changes.ts';

it('percentiles are amounts that occurred, by nearest rank, however many there were', () => {
  const changes = openChanges();
  expect(changes.percentiles([10, 50, 90])).toEqual([0, 0, 0]);
  changes.add(-7);
  expect(changes.percentiles([10, 50, 90])).toEqual([-7, -7, -7]);
  for (let fen = 100; fen > 1; fen -= 1) changes.add(fen);
  // -7, 2 … 100: a hundred amounts.
  expect(changes.percentiles([1, 2, 10, 50, 90, 100])).toEqual([-7, 2, 10, 50, 90, 100]);
});
