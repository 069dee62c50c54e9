import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Bench, type Customer, type Node, openBench, placedRow } from '../trade-test-bench.ts';
import { capped, EXCLUSIVE, GIFT } from '../trade-test-coupons.ts';
import type { PlaceAnswer, PurchaseRow } from './index.ts';

const LINES = [{ skuId: 'sku-cream', quantity: 1 }];
const LIST_FEN = 19_900;
const OFF_FEN = 3_000;

let bench: Bench;
let two: Node;
beforeAll(async () => {
  bench = await openBench({ onHand: 10_000 });
  two = await bench.addNode();
});
afterAll(() => bench.close());
beforeEach(() => bench.db.query('truncate cap, cap_lease, purchase, payment, due'));

function budget(budgetCapFen: number): void {
  bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [capped(budgetCapFen)] });
}

const now = () => bench.clocks.campaign.now();
function place(customer: Customer, node: Node, expectedPayFen: number): Promise<PlaceAnswer> {
  return node.orders.placePurchase({
    at: now(),
    buyer: customer,
    idempotencyKey: randomBytes(8).toString('hex'),
    request: { lines: LINES, expectedPayFen, address: customer.address },
  });
}
const codeOf = (answer: PlaceAnswer) => (answer.kind === 'placed' ? 'placed' : answer.code);
const payFenOn = async (node: Node, customer: Customer): Promise<number> => {
  const { priced } = await node.offers.price({ at: now(), items: LINES, buyer: customer, region: '110000' });
  return priced!.quote.payFen;
};
/** What the purchases themselves say, and what the cap says. */
async function spent(): Promise<{ orders: number; cap: number }> {
  const [row] = await bench.db.query<{ orders: number; cap: number }>(
    `select (select coalesce(sum((b->>'amount')::bigint), 0)::int from purchase p, jsonb_array_elements(p.body->'budgets') b
        where p.state <> 'closed') as orders,
       (select c.used + coalesce(sum(l.spent), 0) from cap c left join cap_lease l using (cap_id) group by c.used)::int as cap`,
  );
  return row!;
}
const cancel = (row: PurchaseRow, node: Node) =>
  node.orders.cancel({ at: now(), shopperId: row.shopperId, purchaseId: row.purchaseId });
/** Figures of budgets are trusted for a second. */
const aSecondLater = () => bench.advanceTo(now() + 1_000);

test('sixty orders at once on two nodes take ten times the discount that the budget has, and not a fen more', async () => {
  budget(10 * OFF_FEN + OFF_FEN - 1);
  const customers = await Promise.all(Array.from({ length: 60 }, () => bench.shopper()));
  const answers = await Promise.all(
    customers.map((customer, n) => place(customer, n % 2 ? bench.node : two, LIST_FEN - OFF_FEN)),
  );
  expect(answers.filter(({ kind }) => kind === 'placed')).toHaveLength(10);
  expect(new Set(answers.map(codeOf))).toEqual(new Set(['placed', 'priceChanged']));
  expect(answers.find(({ kind }) => kind === 'refused')).toMatchObject({
    extra: { quote: { payFen: LIST_FEN } },
  });
  expect(await spent()).toEqual({ orders: 10 * OFF_FEN, cap: 10 * OFF_FEN });
});

test('at its cap a promotion stops for new quotes on every node; who has it in an order keeps it', async () => {
  budget(2 * OFF_FEN);
  const customer = await bench.shopper();
  const kept = placedRow(await place(customer, bench.node, LIST_FEN - OFF_FEN));
  expect(codeOf(await place(customer, bench.node, LIST_FEN - OFF_FEN))).toBe('placed');
  await aSecondLater();
  for (const node of [bench.node, two]) {
    expect(await payFenOn(node, customer)).toBe(LIST_FEN);
    expect(await node.offers.stoppedPromotionIds(now())).toEqual(['capped-30']);
  }
  await bench.pay(kept);
  expect((await bench.purchase(kept.purchaseId)).state).toBe('paid');
  expect((await spent()).cap).toBe(2 * OFF_FEN);
});

test('where less is left than a cart would take, it stops for this cart before anybody is refused', async () => {
  budget(OFF_FEN - 1);
  const customer = await bench.shopper();
  expect(await payFenOn(bench.node, customer)).toBe(LIST_FEN);
  expect(codeOf(await place(customer, bench.node, LIST_FEN))).toBe('placed');
  expect((await spent()).cap).toBe(0);
});

