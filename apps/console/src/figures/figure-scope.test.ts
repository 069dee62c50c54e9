import { expect, it } from 'vitest';
import { readFigureScope, writeFigureScope } from './figure-scope.ts';

it('an opened figure is in the address, and closing it leaves the page as it was', () => {
  const page = new URLSearchParams('screen=desk');
  const scope = {
    metric: 'paidGmv',
    side: 'part',
    campaign: 'sale-2024',
    from: 1,
    to: 2,
    channel: 'app',
    position: 33,
  } as const;
  const open = writeFigureScope(page, scope);
  expect(readFigureScope(open)).toEqual(scope);
  expect(writeFigureScope(new URLSearchParams(`${open}&f.sort=-gmvFen`), null).toString()).toBe(
    'screen=desk',
  );
  expect(readFigureScope(page)).toBeNull();
});

it('a broken address opens the figure without what is broken', () => {
  expect(readFigureScope(new URLSearchParams('figure=uv&f.from=yesterday&f.side=all'))).toEqual({
    metric: 'uv',
    side: 'part',
    campaign: undefined,
    channel: undefined,
  });
});
