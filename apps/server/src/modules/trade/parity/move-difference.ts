import type { ErrorCode } from '@dacu/contract/errors';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { ParityDeps } from './index.ts';
import { type DifferenceRow, lockDifference, putDifferences } from './store.ts';

export type MoveInput = {
  readonly at: number;
  readonly differenceId: string;
  readonly state: 'acknowledged' | 'solved';
  readonly note: string | null;
  /** The operator's name. */
  readonly by: string;
};
export type MoveAnswer =
  | { readonly kind: 'moved'; readonly row: DifferenceRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode };

/**
 * Somebody takes a difference on, or says that it is solved; told as `priceDifference.moved` and kept in the record of
 * acts. Doing it twice changes nothing. Refuses with `notFound` or `differenceSolved`.
 */
export async function moveDifference({ db, members }: ParityDeps, input: MoveInput): Promise<MoveAnswer> {
  const { at, differenceId, state, note, by } = input;
  return db.transaction(async (tx) => {
    const before = await lockDifference(tx, differenceId);
    if (before === undefined) return { kind: 'refused', code: 'notFound' };
    if (before.state === state) return { kind: 'moved', row: before };
    if (before.state === 'solved') return { kind: 'refused', code: 'differenceSolved' };
    const row: DifferenceRow = { ...before, state, movedBy: by, movedAt: at, note: note ?? before.note };
    await putDifferences(tx, [row]);
    await members.people.noteAct(tx, {
      kind: state === 'solved' ? 'differenceSolved' : 'differenceAcknowledged',
      subject: differenceId,
      detail: { skuId: row.skuId, storeId: row.storeId },
      by,
    });
    await writeOutbox(tx, [
      {
        type: 'priceDifference.moved',
        aggregate: differenceId,
        at,
        data: { differenceId, state, byItself: false },
      },
    ]);
    return { kind: 'moved', row };
  });
}
