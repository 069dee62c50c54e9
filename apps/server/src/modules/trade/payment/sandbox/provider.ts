import { sandboxNotification } from '@dacu/contract/api';
import type { PaymentProvider } from '../provider.ts';
import type { SandboxDeps } from './index.ts';
import { deliveryIsGenuine, type SigningKeys } from './keys.ts';
import * as store from './store.ts';

/**
 * The sandbox behind the port without a wire between: for rehearsals, which must be fast and come out the same each
 * time, and for tests of everything but the wire.
 */
export function createProvider({ db, ids }: SandboxDeps, keys: SigningKeys): PaymentProvider {
  return {
    name: 'sandbox',

    async create({ paymentId, amountFen, expiresAt }) {
      const { providerRef } = await store.putCharge(db, {
        ...{ paymentId, amountFen, expiresAt, providerRef: ids.next('ch') },
        ...{ dialect: 'sandbox', subject: null, notifyUrl: null, returnUrl: null },
      });
      return { providerRef, approveUrl: `/api/sandbox/charges/${providerRef}` };
    },

    query: (paymentIds) => store.readCharges(db, paymentIds),

    async close(paymentIds, at) {
      await store.closeOpen(db, paymentIds, at);
      return store.readCharges(db, paymentIds);
    },

    async refund({ refundId, paymentId, amountFen, at }) {
      await store.putRefund(db, {
        ...{ refundId, paymentId, amountFen, at },
        ...{ providerRef: null, state: 'succeeded', notifyUrl: null },
      });
      return { state: 'succeeded' };
    },

    async queryRefund({ refundId }) {
      const refund = await store.readRefund(db, refundId);
      return refund === null ? { state: 'abnormal', reason: 'unknown' } : { state: 'succeeded' };
    },

    async verify(delivery, nowWall) {
      if (!deliveryIsGenuine(keys.publicKey, delivery, nowWall)) return null;
      const body = sandboxNotification.safeParse(parse(delivery.rawBody));
      return body.success ? { kind: 'charge', ...body.data } : null;
    },

    bill: null,
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
