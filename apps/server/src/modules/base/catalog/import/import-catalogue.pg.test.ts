import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../../platform/db/test-database.ts';
import { csv, files, good, grid, NOW_AT, testCatalog } from '../test-catalogue.ts';
import { xlsx } from '../test-xlsx.ts';
import { FILE_BYTES_MAX, ROWS_MAX } from './read-tables.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query(
    'truncate shop, brand, product, sku, enrolment, price_day, favourite, product_search, outbox cascade',
  );
});

const TABLES = ['shop', 'brand', 'product', 'sku', 'enrolment', 'price_day', 'product_search'] as const;

async function everything(): Promise<Record<string, unknown[]>> {
  const found: Record<string, unknown[]> = {};
  for (const table of TABLES)
    found[table] = await database.db.query(`select t::text as row from ${table} t order by 1`);
  return found;
}

async function emptyStill() {
  for (const [table, rows] of Object.entries(await everything())) expect(rows, table).toEqual([]);
  expect(await database.db.query('select 1 from outbox')).toEqual([]);
}

const whole = () => ({ shops: [good.shop()], products: [good.product()], prices: [good.price()] });

describe('a bad row is reported with its place and nothing is imported', () => {
  type Bad = [
    name: string,
    table: 'shops' | 'products' | 'prices',
    cells: Record<string, string>,
    column: string,
  ];
  const cases: Bad[] = [
    ['a shop without a Chinese name', 'shops', { nameZh: '' }, 'nameZh'],
    ['a shop id with capitals', 'shops', { shop: 'Corner' }, 'shop'],
    ['freight that is no amount', 'shops', { freightBase: 'ten' }, 'freightBase'],
    ['a freight basis nobody knows', 'shops', { freightBasis: 'weight' }, 'freightBasis'],
    ['a surcharge for no province', 'shops', { surcharges: 'Tibet=20' }, 'surcharges'],
    ['free freight without freight', 'shops', { freightBase: '' }, 'freeFrom'],
    ['a sku id with a space', 'products', { sku: 'sk tea' }, 'sku'],
    ['a missing English title', 'products', { titleEn: '' }, 'titleEn'],
    ['a title that is too long', 'products', { titleZh: '茶'.repeat(61) }, 'titleZh'],
    ['a category nobody has', 'products', { category: 'weapons' }, 'category'],
    ['a brand without letters', 'products', { brandEn: '云上' }, 'brandEn'],
    ['a shop nobody has', 'products', { shop: 'nowhere' }, 'shop'],
    ['a tag with a space', 'products', { tags: 'very hot' }, 'tags'],
    ['a picture there is none of', 'products', { images: '../../etc/passwd' }, 'images'],
    ['no picture', 'products', { images: '' }, 'images'],
    ['a third decimal', 'products', { listPrice: '100.005' }, 'listPrice'],
    ['a negative price', 'products', { cost: '-1.00' }, 'cost'],
    ['a price of zero', 'products', { listPrice: '0', floor: '0', cost: '0' }, 'listPrice'],
    ['a floor below the cost', 'products', { floor: '39.99' }, 'floor'],
    ['a floor above the list price', 'products', { floor: '100.01' }, 'floor'],
    ['stock that is no whole number', 'products', { stock: '1.5' }, 'stock'],
    ['an allotment above the stock', 'products', { allotment: '51' }, 'allotment'],
    ['an attribute without a value', 'products', { attributes: '产地' }, 'attributes'],
    ['a consent without a day', 'products', { enrolledIn: 'sale-2024' }, 'enrolledIn'],
    ['a consent by nobody', 'products', { enrolledBy: '' }, 'enrolledBy'],
    ['a day that does not exist', 'products', { onSaleFrom: '2024-02-30' }, 'onSaleFrom'],
    ['a status nobody knows', 'products', { status: 'maybe' }, 'status'],
    ['a price of no sku', 'prices', { sku: 'sk-coffee-1' }, 'sku'],
    ['a deal above the list price', 'prices', { dealPrice: '100.01' }, 'dealPrice'],
    ['an end before the beginning', 'prices', { until: '2024-05-31' }, 'until'],
  ];
  const goodRow = { shops: good.shop, products: good.product, prices: good.price };

  it.each(cases)('%s', async (_name, table, cells, column) => {
    const { importFiles, received } = testCatalog(database.db);
    const outcome = await importFiles(files({ ...whole(), [table]: [goodRow[table](cells)] }));
    expect(outcome.imported).toBe(false);
    expect(outcome.errors.map(({ file, line, column }) => ({ file, line, column }))).toContainEqual({
      file: `${table}.csv`,
      line: 2,
      column,
    });
    for (const { message } of outcome.errors) {
      expect(message.zh).not.toBe('');
      expect(message.en).not.toBe('');
    }
    await emptyStill();
    expect(received).toEqual([]);
  });

  it('the same sku twice', async () => {
    const { importFiles } = testCatalog(database.db);
    const outcome = await importFiles(files({ ...whole(), products: [good.product(), good.product()] }));
    expect(outcome.errors).toMatchObject([{ line: 3, column: 'sku' }]);
    await emptyStill();
  });

  it('two rows of a product that disagree', async () => {
    const { importFiles } = testCatalog(database.db);
    const second = good.product({ sku: 'sk-tea-2', titleZh: '别的茶' });
    const outcome = await importFiles(files({ ...whole(), products: [good.product(), second] }));
    expect(outcome.errors).toMatchObject([{ line: 3, column: 'titleZh', allowed: '高山红茶礼盒' }]);
  });

  it('two products of one title', async () => {
    const { importFiles } = testCatalog(database.db);
    const second = good.product({ sku: 'sk-b-1', product: 'pr-b' });
    const outcome = await importFiles(files({ ...whole(), products: [good.product(), second] }));
    expect(outcome.errors.map((error) => error.column)).toEqual(['titleZh', 'titleEn']);
  });

  it('one English brand with two Chinese names', async () => {
    const { importFiles } = testCatalog(database.db);
    const second = good.product({
      sku: 'sk-b-1',
      product: 'pr-b',
      titleZh: '绿茶',
      titleEn: 'Green Tea',
      brandZh: '云下',
    });
    const outcome = await importFiles(files({ ...whole(), products: [good.product(), second] }));
    expect(outcome.errors).toMatchObject([{ line: 3, column: 'brandZh', allowed: '云上' }]);
  });

  it('price days of one sku that overlap', async () => {
    const { importFiles } = testCatalog(database.db);
    const second = good.price({ from: '2024-06-17', until: '2024-06-18' });
    const outcome = await importFiles(files({ ...whole(), prices: [good.price(), second] }));
    expect(outcome.errors).toMatchObject([{ line: 3, column: 'from' }]);
    await emptyStill();
  });

  it('a sku that belongs to another product', async () => {
    const { importFiles } = testCatalog(database.db);
    await importFiles(files(whole()));
    const outcome = await importFiles(files({ products: [good.product({ product: 'pr-other' })] }));
    expect(outcome.errors).toMatchObject([{ line: 2, column: 'product', allowed: 'pr-tea' }]);
  });

  it('every error of a file at once, at the line where its record begins', async () => {
    const { importFiles } = testCatalog(database.db);
    const outcome = await importFiles(
      files({
        ...whole(),
        products: [
          good.product({ descriptionZh: '第一行\n第二行\n第三行' }),
          good.product({ sku: 'sk-b-1', product: 'pr-b', titleZh: '', stock: 'x', titleEn: 'B' }),
        ],
      }),
    );
    expect(outcome.errors.map(({ line, column }) => [line, column])).toEqual([
      [5, 'titleZh'],
      [5, 'stock'],
    ]);
  });
});

