import type { FlashView } from '@dacu/contract/api';
import { setAsideUnits } from '@dacu/engine/presale';
import { beforeEach, expect, test } from 'vitest';
import { type Bench, openBench, placedRow } from '../../trade-test-bench.ts';
import { BALANCE, DEPOSIT, deposit, publishPresale, SKU } from '../../trade-test-presale.ts';
import { FLASH_SKU } from '../../trade-test-sale.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 12 });
  publishPresale(bench, { activityStock: 5, gift: null });
  return () => bench.close();
});

const now = () => bench.clocks.campaign.now();
const shelf = async () => (await bench.node.offers.shelfOf([SKU], now())).get(SKU)!;

async function inWarehouse(skuId: string): Promise<number> {
  const { onHand, reserved, locked } = await bench.stockRow(skuId);
  return onHand - reserved - locked;
}

/** What the ledger and the pool of the pre-sale say that an ordinary order can take, worked out here. */
async function spotLeft(): Promise<number> {
  const [pool] = await bench.db.query<{ stockTotal: number; held: number; sold: number }>(
    `select stock_total as "stockTotal", held, sold from activity where sku_id = $1 and promotion_id = 'presale-test'`,
    [SKU],
  );
  const window = { depositStartsAt: DEPOSIT.startsAt, balanceStartsAt: BALANCE.startsAt };
  return (await inWarehouse(SKU)) - (pool ? setAsideUnits(pool, window, now()) : 0);
}

/** Orders one more than is left, and is told how many there are: what screens say is what refuses. */
async function refusedAt(quantity: number): Promise<number> {
  const refused = await bench.buy(await bench.shopper(), [{ skuId: SKU, quantity }]).then(
    () => '',
    (error: Error) => error.message,
  );
  return Number(/"left":(\d+)/.exec(refused)?.[1]);
}

test('what is kept for bookings is not shown as left to an ordinary order, from the first deposit to the balance', async () => {
  expect(await shelf()).toMatchObject({ sellable: 7, state: 'low', left: 7, either: { state: 'plenty' } });
  expect([await spotLeft(), await refusedAt(8)]).toEqual([7, 7]);
  // A booking takes from what is kept: an ordinary order has no less for it.
  const row = placedRow(await deposit(bench, await bench.shopper(), { quantity: 2 }));
  expect(await shelf()).toMatchObject({ sellable: 7, left: 7, either: { left: 10 } });
  await bench.pay(row);
  expect([(await shelf()).sellable, await spotLeft(), await refusedAt(8)]).toEqual([7, 7, 7]);
  await bench.pay(await bench.buy(await bench.shopper(), [{ skuId: SKU, quantity: 7 }]));
  expect(await shelf()).toMatchObject({ sellable: 0, state: 'out', left: null, either: { left: 3 } });
  expect(await spotLeft()).toBe(0);
  expect((await bench.node.orders.presale.offer(SKU, now()))!.left).toBe(3);
  // Between the windows nobody can have it: it is out on the card as well.
  publishPresale(bench, {
    activityStock: 5,
    gift: null,
    balance: { ...BALANCE, startsAt: BALANCE.startsAt + 60_000 },
  });
  await bench.advanceTo(DEPOSIT.endsAt);
  expect(await shelf()).toMatchObject({ state: 'out', either: { state: 'out' } });
  // What did not find a buyer is spot stock.
  await bench.advanceTo(BALANCE.startsAt + 60_000);
  expect(await shelf()).toMatchObject({ sellable: 3, either: { left: 3 } });
  expect([await spotLeft(), await refusedAt(4)]).toEqual([3, 3]);
});

test('a pre-sale that is stopped keeps its units and shows none of them', async () => {
  bench.sale.stopped.add('presale-test');
  expect(await shelf()).toMatchObject({ sellable: 7, left: 7, either: { state: 'low', left: 7 } });
});

test('bookings never show more than the warehouse has, however many are kept for them', async () => {
  publishPresale(bench, { activityStock: 40, gift: null });
  expect((await bench.node.orders.presale.offer(SKU, now()))!.left).toBe(12);
  expect(await shelf()).toMatchObject({ sellable: 0, state: 'out', either: { state: 'plenty' } });
});

