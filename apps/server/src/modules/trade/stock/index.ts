/**
 * Stock: the goods, counted. The arithmetic is the engine's ledger: `sellable = onHand − reserved − locked − unavailable`;
 * an order reserves, a payment turns reserved into locked, and what is given back or returned is sellable again. Goods
 * leave `onHand` (and become `sold`) when they ship. Where they stand is counted by place: warehouses share the network's
 * stock out between them, a store's stock is its own until an order to collect
 * there takes it: then the network counts it until it is handed over or given back.
 *
 * Invariants
 * - reserved + locked + unavailable ≤ onHand, always: the database checks it too. Zero oversell.
 * - Over all warehouses, with what stores have set aside for orders, onHand and unavailable of a sku add up to the network's;
 *   without a warehouse nothing is placed.
 * - Only lane decisions change what orders count on; `receive` adds to onHand and allotment.
 * - Every change leaves one movement row, unique by what caused it, written from the outbox; their sums are the counts.
 * - The alert grade is the engine's over sellable / allotment, remembered so that it clears with hysteresis only; a
 *   change is told once, as `stock.graded`.
 *
 * When it fails: a movement that the consumer could not write is written on its next run, from the same position.
 */

import type { StockAudit } from '@dacu/contract/api';
import {
  type PlaceStockRow,
  type ShownStock,
  type StockGrade,
  type StockRow,
  sellable,
  shownStock,
  stockGrade,
  unitsPaid,
} from '@dacu/engine/ledger';
import { together } from '../../../platform/db/errors.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import type { Ids } from '../../../platform/ids.ts';
import type { Lane } from '../../../platform/lane/types.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { Place } from '../../base/catalog/index.ts';
import { type ActAnswer, type ActInput, actOnStock } from './act.ts';
import { auditStock } from './audit.ts';
import { IN_NO_STORE, type InStores, readInStores, readPlaceStock, readPlaces } from './place-store.ts';
import { receive } from './receive.ts';
import * as store from './store.ts';
import { type SkuStory, stockStory } from './story.ts';

export { type ActAnswer, type ActInput, actOnStockHandler } from './act.ts';
export { stockConsumer } from './events.ts';
export { type Goods, goodsOf } from './goods.ts';
export { placeStockTable } from './place-store.ts';
export { stockRoutes } from './routes.ts';
export { stockActTable, stockTable } from './store.ts';

/** What is there of an item, and what screens may say of that; what a pre-sale keeps apart is not known here. */
export type StockState = ShownStock & {
  readonly sellable: number;
  /** Units paid for and kept, shipped or not. */
  readonly sold: number;
  /** The most that one store has for whoever collects there: beside `sellable`, never part of it. */
  readonly storeMost: number;
};
export type Received = {
  readonly skuId: string;
  readonly quantity: number;
  /** What the campaign plans to sell of it; the quantity where nothing is said. */
  readonly allotment?: number;
  /** Where it comes in; left out, it is spread over the warehouses by their shares. */
  readonly placeId?: string;
  /** The number it comes in under, where that is not the delivery's. */
  readonly receiptId?: string;
};
/**
 * One change of the counts of a sku, by what caused it. `placeId` says where it happened; left out where no place is
 * concerned. Of a store's movement only `onHand`, `unavailable` and `allotted` may change: they are the store's.
 */
export type Movement = {
  readonly bizType: 'purchase' | 'return' | 'receipt' | 'parcel' | 'collection' | 'act';
  readonly bizId: string;
  readonly action: string;
  readonly skuId: string;
  readonly placeId?: string;
  readonly onHand?: number;
  readonly reserved?: number;
  readonly locked?: number;
  readonly sold?: number;
  readonly unavailable?: number;
  readonly allotted?: number;
  readonly at: number;
};
/** `inStores`: units that stores have for whoever comes; the network does not count them. */
export type OpsStockRow = StockRow & { readonly grade: StockGrade; readonly inStores: number };

export type Stock = {
  /**
   * Goods come in: adds to onHand and to the allotment, and to the places where they stand. `receiptId` makes a repeat do
   * nothing. What came before there were warehouses is put into them.
   */
  receive(
    tx: Tx,
    input: { receiptId: string; at: number; rows: readonly Received[] },
  ): Promise<{ received: number }>;
  /** A delivery that would fill up what is below its first alert; the allotment, against which alerts count, stays. */
  short(): Promise<Received[]>;
  /** An unknown sku is out. */
  stockOf(skuIds: readonly string[]): Promise<Map<string, StockState>>;
  /** For the outbox consumer that knows the orders: writes what moved (a repeat does nothing) and the grades. */
  noteMovements(tx: Tx, movements: readonly Movement[]): Promise<void>;
  /** Scarcest first. */
  list(input: { grade?: StockGrade; cursor?: string; limit: number }): Promise<{
    rows: OpsStockRow[];
    nextCursor: string | null;
  }>;
  /** The grade that is remembered of each item and since when; one that never came in has none. */
  gradesOf(
    skuIds: readonly string[],
  ): Promise<ReadonlyMap<string, { readonly grade: StockGrade; readonly since: number }>>;
  /** Warehouses, then stores, by id. */
  places(): Promise<readonly Place[]>;
  /** Where each sku stands, by place id; a sku that stands nowhere has no entry. */
  placeStockOf(skuIds: readonly string[]): Promise<ReadonlyMap<string, readonly PlaceStockRow[]>>;
  /** A person moves goods: see `act.ts`. */
  act(input: ActInput): Promise<ActAnswer>;
  /** Every count against its movements, and the warehouses against the network. */
  audit(): Promise<StockAudit>;
  /** Where a sku stands and how it came to that; null for one that never came in. */
  story(skuId: string): Promise<SkuStory | null>;
  /** Units paid a day over the last days, by SKU; what was not sold has no entry. */
  demand(skuIds: readonly string[], at: number): Promise<ReadonlyMap<string, store.Demand>>;
  /** Units paid since an instant, by SKU; what was not sold has no entry. */
  soldSince(skuIds: readonly string[], since: number): Promise<Map<string, number>>;
};

