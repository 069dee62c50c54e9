import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Bench, type Customer, type Node, openBench, placedRow } from '../trade-test-bench.ts';
import { BOX, INSURANCE, SERVICES } from '../trade-test-coupons.ts';
import type { PlaceAnswer, PurchaseRow } from './index.ts';

let bench: Bench;
let two: Node;

beforeAll(async () => {
  bench = await openBench({ onHand: 10_000 });
  two = await bench.addNode();
});
afterAll(() => bench.close());

const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');
type Line = { skuId: string; quantity: number };
type Wanted = { skuId: string; promotionId: string }[];

function place(
  customer: Customer,
  lines: Line[],
  expectedPayFen: number,
  more: { node?: Node; services?: Wanted } = {},
): Promise<PlaceAnswer> {
  const { node = bench.node, services } = more;
  return node.orders.placePurchase({
    ...{ at: now(), buyer: customer, idempotencyKey: fresh() },
    request: { lines, expectedPayFen, address: customer.address, ...(services && { services }) },
  });
}

async function giveBack(row: PurchaseRow, lines: [lineId: string, quantity: number][], keptGifts?: string[]) {
  const done = await bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId: row.shopperId, idempotencyKey: fresh(), purchaseId: row.purchaseId },
    ...{ lines: lines.map(([lineId, quantity]) => ({ lineId, quantity })), reason: 'noReason', keptGifts },
  });
  if (done.kind === 'refused') throw new Error(done.code);
  return { refundFen: done.row.refundFen, giftsFen: done.row.beside!.giftsFen };
}

describe('services', () => {
  const lines = [{ skuId: 'sku-earbuds', quantity: 2 }];
  const wanted = [{ skuId: 'sku-earbuds', promotionId: 'warranty' }];
  /** 2 × ¥299 − ¥50 across shops. */
  const GOODS_FEN = 54_800;

  beforeAll(() => {
    bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: SERVICES });
  });

  test('are charged only where they are asked for, unit by unit, beside every discount', async () => {
    const customer = await bench.shopper();
    const quote = async (services?: Wanted) => {
      const { priced } = await bench.node.offers.price({
        ...{ at: now(), items: lines, buyer: customer, ...(services && { services }) },
      });
      return bench.node.offers.present(priced!);
    };
    expect(await quote()).toMatchObject({
      ...{ payFen: GOODS_FEN, servicesFen: 0, services: [{ promotionId: 'free-returns', chargedFen: 0 }] },
      offeredServices: [{ promotionId: 'warranty', lineId: 'sku-earbuds', unitFen: 1_500 }],
    });
    expect(await quote(wanted)).toMatchObject({
      ...{ payFen: GOODS_FEN + 3_000, goodsFen: GOODS_FEN, servicesFen: 3_000, offeredServices: [] },
    });
    // Asked for a line that it does not reach, or unknown: passed over.
    expect(await quote([{ skuId: 'sku-earbuds', promotionId: 'nothing' }])).toMatchObject({ servicesFen: 0 });
  });

  test('are frozen with the line and go back with its units', async () => {
    const customer = await bench.shopper();
    const row = placedRow(await place(customer, lines, GOODS_FEN + 3_000, { services: wanted }));
    expect(row.body.orders[0]!.lines[0]!.services).toMatchObject([
      { promotionId: 'free-returns', chargedFen: 0 },
      { promotionId: 'warranty', chargedFen: 3_000 },
    ]);
    await bench.pay(row);
    const first = await giveBack(row, [['sku-earbuds', 1]]);
    const second = await giveBack(row, [['sku-earbuds', 1]]);
    expect([first.refundFen, second.refundFen]).toEqual([27_400 + 1_500, 27_400 + 1_500]);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: row.payFen,
    });
  });

  test('whoever saw another amount than the service comes to is told', async () => {
    const customer = await bench.shopper();
    expect(await place(customer, lines, GOODS_FEN, { services: wanted })).toMatchObject({
      ...{ code: 'priceChanged', extra: { quote: { payFen: GOODS_FEN + 3_000 } } },
    });
  });
});