test('cart, quote and page say what an order can take', async () => {
  const customer = await bench.shopper();
  const { shopperId } = customer;
  await bench.node.orders.putCartLine({ at: now(), shopperId, skuId: SKU, quantity: 8, selected: true });
  const cart = await bench.node.orders.cart({ at: now(), caller: customer });
  expect(cart.lines[0]!.item!.stockLeft).toBe(7);
  expect(cart.unavailable).toMatchObject([{ skuId: SKU, reason: 'outOfStock', left: 7 }]);
  expect(cart.quote!.shops[0]!.lines[0]!.stockLeft).toBe(7);
});

const flashItem = async () => {
  const { slots } = (await bench.app.inject({ url: '/api/flash' })).json<FlashView>();
  return slots.find(({ state }) => state === 'open')!.items.find(({ skuId }) => skuId === FLASH_SKU)!;
};

test('a flash slot shows no more than the warehouse has', async () => {
  const before = await flashItem();
  expect(before.stockTotal - before.stockTaken).toBe(10);
  await bench.buy(await bench.shopper(), [{ skuId: FLASH_SKU, quantity: 6 }]);
  const after = await flashItem();
  expect([after.stockTotal - after.stockTaken, await inWarehouse(FLASH_SKU)]).toEqual([6, 6]);
});

test('a flash slot neither sells nor shows what a pre-sale keeps of the same goods, until balances are paid', async () => {
  publishPresale(bench, { activityStock: 5, gift: null, scope: { skus: [FLASH_SKU] } });
  const { activityId } = await flashItem();
  let keys = 0;
  const order = async (quantity: number) => {
    keys += 1;
    const buyer = await bench.shopper();
    return bench.node.orders.placeFlashOrder({
      ...{ at: now(), buyer, idempotencyKey: `flash-${keys}`, activityId },
      // Half of ¥100.01, and freight that two need not pay.
      request: {
        ...{ quantity, address: buyer.address },
        expectedPayFen: quantity === 1 ? 5_800 : 10_000,
      },
    });
  };
  const shown = async () => {
    const { stockTotal, stockTaken } = await flashItem();
    return stockTotal - stockTaken;
  };
  // Twelve in the warehouse, five of them kept: seven of the slot's ten.
  expect(await shown()).toBe(7);
  for (let n = 0; n < 3; n += 1) expect((await order(2)).kind).toBe('placed');
  expect(await shown()).toBe(1);
  expect(await order(2)).toMatchObject({ kind: 'refused', code: 'outOfStock', extra: { left: 1 } });
  expect((await order(1)).kind).toBe('placed');
  expect(await shown()).toBe(0);
  expect(await order(1)).toMatchObject({ kind: 'refused', code: 'outOfStock', extra: { left: 0 } });

  // All five find their bookings, and what is booked is no unit of the slot either.
  const { unit } = (await bench.node.orders.presale.offer(FLASH_SKU, now()))!;
  const book = async (quantity: number) =>
    deposit(bench, await bench.shopper(), {
      ...{ skuId: FLASH_SKU, quantity, expectedDepositFen: unit.depositFen * quantity },
    });
  expect([(await book(2)).kind, (await book(2)).kind]).toEqual(['placed', 'placed']);
  expect([await shown(), await inWarehouse(FLASH_SKU)]).toEqual([0, 1]);
  // Balances are paid from now on: what no booking wanted is on the shelf, for the slot as well.
  publishPresale(bench, {
    ...{ activityStock: 5, gift: null, scope: { skus: [FLASH_SKU] } },
    ...{ deposit: { ...DEPOSIT, endsAt: now() }, balance: { ...BALANCE, startsAt: now() } },
  });
  expect(await shown()).toBe(1);
  expect((await order(1)).kind).toBe('placed');
});

test('what a pre-sale keeps is nothing that checkout can send', async () => {
  const options = (quantity: number) =>
    bench.node.fulfilment.options({ at: now(), region: '110000', goods: [{ skuId: SKU, quantity }] });
  expect(await options(7)).toMatchObject({ shippable: true, short: [] });
  expect(await options(8)).toMatchObject({ shippable: false, short: [{ skuId: SKU, left: 7 }] });
});
