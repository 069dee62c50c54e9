import type { Sql } from '../../../../platform/db/types.ts';
import type { Snapshot } from '../read-cache.ts';
import type { StockCount } from '../stock-counts.ts';
import type { Category, Product } from '../types.ts';
import { correct } from './correct.ts';
import {
  countFacets,
  type Facets,
  type Facts,
  type Narrowing,
  narrow,
  needsFacts,
  priceFenOf,
  type Tag,
} from './narrow.ts';
import { searchQuery, searchTerms } from './search-query.ts';
import * as store from './store.ts';

export const SORTS = ['relevance', 'sales', 'priceAsc', 'priceDesc', 'newest', 'topUp'] as const;
export type Sort = (typeof SORTS)[number];

export type SearchInput = Narrowing & {
  readonly q?: string | undefined;
  /** With `topUp`: the amount that is missing, in fen. */
  readonly reachFen?: number | undefined;
  readonly facets?: boolean | undefined;
  readonly sort: Sort;
  readonly cursor?: string | undefined;
  readonly limit: number;
  /** The price that is shown, by the first sku of each product; asked only where it is needed. */
  readonly priceOf: (skuIds: readonly string[]) => Promise<ReadonlyMap<string, Tag>>;
  /** By sku: sold since this catalogue keeps count, and whether any is left. */
  readonly stockOf: () => Promise<ReadonlyMap<string, StockCount>>;
};
export type SearchResult = {
  readonly products: readonly Product[];
  readonly total: number;
  readonly nextCursor: string | null;
  readonly facets: Facets | null;
  /** Words that find something; only when these found nothing, whatever else was chosen. */
  readonly didYouMean: string | null;
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
  const { q = '' } = input;
  const byPrice = input.sort === 'priceAsc' || input.sort === 'priceDesc' || input.sort === 'topUp';
  // Without prices in it the list is the same until the catalogue or the counts of stock are other ones.
  const shelf =
    byPrice || input.facets === true || needsFacts(input) ? null : shelfOf(snapshot, await input.stockOf());
  const listKey = JSON.stringify([input.sort, q, input.categoryIds, input.shopId, input.tag]);
  const kept = shelf?.get(listKey);
  if (kept !== undefined) return pageOf(kept, input, cursor, null);
  const ranks = await ranksOf(sql, q);
  // Counts of further choices need the others too.
  const within = ranks === null && input.facets !== true ? (input.categoryIds ?? null) : null;
  const matched = within === null ? onSale(snapshot, ranks) : onSaleIn(snapshot, within);
  const facts = await gather(input, matched, {
    prices: byPrice || input.facets === true || needsFacts(input),
  });
  const found = narrow(matched, input, facts);
  const facets = input.facets === true ? countFacets(matched, input, facts, snapshot) : null;
  if (found.length === 0)
    return {
      products: [],
      total: 0,
      nextCursor: null,
      facets,
      didYouMean: matched.length === 0 ? await meant(sql, snapshot, q) : null,
      suggestions: await suggest(sql, snapshot, input),
    };
  const keys = sortKeys(found, ranks, input, facts);
  const ordered = found
    .map((product) => ({ product, key: keys.get(product.productId) ?? [0] }))
    .sort((a, b) => compare(a.key, b.key) || byId(a.product.productId, b.product.productId));
  if (shelf !== null) {
    if (shelf.size >= LISTS_KEPT_MAX) shelf.clear();
    shelf.set(listKey, ordered);
  }
  return pageOf(ordered, input, cursor, facets);
}

type Ordered = readonly { readonly product: Product; readonly key: readonly number[] }[];

/** Lists in order, by the counts they were ordered with; they leave with those. */
const shelves = new WeakMap<
  ReadonlyMap<string, StockCount>,
  { readonly snapshot: Snapshot; readonly lists: Map<string, Ordered> }
>();
const LISTS_KEPT_MAX = 100;

function shelfOf(snapshot: Snapshot, stocks: ReadonlyMap<string, StockCount>): Map<string, Ordered> {
  let shelf = shelves.get(stocks);
  if (shelf?.snapshot !== snapshot) {
    shelf = { snapshot, lists: new Map() };
    shelves.set(stocks, shelf);
  }
  return shelf.lists;
}

