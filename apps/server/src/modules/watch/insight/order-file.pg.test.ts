import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PurchaseRow } from '../../trade/orders/index.ts';
import { type Bench, openBench } from '../../trade/trade-test-bench.ts';
import { readOrderFile } from './order-file.ts';

let bench: Bench;
let phone: string;
const rows: PurchaseRow[] = [];
beforeAll(async () => {
  bench = await openBench({ onHand: 100 });
  for (let index = 0; index < 3; index += 1) {
    const customer = await bench.shopper();
    phone = customer.address.phone;
    rows.push(await bench.buy(customer, [{ skuId: 'sku-cream', quantity: 1 + index }]));
  }
  await bench.pay(rows[1]!);
  await bench.drainEvents();
});
afterAll(() => bench.close());

describe('the file of one order', () => {
  it('tells what happened in order, and how stock moved for it', async () => {
    const file = (await readOrderFile(bench.db, rows[1]!.purchaseId))!;
    expect(file.events.map((event) => event.kind)).toEqual([
      'placed',
      'chargeAsked',
      'chargeSettled',
      'paid',
    ]);
    expect(file.movements.map(({ action, reserved, locked }) => [action, reserved, locked])).toEqual([
      ['reserve', 2, 0],
      ['lock', -2, 2],
    ]);
  });

  it('has shares that take every list price down to its net price, and funders who pay each share', async () => {
    for (const { purchaseId } of rows) {
      const file = (await readOrderFile(bench.db, purchaseId))!;
      for (const line of file.orders.flatMap((order) => order.lines)) {
        const off = line.allocations.reduce((sum, share) => sum + share.fen, 0);
        expect(line.listFen - off).toBe(line.netFen);
        for (const share of line.allocations) {
          expect(share.funders.reduce((sum, part) => sum + part.fen, 0)).toBe(share.fen);
        }
      }
      expect(JSON.stringify(file)).not.toContain(phone);
    }
    expect(await readOrderFile(bench.db, 'pu_none')).toBeNull();
  });
});
