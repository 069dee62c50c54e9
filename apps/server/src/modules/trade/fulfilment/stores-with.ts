import type { StoresWith } from '@dacu/contract/api';
import { laneDays, storeBand, storeLeftOf } from '@dacu/engine/fulfilment';
import { freeAt } from '@dacu/engine/ledger';
import type { FulfilmentDeps } from './index.ts';

/**
 * Stores that carry an item, for whoever wants to see it before buying: those that serve the region first, then the nearest.
 * How many there are is told as a band, from what nobody has been promised.
 */
export async function storesWith(
  { stock }: Pick<FulfilmentDeps, 'stock'>,
  { at, skuId, region }: { readonly at: number; readonly skuId: string; readonly region: string | null },
): Promise<StoresWith> {
  const [places, shelves] = await Promise.all([stock.places(), stock.placeStockOf([skuId])]);
  const free = new Map(shelves.get(skuId)?.map((row) => [row.placeId, freeAt(row)]));
  const stores = places.filter(({ kind, placeId }) => kind === 'store' && free.has(placeId));
  const days = (province: string) => (region === null ? 0 : laneDays(province, region));
  return {
    asOf: at,
    stores: stores
      .map((store) => ({ store, near: region !== null && store.serves.includes(region) }))
      .sort((a, b) => Number(b.near) - Number(a.near) || days(a.store.province) - days(b.store.province))
      .map(({ store: { placeId, name, address, hours }, near }) => ({
        ...{ placeId, name, address, hours, near },
        band: storeBand(free.get(placeId)!),
        left: storeLeftOf(free.get(placeId)!),
      })),
  };
}
