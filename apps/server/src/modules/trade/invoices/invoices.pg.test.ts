import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PurchaseRow } from '../orders/index.ts';
import { type Bench, openBench } from '../trade-test-bench.ts';
import type { Invoices } from './index.ts';
import { paidOf } from './present-invoices.ts';

const CODE = '91350100M000100Y43';
const BY = { operatorId: 'op_finance', name: 'Finance' };
let bench: Bench;
let invoices: Invoices;
let keys = 0;
beforeAll(async () => {
  bench = await openBench({ onHand: 100_000 });
  invoices = bench.invoices;
});
afterAll(() => bench.close());

const now = () => bench.clocks.campaign.now();
async function paid(): Promise<PurchaseRow> {
  const row = await bench.buy(await bench.shopper(), [
    { skuId: 'sku-cream', quantity: 2 },
    { skuId: 'sku-earbuds', quantity: 1 },
  ]);
  await bench.pay(row);
  return bench.purchase(row.purchaseId);
}
const orderOf = (row: PurchaseRow, shopId = 'yunzhi') =>
  row.body.orders.find((order) => order.shopId === shopId)!;

async function ask(row: PurchaseRow, over: Partial<Parameters<Invoices['request']>[0]> = {}) {
  const answer = await invoices.request({
    ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, orderId: orderOf(row).orderId },
    ...{ kind: 'company', title: '云上科技有限公司', taxNumber: CODE, email: 'finance@example.com' },
    ...{ idempotencyKey: `invoice-${++keys}` },
    ...over,
  });
  return answer.kind === 'refused' ? answer.code : 'done';
}
async function orderView(row: PurchaseRow) {
  await bench.drainEvents();
  const list = await invoices.of(row);
  return list!.orders.find(({ orderId }) => orderId === orderOf(row).orderId)!;
}
async function move(
  invoiceId: string,
  act: Parameters<Invoices['move']>[0]['act'],
  by: Parameters<Invoices['move']>[0]['by'] = BY,
) {
  const answer = await invoices.move({ at: now(), invoiceId, act, by });
  return answer.kind === 'refused' ? answer.code : 'done';
}
async function giveBack(row: PurchaseRow, lines: { lineId: string; quantity: number }[]) {
  const answer = await bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, lines, reason: 'noReason' },
    idempotencyKey: `back-${++keys}`,
  });
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer.row.refundFen;
}

describe('an invoice', () => {
  it('is of what was paid in one shop less what went back, until it is issued; later refunds are red notes', async () => {
    const row = await paid();
    const paidFen = paidOf(orderOf(row));
    expect(await ask(row)).toBe('done');
    const first = await giveBack(row, [{ lineId: 'sku-cream', quantity: 1 }]);
    const before = await orderView(row);
    expect(before).toMatchObject({ paidFen, refundedFen: first, amountFen: paidFen - first });
    const { invoiceId } = before.invoice!;
    expect(await move(invoiceId, { on: 'issue', number: '25312000000012345678' })).toBe('done');
    const second = await giveBack(row, [{ lineId: 'sku-cream', quantity: 1 }]);
    expect((await orderView(row)).invoice).toMatchObject({
      ...{ state: 'issued', amountFen: paidFen - first, redFen: second, number: '25312000000012345678' },
    });
    // The other shop's goods are not of this invoice.
    await giveBack(row, [{ lineId: 'sku-earbuds', quantity: 1 }]);
    expect((await orderView(row)).invoice).toMatchObject({ redFen: second });
    const events = await bench.db.query<{ type: string }>(
      `select type from outbox where aggregate = $1 and type like 'invoice.%' order by position nulls last`,
      [row.purchaseId],
    );
    expect(events.map(({ type }) => type)).toEqual([
      'invoice.requested',
      'invoice.issued',
      'invoice.redNoted',
    ]);
  });

  it('stands once for an order, however many ask at once; a key answers again, and not for something else', async () => {
    const row = await paid();
    const answers = await Promise.all([1, 2, 3].map(() => ask(row)));
    expect(answers.sort()).toEqual(['done', 'invoiceAsked', 'invoiceAsked']);
    const other = await paid();
    expect([await ask(other, { idempotencyKey: 'k' }), await ask(other, { idempotencyKey: 'k' })]).toEqual([
      ...['done', 'done'],
    ]);
    expect(await ask(other, { idempotencyKey: 'k', title: '另一家公司' })).toBe('idempotencyKeyReused');
  });

  it('is withdrawn by its shopper before it is issued, and then asked for again; not afterwards', async () => {
    const row = await paid();
    await ask(row);
    const { invoiceId } = (await orderView(row)).invoice!;
    expect(await move(invoiceId, { on: 'void', note: null }, { shopperId: 'sh_other' })).toBe('notFound');
    expect(await move(invoiceId, { on: 'void', note: null }, row)).toBe('done');
    expect(await ask(row)).toBe('done');
    const again = (await orderView(row)).invoice!;
    expect(await move(again.invoiceId, { on: 'issue', number: '12345678' })).toBe('done');
    expect(await move(again.invoiceId, { on: 'issue', number: '12345678' })).toBe('done');
    expect(await move(again.invoiceId, { on: 'issue', number: '87654321' })).toBe('invoiceIssued');
    expect(await move(again.invoiceId, { on: 'void', note: null }, row)).toBe('invoiceIssued');
    expect(await move(again.invoiceId, { on: 'void', note: '抬头有误' })).toBe('done');
    expect(await move(again.invoiceId, { on: 'issue', number: '12345679' })).toBe('invoiceIssued');
  });

  it('is refused unpaid, refunded whole, to a stranger, and with a wrong tax number', async () => {
    const held = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 1 }]);
    expect(await ask(held)).toBe('invoiceNotYet');
    const row = await paid();
    expect(await ask(row, { taxNumber: '91350100M000100Y44' })).toBe('taxNumberWrong');
    expect(await ask(row, { shopperId: 'sh_other' })).toBe('notFound');
    expect(await ask(row, { orderId: 'or_none' })).toBe('notFound');
    await giveBack(row, [{ lineId: 'sku-cream', quantity: 2 }]);
    await bench.drainEvents();
    expect(await ask(row)).toBe('invoiceNothing');
  });

  it('shows and stores nobody’s name; the export has it whole, safe for a spreadsheet, and is on record', async () => {
    const row = await paid();
    await ask(row, { kind: 'person', title: '=王小明', taxNumber: undefined, email: 'ming@example.com' });
    expect((await orderView(row)).invoice).toMatchObject({ title: '=**明', email: 'm**@example.com' });
    const stored = await bench.db.query('select i::text as row from invoice i');
    expect(JSON.stringify(stored)).not.toContain('王小明');
    const file = await invoices.export({ by: 'Finance' });
    expect(file).toContain(`"'=王小明","","ming@example.com"`);
    const acts = await bench.db.query(`select acted_by from operator_act where kind = 'invoicesExported'`);
    expect(acts).toEqual([{ acted_by: 'Finance' }]);
  });
});
