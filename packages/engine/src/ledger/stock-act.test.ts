import { expect, test } from 'vitest';
import { decideStockAct, emptyPlace, type StockActRows, type StockRow } from './index.ts';

const network = (more: Partial<StockRow> = {}): StockRow => ({
  ...{ skuId: 'A', onHand: 10, reserved: 2, locked: 3, sold: 0, unavailable: 1, allotment: 10 },
  ...more,
});
const warehouse = {
  kind: 'warehouse',
  row: { ...emptyPlace('A', 'wh'), onHand: 10, allotted: 3, unavailable: 1 },
} as const;
const store = { kind: 'store', row: { ...emptyPlace('A', 'st'), onHand: 2 } } as const;
const rows = (more: Partial<StockActRows> = {}): StockActRows => ({
  network: network(),
  at: warehouse,
  ...more,
});

test.each([
  [{ kind: 'receive', quantity: 5 } as const, { onHand: 15 }, { onHand: 5, unavailable: 0 }],
  [{ kind: 'count', counted: 8 } as const, { onHand: 8 }, { onHand: -2, unavailable: 0 }],
  [{ kind: 'setAside', change: 4 } as const, { unavailable: 5 }, { onHand: 0, unavailable: 4 }],
  [{ kind: 'setAside', change: -1 } as const, { unavailable: 0 }, { onHand: 0, unavailable: -1 }],
  [{ kind: 'scrap', quantity: 1 } as const, { onHand: 9, unavailable: 0 }, { onHand: -1, unavailable: -1 }],
])('%o in a warehouse moves network and place alike', (act, change, moved) => {
  const done = decideStockAct(rows(), act);
  expect(done).toMatchObject({ network: network(change), changes: [{ placeId: 'wh', ...moved }] });
  expect(done.kind === 'done' && done.places[0]).toMatchObject(change);
});

test('a count that finds what stands in the books changes nothing', () => {
  expect(decideStockAct(rows(), { kind: 'count', counted: 10 })).toEqual({
    ...{ kind: 'done', network: network(), places: [], changes: [] },
  });
});

test('a transfer to a store tells both sides, and the network has less', () => {
  expect(decideStockAct(rows({ to: store }), { kind: 'transfer', quantity: 4 })).toMatchObject({
    network: network({ onHand: 6 }),
    changes: [
      { placeId: 'wh', onHand: -4 },
      { placeId: 'st', onHand: 4 },
    ],
  });
});

test.each([
  ['a count below what orders were promised', { kind: 'count', counted: 5 } as const],
  ['more set aside than is left to sell', { kind: 'setAside', change: 5 } as const],
  ['more put back than was aside', { kind: 'setAside', change: -2 } as const],
  ['more scrapped than is aside', { kind: 'scrap', quantity: 2 } as const],
  ['more sent away than is left to sell', { kind: 'transfer', quantity: 5 } as const],
])('%s is refused and says what is free', (_name, act) => {
  expect(decideStockAct(rows({ to: store }), act)).toEqual({ kind: 'refused', free: 6, sellable: 4 });
});

test.each([
  { kind: 'receive', quantity: 0 } as const,
  { kind: 'receive', quantity: -1 } as const,
  { kind: 'count', counted: -1 } as const,
  { kind: 'count', counted: 1.5 } as const,
  { kind: 'transfer', quantity: 1 } as const,
])('%o without sense is a bug', (act) => {
  expect(() => decideStockAct(rows(), act)).toThrow(RangeError);
});
