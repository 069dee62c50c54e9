import { priceFaults, unitPriceOf } from './flash-price.ts';
import type { PriceKind } from './kind.ts';

/** 限时折扣, 活动价: a price for a time, fixed or a rate of the list price. */
export const timedPrice: PriceKind<'timedPrice'> = {
  kind: 'timedPrice',
  on: 'price',
  layers: ['itemPrice'],
  faults: priceFaults,
  unitPriceFen: unitPriceOf,
};
