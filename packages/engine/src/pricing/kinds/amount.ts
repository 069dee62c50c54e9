import { amountFaults, CART_KIND_LAYERS, type CartKind } from './kind.ts';

/** A coupon, a voucher, a red packet: a fixed amount from a threshold on. */
export const amount: CartKind<'amount'> = {
  kind: 'amount',
  on: 'cart',
  byBaseAlone: true,
  layers: CART_KIND_LAYERS,

  faults: ({ thresholdFen, offFen }) => amountFaults({ thresholdFen, offFen }),

  offer({ thresholdFen, offFen }, { baseFen }) {
    if (baseFen >= thresholdFen) return { kind: 'met', offFen, thresholdFen };
    return { kind: 'belowThreshold', next: { missingFen: thresholdFen - baseFen, offFen } };
  },
};
