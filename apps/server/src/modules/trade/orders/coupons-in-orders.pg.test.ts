import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, type Customer, type Node, openBench, placedRow } from '../trade-test-bench.ts';
import { programme, RED_PACKET, TWENTY } from '../trade-test-coupons.ts';
import { settleLate } from '../trade-test-late.ts';
import type { PlaceAnswer, PurchaseRow } from './index.ts';

const LINES = [{ skuId: 'sku-cream', quantity: 1 }];
/** ¥199 goods and no freight from ¥99 on. */
const LIST_FEN = 19_900;
const DAY_MS = 86_400_000;

let bench: Bench;
let two: Node;

beforeAll(async () => {
  bench = await openBench({ onHand: 10_000 });
  two = await bench.addNode();
});
afterAll(() => bench.close());
beforeEach(() => offer({ perPersonMax: null }));

function offer(terms: { perPersonMax: number | null }): void {
  bench.sale.publish({
    activityStock: 10,
    perPersonMax: 2,
    promotions: [TWENTY, RED_PACKET],
    coupons: [programme(TWENTY.id, terms), programme(RED_PACKET.id)],
  });
}

const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');

async function holder(
  count = 1,
  promotionId = TWENTY.id,
): Promise<{ customer: Customer; couponIds: string[] }> {
  const customer = await bench.shopper();
  const couponIds: string[] = [];
  for (let n = 0; n < count; n += 1) couponIds.push(await give(customer, promotionId));
  return { customer, couponIds };
}

async function give({ shopperId, channel }: Customer, promotionId = TWENTY.id): Promise<string> {
  const answer = await bench.node.coupons.claim({
    ...{ at: now(), shopperId, channel, idempotencyKey: fresh(), promotionId },
  });
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer.coupon.couponId;
}

function place(
  customer: Customer,
  expectedPayFen: number,
  more: { node?: Node; key?: string; couponIds?: string[]; lines?: typeof LINES } = {},
): Promise<PlaceAnswer> {
  const { node = bench.node, key = fresh(), couponIds, lines = LINES } = more;
  return node.orders.placePurchase({
    at: now(),
    buyer: customer,
    idempotencyKey: key,
    request: { lines, expectedPayFen, address: customer.address, ...(couponIds && { couponIds }) },
  });
}

const codeOf = (answer: PlaceAnswer) => (answer.kind === 'placed' ? 'placed' : answer.code);
async function coupon(couponId: string) {
  const [row] = await bench.db.query<{ state: string; purchaseId: string | null }>(
    'select state, purchase_id as "purchaseId" from coupon where coupon_id = $1',
    [couponId],
  );
  return row!;
}
const stateOf = async (couponId: string | undefined) => (await coupon(couponId!)).state;

function giveBack(row: PurchaseRow, lineIds: string[], reason = 'noReason', quantity = 1) {
  return bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId: row.shopperId, idempotencyKey: fresh(), purchaseId: row.purchaseId, reason },
    lines: lineIds.map((lineId) => ({ lineId, quantity })),
  });
}

