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
  { plan, stock, offers }: Pick<FulfilmentDeps, 'plan' | 'stock' | 'offers'>,
  { at, region, goods }: DeliveryAsked,
): Promise<DeliveryOptions> {
  const skuIds = goods.map(({ skuId }) => skuId);
  const [edition, places, shelves, shelf] = await Promise.all([
    plan.editionAt(at),
    stock.places(),
    stock.placeStockOf(skuIds),
    offers.shelfOf(skuIds, at),
  ]);
  const delivery = edition?.compiled.delivery ?? null;
  const warehouses = places.filter(({ kind }) => kind === 'warehouse');
  const keepDays = Math.floor((delivery?.keepForMs ?? PICKUP_KEEP_MS) / DAY_MS);
  const hasAll = (placeId: string) =>
    goods.every(({ skuId, quantity }) => {
      const shelf = shelves.get(skuId)?.find((row) => row.placeId === placeId);
      return shelf !== undefined && freeAt(shelf) >= quantity;
    });
  // By the numbers that would refuse the order: what a pre-sale keeps is nothing that can be sent.
  const short = goods
    .map(({ skuId, quantity }) => ({ skuId, quantity, left: shelf.get(skuId)?.sellable ?? 0 }))
    .filter(({ quantity, left }) => left < quantity)
    .map(({ skuId, left }) => ({ skuId, left }));
  return {
    ...promisedFor({ delivery, warehouses, region, paidAt: at, shipOn: null }),
    shippable: short.length === 0,
    short,
    remote: isRemote(region, delivery?.remoteRegions ?? []),
    carriers: (delivery?.carriers ?? []).map(({ id, title, priority }) => ({ id, title, priority })),
    late: delivery?.late ?? null,
    stores: places
      .filter(({ kind, placeId }) => kind === 'store' && hasAll(placeId))
      .map(({ placeId, name, address, hours }) => ({ placeId, name, address, hours, keepDays })),
  };
}
