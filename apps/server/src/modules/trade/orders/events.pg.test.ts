import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 40 });
});
afterAll(() => bench.close());

it('the projections add up to the counted rows and to the purchases, through every way a hold can end', async () => {
  const buy = async () =>
    bench.buy(await bench.shopper(), [
      { skuId: 'sku-cream', quantity: 2 },
      { skuId: 'sku-earbuds', quantity: 1 },
    ]);
  const [paid, cancelled, expired, returned] = [await buy(), await buy(), await buy(), await buy()];
  await bench.pay(paid);
  await bench.pay(returned);
  const at = bench.clocks.campaign.now();
  const { shopperId, purchaseId } = cancelled;
  await bench.node.orders.cancel({ at, shopperId, purchaseId });
  await bench.node.aftercare.returnLines({
    at,
    shopperId: returned.shopperId,
    idempotencyKey: 'r',
    purchaseId: returned.purchaseId,
    lines: [{ lineId: 'sku-cream', quantity: 1 }],
    reason: 'quality',
  });
  await bench.advanceTo(expired.holdUntil);
  await bench.drainEvents();

  const moved = await bench.db.query(
    `select s.sku_id from stock s join
       (select sku_id, sum(on_hand)::int as on_hand, sum(reserved)::int as reserved, sum(locked)::int as locked
        from stock_movement group by sku_id) m using (sku_id)
     where (s.on_hand, s.reserved, s.locked) <> (m.on_hand, m.reserved, m.locked)`,
  );
  expect(moved).toEqual([]);
  expect(await bench.stockRow('sku-cream')).toEqual({ onHand: 40, reserved: 0, locked: 3, sold: 0 });

  const holds = await bench.db.query<{ purchase_id: string; state: string }>(
    'select purchase_id, state from hold',
  );
  expect(new Map(holds.map((hold) => [hold.purchase_id, hold.state]))).toEqual(
    new Map([
      [paid.purchaseId, 'used'],
      [returned.purchaseId, 'used'],
      [cancelled.purchaseId, 'given back'],
      [expired.purchaseId, 'given back'],
    ]),
  );
  const sums = await bench.db.query<{ net: number; off: number; pay: number; refunded: number }>(
    `select (select sum(net_fen) from order_line where purchase_id = p.purchase_id)::bigint as net,
            (select sum(fen) from order_allocation where purchase_id = p.purchase_id)::bigint as off,
            (select sum(refunded_fen) from order_line where purchase_id = p.purchase_id)::bigint as refunded,
            pay_fen as pay from purchase p where purchase_id = $1`,
    [returned.purchaseId],
  );
  // 2 × 199 + 299 reaches ¥300 twice; cream bears 5710 of the 10000 off, so one of the two cost 17045.
  expect(sums[0]).toEqual({ net: 59_700, off: 10_000, pay: 59_700, refunded: 17_045 });
  expect((await bench.purchase(returned.purchaseId)).refundedFen).toBe(17_045);
});

it('each projection follows its purchase from event to event, and no other line or hold moves with it', async () => {
  const wares = [
    { skuId: 'sku-cream', quantity: 3 },
    { skuId: 'sku-earbuds', quantity: 1 },
  ];
  const row = await bench.buy(await bench.shopper(), wares);
  const other = await bench.buy(await bench.shopper(), wares);
  const at = bench.clocks.campaign.now();
  const hold = async ({ purchaseId }: { purchaseId: string }) => {
    await bench.drainEvents();
    const found = await bench.db.query<{ state: string; ended_at: number | null }>(
      'select state, ended_at from hold where purchase_id = $1',
      [purchaseId],
    );
    return Object.values(found[0]!);
  };
  expect([await hold(row), await hold(other)]).toEqual([
    ['held', null],
    ['held', null],
  ]);
  await bench.pay(row);
  expect([await hold(row), await hold(other)]).toEqual([
    ['used', (await bench.purchase(row.purchaseId)).paidAt],
    ['held', null],
  ]);
  await bench.node.orders.cancel({ at, shopperId: other.shopperId, purchaseId: other.purchaseId });
  expect(await hold(other)).toEqual(['given back', at]);

  let refundedFen = 0;
  for (const returned of [1, 2]) {
    const answer = await bench.node.aftercare.returnLines({
      at: bench.clocks.campaign.now(),
      shopperId: row.shopperId,
      idempotencyKey: `r-${returned}`,
      purchaseId: row.purchaseId,
      lines: [{ lineId: 'sku-cream', quantity: 1 }],
      reason: 'noReason',
    });
    if (answer.kind === 'refused') throw new Error(answer.code);
    refundedFen += answer.row.refundFen;
    await bench.drainEvents();
    expect(
      await bench.db.query(
        `select line_id, returned_quantity, refunded_fen from order_line where purchase_id = $1 order by line_id`,
        [row.purchaseId],
      ),
    ).toEqual([
      { line_id: 'sku-cream', returned_quantity: returned, refunded_fen: refundedFen },
      { line_id: 'sku-earbuds', returned_quantity: 0, refunded_fen: 0 },
    ]);
  }
});

it('a paid purchase ends being a newcomer and starts the idle days', async () => {
  const customer = await bench.shopper();
  const row = await bench.buy(customer, [{ skuId: 'sku-cable', quantity: 1 }]);
  expect(row.payFen).toBe(3_333 - 1_000 + 1_000);
  await bench.pay(row);
  await bench.drainEvents();
  const at = bench.clocks.campaign.now();
  expect(await bench.node.members.profiles.of(customer.shopperId, at + 3 * 86_400_000)).toEqual({
    memberTier: 'basic',
    newcomer: false,
    idleDays: 3,
  });
});

it('the alert grade follows the sales and clears with hysteresis only', async () => {
  await bench.buy(await bench.shopper(), [{ skuId: 'sku-lipstick', quantity: 21 }]);
  await bench.drainEvents();
  const grade = async () =>
    (await bench.node.stock.list({ limit: 9 })).rows.find((row) => row.skuId === 'sku-lipstick')!.grade;
  expect(await grade()).toBe('yellow');
  const row = await bench.buy(await bench.shopper(), [{ skuId: 'sku-lipstick', quantity: 12 }]);
  await bench.drainEvents();
  expect(await grade()).toBe('red');
  const { shopperId, purchaseId } = row;
  await bench.node.orders.cancel({ at: bench.clocks.campaign.now(), shopperId, purchaseId });
  await bench.drainEvents();
  expect(await grade()).toBe('yellow');
});

it('goods received twice under one receipt come in once', async () => {
  const input = {
    receiptId: 'lorry-1',
    at: bench.clocks.campaign.now(),
    rows: [
      { skuId: 'sku-cream', quantity: 5 },
      { skuId: 'sku-new', quantity: 7, allotment: 5 },
    ],
  };
  const before = await bench.stockRow('sku-cream');
  for (const expected of [2, 0])
    expect(await bench.db.transaction((tx) => bench.node.stock.receive(tx, input))).toEqual({
      received: expected,
    });
  expect((await bench.stockRow('sku-cream')).onHand).toBe(before.onHand + 5);
});
