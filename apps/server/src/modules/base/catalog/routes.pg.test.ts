import { crc32 } from 'node:zlib';
import { favouritesView, importView, productList, productView, sandboxItems } from '@dacu/contract/api';
import { ERRORS, Refusal } from '@dacu/contract/errors';
import Fastify, { type FastifyInstance } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import type { StockRow } from './index.ts';
import type { CatalogPorts, ItemStock } from './present.ts';
import { catalogRoutes } from './routes.ts';
import { catalogueFiles, files, good, testCatalog } from './test-catalogue.ts';

let database: TestDatabase;
let app: FastifyInstance;
let noted: { by: string; products: number; skus: number }[] = [];
let received: StockRow[] = [];
let shopper: string | null = null;
let operator = true;

/** The floor above, as its face promises: a tenth off the nuts, three left of the tea cake, ten sold of each. */
const ports: CatalogPorts = {
  priceOf: async (skuIds) =>
    new Map(
      skuIds.map((skuId) => [
        skuId,
        skuId === 'sk-daily-nuts-30-1'
          ? {
              itemFen: 11_610,
              label: { zh: '限时价', en: 'Timed price' },
              promotionLabels: [],
              promotionIds: [],
            }
          : {
              itemFen: 500_000,
              label: null,
              promotionLabels: [{ zh: '满300减50', en: '50 off 300' }],
              promotionIds: ['cross'],
            },
      ]),
    ),
  stockOf: async (skuIds) =>
    new Map(
      skuIds.map((skuId): [string, ItemStock] => [
        skuId,
        skuId.startsWith('sk-tea-puerh-cake')
          ? { state: 'low', left: 3, sold: 10, storeMost: 2, either: { state: 'low', left: 5 } }
          : { state: 'plenty', left: null, sold: 10, storeMost: 0, either: { state: 'plenty', left: null } },
      ]),
    ),
  flashOf: async () => null,
  offerOf: async (promotionId) => ({
    promotionId,
    title: { zh: '跨店满减', en: 'Cross-store' },
    terms: { zh: '满300减50', en: '50 off 300' },
  }),
};

beforeAll(async () => {
  database = await openTestDatabase();
  const test = testCatalog(database.db);
  await test.importFiles(await catalogueFiles());
  app = Fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof Refusal)
      return reply.code(ERRORS[error.code].status).send({ code: error.code, ...error.extra });
    return reply.code((error as { statusCode?: number }).statusCode ?? 500).send({ code: String(error) });
  });
  catalogRoutes(app, test.catalog, {
    clocks: test.clocks,
    ports,
    shopperOf: async () => shopper,
    requireOperator: async () => {
      if (!operator) throw new Refusal('notSignedIn');
    },
    requireImporter: async () => {
      if (!operator) throw new Refusal('forbidden');
      return { name: 'lin' };
    },
    noteImport: async (_tx, by, counts) => {
      noted.push({ by, ...counts });
    },
    receiveStock: async (_tx, rows) => {
      received.push(...rows);
    },
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await database.close();
});
beforeEach(() => {
  received = [];
  noted = [];
  shopper = 'sh_one';
  operator = true;
});

