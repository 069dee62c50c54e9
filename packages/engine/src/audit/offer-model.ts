import type { Rule } from '../pricing/index.ts';
import { type ModelBuilder, negative, type Term, times } from './linear-model.ts';

/** What an offer may look at: the same as a kind's arithmetic, but in columns. */
export type OfferBasis = {
  readonly base: readonly Term[];
  readonly running: readonly Term[];
  readonly quantity: readonly Term[];
  /** More than any cart holds. */
  readonly mostFen: number;
};

export type OfferColumns = {
  /** What comes off. */
  readonly column: number;
  /** Binary columns of which at most one may stand in a place. */
  readonly holds: readonly Term[];
  /** A share of what is left. */
  readonly rate: boolean;
  /** Allows what the kind's arithmetic allows and not more. */
  readonly exact: boolean;
};

/** Rounding gives the buyer less than one fen; the column is whole. */
const ROUNDING_FEN = 0.9999;

/** The arithmetic of a kind in rows and columns. A kind without a linear form may take all that is left. */
export function offerInto(build: ModelBuilder, rule: Rule, basis: OfferBasis): OfferColumns {
  const { base, running, quantity, mostFen } = basis;
  /** A binary column that may be 1 only where these are at least so much. */
  const whenAtLeast = (terms: readonly Term[], low: number): number => {
    const holds = build.column(1, true);
    if (low > 0) build.atLeast([...terms, [-low, holds]], 0);
    return holds;
  };
  switch (rule.kind) {
    case 'amount': {
      const holds = whenAtLeast(base, rule.thresholdFen);
      const column = build.column(rule.offFen, false);
      build.atMost(
        [
          [1, column],
          [-rule.offFen, holds],
        ],
        0,
      );
      return { column, holds: [[1, holds]], rate: false, exact: true };
    }
    case 'tiered': {
      const tiers = rule.tiers.map(
        ({ thresholdFen, offFen }): Term => [offFen, whenAtLeast(base, thresholdFen)],
      );
      const column = build.column(rule.tiers.at(-1)!.offFen, false);
      build.atMost([[1, column], ...negative(tiers)], 0);
      return { column, holds: tiers.map(([, holds]) => [1, holds]), rate: false, exact: true };
    }
    case 'each': {
      const { thresholdFen, offFen, capFen = Number.MAX_SAFE_INTEGER } = rule;
      const timesMax = Math.max(1, Math.floor(mostFen / thresholdFen));
      const holds = build.column(1, true);
      const count = build.column(timesMax, true);
      build.atLeast([...base, [-thresholdFen, count]], 0);
      build.atMost(
        [
          [1, count],
          [-timesMax, holds],
        ],
        0,
      );
      const column = build.column(Math.min(capFen, timesMax * offFen), false);
      build.atMost(
        [
          [1, column],
          [-offFen, count],
        ],
        0,
      );
      return { column, holds: [[1, holds]], rate: false, exact: true };
    }
    case 'percent':
    case 'memberRate': {
      const {
        thresholdFen = 0,
        quantityMin = 0,
        maxDiscountFen = mostFen,
      } = rule.kind === 'percent' ? rule : {};
      const holds = whenAtLeast(base, thresholdFen);
      if (quantityMin > 0) build.atLeast([...quantity, [-quantityMin, holds]], 0);
      const column = build.column(Math.min(mostFen, maxDiscountFen), true);
      const share = 1 - rule.payBp / 10_000;
      build.atMost([[1, column], ...times(-share, running), [-ROUNDING_FEN, holds]], 0);
      build.atMost(
        [
          [1, column],
          [-Math.min(mostFen, maxDiscountFen), holds],
        ],
        0,
      );
      return { column, holds: [[1, holds]], rate: true, exact: true };
    }
    default: {
      const holds = build.column(1, true);
      const column = build.column(mostFen, false);
      build.atMost(
        [
          [1, column],
          [-mostFen, holds],
        ],
        0,
      );
      return { column, holds: [[1, holds]], rate: false, exact: false };
    }
  }
}
