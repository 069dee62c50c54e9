import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 10 });
});
afterEach(() => bench.close());

function told() {
  return bench.db.query(
    `select aggregate as "skuId", data->>'from' as "from", data->>'to' as "to", (data->>'sellable')::int as left
     from outbox where type = 'stock.graded' order by id`,
  );
}

it('a change of grade is told once, a first grade and an unchanged one are not', async () => {
  expect(await told()).toEqual([]);
  const row = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 9 }]);
  await bench.drainEvents();
  await bench.buy(await bench.shopper(), [{ skuId: 'sku-cable', quantity: 1 }]);
  await bench.drainEvents();
  const red = { skuId: 'sku-cream', from: 'blue', to: 'red', left: 1 };
  expect(await told()).toEqual([red]);
  await bench.node.orders.cancel({
    at: SLOT_FROM,
    shopperId: row.shopperId,
    purchaseId: row.purchaseId,
  });
  await bench.drainEvents();
  expect(await told()).toEqual([red, { skuId: 'sku-cream', from: 'red', to: 'blue', left: 10 }]);
});

it('two who grade the same item at once tell of a change once', async () => {
  await bench.db.query(`update stock set reserved = 9 where sku_id = 'sku-cream'`);
  const rows = [{ skuId: 'sku-cream', quantity: 1, allotment: 0 }];
  await Promise.all(
    Array.from({ length: 6 }, (_, index) =>
      bench.db.transaction((tx) =>
        bench.node.stock.receive(tx, {
          receiptId: `r${index}`,
          at: SLOT_FROM,
          rows: index === 0 ? rows : [],
        }),
      ),
    ),
  );
  await Promise.all(
    Array.from({ length: 4 }, (_, index) =>
      bench.db.transaction((tx) =>
        bench.node.stock.noteMovements(tx, [
          { bizType: 'act', bizId: `a${index}`, action: 'count', skuId: 'sku-cream', at: SLOT_FROM },
        ]),
      ),
    ),
  );
  expect(await told()).toEqual([{ skuId: 'sku-cream', from: 'blue', to: 'yellow', left: 2 }]);
});

it('demand is the mean of two weeks with the days on which nothing was sold', async () => {
  const note = (bizId: string, daysAgo: number, locked: number) =>
    bench.db.transaction((tx) =>
      bench.node.stock.noteMovements(tx, [
        {
          ...{ bizType: 'purchase', bizId, action: 'lock', skuId: 'sku-cream' },
          ...{ locked, reserved: -locked, at: SLOT_FROM - daysAgo * 86_400_000 },
        },
      ]),
    );
  await note('one', 1, 14);
  await note('two', 2, 14);
  await note('old', 15, 999);
  const demand = (await bench.node.stock.demand(['sku-cream'], SLOT_FROM)).get('sku-cream')!;
  expect(demand.perDay).toBe(2);
  expect(demand.sd).toBeCloseTo(Math.sqrt((2 * 196) / 14 - 4), 9);
});
