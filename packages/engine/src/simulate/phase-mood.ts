import type { SimulatedShopper } from './shoppers.ts';

/**
 * What people come for in each kind of phase, as factors on the rates of their kind. Ours, by the shape that every
 * sale reports: before it people look, mark and fill carts for later; when it opens they buy what they marked; after it
 * they come back for what is left. Prices do the rest: they move with the promotions that run.
 */
export type PhaseMood = {
  readonly pages: number;
  readonly favourite: number;
  readonly add: number;
  readonly checkout: number;
  readonly abandon: number;
};

export const PHASE_MOODS = {
  warmUp: { pages: 1.3, favourite: 2, add: 1, checkout: 0.35, abandon: 1.2 },
  presale: { pages: 1.2, favourite: 1.5, add: 1.1, checkout: 0.5, abandon: 1.1 },
  burst: { pages: 1, favourite: 0.7, add: 1.35, checkout: 1.5, abandon: 0.7 },
  sustain: { pages: 1, favourite: 1, add: 1, checkout: 1, abandon: 1 },
  encore: { pages: 0.9, favourite: 0.8, add: 1.1, checkout: 1.15, abandon: 0.9 },
  extension: { pages: 1, favourite: 1, add: 1, checkout: 0.9, abandon: 1 },
  review: { pages: 0.8, favourite: 1, add: 0.8, checkout: 0.8, abandon: 1 },
  optimise: { pages: 0.8, favourite: 1, add: 0.8, checkout: 0.8, abandon: 1 },
  daily: { pages: 1, favourite: 1, add: 0.9, checkout: 0.85, abandon: 1 },
} as const satisfies Record<string, PhaseMood>;

/** The same person with the mood of a phase; no rate passes 0.95. Outside of phases people are as they are. */
export function inMood(shopper: SimulatedShopper, phaseKind: string | null): SimulatedShopper {
  const mood: PhaseMood | undefined = PHASE_MOODS[phaseKind as keyof typeof PHASE_MOODS];
  if (mood === undefined) return shopper;
  const { kind } = shopper;
  const rate = (value: number, factor: number) => Math.min(0.95, value * factor);
  return {
    ...shopper,
    kind: {
      ...kind,
      productPagesMean: kind.productPagesMean * mood.pages,
      favouriteRate: rate(kind.favouriteRate, mood.favourite),
      addRate: rate(kind.addRate, mood.add),
      checkoutRate: rate(kind.checkoutRate, mood.checkout),
      payAbandonRate: rate(kind.payAbandonRate, mood.abandon),
    },
  };
}
