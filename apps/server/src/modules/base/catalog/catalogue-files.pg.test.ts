import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { imagePath } from './images.ts';
import type { Catalog, ImportOutcome, Product, Sku } from './index.ts';
import { dayOf, startOfDay } from './local-day.ts';
import { catalogueFiles, NOW_AT, testCatalog } from './test-catalogue.ts';

/** The shelves that Dacu ships: what the plans in `campaigns/` sell. */
let database: TestDatabase;
let catalog: Catalog;
let test: ReturnType<typeof testCatalog>;
let outcome: ImportOutcome;
let skus: readonly Sku[];
let products: Product[];
beforeAll(async () => {
  database = await openTestDatabase();
  test = testCatalog(database.db);
  outcome = await test.importFiles(await catalogueFiles());
  catalog = test.catalog;
  skus = await catalog.allSkus();
  products = await catalog.products([...new Set(skus.map((sku) => sku.productId))]);
});
afterAll(() => database.close());

const counted = (values: readonly string[]) => {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
};

describe('the catalogue files', () => {
  it('import without a single finding', () => {
    expect(outcome.errors).toEqual([]);
    expect(outcome.imported).toBe(true);
  });

  it('have at least 300 products and 450 skus, all on sale', () => {
    expect(products.length).toBeGreaterThanOrEqual(300);
    expect(skus.length).toBeGreaterThanOrEqual(450);
    expect(products.every((product) => product.onSale)).toBe(true);
  });

  it('fill every category with at least 15 products', async () => {
    const categories = await catalog.categories();
    expect(categories).toHaveLength(14);
    for (const category of categories)
      expect(category.productCount, category.categoryId).toBeGreaterThanOrEqual(15);
  });

  it('give every one of nine shops something to sell, freight, and regions that cost more', async () => {
    const shops = await catalog.shops();
    const counts = counted(products.map((product) => product.shopId));
    expect(shops.size).toBe(9);
    for (const shop of shops.values()) {
      expect(counts.get(shop.shopId), shop.shopId).toBeGreaterThanOrEqual(15);
      expect(shop.freight?.surchargeFenByRegion).toMatchObject({ 650000: expect.any(Number) });
    }
  });

  it('never put the cost above the floor or the floor above the list price', () => {
    for (const sku of skus) {
      expect(sku.costFen, sku.skuId).toBeLessThanOrEqual(sku.floorFen);
      expect(sku.floorFen, sku.skuId).toBeLessThanOrEqual(sku.listFen);
    }
  });

  it('leave room for half price on everything in the flash pool', () => {
    const pool = skus.filter((sku) => sku.tags.includes('flash'));
    expect(new Set(pool.map((sku) => sku.productId)).size).toBeGreaterThanOrEqual(35);
    for (const sku of pool) {
      expect(sku.floorFen * 2, sku.skuId).toBeLessThanOrEqual(sku.listFen);
      expect(sku.enrolledCampaignIds, sku.skuId).toContain('sale-2024');
    }
  });

  it('name only pictures that exist, and a grid of a category looks varied', async () => {
    for (const product of products)
      for (const url of product.imageUrls) {
        const code = /^\/assets\/catalogue\/(.+)\.webp$/.exec(url)?.[1] ?? '';
        expect(imagePath(code), url).not.toBeNull();
      }
    for (const { categoryId } of await catalog.categories()) {
      const first = products.filter((one) => one.categoryId === categoryId).map((one) => one.imageUrls[0]);
      expect(new Set(first).size, categoryId).toBeGreaterThanOrEqual(8);
    }
  });

  it('have titles that are told apart, in both languages', () => {
    for (const language of ['zh', 'en'] as const)
      expect(new Set(products.map((product) => product.title[language])).size).toBe(products.length);
    for (const product of products) {
      for (const text of [product.title, product.subtitle, product.description]) {
        expect(text.zh, product.productId).toMatch(/\p{Script=Han}/u);
        expect(text.en, product.productId).toMatch(/^[\x20-\x7E°’×éÉ½–]+$/);
      }
    }
  });

  it('have skus told apart within each product', () => {
    for (const product of products) {
      const titles = product.skus.map((sku) => sku.skuTitle.en);
      expect(new Set(titles).size, product.productId).toBe(titles.length);
    }
  });

  it('mix hits, new items and the long tail, one of them each', () => {
    const mix = products.map((product) =>
      product.tags.filter((tag) => ['hit', 'new', 'long-tail'].includes(tag)).join(),
    );
    const counts = counted(mix);
    expect([...counts.keys()].sort()).toEqual(['hit', 'long-tail', 'new']);
    for (const count of counts.values()) expect(count).toBeGreaterThanOrEqual(products.length * 0.15);
  });

  it('enrol most items by consent and leave some out', () => {
    const enrolled = products.filter((one) => one.skus[0]?.enrolledCampaignIds.includes('sale-2024'));
    expect(enrolled.length).toBeGreaterThan(products.length * 0.8);
    expect(enrolled.length).toBeLessThan(products.length);
  });

  it('know sixty days of prices of every sku, no deal above its list price', async () => {
    const days = await database.db.query<{ sku_id: string; n: number; first: string; last: string }>(
      `select sku_id, count(deal_fen) as n, min(on_day)::text as first, max(on_day)::text as last
       from price_day group by sku_id`,
    );
    expect(days).toHaveLength(skus.length);
    for (const day of days)
      expect(day, day.sku_id).toMatchObject({ n: 60, first: '2024-04-19', last: '2024-06-17' });
    expect(await database.db.query('select 1 from price_day where deal_fen > list_fen')).toEqual([]);
  });

  it('have a last list price that is the one on the shelf', async () => {
    const differing = await database.db.query(
      `select sku_id from price_day join sku using (sku_id)
       where on_day = '2024-06-17' and price_day.list_fen <> sku.list_fen`,
    );
    expect(differing).toEqual([]);
  });

  it('have some items whose lowest price of seven days is below the list price', async () => {
    const references = await catalog.referenceFen(
      skus.map((sku) => sku.skuId),
      NOW_AT,
    );
    const lower = skus.filter((sku) => (references.get(sku.skuId) ?? 0) < sku.listFen);
    expect(references.size).toBe(skus.length);
    expect(lower.length).toBeGreaterThan(skus.length * 0.05);
    expect(lower.length).toBeLessThan(skus.length * 0.5);
  });
});

