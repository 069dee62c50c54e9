import { describe, expect, test } from 'vitest';
import type { Layer, Rule } from '../types.ts';
import type { Basis, Offer } from './kind.ts';
import { ruleFaults, termsOf } from './registry.ts';

function offer(rule: Rule, basis: Partial<Basis> & { baseFen: number }): Offer {
  const terms = termsOf(rule);
  if (terms.on !== 'cart') throw new Error(`${rule.kind} is not for carts`);
  return terms.offer({ runningFen: basis.baseFen, quantity: 1, ...basis });
}

describe('what a rule gives, and how far the next step is', () => {
  const tiered: Rule = {
    kind: 'tiered',
    tiers: [
      { thresholdFen: 10_000, offFen: 1_000 },
      { thresholdFen: 20_000, offFen: 3_000 },
    ],
  };
  const each: Rule = { kind: 'each', thresholdFen: 30_000, offFen: 5_000 };
  const capped: Rule = { ...each, capFen: 8_000 };
  const percent: Rule = { kind: 'percent', payBp: 9_000, thresholdFen: 10_000 };
  const pieces: Rule = { kind: 'percent', payBp: 5_000, quantityMin: 3, maxDiscountFen: 4_000 };

  const table: [string, Rule, Partial<Basis> & { baseFen: number }, Offer][] = [
    [
      'tiered, a fen short',
      tiered,
      { baseFen: 9_999 },
      { kind: 'belowThreshold', next: { missingFen: 1, offFen: 1_000 } },
    ],
    [
      'tiered, exactly the first tier',
      tiered,
      { baseFen: 10_000 },
      { kind: 'met', thresholdFen: 10_000, offFen: 1_000, next: { missingFen: 10_000, offFen: 3_000 } },
    ],
    [
      'tiered, a fen short of the second',
      tiered,
      { baseFen: 19_999 },
      { kind: 'met', thresholdFen: 10_000, offFen: 1_000, next: { missingFen: 1, offFen: 3_000 } },
    ],
    [
      'tiered, the last tier has no next',
      tiered,
      { baseFen: 20_000 },
      { kind: 'met', thresholdFen: 20_000, offFen: 3_000 },
    ],
    [
      'each, a fen short',
      each,
      { baseFen: 29_999 },
      { kind: 'belowThreshold', next: { missingFen: 1, offFen: 5_000 } },
    ],
    [
      'each, twice',
      each,
      { baseFen: 65_000 },
      { kind: 'met', thresholdFen: 60_000, offFen: 10_000, next: { missingFen: 25_000, offFen: 15_000 } },
    ],
    [
      'each, the cap gives only part of the next',
      capped,
      { baseFen: 30_000 },
      { kind: 'met', thresholdFen: 30_000, offFen: 5_000, next: { missingFen: 30_000, offFen: 8_000 } },
    ],
    [
      'each, nothing more beyond the cap',
      capped,
      { baseFen: 60_000 },
      { kind: 'met', thresholdFen: 60_000, offFen: 8_000 },
    ],
    [
      'percent, a fen short: what it would give is of what would be there',
      percent,
      { baseFen: 9_990, runningFen: 8_990 },
      { kind: 'belowThreshold', next: { missingFen: 10, offFen: 900 } },
    ],
    [
      'percent, exactly the threshold, of what is left',
      percent,
      { baseFen: 10_000, runningFen: 9_000 },
      { kind: 'met', thresholdFen: 10_000, offFen: 900 },
    ],
    [
      'percent by pieces, one short',
      pieces,
      { baseFen: 6_000, quantity: 2 },
      { kind: 'belowQuantity', missingQuantity: 1, offFen: 3_000 },
    ],
    [
      'percent by pieces, at most',
      pieces,
      { baseFen: 9_000, quantity: 3 },
      { kind: 'met', thresholdFen: 0, offFen: 4_000 },
    ],
  ];
  test.each(table)('%s', (_name, rule, basis, expected) => {
    expect(offer(rule, basis)).toEqual(expected);
  });
});

test('a cut by rate and a cut by amount stand beside each other, two of one sort do not', () => {
  expect(termsOf({ kind: 'itemCut', payBp: 9_000 })).toMatchObject({ on: 'cut', slot: 'rate' });
  expect(termsOf({ kind: 'itemCut', offFen: 100 })).toMatchObject({ on: 'cut', slot: 'amount' });
});

describe('what is wrong with a rule is said by its name', () => {
  const table: [Layer, Rule, string][] = [
    ['storeReduction', { kind: 'each', thresholdFen: 0.5, offFen: 1 }, 'thresholdFen must be a whole number'],
    ['storeReduction', { kind: 'each', thresholdFen: 1, offFen: -1 }, 'offFen must be a whole number'],
    [
      'storeReduction',
      { kind: 'each', thresholdFen: 1, offFen: 1, capFen: 0.5 },
      'capFen must be a whole number',
    ],
    [
      'storeReduction',
      { kind: 'percent', payBp: 9_000, thresholdFen: -1 },
      'thresholdFen must be a whole number',
    ],
    [
      'storeReduction',
      { kind: 'percent', payBp: 9_000, quantityMin: 1.5 },
      'quantityMin must be a whole number',
    ],
    [
      'storeReduction',
      { kind: 'percent', payBp: 9_000, maxDiscountFen: -1 },
      'maxDiscountFen must be a whole number',
    ],
    [
      'storeReduction',
      { kind: 'tiered', tiers: [{ thresholdFen: 0.5, offFen: 1 }] },
      'thresholdFen must be a whole number',
    ],
    [
      'storeReduction',
      { kind: 'tiered', tiers: [{ thresholdFen: 1, offFen: -1 }] },
      'offFen must be a whole number',
    ],
    ['itemPrice', { kind: 'timedPrice', priceFen: 0.5 }, 'priceFen must be a whole number'],
    ['itemCut', { kind: 'itemCut', offFen: -1 }, 'offFen must be a whole number'],
    [
      'storeReduction',
      {
        kind: 'tiered',
        tiers: [
          { thresholdFen: 10, offFen: 2 },
          { thresholdFen: 20, offFen: 2 },
        ],
      },
      'tiers must rise',
    ],
    [
      'storeReduction',
      {
        kind: 'tiered',
        tiers: [
          { thresholdFen: 10, offFen: 2 },
          { thresholdFen: 10, offFen: 3 },
        ],
      },
      'tiers must rise',
    ],
  ];
  test.each(table)('on %s: %j', (layer, rule, fault) => {
    expect(ruleFaults(rule, layer)).toEqual([expect.stringContaining(fault)]);
  });

  test('a sane rule has none', () => {
    const tiers = [
      { thresholdFen: 10, offFen: 2 },
      { thresholdFen: 11, offFen: 3 },
    ];
    expect(ruleFaults({ kind: 'tiered', tiers }, 'storeReduction')).toEqual([]);
  });
});
