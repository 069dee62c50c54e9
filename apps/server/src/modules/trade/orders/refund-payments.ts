import { refundParts } from '@dacu/engine/presale';
import type { DueDraft, LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import { type PaymentRefund, type PaymentRow, refundDue, refundOn } from '../payment/index.ts';
import { linesOf, type PurchaseRow } from './purchase.ts';

/** The payments that a refund of a paid purchase may come from. */
export function paymentIdsOf({ paymentId, body }: PurchaseRow): string[] {
  const deposit = body.presale?.deposit?.paymentId;
  return [paymentId, deposit].filter((id) => id != null);
}

/**
 * Money goes back to where it came from: of a pre-sale the deposits of the returned units to the deposit's payment, the
 * rest to the balance's. `units`: what comes back, by line. Nothing is due for goods that cost nothing.
 */
export function refundPayments(
  view: LaneView,
  purchase: PurchaseRow,
  refund: PaymentRefund,
  units: readonly { readonly lineId: string; readonly quantity: number }[],
): { readonly writes: readonly LaneWrite[]; readonly due: readonly DueDraft[] } {
  const payment = paymentOf(view, purchase.paymentId!);
  const { presale } = purchase.body;
  if (!presale?.deposit) return carry([[payment, refund]]);
  const deposit = paymentOf(view, presale.deposit.paymentId);
  const lineIds = new Set(linesOf(purchase.body).map(({ lineId }) => lineId));
  const back = units.reduce((sum, { lineId, quantity }) => sum + (lineIds.has(lineId) ? quantity : 0), 0);
  const parts = refundParts(
    {
      depositLeftFen: deposit.amountFen - deposit.refundedFen,
      balanceLeftFen: payment.amountFen - payment.refundedFen,
    },
    { refundFen: refund.fen, unitsDepositFen: presale.frozen.unit.depositFen * back },
  );
  // Each payment has a refund of its own, and both sides know it by its id.
  return carry([
    [payment, { ...refund, fen: parts.balanceFen }],
    [deposit, { ...refund, refundId: `${refund.refundId}.d`, fen: parts.depositFen }],
  ]);
}

function carry(refunds: readonly (readonly [PaymentRow, PaymentRefund])[]) {
  return {
    writes: refunds.map(
      ([payment, refund]): LaneWrite => ({
        table: 'payment',
        key: payment.paymentId,
        row: refundOn(payment, refund),
      }),
    ),
    due: refunds.filter(([, { fen }]) => fen > 0).map(([payment, refund]) => refundDue(payment, refund)),
  };
}

function paymentOf(view: LaneView, paymentId: string): PaymentRow {
  const row = view.row<PaymentRow>('payment', paymentId);
  if (row === undefined) throw new Error(`payment ${paymentId} is gone while a purchase counts on it`);
  return row;
}
