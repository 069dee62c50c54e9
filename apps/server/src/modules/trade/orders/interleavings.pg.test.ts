/** Long because each test is one interleaving of two nodes, told from its point to the books after it. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { activityIdOf } from '../offers/flash-programme.ts';
import type { Delivery } from '../payment/index.ts';
import { signDelivery } from '../payment/sandbox/keys.ts';
import {
  type Bench,
  type Customer,
  freshAddress,
  type Node,
  openBench,
  placedRow,
  refOf,
} from '../trade-test-bench.ts';
import { type Actor, dies, openActor, untilItWaits as untilItsLock } from '../trade-test-points.ts';
import { FLASH, FLASH_SKU, SLOT_FROM } from '../trade-test-sale.ts';
import type { PlaceAnswer, PurchaseRow } from './index.ts';

/**
 * Two nodes with a lane and a pool each, one database, one unit. The rival's code runs at an exact point of the first
 * one's command, so every run takes the same way; nothing sleeps. Where a lock makes the rival wait, the test goes on
 * when PostgreSQL says that it waits.
 */

const ACTIVITY = activityIdOf(FLASH, SLOT_FROM, FLASH_SKU);
const PAY_FEN = 5_000 + 800;

let bench: Bench;
let one: Actor;
let two: Actor;

beforeAll(async () => {
  bench = await openBench({ activityStock: 1 });
});
afterAll(() => bench.close());

beforeEach(async () => {
  await bench.db.query(
    'truncate purchase, payment, limit_use, activity, outbox, due, sandbox_charge, sandbox_refund',
  );
  await bench.db.query('update stock set on_hand = 3, reserved = 0, locked = 0, sold = 0');
  one = await openActor(bench);
  two = await openActor(bench);
  await offer({ activityStock: 1, perPersonMax: 1 });
});

/** Another edition, known to both nodes, so that neither has rows to make when an order comes. */
async function offer(terms: { activityStock: number; perPersonMax: number }): Promise<void> {
  bench.sale.publish(terms);
  for (const node of [one, two]) await node.offers.materialise(now());
}

const now = () => bench.clocks.campaign.now();

function order(on: Node, customer: Customer, key = customer.shopperId, again = false): Promise<PlaceAnswer> {
  return on.orders.placeFlashOrder({
    at: now(),
    buyer: customer,
    idempotencyKey: key,
    again,
    activityId: ACTIVITY,
    request: { quantity: 1, expectedPayFen: PAY_FEN, address: customer.address },
  });
}

const untilItWaits = <T>(begin: () => Promise<T>) => untilItsLock(bench, begin);

const codeOf = (answer: PlaceAnswer) => (answer.kind === 'placed' ? 'placed' : answer.code);

function nextKeyOf(answer: PlaceAnswer): string {
  expect(codeOf(answer)).toBe('soldOut');
  return answer.kind === 'refused' ? String(answer.extra.nextKey) : '';
}

/** Everything counted about the one item, from the rows. */
async function books() {
  const [row] = await bench.db.query<Record<string, number>>(
    `select a.held, a.sold, s.reserved, s.locked,
       (select count(*)::int from purchase where state = 'held') as "heldPurchases",
       (select count(*)::int from purchase where state = 'paid') as "paidPurchases",
       (select coalesce(sum(held), 0)::int from limit_use where limit_key like '%account%' and limit_key like $1) as "accountHeld",
       (select coalesce(sum(used), 0)::int from limit_use where limit_key like '%account%' and limit_key like $1) as "accountUsed"
     from activity a, stock s where a.activity_id = $2 and s.sku_id = $3`,
    [`%${FLASH}%`, ACTIVITY, FLASH_SKU],
  );
  return row!;
}
const HELD = {
  ...{ held: 1, sold: 0, reserved: 1, locked: 0 },
  ...{ heldPurchases: 1, paidPurchases: 0, accountHeld: 1, accountUsed: 0 },
};
const PAID = {
  ...{ held: 0, sold: 1, reserved: 0, locked: 1 },
  ...{ heldPurchases: 0, paidPurchases: 1, accountHeld: 0, accountUsed: 1 },
};
const FREE = {
  ...{ held: 0, sold: 0, reserved: 0, locked: 0 },
  ...{ heldPurchases: 0, paidPurchases: 0, accountHeld: 0, accountUsed: 0 },
};

