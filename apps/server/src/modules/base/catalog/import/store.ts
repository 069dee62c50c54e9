import type { PlaceKind } from '@dacu/engine/ledger';
import type { Tx } from '../../../../platform/db/types.ts';
import type { Place, Shop } from '../types.ts';
import type { PriceSpan } from './check-prices.ts';
import type { ProductDraft, SkuDraft } from './check-products.ts';
import type { Store, StorePrice } from './check-store-prices.ts';

export type Facts = {
  readonly shopIds: ReadonlySet<string>;
  /** By id and by both names, in small letters. */
  readonly categoryIdByWord: ReadonlyMap<string, string>;
  readonly brandZhById: ReadonlyMap<string, string>;
  readonly skuById: ReadonlyMap<string, { readonly productId: string; readonly listFen: number }>;
  readonly placeKindById: ReadonlyMap<string, PlaceKind>;
};

/** One import at a time; readers are not held up. */
export async function lockCatalogue(tx: Tx): Promise<void> {
  await tx.query('select version from catalogue_version where id = 1 for update');
}

export async function raiseVersion(tx: Tx): Promise<void> {
  await tx.query('update catalogue_version set version = version + 1 where id = 1');
}

export async function readFacts(tx: Tx): Promise<Facts> {
  const shops = await tx.query<{ shop_id: string }>('select shop_id from shop');
  const categories = await tx.query<{ category_id: string; name_zh: string; name_en: string }>(
    'select category_id, name_zh, name_en from category',
  );
  const brands = await tx.query<{ brand_id: string; name_zh: string }>('select brand_id, name_zh from brand');
  const skus = await tx.query<{ sku_id: string; product_id: string; list_fen: number }>(
    'select sku_id, product_id, list_fen from sku',
  );
  const places = await tx.query<{ place_id: string; kind: PlaceKind }>('select place_id, kind from place');
  return {
    shopIds: new Set(shops.map((shop) => shop.shop_id)),
    categoryIdByWord: new Map(
      categories.flatMap((row) =>
        [row.category_id, row.name_zh, row.name_en.toLowerCase()].map(
          (word) => [word, row.category_id] as const,
        ),
      ),
    ),
    brandZhById: new Map(brands.map((brand) => [brand.brand_id, brand.name_zh])),
    skuById: new Map(skus.map((sku) => [sku.sku_id, { productId: sku.product_id, listFen: sku.list_fen }])),
    placeKindById: new Map(places.map(({ place_id, kind }) => [place_id, kind])),
  };
}

export async function putShops(tx: Tx, shops: readonly Shop[]): Promise<void> {
  const rows = shops.map(({ shopId, name, intro, freight }) => ({ shopId, name, intro, freight }));
  await tx.query(
    `insert into shop (shop_id, name_zh, name_en, intro_zh, intro_en, freight)
     select "shopId", name->>'zh', name->>'en', intro->>'zh', intro->>'en', freight
     from jsonb_to_recordset($1::jsonb) as shop ("shopId" text, name jsonb, intro jsonb, freight jsonb)
     on conflict (shop_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
       intro_zh = excluded.intro_zh, intro_en = excluded.intro_en, freight = excluded.freight`,
    [JSON.stringify(rows)],
  );
}

export async function putBrands(tx: Tx, products: readonly ProductDraft[]): Promise<void> {
  const brands = new Map(products.map(({ brandId, brandZh, brandEn }) => [brandId, { brandZh, brandEn }]));
  await tx.query(
    `insert into brand (brand_id, name_zh, name_en) select * from unnest($1::text[], $2::text[], $3::text[])
     on conflict (brand_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en`,
    [
      [...brands.keys()],
      [...brands.values()].map((brand) => brand.brandZh),
      [...brands.values()].map((brand) => brand.brandEn),
    ],
  );
}

export async function putProducts(tx: Tx, products: readonly ProductDraft[]): Promise<void> {
  await tx.query(
    `insert into product (product_id, shop_id, category_id, brand_id, title_zh, title_en, subtitle_zh, subtitle_en,
       description_zh, description_en, tags, images, attributes, on_sale_at, status)
     select "productId", "shopId", "categoryId", "brandId", "titleZh", "titleEn", "subtitleZh", "subtitleEn",
       "descriptionZh", "descriptionEn", tags, images, attributes, "onSaleAt", status
     from jsonb_to_recordset($1::jsonb) as product ("productId" text, "shopId" text, "categoryId" text, "brandId" text,
       "titleZh" text, "titleEn" text, "subtitleZh" text, "subtitleEn" text, "descriptionZh" text,
       "descriptionEn" text, tags text[], images text[], attributes jsonb, "onSaleAt" bigint, status text)
     on conflict (product_id) do update set shop_id = excluded.shop_id, category_id = excluded.category_id,
       brand_id = excluded.brand_id, title_zh = excluded.title_zh, title_en = excluded.title_en,
       subtitle_zh = excluded.subtitle_zh, subtitle_en = excluded.subtitle_en,
       description_zh = excluded.description_zh, description_en = excluded.description_en, tags = excluded.tags,
       images = excluded.images, attributes = excluded.attributes, on_sale_at = excluded.on_sale_at,
       status = excluded.status`,
    [JSON.stringify(products)],
  );
}

