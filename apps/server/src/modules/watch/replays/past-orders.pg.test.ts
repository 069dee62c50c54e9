import { randomBytes } from 'node:crypto';
import type { PurchaseRequest } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import { openOrdersReader, type ReadLine } from '@dacu/contract/replay';
import { openReplay, type PastPurchase, type ReplayOptions } from '@dacu/engine/replay';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Bench, type Customer, openBench, placedRow } from '../../trade/trade-test-bench.ts';
import { EARNS, POINTS, programme, RED_PACKET, SERVICES, TWENTY } from '../../trade/trade-test-coupons.ts';
import { pastOrders } from './index.ts';

const LINES = [{ skuId: 'sku-cream', quantity: 1 }];
const LIST_FEN = 19_900;
const HOUR_MS = 3_600_000;
const OWN: ReplayOptions = { at: 'phase', coupons: 'used', stops: 'past', losersMax: 1 };

let bench: Bench;
let plan: CompiledPlan;
beforeAll(async () => {
  bench = await openBench({ onHand: 10_000 });
});
afterAll(() => bench.close());
beforeEach(() => {
  plan = {
    ...bench.sale.publish({
      activityStock: 10,
      perPersonMax: 2,
      promotions: [TWENTY, RED_PACKET, POINTS, ...SERVICES],
      points: [EARNS],
      coupons: [programme(TWENTY.id), programme(RED_PACKET.id)],
    }).compiled,
    ...{ seasons: [], phases: [], memberTiers: [], traffic: { channels: [] } as never },
  };
  bench.sale.stopped.clear();
});

const now = () => bench.clocks.campaign.now();
const fresh = () => randomBytes(8).toString('hex');

async function give({ shopperId, channel }: Customer, promotionId: string): Promise<string> {
  const answer = await bench.node.coupons.claim({
    ...{ at: now(), shopperId, channel, idempotencyKey: fresh(), promotionId },
  });
  if (answer.kind === 'refused') throw new Error(answer.code);
  return answer.coupon.couponId;
}

async function buy(
  customer: Customer,
  expectedPayFen: number,
  more: Partial<PurchaseRequest> = {},
  lines = LINES,
): Promise<string> {
  bench.clocks.advanceTo(now() + HOUR_MS / 60);
  const answer = await bench.node.orders.placePurchase({
    at: now(),
    buyer: customer,
    idempotencyKey: fresh(),
    request: { lines, expectedPayFen, address: customer.address, ...more },
  });
  const row = placedRow(answer);
  await bench.pay(row);
  return row.purchaseId;
}

async function exported() {
  const { db } = bench;
  const catalog = { ...bench.sale.catalog, categories: async () => [], shops: bench.sale.catalog.shops };
  const lines: string[] = [];
  const source = { db, plan, simulated: true, scale: 1, at: now() };
  for await (const line of pastOrders({ ...source, catalog: catalog as never })) lines.push(line);
  const reader = openOrdersReader();
  const read = lines.map((line) => reader.next(line));
  const refused = read.find(({ kind }) => kind === 'refused');
  expect(refused).toBeUndefined();
  const bought = read.filter(
    (one): one is Extract<ReadLine, { kind: 'purchase' }> => one.kind === 'purchase',
  );
  return { text: lines.join(''), byId: new Map(bought.map((one) => [one.purchase.purchaseId, one])) };
}

async function again(purchase: PastPurchase): Promise<number | string> {
  const shops = await bench.sale.catalog.shops();
  const freight = [...shops.values()].flatMap((shop) => shop.freight ?? []);
  const past = { ...plan, seasons: [], freight, scale: 1 };
  const repriced = openReplay(past, { ...plan, seasons: [] }, OWN).take(purchase);
  return repriced.kind === 'priced' ? repriced.quote.payFen : repriced.reason;
}

