import type { PasskeyAnswer } from '@dacu/contract/api';
import { CODE_TRIES_MAX, PROOF_MS } from '@dacu/engine/risk';
import type { Tx } from '../../../../platform/db/types.ts';
import { writeOutbox } from '../../../../platform/outbox/write-outbox.ts';
import { purposeOf } from './ask-check.ts';
import type { ChecksDeps } from './index.ts';
import * as store from './store.ts';

export type CheckAnswered = {
  readonly at: number;
  readonly owner: store.CheckOwner;
  readonly checkId: string;
  readonly given:
    | { readonly kind: 'code'; readonly code: string }
    /** Signed on a page of `origin`. */
    | { readonly kind: 'passkey'; readonly answer: PasskeyAnswer; readonly origin: string };
};
export type AnswerCheck =
  /** Until when the payment may be asked for, or the session is fresh. */
  | { readonly kind: 'passed'; readonly untilWall: number }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** What was signed does not show what it should; that check is over. */
  | { readonly kind: 'unproven' }
  /** Expired, used, its tries are spent, or a newer one took its place. */
  | { readonly kind: 'over' }
  /** There is none, or it is somebody else's. */
  | { readonly kind: 'unknown' };

export async function answerCheck(deps: ChecksDeps, input: CheckAnswered): Promise<AnswerCheck> {
  const { given } = input;
  const answer = await (given.kind === 'code'
    ? answerCode(deps, input, given.code)
    : answerPasskey(deps, input, given));
  if (answer.kind !== 'over') return answer;
  return (await store.readCheck(deps.db, input.checkId, input.owner)) === null ? { kind: 'unknown' } : answer;
}

/**
 * The code that the shopper typed. The right one is right also when it comes twice; the fifth wrong one ends the check.
 * Who passes has shown that the number is theirs: later codes of the account go there.
 */
function answerCode(
  deps: ChecksDeps,
  { at, owner, checkId }: CheckAnswered,
  code: string,
): Promise<AnswerCheck> {
  const nowWall = deps.clocks.wall.now();
  return deps.db.transaction(async (tx): Promise<AnswerCheck> => {
    const row = await store.takeTry(tx, { checkId, owner, triesMax: CODE_TRIES_MAX, nowWall });
    if (row?.code == null) return { kind: 'over' };
    if (deps.codes.matches(checkId, code, row.code.codeHash)) {
      if (row.state === 'passed') return { kind: 'passed', untilWall: row.expiresAtWall };
      await store.setState(tx, { checkId, state: 'passed', nowWall });
      await store.keepConfirmed(tx, { shopperId: row.shopperId, ...row.code, nowWall });
      return pass(deps, tx, at, row);
    }
    const triesLeft = CODE_TRIES_MAX - row.tries;
    if (row.state === 'asked' && triesLeft === 0) {
      await store.setState(tx, { checkId, state: 'failed', nowWall });
      await tell(tx, 'payment.checkFailed', at, row);
    }
    return { kind: 'wrong', triesLeft };
  });
}

/** What the authenticator signed. The challenge is used up first, so the same answer never serves twice. */
async function answerPasskey(
  deps: ChecksDeps,
  { at, owner, checkId }: CheckAnswered,
  { answer, origin }: { answer: PasskeyAnswer; origin: string },
): Promise<AnswerCheck> {
  const row = await store.readCheck(deps.db, checkId, owner);
  if (row === null || row.way !== 'passkey') return { kind: 'over' };
  const { shopperId } = owner;
  const signed = await deps.members.passkeys.check({ shopperId, purpose: purposeOf(row), origin, answer });
  if (signed.kind === 'over') return { kind: 'over' };
  const proven = signed.kind === 'proven';
  if (!proven) deps.log.warn({ why: signed.why, checkId }, 'a passkey was refused');
  const nowWall = deps.clocks.wall.now();
  return deps.db.transaction(async (tx): Promise<AnswerCheck> => {
    const ended = await store.endAsked(tx, { checkId, state: proven ? 'passed' : 'failed', nowWall });
    if (!ended) return { kind: 'over' };
    if (proven) return pass(deps, tx, at, row);
    await tell(tx, 'payment.checkFailed', at, row);
    return { kind: 'unproven' };
  });
}

async function pass(deps: ChecksDeps, tx: Tx, at: number, row: store.CheckRow): Promise<AnswerCheck> {
  if (row.sessionHash !== null)
    return { kind: 'passed', untilWall: await deps.members.shoppers.prove(tx, row.sessionHash) };
  await tell(tx, 'payment.checkPassed', at, row);
  return { kind: 'passed', untilWall: deps.clocks.wall.now() + PROOF_MS };
}

/** A session belongs to no order, so nothing is told of its checks. */
async function tell(
  tx: Tx,
  type: 'payment.checkPassed' | 'payment.checkFailed',
  at: number,
  { payment, checkId, way }: store.CheckRow,
): Promise<void> {
  if (payment === null) return;
  const { purchaseId } = payment;
  await writeOutbox(tx, [
    { type, aggregate: purchaseId, at, data: { purchaseId, checkId, way, by: 'shopper' } },
  ]);
}
