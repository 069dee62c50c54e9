import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { line } from '../test-carts.ts';
import type { Rule, Scope } from '../types.ts';
import type { LineBasis, LinesOffer } from './kind.ts';
import { ruleFaults, termsOf } from './registry.ts';

/** A line as it stands after the item layers, nothing taken since. */
function at(
  lineId: string,
  unitFen: number,
  quantity: number,
  more: Parameters<typeof line>[2] = {},
): LineBasis {
  return { subject: line(lineId, unitFen, { quantity, ...more }), unitFen, runningFen: unitFen * quantity };
}

function offer(rule: Rule, lines: readonly LineBasis[]): LinesOffer {
  const terms = termsOf(rule);
  if (terms.on !== 'lines') throw new Error(`${rule.kind} is not for lines`);
  return terms.offer(lines);
}

const met = (...lineOffFen: number[]): LinesOffer => ({ kind: 'met', lineOffFen });

describe('the nth unit', () => {
  const half = (nth: number, across: 'sku' | 'scope' = 'sku'): Rule => ({
    kind: 'nthUnit',
    nth,
    payBp: 5_000,
    across,
  });
  const table: [string, Rule, LineBasis[], LinesOffer][] = [
    ['V15 第二件半价, 3 × 39.99', half(2), [at('A', 3_999, 3)], met(2_000)],
    ['two pairs', half(2), [at('A', 3_999, 4)], met(4_000)],
    ['a third unit for nothing', { ...half(3), payBp: 0 } as Rule, [at('A', 1_000, 7)], met(2_000)],
    [
      'one unit: one more saves half of it',
      half(2),
      [at('A', 3_999, 1)],
      { kind: 'belowQuantity', missingQuantity: 1, offFen: 2_000 },
    ],
    [
      'units of different items do not count together',
      half(2),
      [at('A', 3_000, 1), at('B', 1_000, 1)],
      { kind: 'belowQuantity', missingQuantity: 1, offFen: 1_500 },
    ],
    [
      'two lines of one item do',
      half(2),
      [at('A', 1_000, 1, { skuId: 'x' }), at('B', 1_000, 1, { skuId: 'x' })],
      met(0, 500),
    ],
    [
      'across the scope the cheaper of each pair',
      half(2, 'scope'),
      [at('A', 3_000, 1), at('B', 1_000, 1)],
      met(0, 500),
    ],
    [
      'pairs are made from the dearest down, which saves most',
      half(2, 'scope'),
      [at('A', 1_000, 2), at('B', 3_000, 2)],
      met(500, 1_500),
    ],
    [
      'an odd unit at the end pays in full',
      half(2, 'scope'),
      [at('A', 5_000, 1), at('B', 4_000, 1), at('C', 100, 1)],
      met(0, 2_000, 0),
    ],
  ];
  test.each(table)('%s', (_name, rule, lines, expected) => expect(offer(rule, lines)).toEqual(expected));

  test('across a scope no grouping of the units saves more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 2, max: 3 }),
        (prices, nth) => {
          const saved = total(
            offer(
              { kind: 'nthUnit', nth, payBp: 0, across: 'scope' },
              prices.map((fen, i) => at(`l${i}`, fen, 1)),
            ),
          );
          expect(saved).toBe(bestGrouping(prices, nth));
        },
      ),
    );
  });
});

describe('bundles', () => {
  const red: Scope = { tags: ['red'] };
  const blue: Scope = { tags: ['blue'] };
  const three: Rule = { kind: 'bundle', parts: [{ scope: {}, quantity: 3 }], priceFen: 9_900 };
  const pair: Rule = {
    kind: 'bundle',
    parts: [
      { scope: red, quantity: 1 },
      { scope: blue, quantity: 1 },
    ],
    priceFen: 5_000,
  };
  const tags = (...names: string[]) => ({ tags: names });
  const table: [string, Rule, LineBasis[], LinesOffer][] = [
    [
      '3件99元, split by the prices of its units',
      three,
      [at('A', 5_000, 1), at('B', 4_000, 2)],
      met(1_192, 1_908),
    ],
    [
      'of four units the three dearest',
      three,
      [at('A', 4_000, 1), at('B', 4_000, 2), at('C', 3_000, 1)],
      met(700, 1_400, 0),
    ],
    ['twice where units suffice', three, [at('A', 4_000, 6)], met(4_200)],
    [
      'a second bundle is made only if it saves',
      three,
      [at('A', 4_000, 3), at('B', 1_000, 3)],
      met(2_100, 0),
    ],
    ['one that is dearer than its parts saves nothing', three, [at('A', 1_000, 3)], met(0)],
    [
      'a unit short',
      three,
      [at('A', 8_000, 2)],
      { kind: 'belowQuantity', missingQuantity: 1, offFen: 6_100 },
    ],
    [
      'a part that has no unit is what is missing, however many the other has',
      pair,
      [at('A', 6_000, 9, tags('red'))],
      { kind: 'belowQuantity', missingQuantity: 1, offFen: 1_000 },
    ],
    [
      'a unit of both kinds makes room for the dearer one',
      pair,
      [at('A', 6_000, 1, tags('red', 'blue')), at('B', 5_000, 1, tags('red')), at('C', 100, 1, tags('blue'))],
      met(3_273, 2_727, 0),
    ],
    [
      '85折 of three',
      { kind: 'bundle', parts: [{ scope: {}, quantity: 3 }], payBp: 8_500 },
      [at('A', 3_333, 3)],
      met(1_500),
    ],
    ['at most as often as stated', { ...three, timesMax: 1 } as Rule, [at('A', 4_000, 6)], met(2_100)],
  ];
  test.each(table)('%s', (_name, rule, lines, expected) => expect(offer(rule, lines)).toEqual(expected));

  test('no other choice of units and no other number of bundles saves more', () => {
    const tag = fc.subarray(['red', 'blue', 'green'], { minLength: 1 });
    const cart = fc.array(fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 2 }), tag), {
      minLength: 1,
      maxLength: 4,
    });
    const parts = fc.array(fc.tuple(tag, fc.integer({ min: 1, max: 2 })), { minLength: 1, maxLength: 2 });
    const price = fc.oneof(
      fc.integer({ min: 0, max: 150 }).map((priceFen) => ({ priceFen })),
      fc.integer({ min: 0, max: 10_000 }).map((payBp) => ({ payBp })),
    );
    fc.assert(
      fc.property(cart, parts, price, (rows, wanted, by) => {
        const lines = rows.map(([fen, quantity, tags], i) => at(`l${i}`, fen, quantity, { tags }));
        const rule: Rule = {
          kind: 'bundle',
          parts: wanted.map(([tags, quantity]) => ({ scope: { tags }, quantity })),
          ...by,
        };
        const made = offer(rule, lines);
        const best = bestBundling(lines, rule);
        if (best === null) expect(made.kind).toBe('belowQuantity');
        else expect(total(made)).toBe(best);
      }),
      { numRuns: 400 },
    );
  });
});

