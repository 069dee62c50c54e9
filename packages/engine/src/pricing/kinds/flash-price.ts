import { percentOf } from '../../money/index.ts';
import { amountFaults, type PriceKind, rateFaults } from './kind.ts';

/** 秒杀价: holds only for a line that is bought out of the activity, whose stock the order takes. */
export const flashPrice: PriceKind<'flashPrice'> = {
  kind: 'flashPrice',
  on: 'price',
  layers: ['itemPrice'],

  faults: (rule) => [
    ...priceFaults(rule),
    ...(Number.isSafeInteger(rule.perPersonMax) && rule.perPersonMax > 0
      ? []
      : ['perPersonMax must be 1 or more']),
  ],

  holdsFor: (_rule, { flashPromotionId }, promotionId) => flashPromotionId === promotionId,
  unitPriceFen: unitPriceOf,
};

type PriceTerms = { readonly priceFen?: number; readonly payBp?: number };

/** A price is stated as an amount or as a rate of the list price, never both. */
export function priceFaults({ priceFen, payBp }: PriceTerms): string[] {
  const stated = Number(priceFen !== undefined) + Number(payBp !== undefined);
  return [
    ...amountFaults({ priceFen }),
    ...rateFaults(payBp),
    ...(stated === 1 ? [] : ['state either priceFen or payBp']),
  ];
}

export function unitPriceOf({ priceFen, payBp }: PriceTerms, unitListFen: number): number {
  return priceFen ?? percentOf(unitListFen, payBp!);
}
