/**
 * Chance out of a seed: xoshiro128** (Blackman and Vigna), whose 128-bit state is filled by hashing the seed and a name.
 * Streams are split by name and never by drawing, so a draw added in one place shifts nothing anywhere else.
 */
export type Chance = {
  /** Uniform in [0, 1), 53 bits. */
  next(): number;
  /** Whole number in [0, bound). */
  below(bound: number): number;
  /** True with this probability. */
  happens(probability: number): boolean;
  /** Exponential with this mean: gaps between things that do not know of each other. */
  exponential(mean: number): number;
  /** Standard normal. */
  normal(): number;
  /** Index drawn by weight; -1 when every weight is zero. */
  weighted(weights: readonly number[]): number;
  /** A stream of its own for what `name` names; the parent does not move. */
  split(name: string): Chance;
};

/** @param seed any whole number; @param name what the stream is for. Same seed and name, same draws. */
export function createChance(seed: number, name: string): Chance {
  return chanceFrom(`${seed}\u0000${name}`);
}

function chanceFrom(path: string): Chance {
  const draw = xoshiro(path);
  const next = (): number => {
    const high = draw() >>> 5;
    const low = draw() >>> 6;
    return (high * 67_108_864 + low) / 9_007_199_254_740_992;
  };
  return {
    next,
    below: (bound) => Math.floor(next() * bound),
    happens: (probability) => next() < probability,
    exponential: (mean) => -mean * Math.log(1 - next()),
    normal: () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()),
    weighted(weights) {
      let total = 0;
      for (const weight of weights) total += weight;
      if (total <= 0) return -1;
      let left = next() * total;
      let last = -1;
      for (let index = 0; index < weights.length; index += 1) {
        const weight = weights[index]!;
        if (weight <= 0) continue;
        last = index;
        left -= weight;
        if (left < 0) return index;
      }
      return last;
    },
    split: (name) => chanceFrom(`${path}\u0000${name}`),
  };
}

function xoshiro(path: string): () => number {
  const fill = hasher(path);
  let a = fill();
  let b = fill();
  let c = fill();
  let d = fill() | 1; // never all zero
  return () => {
    const result = Math.imul(rotate(Math.imul(b, 5), 7), 9);
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotate(d, 11);
    return result >>> 0;
  };
}

function rotate(value: number, by: number): number {
  return (value << by) | (value >>> (32 - by));
}

/**
 * Mixes the characters of a path into two words, then yields well-spread words from both in turn.
 * Two, because 2^32 streams are few: among 30 000 of them one pair in ten rehearsals would be twins.
 */
function hasher(path: string): () => number {
  let one = 0x811c9dc5 ^ path.length;
  let two = 0x2545f491 ^ path.length;
  for (let index = 0; index < path.length; index += 1) {
    const code = path.charCodeAt(index);
    one = rotate(Math.imul(one ^ code, 0x01000193), 13);
    two = rotate(Math.imul(two + code, 0x5bd1e995), 17);
  }
  return () => {
    one = (one + 0x9e3779b9) | 0;
    const word = one;
    one = two;
    two = word;
    let mixed = word ^ (word >>> 16);
    mixed = Math.imul(mixed, 0x85ebca6b);
    mixed ^= mixed >>> 13;
    mixed = Math.imul(mixed, 0xc2b2ae35);
    return mixed ^ (mixed >>> 16);
  };
}
