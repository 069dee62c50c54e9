const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** Six would do (domain §10 allows 6–8); eight make a guess among a busy store's open codes one in a million. */
export const CODE_DIGITS = 8;
/** How long goods wait where the plan does not say. */
export const PICKUP_KEEP_MS = 7 * DAY_MS;
export const TRIES_MAX = 5;
export const TRIES_LOCK_MS = 15 * MINUTE_MS;

/** Digits out of random bytes, each as likely as another: bytes of 250 and more are passed over. Null: too few bytes. */
export function codeFrom(bytes: Uint8Array): string | null {
  let code = '';
  for (const byte of bytes) {
    if (byte >= 250) continue;
    code += String(byte % 10);
    if (code.length === CODE_DIGITS) return code;
  }
  return null;
}

/** What a clerk typed, without the spaces that people read digits in. */
export function isCode(typed: string): boolean {
  return /^\d{6,8}$/.test(typed);
}

/** Wrong codes that one clerk entered in one place, one after the other. */
export type Tries = { readonly wrong: number; readonly lockedUntil: number | null };
export const NO_TRIES: Tries = { wrong: 0, lockedUntil: null };

/** Until when nothing is looked up there; null when it may be. The end itself is free again. */
export function triesLockedUntil({ lockedUntil }: Tries, now: number): number | null {
  return lockedUntil !== null && now < lockedUntil ? lockedUntil : null;
}

/** The fifth wrong try in a row locks; the first after a lock counts from one again. */
export function afterWrongTry(tries: Tries, now: number): Tries {
  const before = tries.lockedUntil === null ? tries.wrong : 0;
  const wrong = before + 1;
  return { wrong, lockedUntil: wrong >= TRIES_MAX ? now + TRIES_LOCK_MS : null };
}