describe('pages of products', () => {
  it('200: categories with how many there are', async () => {
    const { categories } = (await app.inject('/api/categories')).json();
    expect(categories).toHaveLength(14);
    expect(categories[0]).toEqual({
      categoryId: 'nianhuo',
      title: { zh: '年货', en: 'New Year goods' },
      imageUrl: '/assets/catalogue/1f9e7.webp',
      productCount: 23,
    });
  });

  it('200: a list shows the price of the moment, the reference and what was sold', async () => {
    const list = productList.parse((await app.inject('/api/products?sort=priceAsc&limit=2')).json());
    expect(list.total).toBe(315);
    expect(list.products[0]).toMatchObject({
      productId: 'pr-daily-nuts-30',
      price: { listFen: 12_900, itemFen: 11_610, label: { en: 'Timed price' } },
      stockState: 'plenty',
      stockLeft: null,
    });
    expect(list.products[0]?.price.referenceFen).toBeLessThanOrEqual(12_900);
    expect(list.products[0]?.soldCount).toBe(19_747 + 4_125 + 20);
    expect(list.nextCursor).not.toBeNull();
  });

  it('200: searching in Chinese; an unknown word suggests categories', async () => {
    const found = (await app.inject({ url: '/api/products', query: { q: '手机壳' } })).json();
    expect(found.products[0].productId).toBe('pr-phone-case-soft');
    const none = (await app.inject({ url: '/api/products', query: { q: '量子坦克' } })).json();
    expect(none).toMatchObject({ products: [], total: 0, nextCursor: null });
    expect(none.suggestions.length).toBeGreaterThan(0);
  });

  it('400: a cursor that is none, and a limit beyond the limit', async () => {
    expect((await app.inject('/api/products?cursor=abc')).statusCode).toBe(400);
    expect((await app.inject('/api/products?limit=61')).statusCode).toBe(400);
  });

  it('200: a product with its skus, attributes and sixty days of prices', async () => {
    const view = productView.parse((await app.inject('/api/products/pr-tea-puerh-cake')).json());
    expect(view.skus).toHaveLength(2);
    // Of each of the two three are on the shelf, and two more can be booked: a card leads to both.
    expect(view.card).toMatchObject({ stockState: 'low', stockLeft: 10 });
    expect(view.skus.map(({ stockLeft }) => stockLeft)).toEqual([3, 3]);
    expect(view.brand.name.en).toBe('Mistdale');
    expect(view.attributes[0]).toEqual({
      name: { zh: '产地', en: 'Origin' },
      value: { zh: '云南勐海', en: 'Menghai, Yunnan' },
    });
    expect(view.priceHistory).toHaveLength(60);
    expect(view.priceHistory.at(-1)?.on).toBe('2024-06-17');
  });

  it('404: a product nobody has', async () => {
    expect((await app.inject('/api/products/pr-nothing')).statusCode).toBe(404);
  });
});

describe('favourites', () => {
  it('200: are kept for one shopper, newest first, and a repeat changes nothing', async () => {
    for (const id of ['pr-tea-longjing', 'pr-daily-nuts-30', 'pr-daily-nuts-30'])
      expect((await app.inject({ method: 'PUT', url: `/api/favourites/${id}` })).statusCode).toBe(200);
    const mine = favouritesView.parse((await app.inject('/api/favourites')).json());
    expect(mine.products.map((card) => card.productId).sort()).toEqual([
      'pr-daily-nuts-30',
      'pr-tea-longjing',
    ]);
    expect((await app.inject('/api/products/pr-tea-longjing')).json().favourite).toBe(true);
    shopper = 'sh_two';
    expect((await app.inject('/api/favourites')).json().products).toEqual([]);
    shopper = 'sh_one';
    await app.inject({ method: 'DELETE', url: '/api/favourites/pr-tea-longjing' });
    expect((await app.inject('/api/favourites')).json().products).toHaveLength(1);
  });

  it('401 without a session, 404 for no product, 409 when they are full', async () => {
    expect((await app.inject({ method: 'PUT', url: '/api/favourites/pr-nothing' })).statusCode).toBe(404);
    await database.db.query(
      `insert into favourite select 'sh_full', product_id, 1 from product order by product_id limit 200`,
    );
    shopper = 'sh_full';
    const full = await app.inject({ method: 'PUT', url: '/api/favourites/pr-zoo-panda' });
    expect([full.statusCode, full.json().code]).toEqual([409, 'favouritesFull']);
    shopper = null;
    expect((await app.inject('/api/favourites')).statusCode).toBe(401);
  });
});

