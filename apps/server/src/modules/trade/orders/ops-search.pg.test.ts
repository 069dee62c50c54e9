import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../trade-test-bench.ts';
import type { OrderSearch } from './index.ts';
import type { PurchaseRow } from './purchase.ts';

const EVERYTHING: OrderSearch = {
  states: [],
  kind: null,
  channel: null,
  from: null,
  to: null,
  payFenMin: null,
  payFenMax: null,
  sought: '',
};
const NEWEST = { by: 'placedAt', desc: true } as const;

let bench: Bench;
let phone: string;
const rows: PurchaseRow[] = [];
beforeAll(async () => {
  bench = await openBench({ onHand: 100 });
  for (let index = 0; index < 9; index += 1) {
    const customer = await bench.shopper();
    phone = customer.address.phone;
    rows.push(await bench.buy(customer, [{ skuId: 'sku-cream', quantity: 1 + (index % 3) }]));
    bench.clocks.advanceTo(bench.clocks.campaign.now() + 1_000);
  }
  await bench.pay(rows[1]!);
  await bench.drainEvents();
});
afterAll(() => bench.close());

async function find(
  search: Partial<OrderSearch>,
  more: Partial<Parameters<Bench['node']['orders']['search']>[0]> = {},
) {
  return bench.node.orders.search({
    ...EVERYTHING,
    sort: NEWEST,
    cursor: null,
    limit: 100,
    ...search,
    ...more,
  });
}
const ids = (found: { rows: readonly PurchaseRow[] }) => found.rows.map((row) => row.purchaseId);

describe('an operator who looks for an order', () => {
  it('finds it by its number, its phone tail, its item, its SKU and its own id', async () => {
    const last = rows.at(-1)!;
    expect(ids(await find({ sought: last.body.number }))).toEqual([last.purchaseId]);
    expect(ids(await find({ sought: last.purchaseId }))).toEqual([last.purchaseId]);
    expect(ids(await find({ sought: phone.slice(-4) }))).toContain(last.purchaseId);
    expect((await find({ sought: 'sku-cream' })).rows).toHaveLength(9);
    const { zh } = last.body.orders[0]!.lines[0]!.title;
    expect((await find({ sought: zh.slice(0, 2) })).rows).toHaveLength(9);
    expect((await find({ sought: 'nothing is called so' })).rows).toEqual([]);
  });

  it('finds it by the whole phone, by either end of its number, and by the ids of its parts', async () => {
    const last = rows.at(-1)!;
    const plain = last.body.number.replaceAll('-', '').toLowerCase();
    expect(ids(await find({ sought: phone }))).toContain(last.purchaseId);
    expect(ids(await find({ sought: `+86 ${phone}` }))).toEqual(ids(await find({ sought: phone })));
    expect(ids(await find({ sought: plain.slice(-6) }))).toEqual([last.purchaseId]);
    expect(ids(await find({ sought: last.body.number.slice(0, 14) }))).toContain(last.purchaseId);
    expect(ids(await find({ sought: last.body.orders[0]!.orderId }))).toEqual([last.purchaseId]);
    expect(ids(await find({ sought: last.shopperId }))).toEqual([last.purchaseId]);
    const paid = rows[1]!;
    const [payment] = await bench.node.payment.paymentsOf([paid.purchaseId]);
    expect(ids(await find({ sought: payment!.paymentId }))).toEqual([paid.purchaseId]);
    expect(ids(await find({ sought: payment!.providerRef! }))).toEqual([paid.purchaseId]);
  });

  it('finds it by a refund, before the provider has confirmed it and after', async () => {
    const customer = await bench.shopper();
    const bought = await bench.buy(customer, [{ skuId: 'sku-cream', quantity: 1 }]);
    await bench.pay(bought);
    const { lineId } = bought.body.orders[0]!.lines[0]!;
    const returned = await bench.node.aftercare.returnLines({
      at: bench.clocks.campaign.now(),
      shopperId: customer.shopperId,
      purchaseId: bought.purchaseId,
      idempotencyKey: 'back',
      lines: [{ lineId, quantity: 1 }],
      reason: 'noReason',
    });
    if (returned.kind !== 'returned') throw new Error(returned.code);
    const refundId = returned.row.returnId;
    expect(ids(await find({ sought: refundId }))).toEqual([bought.purchaseId]);
    await bench.db.query('delete from return_request where return_id = $1', [refundId]);
    expect(ids(await find({ sought: refundId }))).toEqual([bought.purchaseId]);
    await bench.db.query('delete from purchase where purchase_id = $1', [bought.purchaseId]);
  });

  it('is not led astray by signs that mean something to a pattern', async () => {
    expect((await find({ sought: '%' })).rows).toEqual([]);
    expect((await find({ sought: '_____' })).rows).toEqual([]);
  });

  it('narrows by state, time and amount, all at once', async () => {
    expect(ids(await find({ states: ['paid'] }))).toEqual([rows[1]!.purchaseId]);
    expect((await find({ states: ['paid', 'held'] })).found).toBe(9);
    const window = { from: rows[2]!.placedAt, to: rows[5]!.placedAt };
    expect(ids(await find(window))).toEqual([rows[4]!, rows[3]!, rows[2]!].map((row) => row.purchaseId));
    const dear = Math.max(...rows.map((row) => row.payFen));
    expect((await find({ payFenMin: dear })).rows.every((row) => row.payFen === dear)).toBe(true);
    expect((await find({ states: ['paid'], payFenMax: 1 })).rows).toEqual([]);
  });

  it.each([
    { by: 'placedAt', desc: true },
    { by: 'payFen', desc: true },
    { by: 'payFen', desc: false },
  ] as const)('reads every order once, page by page, sorted by %o', async (sort) => {
    const seen: PurchaseRow[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof find>> = await find({}, { sort, cursor, limit: 2 });
      expect(page.found).toBe(cursor === null ? 9 : null);
      seen.push(...page.rows);
      cursor = page.nextCursor;
    } while (cursor !== null);
    expect(new Set(ids({ rows: seen })).size).toBe(9);
    const values = seen.map((row) => row[sort.by]);
    expect(values).toEqual([...values].sort((a, b) => (sort.desc ? b - a : a - b)));
  });
});

it('units paid within the hour are counted, those only held are not', async () => {
  const now = bench.clocks.campaign.now();
  expect((await bench.node.stock.soldSince(['sku-cream'], now - 3_600_000)).get('sku-cream')).toBe(2);
  expect((await bench.node.stock.soldSince(['sku-cream'], now + 1)).size).toBe(0);
});
