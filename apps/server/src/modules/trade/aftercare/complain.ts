import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { AftercareDeps } from './index.ts';
import * as store from './store.ts';

export type ComplainInput = {
  readonly at: number;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly topic: string;
  readonly words: string;
};
export type ComplainAnswer =
  | {
      readonly kind: 'opened';
      readonly complaintId: string;
      readonly purchaseId: string;
      readonly topic: string;
    }
  | { readonly kind: 'refused'; readonly code: 'notFound' };

/** Opens a complaint about a purchase. The words are sealed: people put names and numbers into them. */
export async function complain(deps: AftercareDeps, input: ComplainInput): Promise<ComplainAnswer> {
  const { at, shopperId, purchaseId, topic, words } = input;
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  if (purchase === null) return { kind: 'refused', code: 'notFound' };
  const complaintId = deps.ids.next('co');
  const personId = await deps.members.profiles.personId(shopperId);
  const sealedWords = await deps.members.personal.seal(personId, words);
  await deps.db.transaction(async (tx) => {
    await store.insertComplaint(tx, { complaintId, purchaseId, shopperId, topic, sealedWords, at });
    await writeOutbox(tx, [
      {
        type: 'complaint.opened',
        aggregate: complaintId,
        at,
        data: { complaintId, purchaseId, topic },
      },
    ]);
  });
  return { kind: 'opened', complaintId, purchaseId, topic };
}