describe('a file that is no table is refused as a whole', () => {
  const one = (name: string, text: string | Uint8Array) => ({
    name,
    bytes: typeof text === 'string' ? new TextEncoder().encode(text) : text,
  });
  const header = Object.keys(good.product()).join(',');

  it.each([
    ['an unknown header', one('a.csv', 'foo,bar\n1,2\n'), 1],
    ['an unknown column', one('a.csv', `${header},colour\n`), 1],
    ['a column twice', one('a.csv', `${header},stock\n`), 1],
    ['a missing column', one('a.csv', 'sku,product,titleZh\n'), 1],
    ['an empty file', one('a.csv', ''), 1],
    ['an open quote', one('a.csv', `${header}\n"never closed`), 2],
    ['a picture', one('a.png', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0xff])), 0],
    ['a damaged spreadsheet', one('a.xlsx', 'PK\u0003\u0004 and then nothing'), 0],
    ['a file that is too large', one('a.csv', new Uint8Array(FILE_BYTES_MAX + 1)), 0],
    ['too many rows', one('a.csv', `sku,from,until,listPrice\n${'a,b,c,d\n'.repeat(ROWS_MAX + 1)}`), 0],
  ])('%s', async (_name, file, line) => {
    const { importFiles } = testCatalog(database.db);
    const outcome = await importFiles([...files({ shops: [good.shop()] }), file]);
    expect(outcome.imported).toBe(false);
    expect(outcome.errors[0]).toMatchObject({ file: file.name, line });
    await emptyStill();
  });

  it('a cell beyond the header', async () => {
    const { importFiles } = testCatalog(database.db);
    const rows = grid([good.shop()]);
    const outcome = await importFiles([csv('shops.csv', [rows[0] ?? [], [...(rows[1] ?? []), 'extra']])]);
    expect(outcome.errors).toMatchObject([{ line: 2, found: 'extra' }]);
  });

  it('a spreadsheet that unpacks to more than the limit is not unpacked', async () => {
    const { importFiles } = testCatalog(database.db);
    const bomb = xlsx('a.xlsx', { products: [['x'.repeat(70 * 1024 * 1024)]] });
    expect(bomb.bytes.byteLength).toBeLessThan(FILE_BYTES_MAX);
    const outcome = await importFiles([bomb]);
    expect(outcome.errors).toMatchObject([{ line: 0, allowed: '≤ 64 MiB' }]);
  });
});