describe('two nodes, one unit', () => {
  let mine: Customer;
  let theirs: Customer;
  beforeEach(async () => {
    [mine, theirs] = [await bench.shopper(), await bench.shopper()];
  });

  it('the rival orders between our look at the offer and our lane: we are told so', async () => {
    let rival: PlaceAnswer | null = null;
    one.at('gathered', 'placeFlashOrder', async () => {
      rival = await order(two, theirs);
    });
    expect(codeOf(await order(one, mine))).toBe('soldOut');
    expect(codeOf(rival!)).toBe('placed');
    expect(await books()).toEqual(HELD);
  });

  for (const point of ['locked', 'saved'] as const) {
    it(`the rival comes when our rows are ${point}: it waits, and is told so`, async () => {
      const rival = untilItWaits(() => order(two, theirs));
      one.at(point, 'placeFlashOrder', rival.rival);
      expect(codeOf(await order(one, mine))).toBe('placed');
      expect(codeOf(await rival.outcome())).toBe('soldOut');
      expect(await books()).toEqual(HELD);
    });
  }

  it('we die with the unit written and not committed, the rival waiting: it gets the unit, we are told so', async () => {
    const rival = untilItWaits(() => order(two, theirs));
    one.at('saved', 'placeFlashOrder', async (tx) => {
      await rival.rival(tx);
      await dies(bench, tx);
    });
    expect(codeOf(await order(one, mine))).toBe('soldOut');
    expect(codeOf(await rival.outcome())).toBe('placed');
    expect(await books()).toEqual(HELD);
  });

  it('the rival comes when we are committed and not answered yet: it is told so', async () => {
    let rival: PlaceAnswer | null = null;
    one.at('committed', 'placeFlashOrder', async () => {
      rival = await order(two, theirs);
    });
    expect(codeOf(await order(one, mine))).toBe('placed');
    expect(codeOf(rival!)).toBe('soldOut');
    expect(await books()).toEqual(HELD);
  });

  it('one person on both nodes has no row of the limit yet: it is counted all the same', async () => {
    await offer({ activityStock: 3, perPersonMax: 1 });
    const rival = untilItWaits(() => order(two, mine, 'second'));
    one.at('locked', 'placeFlashOrder', rival.rival);
    expect(codeOf(await order(one, mine, 'first'))).toBe('placed');
    expect(codeOf(await rival.outcome())).toBe('perPersonLimit');
    expect(await books()).toEqual(HELD);
  });
});

