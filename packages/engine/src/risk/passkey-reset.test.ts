import { expect, test } from 'vitest';
import { PASSKEY_RESET_TERMS, stateOfReset } from './index.ts';

const { waitMs, limitedMs, guardedMs } = PASSKEY_RESET_TERMS;
const reset = { askedAtWall: 0, effectiveAtWall: waitMs, stoppedAtWall: null };

test.each([
  [0, 'waiting'],
  [waitMs - 1, 'waiting'],
  [waitMs, 'limited'],
  [waitMs + limitedMs - 1, 'limited'],
  [waitMs + limitedMs, 'guarded'],
  [waitMs + guardedMs - 1, 'guarded'],
  [waitMs + guardedMs, 'over'],
] as const)('%d ms after it was asked for, a reset is %s', (now, state) => {
  expect(stateOfReset(reset, now)).toBe(state);
});

test('one that was stopped is over at once', () => {
  expect(stateOfReset({ ...reset, stoppedAtWall: 5 }, 6)).toBe('over');
});
