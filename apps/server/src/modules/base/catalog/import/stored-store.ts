import type { Tx } from '../../../../platform/db/types.ts';
import type { Place, Shop } from '../types.ts';
import type { PriceSpan } from './check-prices.ts';
import type { StorePrice } from './check-store-prices.ts';
import type { Fields } from './preview-import.ts';

/** What stands in the catalogue now, field by field as a file would state it: read for the preview of an import. */

export function freightText(freight: NonNullable<Shop['freight']>): string {
  const { baseFen, freeFromFen, basis, surchargeFenByRegion } = freight;
  const surcharges = Object.entries(surchargeFenByRegion ?? {})
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([region, fen]) => `${region}=${fen}`);
  return [`${baseFen}`, `≥${freeFromFen ?? '—'}`, basis, ...surcharges].join(' ');
}

export async function shopFields(tx: Tx, ids: readonly string[]): Promise<Map<string, Fields>> {
  const rows = await tx.query<{ id: string; freight: Shop['freight'] } & Record<string, string>>(
    `select shop_id as id, name_zh as "nameZh", name_en as "nameEn", intro_zh as "introZh", intro_en as "introEn", freight
     from shop where shop_id = any($1::text[])`,
    [ids],
  );
  return new Map(
    rows.map(({ id, freight, ...row }) => [
      id,
      { ...row, freight: freight === null ? null : freightText(freight) },
    ]),
  );
}

export async function productFields(tx: Tx, ids: readonly string[]): Promise<Map<string, Fields>> {
  type Row = { id: string; attributes: readonly { name: { zh: string }; value: { zh: string } }[] };
  const rows = await tx.query<Row & Record<string, string | number>>(
    `select p.product_id as id, p.shop_id as "shopId", p.category_id as "categoryId", p.brand_id as "brandId",
       p.title_zh as "titleZh", p.title_en as "titleEn", p.subtitle_zh as "subtitleZh", p.subtitle_en as "subtitleEn",
       p.description_zh as "descriptionZh", p.description_en as "descriptionEn", p.on_sale_at as "onSaleAt", p.status,
       (select coalesce(string_agg(tag, ' · ' order by tag collate "C"), '') from unnest(p.tags) tag) as tags,
       array_to_string(p.images, ' · ') as images, p.attributes,
       (select coalesce(string_agg(e.campaign_id, ' · ' order by e.campaign_id collate "C"), '')
          from enrolment e where e.product_id = p.product_id) as enrolments
     from product p where p.product_id = any($1::text[])`,
    [ids],
  );
  return new Map(
    rows.map(({ id, attributes, ...row }) => [
      id,
      { ...row, attributes: attributes.map(({ name, value }) => `${name.zh}=${value.zh}`).join(' · ') },
    ]),
  );
}

export async function skuFields(tx: Tx, ids: readonly string[]): Promise<Map<string, Fields>> {
  const rows = await tx.query<{ id: string } & Record<string, string | number>>(
    `select sku_id as id, place, title_zh as "titleZh", title_en as "titleEn", list_fen as "listFen",
       cost_fen as "costFen", floor_fen as "floorFen", sold_before as "soldBefore"
     from sku where sku_id = any($1::text[])`,
    [ids],
  );
  return new Map(rows.map(({ id, ...row }) => [id, row]));
}

/** Each day of each span against the day that is kept; of spans that overlap the later row of the file would win. */
export async function comparePriceDays(
  tx: Tx,
  spans: readonly PriceSpan[],
): Promise<{ added: number; changed: number; unchanged: number }> {
  const [row] = await tx.query<{ added: number; changed: number; unchanged: number }>(
    `select count(*) filter (where p.sku_id is null)::int as added,
       count(*) filter (where p.sku_id is not null
         and (p.list_fen, p.deal_fen) is distinct from (span."listFen", span."dealFen"))::int as changed,
       count(*) filter (where p.sku_id is not null
         and (p.list_fen, p.deal_fen) is not distinct from (span."listFen", span."dealFen"))::int as unchanged
     from jsonb_to_recordset($1::jsonb) as span ("skuId" text, "from" date, until date, "listFen" bigint, "dealFen" bigint)
     cross join lateral generate_series("from"::timestamp, until::timestamp, interval '1 day') as day
     left join price_day p on p.sku_id = span."skuId" and p.on_day = day::date`,
    [JSON.stringify(spans)],
  );
  return row!;
}

/** Each price of a store against the one that is kept of that day. */
export async function compareStorePrices(
  tx: Tx,
  prices: readonly StorePrice[],
): Promise<{ added: number; changed: number; unchanged: number }> {
  const [row] = await tx.query<{ added: number; changed: number; unchanged: number }>(
    `select count(*) filter (where p.sku_id is null)::int as added,
       count(*) filter (where p.price_fen <> seen."priceFen")::int as changed,
       count(*) filter (where p.price_fen = seen."priceFen")::int as unchanged
     from jsonb_to_recordset($1::jsonb) as seen ("storeId" text, "skuId" text, "seenOn" date, "priceFen" bigint)
     left join store_price p on p.store_id = seen."storeId" and p.sku_id = seen."skuId" and p.seen_on = seen."seenOn"`,
    [JSON.stringify(prices)],
  );
  return row!;
}

export async function comparePlaces(
  tx: Tx,
  places: readonly Place[],
): Promise<{ added: number; changed: number; unchanged: number }> {
  const [row] = await tx.query<{ added: number; changed: number; unchanged: number }>(
    `select count(*) filter (where p.place_id is null)::int as added,
       count(*) filter (where p.place_id is not null and not same)::int as changed,
       count(*) filter (where same)::int as unchanged
     from jsonb_array_elements($1::jsonb) as given
     left join place p on p.place_id = given->>'placeId'
     cross join lateral (select (p.name_zh, p.name_en, p.address_zh, p.address_en, p.province, to_jsonb(p.serves), p.share,
         p.hours_zh, p.hours_en) is not distinct from
       (given->'name'->>'zh', given->'name'->>'en', given->'address'->>'zh', given->'address'->>'en', given->>'province',
         given->'serves', (given->>'share')::int, given->'hours'->>'zh', given->'hours'->>'en') as same) as compared`,
    [JSON.stringify(places)],
  );
  return row!;
}
