import type { sandboxNotification } from '@dacu/contract/api';
import type { z } from 'zod';
import type { Deliver, Sandbox, SandboxDeps } from './index.ts';
import { signDelivery } from './keys.ts';
import * as store from './store.ts';

export const NOTIFY_KIND = 'sandbox.notify';
/** A real provider takes about this long. */
export const NOTIFY_AFTER_MS = 1_200;

type Item = { readonly payload: unknown };
type Payload = { readonly paymentId: string; readonly notificationId: string };

/**
 * Sends what was decided. Throws when any delivery was not accepted: the due work then repeats them one by one with
 * growing pauses. Those that had been accepted come twice, which our side must bear anyway.
 */
export function sandboxDue(
  { db, clocks }: Pick<SandboxDeps, 'db' | 'clocks'>,
  sandbox: Sandbox,
  deliver: Deliver,
) {
  async function send(payload: Payload): Promise<void> {
    const charge = (await store.readCharges(db, [payload.paymentId])).get(payload.paymentId);
    if (charge === undefined || charge.state === 'open' || charge.state === 'closed') return;
    const sentAtWall = clocks.wall.now();
    const body: z.infer<typeof sandboxNotification> = {
      notificationId: payload.notificationId,
      paymentId: charge.paymentId,
      providerRef: charge.providerRef,
      outcome: charge.state,
      amountFen: charge.amountFen,
      sentAtWall,
    };
    await deliver(signDelivery(sandbox.keys, JSON.stringify(body), sentAtWall));
  }

  return [
    {
      kind: NOTIFY_KIND,
      async run(items: readonly Item[]): Promise<void> {
        const sent = await Promise.allSettled(items.map((item) => send(item.payload as Payload)));
        const lost = sent.find((result) => result.status === 'rejected');
        if (lost !== undefined) throw lost.reason;
      },
    },
  ];
}
