import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signDelivery } from '../payment/sandbox/keys.ts';
import { type Bench, openBench, placedRow } from '../trade-test-bench.ts';
import type { PlaceAnswer } from './index.ts';
import { linesOf } from './purchase.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

describe('placing an ordinary purchase', () => {
  it('spans two shops, splits the cross-store reduction to the fen and freezes who pays it', async () => {
    const customer = await bench.shopper();
    const before = await bench.stockRow('sku-cream');
    const row = await bench.buy(customer, [
      { skuId: 'sku-cream', quantity: 1 },
      { skuId: 'sku-earbuds', quantity: 1 },
    ]);
    expect(row.body.orders.map((order) => order.shopId)).toEqual(['yunzhi', 'xingchen']);
    // 19900 + 29900 reaches ¥300 once: 5000 off, shared by amount.
    const lines = linesOf(row.body);
    expect(lines.map((line) => line.netFen)).toEqual([19_900 - 1_998, 29_900 - 3_002]);
    for (const line of lines) {
      const taken = line.allocations.reduce((sum, allocation) => sum + allocation.fen, 0);
      expect(line.netFen + taken).toBe(line.listFen);
      for (const allocation of line.allocations)
        expect(allocation.funderFen.reduce((sum, share) => sum + share.fen, 0)).toBe(allocation.fen);
    }
    expect(row.payFen).toBe(19_900 + 29_900 - 5_000);
    expect(row.body.editionId).toBe('ed_test1');
    const after = await bench.stockRow('sku-cream');
    expect(after.reserved).toBe(before.reserved + 1);
  });

  it('a price that changed since it was seen takes nothing and shows the new quote', async () => {
    const customer = await bench.shopper();
    const before = await bench.stockRow('sku-cable');
    const answer = await bench.node.orders.placePurchase({
      at: bench.clocks.campaign.now(),
      buyer: customer,
      idempotencyKey: 'seen-another-price',
      request: {
        lines: [{ skuId: 'sku-cable', quantity: 1 }],
        expectedPayFen: 1,
        address: customer.address,
      },
    });
    // ¥33.33 − ¥10 for a newcomer, + ¥10 freight.
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'priceChanged',
      extra: { quote: { payFen: 3_333 - 1_000 + 1_000 } },
    });
    expect(await bench.stockRow('sku-cable')).toEqual(before);
  });

  it('one line short means nothing of any line is taken', async () => {
    const customer = await bench.shopper();
    const before = await bench.stockRow('sku-cream');
    await expect(
      bench.buy(customer, [
        { skuId: 'sku-cream', quantity: 1 },
        { skuId: 'sku-cable', quantity: 999 },
        { skuId: 'sku-earbuds', quantity: 1 },
      ]),
    ).resolves.toBeDefined();
    await expect(
      bench.buy(customer, [
        { skuId: 'sku-cream', quantity: 1 },
        { skuId: 'sku-cable', quantity: 5 },
      ]),
    ).rejects.toThrow('outOfStock [{"skuId":"sku-cable","left":1}]'.replace(' [', ' {"short":[').concat('}'));
    expect((await bench.stockRow('sku-cream')).reserved).toBe(before.reserved + 1);
  });

  it('an item that is not on sale is refused', async () => {
    const customer = await bench.shopper();
    const answer = await bench.node.orders.placePurchase({
      at: bench.clocks.campaign.now(),
      buyer: customer,
      idempotencyKey: 'gone',
      request: {
        lines: [{ skuId: 'sku-gone', quantity: 1 }],
        expectedPayFen: 5_000,
        address: customer.address,
      },
    });
    expect(answer).toMatchObject({
      kind: 'refused',
      code: 'notOnSale',
      extra: { unavailable: [{ skuId: 'sku-gone', reason: 'notOnSale' }] },
    });
  });
});

describe('the idempotency key', () => {
  async function attempt(customer: Awaited<ReturnType<Bench['shopper']>>, quantity = 1, key = 'key-1') {
    const at = bench.clocks.campaign.now();
    return bench.node.orders.placePurchase({
      at,
      buyer: customer,
      idempotencyKey: key,
      request: {
        lines: [{ skuId: 'sku-cream', quantity }],
        expectedPayFen: quantity === 1 ? 19_900 : 39_800 - 5_000,
        address: customer.address,
      },
    });
  }

  it('a retry in flight and a retry afterwards get the same purchase and the same answer', async () => {
    const customer = await bench.shopper();
    const before = await bench.stockRow('sku-cream');
    const answers = await Promise.all([attempt(customer), attempt(customer), attempt(customer)]);
    const first = placedRow(answers[0]!);
    for (const answer of answers) expect(placedRow(answer)).toEqual(first);
    await bench.pay(first);
    expect((await bench.purchase(first.purchaseId)).state).toBe('paid');
    expect(placedRow(await attempt(customer))).toEqual(first);
    const after = await bench.stockRow('sku-cream');
    expect(after.locked + after.reserved).toBe(before.locked + before.reserved + 1);
  });

  it('two nodes that decide on the same key at once place one purchase', async () => {
    const customer = await bench.shopper();
    const before = await bench.stockRow('sku-cream');
    let rival: Promise<PlaceAnswer> | undefined;
    const input = {
      at: bench.clocks.campaign.now(),
      buyer: customer,
      idempotencyKey: 'two-nodes',
      request: {
        lines: [{ skuId: 'sku-cream', quantity: 1 }],
        expectedPayFen: 19_900,
        address: customer.address,
      },
    };
    // While this node holds the stock row, the rival has seen no claim yet and waits for that row.
    const other = await bench.addNode(async (point) => {
      if (point !== 'locked' || rival !== undefined) return;
      rival = bench.node.orders.placePurchase(input);
      await lockIsAwaited();
    });
    const answer = await other.orders.placePurchase(input);
    expect(placedRow((await rival)!).purchaseId).toBe(placedRow(answer).purchaseId);
    expect((await bench.stockRow('sku-cream')).reserved).toBe(before.reserved + 1);
  });

  async function lockIsAwaited(): Promise<void> {
    for (let tries = 0; tries < 200; tries += 1) {
      const rows = await bench.db.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      if (rows.length > 0) return;
      await setTimeout(10);
    }
    throw new Error('nobody waited for the lock');
  }

  it('another body under the same key is refused and takes nothing', async () => {
    const customer = await bench.shopper();
    await attempt(customer);
    const before = await bench.stockRow('sku-cream');
    expect(await attempt(customer, 2)).toMatchObject({ kind: 'refused', code: 'idempotencyKeyReused' });
    expect(await bench.stockRow('sku-cream')).toEqual(before);
  });

  it('is scoped to the shopper', async () => {
    const [one, two] = [await bench.shopper(), await bench.shopper()];
    const placed = [placedRow(await attempt(one)), placedRow(await attempt(two))];
    expect(placed[0]!.purchaseId).not.toBe(placed[1]!.purchaseId);
  });
});

