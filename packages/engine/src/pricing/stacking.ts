import type { Layer } from './types.ts';

/**
 * How promotions stack: one list, in the order in which layers are evaluated (domain §1.1). Each layer takes from the
 * amount that the layers before it left.
 *
 * `contest` is who competes for one place:
 * - `line`: every line on its own; `shop`: the lines of one shop; `cart`: the whole cart;
 * - `group`: one winner for each mutexGroup, promotions without a group sharing one place;
 * - `each`: everything applies, one winner for each mutexGroup that is named.
 *
 * The item layers are fixed by rule: each line takes its lowest price and its largest cuts. On the layers above, every
 * place goes to whoever makes the whole cart cheapest, freight included, or to nobody where that is cheaper still: a
 * smaller discount early is preferred when it lets a larger one in later. `best/` finds that combination and says
 * whether it is proven. Of equally cheap ones the first place in this order decides, by `contest.ts`; so the price
 * depends on nothing but cart, plan and coupons in hand.
 *
 * `threshold` is the amount a threshold is tested on: `profile` = item price (parallel) or what earlier layers left
 * (progressive); `running` = what is left at that very moment, in either mode.
 * `withFlash`: lines bought at a flash price take part (domain §1.4); a promotion can override it by `stacksWithFlash`.
 */
export type LayerRule = {
  readonly layer: Layer;
  readonly contest: 'line' | 'shop' | 'cart' | 'group' | 'each';
  readonly threshold: 'none' | 'profile' | 'running';
  readonly withFlash: boolean;
};

export const STACKING = [
  { layer: 'itemPrice', contest: 'line', threshold: 'none', withFlash: true },
  { layer: 'itemCut', contest: 'line', threshold: 'none', withFlash: false },
  { layer: 'storeReduction', contest: 'shop', threshold: 'profile', withFlash: false },
  { layer: 'storeCoupon', contest: 'shop', threshold: 'profile', withFlash: false },
  { layer: 'crossStore', contest: 'cart', threshold: 'profile', withFlash: false },
  { layer: 'platformCoupon', contest: 'group', threshold: 'profile', withFlash: false },
  { layer: 'member', contest: 'cart', threshold: 'running', withFlash: false },
  { layer: 'subsidy', contest: 'group', threshold: 'running', withFlash: false },
  { layer: 'redPacket', contest: 'each', threshold: 'running', withFlash: true },
  { layer: 'points', contest: 'cart', threshold: 'running', withFlash: true },
  { layer: 'gift', contest: 'each', threshold: 'profile', withFlash: false },
  { layer: 'freight', contest: 'shop', threshold: 'none', withFlash: true },
  { layer: 'service', contest: 'line', threshold: 'none', withFlash: true },
  { layer: 'access', contest: 'line', threshold: 'none', withFlash: true },
] as const satisfies readonly LayerRule[];

/** Freight that is free "from an amount after discount" counts what the buyer pays after this layer (domain §1.1, L7). */
export const FREIGHT_BASIS_AFTER: Layer = 'member';

/** The layers that make the price of an item, whatever else is in the cart. */
export const ITEM_LAYERS: readonly Layer[] = ['itemPrice', 'itemCut'];

/** The layers that act on the cart's goods as a whole: all between the item's own price and what stands beside goods. */
export const CART_LAYERS: readonly LayerRule[] = STACKING.filter(
  ({ layer }) => layerOrder(layer) > layerOrder('itemCut') && layerOrder(layer) < layerOrder('gift'),
);

/** Position of a layer in the list. */
export function layerOrder(layer: Layer): number {
  return STACKING.findIndex((rule) => rule.layer === layer);
}

export function layerRule(layer: Layer): LayerRule {
  return STACKING[layerOrder(layer)]!;
}
