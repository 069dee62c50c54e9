import { expect, test } from 'vitest';
import { faceOf } from './face.ts';

test('an amount, a rate and freight have figures; what counts items or has steps has words only', () => {
  expect(faceOf({ kind: 'amount', thresholdFen: 10_000, offFen: 2_000 })).toEqual({
    kind: 'off',
    offFen: 2_000,
    thresholdFen: 10_000,
  });
  expect(faceOf({ kind: 'percent', payBp: 8_500, maxDiscountFen: 5_000 })).toEqual({
    kind: 'rate',
    payBp: 8_500,
    thresholdFen: 0,
    offMaxFen: 5_000,
  });
  expect(faceOf({ kind: 'freeFreight', basis: 'itemPrice', waiveMaxFen: 800 })).toEqual({
    kind: 'freight',
    offFen: 800,
    thresholdFen: 0,
  });
  expect(faceOf({ kind: 'percent', payBp: 8_500, quantityMin: 2 })).toBeNull();
  expect(faceOf({ kind: 'tiered', tiers: [{ thresholdFen: 10_000, offFen: 2_000 }] })).toBeNull();
});
