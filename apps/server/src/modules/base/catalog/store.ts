import type { FreightTemplate } from '@dacu/engine/pricing';
import type { Db, Sql, Tx } from '../../../platform/db/types.ts';
import { groupBy } from './group-by.ts';
import { imageUrl } from './images.ts';
import type { Snapshot } from './read-cache.ts';
import type { Attribute, Brand, Category, Product, ShelfPrice, Shop, Sku } from './types.ts';

export async function readVersion(sql: Sql): Promise<number> {
  const [row] = await sql.query<{ version: number }>('select version from catalogue_version where id = 1');
  return row?.version ?? 0;
}

type ProductRow = {
  product_id: string;
  shop_id: string;
  category_id: string;
  brand_id: string;
  title_zh: string;
  title_en: string;
  subtitle_zh: string;
  subtitle_en: string;
  description_zh: string;
  description_en: string;
  tags: string[];
  images: string[];
  attributes: Attribute[];
  on_sale_at: number;
  status: string;
  campaign_ids: string[];
};
type SkuRow = {
  sku_id: string;
  product_id: string;
  title_zh: string;
  title_en: string;
  list_fen: number;
  cost_fen: number;
  floor_fen: number;
  sold_before: number;
};

/** Everything at once, in one consistent look at the database. */
export async function readSnapshot(db: Db, at: number): Promise<Snapshot> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read read only');
    const version = await readVersion(tx);
    const categories = await readCategories(tx);
    const shops = await readShops(tx);
    const brands = await readBrands(tx);
    const skuRows = await tx.query<SkuRow>('select * from sku order by product_id, place, sku_id');
    const productRows = await tx.query<ProductRow>(
      `select p.*, array(select e.campaign_id from enrolment e where e.product_id = p.product_id order by 1) as campaign_ids
       from product p order by product_id`,
    );
    const skusOf = groupBy(skuRows, (row) => row.product_id);
    const products = productRows.flatMap((row) => {
      const own = skusOf.get(row.product_id);
      return own === undefined ? [] : [productOf(row, own, ancestorsOf(row.category_id, categories), at)];
    });
    const skuList = products.flatMap((product) => product.skus);
    const coming = products.map((product) => product.onSaleAt);
    return {
      version,
      products: new Map(products.map((product) => [product.productId, product])),
      skus: new Map(skuList.map((sku) => [sku.skuId, sku])),
      skuList,
      shops: new Map(shops.map((shop) => [shop.shopId, shop])),
      brands: new Map(brands.map((brand) => [brand.brandId, brand])),
      categories,
      fromAt: coming.reduce(
        (latest, on) => (on <= at && on > latest ? on : latest),
        Number.NEGATIVE_INFINITY,
      ),
      untilAt: coming.reduce((next, on) => (on > at && on < next ? on : next), Number.POSITIVE_INFINITY),
    };
  });
}

function productOf(
  row: ProductRow,
  skuRows: readonly SkuRow[],
  categories: readonly string[],
  at: number,
): Product {
  const onSale = row.status === 'on' && row.on_sale_at <= at;
  const title = { zh: row.title_zh, en: row.title_en };
  const imageUrls = row.images.map(imageUrl);
  const skus = skuRows.map(
    (sku): Sku => ({
      skuId: sku.sku_id,
      productId: row.product_id,
      shopId: row.shop_id,
      categories,
      brandId: row.brand_id,
      tags: row.tags,
      title,
      skuTitle: { zh: sku.title_zh, en: sku.title_en },
      imageUrl: imageUrls[0] ?? '',
      listFen: sku.list_fen,
      costFen: sku.cost_fen,
      floorFen: sku.floor_fen,
      onSale,
      onSaleAt: row.on_sale_at,
      enrolledCampaignIds: row.campaign_ids,
    }),
  );
  return {
    productId: row.product_id,
    shopId: row.shop_id,
    categoryId: row.category_id,
    brandId: row.brand_id,
    title,
    subtitle: { zh: row.subtitle_zh, en: row.subtitle_en },
    description: { zh: row.description_zh, en: row.description_en },
    tags: row.tags,
    imageUrls,
    attributes: row.attributes,
    onSale,
    onSaleAt: row.on_sale_at,
    soldBefore: skuRows.reduce((sum, sku) => sum + sku.sold_before, 0),
    skus,
  };
}

function ancestorsOf(categoryId: string, categories: readonly Category[]): string[] {
  const path: string[] = [];
  for (let id: string | null = categoryId; id !== null && !path.includes(id); ) {
    path.push(id);
    const current: string = id;
    id = categories.find((category) => category.categoryId === current)?.parentId ?? null;
  }
  return path;
}

async function readCategories(sql: Sql): Promise<Category[]> {
  const rows = await sql.query<{
    category_id: string;
    parent_id: string | null;
    name_zh: string;
    name_en: string;
    image: string;
  }>('select * from category order by sort, category_id');
  return rows.map((row) => ({
    categoryId: row.category_id,
    parentId: row.parent_id,
    title: { zh: row.name_zh, en: row.name_en },
    imageUrl: imageUrl(row.image),
  }));
}

async function readShops(sql: Sql): Promise<Shop[]> {
  const rows = await sql.query<{
    shop_id: string;
    name_zh: string;
    name_en: string;
    intro_zh: string;
    intro_en: string;
    freight: FreightTemplate | null;
  }>('select * from shop order by shop_id');
  return rows.map((row) => ({
    shopId: row.shop_id,
    name: { zh: row.name_zh, en: row.name_en },
    intro: { zh: row.intro_zh, en: row.intro_en },
    freight: row.freight,
  }));
}