describe('a retry against the commit of its first try', () => {
  let mine: Customer;
  beforeEach(async () => {
    mine = await bench.shopper();
  });
  const onePurchase = async () =>
    expect(await bench.db.query('select count(*)::int as n from purchase')).toEqual([{ n: 1 }]);

  it('before the first has reached its lane: the retry places it, the first finds that', async () => {
    let retry: PlaceAnswer | null = null;
    one.at('gathered', 'placeFlashOrder', async () => {
      retry = await order(two, mine, 'same', true);
    });
    const first = await order(one, mine, 'same');
    expect(placedRow(first)).toEqual(placedRow(retry!));
    expect(await books()).toEqual(HELD);
  });

  for (const point of ['locked', 'saved'] as const)
    for (const left of [0, 1]) {
      it(`while the first is ${point}, ${left} more on sale: the retry waits and gets the same answer`, async () => {
        await offer({ activityStock: 1 + left, perPersonMax: 1 + left });
        const retry = untilItWaits(() => order(two, mine, 'same', true));
        one.at(point, 'placeFlashOrder', retry.rival);
        const first = await order(one, mine, 'same');
        expect(placedRow(await retry.outcome())).toEqual(placedRow(first));
        await onePurchase();
        expect(await books()).toEqual(HELD);
      });
    }

  it('an ordinary purchase of the last goods, its retry while it is written: the same answer', async () => {
    await bench.db.query(`update stock set on_hand = 1 where sku_id = 'sku-cream'`);
    const place = (on: Node) =>
      on.orders.placePurchase({
        at: now(),
        buyer: mine,
        idempotencyKey: 'same',
        request: {
          lines: [{ skuId: 'sku-cream', quantity: 1 }],
          expectedPayFen: 19_900,
          address: mine.address,
        },
      });
    const retry = untilItWaits(() => place(two));
    one.at('saved', 'placePurchase', retry.rival);
    const first = await place(one);
    expect(placedRow(await retry.outcome())).toEqual(placedRow(first));
    await onePurchase();
    expect(await bench.stockRow('sku-cream')).toMatchObject({ onHand: 1, reserved: 1 });
  });

  it('one key for two purchases that share no row, on two nodes: one is placed, the other takes nothing', async () => {
    const place = (on: Node, skuId: string, expectedPayFen: number) =>
      on.orders.placePurchase({
        at: now(),
        buyer: mine,
        idempotencyKey: 'same',
        request: { lines: [{ skuId, quantity: 1 }], expectedPayFen, address: mine.address },
      });
    let rival: PlaceAnswer | null = null;
    one.at('locked', 'placePurchase', async () => {
      rival = await place(two, 'sku-earbuds', 29_900);
    });
    expect(codeOf(await place(one, 'sku-cream', 19_900))).toBe('idempotencyKeyReused');
    expect(codeOf(rival!)).toBe('placed');
    await onePurchase();
    expect((await bench.stockRow('sku-cream')).reserved).toBe(0);
    expect((await bench.stockRow('sku-earbuds')).reserved).toBe(1);
  });

  it('the first is committed and its answer on the way: the retry gets it on either node', async () => {
    let retry: PlaceAnswer | null = null;
    one.at('committed', 'placeFlashOrder', async () => {
      retry = await order(two, mine, 'same', true);
    });
    const first = await order(one, mine, 'same');
    expect(placedRow(retry!)).toEqual(placedRow(first));
    expect(placedRow(await order(one, mine, 'same', true))).toEqual(placedRow(first));
    expect(await books()).toEqual(HELD);
  });

  it('the first is committed and its answer lost: the retry gets it on either node, and others are refused', async () => {
    one.at('committed', 'placeFlashOrder', async () => {
      throw new Error('the answer is lost');
    });
    await expect(order(one, mine, 'same')).rejects.toThrow('the answer is lost');
    expect(codeOf(await order(one, await bench.shopper()))).toBe('soldOut');
    const retry = placedRow(await order(two, mine, 'same', true));
    expect(placedRow(await order(one, mine, 'same', true))).toEqual(retry);
    expect(await books()).toEqual(HELD);
  });

  it('the first dies uncommitted while the retry waits: both tell of the one that the retry placed', async () => {
    const retry = untilItWaits(() => order(two, mine, 'same', true));
    one.at('saved', 'placeFlashOrder', async (tx) => {
      await retry.rival(tx);
      await dies(bench, tx);
    });
    const first = await order(one, mine, 'same');
    expect(placedRow(first)).toEqual(placedRow(await retry.outcome()));
    await onePurchase();
    expect(await books()).toEqual(HELD);
  });
});