export type StockDeps = {
  readonly db: Db;
  /** For what reads every movement there is; the other one where there is none apart. */
  readonly reportDb?: Db;
  readonly ids: Ids;
  readonly lane: () => Lane;
};

/** The lane is asked for when it is needed: what it decides needs the stock first. */
export function createStock({ db, reportDb = db, ids, lane }: StockDeps): Stock {
  return {
    async receive(tx, input) {
      const skuIds = await receive(tx, input);
      await regrade(tx, skuIds, input.at);
      return { received: skuIds.length };
    },

    async short() {
      const rows = await store.readShort(db);
      return rows.map(({ skuId, missing }) => ({ skuId, quantity: missing, allotment: 0 }));
    },

    async stockOf(skuIds) {
      const [rows, inStores] = await Promise.all([store.readStock(db, skuIds), readInStores(db, skuIds)]);
      return new Map(
        skuIds.map((skuId) => [skuId, stateOf(rows.get(skuId), inStores.get(skuId) ?? IN_NO_STORE)]),
      );
    },

    async noteMovements(tx, movements) {
      if (movements.length === 0) return;
      await store.insertMovements(tx, movements);
      const at = movements.reduce((latest, movement) => Math.max(latest, movement.at), 0);
      await regrade(tx, [...new Set(movements.map((movement) => movement.skuId))].sort(), at);
    },

    list: (input) => store.listStock(db, input),
    gradesOf: (skuIds) => store.readGrades(db, skuIds),
    places: () => readPlaces(db),
    async placeStockOf(skuIds) {
      const bySku = new Map<string, PlaceStockRow[]>();
      for (const row of await readPlaceStock(db, skuIds))
        bySku.set(row.skuId, [...(bySku.get(row.skuId) ?? []), row]);
      return bySku;
    },
    act: (input) => actOnStock({ db, ids, lane: lane() }, input),
    audit: () => auditStock(reportDb),
    story: (skuId) => stockStory(db, skuId),
    demand: (skuIds, at) => store.readDemand(db, skuIds, at),
    soldSince: (skuIds, since) => store.readSold(db, skuIds, since),
  };
}

function stateOf(row: StockRow | undefined, { most }: InStores): StockState {
  const left = row === undefined ? 0 : sellable(row);
  return {
    ...{ sellable: left, sold: row === undefined ? 0 : unitsPaid(row), ...shownStock(left) },
    storeMost: row === undefined ? 0 : most,
  };
}

/**
 * The rows as they are graded. An item of which the campaign gave the network nothing is sold by stores alone: what they have
 * counts, against what they were given.
 */
async function withStores(tx: Tx, rows: readonly StockRow[]): Promise<StockRow[]> {
  const alone = rows.filter(({ allotment }) => allotment === 0).map(({ skuId }) => skuId);
  const inStores = alone.length === 0 ? null : await readInStores(tx, alone);
  return rows.map((row) => {
    const stores = inStores?.get(row.skuId);
    return stores === undefined
      ? row
      : { ...row, onHand: row.onHand + stores.free, allotment: stores.allotment };
  });
}

/**
 * Grades follow what is committed when this runs; the row that counts is `stock`. The remembered grades are locked first,
 * so that two who regrade a sku at once tell of a change once.
 */
async function regrade(tx: Tx, skuIds: readonly string[], at: number): Promise<void> {
  if (skuIds.length === 0) return;
  const locked = store.lockGrades(tx, skuIds);
  const read = store.readStock(tx, skuIds);
  await together<unknown>([locked, read]);
  const before = await locked;
  const counted = [...(await read).values()].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
  const rows = await withStores(tx, counted);
  const changed = rows.flatMap((row) => {
    const from = before.get(row.skuId);
    const to = stockGrade(row, from);
    return to === from ? [] : [{ skuId: row.skuId, grade: to, from, sellable: sellable(row) }];
  });
  if (changed.length === 0) return;
  await store.writeGrades(tx, changed, at);
  await writeOutbox(
    tx,
    changed
      // A sku that comes in for the first time has no grade that could have changed.
      .filter(({ from }) => from !== undefined)
      .map(({ skuId, grade, from, sellable: left }) => ({
        ...{ type: 'stock.graded', aggregate: skuId, at },
        data: { skuId, from, to: grade, sellable: left, by: 'system' },
      })),
  );
}
