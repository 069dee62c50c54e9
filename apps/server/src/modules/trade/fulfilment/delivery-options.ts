import type { DeliveryOptions } from '@dacu/contract/api';
import { isRemote, PICKUP_KEEP_MS } from '@dacu/engine/fulfilment';
import { freeAt } from '@dacu/engine/ledger';
import { promisedFor } from './fulfilment-of.ts';
import type { FulfilmentDeps } from './index.ts';

const DAY_MS = 86_400_000;

export type DeliveryAsked = {
  readonly at: number;
  readonly region: string;
  readonly goods: readonly { readonly skuId: string; readonly quantity: number }[];
};

/** What checkout may offer for these goods, and promise if they were paid now: the promise an order of this instant gets. */
export async function deliveryOptions(
  { plan, stock }: Pick<FulfilmentDeps, 'plan' | 'stock'>,
  { at, region, goods }: DeliveryAsked,
): Promise<DeliveryOptions> {
  const skuIds = goods.map(({ skuId }) => skuId);
  const [edition, places, shelves, network] = await Promise.all([
    plan.editionAt(at),
    stock.places(),
    stock.placeStockOf(skuIds),
    stock.stockOf(skuIds),
  ]);
  const delivery = edition?.compiled.delivery ?? null;
  const warehouses = places.filter(({ kind }) => kind === 'warehouse');
  const keepDays = Math.floor((delivery?.keepForMs ?? PICKUP_KEEP_MS) / DAY_MS);
  const hasAll = (placeId: string) =>
    goods.every(({ skuId, quantity }) => {
      const shelf = shelves.get(skuId)?.find((row) => row.placeId === placeId);
      return shelf !== undefined && freeAt(shelf) >= quantity;
    });
  return {
    ...promisedFor({ delivery, warehouses, region, paidAt: at, shipOn: null }),
    shippable: goods.every(({ skuId, quantity }) => network.get(skuId)!.sellable >= quantity),
    remote: isRemote(region, delivery?.remoteRegions ?? []),
    carriers: (delivery?.carriers ?? []).map(({ id, title, priority }) => ({ id, title, priority })),
    late: delivery?.late ?? null,
    stores: places
      .filter(({ kind, placeId }) => kind === 'store' && hasAll(placeId))
      .map(({ placeId, name, address, hours }) => ({ placeId, name, address, hours, keepDays })),
  };
}
