import { expect, it } from 'vitest';
import { comparer, holds, passes } from './matching.ts';

it('a range takes both its ends, and no cell without a value', () => {
  expect([9, 10, 20, 21, null].map((value) => passes(value, { from: 10, to: 20 }))).toEqual([
    false,
    true,
    true,
    false,
    false,
  ]);
  expect(passes(5, { from: null, to: 5 })).toBe(true);
});

it('a choice takes any of its values; letters are found in either case', () => {
  expect(passes('paid', ['held', 'paid'])).toBe(true);
  expect(passes('closed', ['held', 'paid'])).toBe(false);
  expect(passes('Green TEA', 'tea')).toBe(true);
});

it('every sought word has to stand somewhere in the row, in either language', () => {
  const columns = [
    {
      id: 'title',
      title: '',
      value: (row: { zh: string; en: string; sku: string }) => row.zh,
      found: (row: { zh: string; en: string }) => `${row.zh} ${row.en}`,
    },
    { id: 'sku', title: '', value: (row: { sku: string }) => row.sku },
  ];
  const row = { zh: '明前龙井', en: 'Longjing tea', sku: 'sk_001' };
  expect(holds(row, columns, 'LONG 001')).toBe(true);
  expect(holds(row, columns, '龙井 002')).toBe(false);
  expect(holds(row, columns, '  ')).toBe(true);
});

it('numbers stand by size, numbered words by their number', () => {
  const compare = comparer('zh-CN');
  expect([30, 4, 100].sort(compare)).toEqual([4, 30, 100]);
  expect(['第10期', '第9期'].sort(compare)).toEqual(['第9期', '第10期']);
});