describe('government subsidy', () => {
  const rule: Rule = { kind: 'subsidy', offBp: 1_500, capUnitFen: 50_000 };
  const table: [string, Rule, LineBasis[], LinesOffer][] = [
    ['V22 up to 500 a unit', rule, [at('A', 399_900, 1), at('B', 299_900, 1)], met(50_000, 44_985)],
    ['each unit has its own cap', rule, [at('A', 399_900, 2)], met(100_000)],
    [
      'of what is left of the line, not of its price',
      rule,
      [{ ...at('A', 299_900, 1), runningFen: 200_000 }],
      met(30_000),
    ],
    [
      'where one unit is subsidised, the one that gets most',
      { ...rule, unitsMax: 1 } as Rule,
      [at('B', 299_900, 1), at('A', 399_900, 2)],
      met(0, 50_000),
    ],
    [
      'what does not divide is split into units first',
      { ...rule, offBp: 5_000 } as Rule,
      [{ ...at('A', 2, 2), runningFen: 3 }],
      met(2),
    ],
  ];
  test.each(table)('%s', (_name, own, lines, expected) => expect(offer(own, lines)).toEqual(expected));
});

describe('what is wrong with a rule is said by its name', () => {
  const bundleOf = (quantity: number): Rule => ({
    kind: 'bundle',
    parts: [{ scope: {}, quantity }],
    priceFen: 1,
  });
  const table: [string, Rule, string][] = [
    ['nthUnit', { kind: 'nthUnit', nth: 1, payBp: 5_000, across: 'sku' }, 'nth must be 2 or more'],
    ['bundle without parts', { kind: 'bundle', parts: [], priceFen: 1 }, 'a bundle needs a part'],
    ['bundle of nothing', bundleOf(0), 'quantity of a part must be 1 or more'],
    ['bundle of two prices', { ...bundleOf(1), payBp: 1 } as Rule, 'state either priceFen or payBp'],
  ];
  test.each(table)('%s', (_name, rule, fault) => expect(ruleFaults(rule, 'storeReduction')).toEqual([fault]));

  test('a subsidy above the whole', () => {
    expect(ruleFaults({ kind: 'subsidy', offBp: 10_001, capUnitFen: 1 }, 'subsidy')).toEqual([
      'offBp must be 0 to 10000, but is 10001',
    ]);
  });
});

function total(made: LinesOffer): number {
  return made.kind === 'met' ? made.lineOffFen.reduce((a, b) => a + b, 0) : 0;
}

/** The most that full groups of `nth` units save when the cheapest of each is free, every grouping tried. */
function bestGrouping(prices: readonly number[], nth: number): number {
  if (prices.length < nth) return 0;
  const [first = 0, ...rest] = prices;
  let best = bestGrouping(rest, nth);
  const choose = (from: number, group: readonly number[]) => {
    if (group.length === nth - 1) {
      const others = rest.filter((_, i) => !group.includes(i));
      const cheapest = Math.min(first, ...group.map((i) => rest[i]!));
      best = Math.max(best, cheapest + bestGrouping(others, nth));
      return;
    }
    for (let i = from; i < rest.length; i++) choose(i + 1, [...group, i]);
  };
  choose(0, []);
  return best;
}

/** The most that bundles save, every unit tried in every place; null where not even one can be made. */
function bestBundling(lines: readonly LineBasis[], rule: Extract<Rule, { kind: 'bundle' }>): number | null {
  const units = lines.flatMap(({ subject, unitFen }) =>
    Array.from({ length: subject.quantity }, () => ({ tags: subject.tags, unitFen })),
  );
  let best: number | null = null;
  for (let times = 1; ; times++) {
    const places = rule.parts.flatMap(({ scope, quantity }) =>
      Array.from({ length: quantity * times }, () => scope.tags!),
    );
    if (places.length > units.length) return best;
    const sums = new Set<number>();
    const fill = (place: number, used: ReadonlySet<number>, sum: number) => {
      if (place === places.length) {
        sums.add(sum);
        return;
      }
      for (const [i, { tags, unitFen }] of units.entries()) {
        if (used.has(i) || !places[place]!.some((tag) => tags.includes(tag))) continue;
        fill(place + 1, new Set([...used, i]), sum + unitFen);
      }
    };
    fill(0, new Set(), 0);
    for (const sum of sums) {
      const pays =
        rule.priceFen === undefined ? Math.floor((sum * rule.payBp!) / 10_000) : rule.priceFen * times;
      best = Math.max(best ?? 0, sum - pays);
    }
  }
}
