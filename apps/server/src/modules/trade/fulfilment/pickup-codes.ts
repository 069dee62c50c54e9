import { createHmac, createSecretKey, hkdfSync } from 'node:crypto';
import { codeFrom } from '@dacu/engine/fulfilment';
import type { RandomBytes } from '../../../platform/ids.ts';

/** Of so many codes at least one is free in a place, or something is wrong with chance itself. */
const CANDIDATES = 6;
/** Bytes for eight digits; one in forty is passed over. */
const BYTES = 24;

export type PickupCodes = {
  draw(): readonly string[];
  /** Place and keyed hash: a code is never kept as it is, and the same digits of two places have nothing in common. */
  keyOf(placeId: string, code: string): string;
};

export function createPickupCodes({
  masterKey,
  randomBytes,
}: {
  readonly masterKey: Uint8Array;
  readonly randomBytes: RandomBytes;
}): PickupCodes {
  const key = createSecretKey(
    Buffer.from(hkdfSync('sha256', masterKey, new Uint8Array(0), 'dacu pickup codes', 32)),
  );
  return {
    draw() {
      const codes: string[] = [];
      while (codes.length < CANDIDATES) {
        const code = codeFrom(randomBytes(BYTES));
        if (code !== null && !codes.includes(code)) codes.push(code);
      }
      return codes;
    },
    keyOf: (placeId, code) =>
      `${placeId}/${createHmac('sha256', key).update(`${placeId}:${code}`).digest('base64url').slice(0, 32)}`,
  };
}
