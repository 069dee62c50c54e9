import type { PaymentMethod } from '@dacu/contract/api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PurchaseRow } from '../../orders/index.ts';
import { type Bench, openBench } from '../../trade-test-bench.ts';
import { SLOT_FROM } from '../../trade-test-sale.ts';
import { beijingDay, DAY_MS, dayStart } from '../money-on-the-wire.ts';

const DAY = beijingDay(SLOT_FROM);
const TEN_NEXT_MORNING = dayStart(DAY) + DAY_MS + 10 * 3_600_000;
let bench: Bench;
beforeEach(async () => {
  bench = await openBench({ onHand: 50, wire: true });
});
afterEach(() => bench.close());

async function buyPaid(method: PaymentMethod): Promise<{ row: PurchaseRow; paymentId: string }> {
  const row = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 1 }]);
  const at = bench.clocks.campaign.now();
  const { shopperId, purchaseId } = row;
  const asked = await bench.node.orders.requestPayment({ at, shopperId, purchaseId, method });
  if (asked.kind === 'refused') throw new Error(asked.code);
  const page = await bench.app.inject({ method: 'GET', url: asked.payment.approveUrl });
  const providerRef = /cashier\/(ch_\w+)/.exec(page.body)![1]!;
  await bench.node.sandbox.decide({ at, providerRef, outcome: 'succeeded' });
  await bench.advanceTo(at + 2_000);
  return { row, paymentId: asked.payment.paymentId };
}

const returned = async ({ row }: { row: PurchaseRow }) => {
  const answer = await bench.node.aftercare.returnLines({
    ...{ at: bench.clocks.campaign.now(), shopperId: row.shopperId, purchaseId: row.purchaseId },
    ...{ idempotencyKey: 'all', lines: [{ lineId: 'sku-cream', quantity: 1 }], reason: 'noReason' },
  });
  expect(answer.kind).toBe('returned');
  await bench.advanceTo(bench.clocks.campaign.now() + 10_000);
};
const found = async () =>
  (await bench.node.payment.reconciliation()).differences.map(({ kind, state, oursFen, theirsFen }) => [
    ...[kind, state, oursFen, theirsFen],
  ]);
const again = () =>
  bench.node.payment.compareDay({ at: bench.clocks.campaign.now(), provider: 'alipay', day: DAY });

