import type { PaymentMethod } from '@dacu/contract/api';

/** A row of `payment`. */
export type PaymentRow = {
  readonly paymentId: string;
  readonly purchaseId: string;
  readonly provider: PaymentMethod;
  readonly amountFen: number;
  /** `refunded`: all of it went back. */
  readonly state: 'pending' | 'succeeded' | 'failed' | 'refunded';
  readonly approveUrl: string | null;
  readonly providerRef: string | null;
  readonly requestedAt: number;
  readonly expiresAt: number;
  readonly settledAt: number | null;
  readonly refundedFen: number;
  readonly refunds: readonly PaymentRefund[];
};

export type PaymentRefund = {
  readonly refundId: string;
  readonly fen: number;
  readonly at: number;
  readonly reason: 'return' | 'priceProtection' | 'alreadyPaid' | 'cancelled' | 'holdLost';
};

export const REFUND_KIND = 'payment.refund';

/**
 * The payment with one more refund on it; a refund id that is on it already changes nothing. Σ refunds ≤ amount: more
 * is a bug of the caller and throws.
 */
export function refundOn(row: PaymentRow, refund: PaymentRefund): PaymentRow {
  if (row.refunds.some((known) => known.refundId === refund.refundId)) return row;
  const refundedFen = row.refundedFen + refund.fen;
  if (refund.fen < 0 || refundedFen > row.amountFen)
    throw new Error(`refunding ${refundedFen} fen of the ${row.amountFen} fen of ${row.paymentId}`);
  return {
    ...row,
    refundedFen,
    refunds: [...row.refunds, refund],
    state: refundedFen === row.amountFen ? 'refunded' : row.state,
  };
}

/** The work that carries a refund out at the provider, after commit and until it is confirmed. */
export function refundDue(row: PaymentRow, refund: PaymentRefund) {
  return {
    kind: REFUND_KIND,
    key: refund.refundId,
    at: refund.at,
    payload: { refundId: refund.refundId, paymentId: row.paymentId, amountFen: refund.fen },
  };
}
