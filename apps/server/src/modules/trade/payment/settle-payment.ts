import type { ErrorCode } from '@dacu/contract/errors';
import type {
  Decision,
  DueDraft,
  LaneHandler,
  LaneView,
  LaneWrite,
  Need,
  OutboxDraft,
} from '../../../platform/lane/types.ts';
import { ProviderUnavailable } from './guard.ts';
import type { PaymentDeps } from './index.ts';
import { type PaymentRefund, type PaymentRow, type PaymentStage, refundDue, refundOn } from './payment.ts';
import type { Delivery, Notification } from './provider.ts';
import { noteRefundWord } from './refund.ts';
import * as store from './store.ts';

/**
 * What is paid for, as far as a payment cares. Orders implement it; the context hands it in. `pay` is pure and runs in
 * the lane: it takes the purchase to paid, or says why the money has to go back.
 */
export type Payable = {
  needs(purchaseIds: readonly string[]): Promise<Map<string, readonly Need[]>>;
  pay(view: LaneView, input: PayInput): PayOutcome;
};
export type PayInput = {
  readonly purchaseId: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly stage: PaymentStage;
  readonly at: number;
};
export type PayOutcome =
  | {
      readonly kind: 'paid';
      readonly writes: readonly LaneWrite[];
      readonly events: readonly OutboxDraft[];
      readonly due: readonly DueDraft[];
    }
  | { readonly kind: 'notPayable'; readonly reason: Exclude<PaymentRefund['reason'], 'return'> };

