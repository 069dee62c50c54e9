import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';
import { codeFrom } from '@dacu/engine/risk';
import type { RandomBytes } from '../../../../platform/ids.ts';

/** Bytes for six digits; one in forty is passed over. */
const BYTES = 24;

export type Codes = {
  draw(): string;
  /** Keyed, since a million codes are hashed in a second; the same digits of two checks have nothing in common. */
  hashOf(checkId: string, code: string): Buffer;
  matches(checkId: string, code: string, hash: Uint8Array): boolean;
};

export function createCodes({
  masterKey,
  randomBytes,
}: {
  readonly masterKey: Uint8Array;
  readonly randomBytes: RandomBytes;
}): Codes {
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), 'dacu payment checks', 32)),
  );
  const hashOf = (checkId: string, code: string): Buffer =>
    createHmac('sha256', key).update(`${checkId}:${code}`).digest();
  return {
    draw() {
      for (;;) {
        const code = codeFrom(randomBytes(BYTES));
        if (code !== null) return code;
      }
    },
    hashOf,
    matches: (checkId, code, hash) => timingSafeEqual(hashOf(checkId, code), hash),
  };
}
