import { type PoolPrize, poolSize } from './pool.ts';
import { belowFrom, wordsOf } from './unbiased.ts';

const WORDS_IN_BLOCK = 8;
/** Words are thrown away so rarely (below one in 400 000 for 10 000 boxes) that one block over is nearly always enough. */
const SPARE_BLOCKS = 1;

/** How many blocks (`shuffleMessage`, 32 bytes each) to hash first for the order of so many boxes. */
export function blocksFor(size: number): number {
  return Math.ceil(Math.max(0, size - 1) / WORDS_IN_BLOCK) + SPARE_BLOCKS;
}

/**
 * What each box of a finite pool holds, in the order in which boxes are paid: the prizes laid out as the pool names them,
 * then shuffled from the last place down (Fisher–Yates), each place exchanged with one at or before it by the next usable
 * word. Null when the blocks were too few: hash more.
 */
export function finiteOrder(
  prizes: readonly PoolPrize[],
  blocks: Iterable<Uint8Array>,
): readonly string[] | null {
  const order = prizes.flatMap(({ prizeId, count }) => Array.from({ length: count ?? 0 }, () => prizeId));
  let place = poolSize({ mode: 'finite', prizes })! - 1;
  for (const block of blocks) {
    for (const word of wordsOf(block)) {
      if (place <= 0) return order;
      const other = belowFrom(word, place + 1);
      if (other === null) continue;
      const kept = order[place]!;
      order[place] = order[other]!;
      order[other] = kept;
      place -= 1;
    }
  }
  return place <= 0 ? order : null;
}
