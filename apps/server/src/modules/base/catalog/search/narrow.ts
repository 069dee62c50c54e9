import type { StockCount } from '../stock-counts.ts';
import type { Category, Product, Shop } from '../types.ts';

/** What a shopper has chosen besides words; an absent choice lets everything through. Prices are in [minFen, maxFen). */
export type Narrowing = {
  /** What is in any of them. */
  readonly categoryIds?: readonly string[] | undefined;
  readonly shopId?: string | undefined;
  readonly tag?: string | undefined;
  readonly minFen?: number | undefined;
  readonly maxFen?: number | undefined;
  readonly inStock?: boolean | undefined;
  readonly reduced?: boolean | undefined;
  readonly promotionId?: string | undefined;
};
/** What the card of a product says now, and which promotions of the cart count it. */
export type Tag = { readonly itemFen: number; readonly promotionIds: readonly string[] };
export type Facts = {
  /** By the first sku of a product. */
  readonly prices: ReadonlyMap<string, Tag>;
  readonly stocks: ReadonlyMap<string, StockCount>;
};
export type Facets = {
  readonly categories: readonly { readonly category: Category; readonly count: number }[];
  readonly shops: readonly { readonly shop: Shop; readonly count: number }[];
  readonly tags: readonly { readonly tag: string; readonly count: number }[];
  readonly prices: readonly {
    readonly minFen: number;
    readonly maxFen: number | null;
    readonly count: number;
  }[];
  readonly inStock: number;
  readonly reduced: number;
};

/** Edges of the price bands, in fen. */
const PRICE_EDGES = [0, 50_00, 100_00, 200_00, 500_00, 1_000_00, 3_000_00] as const;
type Choice = 'category' | 'shop' | 'tag' | 'price' | 'inStock' | 'reduced' | 'promotion';
type Test = (product: Product) => boolean;

export function priceFenOf(product: Product, { prices }: Pick<Facts, 'prices'>): number {
  const [first] = product.skus;
  return first === undefined ? 0 : (prices.get(first.skuId)?.itemFen ?? first.listFen);
}

/** Are prices or stock needed to tell? They are asked for only then. */
export function needsFacts(chosen: Narrowing): boolean {
  return [chosen.minFen, chosen.maxFen, chosen.inStock, chosen.reduced, chosen.promotionId].some(
    (choice) => choice !== undefined && choice !== false,
  );
}

export function narrow(products: readonly Product[], chosen: Narrowing, facts: Facts): Product[] {
  return passing(products, testsOf(chosen, facts), null);
}

/** What each single further choice would find. A group is counted without its own choice, so that one can change it. */
export function countFacets(
  products: readonly Product[],
  chosen: Narrowing,
  facts: Facts,
  known: { readonly categories: readonly Category[]; readonly shops: ReadonlyMap<string, Shop> },
): Facets {
  const tests = testsOf(chosen, facts);
  const free = (choice: Choice) => passing(products, tests, choice);
  const categories = tally(free('category'), (product) => product.skus[0]?.categories ?? []);
  const shops = tally(free('shop'), (product) => [product.shopId]);
  const tags = tally(free('tag'), (product) => product.tags);
  const priced = free('price').map((product) => priceFenOf(product, facts));
  const bands = PRICE_EDGES.map((minFen, index) => ({ minFen, maxFen: PRICE_EDGES[index + 1] ?? null }));
  return {
    categories: known.categories
      .map((category) => ({ category, count: categories.get(category.categoryId) ?? 0 }))
      .filter(({ count }) => count > 0),
    shops: [...known.shops.values()]
      .map((shop) => ({ shop, count: shops.get(shop.shopId) ?? 0 }))
      .filter(({ count }) => count > 0),
    tags: [...tags]
      .map(([tag, count]) => ({ tag, count }))
      .sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1)),
    prices: bands
      .map((band) => ({
        ...band,
        count: priced.filter((fen) => fen >= band.minFen && (band.maxFen === null || fen < band.maxFen))
          .length,
      }))
      .filter(({ count }) => count > 0),
    inStock: free('inStock').filter((product) => !isOut(product, facts)).length,
    reduced: free('reduced').filter((product) => isReduced(product, facts)).length,
  };
}

function testsOf(chosen: Narrowing, facts: Facts): ReadonlyMap<Choice, Test> {
  const tests = new Map<Choice, Test>();
  const { categoryIds, shopId, tag, minFen, maxFen, promotionId } = chosen;
  if (categoryIds !== undefined)
    tests.set('category', ({ skus }) =>
      categoryIds.some((categoryId) => skus[0]?.categories.includes(categoryId)),
    );
  if (shopId !== undefined) tests.set('shop', (product) => product.shopId === shopId);
  if (tag !== undefined) tests.set('tag', (product) => product.tags.includes(tag));
  if (minFen !== undefined || maxFen !== undefined)
    tests.set('price', (product) => {
      const fen = priceFenOf(product, facts);
      return fen >= (minFen ?? 0) && (maxFen === undefined || fen < maxFen);
    });
  if (chosen.inStock === true) tests.set('inStock', (product) => !isOut(product, facts));
  if (chosen.reduced === true) tests.set('reduced', (product) => isReduced(product, facts));
  if (promotionId !== undefined)
    tests.set('promotion', ({ skus }) => {
      const [first] = skus;
      return (
        first !== undefined && facts.prices.get(first.skuId)?.promotionIds.includes(promotionId) === true
      );
    });
  return tests;
}

function passing(
  products: readonly Product[],
  tests: ReadonlyMap<Choice, Test>,
  except: Choice | null,
): Product[] {
  const asked = [...tests].filter(([choice]) => choice !== except).map(([, test]) => test);
  return products.filter((product) => asked.every((test) => test(product)));
}

function tally(
  products: readonly Product[],
  keysOf: (product: Product) => readonly string[],
): Map<string, number> {
  const counts = new Map<string, number>();
  for (const product of products)
    for (const key of new Set(keysOf(product))) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function isOut(product: Product, { stocks }: Facts): boolean {
  return product.skus.every((sku) => stocks.get(sku.skuId)?.out !== false);
}

function isReduced(product: Product, facts: Facts): boolean {
  const [first] = product.skus;
  return first !== undefined && priceFenOf(product, facts) < first.listFen;
}
