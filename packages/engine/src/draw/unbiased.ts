const WORD_BYTES = 4;
const WORDS = 0x1_0000_0000;

/** The 32-bit words of a hash, big-endian. */
export function wordsOf(block: Uint8Array): number[] {
  const words: number[] = [];
  for (let at = 0; at + WORD_BYTES <= block.length; at += WORD_BYTES)
    words.push(block[at]! * 0x100_0000 + block[at + 1]! * 0x1_0000 + block[at + 2]! * 0x100 + block[at + 3]!);
  return words;
}

/**
 * A number in [0, bound) out of a uniform word, or null: words past the last whole multiple of `bound` are thrown away,
 * for taking the remainder of those would favour small numbers.
 */
export function belowFrom(word: number, bound: number): number | null {
  if (!Number.isSafeInteger(bound) || bound < 1 || bound > WORDS) throw new RangeError(`bound ${bound}`);
  return word < WORDS - (WORDS % bound) ? word % bound : null;
}
