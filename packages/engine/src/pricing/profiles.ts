import type { Layer, PricingProfile } from './types.ts';

/**
 * What differs between platforms, as data (domain §1.2). How thresholds are tested and the smallest amount to pay are
 * the plan's to say (`PricingProfile`); `thresholds` is what the platform itself does.
 *
 * `without`: layers that the platform does not have. `itemPromotions`: whether cuts are added on the item price, or
 * price and cuts are alternatives of which an item gets one.
 */
export type ProfileRules = {
  readonly thresholds: PricingProfile['thresholdMode'];
  readonly without: readonly Layer[];
  readonly itemPromotions: 'priceAndCuts' | 'one';
};

export const PROFILES: Readonly<Record<PricingProfile['id'], ProfileRules>> = {
  tmall: { thresholds: 'parallel', without: [], itemPromotions: 'priceAndCuts' },
  // One promotion an item, then 总价促销 (storeReduction), then coupons tested after it, red packets, points.
  jd: { thresholds: 'progressive', without: ['crossStore'], itemPromotions: 'one' },
  // Mostly orders of one item: nothing has a threshold over the cart but coupons.
  pdd: {
    thresholds: 'progressive',
    without: ['storeReduction', 'crossStore'],
    itemPromotions: 'priceAndCuts',
  },
  ownShop: { thresholds: 'progressive', without: [], itemPromotions: 'priceAndCuts' },
};
