/**
 * Identifiers: a prefix, an underscore and a UUIDv7 (RFC 9562) written as 26 Crockford base32 characters, so that they
 * sort by birth and stay within the 32 characters that payment providers allow. `pu_06a1…`.
 *
 * Within one millisecond (and when the clock steps back) the random part is raised by a random step instead of drawn
 * anew, so ids of one process are strictly increasing; the clock and the random source are handed in, so a rehearsal
 * with the same seed names everything the same.
 */
export type Ids = { next(prefix: string): string };

/** Fills and returns `length` random bytes. */
export type RandomBytes = (length: number) => Uint8Array;

const CROCKFORD = '0123456789abcdefghjkmnpqrstvwxyz';
const LONGEST_PREFIX = 5;

export function createIds(source: { now(): number; randomBytes: RandomBytes }): Ids {
  let lastMs = -1;
  let time = '';
  // 74 random bits of UUIDv7 as three limbs: 12 + 30 + 32.
  let high = 0;
  let middle = 0;
  let low = 0;

  function draw(nowMs: number): void {
    const bytes = source.randomBytes(10);
    lastMs = nowMs;
    time = encodeMs(nowMs);
    // The top bit starts at zero: 2^73 steps fit in one millisecond before the counter could overflow.
    high = (((bytes[0]! << 8) | bytes[1]!) & 0x7ff) >>> 0;
    middle = (((bytes[2]! << 24) | (bytes[3]! << 16) | (bytes[4]! << 8) | bytes[5]!) & 0x3fffffff) >>> 0;
    low = ((bytes[6]! << 24) | (bytes[7]! << 16) | (bytes[8]! << 8) | bytes[9]!) >>> 0;
  }

  function step(): void {
    const bytes = source.randomBytes(3);
    low += 1 + ((bytes[0]! << 16) | (bytes[1]! << 8) | bytes[2]!);
    if (low <= 0xffffffff) return;
    low -= 0x100000000;
    middle += 1;
    if (middle <= 0x3fffffff) return;
    middle = 0;
    high += 1;
    if (high > 0xfff) draw(lastMs + 1);
  }

  return {
    next(prefix) {
      if (prefix.length > LONGEST_PREFIX) throw new Error(`id prefix too long: ${prefix}`);
      const nowMs = source.now();
      if (nowMs > lastMs) draw(nowMs);
      else step();
      return `${prefix}_${time}${encodeRest(high, middle, low)}`;
    },
  };
}

/** Two characters for ten bits. */
const PAIRS = Array.from({ length: 1024 }, (_, ten) => CROCKFORD[ten >>> 5]! + CROCKFORD[ten & 31]!);

/** The 48 bits of the time behind two leading zeros: ten characters. */
function encodeMs(ms: number): string {
  const high = Math.floor(ms / 0x100000);
  const low = ms % 0x100000;
  return (
    PAIRS[(high >>> 20) & 1023]! +
    PAIRS[(high >>> 10) & 1023]! +
    PAIRS[high & 1023]! +
    PAIRS[low >>> 10]! +
    PAIRS[low & 1023]!
  );
}

/** Version and 12 bits, variant and 30 bits, 32 bits: sixteen characters. */
function encodeRest(high: number, middle: number, low: number): string {
  const first = 0x7000 | high;
  const second = (0x80000000 | middle) >>> 0;
  return (
    PAIRS[first >>> 6]! +
    PAIRS[((first & 63) << 4) | (second >>> 28)]! +
    PAIRS[(second >>> 18) & 1023]! +
    PAIRS[(second >>> 8) & 1023]! +
    PAIRS[((second & 255) << 2) | (low >>> 30)]! +
    PAIRS[(low >>> 20) & 1023]! +
    PAIRS[(low >>> 10) & 1023]! +
    PAIRS[low & 1023]!
  );
}
