import { randomFillSync } from 'node:crypto';
import type { RandomBytes } from './ids.ts';

/** A source of numbers in [0, 1). */
export type Chance = () => number;

const POOL_BYTES = 8192;

/** Cryptographic bytes from a pool: one system call for about a thousand draws. */
export function secureBytes(): RandomBytes {
  const pool = new Uint8Array(POOL_BYTES);
  let used = POOL_BYTES;
  return (length) => {
    if (length > POOL_BYTES) return randomFillSync(new Uint8Array(length));
    if (used + length > POOL_BYTES) {
      randomFillSync(pool);
      used = 0;
    }
    used += length;
    return pool.slice(used - length, used);
  };
}

export function secureChance(bytes: RandomBytes = secureBytes()): Chance {
  return () => {
    const drawn = bytes(7);
    const high = ((drawn[0]! & 0x1f) << 16) | (drawn[1]! << 8) | drawn[2]!;
    const low = ((drawn[3]! << 24) | (drawn[4]! << 16) | (drawn[5]! << 8) | drawn[6]!) >>> 0;
    return (high * 0x100000000 + low) / 0x20000000000000;
  };
}

/** The sfc32 generator, its state spread from a 32-bit seed by splitmix: the same seed gives the same sale. */
export function seededChance(seed: number): Chance {
  let spread = seed >>> 0;
  const next = (): number => {
    spread = (spread + 0x9e3779b9) >>> 0;
    let mixed = spread;
    mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
    return (mixed ^ (mixed >>> 16)) >>> 0;
  };
  let a = next();
  let b = next();
  let c = next();
  let counter = 1;
  return () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 0x100000000;
  };
}

/** Bytes out of a chance, for ids in a rehearsal. */
export function bytesFrom(chance: Chance): RandomBytes {
  return (length) => Uint8Array.from({ length }, () => Math.floor(chance() * 256));
}