describe('a good file', () => {
  it('is imported whole, hands over opening stock, and says so in the outbox', async () => {
    const { importFiles, received } = testCatalog(database.db);
    const outcome = await importFiles(files(whole()));
    expect(outcome).toMatchObject({ imported: true, rows: 3, products: 1, skus: 1, errors: [] });
    expect(received).toEqual([{ skuId: 'sk-tea-1', quantity: 50, allotment: 20 }]);
    expect(await database.db.query('select type, aggregate, at, data from outbox')).toEqual([
      { type: 'catalogue.imported', aggregate: 'catalogue', at: NOW_AT, data: { products: 1, skus: 1 } },
    ]);
  });

  it('leaves nothing behind when the stock cannot take it in', async () => {
    const { catalog } = testCatalog(database.db);
    const broken = catalog.importCatalogue({
      files: files(whole()),
      at: NOW_AT,
      dryRun: false,
      receiveStock: async () => {
        throw new Error('no room');
      },
    });
    await expect(broken).rejects.toThrow('no room');
    await emptyStill();
  });

  it('changes nothing on a dry run, and counts what it would do', async () => {
    const { importFiles } = testCatalog(database.db);
    const outcome = await importFiles(files(whole()), { dryRun: true });
    expect(outcome).toMatchObject({ imported: false, rows: 3, products: 1, skus: 1, errors: [] });
    await emptyStill();
  });

  it('imported twice changes nothing and receives no stock again', async () => {
    const { importFiles, received } = testCatalog(database.db);
    await importFiles(files(whole()));
    const before = await everything();
    await importFiles(files(whole()));
    expect(await everything()).toEqual(before);
    expect(received).toHaveLength(1);
  });

  it('writes a changed list price into the price history from its day on', async () => {
    const { importFiles, catalog, moveTo } = testCatalog(database.db);
    await importFiles(files(whole()));
    const nextDay = NOW_AT + 86_400_000;
    moveTo(nextDay);
    await importFiles(files({ products: [good.product({ listPrice: '120.00' })] }));
    const history = await catalog.priceHistory('sk-tea-1', nextDay);
    expect(history.slice(-2)).toEqual([
      { on: '2024-06-17', listFen: 10_000, dealFen: 9_000 },
      { on: '2024-06-18', listFen: 12_000, dealFen: 12_000 },
    ]);
    expect((await catalog.getSkus(['sk-tea-1'])).get('sk-tea-1')?.listFen).toBe(12_000);
  });

  it('withdraws the consents its file no longer states', async () => {
    const { importFiles, catalog } = testCatalog(database.db);
    await importFiles(files(whole()));
    await importFiles(files({ products: [good.product({ enrolledIn: '', enrolledBy: '' })] }));
    expect((await catalog.getSkus(['sk-tea-1'])).get('sk-tea-1')?.enrolledCampaignIds).toEqual([]);
  });

  it('keeps a cell that looks like a formula as the text it is', async () => {
    const { importFiles, catalog } = testCatalog(database.db);
    const formula = '=HYPERLINK("http://x","茶")';
    await importFiles(files({ ...whole(), products: [good.product({ titleZh: formula, titleEn: '+1+1' })] }));
    expect((await catalog.product('pr-tea'))?.title).toEqual({ zh: formula, en: '+1+1' });
  });

  it('is the same from CSV with mark, quotes and CRLF, with Chinese headers, and from XLSX', async () => {
    const tables = {
      shops: grid([good.shop({ introEn: 'Tea, "mostly".' })]),
      products: grid([good.product(), good.product({ sku: 'sk-tea-2', listPrice: '129.90' })]),
      prices: grid([good.price()]),
    };
    const chinese: Record<string, string> = {
      sku: 'SKU编号',
      from: '开始日期',
      until: '结束日期',
      listPrice: '标价',
      dealPrice: '成交价',
    };
    const text = (rows: string[][], end: string) =>
      rows.map((row) => row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(',')).join(end);
    const ways = {
      plain: Object.entries(tables).map(([name, rows]) => csv(`${name}.csv`, rows)),
      marked: Object.entries(tables).map(([name, rows]) => ({
        name: `${name}.csv`,
        bytes: new TextEncoder().encode(`\uFEFF${text(rows, '\r\n')}\r\n\r\n`),
      })),
      chinese: Object.entries({
        ...tables,
        prices: [(tables.prices[0] ?? []).map((field) => chinese[field] ?? field), ...tables.prices.slice(1)],
      }).map(([name, rows]) => csv(`${name}.csv`, rows)),
      xlsx: [
        xlsx(
          'all.xlsx',
          Object.fromEntries(
            Object.entries(tables).map(([name, rows]) => [
              name,
              rows.map((row) => row.map((cell) => (/^\d+(\.\d+)?$/.test(cell) ? Number(cell) : cell))),
            ]),
          ),
        ),
      ],
    };
    const results: unknown[] = [];
    for (const [way, uploaded] of Object.entries(ways)) {
      await database.db.query(
        'truncate shop, brand, product, sku, enrolment, price_day, product_search cascade',
      );
      const outcome = await testCatalog(database.db).importFiles(uploaded);
      expect(outcome.errors, way).toEqual([]);
      results.push(await everything());
    }
    expect((results[0] as { sku: unknown[] }).sku).toHaveLength(2);
    for (const result of results) expect(result).toEqual(results[0]);
  });

  it('is read from the encoding that Chinese spreadsheets save in', async () => {
    const { importFiles } = testCatalog(database.db);
    const head = 'sku,from,until,listPrice,dealPrice\n';
    // 店铺 in GB 18030 is not UTF-8; the bytes reach the check as the characters they were.
    const bytes = new Uint8Array([...new TextEncoder().encode(head), 0xb5, 0xea, 0xc6, 0xcc, 0x0a]);
    const outcome = await importFiles([{ name: 'prices.csv', bytes }]);
    expect(outcome.errors.find((error) => error.column === 'sku')?.found).toBe('店铺');
  });
});

