import type { Text } from '@dacu/engine/pricing';
import type { OrdersDeps } from '../index.ts';
import { readVisit, writeVisit } from './store.ts';

/** So long after the link was opened a purchase of the item counts for its store; the end itself does not. Ours. */
export const STORE_SOURCE_MS = 72 * 3_600_000;
/** Under which such purchases stand, whichever way the shopper came that day. */
export const STORE_CHANNEL = 'offline';

/** A store that won a purchase, as the order keeps it. */
export type StoreSource = { readonly placeId: string; readonly productId: string; readonly openedAt: number };

export type StoreLinkOpened = {
  readonly placeId: string;
  readonly name: Text;
  /** A purchase of the product before then counts for the store. */
  readonly until: number;
};

/** A shopper opened a store's link; the last one opened for a product counts. Null where we did not make it. */
export async function openStoreLink(
  { db, stock, storeLinks }: Pick<OrdersDeps, 'db' | 'stock' | 'storeLinks'>,
  { at, shopperId, productId, from }: { at: number; shopperId: string; productId: string; from: string },
): Promise<StoreLinkOpened | null> {
  const placeId = storeLinks.read(from, productId);
  const place = (await stock.places()).find((one) => one.placeId === placeId && one.kind === 'store');
  if (place === undefined) return null;
  await writeVisit(db, { shopperId, productId, placeId: place.placeId, openedAt: at });
  return { placeId: place.placeId, name: place.name, until: at + STORE_SOURCE_MS };
}

/** The store that a purchase of these products counts for, if one of them was seen there within the time. */
export function storeSourceOf(
  { db }: Pick<OrdersDeps, 'db'>,
  { at, shopperId, productIds }: { at: number; shopperId: string; productIds: readonly string[] },
): Promise<StoreSource | null> {
  return readVisit(db, { shopperId, productIds, after: at - STORE_SOURCE_MS });
}

/** The page that a label opens; null where there is no such store or product. */
export async function storeLinkPath(
  { stock, catalog, storeLinks }: Pick<OrdersDeps, 'stock' | 'catalog' | 'storeLinks'>,
  { placeId, productId }: { readonly placeId: string; readonly productId: string },
): Promise<string | null> {
  const [places, skus] = await Promise.all([stock.places(), catalog.allSkus()]);
  const isStore = places.some((one) => one.placeId === placeId && one.kind === 'store');
  if (!isStore || !skus.some((sku) => sku.productId === productId)) return null;
  return `/products/${encodeURIComponent(productId)}?from=${encodeURIComponent(storeLinks.sign(placeId, productId))}`;
}