async function readBrands(sql: Sql): Promise<Brand[]> {
  const rows = await sql.query<{ brand_id: string; name_zh: string; name_en: string }>(
    'select * from brand order by brand_id',
  );
  return rows.map((row) => ({ brandId: row.brand_id, name: { zh: row.name_zh, en: row.name_en } }));
}

export type PriceDay = {
  readonly skuId: string;
  readonly on: string;
  readonly listFen: number;
  readonly dealFen: number | null;
};

/** Days `[from, until]` of these skus, oldest first. */
export async function readPriceDays(
  sql: Sql,
  skuIds: readonly string[],
  from: string,
  until: string,
): Promise<PriceDay[]> {
  const rows = await sql.query<{ sku_id: string; on_day: string; list_fen: number; deal_fen: number | null }>(
    `select sku_id, on_day::text as on_day, list_fen, deal_fen from price_day
     where sku_id = any($1::text[]) and price_day.on_day between $2::date and $3::date order by sku_id, price_day.on_day`,
    [skuIds, from, until],
  );
  return rows.map((row) => ({
    skuId: row.sku_id,
    on: row.on_day,
    listFen: row.list_fen,
    dealFen: row.deal_fen,
  }));
}

/** The last day before `day` on which each sku sold. */
export async function readLastDeals(sql: Sql, skuIds: readonly string[], day: string): Promise<PriceDay[]> {
  const rows = await sql.query<{ sku_id: string; on_day: string; list_fen: number; deal_fen: number }>(
    `select d.sku_id, d.on_day::text as on_day, d.list_fen, d.deal_fen
     from unnest($1::text[]) as wanted (sku_id), lateral (
       select * from price_day p where p.sku_id = wanted.sku_id and p.on_day < $2::date and p.deal_fen is not null
       order by p.on_day desc limit 1) as d`,
    [skuIds, day],
  );
  return rows.map((row) => ({
    skuId: row.sku_id,
    on: row.on_day,
    listFen: row.list_fen,
    dealFen: row.deal_fen,
  }));
}

/** Keeps the lowest deal of a day; the list price is that of the moment when the day is new. */
export async function putDeals(
  tx: Tx,
  deals: readonly { skuId: string; on: string; dealFen: number }[],
): Promise<void> {
  await tx.query(
    `insert into price_day as known (sku_id, on_day, list_fen, deal_fen)
     select deal.sku_id, deal.on_day, sku.list_fen, deal.deal_fen
     from (select sku_id, on_day::date as on_day, min(deal_fen) as deal_fen
           from unnest($1::text[], $2::text[], $3::bigint[]) as d (sku_id, on_day, deal_fen)
           group by 1, 2 order by 1, 2) as deal join sku using (sku_id)
     on conflict (sku_id, on_day) do update set deal_fen = least(known.deal_fen, excluded.deal_fen)`,
    [deals.map((deal) => deal.skuId), deals.map((deal) => deal.on), deals.map((deal) => deal.dealFen)],
  );
}

/** Answers false when the shopper already keeps as many as one may. */
export async function putFavourite(
  sql: Sql,
  favourite: { shopperId: string; productId: string; at: number; favouritesMax: number },
): Promise<boolean> {
  const { shopperId, productId, at, favouritesMax } = favourite;
  const kept = await sql.query(
    `insert into favourite (shopper_id, product_id, at)
     select $1, $2, $3 where (select count(*) from favourite where shopper_id = $1) < $4
     on conflict do nothing returning product_id`,
    [shopperId, productId, at, favouritesMax],
  );
  return kept.length > 0 || (await readFavouriteIds(sql, shopperId)).has(productId);
}

export async function removeFavourite(sql: Sql, shopperId: string, productId: string): Promise<void> {
  await sql.query('delete from favourite where shopper_id = $1 and product_id = $2', [shopperId, productId]);
}

export async function readFavourites(sql: Sql, shopperId: string, limit: number): Promise<string[]> {
  const rows = await sql.query<{ product_id: string }>(
    'select product_id from favourite where shopper_id = $1 order by at desc, product_id limit $2',
    [shopperId, limit],
  );
  return rows.map((row) => row.product_id);
}

/** All of them at once: a shopper looks at many pages and keeps few products. */
export async function readFavouriteIds(sql: Sql, shopperId: string): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ product_id: string }>(
    'select product_id from favourite where shopper_id = $1',
    [shopperId],
  );
  return new Set(rows.map((row) => row.product_id));
}

/** Of each item in each store the price seen last, not after a day. */
export async function readShelfPrices(sql: Sql, day: string): Promise<ShelfPrice[]> {
  const rows = await sql.query<Omit<ShelfPrice, 'storeName'> & { zh: string; en: string }>(
    `select distinct on (p.store_id, p.sku_id) p.store_id as "storeId", s.name_zh as zh, s.name_en as en,
       p.sku_id as "skuId", p.price_fen as "priceFen", p.seen_on::text as "seenOn"
     from store_price p join store s on s.store_id = p.store_id
     where p.seen_on <= $1::date order by p.store_id, p.sku_id, p.seen_on desc`,
    [day],
  );
  return rows.map(({ zh, en, ...row }) => ({ ...row, storeName: { zh, en } }));
}
