import type { PlaceKind, PlaceStockRow } from '@dacu/engine/ledger';
import type { Sql, Tx } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { Place } from '../../base/catalog/index.ts';

/** All SQL of places and what stands in them. */

export const placeStockTable = rowTable<PlaceStockRow>({
  name: 'placeStock',
  table: 'place_stock',
  columns: [
    { field: 'placeStockKey', column: 'place_stock_key', type: 'text' },
    { field: 'skuId', column: 'sku_id', type: 'text' },
    { field: 'placeId', column: 'place_id', type: 'text' },
    { field: 'onHand', column: 'on_hand', type: 'integer' },
    { field: 'allotted', column: 'allotted', type: 'integer' },
    { field: 'unavailable', column: 'unavailable', type: 'integer' },
  ],
});

export async function readPlaces(sql: Sql): Promise<Place[]> {
  const rows = await sql.query<{
    placeId: string;
    kind: PlaceKind;
    nameZh: string;
    nameEn: string;
    addressZh: string;
    addressEn: string;
    province: string;
    serves: string[];
    share: number;
    hoursZh: string | null;
    hoursEn: string | null;
  }>(
    `select place_id as "placeId", kind, name_zh as "nameZh", name_en as "nameEn", address_zh as "addressZh",
       address_en as "addressEn", province, serves, share, hours_zh as "hoursZh", hours_en as "hoursEn"
     from place order by kind desc, place_id collate "C"`,
  );
  return rows.map(({ placeId, kind, province, serves, share, ...words }) => ({
    ...{ placeId, kind, province, serves, share },
    name: { zh: words.nameZh, en: words.nameEn },
    address: { zh: words.addressZh, en: words.addressEn },
    hours: words.hoursZh === null ? null : { zh: words.hoursZh, en: words.hoursEn! },
  }));
}

export function readPlaceStock(sql: Sql, skuIds: readonly string[]): Promise<PlaceStockRow[]> {
  return sql.query<PlaceStockRow>(
    `select place_stock_key as "placeStockKey", sku_id as "skuId", place_id as "placeId", on_hand as "onHand", allotted, unavailable
     from place_stock where sku_id = any($1) order by place_stock_key collate "C"`,
    [skuIds],
  );
}

/** What stores have for whoever comes: the most that one of them can hand out, all of them together, and what they were given. */
export type InStores = { readonly most: number; readonly free: number; readonly allotment: number };
export const IN_NO_STORE: InStores = { most: 0, free: 0, allotment: 0 };

export async function readInStores(sql: Sql, skuIds: readonly string[]): Promise<Map<string, InStores>> {
  const rows = await sql.query<InStores & { skuId: string }>(
    `select sku_id as "skuId", max(on_hand - allotted - unavailable)::int as most,
       sum(on_hand - allotted - unavailable)::int as free, sum(allotment)::int as allotment
     from place_stock join place using (place_id) where kind = 'store' and sku_id = any($1) group by sku_id`,
    [skuIds],
  );
  return new Map(rows.map(({ skuId, ...row }) => [skuId, row]));
}

/** What the network counts and neither a warehouse nor an order's shelf in a store does: goods from before there were any. Of these skus, or of all. */
export function readUnplaced(
  sql: Sql,
  skuIds: readonly string[] | null = null,
): Promise<{ skuId: string; onHand: number; unavailable: number }[]> {
  return sql.query(
    `select * from (
       select s.sku_id as "skuId", s.on_hand - coalesce(sum(case w.kind when 'warehouse' then p.on_hand else p.allotted end), 0)::int as "onHand",
         s.unavailable - coalesce(sum(p.unavailable) filter (where w.kind = 'warehouse'), 0)::int as unavailable
       from stock s left join (place_stock p join place w on w.place_id = p.place_id) on p.sku_id = s.sku_id
       where $1::text[] is null or s.sku_id = any($1) group by s.sku_id) r
     where "onHand" > 0 order by "skuId" collate "C"`,
    [skuIds],
  );
}

/** Rows come with each key once, in the lane's order. */
export async function addPlaced(
  tx: Tx,
  rows: readonly {
    readonly key: string;
    readonly skuId: string;
    readonly placeId: string;
    readonly onHand: number;
    readonly unavailable: number;
    /** What a store was given to sell; 0 for a warehouse, whose measure is the network's. */
    readonly allotment: number;
  }[],
): Promise<void> {
  await tx.query(
    `insert into place_stock (place_stock_key, sku_id, place_id, on_hand, unavailable, allotment)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::int[], $5::int[], $6::int[])
     on conflict (place_stock_key) do update set on_hand = place_stock.on_hand + excluded.on_hand,
       unavailable = place_stock.unavailable + excluded.unavailable, allotment = place_stock.allotment + excluded.allotment`,
    [
      rows.map((row) => row.key),
      rows.map((row) => row.skuId),
      rows.map((row) => row.placeId),
      rows.map((row) => row.onHand),
      rows.map((row) => row.unavailable),
      rows.map((row) => row.allotment),
    ],
  );
}
