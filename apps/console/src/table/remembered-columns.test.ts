import { expect, it } from 'vitest';
import { orderOf, recallColumns, rememberColumns } from './remembered-columns.ts';

function storage() {
  const kept = new Map<string, string>();
  return {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
}
const IDS = ['number', 'placedAt', 'payFen'];

it('each person has their own columns of each table', () => {
  const store = storage();
  const mine = {
    order: ['payFen', 'number', 'placedAt'],
    shown: { placedAt: false },
    widths: { number: 200 },
    dense: true,
  };
  rememberColumns('op_a', 'orders', mine, store);
  expect(recallColumns('op_a', 'orders', IDS, store)).toEqual(mine);
  expect(recallColumns('op_b', 'orders', IDS, store).order).toEqual([]);
  expect(recallColumns('op_a', 'stock', IDS, store).dense).toBe(false);
});

it('what a release no longer has, or nobody could have set, is forgotten', () => {
  const store = storage();
  store.setItem(
    'dacu.table.op_a.orders',
    JSON.stringify({
      order: ['gone', 'payFen', 'payFen'],
      shown: { gone: false, number: 'no' },
      widths: { number: 9, payFen: 1e9 },
      dense: 'yes',
    }),
  );
  expect(recallColumns('op_a', 'orders', IDS, store)).toEqual({
    order: ['payFen'],
    shown: {},
    widths: {},
    dense: false,
  });
  store.setItem('dacu.table.op_a.orders', '{broken');
  expect(recallColumns('op_a', 'orders', IDS, store).order).toEqual([]);
});

it('a column that is new since then stands after its declared neighbour', () => {
  expect(orderOf(['number', 'city', 'placedAt', 'payFen'], ['payFen', 'number', 'placedAt'])).toEqual([
    'payFen',
    'number',
    'city',
    'placedAt',
  ]);
  expect(orderOf(['first', 'number'], ['number'])).toEqual(['first', 'number']);
});
