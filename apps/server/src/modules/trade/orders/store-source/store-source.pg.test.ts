import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, type Customer, openBench, placedRow } from '../../trade-test-bench.ts';
import { putTestPlaces } from '../../trade-test-places.ts';
import { createStoreLinks } from './links.ts';
import { STORE_SOURCE_MS } from './store-source.ts';

let bench: Bench;
let customer: Customer;
beforeEach(async () => {
  bench = await openBench({ onHand: 50 });
  await putTestPlaces(bench.db);
  customer = await bench.shopper();
});
afterEach(() => bench.close());

const now = () => bench.clocks.campaign.now();
const productOf = async (skuId: string) => (await bench.sale.catalog.getSkus([skuId])).get(skuId)!.productId;

async function linkOf(placeId: string, skuId: string) {
  const productId = await productOf(skuId);
  const path = await bench.node.orders.storeLink({ placeId, productId });
  const from = path === null ? null : new URL(path, 'https://shop.test').searchParams.get('from');
  return { productId, path, from };
}

async function open(placeId: string, skuId: string) {
  const { productId, from } = await linkOf(placeId, skuId);
  return bench.node.orders.openStoreLink({
    ...{ at: now(), shopperId: customer.shopperId, productId, from: from! },
  });
}

test('a purchase within 72 hours of a store’s link counts for that store, at the price of the shopper’s own channel', async () => {
  const opened = await open('st-beijing', 'sku-cream');
  expect(opened).toMatchObject({ placeId: 'st-beijing', until: now() + STORE_SOURCE_MS });
  await bench.advanceTo(opened!.until - 1);
  const row = await bench.buy(customer, [{ skuId: 'sku-cream', quantity: 1 }]);
  expect(row.body).toMatchObject({
    channel: 'offline',
    source: { placeId: 'st-beijing', openedAt: opened!.until - STORE_SOURCE_MS },
    judged: { channel: customer.channel },
  });
  await bench.drainEvents();
  const [placed] = await bench.db.query<{ data: object }>(
    `select data from outbox where type = 'purchase.placed' and aggregate = $1`,
    [row.purchaseId],
  );
  expect(placed!.data).toMatchObject({ channel: 'offline', source: 'store', storeId: 'st-beijing' });
  const found = await bench.node.orders.search({
    ...{ states: [], kind: null, channel: 'offline', from: null, to: null, payFenMin: null, payFenMax: null },
    ...{ sought: 'st-beijing', sort: { by: 'placedAt', desc: true }, cursor: null, limit: 10 },
  });
  expect(found.rows.map(({ purchaseId }) => purchaseId)).toEqual([row.purchaseId]);
});

test('at the end of the time, for another product, or for somebody else there is no store', async () => {
  const opened = await open('st-beijing', 'sku-cream');
  const other = await bench.buy(customer, [{ skuId: 'sku-cable', quantity: 1 }]);
  const stranger = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 1 }]);
  await bench.advanceTo(opened!.until);
  const late = await bench.buy(customer, [{ skuId: 'sku-cream', quantity: 1 }]);
  for (const { body } of [other, stranger, late]) {
    expect(body.source).toBeUndefined();
    expect([body.channel, body.judged?.channel]).toEqual([customer.channel, undefined]);
  }
});

test('of several stores the last one opened has the purchase, and a retry of it says the same', async () => {
  await bench.db.query(
    `insert into place select 'st-second', kind, name_zh, name_en, address_zh, address_en, province, serves, share from place where place_id = 'st-beijing'`,
  );
  await open('st-beijing', 'sku-cream');
  await bench.advanceTo(now() + 1_000);
  await open('st-second', 'sku-cream');
  const order = async () => {
    const lines = [{ skuId: 'sku-cream', quantity: 1 }];
    const { priced } = await bench.node.offers.price({
      ...{ at: now(), items: lines, buyer: customer, region: customer.address.region },
    });
    return placedRow(
      await bench.node.orders.placePurchase({
        ...{ at: now(), buyer: customer, idempotencyKey: 'once' },
        request: { lines, expectedPayFen: priced!.quote.payFen, address: customer.address },
      }),
    );
  };
  const first = await order();
  expect(first.body.source?.placeId).toBe('st-second');
  await open('st-beijing', 'sku-cream');
  expect(await order()).toEqual(first);
});

test('a link is good for its store and its product alone, and says nothing about a person', async () => {
  const cream = await linkOf('st-beijing', 'sku-cream');
  const cable = await linkOf('st-beijing', 'sku-cable');
  const tried = (productId: string, from: string) =>
    bench.node.orders.openStoreLink({ at: now(), shopperId: customer.shopperId, productId, from });
  expect(cream.from).toMatch(/^st-beijing\.[\w-]{12}$/);
  const [, signature] = cream.from!.split('.');
  const flipped = `${signature!.startsWith('A') ? 'B' : 'A'}${signature!.slice(1)}`;
  const forged = [
    [cable.productId, cream.from!],
    [cream.productId, cable.from!],
    [cream.productId, `st-other.${signature}`],
    [cream.productId, `wh-north.${signature}`],
    [cream.productId, `st-beijing.${flipped}`],
    [cream.productId, `st-beijing.${signature!.slice(0, 11)}`],
    [cream.productId, `st-beijing.${signature}A`],
    [cream.productId, 'st-beijing.'],
    [cream.productId, `.${signature}`],
    [cream.productId, signature!],
    [
      cream.productId,
      createStoreLinks({ masterKey: new Uint8Array(32) }).sign('st-beijing', cream.productId),
    ],
  ] as const;
  for (const [productId, from] of forged) expect(await tried(productId, from), from).toBeNull();
  expect(await bench.db.query('select * from store_visit')).toEqual([]);
  expect((await linkOf('wh-north', 'sku-cream')).path).toBeNull();
  expect(await bench.node.orders.storeLink({ placeId: 'st-beijing', productId: 'none' })).toBeNull();
});
