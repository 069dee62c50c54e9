import { hash, randomBytes } from 'node:crypto';

/** A fresh token for a cookie: 256 random bits. Never from a rehearsal's seed: a guessable session is no session. */
export function newSessionToken(): string {
  return randomBytes(32).toString('base64url');
}

export function hashSessionToken(token: string): Buffer {
  return Buffer.from(hashSessionTokenHex(token), 'hex');
}

/** The same as text: the key of a session in memory. */
export function hashSessionTokenHex(token: string): string {
  return hash('sha256', token, 'hex');
}
