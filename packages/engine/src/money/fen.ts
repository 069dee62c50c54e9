/**
 * Whole fen and basis points. Amounts are safe integers; a product `amount × weight` leaves the safe range at about
 * ¥950 k × ¥950 k, so it goes through BigInt whenever the plain product would not be exact.
 */

/** Basis points of the whole: 10 000 = 100 %, 9 500 = 95折. */
export const FULL_BP = 10_000;

/** Throws unless `value` is a whole, non-negative, exactly representable number of fen. */
export function assertFen(value: number, name: string): void {
  if (!Number.isSafeInteger(value) || value < 0) {
    throw new RangeError(`${name} must be whole fen, 0 or more, but is ${value}`);
  }
}

/**
 * `floor(a × b / divisor)` without loss, for non-negative integers. The plain path is exact because a product whose
 * true value exceeds the safe range never rounds back into it, and because subtracting the remainder first makes the
 * division come out even (`Math.floor(p / d)` alone may round up near 2^53).
 */
export function mulDiv(a: number, b: number, divisor: number): number {
  const product = a * b;
  if (product <= Number.MAX_SAFE_INTEGER) return (product - (product % divisor)) / divisor;
  const quotient = Number((BigInt(a) * BigInt(b)) / BigInt(divisor));
  assertFen(quotient, 'quotient');
  return quotient;
}

/** What is paid at a rate, rounded down in the buyer's favour: 95折 of 99 fen is 94 (domain §0). */
export function percentOf(baseFen: number, payBp: number): number {
  return mulDiv(baseFen, payBp, FULL_BP);
}

/** Sum that stays exact or throws; the sums of a cart never come near the limit unless something is wrong. */
export function sumFen(amounts: readonly number[]): number {
  let total = 0;
  for (const amount of amounts) total += amount;
  assertFen(total, 'sum');
  return total;
}
