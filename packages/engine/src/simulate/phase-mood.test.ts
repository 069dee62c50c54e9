import { expect, test } from 'vitest';
import { SHOPPER_KINDS } from './parameters.ts';
import { inMood, PHASE_MOODS } from './phase-mood.ts';
import { makeShopper } from './shoppers.ts';

const shoppers = SHOPPER_KINDS.map((kind) => makeShopper(3, kind, 1));

test('before a sale people look and mark, when it opens they buy', () => {
  for (const shopper of shoppers) {
    const before = inMood(shopper, 'warmUp').kind;
    const open = inMood(shopper, 'burst').kind;
    expect(open.checkoutRate).toBeGreaterThanOrEqual(before.checkoutRate * 2);
    expect(before.favouriteRate).toBeGreaterThanOrEqual(open.favouriteRate);
  }
});

test('a mood changes what somebody does, never who they are, and no rate becomes a certainty', () => {
  for (const shopper of shoppers)
    for (const phase of Object.keys(PHASE_MOODS)) {
      const moved = inMood(shopper, phase);
      expect({ ...moved, kind: null }).toEqual({ ...shopper, kind: null });
      const { favouriteRate, addRate, checkoutRate, payAbandonRate } = moved.kind;
      for (const rate of [favouriteRate, addRate, checkoutRate, payAbandonRate])
        expect(rate).toBeLessThanOrEqual(0.95);
    }
  expect(inMood(shoppers[0]!, null)).toBe(shoppers[0]);
});
