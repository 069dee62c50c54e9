import { shareOfUnits, sumFen } from '../money/index.ts';
import type { Allocation } from '../pricing/index.ts';
import { units } from './stock.ts';

/** A paid line as its order froze it, and how many of its units came back so far. */
export type RefundableLine = {
  readonly lineId: string;
  readonly quantity: number;
  readonly returnedQuantity: number;
  readonly netFen: number;
  readonly allocations: readonly Allocation[];
};

export type LineRefund = {
  readonly kind: 'refund';
  readonly lineId: string;
  readonly quantity: number;
  /** What goes back to the buyer for the goods, in the money that was paid. */
  readonly refundFen: number;
  /**
   * What the returned units carried of each discount, by who paid it: a red packet or points go back where they came
   * from, a subsidy to its funder, the others stay as they are. Those of 0 are left out.
   */
  readonly shares: readonly Allocation[];
};

export type RefundRefused = {
  readonly kind: 'refused';
  readonly reason: 'nothingToReturn';
  readonly left: number;
};

/**
 * Refund of some units of a line by the shares frozen on the order (domain §1.7.1): no price is computed again, and what
 * stays is not charged for falling below a threshold. Units are counted in the order of their return and each carries
 * its slice of the cumulative amount, so any sequence of returns sums to exactly the net of the line, and to exactly
 * what each funder paid. Freight is not part of it.
 */
export function refundUnits(line: RefundableLine, quantity: number): LineRefund | RefundRefused {
  const left = line.quantity - line.returnedQuantity;
  if (units(quantity) > left) return { kind: 'refused', reason: 'nothingToReturn', left };
  const slice = (fen: number) => shareOfUnits(fen, line.quantity, line.returnedQuantity, quantity);
  return {
    kind: 'refund',
    lineId: line.lineId,
    quantity,
    refundFen: slice(line.netFen),
    shares: line.allocations.map((allocation) => sliceOf(allocation, slice)).filter(({ fen }) => fen > 0),
  };
}

/** Cut funder by funder, since each must end exactly at what it paid; the discount's slice is their sum. */
function sliceOf(allocation: Allocation, slice: (fen: number) => number): Allocation {
  const funderFen = allocation.funderFen.map(({ funder, fen }) => ({ funder, fen: slice(fen) }));
  return { ...allocation, fen: sumFen(funderFen.map(({ fen }) => fen)), funderFen };
}
