import { type CheckWay, PROOF_CHARGES_MAX, PROOF_MS } from '@dacu/engine/risk';
import type { Clocks } from '../../../../platform/clocks.ts';
import type { Db, Tx } from '../../../../platform/db/types.ts';
import type { Ids } from '../../../../platform/ids.ts';
import type { Log } from '../../../../platform/log.ts';
import type { Members } from '../../../base/members/index.ts';
import type { PaymentStage } from '../payment.ts';
import { type AnswerCheck, answerCheck, type CheckAnswered } from './answer-check.ts';
import { type AskAnswer, askCheck, type CheckAsked, readConfirmed } from './ask-check.ts';
import type { Codes } from './codes.ts';
import type { MessageSender } from './messages.ts';
import * as store from './store.ts';

export type { AnswerCheck, CheckAnswered } from './answer-check.ts';
export type { AskAnswer } from './ask-check.ts';
export { createCodes } from './codes.ts';
export { createHttpSender } from './http-sender.ts';
export { createSandboxSender, type MessageSender, type SandboxSender } from './messages.ts';
export { sandboxMessageRoutes } from './sandbox-routes.ts';

/**
 * Checks of risky payments, and of sessions before they change what guards an account. A payment that `@dacu/engine/risk`
 * finds a reason against is let through with a check that its own shopper passed, by passkey or by code, for its own
 * purchase, stage and amount within the last minutes. What is risky is decided there, what a purchase is worth and which
 * number is known by orders; this knows only how somebody is asked.
 */
export type ChecksDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  readonly ids: Ids;
  readonly log: Pick<Log, 'warn'>;
  readonly codes: Codes;
  readonly members: Pick<Members, 'personal' | 'profiles' | 'passkeys' | 'passkeyResets' | 'shoppers'>;
  /** Null where nobody carries messages: then nobody is asked for a code. */
  readonly sender: MessageSender | null;
};

/** What is to be paid, by whom; a check is good for exactly this. */
export type Checked = {
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly stage: PaymentStage;
  readonly amountFen: number;
};

export type Checks = {
  /**
   * How this account can be asked, what is offered first in front; none: it cannot. `phoneOf` finds the number for a code
   * where the account has shown none to be its own; it is told whether a passkey guards the account, or did until a reset
   * of the last weeks.
   */
  waysOf(shopperId: string, phoneOf: PhoneOf): Promise<readonly CheckWay[]>;
  /** Asks, if `way` is one of them. */
  ask(input: Omit<CheckAsked, 'phone'> & { readonly phoneOf: PhoneOf }): Promise<AskAnswer>;
  answer(input: CheckAnswered): Promise<AnswerCheck>;
  /** Whether a check was passed that would let this payment through now. */
  proves(checked: Checked): Promise<boolean>;
  /** Lets the payment through that is added in the same transaction; false when no check does. */
  use(tx: Tx, checked: Checked, paymentId: string): Promise<boolean>;
};
export type PhoneOf = (account: { readonly guarded: boolean }) => Promise<string | null>;

export function createChecks(deps: ChecksDeps): Checks {
  const proofOf = ({ shopperId, purchaseId, stage, amountFen }: Checked) => ({
    ...{ shopperId, purchaseId, stage, amountFen, chargesMax: PROOF_CHARGES_MAX },
    passedSince: deps.clocks.wall.now() - PROOF_MS,
  });
  const { passkeys, passkeyResets } = deps.members;
  const phoneFor = async (shopperId: string, phoneOf: PhoneOf) =>
    phoneOf({
      guarded: (await passkeys.usableBy(shopperId)) || (await passkeyResets.guards(shopperId)),
    });
  return {
    async waysOf(shopperId, phoneOf) {
      const hasPasskey = await passkeys.usableBy(shopperId);
      const reachable =
        deps.sender !== null &&
        ((await readConfirmed(deps, shopperId)) !== undefined ||
          (await phoneFor(shopperId, phoneOf)) !== null);
      return [...(hasPasskey ? (['passkey'] as const) : []), ...(reachable ? (['sms'] as const) : [])];
    },
    ask: async ({ phoneOf, ...input }) =>
      askCheck(deps, {
        ...input,
        phone: input.way === 'sms' ? await phoneFor(input.shopperId, phoneOf) : null,
      }),
    answer: (input) => answerCheck(deps, input),
    proves: (checked) => store.provesNow(deps.db, proofOf(checked)),
    use: (tx, checked, paymentId) => store.useProof(tx, proofOf(checked), paymentId),
  };
}
