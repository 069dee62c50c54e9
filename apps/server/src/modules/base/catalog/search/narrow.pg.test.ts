import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../platform/db/test-database.ts';
import type { Catalog, SearchResult } from '../index.ts';
import type { StockCount } from '../stock-counts.ts';
import { catalogueFiles, testCatalog } from '../test-catalogue.ts';
import type { Tag } from './narrow.ts';
import type { SearchInput } from './search.ts';

let database: TestDatabase;
let catalog: Catalog;
const prices = new Map<string, Tag>();
const stocks = new Map<string, StockCount>();

beforeAll(async () => {
  database = await openTestDatabase();
  const test = testCatalog(database.db);
  expect((await test.importFiles(await catalogueFiles())).errors).toEqual([]);
  catalog = test.catalog;
  // Every third item is a fifth off, every fifth is out; every other one counts for the offer.
  for (const [index, sku] of (await catalog.allSkus()).entries()) {
    const itemFen = index % 3 === 0 ? Math.floor(sku.listFen * 0.8) : sku.listFen;
    prices.set(sku.skuId, { itemFen, promotionIds: index % 2 === 0 ? ['cross'] : [] });
    stocks.set(sku.skuId, { sold: index, out: index % 5 === 0 });
  }
});
afterAll(() => database.close());

async function find(input: Partial<SearchInput>): Promise<SearchResult> {
  const answer = await catalog.search({
    sort: 'relevance',
    limit: 60,
    priceOf: async (skuIds) => new Map(skuIds.map((skuId) => [skuId, prices.get(skuId)!])),
    stockOf: async () => stocks,
    ...input,
  });
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}
const shownFen = (result: SearchResult) =>
  result.products.map((product) => prices.get(product.skus[0]!.skuId)!.itemFen);

describe('a count beside a choice is what choosing it finds', () => {
  it.each<[string, Partial<SearchInput>]>([
    ['of everything', {}],
    ['of words', { q: '坚果' }],
    ['beside other choices', { categoryIds: ['beauty', 'travel'], inStock: true }],
    ['inside a price', { minFen: 10_000, maxFen: 50_000, reduced: true }],
    ['of an offer', { promotionId: 'cross', tag: 'hit' }],
  ])('%s', async (_name, chosen) => {
    const { facets } = await find({ ...chosen, facets: true });
    const choices: [Partial<SearchInput>, number][] = [
      ...facets!.categories.map(({ category, count }): [Partial<SearchInput>, number] => [
        { categoryIds: [category.categoryId] },
        count,
      ]),
      ...facets!.shops.map(({ shop, count }): [Partial<SearchInput>, number] => [
        { shopId: shop.shopId },
        count,
      ]),
      ...facets!.tags.map(({ tag, count }): [Partial<SearchInput>, number] => [{ tag }, count]),
      ...facets!.prices.map(({ minFen, maxFen, count }): [Partial<SearchInput>, number] => [
        { minFen, maxFen: maxFen ?? undefined },
        count,
      ]),
      [{ inStock: true }, facets!.inStock],
      [{ reduced: true }, facets!.reduced],
    ];
    expect(choices.length).toBeGreaterThan(6);
    for (const [choice, count] of choices)
      expect((await find({ ...chosen, ...choice, limit: 1 })).total, JSON.stringify(choice)).toBe(count);
  });
});

describe('a shopper narrows', () => {
  it('by price, the upper edge not included', async () => {
    for (const fen of shownFen(await find({ minFen: 5_000, maxFen: 10_000 }))) {
      expect(fen).toBeGreaterThanOrEqual(5_000);
      expect(fen).toBeLessThan(10_000);
    }
  });

  it('to nothing without being told that the words were wrong', async () => {
    const none = await find({ q: '坚果', minFen: 99_999_900 });
    expect(none).toMatchObject({ total: 0, didYouMean: null });
    expect(none.suggestions.length).toBeGreaterThan(0);
  });
});

it('a top-up list begins with the cheapest item that reaches the step alone, then the nearest below it', async () => {
  const result = await find({ promotionId: 'cross', sort: 'topUp', reachFen: 3_800 });
  const fens = shownFen(result);
  const reaching = fens.filter((fen) => fen >= 3_800);
  expect(reaching.length).toBeGreaterThan(1);
  expect(reaching[0]).toBeGreaterThanOrEqual(3_800);
  expect(fens.slice(0, reaching.length)).toEqual([...reaching].sort((a, b) => a - b));
  for (const product of result.products)
    expect(prices.get(product.skus[0]!.skuId)!.promotionIds).toContain('cross');
});

describe('a slip of the finger is corrected to words that find something', () => {
  it.each([
    ['兰牙耳机', '蓝牙耳机'],
    ['earphnoe', 'earphone'],
    ['lipstik', 'lipstick'],
    ['choclate', 'chocolate'],
  ])('%s → %s', async (typed, meant) => {
    const result = await find({ q: typed });
    expect(result).toMatchObject({ total: 0, didYouMean: meant });
    expect((await find({ q: meant })).total).toBeGreaterThan(0);
  });

  it('and left alone when nothing is near', async () => {
    expect((await find({ q: '量子坦克' })).didYouMean).toBeNull();
    expect((await find({ q: 'zzzxqk' })).didYouMean).toBeNull();
  });
});

it('the hot words are those under which most was sold, and each finds something', async () => {
  const words = await catalog.hotWords(stocks);
  expect(words.length).toBeGreaterThan(5);
  for (const { zh, en } of words) {
    expect((await find({ q: zh, limit: 1 })).total, zh).toBeGreaterThan(0);
    expect((await find({ q: en, limit: 1 })).total, en).toBeGreaterThan(0);
  }
  const led = new Map(
    [...stocks].map(([skuId, stock]) => [skuId, { ...stock, sold: skuId.startsWith('sk-watch') ? 9e9 : 0 }]),
  );
  expect((await catalog.hotWords(led))[0]?.zh).toBe('手表');
});
