import type { PaymentMethod } from '@dacu/contract/api';
import type { CheckWay } from '@dacu/engine/risk';
import type { AnswerCheck, AskAnswer } from '../payment/index.ts';
import { firstPaidPhone, paymentPhone, paymentWays, sessionWays } from './check-ways.ts';
import type { OrdersDeps } from './index.ts';
import { risksOf } from './payment-risk.ts';
import type { Refused } from './place-purchase.ts';
import { chargeOf } from './request-payment.ts';
import * as store from './store.ts';

export type CheckWish = {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly way: CheckWay;
  /** Whom it is to be paid with; a passkey signs for this one. */
  readonly method: PaymentMethod;
  readonly lang: 'zh' | 'en';
};
export type SessionCheckWish = {
  readonly at: number;
  readonly shopperId: string;
  readonly sessionHash: Uint8Array;
  readonly way: CheckWay;
  readonly lang: 'zh' | 'en';
};
export type CheckAsked = Extract<AskAnswer, { kind: 'asked' }> | Refused;

/**
 * Asks for a check of what is to be paid now. Refuses as asking for the charge does, with `paymentCheckNotNeeded` where
 * nothing is risky (nobody has a stranger's phone ring for nothing), `checkWayClosed`, `rateLimited`, and `messageNotSent`.
 */
export async function askPaymentCheck(
  deps: OrdersDeps,
  { at, shopperId, purchaseId, way, method, lang }: CheckWish,
): Promise<CheckAsked> {
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId) return refused('notFound');
  const charge = chargeOf(row, at);
  if (charge.kind === 'refused') return charge;
  const risks = await risksOf(deps, { at, row, amountFen: charge.fen });
  if (risks.length === 0) return refused('paymentCheckNotNeeded');
  const phoneOf = paymentPhone(deps, row);
  const answer = await deps.payment.checks.ask({
    ...{ at, shopperId, way, lang, phoneOf },
    subject: { kind: 'payment', purchaseId, stage: charge.stage, amountFen: charge.fen, method, risks },
  });
  return presentAsked(answer, () => paymentWays(deps, row));
}

/** Asks whoever holds a session to show that the account is theirs. Refuses with `checkWayClosed`, `rateLimited`, `messageNotSent`. */
export async function askSessionCheck(
  deps: OrdersDeps,
  { at, shopperId, sessionHash, way, lang }: SessionCheckWish,
): Promise<CheckAsked> {
  const answer = await deps.payment.checks.ask({
    ...{ at, shopperId, way, lang, phoneOf: () => firstPaidPhone(deps, shopperId) },
    subject: { kind: 'session', sessionHash },
  });
  return presentAsked(answer, () => sessionWays(deps, shopperId));
}

async function presentAsked(
  answer: AskAnswer,
  waysOf: () => Promise<readonly CheckWay[]>,
): Promise<CheckAsked> {
  switch (answer.kind) {
    case 'asked':
      return answer;
    case 'tooSoon':
      return refused('rateLimited', { retryMs: answer.retryMs });
    case 'notSent':
      return refused('messageNotSent');
    case 'closed':
      return refused('checkWayClosed', { ways: await waysOf() });
  }
}

/** What the answer came to, as a refusal or the wall instant until which it is good. */
export function presentAnswer(answer: AnswerCheck): { kind: 'passed'; untilWall: number } | Refused {
  switch (answer.kind) {
    case 'passed':
      return answer;
    case 'wrong':
      return refused('paymentCodeWrong', { triesLeft: answer.triesLeft });
    case 'unproven':
      return refused('passkeyRefused');
    case 'over':
      return refused('paymentCheckOver');
    case 'unknown':
      return refused('notFound');
  }
}

const refused = (code: Refused['code'], extra: Refused['extra'] = {}): Refused => ({
  kind: 'refused',
  code,
  extra,
});
