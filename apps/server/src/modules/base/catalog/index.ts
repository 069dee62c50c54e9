/**
 * Catalogue: what is sold, by whom, in which category, and for how much before any promotion.
 *
 * Invariants
 * - An import is all or nothing: one bad row and the database is as it was. Every bad cell is reported with its place.
 * - cost ≤ floor ≤ list price; every title and description exists in both languages; the database checks amounts too.
 * - A campaign may touch an item only by a consent that names campaign, day and person (`enrolledCampaignIds`).
 * - The price that may be struck through is the lowest deal of the seven days before (明码标价规定 art 16), from
 *   `price_day`; a changed list price leaves its row there.
 * - Stock is not counted here: an import hands the opening stock of new skus to whoever counts it, in its transaction.
 * - What a node remembers is one immutable snapshot, at most a second older than the last import on any node.
 *
 * When it fails: without the database, reads fail after the second for which the snapshot may be trusted. An import whose
 * connection breaks has happened or not as a whole; importing the same file again is harmless.
 */
import type { PriceStretch } from '@dacu/engine/compliance';
import type { Text } from '@dacu/engine/pricing';
import type { Clocks } from '../../../platform/clocks.ts';
import type { Db, Tx } from '../../../platform/db/types.ts';
import { type ImportInput, type ImportOutcome, importCatalogue } from './import/import-catalogue.ts';
import { joinDays, STRETCH_DAYS } from './join-days.ts';
import { addDays, dayOf } from './local-day.ts';
import { createPrices, type HistoryDay } from './prices.ts';
import { createReadCache } from './read-cache.ts';
import { hotWords } from './search/hot-words.ts';
import { type SearchAnswer, type SearchInput, search } from './search/search.ts';
import type { StockCount } from './stock-counts.ts';
import * as store from './store.ts';
import type { Brand, Category, Product, ShelfPrice, Shop, Sku } from './types.ts';

export type { ImportInput, ImportOutcome } from './import/import-catalogue.ts';
export { type ReadCatalogue, readCatalogue } from './import/read-catalogue.ts';
export type { UploadedFile } from './import/read-tables.ts';
export { type CatalogPorts, presentCards, presentProduct } from './present.ts';
export type { HistoryDay } from './prices.ts';
export { catalogRoutes } from './routes.ts';
export type { SearchAnswer, SearchInput, SearchResult } from './search/search.ts';
export { productShareHead } from './share-head.ts';
export type { Brand, Category, Place, Product, ShelfPrice, Shop, Sku, StockRow } from './types.ts';

export type CatalogDeps = {
  readonly db: Db;
  readonly clocks: Clocks;
  /** Nobody else writes this database (a rehearsal): past prices are read again only after this process wrote some. */
  readonly soleWriter?: boolean;
};

export type Catalog = {
  /** Unknown ids are left out. No query while the snapshot is trusted. */
  getSkus(skuIds: readonly string[]): Promise<Map<string, Sku>>;
  /** Every sku, on sale or not, by product id and place; the same array until something changes. */
  allSkus(): Promise<readonly Sku[]>;
  product(productId: string): Promise<Product | null>;
  products(productIds: readonly string[]): Promise<Product[]>;
  /** The same map until something changes. */
  shops(): Promise<ReadonlyMap<string, Shop>>;
  brands(): Promise<ReadonlyMap<string, Brand>>;
  /** In display order, with how many products are on sale in each. */
  categories(): Promise<readonly (Category & { readonly productCount: number })[]>;
  search(input: SearchInput): Promise<SearchAnswer>;
  /** Words under which most was sold, best first, with what is sold by sku since this catalogue keeps count. */
  hotWords(stocks: ReadonlyMap<string, StockCount>): Promise<Text[]>;
  /** Fen that may be struck through at an instant; null where there is no such price. */
  referenceFen(skuIds: readonly string[], at: number): Promise<Map<string, number | null>>;
  priceHistory(skuId: string, at: number): Promise<readonly HistoryDay[]>;
  /** List prices and lowest deals of the last months, by sku, days alike joined: what a discount is compared with. */
  priceStretches(at: number): Promise<ReadonlyMap<string, readonly PriceStretch[]>>;
  /** What stores ask, as last seen by the local day of an instant. */
  shelfPrices(at: number): Promise<readonly ShelfPrice[]>;
  /** Unit prices at which skus were sold (after general offers, before personal ones): the evidence of later references. */
  recordDeals(
    tx: Tx,
    deals: readonly { readonly skuId: string; readonly at: number; readonly dealFen: number }[],
  ): Promise<void>;
  importCatalogue(input: ImportInput): Promise<ImportOutcome>;
  readonly favourites: {
    /** Newest first. */
    list(shopperId: string): Promise<string[]>;
    has(shopperId: string, productId: string): Promise<boolean>;
    add(shopperId: string, productId: string, at: number): Promise<'kept' | 'favouritesFull' | 'notFound'>;
    remove(shopperId: string, productId: string): Promise<void>;
  };
};