describe('the deadline of a hold against its payment', () => {
  let row: PurchaseRow;
  let payment: { paymentId: string; amountFen: number; approveUrl: string };

  beforeEach(async () => {
    const mine = await bench.shopper();
    row = placedRow(await order(one, mine));
    const asked = await one.orders.requestPayment({ at: now(), ...row });
    if (asked.kind === 'refused') throw new Error(asked.code);
    payment = asked.payment;
    // From here on the clock stands at the deadline, whichever comes first.
    bench.clocks.advanceTo(row.holdUntil);
    expect(await books()).toEqual(HELD);
  });

  /** The provider's signed word that the money came, at a node of ours. */
  function notified(on: Node) {
    const sentAtWall = bench.clocks.wall.now();
    const { paymentId, amountFen } = payment;
    const body = {
      ...{ notificationId: 'no_1', paymentId, providerRef: refOf(payment) },
      ...{ outcome: 'succeeded', amountFen, sentAtWall },
    };
    return on.payment.receive({
      at: now(),
      delivery: signDelivery(bench.node.sandbox.keys, JSON.stringify(body), sentAtWall),
    });
  }
  const expire = (on: Node) => on.expire([row.purchaseId]);
  const paidEvents = async () =>
    (
      await bench.db.query<{ type: string }>(`select type from outbox where type like 'p%.%' order by id`)
    ).map(({ type }) => type);
  const refunds = async () =>
    bench.db.query(`select refunded_fen as fen, state from payment where payment_id = $1`, [
      payment.paymentId,
    ]);

  it('the payment first: the deadline finds it paid and gives nothing back', async () => {
    await notified(two);
    await expire(one);
    expect(await books()).toEqual(PAID);
    expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.paid']);
  });

  it('the deadline first: the payment takes the unit again', async () => {
    await expire(one);
    expect(await books()).toEqual(FREE);
    expect(await notified(two)).toMatchObject({ state: 'succeeded' });
    expect(await books()).toEqual(PAID);
    expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.closed', 'purchase.paid']);
  });

  it('the payment between the read of the deadline and its lane: nothing is given back', async () => {
    one.at('gathered', 'closePurchase', async () => {
      expect(await notified(two)).toMatchObject({ state: 'succeeded', repeated: false });
    });
    await expire(one);
    expect(one.passed()).toBe(true);
    expect(await books()).toEqual(PAID);
    expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.paid']);
  });

  for (const point of ['locked', 'saved'] as const) {
    it(`the payment while the deadline's rows are ${point}: it waits, then takes the unit again`, async () => {
      const paying = untilItWaits(() => notified(two));
      one.at(point, 'closePurchase', paying.rival);
      await expire(one);
      expect(await paying.outcome()).toMatchObject({ state: 'succeeded' });
      expect(await books()).toEqual(PAID);
      expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.closed', 'purchase.paid']);
    });

    it(`the deadline while the payment's rows are ${point}: it waits, finds it paid and gives nothing back`, async () => {
      const expiring = untilItWaits(() => expire(one));
      two.at(point, 'settlePayment', expiring.rival);
      await notified(two);
      await expiring.outcome();
      expect(await books()).toEqual(PAID);
      expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.paid']);
    });
  }

  it('given back, sold to somebody else before the payment reaches its lane: the money goes back, once', async () => {
    const theirs = await bench.shopper();
    two.at('gathered', 'settlePayment', async () => {
      await expire(one);
      placedRow(await order(one, theirs));
    });
    expect(await notified(two)).toMatchObject({ state: 'refunded', repeated: false });
    expect(await notified(one)).toMatchObject({ state: 'refunded', repeated: true });
    expect(await refunds()).toEqual([{ fen: row.payFen, state: 'refunded' }]);
    expect(await books()).toEqual(HELD);
  });

  it('the deadline gave back and was not told so when the money came: it is paid, and trying again changes nothing', async () => {
    one.at('committed', 'closePurchase', async () => {
      await notified(two);
      throw new Error('the answer is lost');
    });
    await expect(expire(one)).rejects.toThrow('the answer is lost');
    await expire(one);
    expect(await books()).toEqual(PAID);
  });

  it('the payment while the shopper is cancelling: it waits, and the money goes back although the unit is free', async () => {
    const paying = untilItWaits(() => notified(two));
    one.at('saved', 'closePurchase', paying.rival);
    expect(await one.orders.cancel({ at: now(), ...row })).toMatchObject({ kind: 'closed' });
    expect(await paying.outcome()).toMatchObject({ state: 'refunded', repeated: false });
    expect(await refunds()).toEqual([{ fen: row.payFen, state: 'refunded' }]);
    expect(await books()).toEqual(FREE);
  });

  it('the deadline worked off by both nodes at once: given back once', async () => {
    const twice = untilItWaits(() => expire(two));
    one.at('saved', 'closePurchase', twice.rival);
    await expire(one);
    await twice.outcome();
    expect(await books()).toEqual(FREE);
    expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.closed']);
  });

  it('a deadline that has not come ends nothing: whoever sends it is wrong', async () => {
    const { purchaseId, holdUntil } = row;
    const early = one.lane.submit({
      kind: 'closePurchase',
      at: holdUntil - 1,
      needs: [
        { table: 'purchase', keys: [purchaseId] },
        { table: 'activity', keys: [ACTIVITY] },
        { table: 'limitUse', keys: row.body.flash!.limitKeys },
        { table: 'stock', keys: [FLASH_SKU] },
      ],
      payload: { purchaseId, reason: 'expired' },
    });
    await expect(early).rejects.toThrow(`ends at ${holdUntil}`);
    expect(await books()).toEqual(HELD);
  });

  it('one notification on both nodes at once: it is paid once', async () => {
    const twice = untilItWaits(() => notified(two));
    one.at('saved', 'settlePayment', twice.rival);
    expect(await notified(one)).toMatchObject({ state: 'succeeded', repeated: false });
    expect(await twice.outcome()).toMatchObject({ state: 'succeeded', repeated: true });
    expect(await books()).toEqual(PAID);
    expect(await paidEvents()).toEqual(['purchase.placed', 'purchase.paid']);
  });
});

