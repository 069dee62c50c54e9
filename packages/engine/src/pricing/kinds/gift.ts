import { amountFaults, type GiftKind } from './kind.ts';

/** 满赠: the highest tier that the goods reach gives its present, at price 0 and without weight in any split (V06). */
export const gift: GiftKind<'gift'> = {
  kind: 'gift',
  on: 'gift',
  layers: ['gift'],

  faults: ({ tiers, perPersonMax }) => [
    ...(tiers.length === 0 ? ['a gift needs a tier'] : []),
    ...tiers.flatMap(({ thresholdFen, valueFen, quantity, stock }) => [
      ...amountFaults({ thresholdFen, valueFen, quantity, stock }),
      ...(quantity < 1 ? ['quantity of a gift must be 1 or more'] : []),
    ]),
    ...(tiers.every((tier, i) => i === 0 || tier.thresholdFen > tiers[i - 1]!.thresholdFen)
      ? []
      : ['tiers must rise in threshold']),
    ...amountFaults({ perPersonMax }),
  ],

  tiers: ({ tiers }) => tiers,
};