export async function putSkus(tx: Tx, skus: readonly SkuDraft[]): Promise<void> {
  await tx.query(
    `insert into sku (sku_id, product_id, place, title_zh, title_en, list_fen, cost_fen, floor_fen, sold_before)
     select "skuId", "productId", place, "titleZh", "titleEn", "listFen", "costFen", "floorFen", "soldBefore"
     from jsonb_to_recordset($1::jsonb) as sku ("skuId" text, "productId" text, place integer, "titleZh" text,
       "titleEn" text, "listFen" bigint, "costFen" bigint, "floorFen" bigint, "soldBefore" bigint)
     on conflict (sku_id) do update set place = excluded.place, title_zh = excluded.title_zh,
       title_en = excluded.title_en, list_fen = excluded.list_fen, cost_fen = excluded.cost_fen,
       floor_fen = excluded.floor_fen, sold_before = excluded.sold_before`,
    [JSON.stringify(skus)],
  );
}

/** The consents of a product are those its file states: one that is gone was withdrawn. */
export async function putEnrolments(tx: Tx, products: readonly ProductDraft[]): Promise<void> {
  const rows = products.flatMap(({ productId, enrolments }) =>
    enrolments.map((enrolment) => ({ productId, ...enrolment })),
  );
  await tx.query('delete from enrolment where product_id = any($1::text[])', [
    products.map((product) => product.productId),
  ]);
  await tx.query(
    `insert into enrolment (product_id, campaign_id, consented_on, consented_by)
     select "productId", "campaignId", "on", by
     from jsonb_to_recordset($1::jsonb) as enrolment ("productId" text, "campaignId" text, "on" date, by text)`,
    [JSON.stringify(rows)],
  );
}

/** Spans become one row a day. */
export async function putPriceSpans(tx: Tx, spans: readonly PriceSpan[]): Promise<void> {
  await tx.query(
    `insert into price_day (sku_id, on_day, list_fen, deal_fen)
     select "skuId", day::date, "listFen", "dealFen"
     from jsonb_to_recordset($1::jsonb) as span ("skuId" text, "from" date, until date, "listFen" bigint, "dealFen" bigint),
       generate_series("from"::timestamp, until::timestamp, interval '1 day') as day
     on conflict (sku_id, on_day) do update set list_fen = excluded.list_fen, deal_fen = excluded.deal_fen`,
    [JSON.stringify(spans)],
  );
}

/** A new list price counts from its day on; deals already made that day stay. */
export async function putListPrices(
  tx: Tx,
  day: string,
  skus: readonly { readonly skuId: string; readonly listFen: number }[],
): Promise<void> {
  await tx.query(
    `insert into price_day (sku_id, on_day, list_fen)
     select sku_id, $1::date, list_fen from unnest($2::text[], $3::bigint[]) as changed (sku_id, list_fen)
     on conflict (sku_id, on_day) do update set list_fen = excluded.list_fen`,
    [day, skus.map((sku) => sku.skuId), skus.map((sku) => sku.listFen)],
  );
}

export async function putStorePrices(
  tx: Tx,
  stores: readonly Store[],
  prices: readonly StorePrice[],
): Promise<void> {
  await tx.query(
    `insert into store (store_id, name_zh, name_en)
     select "storeId", "nameZh", "nameEn"
     from jsonb_to_recordset($1::jsonb) as store ("storeId" text, "nameZh" text, "nameEn" text)
     on conflict (store_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en`,
    [JSON.stringify(stores)],
  );
  await tx.query(
    `insert into store_price (store_id, sku_id, seen_on, price_fen)
     select "storeId", "skuId", "seenOn", "priceFen"
     from jsonb_to_recordset($1::jsonb) as seen ("storeId" text, "skuId" text, "seenOn" date, "priceFen" bigint)
     on conflict (store_id, sku_id, seen_on) do update set price_fen = excluded.price_fen`,
    [JSON.stringify(prices)],
  );
}

export async function putPlaces(tx: Tx, places: readonly Place[]): Promise<void> {
  await tx.query(
    `insert into place (place_id, kind, name_zh, name_en, address_zh, address_en, province, serves, share, hours_zh, hours_en)
     select p->>'placeId', p->>'kind', p->'name'->>'zh', p->'name'->>'en', p->'address'->>'zh', p->'address'->>'en',
       p->>'province', array(select jsonb_array_elements_text(p->'serves')), (p->>'share')::int, p->'hours'->>'zh', p->'hours'->>'en'
     from jsonb_array_elements($1::jsonb) as p
     on conflict (place_id) do update set name_zh = excluded.name_zh, name_en = excluded.name_en,
       address_zh = excluded.address_zh, address_en = excluded.address_en, province = excluded.province,
       serves = excluded.serves, share = excluded.share, hours_zh = excluded.hours_zh, hours_en = excluded.hours_en`,
    [JSON.stringify(places)],
  );
}
