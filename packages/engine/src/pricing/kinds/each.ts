import { amountFaults, CART_KIND_LAYERS, type CartKind } from './kind.ts';

/** 每满减: once for every full threshold, up to `capFen` if there is one (上不封顶 otherwise). */
export const each: CartKind<'each'> = {
  kind: 'each',
  on: 'cart',
  byBaseAlone: true,
  layers: CART_KIND_LAYERS,

  faults({ thresholdFen, offFen, capFen }) {
    return [
      ...amountFaults({ thresholdFen, offFen, capFen }),
      ...(thresholdFen === 0 ? ['thresholdFen of an each rule must be above 0'] : []),
    ];
  },

  offer({ thresholdFen, offFen, capFen = Number.MAX_SAFE_INTEGER }, { baseFen }) {
    const times = (baseFen - (baseFen % thresholdFen)) / thresholdFen;
    const offAt = (count: number) => Math.min(count * offFen, capFen);
    const next = { missingFen: (times + 1) * thresholdFen - baseFen, offFen: offAt(times + 1) };
    if (times === 0) return { kind: 'belowThreshold', next };
    return {
      kind: 'met',
      offFen: offAt(times),
      thresholdFen: times * thresholdFen,
      ...(next.offFen > offAt(times) && { next }),
    };
  },
};
