import { describe, expect, test } from 'vitest';
import { reorderPoint, SERVICE_LEVELS_BP, safetyStock } from './index.ts';

const base = { demandPerDay: 100, demandSd: 22, leadDays: 12, leadSdDays: 3, serviceLevelBp: 9_500 } as const;

describe('when to order again', () => {
  test('V65: demand 100 ± 22 a day, goods in 12 ± 3 days, 95 %', () => {
    expect([safetyStock(base), reorderPoint(base)]).toEqual([510, 1_710]);
  });
  test('V66: demand ± 25, goods in exactly 2 days, 95 %', () => {
    expect(safetyStock({ ...base, demandSd: 25, leadDays: 2, leadSdDays: 0 })).toBe(59);
  });
  test('what nobody buys needs no stock', () => {
    const idle = { ...base, demandPerDay: 0, demandSd: 0 };
    expect([safetyStock(idle), reorderPoint(idle)]).toEqual([0, 0]);
  });
  test('a promise that is kept more often needs more', () => {
    const stocks = SERVICE_LEVELS_BP.map((serviceLevelBp) => safetyStock({ ...base, serviceLevelBp }));
    expect(stocks).toEqual([...stocks].sort((a, b) => a - b));
    expect(new Set(stocks).size).toBe(stocks.length);
  });
});
