import type { PaymentView } from '@dacu/contract/api';
import type { OrdersDeps } from './index.ts';
import type { Refused } from './place-purchase.ts';
import * as store from './store.ts';

export type RequestPaymentAnswer = { readonly kind: 'requested'; readonly payment: PaymentView } | Refused;

/** Asks for the charge of a purchase that is held. Refuses with `notFound`, `alreadyPaid` or `purchaseClosed`. */
export async function requestPayment(
  deps: OrdersDeps,
  input: { at: number; shopperId: string; purchaseId: string },
): Promise<RequestPaymentAnswer> {
  const { at, shopperId, purchaseId } = input;
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId)
    return { kind: 'refused', code: 'notFound', extra: {} };
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