export const FAVOURITES_MAX = 200;

export function createCatalog({ db, clocks, soleWriter = false }: CatalogDeps): Catalog {
  const cache = createReadCache({ db, clocks });
  const prices = createPrices({ db, remembers: soleWriter });
  return {
    async getSkus(skuIds) {
      const { skus } = await cache.get();
      return pick(skus, skuIds);
    },
    allSkus: async () => (await cache.get()).skuList,
    product: async (productId) => (await cache.get()).products.get(productId) ?? null,
    async products(productIds) {
      const { products } = await cache.get();
      return [...pick(products, productIds).values()];
    },
    shops: async () => (await cache.get()).shops,
    brands: async () => (await cache.get()).brands,
    async categories() {
      const { categories, products } = await cache.get();
      const counts = new Map<string, number>();
      for (const product of products.values())
        for (const categoryId of product.onSale ? (product.skus[0]?.categories ?? []) : [])
          counts.set(categoryId, (counts.get(categoryId) ?? 0) + 1);
      return categories.map((category) => ({
        ...category,
        productCount: counts.get(category.categoryId) ?? 0,
      }));
    },
    search: async (input) => search(db, await cache.get(), input),
    hotWords: async (stocks) => hotWords(await cache.get(), stocks),
    referenceFen: prices.references,
    priceHistory: prices.history,
    async priceStretches(at) {
      const { skuList } = await cache.get();
      const ids = skuList.map(({ skuId }) => skuId);
      const today = dayOf(at);
      return joinDays(await store.readPriceDays(db, ids, addDays(today, -STRETCH_DAYS), today));
    },
    shelfPrices: (at) => store.readShelfPrices(db, dayOf(at)),
    async recordDeals(tx, deals) {
      await store.putDeals(
        tx,
        deals.map(({ skuId, at, dealFen }) => ({ skuId, on: dayOf(at), dealFen })),
      );
      prices.forget(deals.map(({ skuId }) => skuId));
    },
    async importCatalogue(input) {
      try {
        return await importCatalogue(db, input);
      } finally {
        cache.invalidate();
        prices.forget();
      }
    },
    favourites: {
      list: (shopperId) => store.readFavourites(db, shopperId, FAVOURITES_MAX),
      has: async (shopperId, productId) => (await store.readFavouriteIds(db, shopperId)).has(productId),
      async add(shopperId, productId, at) {
        const { products } = await cache.get();
        if (!products.has(productId)) return 'notFound';
        const kept = await store.putFavourite(db, {
          shopperId,
          productId,
          at,
          favouritesMax: FAVOURITES_MAX,
        });
        return kept ? 'kept' : 'favouritesFull';
      },
      remove: (shopperId, productId) => store.removeFavourite(db, shopperId, productId),
    },
  };
}

function pick<Value>(all: ReadonlyMap<string, Value>, ids: readonly string[]): Map<string, Value> {
  const found = new Map<string, Value>();
  for (const id of ids) {
    const value = all.get(id);
    if (value !== undefined) found.set(id, value);
  }
  return found;
}
