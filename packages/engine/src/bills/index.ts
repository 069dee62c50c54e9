/**
 * A provider's daily bill against our own books. A difference is classified once, in one place, and the sums add up:
 * what is on the bill = what agrees + what is theirs alone or differs, and the same from our side.
 */
export {
  type BillComparison,
  type BillDifference,
  type BillLine,
  compareBill,
  DIFFERENCE_KINDS,
  type DifferenceKind,
  type OurCharge,
  type Tally,
} from './compare-bill.ts';