it('two first orders of one person paid on two nodes, no row of it yet: exactly one is the first', async () => {
  const mine = await bench.shopper();
  const rows: PurchaseRow[] = [];
  const deliveries: Delivery[] = [];
  for (const skuId of ['sku-cream', 'sku-earbuds']) {
    const row = await bench.buy({ ...mine, address: freshAddress() }, [{ skuId, quantity: 1 }]);
    const asked = await one.orders.requestPayment({ at: now(), ...row });
    if (asked.kind === 'refused') throw new Error(asked.code);
    const sentAtWall = bench.clocks.wall.now();
    const body = {
      ...{ notificationId: 'no_1', paymentId: asked.payment.paymentId, providerRef: refOf(asked.payment) },
      ...{ outcome: 'succeeded', amountFen: row.payFen, sentAtWall },
    };
    rows.push(row);
    deliveries.push(signDelivery(bench.node.sandbox.keys, JSON.stringify(body), sentAtWall));
  }
  one.at('locked', 'settlePayment', async () => {
    await two.payment.receive({ at: now(), delivery: deliveries[1]! });
  });
  await one.payment.receive({ at: now(), delivery: deliveries[0]! });
  const events = await bench.db.query(
    `select aggregate, (data->>'firstOrder')::boolean as first from outbox where type = 'purchase.paid' order by id`,
  );
  expect(events).toEqual([
    { aggregate: rows[1]!.purchaseId, first: true },
    { aggregate: rows[0]!.purchaseId, first: false },
  ]);
});

describe('give-back against the memory of a node', () => {
  it('given back elsewhere after we were refused and before we were told: sold out for a second at most', async () => {
    const [lucky, mine] = [await bench.shopper(), await bench.shopper()];
    const { shopperId, purchaseId } = placedRow(await order(two, lucky));
    one.at('committed', 'placeFlashOrder', async () => {
      expect(await two.orders.cancel({ at: now(), shopperId, purchaseId })).toMatchObject({ kind: 'closed' });
    });
    const refused = await order(one, mine, 'mine');
    const learntAt = bench.clocks.wall.now();
    const again = await order(one, mine, nextKeyOf(refused));
    expect([codeOf(refused), codeOf(again)]).toEqual(['soldOut', 'soldOut']);
    expect(codeOf(await order(two, await bench.shopper()))).toBe('placed');
    bench.clocks.advanceTo(learntAt + 1_000);
    expect(codeOf(await order(one, mine, nextKeyOf(again)))).toBe('soldOut');
    expect(await books()).toEqual(HELD);
  });

  it('given back here while a refused order is committed and not told: what is told after it is not remembered', async () => {
    const [lucky, mine] = [await bench.shopper(), await bench.shopper()];
    const { shopperId, purchaseId } = placedRow(await order(one, lucky));
    let closing: Promise<unknown> | null = null;
    one.at('committed', 'placeFlashOrder', async () => {
      // It joins the next batch of the same lane.
      closing = one.orders.cancel({ at: now(), shopperId, purchaseId });
    });
    const refused = await order(one, mine, 'mine');
    await closing;
    expect(codeOf(await order(one, mine, nextKeyOf(refused)))).toBe('placed');
    expect(await books()).toEqual(HELD);
  });
});
