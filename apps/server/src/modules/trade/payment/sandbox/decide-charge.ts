import { addDue } from '../../../../platform/due/add-due.ts';
import type { SandboxDeps } from './index.ts';
import { NOTIFY_AFTER_MS, NOTIFY_KIND } from './notify.ts';
import * as store from './store.ts';

export type DecideAnswer =
  | { readonly kind: 'decided'; readonly state: 'succeeded' | 'failed' }
  | { readonly kind: 'refused'; readonly code: 'notFound' | 'purchaseClosed' };

/**
 * The shopper approves or declines. What was decided stays decided: again answers the same. A charge that is closed or
 * past its time is refused. The notification is due in the same transaction, so it is never forgotten.
 */
export async function decideCharge(
  { db, ids }: SandboxDeps,
  input: { at: number; providerRef: string; outcome: 'succeeded' | 'failed' },
): Promise<DecideAnswer> {
  return db.transaction(async (tx) => {
    const charge = await store.lockCharge(tx, input.providerRef);
    if (charge === undefined) return { kind: 'refused', code: 'notFound' };
    if (charge.state === 'succeeded' || charge.state === 'failed')
      return { kind: 'decided', state: charge.state };
    if (charge.state === 'closed' || input.at >= charge.expiresAt)
      return { kind: 'refused', code: 'purchaseClosed' };
    await store.decide(tx, charge.paymentId, input.outcome, input.at);
    await addDue(tx, [
      {
        kind: NOTIFY_KIND,
        key: charge.paymentId,
        at: input.at + NOTIFY_AFTER_MS,
        payload: { paymentId: charge.paymentId, notificationId: ids.next('no') },
      },
    ]);
    return { kind: 'decided', state: input.outcome };
  });
}