describe('the price that may be struck through, from the days on record', () => {
  const skuId = 'sk-daily-nuts-30-1';
  const record = (deals: { at: number; dealFen: number }[]) =>
    database.db.transaction((tx) =>
      catalog.recordDeals(
        tx,
        deals.map((deal) => ({ skuId, ...deal })),
      ),
    );

  it('is null before the first known day, and the last deal once seven days are silent', async () => {
    expect((await catalog.referenceFen([skuId], startOfDay('2024-04-19'))).get(skuId)).toBeNull();
    expect((await catalog.referenceFen([skuId], startOfDay('2024-07-20'))).get(skuId)).toBe(12_900);
  });

  it('takes the lowest of two deals of a day, and forgets it after the seventh day', async () => {
    const day = startOfDay('2024-08-01');
    await record([
      { at: day + 1_000, dealFen: 9_900 },
      { at: day + 2_000, dealFen: 9_000 },
    ]);
    await record([{ at: day + 3_000, dealFen: 9_500 }]);
    await record([{ at: startOfDay('2024-08-03'), dealFen: 9_800 }]);
    const at = async (on: string) => (await catalog.referenceFen([skuId], startOfDay(on))).get(skuId);
    expect(await at('2024-08-08')).toBe(9_000);
    expect(await at('2024-08-09')).toBe(9_800);
  });
});

describe('what is on sale follows the campaign clock', () => {
  it('an item is not on sale before its day, and the list says so from that instant on', async () => {
    const coming = products.reduce((a, b) => (b.onSaleAt > a.onSaleAt ? b : a));
    test.moveTo(coming.onSaleAt - 1);
    expect((await catalog.product(coming.productId))?.onSale).toBe(false);
    const before = await catalog.allSkus();
    expect(await catalog.allSkus()).toBe(before);
    test.moveTo(coming.onSaleAt);
    expect((await catalog.product(coming.productId))?.onSale).toBe(true);
    test.moveTo(NOW_AT);
    expect(dayOf(NOW_AT)).toBe('2024-06-17');
  });
});
