import type { StockStory } from '@dacu/contract/api';
import { freeAt, type StockRow, sellable } from '@dacu/engine/ledger';
import type { Db } from '../../../platform/db/types.ts';
import { readPlaceStock, readPlaces } from './place-store.ts';
import { type MovementRow, readActsOf, readLedger, readStock } from './store.ts';

/** Without what the catalogue knows. */
export type SkuStory = Omit<StockStory, 'title' | 'productId'>;

/** What a page shows of a sku that moves a thousand times an hour. */
const MOVEMENTS_MAX = 200;

/**
 * Where a sku stands and how it came to that: its movements, newest first, each with what there was after it. That is
 * worked out backwards from what the ledger sums to, so it needs no column of its own; what the consumers have not heard
 * yet is not in it. Null for a sku that never came in.
 */
export async function stockStory(db: Db, skuId: string): Promise<SkuStory | null> {
  const row = (await readStock(db, [skuId])).get(skuId);
  if (row === undefined) return null;
  const [places, standing, ledger, acts] = await Promise.all([
    readPlaces(db),
    readPlaceStock(db, [skuId]),
    readLedger(db, skuId, MOVEMENTS_MAX),
    readActsOf(db, skuId, MOVEMENTS_MAX),
  ]);
  const stores = new Set(places.filter(({ kind }) => kind === 'store').map(({ placeId }) => placeId));
  const done = new Map(acts.map((act) => [act.actId, { name: act.operatorName, reason: act.reason }]));
  const { skuId: _, ...counts } = row;
  return {
    ...{ skuId, ...counts, sellable: sellable(row) },
    places: standing.map(({ placeStockKey: _key, skuId: _sku, ...place }) => ({
      ...place,
      free: freeAt({ placeStockKey: '', skuId, ...place }),
    })),
    movements: withAfter(ledger, skuId, stores).map((movement) => ({
      ...movement,
      by: movement.bizType === 'act' ? (done.get(movement.bizId) ?? null) : null,
    })),
    more: Math.max(0, ledger.count - ledger.rows.length),
  };
}

type Ledger = Awaited<ReturnType<typeof readLedger>>;

function withAfter(ledger: Ledger, skuId: string, stores: ReadonlySet<string>) {
  let network: StockRow = { skuId, allotment: 0, ...ledger.network };
  const standing = new Map(ledger.places.map(({ placeId, onHand }) => [placeId, onHand]));
  return ledger.rows.map(({ placeId, ...movement }: MovementRow) => {
    const inStore = stores.has(placeId);
    const after = inStore ? null : { onHand: network.onHand, sellable: sellable(network) };
    const there = placeId === '' ? null : (standing.get(placeId) ?? 0);
    if (!inStore) network = before(network, movement);
    if (there !== null) standing.set(placeId, there - movement.onHand);
    return {
      ...movement,
      placeId: placeId === '' ? null : placeId,
      after,
      placeAfter: there === null ? null : { onHand: there },
    };
  });
}

function before(row: StockRow, moved: Omit<MovementRow, 'placeId'>): StockRow {
  return {
    ...row,
    onHand: row.onHand - moved.onHand,
    reserved: row.reserved - moved.reserved,
    locked: row.locked - moved.locked,
    sold: row.sold - moved.sold,
    unavailable: row.unavailable - moved.unavailable,
  };
}
