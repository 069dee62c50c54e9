import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { linesOf, type PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench } from '../trade-test-bench.ts';

let bench: Bench;
let keys = 0;
beforeAll(async () => {
  bench = await openBench({ onHand: 100_000 });
});
afterAll(() => bench.close());

async function paid(lines: { skuId: string; quantity: number }[]): Promise<PurchaseRow> {
  const row = await bench.buy(await bench.shopper(), lines);
  await bench.pay(row);
  return row;
}

function giveBack(row: PurchaseRow, lines: { lineId: string; quantity: number }[], key?: string) {
  keys += 1;
  return bench.node.aftercare.returnLines({
    at: bench.clocks.campaign.now(),
    shopperId: row.shopperId,
    idempotencyKey: key ?? `return-${keys}`,
    purchaseId: row.purchaseId,
    lines,
    reason: 'noReason',
  });
}

describe('refunds', () => {
  it('sum to what was paid over any sequence of returns, and stock is whole again', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          cream: fc.integer({ min: 1, max: 4 }),
          earbuds: fc.integer({ min: 1, max: 4 }),
          cable: fc.integer({ min: 1, max: 3 }),
        }),
        fc.infiniteStream(fc.nat({ max: 1_000 })),
        async (units, picks) => {
          const before = await bench.stockRow('sku-earbuds');
          const row = await paid([
            { skuId: 'sku-cream', quantity: units.cream },
            { skuId: 'sku-earbuds', quantity: units.earbuds },
            { skuId: 'sku-cable', quantity: units.cable },
          ]);
          const left = new Map(linesOf(row.body).map((line) => [line.lineId, line.quantity]));
          let refundedFen = 0;
          while (left.size > 0) {
            const lineIds = [...left.keys()];
            const lineId = lineIds[picks.next().value! % lineIds.length]!;
            const quantity = 1 + (picks.next().value! % left.get(lineId)!);
            const answer = await giveBack(row, [{ lineId, quantity }]);
            if (answer.kind === 'refused') throw new Error(answer.code);
            refundedFen += answer.row.refundFen;
            expect(refundedFen).toBeLessThanOrEqual(row.payFen);
            if (left.get(lineId) === quantity) left.delete(lineId);
            else left.set(lineId, left.get(lineId)! - quantity);
          }
          expect(refundedFen).toBe(row.payFen);
          expect(await bench.purchase(row.purchaseId)).toMatchObject({
            state: 'refunded',
            refundedFen: row.payFen,
          });
          expect(await bench.stockRow('sku-earbuds')).toEqual(before);
        },
      ),
      { numRuns: 15 },
    );
  });

  it('are the frozen share: what stays is not charged for falling under a threshold', async () => {
    const row = await paid([
      { skuId: 'sku-cream', quantity: 1 },
      { skuId: 'sku-earbuds', quantity: 1 },
    ]);
    const answer = await giveBack(row, [{ lineId: 'sku-cream', quantity: 1 }]);
    expect(answer).toMatchObject({ kind: 'returned', row: { refundFen: 19_900 - 1_998 } });
  });

  it('bring the freight of a shop back with the last unit of that shop, once', async () => {
    const row = await paid([
      { skuId: 'sku-cable', quantity: 2 },
      { skuId: 'sku-cream', quantity: 1 },
    ]);
    const refundOf = async (lineId: string) => {
      const answer = await giveBack(row, [{ lineId, quantity: 1 }]);
      if (answer.kind === 'refused') throw new Error(answer.code);
      return answer.row.refundFen;
    };
    const freightFen = row.body.orders.map((order) => order.freightFen).sort((a, b) => a - b);
    expect(freightFen).toEqual([0, 1_000]);
    const cable = linesOf(row.body).find((line) => line.lineId === 'sku-cable')!;
    const [first, second] = [await refundOf('sku-cable'), await refundOf('sku-cable')];
    expect([first < cable.netFen, first + second]).toEqual([true, cable.netFen + 1_000]);
    expect(await refundOf('sku-cream')).toBe(row.payFen - first - second);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: row.payFen,
    });
  });

  it('reach the provider once', async () => {
    const row = await paid([{ skuId: 'sku-earbuds', quantity: 2 }]);
    await giveBack(row, [{ lineId: 'sku-earbuds', quantity: 1 }], 'once');
    await giveBack(row, [{ lineId: 'sku-earbuds', quantity: 1 }], 'once');
    await bench.advanceTo(bench.clocks.campaign.now() + 1_000);
    const refunds = await bench.db.query<{ amount_fen: number }>(
      `select r.amount_fen from sandbox_refund r join payment p using (payment_id) where p.purchase_id = $1`,
      [row.purchaseId],
    );
    expect(refunds).toHaveLength(1);
  });
});

describe('a return', () => {
  it('retried in parallel under one key is made once and answers the same', async () => {
    const row = await paid([{ skuId: 'sku-cream', quantity: 3 }]);
    const lines = [{ lineId: 'sku-cream', quantity: 1 }];
    const answers = await Promise.all([1, 2, 3].map(() => giveBack(row, lines, 'parallel')));
    for (const answer of answers) expect({ ...answer, known: true }).toEqual({ ...answers[0], known: true });
    const known = answers.map((answer) => answer.kind === 'returned' && answer.known);
    expect(known.sort()).toEqual([false, true, true]);
    expect((await bench.purchase(row.purchaseId)).returned).toEqual({ 'sku-cream': 1 });
  });

  it('of more than is left, however many ask at once, is refused', async () => {
    const row = await paid([{ skuId: 'sku-cream', quantity: 2 }]);
    const answers = await Promise.all(
      [1, 2, 3, 4].map(() => giveBack(row, [{ lineId: 'sku-cream', quantity: 1 }])),
    );
    expect(answers.map((answer) => (answer.kind === 'refused' ? answer.code : 'returned')).sort()).toEqual([
      'nothingToReturn',
      'nothingToReturn',
      'returned',
      'returned',
    ]);
  });

  it('is refused before payment, for a line that is not there, for somebody else, and under a used key', async () => {
    const held = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 1 }]);
    expect(await giveBack(held, [{ lineId: 'sku-cream', quantity: 1 }])).toMatchObject({ code: 'notPaid' });
    const row = await paid([{ skuId: 'sku-cream', quantity: 2 }]);
    expect(await giveBack(row, [{ lineId: 'sku-cable', quantity: 1 }])).toMatchObject({
      code: 'nothingToReturn',
    });
    const stranger = { ...row, shopperId: held.shopperId };
    expect(await giveBack(stranger, [{ lineId: 'sku-cream', quantity: 1 }])).toMatchObject({
      code: 'notFound',
    });
    await giveBack(row, [{ lineId: 'sku-cream', quantity: 1 }], 'used');
    expect(await giveBack(row, [{ lineId: 'sku-cream', quantity: 2 }], 'used')).toMatchObject({
      code: 'idempotencyKeyReused',
    });
  });
});
