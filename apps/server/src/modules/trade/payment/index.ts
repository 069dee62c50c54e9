/**
 * Payment: what we ask of a provider and what it tells us. A charge is asked for, approved at the provider, and told
 * to us later by a signed notification; nothing is believed because a browser came back.
 *
 * Invariants
 * - A purchase is paid by at most one payment. One that loses the race, or comes after a hold that cannot be taken
 *   again, is refunded in the decision that settles it.
 * - A notification is believed only with the provider's signature, fresh, for a known payment and the exact amount. A
 *   duplicate or a replay changes nothing; a lost one is found by asking (`reconcile`, at the latest when a hold ends).
 * - Σ refunds ≤ amount; every refund has an id that both sides know, so it is carried out once.
 * - Payment knows no orders: what paying does to a purchase is handed in as `Payable`.
 *
 * When it fails: the provider down means no new charge (the request fails, the hold stays) and refunds that wait in
 * `due` until it answers. No call to it happens inside a transaction.
 */
import type { PaymentView } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import type { PaymentRow } from './payment.ts';
import type { Delivery, PaymentProvider } from './provider.ts';
import { closeCharges, reconcile } from './reconcile.ts';
import { requestPayment } from './request-payment.ts';
import { type Payable, receiveNotification, type SettleAnswer } from './settle-payment.ts';
import * as store from './store.ts';

export { paymentDue } from './due.ts';
export { type PaymentRefund, type PaymentRow, refundDue, refundOn } from './payment.ts';
export type { Delivery, PaymentProvider } from './provider.ts';
export { CLOSE_BEFORE_HOLD_MS } from './request-payment.ts';
export { paymentRoutes } from './routes.ts';
export {
  createSandbox,
  type Deliver,
  deliverOverHttp,
  type Sandbox,
  sandboxDue,
  sandboxRoutes,
} from './sandbox/index.ts';
export { type Payable, type SettleAnswer, settlePaymentHandler } from './settle-payment.ts';
export { paymentTable } from './store.ts';

export type PaymentDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly provider: PaymentProvider;
  readonly payable: Payable;
};

export type Payment = {
  request(input: {
    at: number;
    purchaseId: string;
    amountFen: number;
    holdUntil: number;
  }): Promise<PaymentView>;
  /** A delivery at our notify address, by HTTP or (in a rehearsal) by a call. */
  receive(input: { at: number; delivery: Delivery }): Promise<SettleAnswer>;
  /** Settles what lost notifications would have said; returns how many. */
  reconcile(at: number): Promise<number>;
  /** Afterwards no charge of these purchases can be approved; those that had been are settled. */
  closeCharges(purchaseIds: readonly string[], at: number): Promise<void>;
  paymentsOf(purchaseIds: readonly string[]): Promise<PaymentRow[]>;
  /** What each payment pays; one that nobody knows is missing. */
  purchasesOf(paymentIds: readonly string[]): Promise<Map<string, string>>;
};

export function createPayment(deps: PaymentDeps): Payment {
  return {
    request: (input) => requestPayment(deps, input),
    receive: (input) => receiveNotification(deps, input),
    reconcile: (at) => reconcile(deps, { at }),
    closeCharges: (purchaseIds, at) => closeCharges(deps, purchaseIds, at),
    paymentsOf: (purchaseIds) => store.readPaymentsOf(deps.db, purchaseIds),
    async purchasesOf(paymentIds) {
      if (paymentIds.length === 0) return new Map();
      const rows = await store.readPayments(deps.db, paymentIds);
      return new Map([...rows].map(([paymentId, row]) => [paymentId, row.purchaseId]));
    },
  };
}
