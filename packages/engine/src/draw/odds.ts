import { type DrawPool, PPM, poolSize } from './pool.ts';

/** What is published of a prize, in parts per million: its odds in one draw, and over many draws with the guarantee. */
export type Odds = {
  readonly prizeId: string;
  readonly basePpm: number;
  readonly effectivePpm: number;
};

/**
 * Odds of every prize, and how many boxes a guaranteed one takes on average (null where no prize is guaranteed).
 * With p the odds of a guaranteed prize and the guarantee at n, E = (1 − (1 − p)^n) / p and the effective odds are 1 / E
 * (domain §3.2, V50); guaranteed prizes share it by their odds, the others share the rest. Of a finite pool it is the
 * share of its boxes, exact for a box of which nothing is known.
 */
export function oddsOf(pool: Pick<DrawPool, 'mode' | 'pityDraws' | 'prizes'>): {
  readonly prizes: readonly Odds[];
  readonly expectedDraws: number | null;
} {
  const size = poolSize(pool);
  if (size !== null) {
    const prizes = pool.prizes.map(({ prizeId, count }) => {
      const ppm = Math.round(((count ?? 0) * PPM) / size);
      return { prizeId, basePpm: ppm, effectivePpm: ppm };
    });
    return { prizes, expectedDraws: null };
  }
  const sure = pool.prizes.reduce((sum, { ppm, guaranteed }) => sum + (guaranteed ? ppm : 0), 0);
  if (sure === 0)
    return {
      prizes: pool.prizes.map(({ prizeId, ppm }) => ({ prizeId, basePpm: ppm, effectivePpm: ppm })),
      expectedDraws: null,
    };
  const expectedDraws = drawsExpected(sure / PPM, pool.pityDraws);
  const effective = 1 / expectedDraws;
  const prizes = pool.prizes.map(({ prizeId, ppm, guaranteed }) => ({
    prizeId,
    basePpm: ppm,
    effectivePpm: Math.round(
      guaranteed ? (effective * PPM * ppm) / sure : ((1 - effective) * PPM * ppm) / (PPM - sure),
    ),
  }));
  return { prizes, expectedDraws };
}

function drawsExpected(p: number, pityDraws: number | null): number {
  return pityDraws === null ? 1 / p : (1 - (1 - p) ** pityDraws) / p;
}
