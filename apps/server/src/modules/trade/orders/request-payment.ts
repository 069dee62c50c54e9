import type { PaymentMethod, PaymentView } from '@dacu/contract/api';
import type { OrdersDeps } from './index.ts';
import type { Refused } from './place-purchase.ts';
import * as store from './store.ts';

export type PaymentWish = {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  /** Absent: the sandbox, spoken to directly. */
  readonly method?: PaymentMethod;
  /** Handed on to the provider; never kept. */
  readonly payerIp?: string;
};

export type RequestPaymentAnswer = { readonly kind: 'requested'; readonly payment: PaymentView } | Refused;

/**
 * Asks a provider for the charge of a purchase that is held. Refuses with `notFound`, `alreadyPaid`, `purchaseClosed` or
 * `paymentNotConnected`.
 */
export async function requestPayment(deps: OrdersDeps, input: PaymentWish): Promise<RequestPaymentAnswer> {
  const { at, shopperId, purchaseId } = input;
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId)
    return { kind: 'refused', code: 'notFound', extra: {} };
  if (row.state === 'paid' || row.state === 'refunded')
    return { kind: 'refused', code: 'alreadyPaid', extra: {} };
  if (row.state === 'closed' || at >= row.holdUntil)
    return { kind: 'refused', code: 'purchaseClosed', extra: {} };
  const { payFen: amountFen, holdUntil } = row;
  const payment = await deps.payment.request({
    ...{ at, purchaseId, amountFen, holdUntil },
    method: input.method ?? 'sandbox',
    payerIp: input.payerIp ?? '127.0.0.1',
  });
  return payment === null
    ? { kind: 'refused', code: 'alreadyPaid', extra: {} }
    : { kind: 'requested', payment };
}
