import type { PaymentMethod, PaymentView } from '@dacu/contract/api';
import type { PaymentRisk } from '@dacu/engine/risk';
import type { Tx } from '../../../platform/db/types.ts';
import { addDue } from '../../../platform/due/add-due.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import { billDue } from './bills/compare-day.ts';
import type { Checked } from './checks/index.ts';
import type { PaymentDeps } from './index.ts';
import type { PaymentRow, PaymentStage } from './payment.ts';
import { closePayments } from './reconcile.ts';
import * as store from './store.ts';

/** The provider stops taking approvals this long before the hold ends, so a sleeping cashier page cannot pay late. */
export const CLOSE_BEFORE_HOLD_MS = 30_000;
/** When a charge has not been answered by then, we ask: a notification may be lost. */
const CHECK_AFTER_MS = 120_000;
export const CHECK_KIND = 'payment.check';

export type PaymentAsked = {
  readonly at: number;
  readonly purchaseId: string;
  readonly amountFen: number;
  readonly holdUntil: number;
  readonly method: PaymentMethod;
  /** Which of its payments it is; absent: the only one. */
  readonly stage?: PaymentStage;
  /** Handed to the provider for its own checks; never kept. */
  readonly payerIp: string;
  /** Set where the payment is risky. */
  readonly check?: PaymentCheck | null;
};
export type PaymentCheck =
  /** A charge is opened only with a check that its shopper passed for it. */
  | { readonly kind: 'wanted'; readonly shopperId: string }
  /** There is no way to check it; it goes on, and the order's story says so. */
  | { readonly kind: 'skipped'; readonly risks: readonly PaymentRisk[] };

export type PaymentAnswer =
  | { readonly kind: 'asked'; readonly payment: PaymentView }
  /** It was found out that another charge of the purchase is paid. */
  | { readonly kind: 'alreadyPaid' }
  | { readonly kind: 'checkNeeded' };

/**
 * Asks a provider for a charge over a purchase that is held. A pending one of the same provider and amount is answered
 * again instead of opening a second, and it wants no second check; one of another is closed first, and if it turns out
 * to be paid the request finds that out. Two that race may both open; whichever is paid second is refunded when it settles.
 */
export async function requestPayment(deps: PaymentDeps, input: PaymentAsked): Promise<PaymentAnswer> {
  const { at, purchaseId, amountFen, method, stage = 'whole' } = input;
  const provider = deps.providers.get(method);
  const open = (await store.readPaymentsOf(deps.db, [purchaseId])).filter(
    (row) => row.state === 'pending' && row.stage === stage,
  );
  const pending = open.find(
    (row) => row.expiresAt > at && row.provider === method && row.amountFen === amountFen,
  );
  const unproven = pending === undefined && !(await isLetThrough(deps, input));
  if (unproven) return { kind: 'checkNeeded' };
  const others = open.filter((row) => row.provider !== method);
  if (pending === undefined && others.length > 0) {
    await closePayments(deps, others, at);
    const now = await store.readPayments(
      deps.db,
      others.map((row) => row.paymentId),
    );
    if ([...now.values()].some((row) => row.state === 'succeeded')) return { kind: 'alreadyPaid' };
  }
  const row = pending ?? (await addPayment(deps, input));
  // The check let another request of this moment through, whose charge is open.
  if (row === null) return { kind: 'checkNeeded' };
  if (row.approveUrl !== null) return { kind: 'asked', payment: presentPayment(row) };
  // The row is committed first: a charge nobody knows of here could be paid into nothing.
  const charge = await provider.create({
    ...{ paymentId: row.paymentId, purchaseId, amountFen: row.amountFen, expiresAt: row.expiresAt, at },
    payerIp: input.payerIp,
  });
  await store.noteCharge(deps.db, row.paymentId, charge);
  return { kind: 'asked', payment: presentPayment({ ...row, ...charge }) };
}

function checkedOf({ purchaseId, amountFen, stage = 'whole' }: PaymentAsked, shopperId: string): Checked {
  return { shopperId, purchaseId, stage, amountFen };
}

/** Looked at before anything else is closed for it; used with the row that it lets in. */
async function isLetThrough({ checks }: PaymentDeps, input: PaymentAsked): Promise<boolean> {
  const { check } = input;
  return check?.kind !== 'wanted' || checks.proves(checkedOf(input, check.shopperId));
}

async function addPayment(deps: PaymentDeps, input: PaymentAsked): Promise<PaymentRow | null> {
  const { at, purchaseId, amountFen, holdUntil, method, stage = 'whole', check } = input;
  const row: PaymentRow = {
    paymentId: deps.ids.next('pa'),
    purchaseId,
    provider: method,
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
  const added = await deps.db.transaction(async (tx) => {
    if (
      check?.kind === 'wanted' &&
      !(await deps.checks.use(tx, checkedOf(input, check.shopperId), row.paymentId))
    )
      return false;
    await store.insertPayment(tx, row);
    if (check?.kind === 'skipped') await tellSkipped(tx, row, check.risks);
    await addDue(tx, [
      {
        kind: CHECK_KIND,
        key: row.paymentId,
        at: Math.min(at + CHECK_AFTER_MS, row.expiresAt),
        payload: { paymentId: row.paymentId },
      },
      ...(deps.providers.get(method).bill === null ? [] : [billDue(method, at)]),
    ]);
    return true;
  });
  return added ? row : null;
}

async function tellSkipped(tx: Tx, row: PaymentRow, risks: readonly PaymentRisk[]): Promise<void> {
  const { purchaseId, paymentId, amountFen, requestedAt } = row;
  await writeOutbox(tx, [
    {
      ...{ type: 'payment.checkSkipped', aggregate: purchaseId, at: requestedAt },
      data: { purchaseId, paymentId, amountFen, risks, reason: risks[0], by: 'system' },
    },
  ]);
}

function presentPayment(row: PaymentRow): PaymentView {
  return {
    paymentId: row.paymentId,
    purchaseId: row.purchaseId,
    method: row.provider,
    amountFen: row.amountFen,
    state: row.state,
    approveUrl: row.approveUrl ?? '',
    expiresAt: row.expiresAt,
  };
}
