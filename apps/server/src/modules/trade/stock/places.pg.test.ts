import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { putTestPlaces } from '../trade-test-places.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';
import type { Received } from './index.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 100 });
});
afterEach(() => bench.close());

function receive(receiptId: string, rows: readonly Received[]) {
  return bench.db.transaction((tx) => bench.node.stock.receive(tx, { receiptId, at: SLOT_FROM, rows }));
}

async function standing(skuId: string): Promise<Record<string, number>> {
  const rows = (await bench.node.stock.placeStockOf([skuId])).get(skuId) ?? [];
  return Object.fromEntries(rows.map(({ placeId, onHand }) => [placeId, onHand]));
}

it('goods from before there were warehouses are put into them by share, once', async () => {
  await putTestPlaces(bench.db);
  await receive('one', []);
  expect(await standing('sku-cream')).toEqual({ 'wh-east': 60, 'wh-north': 40 });
  await receive('two', []);
  expect(await standing('sku-cream')).toEqual({ 'wh-east': 60, 'wh-north': 40 });
  expect((await bench.stockRow('sku-cream')).onHand).toBe(100);
});

it('a delivery is spread over the warehouses, one that names its place goes there, and a store’s is not the network’s', async () => {
  await putTestPlaces(bench.db);
  await receive('spread', [{ skuId: 'sku-cream', quantity: 50 }]);
  await receive('named', [{ skuId: 'sku-cream', quantity: 5, placeId: 'wh-north' }]);
  await receive('shelf', [{ skuId: 'sku-cream', quantity: 7, placeId: 'st-beijing' }]);
  expect(await standing('sku-cream')).toEqual({ 'st-beijing': 7, 'wh-east': 90, 'wh-north': 65 });
  expect((await bench.stockRow('sku-cream')).onHand).toBe(155);
});

it('a delivery that is told of twice comes in once, whatever warehouses there are by then', async () => {
  await receive('twice', [{ skuId: 'sku-cream', quantity: 50 }]);
  await putTestPlaces(bench.db);
  expect(await receive('twice', [{ skuId: 'sku-cream', quantity: 50 }])).toEqual({ received: 0 });
  expect(await standing('sku-cream')).toEqual({ 'wh-east': 90, 'wh-north': 60 });
  expect((await bench.stockRow('sku-cream')).onHand).toBe(150);
});

it('warehouses first, then stores, each with where it is and whom it serves', async () => {
  await putTestPlaces(bench.db);
  const places = await bench.node.stock.places();
  expect(places.map(({ placeId }) => placeId)).toEqual(['wh-east', 'wh-north', 'st-beijing']);
  expect(places[0]).toEqual({
    ...{ placeId: 'wh-east', kind: 'warehouse', province: '330000', serves: ['310000', '330000'], share: 60 },
    ...{ name: { zh: '华东仓', en: 'East' }, address: { zh: '嘉兴', en: 'Jiaxing' }, hours: null },
  });
});

it('deliveries that come in at once beside orders neither wait for each other in a circle nor lose a unit', async () => {
  await putTestPlaces(bench.db);
  const shoppers = await Promise.all(Array.from({ length: 8 }, () => bench.shopper()));
  await Promise.all([
    ...Array.from({ length: 8 }, (_, index) =>
      receive(`many-${index}`, [
        { skuId: index % 2 ? 'sku-cream' : 'sku-lipstick', quantity: 20 },
        { skuId: index % 2 ? 'sku-lipstick' : 'sku-cream', quantity: 20 },
      ]),
    ),
    ...shoppers.map((shopper) =>
      bench.buy(shopper, [
        { skuId: 'sku-lipstick', quantity: 1 },
        { skuId: 'sku-cream', quantity: 1 },
      ]),
    ),
  ]);
  expect(await bench.stockRow('sku-cream')).toMatchObject({ onHand: 260, reserved: 8 });
  const held = Object.values(await standing('sku-cream')).reduce((sum, units) => sum + units, 0);
  expect(held).toBe(260);
});