describe('a dry run tells what would change', () => {
  it('counts what is new, changed and as before, and shows a changed price before and after', async () => {
    const test = testCatalog(database.db);
    await test.importFiles(files(whole()));
    const next = {
      shops: [good.shop()],
      products: [
        good.product({ listPrice: '120.50' }),
        good.product({ sku: 'sk-new-1', product: 'pr-new', titleZh: '新茶', titleEn: 'New tea' }),
      ],
      prices: [good.price()],
    };
    const before = await everything();
    const { preview, errors, imported } = await test.importFiles(files(next), { dryRun: true });
    expect([errors, imported]).toEqual([[], false]);
    expect(preview?.shops).toEqual({ added: 0, changed: 0, unchanged: 1, refused: 0 });
    expect(preview?.skus).toEqual({ added: 1, changed: 1, unchanged: 0, refused: 0 });
    expect(preview?.products).toMatchObject({ added: 1, changed: 0, unchanged: 1 });
    expect(preview?.priceDays).toMatchObject({ added: 0, changed: 0, refused: 0 });
    expect(preview?.priceDays.unchanged).toBeGreaterThan(0);
    const changed = preview?.changes.find(({ state }) => state === 'changed');
    expect(changed).toMatchObject({ kind: 'sku', fields: [{ field: 'listFen', after: 12_050 }] });
    expect(await everything()).toEqual(before);
  });

  it('prices seen in stores are imported, and of each item in each store the last one seen by a day counts', async () => {
    await database.db.query('truncate store cascade');
    const test = testCatalog(database.db);
    await test.importFiles(files(whole()));
    const { sku } = good.product();
    const seen = (...rows: string[]) => [
      {
        name: 'store-prices.csv',
        bytes: new TextEncoder().encode(['store,storeZh,storeEn,sku,storePrice,seenOn', ...rows].join('\n')),
      },
    ];
    const first = [`st-bj,三里屯店,Sanlitun,${sku},99.00,2024-06-10`, `st-bj,,,${sku},98.00,2024-06-12`];
    expect((await test.importFiles(seen(...first))).errors).toEqual([]);
    const again = seen(first[0]!, `st-bj,,,${sku},97.00,2024-06-12`, `st-bj,,,${sku},96.00,2024-06-20`);
    const { preview } = await test.importFiles(again, { dryRun: true });
    expect(preview?.storePrices).toEqual({ added: 1, changed: 1, unchanged: 1, refused: 0 });
    const at = (day: string) => Date.parse(`${day}T12:00:00+08:00`);
    const price = async (day: string) =>
      (await test.catalog.shelfPrices(at(day))).map(({ priceFen, seenOn, storeName }) => [
        ...[priceFen, seenOn, storeName.en],
      ]);
    expect(await price('2024-06-09')).toEqual([]);
    expect(await price('2024-06-11')).toEqual([[9_900, '2024-06-10', 'Sanlitun']]);
    expect(await price('2024-06-18')).toEqual([[9_800, '2024-06-12', 'Sanlitun']]);
    await test.importFiles(again);
    expect(await price('2024-06-18')).toEqual([[9_700, '2024-06-12', 'Sanlitun']]);
    const refused = await test.importFiles(seen(`st-bj,三里屯店,Sanlitun,sk-none,1.00,2024-06-18`));
    expect([refused.imported, refused.errors[0]?.column]).toEqual([false, 'sku']);
  });

  it('places come with what stands in stores; what a place is stays, and a shelf is filled under one number', async () => {
    const test = testCatalog(database.db);
    await test.importFiles(files(whole()));
    const { sku } = good.product();
    const header = 'place,kind,nameZh,nameEn,addressZh,addressEn,province,serves,share,hoursZh,hoursEn';
    const table = (name: string, ...rows: string[]) => ({
      name,
      bytes: new TextEncoder().encode(rows.join('\n')),
    });
    const places = (...rows: string[]) => table('places.csv', header, ...rows);
    const [warehouse, shelf] = [
      'wh-a,warehouse,仓,WH,地址,Address,330000,310000; 330000,5,,',
      'st-a,store,店,Store,地址,Address,110000,,,十点,Ten',
    ];
    const before = test.received.length;
    const given = [places(warehouse, shelf), table('place-stock.csv', 'place,sku,units', `st-a,${sku},4`)];
    expect((await test.importFiles(given)).errors).toEqual([]);
    expect(test.received.slice(before)).toEqual([
      { skuId: sku, quantity: 4, allotment: 0, placeId: 'st-a', receiptId: 'catalogue:st-a' },
    ]);
    const { preview } = await test.importFiles([places(warehouse, shelf.replace('Ten', 'Nine'))], {
      dryRun: true,
    });
    expect(preview?.places).toEqual({ added: 0, changed: 1, unchanged: 1, refused: 0 });
    const columns = async (...uploads: Parameters<typeof test.importFiles>[0]) =>
      (await test.importFiles(uploads)).errors.map(({ column }) => column);
    expect(await columns(places(warehouse.replace('warehouse', 'store')))).toEqual(['kind']);
    expect(await columns(places('wh-b,depot,仓,WH,地址,Address,33,1,x,,'))).toEqual([
      'kind',
      'province',
      'serves',
      'share',
    ]);
    expect(await columns(table('s.csv', 'place,sku,units', `wh-a,${sku},1`, 'st-a,sk-none,1'))).toEqual([
      'place',
      'sku',
    ]);
  });

  it('what was imported and is previewed again is all as before', async () => {
    const test = testCatalog(database.db);
    await test.importFiles(files(whole()));
    const { preview } = await test.importFiles(files(whole()), { dryRun: true });
    expect(preview?.changes).toEqual([]);
    expect(preview?.products).toEqual({ added: 0, changed: 0, unchanged: 1, refused: 0 });
  });

  it('counts the rows that were refused beside those that would come', async () => {
    const test = testCatalog(database.db);
    const products = [
      good.product(),
      good.product({ sku: 'sk-bad-1', product: 'pr-bad', titleZh: '坏茶', titleEn: 'Bad tea', cost: '-1' }),
    ];
    const { preview } = await test.importFiles(files({ ...whole(), products }), { dryRun: true });
    expect(preview?.skus).toMatchObject({ added: 1, refused: 1 });
  });

  it('a real import has no preview', async () => {
    expect((await testCatalog(database.db).importFiles(files(whole()))).preview).toBeNull();
  });
});
