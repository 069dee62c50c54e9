/** What is left on each of the two payments of a pre-sale. */
export type PaymentParts = { readonly depositLeftFen: number; readonly balanceLeftFen: number };
export type RefundParts = { readonly depositFen: number; readonly balanceFen: number };

/**
 * Money goes back to where it came from: of a refund as much as the returned units' deposits from the deposit's payment,
 * the rest from the balance's. What one of them no longer holds comes from the other; more than both hold throws.
 */
export function refundParts(
  { depositLeftFen, balanceLeftFen }: PaymentParts,
  { refundFen, unitsDepositFen }: { readonly refundFen: number; readonly unitsDepositFen: number },
): RefundParts {
  if (refundFen < 0 || refundFen > depositLeftFen + balanceLeftFen)
    throw new RangeError(`refunding ${refundFen} fen of ${depositLeftFen} + ${balanceLeftFen}`);
  const own = Math.min(unitsDepositFen, depositLeftFen, refundFen);
  const balanceFen = Math.min(refundFen - own, balanceLeftFen);
  return { depositFen: refundFen - balanceFen, balanceFen };
}
