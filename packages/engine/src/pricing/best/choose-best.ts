import type { PricingCart } from '../cart.ts';
import type { Assignment } from '../cart-layers.ts';
import type { FreightPlan, Waiver } from '../freight.ts';
import type { Gate } from '../gate.ts';
import type { Entrant, Place } from '../places.ts';
import { FREIGHT_BASIS_AFTER } from '../stacking.ts';
import { findBest } from './find-best.ts';
import { freightShops } from './freight-model.ts';
import { type Layered, openModel } from './model.ts';

export type Best = {
  readonly assigned: Assignment;
  readonly assignedFreight: ReadonlyMap<string, Waiver>;
  /** Goods before points, plus freight without its surcharges. */
  readonly payFen: number;
  /** No legal combination costs less. */
  readonly leastFen: number;
};

/**
 * The cheapest legal combination for a cart whose item prices are settled; of the coupons that the gate lets in.
 * Settling it through `cart-layers.ts` and `freight.ts` gives the same amounts, to the fen.
 */
export function chooseBest(
  cart: PricingCart,
  layers: readonly Layered[],
  freight: FreightPlan,
  gate: Gate,
  looksMax?: number,
): Best {
  const couponCount = (promotionId: string) => gate.coupons.get(promotionId)?.length ?? 0;
  const { setOf, firstPlaceAfter, ...goods } = openModel(cart, layers, couponCount);
  const found = findBest(
    {
      ...goods,
      freight: freightShops(freight, setOf, couponCount, gate.chosen),
      freightFrom: firstPlaceAfter(FREIGHT_BASIS_AFTER),
    },
    looksMax,
  );
  const assigned = new Map<Place, Entrant>();
  for (const [i, { place }] of goods.places.entries()) {
    const holder = found.holders[i];
    if (holder) assigned.set(place, holder.entrant);
  }
  return {
    assigned,
    assignedFreight: found.freight.byShop,
    payFen: found.payFen,
    leastFen: found.leastFen,
  };
}
