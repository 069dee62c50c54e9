const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/**
 * Passkeys of a shopper are reset by support, all of wall time. Whoever calls may be a thief with a session that was left
 * open, so the owner gets three days to see it and to stop it, and what follows is watched.
 *
 * - `waitMs`: between being asked for and taking effect; long enough for a weekend.
 * - `limitedMs`: from its effect on, no single payment of `amountFenFrom` or more.
 * - `guardedMs`: from its effect on, the account counts as one with a passkey: no code to a number that only an order
 *   names, and no risky payment unchecked.
 */
export const PASSKEY_RESET_TERMS = {
  waitMs: 72 * HOUR_MS,
  limitedMs: 7 * DAY_MS,
  guardedMs: 30 * DAY_MS,
  amountFenFrom: 500_000,
} as const;

export type PasskeyReset = {
  readonly askedAtWall: number;
  readonly effectiveAtWall: number;
  readonly stoppedAtWall: number | null;
};
/** `limited` is part of being guarded; `over`: stopped, or long ago. */
export type PasskeyResetState = 'waiting' | 'limited' | 'guarded' | 'over';

export function stateOfReset(
  { effectiveAtWall, stoppedAtWall }: PasskeyReset,
  now: number,
): PasskeyResetState {
  if (stoppedAtWall !== null) return 'over';
  if (now < effectiveAtWall) return 'waiting';
  const since = now - effectiveAtWall;
  if (since < PASSKEY_RESET_TERMS.limitedMs) return 'limited';
  return since < PASSKEY_RESET_TERMS.guardedMs ? 'guarded' : 'over';
}
