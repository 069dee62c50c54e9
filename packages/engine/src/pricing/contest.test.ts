import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { type Bid, byPreference } from './contest.ts';
import { promotion, TMALL } from './test-carts.ts';
import type { Promotion } from './types.ts';

const compiled = (id: string, more: Partial<Promotion> = {}) =>
  compilePromotions(
    [promotion(id, 'crossStore', { kind: 'amount', thresholdFen: 0, offFen: 1 }, more)],
    TMALL,
  ).promotions[0]!;
const bid = (id: string, more: Partial<Bid> = {}, priority = 3): Bid => ({
  promotion: compiled(id, { priority }),
  savingFen: 500,
  faceFen: 800,
  thresholdFen: 1_000,
  closesAt: 9_000,
  ...more,
});

describe('of two bids for one place', () => {
  const table: [string, Bid, Bid][] = [
    ['the larger saving goes first, whatever else', bid('z', { savingFen: 501, faceFen: 1 }, 0), bid('a')],
    ['then the higher priority', bid('z', { faceFen: 1 }, 4), bid('a')],
    ['then the larger face', bid('z', { faceFen: 801, thresholdFen: 1 }), bid('a')],
    ['then the higher threshold', bid('z', { thresholdFen: 1_001, closesAt: 9_999 }), bid('a')],
    ['then the earlier end', bid('z', { closesAt: 8_999 }), bid('a')],
    ['then the smaller id', bid('a'), bid('b')],
  ];
  test.each(table)('%s', (_name, first, second) => {
    expect([first, second].sort(byPreference)).toEqual([first, second]);
    expect([second, first].sort(byPreference)).toEqual([first, second]);
  });
});
