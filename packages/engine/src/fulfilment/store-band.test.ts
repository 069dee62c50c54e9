import { expect, test } from 'vitest';
import { storeBand, storeLeftOf } from './index.ts';

test.each([
  [-1, 'none', null],
  [0, 'none', null],
  [1, 'few', 1],
  [3, 'few', 3],
  [4, 'few', null],
  [5, 'few', null],
  [6, 'plenty', null],
  [400, 'plenty', null],
] as const)('%i on the shelf are told as %s, in figures %s', (free, band, left) => {
  expect([storeBand(free), storeLeftOf(free)]).toEqual([band, left]);
});
