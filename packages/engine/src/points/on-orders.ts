import { mulDiv, shareOfUnits } from '../money/index.ts';
import type { Allocation } from '../pricing/index.ts';

/** What points mean for one order; frozen when it is placed. */
export type OrderPoints = {
  readonly promotionId: string;
  readonly pointsPerYuan: number;
  /** Points that it takes, and what they pay. */
  readonly used: number;
  readonly fen: number;
  /** What its payment earns; null where the plan gives none for spending, or the order has nothing that earns. */
  readonly earn: {
    /** `points` for every whole part of `perFen` paid. */
    readonly points: number;
    readonly perFen: number;
    readonly lineIds: readonly string[];
    /** From the payment on. */
    readonly usableAfterMs: number;
    readonly expiresAt: number | null;
  } | null;
};

/** Of a line: what it cost and how many units of it came back. */
export type PointsLine = {
  readonly lineId: string;
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly netFen: number;
  readonly allocations: readonly Pick<Allocation, 'layer' | 'funderFen'>[];
};

const FEN_PER_YUAN = 100;

/**
 * Points earned by what is paid in money for the goods that are kept. Cumulative, so that any sequence of returns takes
 * back exactly what the order had given.
 */
export function earnedPoints({ earn }: OrderPoints, lines: readonly PointsLine[]): number {
  if (earn === null) return 0;
  const keptFen = lines
    .filter(({ lineId }) => earn.lineIds.includes(lineId))
    .reduce(
      (sum, { netFen, quantity, returnedQuantity }) =>
        sum + netFen - shareOfUnits(netFen, quantity, 0, returnedQuantity),
      0,
    );
  return mulDiv(keptFen, earn.points, earn.perFen);
}

/** Points that the returned units had been paid with, cumulative: all of them once everything is back. */
export function pointsOfReturned({ used, fen }: OrderPoints, lines: readonly PointsLine[]): number {
  if (used === 0) return 0;
  let backFen = 0;
  for (const { quantity, returnedQuantity, allocations } of lines)
    for (const { layer, funderFen } of allocations)
      if (layer === 'points')
        for (const share of funderFen) backFen += shareOfUnits(share.fen, quantity, 0, returnedQuantity);
  return mulDiv(backFen, used, fen);
}

/** What points that should go back and are no longer there cost in money (domain §1.7.8, V34). */
export function shortageFen({ pointsPerYuan }: OrderPoints, short: number): number {
  return mulDiv(short, FEN_PER_YUAN, pointsPerYuan);
}
