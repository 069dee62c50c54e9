/** A paid deposit, as far as its place in the queue for “the first N” goes. */
export type DepositRank = {
  readonly purchaseId: string;
  readonly depositPaidAt: number;
  readonly paymentId: string;
};

/** Does `a` stand before `b`? By the instant of the deposit; of one instant by payment. */
export function ranksBefore(a: Omit<DepositRank, 'purchaseId'>, b: Omit<DepositRank, 'purchaseId'>): boolean {
  return a.depositPaidAt === b.depositPaidAt ? a.paymentId < b.paymentId : a.depositPaidAt < b.depositPaidAt;
}

/** The first N; they get their gift once they have paid in full, and lose it with a refund. */
export function giftPurchaseIds(deposits: readonly DepositRank[], firstN: number): readonly string[] {
  return [...deposits]
    .sort((a, b) => (ranksBefore(a, b) ? -1 : 1))
    .slice(0, firstN)
    .map(({ purchaseId }) => purchaseId);
}