export type SettleAnswer =
  | {
      readonly kind: 'settled';
      readonly state: PaymentRow['state'];
      /** Nothing changed: it had been settled before. */
      readonly repeated: boolean;
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/** What a provider says of a charge, by notification or because it was asked. */
export type ChargeWord = {
  readonly paymentId: string;
  readonly providerRef: string;
  readonly outcome: 'succeeded' | 'failed';
  /** Null only where nothing was paid. */
  readonly amountFen: number | null;
};

type SettlePayload = ChargeWord & {
  readonly purchaseId: string;
  /** Used only if the money has to go back. */
  readonly refundId: string;
};

/**
 * A delivery at our notify address: signature and age first, then the books. A duplicate answers as the first did and
 * changes nothing; one for a payment that is unknown or another provider's, or of another amount, is refused and changes
 * nothing.
 */
export async function receiveNotification(
  deps: PaymentDeps,
  input: { at: number; delivery: Delivery },
): Promise<SettleAnswer> {
  const { at, delivery } = input;
  const said = await wordOf(deps, delivery);
  if (said === 'cannotTell') return { kind: 'refused', code: 'paymentUnanswered' };
  if (said === null) return { kind: 'refused', code: 'signatureInvalid' };
  const payment = (await store.readPayments(deps.db, [said.paymentId])).get(said.paymentId);
  if (payment === undefined || payment.provider !== delivery.provider)
    return { kind: 'refused', code: 'notFound' };
  if (said.kind === 'charge') return settleOne(deps, { at, payment, word: said });
  if (said.kind === 'refund') {
    const known = await noteRefundWord(deps, {
      at,
      payment,
      refundId: said.refundId,
      standing: said.standing,
    });
    if (!known) return { kind: 'refused', code: 'notFound' };
  }
  return { kind: 'settled', state: payment.state, repeated: true };
}

/** `cannotTell`: it names a key that only the provider could give us, and it does not answer. It will say it again. */
async function wordOf(
  { providers, clocks }: PaymentDeps,
  delivery: Delivery,
): Promise<Notification | 'cannotTell' | null> {
  try {
    return (await providers.find(delivery.provider)?.verify(delivery, clocks.wall.now())) ?? null;
  } catch (error) {
    if (error instanceof ProviderUnavailable) return 'cannotTell';
    throw error;
  }
}

/** Settles what the provider says, by notification or because we asked it. */
export async function settlePayment(
  deps: PaymentDeps,
  input: { at: number; word: ChargeWord },
): Promise<SettleAnswer> {
  const { at, word } = input;
  const payment = (await store.readPayments(deps.db, [word.paymentId])).get(word.paymentId);
  if (payment === undefined) return { kind: 'refused', code: 'notFound' };
  return settleOne(deps, { at, payment, word });
}

async function settleOne(
  deps: PaymentDeps,
  { at, payment, word }: { at: number; payment: PaymentRow; word: ChargeWord },
): Promise<SettleAnswer> {
  const { paymentId } = payment;
  const needs = (await deps.payable.needs([payment.purchaseId])).get(payment.purchaseId) ?? [];
  return deps.lane.submit<SettleAnswer>({
    kind: 'settlePayment',
    at,
    needs: [{ table: 'payment', keys: [paymentId] }, ...needs],
    payload: {
      ...{ paymentId, providerRef: word.providerRef, outcome: word.outcome, amountFen: word.amountFen },
      purchaseId: payment.purchaseId,
      refundId: deps.ids.next('rf'),
    } satisfies SettlePayload,
  });
}

export function settlePaymentHandler(payable: Payable): LaneHandler<SettlePayload, SettleAnswer> {
  return {
    kind: 'settlePayment',
    decide(view, { at, payload }) {
      const row = view.row<PaymentRow>('payment', payload.paymentId);
      if (row === undefined) return { answer: { kind: 'refused', code: 'notFound' } };
      if (
        payload.amountFen !== row.amountFen &&
        (payload.outcome === 'succeeded' || payload.amountFen !== null)
      )
        return { answer: { kind: 'refused', code: 'amountMismatch' } };
      if (row.state === 'succeeded' || row.state === 'refunded') return unchanged(row);
      if (payload.outcome === 'failed') return row.state === 'failed' ? unchanged(row) : failed(row, at);
      // `failed` may still become paid: a charge that we gave up on turned out to have gone through.
      return succeeded(payable, view, row, payload, at);
    },
  };
}

function unchanged(row: PaymentRow): Decision<SettleAnswer> {
  return { answer: { kind: 'settled', state: row.state, repeated: true } };
}

function failed(row: PaymentRow, at: number): Decision<SettleAnswer> {
  return {
    answer: { kind: 'settled', state: 'failed', repeated: false },
    writes: [{ table: 'payment', key: row.paymentId, row: { ...row, state: 'failed', settledAt: at } }],
  };
}

function succeeded(
  payable: Payable,
  view: LaneView,
  row: PaymentRow,
  { purchaseId, providerRef, refundId }: SettlePayload,
  at: number,
): Decision<SettleAnswer> {
  const settled: PaymentRow = { ...row, state: 'succeeded', providerRef, settledAt: at };
  const outcome = payable.pay(view, {
    ...{ purchaseId, at, paymentId: row.paymentId, amountFen: row.amountFen, stage: row.stage },
  });
  if (outcome.kind === 'paid')
    return {
      answer: { kind: 'settled', state: 'succeeded', repeated: false },
      writes: [{ table: 'payment', key: row.paymentId, row: settled }, ...outcome.writes],
      events: outcome.events,
      due: outcome.due,
    };
  const refund: PaymentRefund = { refundId, fen: row.amountFen, at, reason: outcome.reason };
  return {
    answer: { kind: 'settled', state: 'refunded', repeated: false },
    writes: [
      { table: 'payment', key: row.paymentId, row: { ...refundOn(settled, refund), state: 'refunded' } },
    ],
    events: [
      {
        type: 'payment.refunded',
        aggregate: purchaseId,
        at,
        data: {
          paymentId: row.paymentId,
          purchaseId,
          refundId,
          refundFen: row.amountFen,
          reason: outcome.reason,
        },
      },
    ],
    due: [refundDue(row, refund)],
  };
}
