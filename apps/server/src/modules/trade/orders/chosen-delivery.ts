import type { PurchaseRequest } from '@dacu/contract/api';
import { freeAt } from '@dacu/engine/ledger';
import type { OrdersDeps } from './index.ts';
import type { FrozenDelivery } from './purchase.ts';

/**
 * How the goods are to reach their buyer, as the order keeps it; null is to the door. A station needs the buyer's consent, a
 * store has to be one and to have all of it now; the code of the refusal otherwise.
 */
export async function chosenDelivery(
  { stock }: Pick<OrdersDeps, 'stock'>,
  { delivery, lines }: PurchaseRequest,
  at: number,
): Promise<FrozenDelivery | null | 'stationNeedsConsent' | 'pickupNotThere'> {
  if (delivery === undefined) return null;
  if (delivery.way === 'ship') {
    if (!delivery.toStation) return null;
    return delivery.stationConsent ? { way: 'ship', toStation: { agreedAt: at } } : 'stationNeedsConsent';
  }
  const { placeId } = delivery;
  const [places, shelves] = await Promise.all([
    stock.places(),
    stock.placeStockOf(lines.map(({ skuId }) => skuId)),
  ]);
  const isStore = places.some((place) => place.placeId === placeId && place.kind === 'store');
  const wanted = new Map<string, number>();
  for (const { skuId, quantity } of lines) wanted.set(skuId, (wanted.get(skuId) ?? 0) + quantity);
  const has = [...wanted].every(([skuId, quantity]) => {
    const shelf = shelves.get(skuId)?.find((row) => row.placeId === placeId);
    return shelf !== undefined && freeAt(shelf) >= quantity;
  });
  return isStore && has ? { way: 'pickup', placeId, pledged: true } : 'pickupNotThere';
}
