import type { DrawPool } from './pool.ts';

/** How far a shopper is on the way to the guarantee, over all versions of a pool. */
export type Pity = {
  /** Boxes in a row without a guaranteed prize. */
  readonly misses: number;
  /** Boxes ever drawn, and which of them last held a guaranteed prize (0: none yet). */
  readonly draws: number;
  readonly lastHit: number;
};
export const NO_PITY: Pity = { misses: 0, draws: 0, lastHit: 0 };

export function afterDraw(pity: Pity, hit: boolean): Pity {
  const draws = pity.draws + 1;
  return hit ? { misses: 0, draws, lastHit: draws } : { ...pity, draws, misses: pity.misses + 1 };
}

/**
 * A box came back unopened, as if it had not been drawn: a miss no longer counts towards the guarantee (else returning
 * boxes would buy it), and a prize that nobody saw no longer takes away what had been counted before it.
 */
export function afterReturn(
  pity: Pity,
  draw: { readonly ordinal: number; readonly hit: boolean; readonly missesBefore: number },
): Pity {
  if (draw.hit)
    return draw.ordinal === pity.lastHit ? { ...pity, misses: pity.misses + draw.missesBefore } : pity;
  return draw.ordinal > pity.lastHit ? { ...pity, misses: Math.max(0, pity.misses - 1) } : pity;
}

/** Boxes until the guarantee holds, the guaranteed one included; null without a guarantee. */
export function untilGuaranteed({ pityDraws }: Pick<DrawPool, 'pityDraws'>, misses: number): number | null {
  return pityDraws === null ? null : Math.max(1, pityDraws - misses);
}