describe('items to price a cart with', () => {
  it('200: every item with scope, cost, floor and enrolment, and the freight of its shop', async () => {
    const { items, total, shops } = sandboxItems.parse((await app.inject('/api/ops/catalogue/items')).json());
    expect(items).toHaveLength(total);
    const [nuts] = items.filter(({ skuId }) => skuId === 'sk-daily-nuts-30-1');
    expect(nuts).toMatchObject({ shopId: 'fuman', listFen: 12_900, onSale: true });
    expect(nuts!.categories).toContain('nianhuo');
    expect(nuts!.costFen).toBeLessThanOrEqual(nuts!.floorFen);
    expect(shops.map(({ shopId }) => shopId)).toContain('fuman');
  });

  it('200: no more than asked for, and says how many there are', async () => {
    const { items, total } = (await app.inject('/api/ops/catalogue/items?limit=3')).json();
    expect(items).toHaveLength(3);
    expect(total).toBeGreaterThan(3);
  });

  it('401 without an operator; 400 beyond the limit', async () => {
    expect((await app.inject('/api/ops/catalogue/items?limit=5001')).statusCode).toBe(400);
    operator = false;
    expect((await app.inject('/api/ops/catalogue/items')).statusCode).toBe(401);
  });
});

describe('importing', () => {
  type Upload = { name: string; bytes: Uint8Array };
  function upload(uploads: readonly Upload[], fields: Record<string, string> = {}) {
    const boundary = `b${crc32(JSON.stringify(fields))}`;
    const parts = [
      ...Object.entries(fields).map(
        ([name, value]) =>
          `--${boundary}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
      ),
      ...uploads.flatMap(({ name, bytes }) => [
        `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\n\r\n`,
        Buffer.from(bytes),
        '\r\n',
      ]),
      `--${boundary}--\r\n`,
    ];
    return app.inject({
      method: 'POST',
      url: '/api/ops/catalogue/import',
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
      payload: Buffer.concat(parts.map((part) => Buffer.from(part))),
    });
  }
  const tea = () => files({ shops: [good.shop()], products: [good.product()] });

  it('200: a dry run says what it would do; the real one does it and hands over the stock', async () => {
    expect(importView.parse((await upload(tea(), { dryRun: 'true' })).json())).toMatchObject({
      imported: false,
      products: 1,
      errors: [],
    });
    expect((await app.inject('/api/products/pr-tea')).statusCode).toBe(404);
    expect((await upload(tea())).json()).toMatchObject({ imported: true, skus: 1 });
    expect(received).toEqual([{ skuId: 'sk-tea-1', quantity: 50, allotment: 20 }]);
    expect((await app.inject('/api/products/pr-tea')).statusCode).toBe(200);
  });

  it('422: bad rows, every one with its place; a dry run answers 200 with the same findings', async () => {
    const bad = files({ shops: [good.shop({ nameEn: '', introZh: '' })] });
    const refused = await upload(bad);
    expect([refused.statusCode, refused.json().code]).toEqual([422, 'importInvalid']);
    expect(refused.json().errors.map((error: { column: string }) => error.column)).toEqual([
      'nameEn',
      'introZh',
    ]);
    const dry = await upload(bad, { dryRun: 'true' });
    expect([dry.statusCode, dry.json().errors]).toEqual([200, refused.json().errors]);
  });

  it('400 without a file, 403 for somebody who may not, 413 beyond the size', async () => {
    expect((await upload([])).statusCode).toBe(400);
    expect((await upload([{ name: 'a.csv', bytes: new Uint8Array(9 * 1024 * 1024) }])).statusCode).toBe(413);
    operator = false;
    expect((await upload(tea())).statusCode).toBe(403);
    expect(received).toEqual([]);
  });
});

describe('pictures', () => {
  it('200: a known code, for a year', async () => {
    const picture = await app.inject('/assets/catalogue/1f95c.webp');
    expect(picture.statusCode).toBe(200);
    expect(picture.headers).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'public, max-age=31536000, immutable',
    });
    expect(picture.rawPayload.subarray(8, 12).toString()).toBe('WEBP');
  });

  it.each(['ffff.webp', '1f95c.png', '..%2Fpackage.json', '..%2F..%2F1f95c.webp', '%00.webp'])(
    '404: %s',
    async (name) => {
      expect((await app.inject(`/assets/catalogue/${name}`)).statusCode).toBe(404);
    },
  );
});
