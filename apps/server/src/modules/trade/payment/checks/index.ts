import { PROOF_MS } from '@dacu/engine/risk';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { Ids } from '../../../../platform/ids.ts';
import type { Log } from '../../../../platform/log.ts';
import type { Members } from '../../../base/members/index.ts';
import { type AnswerCheck, answerCheck } from './answer-check.ts';
import { type AskAnswer, askCheck, type CheckAsked, type Checked } from './ask-check.ts';
import type { Codes } from './codes.ts';
import type { MessageSender } from './messages.ts';
import * as store from './store.ts';

export type { AnswerCheck } from './answer-check.ts';
export type { AskAnswer, CheckAsked, Checked } from './ask-check.ts';
export { createCodes } from './codes.ts';
export { createHttpSender } from './http-sender.ts';
export { createSandboxSender, type MessageSender, type SandboxSender } from './messages.ts';
export { sandboxMessageRoutes } from './sandbox-routes.ts';

/**
 * Checks of risky payments. A payment that `@dacu/engine/risk` finds a reason against is let through once, with a check
 * that its own shopper passed for its own purchase, stage and amount within the last minutes. What is risky is decided
 * there, what a purchase is worth by orders; this knows only how somebody is asked.
 */
export type ChecksDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly log: Pick<Log, 'warn'>;
  readonly codes: Codes;
  readonly members: Pick<Members, 'personal' | 'profiles'>;
  /** Null where nobody carries messages: then no payment is checked, since nobody could pass. */
  readonly sender: MessageSender | null;
};

export type Checks = {
  /** False where no payment can be checked. */
  readonly possible: boolean;
  ask(input: CheckAsked): Promise<AskAnswer>;
  answer(input: { at: number; shopperId: string; checkId: string; code: string }): Promise<AnswerCheck>;
  /** Whether the check would let this payment through now. */
  proves(checkId: string, checked: Checked): Promise<boolean>;
  /** Lets the payment through that is added in the same transaction, and no other; false when it does not. */
  use(tx: Tx, checkId: string, checked: Checked, paymentId: string): Promise<boolean>;
};

export function createChecks(deps: ChecksDeps): Checks {
  const { sender } = deps;
  const useOf = (checkId: string, { shopperId, purchaseId, stage, amountFen }: Checked) => ({
    ...{ checkId, shopperId, purchaseId, stage, amountFen },
    passedSince: deps.clocks.wall.now() - PROOF_MS,
  });
  return {
    possible: sender !== null,
    async ask(input) {
      return sender === null ? { kind: 'notSent' } : askCheck(deps, sender, input);
    },
    answer: (input) => answerCheck(deps, input),
    proves: (checkId, checked) => store.provesNow(deps.db, useOf(checkId, checked)),
    use: (tx, checkId, checked, paymentId) => store.useProof(tx, useOf(checkId, checked), paymentId),
  };
}
