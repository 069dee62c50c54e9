import { type DrawPool, type PoolPrize, PPM } from './pool.ts';
import { belowFrom, wordsOf } from './unbiased.ts';

export type DrawnPrize = {
  readonly prizeId: string;
  /** The guarantee gave it: the odds were those among guaranteed prizes. */
  readonly byPity: boolean;
  /** The number drawn, out of `bound`; with the prizes laid end to end in their order it falls on the prize. */
  readonly number: number;
  readonly bound: number;
};

/**
 * The prize of a box of an independent pool from the 32 bytes of `drawMessage`; null when none of its words is usable
 * (one block in 10^29) and the next attempt has to be hashed. `misses` is how many boxes of this shopper in a row held
 * no guaranteed prize: one before `pityDraws` the next draw is among guaranteed prizes alone, by their odds.
 */
export function drawIndependent(
  pool: Pick<DrawPool, 'pityDraws' | 'prizes'>,
  misses: number,
  block: Uint8Array,
): DrawnPrize | null {
  const byPity = pool.pityDraws !== null && misses + 1 >= pool.pityDraws;
  const among = byPity ? pool.prizes.filter(({ guaranteed }) => guaranteed) : pool.prizes;
  const bound = among.reduce((sum, { ppm }) => sum + ppm, 0);
  if (!byPity && bound !== PPM) throw new RangeError(`odds sum to ${bound}`);
  for (const word of wordsOf(block)) {
    const number = belowFrom(word, bound);
    if (number !== null) return { prizeId: prizeAt(among, number), byPity, number, bound };
  }
  return null;
}

function prizeAt(prizes: readonly PoolPrize[], number: number): string {
  let from = 0;
  for (const { prizeId, ppm } of prizes) {
    from += ppm;
    if (number < from) return prizeId;
  }
  throw new RangeError(`${number} is past the last prize`);
}