describe('each morning', () => {
  it.each(['alipay', 'wechatpay'] as const)(
    '%s: a day that agrees has no difference, and its sums are ours',
    async (method) => {
      const paid = [await buyPaid(method), await buyPaid(method), await buyPaid(method)];
      await returned(paid[0]!);
      await bench.advanceTo(TEN_NEXT_MORNING);
      const { bills, differences, refunds, providers } = await bench.node.payment.reconciliation();
      const fen = paid[0]!.row.payFen;
      const all = { count: 3, fen: 3 * fen };
      const back = { count: 1, fen };
      expect(providers).toEqual(['alipay', 'wechatpay']);
      expect([differences, refunds]).toEqual([[], []]);
      expect(bills).toMatchObject([
        {
          ...{ provider: method, day: DAY, open: 0 },
          charges: { ours: all, theirs: all, agreed: all },
          refunds: { ours: back, theirs: back, agreed: back },
        },
      ]);
      expect(bills[0]!.sha256).toMatch(/^[0-9a-f]{64}$/);
    },
  );

  it('money that came although we had given the charge up is found on the bill, and goes back', async () => {
    const row = await bench.buy(await bench.shopper(), [{ skuId: 'sku-cream', quantity: 1 }]);
    const { shopperId, purchaseId } = row;
    const at = bench.clocks.campaign.now();
    const asked = await bench.node.orders.requestPayment({ at, shopperId, purchaseId, method: 'alipay' });
    if (asked.kind === 'refused') throw new Error(asked.code);
    await bench.app.inject({ method: 'GET', url: asked.payment.approveUrl });
    await bench.node.orders.cancel({ at, shopperId, purchaseId });
    await bench.db.query(`update sandbox_charge set state = 'succeeded', decided_at = $1`, [at]);
    await bench.advanceTo(TEN_NEXT_MORNING + 60_000);
    expect(await found()).toEqual([]);
    expect(await bench.db.query('select state from payment')).toEqual([{ state: 'refunded' }]);
    expect(await bench.db.query('select amount_fen as fen from provider_refund')).toEqual([
      { fen: row.payFen },
    ]);
  });

  it('what differs is classified, kept once, and gone when a later look finds it no more', async () => {
    const [lost, other] = [await buyPaid('alipay'), await buyPaid('alipay')];
    const fen = lost.row.payFen;
    await bench.db.query(`update sandbox_charge set state = 'closed' where payment_id = $1`, [
      lost.paymentId,
    ]);
    await bench.db.query('update sandbox_charge set amount_fen = amount_fen - 1 where payment_id = $1', [
      other.paymentId,
    ]);
    await bench.db.query(
      `insert into sandbox_charge (payment_id, provider_ref, amount_fen, state, expires_at, decided_at, dialect)
       values ('pa_stranger', 'ch_stranger', 500, 'succeeded', $1, $1, 'alipay')`,
      [SLOT_FROM],
    );
    await bench.advanceTo(TEN_NEXT_MORNING);
    const all = [
      ['amountDiffers', 'open', fen, fen - 1],
      ['missingAtOurs', 'open', null, 500],
      ['missingAtTheirs', 'open', fen, null],
    ];
    expect((await found()).toSorted()).toEqual(all);
    const [{ charges, open } = never()] = (await bench.node.payment.reconciliation()).bills;
    expect(open).toBe(3);
    expect(charges.theirs.fen).toBe(charges.agreed.fen + (fen - 1) + 500);
    expect(charges.ours.fen).toBe(charges.agreed.fen + fen + fen);

    await again();
    expect((await found()).toSorted()).toEqual(all);
    await bench.db.query(`update sandbox_charge set state = 'succeeded' where payment_id = $1`, [
      lost.paymentId,
    ]);
    await again();
    expect((await found()).toSorted()).toEqual([all[0], all[1], ['missingAtTheirs', 'gone', fen, null]]);
  });

  it('refunds that only one side has are told', async () => {
    const paid = [await buyPaid('wechatpay'), await buyPaid('wechatpay')];
    await returned(paid[0]!);
    await bench.db.query('update sandbox_refund set refund_id = $1', ['rf_theirs']);
    await bench.advanceTo(TEN_NEXT_MORNING);
    const fen = paid[0]!.row.payFen;
    expect((await found()).toSorted()).toEqual([
      ['refundMissingAtOurs', 'open', null, fen],
      ['refundMissingAtTheirs', 'open', fen, null],
    ]);
  });

  it('acknowledged with a reason it stays so, whatever is found again', async () => {
    const { paymentId } = await buyPaid('alipay');
    await bench.db.query(`update sandbox_charge set state = 'closed' where payment_id = $1`, [paymentId]);
    await buyPaid('alipay');
    await bench.advanceTo(TEN_NEXT_MORNING);
    const [{ differenceId } = never()] = (await bench.node.payment.reconciliation()).differences;
    const at = bench.clocks.campaign.now();
    const said = { at, differenceId, by: '林经理', reason: '渠道已补记' };
    expect(await bench.node.payment.acknowledge(said)).toBe(true);
    expect(await bench.node.payment.acknowledge({ ...said, differenceId: 'bd_none' })).toBe(false);
    await again();
    expect((await bench.node.payment.reconciliation()).differences).toMatchObject([
      { state: 'acknowledged', closedBy: '林经理', reason: '渠道已补记', closedAt: at },
    ]);
  });

  it('a day that is not over has no bill yet', async () => {
    await buyPaid('alipay');
    expect(await again()).toBe(false);
  });
});

it('a stuck refund is sent again under its number, and is never paid twice', async () => {
  const paid = await buyPaid('wechatpay');
  await bench.node.aftercare.returnLines({
    ...{ at: bench.clocks.campaign.now(), shopperId: paid.row.shopperId, purchaseId: paid.row.purchaseId },
    ...{ idempotencyKey: 'all', lines: [{ lineId: 'sku-cream', quantity: 1 }], reason: 'noReason' },
  });
  bench.loseNotifications = true;
  await bench.advanceTo(bench.clocks.campaign.now() + 1_000);
  await bench.db.query(`update sandbox_refund set state = 'abnormal'`);
  await bench.advanceTo(bench.clocks.campaign.now() + 70_000);
  const [stuck = never()] = (await bench.node.payment.reconciliation()).refunds;
  expect(stuck).toMatchObject({ state: 'abnormal', reason: 'ABNORMAL', purchaseId: paid.row.purchaseId });
  await bench.db.query(`update sandbox_refund set state = 'succeeded'`);
  const at = bench.clocks.campaign.now();
  expect(await bench.node.payment.retryRefund({ at, refundId: stuck.refundId })).toBe(true);
  expect((await bench.node.payment.reconciliation()).refunds).toEqual([]);
  expect(await bench.db.query('select 1 from sandbox_refund')).toHaveLength(1);
  expect(await bench.node.payment.retryRefund({ at, refundId: 'rf_none' })).toBe(false);
});

function never(): never {
  throw new Error('there should be one');
}