describe('orders of a campaign written to a file', () => {
  test('say which coupons were used, which stayed in hand, and that a shopper insisted', async () => {
    const best = await bench.shopper();
    await give(best, TWENTY.id);
    await give(best, RED_PACKET.id);
    const first = await buy(best, LIST_FEN - 2_500);
    const stubborn = await bench.shopper();
    await give(stubborn, TWENTY.id);
    const packet = await give(stubborn, RED_PACKET.id);
    const second = await buy(stubborn, LIST_FEN - 500, { couponIds: [packet] });
    const { byId } = await exported();
    const used = (id: string) => byId.get(id)!.purchase.coupons.map((one) => [one.promotionId, one.used]);
    expect(used(first).sort()).toEqual([
      [TWENTY.id, true],
      [RED_PACKET.id, true],
    ]);
    expect(used(second).sort()).toEqual([
      [TWENTY.id, false],
      [RED_PACKET.id, true],
    ]);
    expect([first, second].map((id) => byId.get(id)!.purchase.insisted)).toEqual([false, true]);
    expect(await Promise.all([first, second].map((id) => again(byId.get(id)!.purchase)))).toEqual([
      LIST_FEN - 2_500,
      LIST_FEN - 500,
    ]);
  });

  test('keep the points that paid a part, and cost the same again', async () => {
    const customer = await bench.shopper();
    await bench.db.query('insert into points_account (shopper_id, lots, balance) values ($1, $2, $3)', [
      ...[
        customer.shopperId,
        JSON.stringify([{ lotId: 'pu_x', usableFrom: 0, expiresAt: null, left: 300 }]),
        300,
      ],
    ]);
    const purchaseId = await buy(customer, LIST_FEN - 300, { usePoints: 300 });
    const { purchase } = (await exported()).byId.get(purchaseId)!;
    expect(purchase.points).toBe(300);
    expect(await again(purchase)).toBe(LIST_FEN - 300);
  });

  test('keep what was stopped then, and number people instead of naming them', async () => {
    const customer = await bench.shopper();
    await give(customer, TWENTY.id);
    bench.sale.stopped.add(TWENTY.id);
    const stopped = await buy(customer, LIST_FEN);
    bench.sale.stopped.clear();
    const later = await buy(customer, LIST_FEN - 2_000);
    const { byId, text } = await exported();
    const [one, other] = [stopped, later].map((id) => byId.get(id)!.purchase);
    expect(one).toMatchObject({ stoppedPromotionIds: [TWENTY.id], payFen: LIST_FEN });
    expect(await again(one!)).toBe(LIST_FEN);
    expect(await again(other!)).toBe(LIST_FEN - 2_000);
    expect(one!.shopper.number).toBe(other!.shopper.number);
    const { recipient, phone, line } = customer.address;
    for (const personal of [customer.shopperId, recipient, phone, line]) expect(text).not.toContain(personal);
  });

  test('from before facts were kept are marked as worked out', async () => {
    const customer = await bench.shopper();
    const old = await buy(customer, LIST_FEN);
    await bench.db.query(`update purchase set body = body - 'judged' where purchase_id = $1`, [old]);
    const { byId } = await exported();
    expect(byId.get(old)).toMatchObject({
      facts: 'workedOut',
      purchase: { shopper: { memberTier: 'basic' } },
    });
  });

  test('keep the services that were paid for, and cost the same again', async () => {
    const customer = await bench.shopper();
    const lines = [{ skuId: 'sku-earbuds', quantity: 2 }];
    const services = [{ skuId: 'sku-earbuds', promotionId: 'warranty' }];
    const { priced } = await bench.node.offers.price({ at: now(), items: lines, buyer: customer, services });
    const { payFen } = await bench.node.offers.present(priced!);
    const purchaseId = await buy(customer, payFen, { services }, lines);
    const { purchase } = (await exported()).byId.get(purchaseId)!;
    expect(purchase.lines[0]!.services).toEqual([{ promotionId: 'warranty', chargedFen: 3_000 }]);
    expect(await again(purchase)).toBe(payFen);
  });

  test('leave out pre-sales, which are counted, and replacements, which cost nothing', async () => {
    const customer = await bench.shopper();
    const [presale, gift] = [await buy(customer, LIST_FEN), await buy(customer, LIST_FEN)];
    await bench.db.query(`update purchase set kind = 'presale' where purchase_id = $1`, [presale]);
    await bench.db.query(`update purchase set kind = 'gift' where purchase_id = $1`, [gift]);
    const { byId, text } = await exported();
    expect([byId.has(presale), byId.has(gift)]).toEqual([false, false]);
    expect(JSON.parse(text.slice(0, text.indexOf('\n')))).toMatchObject({ kind: 'campaign', presales: 1 });
  });

  test('that were never paid are left out', async () => {
    const customer = await bench.shopper();
    const before = (await exported()).byId.size;
    placedRow(
      await bench.node.orders.placePurchase({
        ...{ at: now(), buyer: customer, idempotencyKey: fresh() },
        request: { lines: LINES, expectedPayFen: LIST_FEN, address: customer.address },
      }),
    );
    expect((await exported()).byId.size).toBe(before);
  });
});
