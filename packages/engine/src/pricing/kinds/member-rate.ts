import { percentOf } from '../../money/index.ts';
import { type CartKind, rateFaults } from './kind.ts';

/** 会员折扣: members pay a rate of what is left, after the subtractions (先减后折, V23). No threshold. */
export const memberRate: CartKind<'memberRate'> = {
  kind: 'memberRate',
  on: 'cart',
  layers: ['member'],

  faults: ({ payBp }) => rateFaults(payBp),

  offer: ({ payBp }, { runningFen }) => ({
    kind: 'met',
    offFen: runningFen - percentOf(runningFen, payBp),
    thresholdFen: 0,
  }),
};
