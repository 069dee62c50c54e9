import type { Tier } from '../types.ts';
import { amountFaults, CART_KIND_LAYERS, type CartKind } from './kind.ts';

/** 阶梯满减: the single highest tier that the base reaches; tiers rise in threshold and in saving. */
export const tiered: CartKind<'tiered'> = {
  kind: 'tiered',
  on: 'cart',
  byBaseAlone: true,
  layers: CART_KIND_LAYERS,

  faults({ tiers }) {
    const rises = tiers.every((tier, i) => i === 0 || isAbove(tier, tiers[i - 1]!));
    return [
      ...(tiers.length === 0 ? ['a tiered rule needs a tier'] : []),
      ...(rises ? [] : ['tiers must rise in threshold and in saving']),
      ...tiers.flatMap(({ thresholdFen, offFen }) => amountFaults({ thresholdFen, offFen })),
    ];
  },

  offer({ tiers }, { baseFen }) {
    const above = tiers.findIndex(({ thresholdFen }) => baseFen < thresholdFen);
    const reached = above === -1 ? tiers.at(-1) : tiers[above - 1];
    const ahead = above === -1 ? undefined : tiers[above]!;
    const next = ahead && { missingFen: ahead.thresholdFen - baseFen, offFen: ahead.offFen };
    if (!reached) return { kind: 'belowThreshold', next: next! };
    return { kind: 'met', ...reached, ...(next && { next }) };
  },
};

function isAbove(upper: Tier, lower: Tier): boolean {
  return upper.thresholdFen > lower.thresholdFen && upper.offFen > lower.offFen;
}
