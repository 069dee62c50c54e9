import type { Rule } from '../pricing/index.ts';
import { type ModelBuilder, negative, type Term, times } from './linear-model.ts';

/** What an offer may look at: the same as a kind's arithmetic, but in columns. */
export type OfferBasis = {
  readonly base: readonly Term[];
  readonly running: readonly Term[];
  /** By stall: the price of a piece, how many there can be, and the column that counts them. */
  readonly pieces: readonly {
    readonly skuId: string;
    readonly unitFen: number;
    readonly most: number;
    readonly column: number;
  }[];
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
  const { base, running, pieces, mostFen } = basis;
  const quantity = pieces.map(({ column }): Term => [1, column]);
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
    case 'nthUnit': {
      const holds = build.column(1, true);
      const share = 1 - rule.payBp / 10_000;
      // Pieces that count together; the cheaper of them get the rate, any of them may get it here.
      const groups = new Map<string, OfferBasis['pieces'][number][]>();
      for (const piece of pieces) {
        const key = rule.across === 'sku' ? piece.skuId : '';
        groups.set(key, [...(groups.get(key) ?? []), piece]);
      }
      const at = [...groups.values()].flatMap((group) => {
        const cheap = group.map(({ unitFen, most, column }): Term => {
          const units = build.column(most, true);
          build.atMost(
            [
              [1, units],
              [-1, column],
            ],
            0,
          );
          return [Math.ceil(unitFen * share), units];
        });
        build.atMost(
          [
            ...cheap.map(([, units]): Term => [rule.nth, units]),
            ...group.map(({ column }): Term => [-1, column]),
          ],
          0,
        );
        return cheap;
      });
      const exact = [...groups.values()].every((group) => group.length === 1);
      return limited(at, holds, exact);
    }
    case 'bundle': {
      const holds = build.column(1, true);
      const size = rule.parts.reduce((sum, part) => sum + part.quantity, 0);
      const most = pieces.reduce((sum, piece) => sum + piece.most, 0);
      const count = build.column(Math.min(rule.timesMax ?? most, Math.floor(most / size)), true);
      build.atLeast([...quantity, [-size, count]], 0);
      const chosen = pieces.map(({ most: own, column }): Term => {
        const taken = build.column(own, true);
        build.atMost(
          [
            [1, taken],
            [-1, column],
          ],
          0,
        );
        return [1, taken];
      });
      build.atMost([...chosen, [-size, count]], 0);
      const worth = chosen.map(([, taken], place): Term => [pieces[place]!.unitFen, taken]);
      const off: Term[] =
        rule.priceFen === undefined
          ? [...times(1 - rule.payBp! / 10_000, worth), [ROUNDING_FEN, holds]]
          : [...worth, [-rule.priceFen, count]];
      // Parts that not every piece fits allow more here than a bundle does.
      return limited(off, holds, rule.parts.length === 1);
    }
    case 'subsidy': {
      const holds = build.column(1, true);
      const off = pieces.map(
        ({ unitFen, column }): Term => [
          Math.min(Math.ceil((unitFen * rule.offBp) / 10_000), rule.capUnitFen),
          column,
        ],
      );
      const result = limited(off, holds, false);
      // Each piece may round by less than a fen.
      build.atMost([[1, result.column], ...times(-rule.offBp / 10_000, running), ...negative(quantity)], 0);
      return result;
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

  function limited(off: readonly Term[], holds: number, exact: boolean): OfferColumns {
    const column = build.column(mostFen, true);
    build.atMost([[1, column], ...negative(off)], 0);
    build.atMost(
      [
        [1, column],
        [-mostFen, holds],
      ],
      0,
    );
    return { column, holds: [[1, holds]], rate: false, exact };
  }
}
