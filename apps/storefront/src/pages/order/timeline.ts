import type { AftercareView, PaymentList, PurchaseView } from '@dacu/contract/api';

/** One thing that happened to an order, for its timeline. */
export type Step =
  | {
      readonly kind: 'placed' | 'declined' | 'paid' | 'cancelled' | 'expired' | 'refunded';
      readonly at: number;
    }
  | {
      readonly kind: 'depositPaid' | 'forfeited' | 'depositReturned';
      readonly at: number;
      readonly fen: number;
    }
  | { readonly kind: 'late'; readonly at: number; readonly fen: number }
  | {
      readonly kind: 'returned';
      readonly at: number;
      readonly units: number;
      readonly fen: number;
      readonly reason: string;
      /** Points and gifts that moved with it. */
      readonly points: AftercareView['returns'][number]['points'];
      readonly giftsFen: number;
    }
  | {
      readonly kind: 'complained';
      readonly at: number;
      readonly topic: string;
      readonly complaintId: string;
    };

/** Everything the server has recorded of an order, newest first. Nothing is here that has not happened. */
export function timelineOf(
  purchase: PurchaseView,
  payments: PaymentList['payments'],
  aftercare: AftercareView,
): readonly Step[] {
  const steps: Step[] = [{ kind: 'placed', at: purchase.placedAt }];
  for (const payment of payments) {
    if (payment.settledAt === null) continue;
    if (payment.state === 'failed') steps.push({ kind: 'declined', at: payment.settledAt });
    // What was not the payment of this order went back: it came too late, or twice.
    else if (payment.stage === 'deposit' && payment.settledAt === purchase.presale?.depositPaidAt)
      steps.push({ kind: 'depositPaid', at: payment.settledAt, fen: payment.amountFen });
    else if (payment.refundedFen > 0 && purchase.paidAt === null)
      steps.push({ kind: 'late', at: payment.settledAt, fen: payment.refundedFen });
  }
  if (purchase.paidAt !== null) steps.push({ kind: 'paid', at: purchase.paidAt });
  const ending = purchase.presale?.ending;
  if (ending) {
    if (ending.forfeitedFen > 0) steps.push({ kind: 'forfeited', at: ending.at, fen: ending.forfeitedFen });
    if (ending.refundFen > 0) steps.push({ kind: 'depositReturned', at: ending.at, fen: ending.refundFen });
  } else if (purchase.closedAt !== null)
    steps.push({
      kind: purchase.closedReason === 'cancelled' ? 'cancelled' : 'expired',
      at: purchase.closedAt,
    });
  for (const { at, lines, refundFen, reason, points, giftsFen } of aftercare.returns)
    steps.push({
      kind: 'returned',
      at,
      units: lines.reduce((sum, line) => sum + line.quantity, 0),
      fen: refundFen,
      ...{ reason, points, giftsFen },
    });
  for (const { at, topic, complaintId } of aftercare.complaints)
    steps.push({ kind: 'complained', at, topic, complaintId });
  const last = aftercare.returns.at(-1);
  if (purchase.state === 'refunded' && last) steps.push({ kind: 'refunded', at: last.at });
  // Of one instant, what was recorded later stands above.
  return steps
    .map((step, index) => ({ step, index }))
    .toSorted((a, b) => b.step.at - a.step.at || b.index - a.index)
    .map(({ step }) => step);
}
