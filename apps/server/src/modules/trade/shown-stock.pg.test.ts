import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Bench, type Customer, openBench } from './trade-test-bench.ts';
import { putTestPlaces } from './trade-test-places.ts';
import { SLOT_FROM } from './trade-test-sale.ts';

/** Every “N left” against the sum of the ledger's movements: what is shown is what the books would let somebody buy. */
let bench: Bench;
let customer: Customer;
const SKU = 'sku-cable';
beforeEach(async () => {
  bench = await openBench({ onHand: 12 });
  await putTestPlaces(bench.db);
  customer = await bench.shopper();
  await bench.db.transaction((tx) =>
    bench.node.stock.receive(tx, {
      ...{ receiptId: 'shelf', at: SLOT_FROM, rows: [{ skuId: SKU, quantity: 4, placeId: 'st-beijing' }] },
    }),
  );
});
afterEach(() => bench.close());

const now = () => bench.clocks.campaign.now();

/** What is left to be sent, and at the store, by the movements alone. */
async function byLedger(): Promise<{ sent: number; store: number }> {
  await bench.drainEvents();
  const [sums] = await bench.db.query<{ sent: number; store: number }>(
    `select (sum(m.on_hand) filter (where p.kind is distinct from 'store') - sum(m.reserved) - sum(m.locked))::int as sent,
       (sum(m.on_hand) filter (where p.kind = 'store') - sum(m.allotted) filter (where p.kind = 'store'))::int as store
     from stock_movement m left join place p using (place_id) where sku_id = $1`,
    [SKU],
  );
  return sums!;
}

/** What product page, list and venue (`stockOf`), cart, checkout and the store's page show. */
async function shown() {
  const { node } = bench;
  const cart = await node.orders.cart({ at: now(), caller: customer });
  const { priced } = await node.offers.price({
    ...{ at: now(), items: [{ skuId: SKU, quantity: 1 }], buyer: customer, region: '110000' },
  });
  const quote = await node.offers.present(priced!);
  const options = await node.fulfilment.options({
    ...{ at: now(), region: '110000', goods: [{ skuId: SKU, quantity: 1 }] },
  });
  const { stores } = await node.fulfilment.storesWith({ at: now(), skuId: SKU, region: '110000' });
  const state = (await node.stock.stockOf([SKU])).get(SKU)!;
  return {
    ...{ left: state.left, sellable: state.sellable, storeMost: state.storeMost },
    cart: cart.lines[0]!.item!.stockLeft,
    quote: quote.shops[0]!.lines[0]!.stockLeft,
    ...{ shippable: options.shippable, offered: options.stores.length },
    store: { band: stores[0]!.band, left: stores[0]!.left, near: stores[0]!.near },
  };
}

async function buy(quantity: number, collected = false) {
  const buyer = await bench.shopper();
  const lines = [{ skuId: SKU, quantity }];
  const { priced } = await bench.node.offers.price({
    ...{ at: now(), items: lines, buyer, region: buyer.address.region, collected },
  });
  return bench.node.orders.placePurchase({
    ...{ at: now(), buyer, idempotencyKey: `key-${buyer.shopperId}` },
    request: {
      ...{ lines, expectedPayFen: priced!.quote.payFen, address: buyer.address },
      ...(collected && { delivery: { way: 'pickup' as const, placeId: 'st-beijing' } }),
    },
  });
}

test('on every screen what is left is what the ledger has, through holds, payments, store orders and their ends', async () => {
  await bench.node.orders.putCartLine({
    ...{ at: now(), shopperId: customer.shopperId, skuId: SKU, quantity: 1, selected: true },
  });
  const agree = async () => {
    const [ledger, seen] = [await byLedger(), await shown()];
    const left = ledger.sent > 0 && ledger.sent <= 10 ? ledger.sent : null;
    const storeLeft = ledger.store > 0 && ledger.store <= 3 ? ledger.store : null;
    expect(seen).toEqual({
      ...{ left, quote: left, sellable: ledger.sent, storeMost: ledger.store },
      cart: ledger.sent > 0 ? left : storeLeft,
      ...{ shippable: ledger.sent > 0, offered: ledger.store > 0 ? 1 : 0 },
      store: {
        ...{ near: true, left: storeLeft },
        band: ledger.store > 5 ? 'plenty' : ledger.store > 0 ? 'few' : 'none',
      },
    });
    return ledger;
  };
  expect(await agree()).toEqual({ sent: 12, store: 4 });
  const held = await buy(3);
  expect(await agree()).toEqual({ sent: 9, store: 4 });
  const stored = await buy(2, true);
  expect(await agree()).toEqual({ sent: 9, store: 2 });
  if (held.kind === 'refused' || stored.kind === 'refused') throw new Error('not placed');
  await bench.pay(stored.row);
  expect(await agree()).toEqual({ sent: 9, store: 2 });
  await buy(9);
  expect(await agree()).toEqual({ sent: 0, store: 2 });
  await buy(2, true);
  expect(await agree()).toEqual({ sent: 0, store: 0 });
  await bench.advanceTo(now() + 3_600_000);
  expect(await agree()).toEqual({ sent: 12, store: 2 });
});

test('a cart line that can only be collected says so, is priced without freight, and is short only where no store has it', async () => {
  await buy(11);
  const put = (quantity: number) =>
    bench.node.orders.putCartLine({
      ...{ at: now(), shopperId: customer.shopperId, skuId: SKU, quantity, selected: true },
    });
  const seen = async () => {
    const { lines, quote, unavailable } = await bench.node.orders.cart({ at: now(), caller: customer });
    return {
      ...{ collectOnly: lines[0]!.item!.collectOnly, left: unavailable[0]?.left ?? null },
      freightFen: quote!.freightFen,
    };
  };
  await put(1);
  const sent = await seen();
  expect([sent.collectOnly, sent.left, sent.freightFen > 0]).toEqual([false, null, true]);
  await put(3);
  expect(await seen()).toEqual({ collectOnly: true, left: null, freightFen: 0 });
  await put(5);
  expect(await seen()).toMatchObject({ collectOnly: false, left: 4 });
});