describe('what newcomers get, they get once', () => {
  const GIFT_FEN = 1_000;
  const CABLE_FEN = 3_333 + 1_000;
  const order = (customer: Awaited<ReturnType<Bench['shopper']>>, key: string, expectedPayFen: number) =>
    bench.node.orders.placePurchase({
      at: bench.clocks.campaign.now(),
      buyer: customer,
      idempotencyKey: key,
      request: { lines: [{ skuId: 'sku-cable', quantity: 1 }], expectedPayFen, address: customer.address },
    });
  const quoted = (expectedPayFen: number) => ({
    kind: 'refused',
    code: 'priceChanged',
    extra: { quote: { payFen: expectedPayFen } },
  });
  beforeEach(() => bench.db.query(`update stock set on_hand = on_hand + 100 where sku_id = 'sku-cable'`));

  it('ten purchases at once take one gift, and the others are told the price without it', async () => {
    const customer = await bench.shopper();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, nth) => order(customer, `ten-${nth}`, CABLE_FEN - GIFT_FEN)),
    );
    expect(answers.filter((answer) => answer.kind === 'placed')).toHaveLength(1);
    for (const answer of answers)
      if (answer.kind === 'refused') expect(answer).toMatchObject(quoted(CABLE_FEN));
    expect(await order(customer, 'without', CABLE_FEN)).toMatchObject({ kind: 'placed' });
  });

  it('another account with the phone of an unpaid gift gets none; given back, it can be had again', async () => {
    const first = await bench.shopper();
    const held = placedRow(await order(first, 'first', CABLE_FEN - GIFT_FEN));
    const twin = { ...(await bench.shopper()), address: first.address };
    expect(await order(twin, 'twin', CABLE_FEN - GIFT_FEN)).toMatchObject(quoted(CABLE_FEN));
    const at = bench.clocks.campaign.now();
    await bench.node.orders.cancel({ at, shopperId: first.shopperId, purchaseId: held.purchaseId });
    expect(await order(twin, 'twin', CABLE_FEN - GIFT_FEN)).toMatchObject({ kind: 'placed' });
  });

  it('a gift that was given back and taken by another purchase is not paid twice by a late payment', async () => {
    const customer = await bench.shopper();
    const late = placedRow(await order(customer, 'late', CABLE_FEN - GIFT_FEN));
    const at = bench.clocks.campaign.now();
    const asked = await bench.node.orders.requestPayment({ ...late, at });
    await bench.advanceTo(late.holdUntil + 1_000);
    expect((await bench.purchase(late.purchaseId)).state).toBe('closed');
    const next = placedRow(await order(customer, 'next', CABLE_FEN - GIFT_FEN));
    await bench.pay(next);
    if (asked.kind === 'refused') throw new Error(asked.code);
    const { paymentId, amountFen } = asked.payment;
    const body = {
      notificationId: 'no_1',
      paymentId,
      amountFen,
      providerRef: 'x',
      outcome: 'succeeded',
      sentAtWall: 0,
    };
    const delivery = signDelivery(bench.node.sandbox.keys, JSON.stringify(body), bench.clocks.wall.now());
    const answer = await bench.node.payment.receive({ at: bench.clocks.campaign.now(), delivery });
    expect(answer).toMatchObject({ kind: 'settled', state: 'refunded' });
    expect((await bench.purchase(late.purchaseId)).state).toBe('closed');
  });
});

it('a re-created account whose phone has paid before is no newcomer', async () => {
  const first = await bench.shopper();
  await bench.pay(await bench.buy(first, [{ skuId: 'sku-earbuds', quantity: 1 }]));
  const again = { ...(await bench.shopper()), address: first.address };
  const answer = await bench.node.orders.placePurchase({
    at: bench.clocks.campaign.now(),
    buyer: again,
    idempotencyKey: 'newcomer-again',
    request: {
      lines: [{ skuId: 'sku-cable', quantity: 1 }],
      expectedPayFen: 3_333 - 1_000 + 1_000,
      address: first.address,
    },
  });
  expect(answer).toMatchObject({
    kind: 'refused',
    code: 'priceChanged',
    extra: { quote: { payFen: 4_333 } },
  });
});
