import type { PaymentView } from '@dacu/contract/api';
import { addDue } from '../../../platform/due/add-due.ts';
import type { PaymentDeps } from './index.ts';
import type { PaymentRow, PaymentStage } from './payment.ts';
import * as store from './store.ts';

/** The provider stops taking approvals this long before the hold ends, so a sleeping cashier page cannot pay late. */
export const CLOSE_BEFORE_HOLD_MS = 30_000;
/** When a charge has not been answered by then, we ask: a notification may be lost. */
const CHECK_AFTER_MS = 120_000;
export const CHECK_KIND = 'payment.check';

/**
 * Asks the provider for a charge over a purchase that is held. A pending one is answered again instead of opening a
 * second. Two that race may both open; whichever is paid second is refunded when it settles.
 */
export async function requestPayment(
  deps: PaymentDeps,
  input: { at: number; purchaseId: string; amountFen: number; holdUntil: number; stage?: PaymentStage },
): Promise<PaymentView> {
  const { at, purchaseId, amountFen, holdUntil, stage = 'whole' } = input;
  const pending = (await store.readPaymentsOf(deps.db, [purchaseId])).find(
    (row) =>
      row.state === 'pending' && row.expiresAt > at && row.stage === stage && row.amountFen === amountFen,
  );
  const row = pending ?? (await open(deps, { at, purchaseId, amountFen, holdUntil, stage }));
  if (row.approveUrl !== null) return presentPayment(row);
  // The row is committed first: a charge nobody knows of here could be paid into nothing.
  const charge = await deps.provider.create({
    paymentId: row.paymentId,
    amountFen: row.amountFen,
    expiresAt: row.expiresAt,
    at,
  });
  await store.noteCharge(deps.db, row.paymentId, charge);
  return presentPayment({ ...row, ...charge });
}

async function open(
  deps: PaymentDeps,
  input: { at: number; purchaseId: string; amountFen: number; holdUntil: number; stage: PaymentStage },
): Promise<PaymentRow> {
  const { at, purchaseId, amountFen, holdUntil, stage } = input;
  const row: PaymentRow = {
    paymentId: deps.ids.next('pa'),
    purchaseId,
    provider: deps.provider.name,
    amountFen,
    stage,
    state: 'pending',
    approveUrl: null,
    providerRef: null,
    requestedAt: at,
    expiresAt: Math.max(at, holdUntil - CLOSE_BEFORE_HOLD_MS),
    settledAt: null,
    refundedFen: 0,
    refunds: [],
  };
  await deps.db.transaction(async (tx) => {
    await store.insertPayment(tx, row);
    await addDue(tx, [
      {
        kind: CHECK_KIND,
        key: row.paymentId,
        at: Math.min(at + CHECK_AFTER_MS, row.expiresAt),
        payload: { paymentId: row.paymentId },
      },
    ]);
  });
  return row;
}

function presentPayment(row: PaymentRow): PaymentView {
  return {
    paymentId: row.paymentId,
    purchaseId: row.purchaseId,
    amountFen: row.amountFen,
    state: row.state,
    approveUrl: row.approveUrl ?? '',
    expiresAt: row.expiresAt,
  };
}
