import type { Sql } from '../../../platform/db/types.ts';
import { groupBy } from './group-by.ts';
import { addDays, dayOf, startOfDay } from './local-day.ts';
import { referenceFromAt, referencePrice } from './reference-price.ts';
import * as store from './store.ts';

export type HistoryDay = { readonly on: string; readonly listFen: number; readonly dealFen: number };
export const HISTORY_DAYS = 90;

export type Prices = {
  /**
   * What may be struck through at an instant, by sku, in fen; null: nothing (see `referencePrice`). A day is known by its lowest deal only, and
   * counts from its 00:00: at an instant in the past, later deals of that same day are counted in, never left out, so the
   * answer can be too low but not too high.
   */
  references(skuIds: readonly string[], at: number): Promise<Map<string, number | null>>;
  /**
   * Ninety days up to the one of `at`, oldest first, from the first day that is known. A day without a row repeats the list
   * price before it; a day without a sale shows its list price as what it would have cost.
   */
  history(skuId: string, at: number): Promise<readonly HistoryDay[]>;
  /** Days of these skus were written, of all where none is named. */
  forget(skuIds?: readonly string[]): void;
};

/** Days from `from` on as they stand in the table, and what was worked out of them for one day. */
type Shelf = {
  readonly from: string;
  readonly days: readonly store.PriceDay[];
  /** The last deal before `from`; undefined: not asked yet. */
  older?: store.PriceDay | null;
  reference?: { readonly on: string; readonly fen: number | null };
  history?: { readonly on: string; readonly days: readonly HistoryDay[] };
};

const LAST_DAY = '9999-12-31';

/**
 * Prices of the past. A node among others asks for each page; where nobody else writes (`remembers`, a rehearsal) what
 * was read stays until deals of that sku are recorded: a year of pages asks for each sku some hundred times a day.
 */
export function createPrices({ db, remembers }: { db: Sql; remembers: boolean }): Prices {
  const remembered = new Map<string, Shelf>();

  /** Shelves that reach back to `from`. */
  async function shelvesOf(skuIds: readonly string[], from: string): Promise<Map<string, Shelf>> {
    const shelves = new Map<string, Shelf>();
    const missing: string[] = [];
    for (const skuId of skuIds) {
      const shelf = remembered.get(skuId);
      if (shelf !== undefined && shelf.from <= from) shelves.set(skuId, shelf);
      else if (!missing.includes(skuId)) missing.push(skuId);
    }
    if (missing.length === 0) return shelves;
    const days = groupBy(await store.readPriceDays(db, missing, from, LAST_DAY), (day) => day.skuId);
    for (const skuId of missing) {
      const shelf: Shelf = { from, days: days.get(skuId) ?? [] };
      shelves.set(skuId, shelf);
      if (remembers) remembered.set(skuId, shelf);
    }
    return shelves;
  }

  async function readOlder(shelves: ReadonlyMap<string, Shelf>): Promise<void> {
    const byFrom = groupBy(
      [...shelves].filter(([, shelf]) => shelf.older === undefined),
      ([, shelf]) => shelf.from,
    );
    for (const [from, silent] of byFrom) {
      const skuIds = silent.map(([skuId]) => skuId);
      const found = await store.readLastDeals(db, skuIds, from);
      const bySku = new Map(found.map((day) => [day.skuId, day]));
      for (const [skuId, shelf] of silent) shelf.older = bySku.get(skuId) ?? null;
    }
  }

  return {
    async references(skuIds, at) {
      const today = dayOf(at);
      const answer = new Map<string, number | null>();
      const wanted: string[] = [];
      for (const skuId of skuIds) {
        const known = remembered.get(skuId)?.reference;
        if (known?.on === today) answer.set(skuId, known.fen);
        else wanted.push(skuId);
      }
      if (wanted.length === 0) return answer;
      const from = dayOf(referenceFromAt(at));
      // What stays on the shelf is fetched once, as far back as a page shows it.
      const shelves = await shelvesOf(wanted, remembers ? addDays(today, 1 - HISTORY_DAYS) : from);
      const deals = new Map<string, readonly store.PriceDay[]>();
      const silent = new Map<string, Shelf>();
      for (const [skuId, shelf] of shelves) {
        const known = recentDeals(shelf.days, from, at);
        if (known.length > 0) deals.set(skuId, known);
        else silent.set(skuId, shelf);
      }
      if (silent.size > 0) await readOlder(silent);
      for (const [skuId, shelf] of shelves) {
        const known = deals.get(skuId) ?? (shelf.older ? [shelf.older] : []);
        const { maxReferenceFen: fen } = referencePrice(
          known.map((day) => ({ at: startOfDay(day.on), fen: day.dealFen ?? day.listFen })),
          at,
        );
        // At 00:00 itself the day has not begun for a deal; a moment later it has, and stays so.
        if (remembers && at > startOfDay(today)) shelf.reference = { on: today, fen };
        answer.set(skuId, fen);
      }
      return answer;
    },

    async history(skuId, at) {
      const today = dayOf(at);
      const from = addDays(today, 1 - HISTORY_DAYS);
      const shelf = (await shelvesOf([skuId], from)).get(skuId)!;
      if (shelf.history?.on === today) return shelf.history.days;
      const known = new Map(shelf.days.map((day) => [day.on, day]));
      const days: HistoryDay[] = [];
      for (let on = from; on <= today; on = addDays(on, 1)) {
        const day = known.get(on);
        const listFen = day?.listFen ?? days.at(-1)?.listFen;
        if (listFen !== undefined) days.push({ on, listFen, dealFen: day?.dealFen ?? listFen });
      }
      shelf.history = { on: today, days };
      return days;
    },

    forget(skuIds) {
      if (skuIds === undefined) remembered.clear();
      else for (const skuId of skuIds) remembered.delete(skuId);
    },
  };
}

/** The deals before `at` from the day `from` on, or the last one when there are none; days come oldest first. */
function recentDeals(days: readonly store.PriceDay[], from: string, at: number): readonly store.PriceDay[] {
  const deals: store.PriceDay[] = [];
  for (let index = days.length - 1; index >= 0; index -= 1) {
    const day = days[index]!;
    if (day.on < from && deals.length > 0) break;
    if (day.dealFen === null || startOfDay(day.on) >= at) continue;
    deals.push(day);
    if (day.on < from) break;
  }
  return deals;
}
