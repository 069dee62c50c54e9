import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 40 });
});
afterEach(() => bench.close());

it('the scarcest stock comes first, what is reserved counts as gone, and pages of one show every row once', async () => {
  await bench.buy(await bench.shopper(), [{ skuId: 'sku-earbuds', quantity: 10 }]);
  await bench.buy(await bench.shopper(), [{ skuId: 'sku-lipstick', quantity: 20 }]);
  const shown: string[] = [];
  let cursor: string | null = null;
  do {
    const page = await bench.node.stock.list({ limit: 1, ...(cursor !== null && { cursor }) });
    shown.push(...page.rows.map(({ skuId, reserved }) => `${skuId} ${reserved}`));
    cursor = page.nextCursor;
  } while (cursor !== null && shown.length < 9);
  expect(shown).toEqual(['sku-lipstick 20', 'sku-earbuds 10', 'sku-cable 0', 'sku-cream 0', 'sku-gone 0']);
});

it('a sale is graded by itself: the others keep their grade and its instant', async () => {
  const later = SLOT_FROM + 1_000;
  bench.clocks.advanceTo(later);
  await bench.buy(await bench.shopper(), [{ skuId: 'sku-lipstick', quantity: 21 }]);
  await bench.drainEvents();
  const grades = await bench.db.query('select sku_id, grade, since from stock_alert order by sku_id');
  expect(grades).toEqual(
    ['cable', 'cream', 'earbuds', 'gone', 'lipstick'].map((name) => ({
      sku_id: `sku-${name}`,
      ...(name === 'lipstick' ? { grade: 'yellow', since: later } : { grade: 'blue', since: SLOT_FROM }),
    })),
  );
});
