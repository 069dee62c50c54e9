import type { sandboxNotification } from '@dacu/contract/api';
import type { z } from 'zod';
import type { Delivery } from '../provider.ts';
import type { Gateway } from './gateway.ts';
import type { Deliver, Sandbox, SandboxDeps } from './index.ts';
import { signDelivery } from './keys.ts';
import * as store from './store.ts';

export const NOTIFY_KIND = 'sandbox.notify';
/** A real provider takes about this long. */
export const NOTIFY_AFTER_MS = 1_200;

type Item = { readonly payload: unknown };
/** With a refund: what is told is that money went back. */
type Payload = { readonly paymentId: string; readonly notificationId: string; readonly refundId?: string };

/**
 * Sends what was decided, in the words of the dialect that the charge was opened in. Throws when any delivery was not
 * accepted: the due work then repeats them one by one with growing pauses. Those that had been accepted come twice, which
 * our side must bear anyway.
 */
export function sandboxDue(
  { db, clocks }: Pick<SandboxDeps, 'db' | 'clocks'>,
  sandbox: Sandbox,
  gateway: Gateway | null,
  deliver: Deliver,
) {
  function plain(charge: store.BookedCharge, notificationId: string): Delivery {
    const sentAtWall = clocks.wall.now();
    const body: z.infer<typeof sandboxNotification> = {
      ...{ notificationId, paymentId: charge.paymentId, providerRef: charge.providerRef },
      outcome: charge.state === 'succeeded' ? 'succeeded' : 'failed',
      ...{ amountFen: charge.amountFen, sentAtWall },
    };
    return signDelivery(sandbox.keys, JSON.stringify(body), sentAtWall);
  }

  async function send({ paymentId, notificationId, refundId }: Payload): Promise<void> {
    if (refundId !== undefined) await store.arrive(db, refundId);
    const refund = refundId === undefined ? null : await store.readRefund(db, refundId);
    const charge = (await store.readCharges(db, [paymentId])).get(paymentId);
    if (charge === undefined || charge.state === 'open' || charge.state === 'closed') return;
    if (charge.dialect === 'sandbox') return deliver(plain(charge, notificationId), null);
    // A charge of a dialect, on a node that was started without the gateway, waits for one that has it.
    if (gateway === null) throw new Error('no gateway here to sign this notification');
    const speaker = charge.dialect === 'alipay' ? gateway.alipay : gateway.wechatpay;
    const delivery = await speaker.notification(charge, notificationId, refund);
    if (delivery !== null) await deliver(delivery, refund?.notifyUrl ?? charge.notifyUrl);
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