describe('a coupon serves one purchase', () => {
  test('ten orders at once on two nodes with one coupon: one gets its price, the others hear that it changed', async () => {
    const { customer, couponIds } = await holder();
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, n) =>
        place(customer, LIST_FEN - 2_000, { node: n % 2 ? bench.node : two }),
      ),
    );
    const placed = answers.filter(({ kind }) => kind === 'placed');
    expect(placed).toHaveLength(1);
    expect(new Set(answers.map(codeOf))).toEqual(new Set(['placed', 'priceChanged']));
    expect(await coupon(couponIds[0]!)).toEqual({
      state: 'frozen',
      purchaseId: placedRow(placed[0]!).purchaseId,
    });
    const other = answers.find(({ kind }) => kind === 'refused');
    expect(other).toMatchObject({ extra: { quote: { payFen: LIST_FEN } } });
  });

  test('chosen by name, the second order is told that it is in use; nothing of it is held', async () => {
    const { customer, couponIds } = await holder();
    const before = await bench.stockRow('sku-cream');
    const answers = await Promise.all(
      [bench.node, two].map((node) => place(customer, LIST_FEN - 2_000, { node, couponIds })),
    );
    expect(answers.map(codeOf).sort()).toEqual(['couponUsed', 'placed']);
    expect((await bench.stockRow('sku-cream')).reserved).toBe(before.reserved + 1);
  });

  test('a retry gets the same purchase although its coupon is frozen by it', async () => {
    const { customer, couponIds } = await holder();
    const first = await place(customer, LIST_FEN - 2_000, { key: 'again', couponIds });
    expect(await place(customer, LIST_FEN - 2_000, { key: 'again', couponIds, node: two })).toEqual({
      ...first,
      replayed: true,
    });
  });

  test('a forged one, somebody else’s, and one that is over are refused by name', async () => {
    const { customer, couponIds } = await holder();
    const { customer: other } = await holder();
    expect(codeOf(await place(customer, LIST_FEN, { couponIds: ['cp_forged'] }))).toBe('couponUnknown');
    expect(codeOf(await place(other, LIST_FEN - 2_000, { couponIds }))).toBe('couponUnknown');
    await bench.db.query('update coupon set expires_at = $2 where coupon_id = $1', [couponIds[0], now()]);
    expect(codeOf(await place(customer, LIST_FEN - 2_000, { couponIds }))).toBe('couponExpired');
    expect(codeOf(await place(customer, LIST_FEN))).toBe('placed');
  });

  test('an empty choice keeps it for later', async () => {
    const { customer, couponIds } = await holder();
    expect(codeOf(await place(customer, LIST_FEN, { couponIds: [] }))).toBe('placed');
    expect(await stateOf(couponIds[0])).toBe('available');
  });

  test('accounts with one phone share the limit of a programme also where they use it', async () => {
    offer({ perPersonMax: 1 });
    const [one, other] = [await holder(), await holder()];
    const samePhone = {
      ...other.customer,
      address: { ...other.customer.address, phone: one.customer.address.phone },
    };
    const first = await place(one.customer, LIST_FEN - 2_000);
    expect(codeOf(await place(samePhone, LIST_FEN - 2_000))).toBe('couponLimit');
    const { shopperId } = one.customer;
    await bench.node.orders.cancel({ at: now(), shopperId, purchaseId: placedRow(first).purchaseId });
    expect(codeOf(await place(samePhone, LIST_FEN - 2_000))).toBe('placed');
  });
});

