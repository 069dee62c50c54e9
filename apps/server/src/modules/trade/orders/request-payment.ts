import type { PaymentMethod, PaymentView } from '@dacu/contract/api';
import type { PaymentRisk } from '@dacu/engine/risk';
import type { PaymentCheck, PaymentStage } from '../payment/index.ts';
import { paymentWays } from './check-ways.ts';
import type { OrdersDeps } from './index.ts';
import { risksOf } from './payment-risk.ts';
import type { Refused } from './place-purchase.ts';
import { balanceRefusal } from './presale/agree-balance.ts';
import { depositFenOf, paysInTwo, presaleOf } from './presale/purchase-presale.ts';
import type { PurchaseRow } from './purchase.ts';
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
 * Asks a provider for the charge of a purchase that is held. Refuses with `notFound`, `alreadyPaid`, `purchaseClosed`,
 * `paymentNotConnected`, where it looks risky `paymentCheckNeeded`, after a reset of passkeys `paymentAfterReset`; a balance also as agreeing it does, and with
 * `balanceNotAgreed`.
 */
export async function requestPayment(deps: OrdersDeps, input: PaymentWish): Promise<RequestPaymentAnswer> {
  const { at, shopperId, purchaseId } = input;
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId)
    return { kind: 'refused', code: 'notFound', extra: {} };
  const charge = chargeOf(row, at);
  if (charge.kind === 'refused') return charge;
  const method = input.method ?? 'sandbox';
  // No money moves where the sandbox is spoken to directly; it is what rehearsals pay with.
  const risks = method === 'sandbox' ? [] : await risksOf(deps, { at, row, amountFen: charge.fen });
  const limit = await limitOf(deps, { shopperId, risks });
  if (limit !== null) return limit;
  const ways = risks.length === 0 ? [] : await paymentWays(deps, row);
  const mayGoUnasked =
    risks.length > 0 && ways.length === 0 && !(await deps.members.passkeyResets.guards(shopperId));
  const answer = await deps.payment.request({
    ...{ at, purchaseId, stage: charge.stage, amountFen: charge.fen, holdUntil: charge.until },
    ...{ method, payerIp: input.payerIp ?? '127.0.0.1' },
    check: wantedOf(risks, mayGoUnasked, shopperId),
  });
  switch (answer.kind) {
    case 'asked':
      return { kind: 'requested', payment: answer.payment };
    case 'alreadyPaid':
      return refused('alreadyPaid');
    case 'checkNeeded':
      return { kind: 'refused', code: 'paymentCheckNeeded', extra: { ways } };
  }
}

/** After a reset of passkeys no payment is as large as one that a stolen session would make. */
async function limitOf(
  { members }: OrdersDeps,
  { shopperId, risks }: { shopperId: string; risks: readonly PaymentRisk[] },
): Promise<Refused | null> {
  if (!risks.includes('highAmount')) return null;
  const untilWall = await members.passkeyResets.limitedUntil(shopperId);
  return untilWall === null ? null : { kind: 'refused', code: 'paymentAfterReset', extra: { untilWall } };
}

/**
 * Who can be asked in no way is let through, as without any check: the provider's own stand. Not where support reset the
 * passkeys lately: there a new one is added first.
 */
function wantedOf(
  risks: readonly PaymentRisk[],
  mayGoUnasked: boolean,
  shopperId: string,
): PaymentCheck | null {
  if (risks.length === 0) return null;
  return mayGoUnasked ? { kind: 'skipped', risks } : { kind: 'wanted', shopperId };
}

/** What is to be paid of it now; refuses as `requestPayment` does. */
export function chargeOf(row: PurchaseRow, at: number): Charge | Refused {
  return paysInTwo(row) ? presaleCharge(row, at) : wholeCharge(row, at);
}

type Charge = {
  readonly kind: 'charge';
  readonly stage: PaymentStage;
  readonly fen: number;
  readonly until: number;
};

const refused = (code: Refused['code']): Refused => ({ kind: 'refused', code, extra: {} });

function wholeCharge({ state, holdUntil, payFen }: PurchaseRow, at: number): Charge | Refused {
  if (state === 'paid' || state === 'refunded') return refused('alreadyPaid');
  if (state === 'closed' || at >= holdUntil) return refused('purchaseClosed');
  return { kind: 'charge', stage: 'whole', fen: payFen, until: holdUntil };
}

/** The deposit while it is held, the agreed balance after it: each is a charge of its own. */
function presaleCharge(row: PurchaseRow, at: number): Charge | Refused {
  const presale = presaleOf(row);
  if (row.state === 'closed' || (row.state === 'held' && at >= row.holdUntil))
    return refused('purchaseClosed');
  if (row.state === 'held')
    return { kind: 'charge', stage: 'deposit', fen: depositFenOf(presale), until: row.holdUntil };
  const refusal = balanceRefusal(row, row.shopperId, at);
  if (refusal !== null) return refusal;
  const { balance } = presale;
  if (balance === null || at >= balance.holdUntil) return refused('balanceNotAgreed');
  return { kind: 'charge', stage: 'balance', fen: balance.payFen, until: balance.holdUntil };
}
