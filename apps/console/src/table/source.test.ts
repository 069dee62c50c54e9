import { expect, it } from 'vitest';
import { readToTheEnd } from './source.ts';

const pages = (count: number, each: number) => async (cursor: string | undefined) => {
  const page = Number(cursor ?? 0);
  return {
    rows: Array.from({ length: each }, (_, index) => page * each + index),
    nextCursor: page + 1 < count ? String(page + 1) : null,
  };
};

it('an export holds every row of every page once', async () => {
  expect(await readToTheEnd(pages(3, 2))).toEqual({ rows: [0, 1, 2, 3, 4, 5], cut: false });
});

it('an export that had to stop says so', async () => {
  expect(await readToTheEnd(pages(3, 2), 3)).toEqual({ rows: [0, 1, 2], cut: true });
  expect((await readToTheEnd(pages(2, 2), 4)).cut).toBe(false);
});