function pageOf(
  ordered: Ordered,
  input: SearchInput,
  cursor: Cursor | null,
  facets: Facets | null,
): SearchResult {
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
    total: ordered.length,
    nextCursor:
      last !== undefined && rest.length > page.length
        ? writeCursor({ sort: input.sort, key: last.key, productId: last.product.productId })
        : null,
    facets,
    didYouMean: null,
    suggestions: [],
  };
}

/** How well each product matches; null when no words were typed, empty when there is nothing in them to look for. */
async function ranksOf(sql: Sql, q: string): Promise<ReadonlyMap<string, number> | null> {
  if (q.trim() === '') return null;
  const query = searchQuery(q);
  return query === null ? new Map() : store.matching(sql, query);
}

function onSale(snapshot: Snapshot, ranks: ReadonlyMap<string, number> | null): readonly Product[] {
  const all = listOf(snapshot, '', (product) => product.onSale);
  return ranks === null ? all : all.filter((product) => ranks.has(product.productId));
}

/** What is on sale in any of these categories. */
function onSaleIn(snapshot: Snapshot, categoryIds: readonly string[]): readonly Product[] {
  return listOf(
    snapshot,
    `in ${categoryIds.join(' ')}`,
    ({ onSale, skus }) => onSale && categoryIds.some((id) => skus[0]?.categories.includes(id) === true),
  );
}

/** Lists of products by name, for as long as the catalogue is the same object. */
const listed = new WeakMap<Snapshot, Map<string, readonly Product[]>>();

function listOf(
  snapshot: Snapshot,
  name: string,
  belongs: (product: Product) => boolean,
): readonly Product[] {
  let lists = listed.get(snapshot);
  if (lists === undefined) {
    lists = new Map();
    listed.set(snapshot, lists);
  }
  let list = lists.get(name);
  if (list === undefined) {
    list = [...snapshot.products.values()].filter(belongs);
    if (lists.size >= LISTS_KEPT_MAX) lists.clear();
    lists.set(name, list);
  }
  return list;
}

/** Stock is remembered and ranks by sales, so it is always at hand; prices are worked out only where they tell. */
async function gather(
  { priceOf, stockOf }: SearchInput,
  products: readonly Product[],
  asked: { readonly prices: boolean },
): Promise<Facts> {
  const [prices, stocks] = await Promise.all([
    asked.prices
      ? priceOf(products.flatMap((one) => one.skus.slice(0, 1).map((sku) => sku.skuId)))
      : new Map<string, Tag>(),
    stockOf(),
  ]);
  return { prices, stocks };
}

/** Smaller comes first. */
function sortKeys(
  products: readonly Product[],
  ranks: ReadonlyMap<string, number> | null,
  { sort, reachFen = 0 }: SearchInput,
  facts: Facts,
): Map<string, number[]> {
  const keyOf = (product: Product): number[] => {
    const priceFen = priceFenOf(product, facts);
    const sold = product.skus.reduce(
      (sum, sku) => sum + (facts.stocks.get(sku.skuId)?.sold ?? 0),
      product.soldBefore,
    );
    switch (sort) {
      case 'newest':
        return [-product.onSaleAt];
      case 'priceAsc':
        return [priceFen];
      case 'priceDesc':
        return [-priceFen];
      case 'topUp':
        // One that reaches the step alone before those that need company; of these the one that leaves least to find.
        return priceFen >= reachFen ? [0, priceFen] : [1, -priceFen];
      case 'sales':
        return [0, -sold];
      case 'relevance':
        return [-(ranks?.get(product.productId) ?? 0), -sold];
    }
  };
  return new Map(products.map((product) => [product.productId, keyOf(product)]));
}

async function meant(sql: Sql, snapshot: Snapshot, q: string): Promise<string | null> {
  const words = q.trim() === '' ? null : correct(snapshot, q);
  if (words === null) return null;
  return onSale(snapshot, await ranksOf(sql, words)).length > 0 ? words : null;
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
