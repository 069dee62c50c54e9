import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../platform/db/test-database.ts';
import type { Catalog, SearchResult } from '../index.ts';
import { catalogueFiles, testCatalog } from '../test-catalogue.ts';
import type { SearchInput } from './search.ts';

let database: TestDatabase;
let catalog: Catalog;
beforeAll(async () => {
  database = await openTestDatabase();
  const test = testCatalog(database.db);
  expect((await test.importFiles(await catalogueFiles())).errors).toEqual([]);
  catalog = test.catalog;
});
afterAll(() => database.close());

async function find(input: Partial<SearchInput>): Promise<SearchResult> {
  const answer = await catalog.search({
    sort: 'relevance',
    limit: 20,
    priceOf: async () => new Map(),
    stockOf: async () => new Map(),
    ...input,
  });
  if ('reason' in answer) throw new Error(answer.reason);
  return answer;
}

const ids = (result: SearchResult) => result.products.map((product) => product.productId);

describe('a shopper finds', () => {
  it.each([
    ['坚果', ['pr-daily-nuts-30', 'pr-nut-gift-eight']],
    ['nuts', ['pr-daily-nuts-30', 'pr-nut-gift-eight']],
    ['坚果', ['pr-walnut-thin', 'pr-pistachio-raw', 'pr-almond-xinjiang']],
    ['水果', ['pr-orange-box', 'pr-peach-yangshan']],
    ['每日坚果', ['pr-daily-nuts-30']],
    ['婴儿奶粉', ['pr-milk-powder-1']],
    ['宝宝奶粉', ['pr-milk-powder-1', 'pr-milk-powder-3']],
    ['baby milk powder', ['pr-milk-powder-1']],
    ['手机壳', ['pr-phone-case-soft']],
    ['phone case', ['pr-phone-case-soft']],
    ['双11 低碳', ['pr-bamboo-towel', 'pr-bag-tote']],
    ['低碳', ['pr-bamboo-towel']],
    ['尿不湿', ['pr-diaper-newborn', 'pr-diaper-pants']],
    ['blind box', ['pr-blind-cat']],
    ['栗满仓', ['pr-daily-nuts-30']],
    ['星尘 手机', ['pr-phone-x1']],
    ['云朵裤', ['pr-diaper-newborn']],
    ['VC精华', ['pr-serum-vitc']],
    ['phon', ['pr-phone-x1']],
  ])('%s', async (q, expected) => {
    const found = ids(await find({ q, limit: 60 }));
    expect(found).toEqual(expect.arrayContaining(expected));
    expect(found.length).toBeLessThan(90);
  });

  it('what the words name before what only mentions them', async () => {
    expect(ids(await find({ q: '手机壳' }))[0]).toBe('pr-phone-case-soft');
    expect(ids(await find({ q: '婴儿奶粉' }))[0]).toBe('pr-milk-powder-1');
    expect(ids(await find({ q: '坚果', limit: 2 })).sort()).toEqual([
      'pr-daily-nuts-30',
      'pr-nut-gift-eight',
    ]);
  });

  it('the kinds of a broad word, but not the neighbours of a kind', async () => {
    expect(ids(await find({ q: '开心果', limit: 60 }))).not.toContain('pr-walnut-thin');
  });

  it('nothing for a word nobody knows, and categories to go on with', async () => {
    for (const q of ['量子坦克', 'zzzxqk', '!!!']) {
      const result = await find({ q });
      expect(result.products, q).toEqual([]);
      expect(result.total).toBe(0);
      expect(result.suggestions.length, q).toBeGreaterThan(0);
    }
  });

  it('the category that one of the words leads to, first among the suggestions', async () => {
    const result = await find({ q: '坚果 量子坦克' });
    expect(result.products).toEqual([]);
    expect(result.suggestions[0]?.categoryId).toBe('nianhuo');
  });

  it.each([
    `' | 'a`,
    `'); drop table product; --`,
    `a & !b <-> :*`,
    `\\'`,
    `"`,
    `%_`,
    `坚果' :* &`,
    '\u0000nuts',
  ])('nothing broken by %j', async (q) => {
    expect((await find({ q })).total).toBeGreaterThanOrEqual(0);
    expect((await database.db.query<{ n: number }>('select count(*) as n from product'))[0]?.n).toBe(
      catalogueSize,
    );
  });
  const catalogueSize = 315;
});

describe('a list', () => {
  it('narrows by category and by shop', async () => {
    const travel = await find({ categoryIds: ['travel'], limit: 60 });
    expect(travel.total).toBe(22);
    expect(travel.products.every((product) => product.categoryId === 'travel')).toBe(true);
    const both = await find({ q: '坚果', shopId: 'hetian', limit: 60 });
    expect(both.total).toBeGreaterThan(0);
    expect(both.products.every((product) => product.shopId === 'hetian')).toBe(true);
  });

  it.each(['relevance', 'sales', 'priceAsc', 'priceDesc', 'newest'] as const)(
    'sorted by %s, page by page, shows everything once and in one order',
    async (sort) => {
      const all = ids(await find({ sort, limit: 1000 }));
      const paged: string[] = [];
      let cursor: string | null = null;
      do {
        const page: SearchResult = await find({ sort, limit: 37, cursor: cursor ?? undefined });
        paged.push(...ids(page));
        cursor = page.nextCursor;
      } while (cursor !== null);
      expect(paged).toEqual(all);
      expect(new Set(paged).size).toBe(paged.length);
    },
  );

  it('does not repeat or skip when items before the cursor change', async () => {
    const first = await find({ sort: 'priceAsc', limit: 10 });
    const next = ids(await find({ sort: 'priceAsc', limit: 10, cursor: first.nextCursor ?? '' }));
    const moved = first.products[3]?.skus[0]?.skuId ?? '';
    const after = await find({
      sort: 'priceAsc',
      limit: 10,
      cursor: first.nextCursor ?? '',
      priceOf: async () => new Map([[moved, { itemFen: 1, promotionIds: [] }]]),
    });
    expect(ids(after)).toEqual(next);
  });

  it('by price follows the price that is shown, not the list price', async () => {
    const dear = 'sk-gold-bar-mini-1';
    const result = await find({
      sort: 'priceAsc',
      limit: 1,
      priceOf: async () => new Map([[dear, { itemFen: 1, promotionIds: [] }]]),
    });
    expect(ids(result)).toEqual(['pr-gold-bar-mini']);
  });

  it('by sales counts what was sold today', async () => {
    const result = await find({
      sort: 'sales',
      limit: 1,
      stockOf: async () => new Map([['sk-gold-bar-mini-1', { sold: 9_999_999, out: false }]]),
    });
    expect(ids(result)).toEqual(['pr-gold-bar-mini']);
  });

  it.each(['nonsense', 'W10', Buffer.from('["sales",[1],"x"]').toString('base64url')])(
    'refuses the cursor %s',
    async (cursor) => {
      expect(
        await catalog.search({
          sort: 'relevance',
          limit: 5,
          cursor,
          priceOf: async () => new Map(),
          stockOf: async () => new Map(),
        }),
      ).toEqual({ reason: 'badCursor' });
    },
  );
});
