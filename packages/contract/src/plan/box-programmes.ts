import type { PoolPrize } from '@dacu/engine/draw';
import type { Window } from '@dacu/engine/pricing';
import type { BoxProgramme } from './compiled.ts';
import type { PlanPromotion } from './schema/promotions.ts';

type Boxes = Extract<PlanPromotion, { kind: 'blindBox' }>;

/** What a pool of these boxes promises: styles in the order of the plan, odds where they are written, else none. */
export function poolOf({ draw, guarantee, odds }: Pick<Boxes, 'draw' | 'guarantee' | 'odds'>): {
  readonly mode: 'finite' | 'independent';
  readonly pityDraws: number | null;
  readonly prizes: readonly PoolPrize[];
} {
  return {
    mode: draw ?? 'independent',
    pityDraws: guarantee ?? null,
    prizes: odds.map(({ id, odds: ppm, stock, guaranteed }, index) => ({
      prizeId: id ?? `style-${index + 1}`,
      ppm: ppm ?? 0,
      count: stock ?? null,
      guaranteed: guaranteed === true,
    })),
  };
}

/** Null for boxes that are only described: the plan names no item of the catalogue that is one of them. */
export function boxProgramme(written: Boxes, windows: readonly Window[]): BoxProgramme | null {
  if (written.box === undefined) return null;
  const { mode, pityDraws, prizes } = poolOf(written);
  return {
    promotionId: written.id,
    title: written.title,
    skuId: written.box,
    priceFen: written.price,
    windows,
    mode,
    pityDraws,
    styles: prizes.map((prize, index) => ({
      ...prize,
      title: written.odds[index]!.title,
      valueFen: written.odds[index]!.value ?? null,
    })),
    perPersonMax: written.perPersonMax ?? null,
    minors: written.minors ?? 'guardian',
  };
}
