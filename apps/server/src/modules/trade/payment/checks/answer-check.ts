import { CODE_TRIES_MAX, PROOF_MS } from '@dacu/engine/risk';
import { writeOutbox } from '../../../../platform/outbox/write-outbox.ts';
import type { ChecksDeps } from './index.ts';
import * as store from './store.ts';

export type AnswerCheck =
  | { readonly kind: 'passed'; readonly payUntilWall: number }
  | { readonly kind: 'wrong'; readonly triesLeft: number }
  /** Somebody else's, expired, used, or its tries are spent. */
  | { readonly kind: 'over' }
  | { readonly kind: 'unknown' };

/**
 * The code that the shopper typed. The right one is right also when it comes twice; the fifth wrong one ends the check.
 * Who passes has shown that the number is theirs: later codes of the account go there.
 */
export async function answerCheck(
  deps: ChecksDeps,
  input: { at: number; shopperId: string; checkId: string; code: string },
): Promise<AnswerCheck> {
  const { at, shopperId, checkId, code } = input;
  const nowWall = deps.clocks.wall.now();
  const answer = await deps.db.transaction(async (tx): Promise<AnswerCheck> => {
    const row = await store.takeTry(tx, { checkId, shopperId, triesMax: CODE_TRIES_MAX, nowWall });
    if (row === undefined) return { kind: 'over' };
    const { purchaseId } = row;
    const told = { aggregate: purchaseId, at, data: { purchaseId, checkId, by: 'shopper' } };
    if (deps.codes.matches(checkId, code, row.codeHash)) {
      if (row.state === 'passed') return { kind: 'passed', payUntilWall: row.expiresAtWall };
      await store.setState(tx, { checkId, state: 'passed', nowWall });
      await store.keepConfirmed(tx, { ...row, nowWall });
      await writeOutbox(tx, [{ type: 'payment.checkPassed', ...told }]);
      return { kind: 'passed', payUntilWall: nowWall + PROOF_MS };
    }
    const triesLeft = CODE_TRIES_MAX - row.tries;
    if (row.state === 'asked' && triesLeft === 0) {
      await store.setState(tx, { checkId, state: 'failed', nowWall });
      await writeOutbox(tx, [{ type: 'payment.checkFailed', ...told }]);
    }
    return { kind: 'wrong', triesLeft };
  });
  if (answer.kind !== 'over') return answer;
  return (await store.hasCheck(deps.db, checkId, shopperId)) ? answer : { kind: 'unknown' };
}
