import { placeStockKey, spreadDelivery } from '@dacu/engine/ledger';
import type { Tx } from '../../../platform/db/types.ts';
import type { Place } from '../../base/catalog/index.ts';
import type { Movement, Received } from './index.ts';
import { addPlaced, readPlaces, readUnplaced } from './place-store.ts';
import * as store from './store.ts';

type Part = Required<Received> & { readonly unavailable: number };

/** Takes a delivery in; answers the skus of which something came. Rows are locked in the lane's order throughout. */
export async function receive(
  tx: Tx,
  { receiptId, at, rows }: { receiptId: string; at: number; rows: readonly Received[] },
): Promise<string[]> {
  const places = await readPlaces(tx);
  const known = new Set(places.map(({ placeId }) => placeId));
  const stores = new Set(places.filter(({ kind }) => kind === 'store').map(({ placeId }) => placeId));
  const warehouses = places.filter(({ kind, share }) => kind === 'warehouse' && share > 0);
  const seen = warehouses.length === 0 ? [] : await readUnplaced(tx);
  const whole = rows.map((row) => ({ ...row, receiptId: row.receiptId ?? receiptId }));
  for (const { placeId } of whole)
    if (placeId !== undefined && !known.has(placeId)) throw new Error(`no place ${placeId} to receive at`);
  const inOrder = [...new Set([...rows, ...seen].map(({ skuId }) => skuId))].sort();
  await store.lockStock(tx, inOrder);
  // Another delivery may have put them in place while this one waited for the rows.
  const unplaced = seen.length === 0 ? [] : await readUnplaced(tx, inOrder);
  const before = await store.readReceived(tx, whole);
  const parts = whole
    .filter((row) => !before.has(`${row.receiptId}|${row.skuId}`))
    .flatMap((row) => partsOf(row, warehouses));
  const fresh = new Set(
    (
      await store.insertMovements(
        tx,
        parts.map((part) => movementOf(part, at)),
      )
    ).map(({ skuId, placeId }) => placeStockKey(skuId, placeId)),
  );
  const come = parts.filter(({ skuId, placeId }) => fresh.has(placeStockKey(skuId, placeId)));
  const network = summed(come.filter(({ placeId }) => !stores.has(placeId)));
  // What only a store was given has a row in the network too, in which its orders are counted.
  const inStores = summed(
    come.filter(({ placeId }) => stores.has(placeId)).map((part) => ({ ...part, quantity: 0, allotment: 0 })),
  ).filter(({ skuId }) => !network.some((row) => row.skuId === skuId));
  const counted = [...network, ...inStores].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
  if (counted.length > 0) await store.addOnHand(tx, counted);
  const settled = await settle(tx, { at, unplaced, warehouses });
  const placed = come
    .filter(({ placeId }) => placeId !== '')
    .map((part) => ({ ...part, allotment: stores.has(part.placeId) ? part.quantity : 0 }));
  await addAt(tx, [...placed, ...settled]);
  return [...new Set(come.map(({ skuId }) => skuId))].sort();
}

function movementOf({ receiptId, skuId, placeId, quantity }: Part, at: number): Movement {
  return {
    ...{ bizType: 'receipt', bizId: receiptId, action: 'receive' },
    ...{ skuId, placeId, onHand: quantity, at },
  };
}

/** One part for each place; the allotment goes with the first. */
function partsOf(row: Received & { receiptId: string }, warehouses: readonly Place[]): Part[] {
  const { skuId, quantity, receiptId } = row;
  const allotment = row.allotment ?? quantity;
  const single = row.placeId ?? (warehouses.length === 0 || quantity === 0 ? '' : null);
  const spread = single === null ? spreadDelivery(warehouses, quantity) : [{ placeId: single, quantity }];
  return spread.map((part, index) => ({
    ...{ skuId, receiptId, placeId: part.placeId, quantity: part.quantity, unavailable: 0 },
    allotment: index === 0 ? allotment : 0,
  }));
}

/** Goods that were taken in before there were warehouses are put into them, by the same shares. */
async function settle(
  tx: Tx,
  input: { at: number; unplaced: Awaited<ReturnType<typeof readUnplaced>>; warehouses: readonly Place[] },
): Promise<Part[]> {
  const { at, unplaced, warehouses } = input;
  if (unplaced.length === 0) return [];
  const receiptId = `placed:${at}`;
  const parts = unplaced.flatMap(({ skuId, onHand, unavailable }) =>
    // What is not for sale stays together with the rest of it, in the largest warehouse.
    spreadDelivery(unavailable > 0 ? warehouses.slice(0, 1) : warehouses, onHand).map((part, index) => ({
      ...{ skuId, receiptId, placeId: part.placeId, quantity: part.quantity, allotment: 0 },
      unavailable: index === 0 ? unavailable : 0,
    })),
  );
  await store.insertMovements(tx, [
    ...unplaced.map(
      ({ skuId, onHand, unavailable }): Movement => ({
        ...{ bizType: 'receipt', bizId: receiptId, action: 'place', skuId, at },
        ...{ onHand: -onHand, unavailable: -unavailable },
      }),
    ),
    ...parts.map(
      ({ skuId, placeId, quantity, unavailable }): Movement => ({
        ...{ bizType: 'receipt', bizId: receiptId, action: 'place', skuId, placeId, at },
        ...{ onHand: quantity, unavailable },
      }),
    ),
  ]);
  return parts;
}

async function addAt(tx: Tx, parts: readonly Part[]): Promise<void> {
  const rows = new Map<string, Parameters<typeof addPlaced>[1][number]>();
  for (const { skuId, placeId, quantity, unavailable, allotment } of parts) {
    const key = placeStockKey(skuId, placeId);
    const row = rows.get(key) ?? { key, skuId, placeId, onHand: 0, unavailable: 0, allotment: 0 };
    rows.set(key, {
      ...row,
      onHand: row.onHand + quantity,
      unavailable: row.unavailable + unavailable,
      allotment: row.allotment + allotment,
    });
  }
  if (rows.size > 0)
    await addPlaced(
      tx,
      [...rows.values()].sort((a, b) => (a.key < b.key ? -1 : 1)),
    );
}

/** Each sku once, in the lane's order. */
function summed(parts: readonly Part[]): { skuId: string; quantity: number; allotment: number }[] {
  const rows = new Map<string, { skuId: string; quantity: number; allotment: number }>();
  for (const { skuId, quantity, allotment } of parts) {
    const row = rows.get(skuId) ?? { skuId, quantity: 0, allotment: 0 };
    rows.set(skuId, { skuId, quantity: row.quantity + quantity, allotment: row.allotment + allotment });
  }
  return [...rows.values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
}
