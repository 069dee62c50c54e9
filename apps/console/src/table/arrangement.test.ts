import { expect, it } from 'vitest';
import { readArrangement, writeFilter, writeSorts } from './arrangement.ts';

const columns = [
  { id: 'state', filter: { kind: 'choice' } },
  { id: 'payFen', filter: { kind: 'range', unit: 'fen' } },
  { id: 'title', filter: { kind: 'text' } },
  { id: 'units' },
] as const;
const read = (query: string, prefix = '') => readArrangement(new URLSearchParams(query), columns, prefix);

it('an address written by the table is read back as it was', () => {
  const params = new URLSearchParams('tab=promotions');
  writeSorts(
    params,
    'sort',
    [
      { id: 'payFen', desc: true },
      { id: 'units', desc: false },
    ],
    [],
  );
  writeFilter(params, 'state', ['paid', 'held']);
  writeFilter(params, 'payFen', { from: 1000, to: null });
  writeFilter(params, 'title', '龙井 & tea');
  writeFilter(params, 'q', '2024');
  const back = read(params.toString());
  expect(back).toEqual({
    sorts: [
      { id: 'payFen', desc: true },
      { id: 'units', desc: false },
    ],
    filters: { state: ['paid', 'held'], payFen: { from: 1000, to: null }, title: '龙井 & tea' },
    sought: '2024',
  });
  expect(params.get('tab')).toBe('promotions');
});

it('an emptied filter and the usual sorting leave nothing in the address', () => {
  const usual = [{ id: 'units', desc: true }];
  const params = new URLSearchParams('state=paid&payFen=1..2&sort=payFen');
  writeFilter(params, 'state', []);
  writeFilter(params, 'payFen', { from: null, to: null });
  writeSorts(params, 'sort', usual, usual);
  expect(params.toString()).toBe('');
  expect(readArrangement(params, columns, '', usual).sorts).toEqual(usual);
});

it('what names no column or is not of its kind is left out, not believed', () => {
  expect(read('sort=price,-units&payFen=cheap..dear&units=3&state=')).toEqual({
    sorts: [{ id: 'units', desc: true }],
    filters: {},
    sought: '',
  });
});

it('two tables of one page do not read each other', () => {
  const query = 'a.state=paid&b.state=held&a.q=x';
  expect(read(query, 'a.').filters).toEqual({ state: ['paid'] });
  expect(read(query, 'b.')).toEqual({ sorts: [], filters: { state: ['held'] }, sought: '' });
});
