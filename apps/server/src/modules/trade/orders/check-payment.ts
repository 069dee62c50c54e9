import type { AnswerCheck, AskAnswer } from '../payment/index.ts';
import type { OrdersDeps } from './index.ts';
import { risksOf } from './payment-risk.ts';
import type { Refused } from './place-purchase.ts';
import { chargeOf } from './request-payment.ts';
import * as store from './store.ts';

export type CheckWish = {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly lang: 'zh' | 'en';
};
export type CheckAnswer = Extract<AskAnswer, { kind: 'asked' }> | Refused;

/**
 * Sends the code of a check for what is to be paid now. Refuses as asking for the charge does, with
 * `paymentCheckNotNeeded` where nothing is risky (nobody has a stranger's phone ring for nothing), `rateLimited`, and
 * `messageNotSent`.
 */
export async function askPaymentCheck(
  deps: OrdersDeps,
  { at, shopperId, purchaseId, lang }: CheckWish,
): Promise<CheckAnswer> {
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId) return refused('notFound');
  const charge = chargeOf(row, at);
  if (charge.kind === 'refused') return charge;
  const risks = await risksOf(deps, { at, row, amountFen: charge.fen });
  if (risks.length === 0) return refused('paymentCheckNotNeeded');
  const { profiles, personal } = deps.members;
  const address = await personal.open(await profiles.personId(shopperId), row.body.sealedAddress);
  const { phone } = JSON.parse(address) as { phone: string };
  const answer = await deps.payment.checks.ask({
    ...{ at, shopperId, purchaseId, risks, phone, lang },
    ...{ stage: charge.stage, amountFen: charge.fen },
  });
  switch (answer.kind) {
    case 'asked':
      return answer;
    case 'tooSoon':
      return refused('rateLimited', { retryMs: answer.retryMs });
    case 'notSent':
      return refused('messageNotSent');
  }
}

/** What the code that was typed came to, as a refusal or the wall instant until which the payment may be asked for. */
export function presentAnswer(answer: AnswerCheck): { kind: 'passed'; payUntilWall: number } | Refused {
  switch (answer.kind) {
    case 'passed':
      return answer;
    case 'wrong':
      return refused('paymentCodeWrong', { triesLeft: answer.triesLeft });
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