describe('an insurance of the way back', () => {
  const lines = [{ skuId: 'sku-earbuds', quantity: 2 }];
  const insure = [{ skuId: 'sku-earbuds', promotionId: 'return-freight' }];
  const GOODS_FEN = 54_800;
  const PREMIUM_FEN = 60;

  beforeAll(() => {
    bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [INSURANCE] });
  });

  async function insured(): Promise<PurchaseRow> {
    const customer = await bench.shopper();
    const row = placedRow(await place(customer, lines, GOODS_FEN + PREMIUM_FEN, { services: insure }));
    await bench.pay(row);
    return bench.purchase(row.purchaseId);
  }
  async function preview(row: PurchaseRow, reason: 'noReason' | 'quality', quantity: number) {
    const told = await bench.node.aftercare.preview({
      ...{ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId, kind: 'returnAndRefund', reason },
      lines: [{ lineId: 'sku-earbuds', quantity }],
    });
    if (told.kind === 'refused') throw new Error(told.code);
    return {
      payer: told.freight.payer,
      fen: told.refund!.row.refundFen,
      premiumFen: told.refund!.premiumFen,
    };
  }

  test('is charged once for an order, frozen with its price, and told apart from another amount', async () => {
    const row = await insured();
    expect(row.payFen).toBe(GOODS_FEN + PREMIUM_FEN);
    expect(row.body.orders[0]!.lines[0]!.services).toMatchObject([
      { promotionId: 'return-freight', chargedFen: PREMIUM_FEN, perOrder: true },
    ]);
    const customer = await bench.shopper();
    expect(await place(customer, lines, GOODS_FEN, { services: insure })).toMatchObject({
      code: 'priceChanged',
    });
  });

  test('a later edition with another price changes nothing of what was bought', async () => {
    const row = await insured();
    const dearer = {
      ...INSURANCE,
      rule: { ...INSURANCE.rule, premium: { bands: [{ fen: 999 }], ratesBp: {}, otherBp: 0 } },
    };
    bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [dearer as typeof INSURANCE] });
    const second = await giveBack(row, [['sku-earbuds', 2]]);
    bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [INSURANCE] });
    expect(second.refundFen).toBe(row.payFen);
  });

  test('goes back with the last unit while nothing has left, and not with a part', async () => {
    const row = await insured();
    expect((await giveBack(row, [['sku-earbuds', 1]])).refundFen).toBe(27_400);
    expect((await giveBack(row, [['sku-earbuds', 1]])).refundFen).toBe(27_400 + PREMIUM_FEN);
    expect(await bench.purchase(row.purchaseId)).toMatchObject({
      state: 'refunded',
      refundedFen: row.payFen,
    });
  });

  test('has run once the goods left: it pays the parcel of who changed their mind, and goes back where the seller failed', async () => {
    const row = await insured();
    await bench.ship(row, [{ lineId: 'sku-earbuds', quantity: 2 }], now());
    expect(await preview(row, 'noReason', 2)).toEqual({ payer: 'insurer', fen: GOODS_FEN, premiumFen: 0 });
    expect(await preview(row, 'quality', 1)).toEqual({ payer: 'seller', fen: 27_400, premiumFen: 0 });
    expect(await preview(row, 'quality', 2)).toEqual({
      ...{ payer: 'seller', fen: row.payFen, premiumFen: PREMIUM_FEN },
    });
  });
});

describe('gifts', () => {
  const LINES = [
    { skuId: 'sku-cream', quantity: 1 },
    { skuId: 'sku-lipstick', quantity: 2 },
  ];
  const PAY_FEN = 19_900 + 20_002 - 5_000;
  beforeAll(() => {
    bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [BOX] });
  });
  const boxes = (answers: PlaceAnswer[]) =>
    answers.filter((answer) => answer.kind === 'placed' && (answer.row.body.gifts ?? []).length > 0).length;

  test('of which a person gets one go with one order, however many are placed at once', async () => {
    const customer = await bench.shopper();
    const order = () =>
      Promise.all(
        Array.from({ length: 6 }, (_, n) =>
          place(customer, LINES, PAY_FEN, { node: n % 2 ? two : bench.node }),
        ),
      );
    const first = await order();
    expect(boxes(first)).toBe(1);
    expect(first.find(({ kind }) => kind === 'refused')).toMatchObject({
      ...{ code: 'priceChanged', extra: { quote: { gifts: [] } } },
    });
    expect(boxes(await order())).toBe(0);
    // Another account on the same phone is the same person.
    const twin = { ...(await bench.shopper()), address: customer.address };
    expect(boxes([await place(twin, LINES, PAY_FEN)])).toBe(0);
    const held = first.find((answer) => answer.kind === 'placed' && answer.row.body.gifts !== undefined)!;
    await bench.node.orders.cancel({ ...placedRow(held), at: now() });
    expect(boxes([await place(customer, LINES, PAY_FEN)])).toBe(1);
  });

  test('that are kept cost what they are worth, once the last of their goods comes back', async () => {
    const customer = await bench.shopper();
    const row = placedRow(await place(customer, LINES, PAY_FEN));
    await bench.pay(row);
    const keep = ['box'];
    const first = await giveBack(row, [['sku-cream', 1]], keep);
    expect(first.giftsFen).toBe(0);
    await giveBack(row, [['sku-lipstick', 1]], keep);
    const last = await giveBack(row, [['sku-lipstick', 1]], keep);
    expect(last.giftsFen).toBe(5_900);
    expect((await bench.purchase(row.purchaseId)).refundedFen).toBe(PAY_FEN - 5_900);
  });

  test('that come back cost nothing', async () => {
    const customer = await bench.shopper();
    const row = placedRow(await place(customer, LINES, PAY_FEN));
    await bench.pay(row);
    const lines = [
      ['sku-cream', 1],
      ['sku-lipstick', 2],
    ] as [string, number][];
    expect(await giveBack(row, lines)).toEqual({ refundFen: PAY_FEN, giftsFen: 0 });
  });
});
