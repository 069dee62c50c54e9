import type { PaymentView } from '@dacu/contract/api';
import type { OrdersDeps } from './index.ts';
import type { Refused } from './place-purchase.ts';
import { balanceRefusal } from './presale/agree-balance.ts';
import { depositFenOf, presaleOf } from './presale/purchase-presale.ts';
import type { PurchaseRow } from './purchase.ts';
import * as store from './store.ts';

export type RequestPaymentAnswer = { readonly kind: 'requested'; readonly payment: PaymentView } | Refused;

/** Asks for the charge of a purchase that is held. Refuses with `notFound`, `alreadyPaid` or `purchaseClosed`; a balance also as agreeing it does, and with `balanceNotAgreed`. */
export async function requestPayment(
  deps: OrdersDeps,
  input: { at: number; shopperId: string; purchaseId: string },
): Promise<RequestPaymentAnswer> {
  const { at, shopperId, purchaseId } = input;
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId)
    return { kind: 'refused', code: 'notFound', extra: {} };
  if (row.kind === 'presale') return requestPresalePayment(deps, at, row);
  if (row.state === 'paid' || row.state === 'refunded')
    return { kind: 'refused', code: 'alreadyPaid', extra: {} };
  if (row.state === 'closed' || at >= row.holdUntil)
    return { kind: 'refused', code: 'purchaseClosed', extra: {} };
  const { payFen: amountFen, holdUntil } = row;
  return {
    kind: 'requested',
    payment: await deps.payment.request({ at, purchaseId, amountFen, holdUntil }),
  };
}

/** The deposit while it is held, the agreed balance after it: each is a charge of its own. */
async function requestPresalePayment(
  deps: OrdersDeps,
  at: number,
  row: PurchaseRow,
): Promise<RequestPaymentAnswer> {
  const { purchaseId } = row;
  const presale = presaleOf(row);
  if (row.state === 'closed' || (row.state === 'held' && at >= row.holdUntil))
    return { kind: 'refused', code: 'purchaseClosed', extra: {} };
  if (row.state === 'held') {
    const charge = { at, purchaseId, amountFen: depositFenOf(presale), holdUntil: row.holdUntil };
    return { kind: 'requested', payment: await deps.payment.request({ ...charge, stage: 'deposit' }) };
  }
  const refusal = balanceRefusal(row, row.shopperId, at);
  if (refusal !== null) return refusal;
  const { balance } = presale;
  if (balance === null || at >= balance.holdUntil)
    return { kind: 'refused', code: 'balanceNotAgreed', extra: {} };
  const charge = { at, purchaseId, amountFen: balance.payFen, holdUntil: balance.holdUntil };
  return { kind: 'requested', payment: await deps.payment.request({ ...charge, stage: 'balance' }) };
}
