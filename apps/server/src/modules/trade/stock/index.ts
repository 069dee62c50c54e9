/**
 * Stock: the goods, counted. The arithmetic is the engine's ledger: `sellable = onHand − reserved − locked`; an order
 * reserves, a payment turns reserved into locked, and what is given back or returned is sellable again. Goods leave
 * `onHand` (and become `sold`) when they ship.
 *
 * Invariants
 * - reserved + locked ≤ onHand, always: the database checks it too. Zero oversell.
 * - Only lane decisions change what orders count on; `receive` adds to onHand and allotment.
 * - Every change leaves one movement row, unique by what caused it, written from the outbox; their sums are the counts.
 * - The alert grade is the engine's over sellable / allotment, remembered so that it clears with hysteresis only.
 *
 * When it fails: a movement that the consumer could not write is written on its next run, from the same position.
 */
import { type StockGrade, type StockRow, sellable, stockGrade, unitsPaid } from '@dacu/engine/ledger';
import type { Db, Sql, Tx } from '../../../platform/db/types.ts';
import * as store from './store.ts';

export { stockRoutes } from './routes.ts';
export { stockTable } from './store.ts';

/** What screens may say about an item. */
export type StockState = {
  readonly sellable: number;
  /** Units paid for and kept, shipped or not. */
  readonly sold: number;
  readonly state: 'plenty' | 'low' | 'out';
  /** Shown only when low (“仅剩N件”). */
  readonly left: number | null;
};
export type Received = {
  readonly skuId: string;
  readonly quantity: number;
  /** What the campaign plans to sell of it; the quantity where nothing is said. */
  readonly allotment?: number;
};
export type Movement = {
  readonly bizType: 'purchase' | 'return' | 'receipt';
  readonly bizId: string;
  readonly action: string;
  readonly skuId: string;
  readonly onHand?: number;
  readonly reserved?: number;
  readonly locked?: number;
  readonly at: number;
};
export type OpsStockRow = StockRow & { readonly grade: StockGrade };

export type Stock = {
  /** Goods into the warehouse: adds to onHand and to the allotment. `receiptId` makes a repeat do nothing. */
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
  /** Units paid since an instant, by SKU; what was not sold has no entry. */
  soldSince(skuIds: readonly string[], since: number): Promise<Map<string, number>>;
};

/** At or under this many the screen says how many are left. */
const LOW_LEFT_MAX = 10;

export function createStock({ db }: { db: Db }): Stock {
  return {
    async receive(tx, { receiptId, at, rows }) {
      const sorted = [...rows].sort((a, b) => (a.skuId < b.skuId ? -1 : 1));
      const movements = sorted.map(({ skuId, quantity }) => ({
        bizType: 'receipt' as const,
        bizId: receiptId,
        action: 'receive',
        skuId,
        onHand: quantity,
        at,
      }));
      const fresh = new Set(await store.insertMovements(tx, movements));
      const received = sorted.filter((row) => fresh.has(row.skuId));
      if (received.length > 0) await store.addOnHand(tx, received);
      await regrade(
        tx,
        received.map((row) => row.skuId),
        at,
      );
      return { received: received.length };
    },

    async short() {
      const rows = await store.readShort(db);
      return rows.map(({ skuId, missing }) => ({ skuId, quantity: missing, allotment: 0 }));
    },

    async stockOf(skuIds) {
      const rows = await store.readStock(db, skuIds);
      return new Map(skuIds.map((skuId) => [skuId, stateOf(rows.get(skuId))]));
    },

    async noteMovements(tx, movements) {
      if (movements.length === 0) return;
      await store.insertMovements(tx, movements);
      const at = movements.reduce((latest, movement) => Math.max(latest, movement.at), 0);
      await regrade(tx, [...new Set(movements.map((movement) => movement.skuId))].sort(), at);
    },

    list: (input) => store.listStock(db, input),
    soldSince: (skuIds, since) => store.readSold(db, skuIds, since),
  };
}

function stateOf(row: StockRow | undefined): StockState {
  const left = row === undefined ? 0 : sellable(row);
  const state = left <= 0 ? 'out' : left <= LOW_LEFT_MAX ? 'low' : 'plenty';
  return {
    sellable: left,
    sold: row === undefined ? 0 : unitsPaid(row),
    state,
    left: state === 'low' ? left : null,
  };
}

/** Grades follow what is committed when the consumer runs; the row that counts is `stock`. */
async function regrade(sql: Sql, skuIds: readonly string[], at: number): Promise<void> {
  if (skuIds.length === 0) return;
  const rows = await store.readStock(sql, skuIds);
  const before = await store.readGrades(sql, skuIds);
  const changed = [...rows.values()].flatMap((row) => {
    const previous = before.get(row.skuId);
    const grade = stockGrade(row, previous);
    return grade === previous ? [] : [{ skuId: row.skuId, grade }];
  });
  if (changed.length > 0) await store.writeGrades(sql, changed, at);
}
