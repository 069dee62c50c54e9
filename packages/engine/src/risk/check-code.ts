const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** Codes sent by message: six digits, good for five minutes of wall time and five tries. */
export const CODE_DIGITS = 6;
export const CODE_MS = 5 * MINUTE_MS;
export const CODE_TRIES_MAX = 5;
/**
 * For how long after a check that was passed its payment may be asked for, also once more: long enough for a provider's
 * page, a decline and a try with another one, and no longer.
 */
export const PROOF_MS = 10 * MINUTE_MS;
/** Charges that one check lets through, one after the other. */
export const PROOF_CHARGES_MAX = 5;

/** Messages to one number, and for one account: one a minute, five an hour, ten a day. */
const SENDINGS = [
  { max: 1, withinMs: MINUTE_MS },
  { max: 5, withinMs: HOUR_MS },
  { max: 10, withinMs: 24 * HOUR_MS },
] as const;

/** Digits out of random bytes, each as likely as another: bytes of 250 and more are passed over. Null: too few bytes. */
export function codeFrom(bytes: Uint8Array): string | null {
  const digits = [...bytes].filter((byte) => byte < 250).map((byte) => String(byte % 10));
  return digits.length < CODE_DIGITS ? null : digits.slice(0, CODE_DIGITS).join('');
}

/** How long to wait until another may be sent after those of the last day; 0: now. A window is over at its very end. */
export function codeAllowedAfter(sentAt: readonly number[], now: number): number {
  const newest = sentAt.toSorted((a, b) => b - a);
  return Math.max(
    0,
    ...SENDINGS.map(({ max, withinMs }) => {
      const oldest = newest[max - 1];
      return oldest === undefined ? 0 : oldest + withinMs - now;
    }),
  );
}
