/** A million: what the odds of an independent pool sum to. */
export const PPM = 1_000_000;

/**
 * One kind of figure that a box can hold. `ppm` counts in an independent pool; `count` is how many there are: in a
 * finite pool exactly so many boxes hold it, in an independent one no more can be drawn (null: no limit is stated).
 */
export type PoolPrize = {
  readonly prizeId: string;
  readonly ppm: number;
  readonly count: number | null;
  /** What the pity guarantee promises: drawn at the latest with box number `pityDraws`. */
  readonly guaranteed: boolean;
};

/**
 * What is promised of a pool before its first box is sold; never changed afterwards. Other odds are another pool with
 * the next version. `pityDraws` is for independent pools: the box that holds a guaranteed prize at the latest.
 */
export type DrawPool = {
  readonly poolId: string;
  readonly version: number;
  readonly mode: 'finite' | 'independent';
  readonly pityDraws: number | null;
  readonly prizes: readonly PoolPrize[];
};

export type PoolFault =
  | 'noPrizes'
  | 'prizeTwice'
  | 'notWhole'
  | 'oddsDoNotSum'
  | 'countMissing'
  | 'countWithoutOdds'
  | 'pityOfFinite'
  | 'pityWithoutPrize';

/** Everything that keeps a pool from being drawn from. */
export function poolFaults({ mode, pityDraws, prizes }: Omit<DrawPool, 'poolId' | 'version'>): PoolFault[] {
  const faults = new Set<PoolFault>();
  if (prizes.length === 0) faults.add('noPrizes');
  if (new Set(prizes.map(({ prizeId }) => prizeId)).size < prizes.length) faults.add('prizeTwice');
  const numbers = prizes.flatMap(({ ppm, count }) => [ppm, count ?? 0]);
  if (numbers.some((value) => !Number.isSafeInteger(value) || value < 0)) faults.add('notWhole');
  if (mode === 'finite') {
    if (prizes.some(({ count }) => count === null || count === 0)) faults.add('countMissing');
    if (pityDraws !== null) faults.add('pityOfFinite');
    return [...faults];
  }
  if (prizes.reduce((sum, { ppm }) => sum + ppm, 0) !== PPM) faults.add('oddsDoNotSum');
  if (prizes.some(({ ppm }) => ppm === 0)) faults.add('countWithoutOdds');
  if (pityDraws !== null && (!prizes.some((prize) => prize.guaranteed) || pityDraws < 1))
    faults.add('pityWithoutPrize');
  return [...faults];
}

/** Boxes of a finite pool; null for a pool without an end of its own. */
export function poolSize({ mode, prizes }: Pick<DrawPool, 'mode' | 'prizes'>): number | null {
  return mode === 'finite' ? prizes.reduce((sum, { count }) => sum + (count ?? 0), 0) : null;
}

/** Boxes of a pool that wait for their payment, that were drawn, and what they held. */
export type Taken = {
  readonly held: number;
  readonly drawn: number;
  readonly byPrize: Readonly<Record<string, number>>;
};

/**
 * How many more boxes may be promised so that whatever is drawn can be handed over: of a finite pool the boxes left, of
 * an independent one as many as there are left of its scarcest prize. Infinity where no quantity is stated.
 */
export function roomIn(pool: Pick<DrawPool, 'mode' | 'prizes'>, taken: Taken): number {
  const size = poolSize(pool);
  if (size !== null) return size - taken.drawn - taken.held;
  const left = pool.prizes.map(({ prizeId, count }) =>
    count === null ? Number.POSITIVE_INFINITY : count - (taken.byPrize[prizeId] ?? 0),
  );
  return Math.min(...left) - taken.held;
}

/**
 * The text whose SHA-256 is published before the sale: the seed, bound to the pool and to every term of it, so that
 * neither can be exchanged afterwards. `seedHex` is 64 digits in lower case; lines end in a line feed, the last too.
 */
export function poolText({ poolId, version, mode, pityDraws, prizes }: DrawPool, seedHex: string): string {
  return [
    'dacu-pool/1',
    `pool ${poolId}`,
    `version ${version}`,
    `mode ${mode}`,
    `pity ${pityDraws ?? '-'}`,
    ...prizes.map(
      ({ prizeId, ppm, count, guaranteed }) =>
        `prize ${prizeId} ${ppm} ${count ?? '-'}${guaranteed ? ' guaranteed' : ''}`,
    ),
    `seed ${seedHex}`,
    '',
  ].join('\n');
}

/** What is hashed under the seed for the box at a place; `attempt` counts on where no word of a block was usable. */
export const drawMessage = (poolId: string, position: number, attempt: number): string =>
  `dacu-draw/1|${poolId}|${position}|${attempt}`;

/** What is hashed under the seed for a block of the order of a finite pool. */
export const shuffleMessage = (poolId: string, block: number): string => `dacu-shuffle/1|${poolId}|${block}`;
