import { percentOf } from '../../money/index.ts';
import { amountFaults, CART_KIND_LAYERS, type CartKind, type RuleOf, rateFaults } from './kind.ts';

/** 满折, 满N件M折: a rate of what is left of the lines, from an amount or a quantity on. */
export const percent: CartKind<'percent'> = {
  kind: 'percent',
  on: 'cart',
  layers: CART_KIND_LAYERS,

  faults: ({ payBp, thresholdFen, quantityMin, maxDiscountFen }) => [
    ...rateFaults(payBp),
    ...amountFaults({ thresholdFen, quantityMin, maxDiscountFen }),
  ],

  offer(rule, { baseFen, runningFen, quantity }) {
    const { thresholdFen = 0, quantityMin = 0 } = rule;
    // What the goods already there would save; the ones still missing add to it.
    if (quantity < quantityMin) {
      return {
        kind: 'belowQuantity',
        missingQuantity: quantityMin - quantity,
        offFen: offAt(rule, runningFen),
      };
    }
    if (baseFen < thresholdFen) {
      const missingFen = thresholdFen - baseFen;
      return { kind: 'belowThreshold', next: { missingFen, offFen: offAt(rule, runningFen + missingFen) } };
    }
    return { kind: 'met', offFen: offAt(rule, runningFen), thresholdFen };
  },
};

function offAt({ payBp, maxDiscountFen = Number.MAX_SAFE_INTEGER }: RuleOf<'percent'>, fen: number): number {
  return Math.min(fen - percentOf(fen, payBp), maxDiscountFen);
}
