import fc from 'fast-check';
import { expect, test } from 'vitest';
import { line } from '../test-carts.ts';
import type { Rule } from '../types.ts';
import { ruleFaults, termsOf } from './registry.ts';

/** What the search for the best combination relies on (`kind.ts`): without it a bound could be too high. */
const fen = fc.integer({ min: 0, max: 5_000 });
const some = fc.integer({ min: 1, max: 3_000 });
const bp = fc.integer({ min: 0, max: 10_000 });

const cartRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({ kind: fc.constant('amount' as const), thresholdFen: fen, offFen: fen }),
  fc.record({ kind: fc.constant('each' as const), thresholdFen: some, offFen: fen, capFen: fen }),
  fc.tuple(some, some, some, some).map(([from, off, moreFrom, moreOff]) => ({
    kind: 'tiered' as const,
    tiers: [
      { thresholdFen: from, offFen: off },
      { thresholdFen: from + moreFrom, offFen: off + moreOff },
    ],
  })),
  fc.record({
    kind: fc.constant('percent' as const),
    payBp: bp,
    thresholdFen: fen,
    quantityMin: fc.integer({ min: 0, max: 4 }),
    maxDiscountFen: fen,
  }),
  fc.record({ kind: fc.constant('memberRate' as const), payBp: bp }),
);

test('an offer never falls when its base or what is left rises, and a fen more that is left adds a fen at most', () => {
  fc.assert(
    fc.property(
      cartRule,
      fen,
      fen,
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 50 }),
      (rule, baseFen, runningFen, quantity, moreFen) => {
        expect(ruleFaults(rule, rule.kind === 'memberRate' ? 'member' : 'crossStore')).toEqual([]);
        const terms = termsOf(rule);
        if (terms.on !== 'cart') throw new Error(rule.kind);
        const off = (base: number, running: number) => {
          const offer = terms.offer({ baseFen: base, runningFen: running, quantity });
          return offer.kind === 'met' ? offer.offFen : 0;
        };
        const here = off(baseFen, runningFen);
        expect(off(baseFen + moreFen, runningFen)).toBeGreaterThanOrEqual(here);
        const richer = off(baseFen, runningFen + moreFen);
        expect(richer).toBeGreaterThanOrEqual(here);
        expect(richer - here).toBeLessThanOrEqual(moreFen);
        if (terms.byBaseAlone) expect(richer).toBe(here);
      },
    ),
    { numRuns: 2_000 },
  );
});

const linesRule: fc.Arbitrary<Rule> = fc.oneof(
  fc.record({
    kind: fc.constant('nthUnit' as const),
    nth: fc.integer({ min: 2, max: 3 }),
    payBp: bp,
    across: fc.constantFrom('sku' as const, 'scope' as const),
  }),
  fc.record({
    kind: fc.constant('subsidy' as const),
    offBp: bp,
    capUnitFen: some,
    unitsMax: fc.integer({ min: 1, max: 5 }),
  }),
  fc.record({
    kind: fc.constant('bundle' as const),
    parts: fc.constant([
      { scope: { tags: ['t'] }, quantity: 1 },
      { scope: {}, quantity: 2 },
    ]),
    payBp: bp,
  }),
);

test('what is taken from single lines, capped by what is left of each, never falls when more is left of any', () => {
  const lines = fc.array(
    fc.record({
      unitFen: some,
      quantity: fc.integer({ min: 1, max: 3 }),
      tagged: fc.boolean(),
      leftBp: bp,
      moreBp: bp,
    }),
    { minLength: 1, maxLength: 4 },
  );
  fc.assert(
    fc.property(linesRule, lines, (rule, drawn) => {
      const terms = termsOf(rule);
      if (terms.on !== 'lines') throw new Error(rule.kind);
      const off = (share: (row: (typeof drawn)[number]) => number) => {
        const view = drawn.map((row, i) => ({
          subject: line(`l${i}`, row.unitFen, { quantity: row.quantity, tags: row.tagged ? ['t'] : [] }),
          unitFen: row.unitFen,
          runningFen: Math.floor((row.unitFen * row.quantity * share(row)) / 10_000),
        }));
        const offer = terms.offer(view);
        if (offer.kind !== 'met') return { sumFen: 0, lineOffFen: [] };
        const sumFen = offer.lineOffFen.reduce(
          (sum, each, i) => sum + Math.min(each, view[i]!.runningFen),
          0,
        );
        return { sumFen, lineOffFen: offer.lineOffFen };
      };
      const poorer = off(({ leftBp }) => leftBp);
      const richer = off(({ leftBp, moreBp }) => Math.min(10_000, leftBp + moreBp));
      expect(richer.sumFen).toBeGreaterThanOrEqual(poorer.sumFen);
      if (terms.byBaseAlone) expect(richer.lineOffFen).toEqual(poorer.lineOffFen);
    }),
    { numRuns: 2_000 },
  );
});
