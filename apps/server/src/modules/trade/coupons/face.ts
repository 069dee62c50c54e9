import type { CouponFace } from '@dacu/contract/api';
import type { Rule } from '@dacu/engine/pricing';

/** The figures of a rule that one coupon can carry; null for those that only words can say. */
export function faceOf(rule: Rule): CouponFace {
  switch (rule.kind) {
    case 'amount':
      return { kind: 'off', offFen: rule.offFen, thresholdFen: rule.thresholdFen };
    case 'percent':
      // A number of items is a condition that an amount would not say.
      if (rule.quantityMin !== undefined) return null;
      return {
        kind: 'rate',
        payBp: rule.payBp,
        thresholdFen: rule.thresholdFen ?? 0,
        offMaxFen: rule.maxDiscountFen ?? null,
      };
    case 'freeFreight':
      return {
        kind: 'freight',
        offFen: rule.waiveMaxFen ?? null,
        thresholdFen: rule.thresholdFen ?? 0,
      };
    default:
      return null;
  }
}
