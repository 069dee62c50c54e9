import { sandboxNotification } from '@dacu/contract/api';
import type { PaymentProvider } from '../provider.ts';
import type { SandboxDeps } from './index.ts';
import { deliveryIsGenuine, type SigningKeys } from './keys.ts';
import * as store from './store.ts';

/** The sandbox behind the port, as our side calls it. */
export function createProvider({ db, ids }: SandboxDeps, keys: SigningKeys): PaymentProvider {
  return {
    name: 'sandbox',

    async create({ paymentId, amountFen, expiresAt }) {
      const providerRef = await store.putCharge(db, {
        paymentId,
        providerRef: ids.next('ch'),
        amountFen,
        expiresAt,
      });
      return { providerRef, approveUrl: `/api/sandbox/charges/${providerRef}` };
    },

    query: (paymentIds) => store.readCharges(db, paymentIds),

    async close(paymentIds, at) {
      await store.closeOpen(db, paymentIds, at);
      return store.readCharges(db, paymentIds);
    },

    async refund({ refundId, paymentId, amountFen, at }) {
      await store.putRefund(db, { refundId, paymentId, amountFen, at });
    },

    verify(delivery, nowWall) {
      if (!deliveryIsGenuine(keys.publicKey, delivery, nowWall)) return null;
      const body = sandboxNotification.safeParse(parse(delivery.rawBody));
      return body.success ? body.data : null;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
