import { expect, it } from 'vitest';
import { csvText } from './csv.ts';

const columns = [
  { title: '商品', value: (row: { name: string; units: number | null }) => row.name },
  { title: '件数', value: (row: { name: string; units: number | null }) => row.units },
];

it('quotes what needs it and leaves empty what is not known', () => {
  expect(
    csvText(columns, [
      { name: '米, 10kg', units: 3 },
      { name: '19" 屏', units: null },
    ]),
  ).toBe('商品,件数\r\n"米, 10kg",3\r\n"19"" 屏",');
});

it('a title that begins like a formula is not run by a spreadsheet', () => {
  expect(csvText(columns, [{ name: '=1+1', units: -1 }])).toBe("商品,件数\r\n'=1+1,-1");
});

it.each(['+86', '-5', '@cmd', '＝1＋1', ' =1', '\t=1'])(
  '%j does not reach a spreadsheet as a formula',
  (name) => {
    expect(csvText(columns, [{ name, units: 1 }])).toBe(`商品,件数\r\n'${name},1`);
  },
);
