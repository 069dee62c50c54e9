/**
 * Payment: what we ask of providers and what they tell us. A charge is asked of the provider that the shopper chose,
 * approved there, and told to us later by a signed notification; nothing is believed because a browser came back.
 * Several providers are connected at once; a payment stays with the one that it was asked of.
 *
 * Invariants
 * - A purchase is paid by at most one payment. One that loses the race, or comes after a hold that cannot be taken
 *   again, is refunded in the decision that settles it.
 * - A notification is believed only with the provider's signature, fresh, for a known payment and the exact amount. A
 *   duplicate or a replay changes nothing; a lost one is found by asking (`reconcile`, at the latest when a hold ends).
 * - Σ refunds ≤ amount; every refund has an id that both sides know, so it is carried out once. One that takes its time
 *   is asked for until it arrives; one that cannot is kept for a person (`refund_standing`).
 * - A payment that looks risky opens no charge without a check that its shopper passed for it (`checks`).
 * - Payment knows no orders: what paying does to a purchase is handed in as `Payable`.
 *
 * When it fails: a provider down means no new charge with it (the request fails, the hold stays), holds that end only
 * when it answers, and refunds that wait in `due`; calls fail at once while it is silent, and the others are not held up.
 */
import type { PaymentMethod, ReconciliationView } from '@dacu/contract/api';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import { compareDay } from './bills/compare-day.ts';
import { presentReconciliation } from './bills/present.ts';
import { acknowledge, countOpen } from './bills/store.ts';
import type { Checks } from './checks/index.ts';
import { ProviderUnavailable } from './guard.ts';
import type { PaymentRow } from './payment.ts';
import type { Delivery, Providers } from './provider.ts';
import { closeCharges, reconcile } from './reconcile.ts';
import { carryOutRefunds } from './refund.ts';
import { type PaymentAnswer, type PaymentAsked, requestPayment } from './request-payment.ts';
import { type Payable, receiveNotification, type SettleAnswer } from './settle-payment.ts';
import * as store from './store.ts';

export { createAlipay } from './alipay/provider.ts';
export { reconciliationRoutes } from './bills/routes.ts';
export {
  type AnswerCheck,
  type AskAnswer,
  type CheckAnswered,
  type Checks,
  createChecks,
  createCodes,
  createHttpSender,
  createSandboxSender,
  type MessageSender,
  type PhoneOf,
  type SandboxSender,
  sandboxMessageRoutes,
} from './checks/index.ts';
export { paymentDue } from './due.ts';
export { type PaymentRefund, type PaymentRow, type PaymentStage, refundDue, refundOn } from './payment.ts';
export { createProviders, type Delivery, type PaymentProvider, type Providers } from './provider.ts';
export { CLOSE_BEFORE_HOLD_MS, type PaymentCheck } from './request-payment.ts';
export { paymentRoutes } from './routes.ts';
export {
  createSandbox,
  type Deliver,
  deliverOverHttp,
  type Gateway,
  openGateway,
  type Sandbox,
  sandboxDue,
  sandboxRoutes,
} from './sandbox/index.ts';
export {
  type Payable,
  type PayInput,
  type PayOutcome,
  type SettleAnswer,
  settlePaymentHandler,
} from './settle-payment.ts';
export { paymentTable } from './store.ts';
export { createWechatpay } from './wechatpay/provider.ts';

export type PaymentDeps = {
  readonly db: Db;
  readonly lane: Lane;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly providers: Providers;
  readonly payable: Payable;
  readonly checks: Checks;
};

export type Payment = {
  /** Providers that are connected, in the order in which they are offered. */
  readonly methods: readonly PaymentMethod[];
  request(input: PaymentAsked): Promise<PaymentAnswer>;
  /** Second checks of payments that look risky. */
  readonly checks: Checks;
  /** Asks how the pending charges of a purchase stand, as when the shopper comes back from the provider's page. */
  check(purchaseId: string, at: number): Promise<void>;
  /** A delivery at our notify address, by HTTP or (in a rehearsal) by a call. */
  receive(input: { at: number; delivery: Delivery }): Promise<SettleAnswer>;
  /** Settles what lost notifications would have said; returns how many. */
  reconcile(at: number): Promise<number>;
  /** Afterwards no charge of these purchases can be approved; those that had been are settled. */
  closeCharges(purchaseIds: readonly string[], at: number): Promise<void>;
  reconciliation(): Promise<ReconciliationView>;
  /** What of it waits for a person, for the list of all such lists. */
  unreconciled(): Promise<{ open: number; oldestAt: number | null }>;
  /** False for a day that is not over, or a provider without bills. */
  compareDay(input: { at: number; provider: string; day: string }): Promise<boolean>;
  /** False when there is no such difference. */
  acknowledge(input: { at: number; differenceId: string; by: string; reason: string }): Promise<boolean>;
  /** Sends a refund that did not arrive once more, under its number; false when there is none. */
  retryRefund(input: { at: number; refundId: string }): Promise<boolean>;
  paymentsOf(purchaseIds: readonly string[]): Promise<PaymentRow[]>;
  /** What each payment pays; one that nobody knows is missing. */
  purchasesOf(paymentIds: readonly string[]): Promise<Map<string, string>>;
};

export function createPayment(deps: PaymentDeps): Payment {
  return {
    methods: deps.providers.offered,
    checks: deps.checks,
    request: (input) => requestPayment(deps, input),
    async check(purchaseId, at) {
      const rows = await store.readPaymentsOf(deps.db, [purchaseId]);
      const paymentIds = rows.filter((row) => row.state === 'pending').map((row) => row.paymentId);
      if (paymentIds.length > 0) await unlessSilent(reconcile(deps, { at, paymentIds }));
    },
    receive: (input) => receiveNotification(deps, input),
    reconcile: (at) => reconcile(deps, { at }),
    reconciliation: () => presentReconciliation(deps),
    unreconciled: () => countOpen(deps.db),
    compareDay: (input) => compareDay(deps, input),
    acknowledge: (input) => deps.db.transaction(async (tx) => (await acknowledge(tx, input)) !== null),
    async retryRefund({ at, refundId }) {
      const [refund] = await store.readRefundStandings(deps.db, [refundId]);
      if (refund === undefined) return false;
      if (refund.state !== 'done') await unlessSilent(carryOutRefunds(deps, { at, refunds: [refund] }));
      return true;
    },
    closeCharges: (purchaseIds, at) => closeCharges(deps, purchaseIds, at),
    paymentsOf: (purchaseIds) => store.readPaymentsOf(deps.db, purchaseIds),
    async purchasesOf(paymentIds) {
      if (paymentIds.length === 0) return new Map();
      const rows = await store.readPayments(deps.db, paymentIds);
      return new Map([...rows].map(([paymentId, row]) => [paymentId, row.purchaseId]));
    },
  };
}

/** A provider that does not answer changes nothing: whoever looks sees how things stood. */
async function unlessSilent(asked: Promise<unknown>): Promise<void> {
  try {
    await asked;
  } catch (error) {
    if (!(error instanceof ProviderUnavailable)) throw error;
  }
}