test('what closes gives its part back, on whichever node; payment and refund keep it spent', async () => {
  budget(2 * OFF_FEN);
  const customer = await bench.shopper();
  const [first, second] = [
    placedRow(await place(customer, bench.node, LIST_FEN - OFF_FEN)),
    placedRow(await place(customer, bench.node, LIST_FEN - OFF_FEN)),
  ];
  await cancel(first, two);
  expect(await spent()).toEqual({ orders: OFF_FEN, cap: OFF_FEN });
  await cancel(first, bench.node);
  expect((await spent()).cap).toBe(OFF_FEN);
  await bench.pay(second);
  await bench.node.aftercare.returnLines({
    ...{ at: now(), shopperId: customer.shopperId, idempotencyKey: 'back', purchaseId: second.purchaseId },
    ...{ lines: [{ lineId: 'sku-cream', quantity: 1 }], reason: 'noReason' },
  });
  expect((await spent()).cap).toBe(OFF_FEN);
  await aSecondLater();
  const third = placedRow(await place(customer, bench.node, LIST_FEN - OFF_FEN));
  await aSecondLater();
  expect(await payFenOn(two, customer)).toBe(LIST_FEN);
  await bench.advanceTo(third.holdUntil);
  await aSecondLater();
  expect(await payFenOn(two, customer)).toBe(LIST_FEN - OFF_FEN);
});

test('an edition with a smaller budget takes nothing back, one with a larger lets it run again', async () => {
  budget(10 * OFF_FEN);
  const customer = await bench.shopper();
  for (let n = 0; n < 3; n += 1) await place(customer, n % 2 ? bench.node : two, LIST_FEN - OFF_FEN);
  budget(OFF_FEN);
  expect(await payFenOn(bench.node, customer)).toBe(LIST_FEN);
  expect((await spent()).cap).toBe(3 * OFF_FEN);
  budget(4 * OFF_FEN);
  expect(codeOf(await place(customer, two, LIST_FEN - OFF_FEN))).toBe('placed');
  await aSecondLater();
  expect(await payFenOn(two, customer)).toBe(LIST_FEN);
});

test('a purchase without anything capped or a coupon touches neither caps nor coupons', async () => {
  budget(10 * OFF_FEN);
  const customer = await bench.shopper();
  const row = await bench.buy(customer, [{ skuId: 'sku-lipstick', quantity: 1 }]);
  expect(row.body).not.toHaveProperty('budgets');
  expect(row.body).not.toHaveProperty('coupons');
  expect(await bench.db.query('select 1 from cap_lease')).toEqual([]);
});

test('gifts run out piece by piece: ten orders at once on two nodes take two mugs, the rest hears and gets the sticker', async () => {
  bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [GIFT] });
  const customers = await Promise.all(Array.from({ length: 10 }, () => bench.shopper()));
  const order = () =>
    Promise.all(customers.map((customer, n) => place(customer, n % 2 ? bench.node : two, LIST_FEN)));
  const mugs = (answers: PlaceAnswer[]) =>
    answers
      .flatMap((answer) => (answer.kind === 'placed' ? (answer.row.body.gifts ?? []) : []))
      .map(({ title }) => title.en);
  const first = await order();
  expect(mugs(first)).toEqual(['Mug', 'Mug']);
  expect(first.find(({ kind }) => kind === 'refused')).toMatchObject({ code: 'priceChanged' });
  await aSecondLater();
  expect(mugs(await order())).toEqual(Array.from({ length: 10 }, () => 'Sticker'));
  const held = first.find(({ kind }) => kind === 'placed')!;
  await cancel(placedRow(held), two);
  await aSecondLater();
  expect(mugs([await place(customers[0]!, bench.node, LIST_FEN)])).toEqual(['Mug']);
});

test('what is held back for others is not sold to this one', async () => {
  bench.sale.publish({ activityStock: 10, perPersonMax: 2, promotions: [EXCLUSIVE] });
  const customer = await bench.shopper();
  const lines = [{ skuId: 'sku-lipstick', quantity: 1 }];
  const request = { lines, expectedPayFen: 10_001, address: customer.address };
  const order = () =>
    bench.node.orders.placePurchase({
      at: now(),
      buyer: customer,
      idempotencyKey: randomBytes(8).toString('hex'),
      request,
    });
  expect(await order()).toMatchObject({ code: 'itemClosed', extra: { closed: [{ skuId: 'sku-lipstick' }] } });
  await bench.db.query(`update shopper set member_tier = 'black' where shopper_id = $1`, [
    customer.shopperId,
  ]);
  bench.node.members.profiles.forget([customer.shopperId]);
  expect(codeOf(await order())).toBe('placed');
});
