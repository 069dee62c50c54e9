import type { Sql } from '../../../platform/db/types.ts';
import { groupBy } from './group-by.ts';
import { addDays, dayOf, startOfDay } from './local-day.ts';
import { type Reference, referenceFromAt, referencePrice } from './reference-price.ts';
import * as store from './store.ts';

export type HistoryDay = { readonly on: string; readonly listFen: number; readonly dealFen: number };
export const HISTORY_DAYS = 90;

/**
 * What may be struck through at an instant, by sku (see `referencePrice`). A day is known by its lowest deal only, and
 * counts from its 00:00: at an instant in the past, later deals of that same day are counted in, never left out, so the
 * answer can be too low but not too high.
 */
export async function references(
  sql: Sql,
  skuIds: readonly string[],
  at: number,
): Promise<Map<string, Reference>> {
  const wanted = [...new Set(skuIds)];
  const from = dayOf(referenceFromAt(at));
  const days = await store.readPriceDays(sql, wanted, from, dayOf(at));
  const recent = groupBy(
    days.filter((day) => day.dealFen !== null && startOfDay(day.on) < at),
    (day) => day.skuId,
  );
  const silent = wanted.filter((skuId) => !recent.has(skuId));
  const last = silent.length === 0 ? [] : await store.readLastDeals(sql, silent, from);
  const older = new Map(last.map((day) => [day.skuId, [day]]));
  return new Map(
    wanted.map((skuId) => {
      const known = recent.get(skuId) ?? older.get(skuId) ?? [];
      const deals = known.map((day) => ({ at: startOfDay(day.on), fen: day.dealFen ?? day.listFen }));
      return [skuId, referencePrice(deals, at)];
    }),
  );
}

/**
 * Ninety days up to the one of `at`, oldest first, from the first day that is known. A day without a row repeats the list
 * price before it; a day without a sale shows its list price as what it would have cost.
 */
export async function priceHistory(sql: Sql, skuId: string, at: number): Promise<HistoryDay[]> {
  const today = dayOf(at);
  const from = addDays(today, 1 - HISTORY_DAYS);
  const known = new Map((await store.readPriceDays(sql, [skuId], from, today)).map((day) => [day.on, day]));
  const history: HistoryDay[] = [];
  for (let on = from; on <= today; on = addDays(on, 1)) {
    const day = known.get(on);
    const listFen = day?.listFen ?? history.at(-1)?.listFen;
    if (listFen !== undefined) history.push({ on, listFen, dealFen: day?.dealFen ?? listFen });
  }
  return history;
}
