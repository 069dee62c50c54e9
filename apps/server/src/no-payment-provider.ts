import { Refusal } from '@dacu/contract/errors';
import type { PaymentProvider } from './modules/trade/payment/index.ts';

/**
 * What a real database has until an acquirer is connected: the sandbox belongs to simulated ones alone, and money that
 * does not exist must never be taken for paid. A charge is refused by name; nothing was ever charged, so there is
 * nothing to look up, close or send back.
 */
export const noPaymentProvider: PaymentProvider = {
  name: 'none',
  create: async () => {
    throw new Refusal('paymentNotConnected');
  },
  query: async () => new Map(),
  close: async () => new Map(),
  refund: async () => {
    throw new Refusal('paymentNotConnected');
  },
  verify: () => null,
};
