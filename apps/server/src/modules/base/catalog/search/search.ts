import type { Sql } from '../../../../platform/db/types.ts';
import type { Snapshot } from '../read-cache.ts';
import type { Category, Product } from '../types.ts';
import { searchQuery, searchTerms } from './search-query.ts';
import * as store from './store.ts';

export const SORTS = ['relevance', 'sales', 'priceAsc', 'priceDesc', 'newest'] as const;
export type Sort = (typeof SORTS)[number];

export type SearchInput = {
  readonly q?: string | undefined;
  readonly categoryId?: string | undefined;
  readonly shopId?: string | undefined;
  readonly sort: Sort;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** The price that is shown, in fen, by the first sku of each product; asked only for sorts by price. */
  readonly priceOf: (skuIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
  /** Sold since this catalogue keeps count, by sku; of these at least. */
  readonly soldOf: (skuIds: readonly string[]) => Promise<ReadonlyMap<string, number>>;
};
export type SearchResult = {
  readonly products: readonly Product[];
  readonly total: number;
  readonly nextCursor: string | null;
  /** Categories to look in instead; filled only when nothing was found. */
  readonly suggestions: readonly Category[];
};
export type SearchAnswer = SearchResult | { readonly reason: 'badCursor' };

const SUGGESTIONS_MAX = 4;

/**
 * Finds products on sale by words, category and shop. PostgreSQL matches the words; order and paging are done here over
 * the remembered catalogue, because the price that is shown depends on the campaign of the moment. The cursor names the
 * last item and its sort key, so a page does not shift when items before it come or go.
 */
export async function search(sql: Sql, snapshot: Snapshot, input: SearchInput): Promise<SearchAnswer> {
  const cursor = readCursor(input.cursor, input.sort);
  if (cursor === 'bad') return { reason: 'badCursor' };
  const query = input.q === undefined ? null : searchQuery(input.q);
  const asked = (input.q ?? '').trim() !== '';
  const ranks = query === null ? null : await store.matching(sql, query);
  const found = asked && ranks === null ? [] : inScope(snapshot, input, ranks);
  if (found.length === 0)
    return { products: [], total: 0, nextCursor: null, suggestions: await suggest(sql, snapshot, input) };
  const keys = await sortKeys(found, ranks, input);
  const ordered = found
    .map((product) => ({ product, key: keys.get(product.productId) ?? [0] }))
    .sort((a, b) => compare(a.key, b.key) || byId(a.product.productId, b.product.productId));
  const rest =
    cursor === null
      ? ordered
      : ordered.filter(
          ({ product, key }) => (compare(key, cursor.key) || byId(product.productId, cursor.productId)) > 0,
        );
  const page = rest.slice(0, input.limit);
  const last = page.at(-1);
  return {
    products: page.map(({ product }) => product),
    total: found.length,
    nextCursor:
      last !== undefined && rest.length > page.length
        ? writeCursor({ sort: input.sort, key: last.key, productId: last.product.productId })
        : null,
    suggestions: [],
  };
}

function inScope(
  snapshot: Snapshot,
  { categoryId, shopId }: SearchInput,
  ranks: ReadonlyMap<string, number> | null,
): Product[] {
  return shelfOf(snapshot, categoryId ?? null).filter(
    (product) =>
      (ranks === null || ranks.has(product.productId)) && (shopId === undefined || product.shopId === shopId),
  );
}

/** What is on sale in a category, or anywhere; a snapshot never changes, so each shelf is filled once. */
function shelfOf(snapshot: Snapshot, categoryId: string | null): readonly Product[] {
  let known = shelves.get(snapshot);
  if (known === undefined) {
    known = new Map();
    shelves.set(snapshot, known);
  }
  let shelf = known.get(categoryId);
  if (shelf === undefined) {
    shelf = [...snapshot.products.values()].filter(
      (product) =>
        product.onSale && (categoryId === null || product.skus[0]?.categories.includes(categoryId)),
    );
    // Only categories that there are: a made-up one must not fill the memory.
    if (shelf.length > 0) known.set(categoryId, shelf);
  }
  return shelf;
}

const shelves = new WeakMap<Snapshot, Map<string | null, readonly Product[]>>();

/** Smaller comes first. */
async function sortKeys(
  products: readonly Product[],
  ranks: ReadonlyMap<string, number> | null,
  { sort, priceOf, soldOf }: SearchInput,
): Promise<Map<string, number[]>> {
  if (sort === 'newest') return new Map(products.map((one) => [one.productId, [-one.onSaleAt]]));
  if (sort === 'priceAsc' || sort === 'priceDesc') {
    const prices = await priceOf(products.flatMap((one) => one.skus.slice(0, 1).map((sku) => sku.skuId)));
    const sign = sort === 'priceAsc' ? 1 : -1;
    return new Map(
      products.map((one) => {
        const [first] = one.skus;
        const priceFen = first === undefined ? 0 : (prices.get(first.skuId) ?? first.listFen);
        return [one.productId, [sign * priceFen]];
      }),
    );
  }
  const sold = await soldOf(products.flatMap((one) => one.skus.map((sku) => sku.skuId)));
  return new Map(
    products.map((one) => {
      const count = one.skus.reduce((sum, sku) => sum + (sold.get(sku.skuId) ?? 0), one.soldBefore);
      const rank = sort === 'relevance' ? (ranks?.get(one.productId) ?? 0) : 0;
      return [one.productId, [-rank, -count]];
    }),
  );
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) if (value !== b[index]) return value - (b[index] ?? 0);
  return 0;
}

function byId(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Where single words of the query lead to, most items first; else where there is most to see. */
async function suggest(sql: Sql, snapshot: Snapshot, { q }: SearchInput): Promise<Category[]> {
  const counts = new Map<string, number>();
  for (const term of searchTerms(q ?? '')) {
    for (const productId of (await store.matching(sql, term)).keys()) {
      const product = snapshot.products.get(productId);
      if (product?.onSale) counts.set(product.categoryId, (counts.get(product.categoryId) ?? 0) + 1);
    }
  }
  const led = [...counts].sort(([a, m], [b, n]) => n - m || byId(a, b)).map(([categoryId]) => categoryId);
  const ids = [...led, ...snapshot.categories.map((category) => category.categoryId)];
  return [...new Set(ids)]
    .slice(0, SUGGESTIONS_MAX)
    .flatMap((categoryId) => snapshot.categories.filter((one) => one.categoryId === categoryId));
}

type Cursor = { readonly sort: Sort; readonly key: readonly number[]; readonly productId: string };

function writeCursor(cursor: Cursor): string {
  return Buffer.from(JSON.stringify([cursor.sort, cursor.key, cursor.productId])).toString('base64url');
}

function readCursor(text: string | undefined, sort: Sort): Cursor | null | 'bad' {
  if (text === undefined) return null;
  try {
    const [of, key, productId] = JSON.parse(Buffer.from(text, 'base64url').toString()) as unknown[];
    if (of !== sort || typeof productId !== 'string' || !Array.isArray(key)) return 'bad';
    return key.every((part) => Number.isFinite(part)) ? { sort, key, productId } : 'bad';
  } catch {
    return 'bad';
  }
}
