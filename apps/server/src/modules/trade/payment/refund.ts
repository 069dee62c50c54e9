import { addDue } from '../../../platform/due/add-due.ts';
import { someAtATime } from './guard.ts';
import type { PaymentDeps } from './index.ts';
import type { PaymentRow } from './payment.ts';
import type { RefundStanding } from './provider.ts';
import * as store from './store.ts';

export type RefundWork = {
  readonly refundId: string;
  readonly paymentId: string;
  readonly amountFen: number;
};

export const REFUND_CHECK_KIND = 'payment.refundCheck';
/** How long after each other a refund under way is asked for: a minute, then ever rarer, at last twice a day. */
const CHECK_AFTER_MS = [60_000, 300_000, 1_800_000, 7_200_000, 43_200_000] as const;
/** About nine days: what has not arrived by then will not by itself. */
const CHECKS_MAX = 22;
const TOO_LONG = 'stillProcessing';

/**
 * Carries refunds out at the provider of their payment, after the books say so. Keyed by refund id on both sides: never
 * twice. One that the provider has taken over and not finished is asked for later; one that it cannot carry out is kept
 * as abnormal, for a person.
 */
export async function carryOutRefunds(
  deps: PaymentDeps,
  input: { at: number; refunds: readonly RefundWork[] },
): Promise<void> {
  const { at } = input;
  const payments = await store.readPayments(
    deps.db,
    input.refunds.map((refund) => refund.paymentId),
  );
  await someAtATime(input.refunds, async (refund) => {
    const payment = payments.get(refund.paymentId);
    if (payment === undefined) throw new Error(`refund ${refund.refundId} is of an unknown payment`);
    const provider = deps.providers.get(payment.provider);
    const standing = await provider.refund({ ...refund, totalFen: payment.amountFen, at });
    await noteStanding(deps, { at, payment, refund, standing });
  });
}

/** Asks how refunds stand that were under way. */
export async function checkRefunds(
  deps: PaymentDeps,
  input: { at: number; refundIds: readonly string[] },
): Promise<void> {
  const { at } = input;
  const open = await store.readRefundStandings(deps.db, input.refundIds);
  const payments = await store.readPayments(
    deps.db,
    open.map((row) => row.paymentId),
  );
  await someAtATime(
    open.filter((row) => row.state === 'processing'),
    async (refund) => {
      const payment = payments.get(refund.paymentId)!;
      const told = await deps.providers.get(payment.provider).queryRefund(refund);
      const standing: RefundStanding =
        told.state === 'processing' && refund.checks >= CHECKS_MAX
          ? { state: 'abnormal', reason: TOO_LONG }
          : told;
      await noteStanding(deps, { at, payment, refund, standing });
    },
  );
}

/** What a notification says of a refund; false when the payment has no such refund. */
export async function noteRefundWord(
  deps: PaymentDeps,
  input: { at: number; payment: PaymentRow; refundId: string; standing: RefundStanding },
): Promise<boolean> {
  const { at, payment, refundId, standing } = input;
  const refund = payment.refunds.find((known) => known.refundId === refundId);
  if (refund === undefined) return false;
  const { paymentId } = payment;
  await noteStanding(deps, { at, payment, refund: { refundId, paymentId, amountFen: refund.fen }, standing });
  return true;
}

async function noteStanding(
  deps: PaymentDeps,
  input: { at: number; payment: PaymentRow; refund: RefundWork; standing: RefundStanding },
): Promise<void> {
  const { at, payment, refund, standing } = input;
  if (standing.state === 'succeeded') {
    await store.noteRefundConfirmed(deps.db, { ...refund, at });
    return;
  }
  await deps.db.transaction(async (tx) => {
    const checks = await store.noteRefundStanding(tx, {
      ...{ refundId: refund.refundId, paymentId: payment.paymentId, purchaseId: payment.purchaseId },
      ...{ provider: payment.provider, amountFen: refund.amountFen, at, standing },
    });
    if (checks === null || standing.state === 'abnormal') return;
    await addDue(tx, [
      {
        kind: REFUND_CHECK_KIND,
        key: `${refund.refundId} ${checks}`,
        at: at + CHECK_AFTER_MS[Math.min(checks, CHECK_AFTER_MS.length - 1)]!,
        payload: { refundId: refund.refundId },
      },
    ]);
  });
}