describe('what becomes of it', () => {
  test('payment uses it; cancelling and expiry give it back', async () => {
    const { customer, couponIds } = await holder(3);
    const rows: PurchaseRow[] = [];
    for (const couponId of couponIds)
      rows.push(placedRow(await place(customer, LIST_FEN - 2_000, { couponIds: [couponId] })));
    const [paid, cancelled, expired] = rows as [PurchaseRow, PurchaseRow, PurchaseRow];
    await bench.pay(paid);
    await bench.node.orders.cancel({
      at: now(),
      shopperId: customer.shopperId,
      purchaseId: cancelled.purchaseId,
    });
    expect(await Promise.all(couponIds.map(stateOf))).toEqual(['used', 'available', 'frozen']);
    await bench.advanceTo(expired.holdUntil);
    expect(await Promise.all(couponIds.map(stateOf))).toEqual(['used', 'available', 'available']);
  });

  test('a late payment takes it again, or goes back when it was used meanwhile', async () => {
    const { customer, couponIds } = await holder(1);
    const late = async (row: PurchaseRow) => {
      const asked = await bench.node.orders.requestPayment({
        ...{ at: row.placedAt, shopperId: row.shopperId, purchaseId: row.purchaseId },
      });
      if (asked.kind === 'refused') throw new Error(asked.code);
      await bench.node.expire([row.purchaseId]);
      return asked.payment;
    };
    const first = placedRow(await place(customer, LIST_FEN - 2_000));
    const charge = await late(first);
    expect(await stateOf(couponIds[0])).toBe('available');
    const second = placedRow(await place(customer, LIST_FEN - 2_000));
    const settled = await settleLate(bench, first, charge.paymentId);
    expect(settled).toMatchObject({ kind: 'settled', state: 'refunded' });
    expect(await coupon(couponIds[0]!)).toEqual({ state: 'frozen', purchaseId: second.purchaseId });

    const charge2 = await late(second);
    expect(await settleLate(bench, second, charge2.paymentId)).toMatchObject({ state: 'succeeded' });
    expect(await coupon(couponIds[0]!)).toEqual({ state: 'used', purchaseId: second.purchaseId });
  });

  test('V37: a coupon over two shops comes back with the last of its lines, not before', async () => {
    const { customer, couponIds } = await holder();
    const lines = [...LINES, { skuId: 'sku-cable', quantity: 2 }];
    const { priced } = await bench.node.offers.price({
      at: now(),
      items: lines,
      buyer: customer,
      region: '110000',
    });
    const row = placedRow(await place(customer, priced!.quote.payFen, { lines }));
    expect(row.body.coupons).toEqual([
      {
        couponId: couponIds[0],
        promotionId: TWENTY.id,
        lineIds: expect.arrayContaining(['sku-cream', 'sku-cable']),
      },
    ]);
    await bench.pay(row);
    await giveBack(row, ['sku-cream']);
    await giveBack(row, ['sku-cable']);
    expect(await stateOf(couponIds[0])).toBe('used');
    await giveBack(row, ['sku-cable']);
    expect(await coupon(couponIds[0]!)).toEqual({ state: 'available', purchaseId: null });
  });

  test('after its end it stays used, unless the fault was ours: then it is good for seven days more', async () => {
    const { customer, couponIds } = await holder(2);
    const rows: PurchaseRow[] = [];
    for (const couponId of couponIds) {
      const row = placedRow(await place(customer, LIST_FEN - 2_000, { couponIds: [couponId] }));
      await bench.pay(row);
      rows.push(row);
    }
    await bench.advanceTo(now() + 8 * DAY_MS);
    await giveBack(rows[0]!, ['sku-cream']);
    await giveBack(rows[1]!, ['sku-cream'], 'quality');
    expect(await Promise.all(couponIds.map(stateOf))).toEqual(['used', 'available']);
    const [row] = await bench.db.query('select expires_at as "expiresAt" from coupon where coupon_id = $1', [
      couponIds[1],
    ]);
    expect(row).toEqual({ expiresAt: now() + 7 * DAY_MS });
  });

  test('a full refund in several returns brings a red packet back whole, and tells of each part', async () => {
    const { customer, couponIds } = await holder(1, RED_PACKET.id);
    const lines = [{ skuId: 'sku-cream', quantity: 3 }];
    const { priced } = await bench.node.offers.price({
      at: now(),
      items: lines,
      buyer: customer,
      region: '110000',
    });
    const row = placedRow(await place(customer, priced!.quote.payFen, { lines }));
    await bench.pay(row);
    const back = [await giveBack(row, ['sku-cream']), await giveBack(row, ['sku-cream'])];
    expect(await stateOf(couponIds[0])).toBe('used');
    back.push(await giveBack(row, ['sku-cream']));
    expect(await stateOf(couponIds[0])).toBe('available');
    const returns = back.map((answer) => (answer.kind === 'returned' ? answer.row : null)!);
    expect(returns.reduce((sum, { refundFen }) => sum + refundFen, 0)).toBe(row.payFen);
    // 500 fen over three units, each its slice of the cumulative amount.
    expect(returns.map(({ lines: [line] }) => line!.tenders)).toEqual([
      { redPacketFen: 166 },
      { redPacketFen: 167 },
      { redPacketFen: 167 },
    ]);
  });
});
