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
    expect(file.story.map(({ kind, by }) => [kind, by])).toEqual([
      ['purchase.placed', 'shopper'],
      ['charge.asked', 'shopper'],
      ['charge.settled', 'provider'],
      ['purchase.paid', 'provider'],
    ]);
    const { payFen } = rows[1]!;
    expect(file.story.map(({ amountFen }) => amountFen)).toEqual([payFen, payFen, payFen, payFen]);
    expect(file.movements.map(({ action, reserved, locked }) => [action, reserved, locked])).toEqual([
      ['reserve', 2, 0],
      ['lock', -2, 2],
    ]);
  });

  it('shows an event of a kind that it does not know, with who did it, its amount, its id and its reason', async () => {
    const { purchaseId, placedAt } = rows[2]!;
    await bench.db.query(
      `insert into operator (operator_id, name, role, created_at_wall) values ('op_lin', 'Lin', 'commander', 0)`,
    );
    await bench.db.query(
      `insert into outbox (type, aggregate, at, data) values ('purchase.blessed', $1, $2, $3)`,
      [
        purchaseId,
        placedAt + 5,
        { by: 'operator', operatorId: 'op_lin', refundFen: 7, caseId: 'ca_1', reason: 'kind', lines: [1] },
      ],
    );
    expect((await readOrderFile(bench.db, purchaseId))!.story).toHaveLength(1);
    await bench.drainEvents();
    expect((await readOrderFile(bench.db, purchaseId))!.story.at(-1)).toEqual({
      kind: 'purchase.blessed',
      at: placedAt + 5,
      by: 'operator',
      operator: 'Lin',
      amountFen: 7,
      ref: 'ca_1',
      note: 'kind',
    });
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
