import { assertFen, mulDiv } from './fen.ts';

/**
 * What units `from … from+count−1` (counted from 0) carry of an amount that a line of `quantity` units has in all:
 * `floor(amount·(from+count)/quantity) − floor(amount·from/quantity)` (domain §1.6). Because the cumulative amount is
 * cut, any sequence of returns sums back to the whole.
 */
export function shareOfUnits(amountFen: number, quantity: number, from: number, count: number): number {
  assertFen(amountFen, 'amountFen');
  if (quantity < 1 || from < 0 || count < 0 || from + count > quantity) {
    throw new RangeError(`no units ${from}…${from + count} in a line of ${quantity}`);
  }
  return mulDiv(amountFen, from + count, quantity) - mulDiv(amountFen, from, quantity);
}

/** The amount of each single unit: 1000 fen over 3 units are 333, 333, 334 (V05). */
export function splitUnits(amountFen: number, quantity: number): number[] {
  return Array.from({ length: quantity }, (_, unit) => shareOfUnits(amountFen, quantity, unit, 1));
}
