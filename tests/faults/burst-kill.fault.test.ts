import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlashItem } from '@dacu/contract/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import {
  alteredOrders,
  contradictions,
  flashWish,
  insist,
  isPlaced,
  ordinaryWish,
  purchaseOf,
  sendOnce,
  type Wish,
} from './burst.ts';
import { audit, openBooks, projectionFaults, untilSettled, violationsOf } from './judge.ts';
import { exitOf, freePort, type Launched, launch, makePlace, run } from './launch.ts';
import {
  claim,
  flashPayFen,
  linesForCoupon,
  openFlashItems,
  openShopper,
  type ShopClient,
  sendTo,
  twoShopLines,
} from './shop-client.ts';

/**
 * A burst in an open flash slot, and the server dies in the middle of it; then PostgreSQL does. What clients were told
 * is compared with the raw tables by the independent auditor. fsync is on: this is the database as it is shipped.
 */
const SHOPPERS_A_ROUND = 150;
/** Inside the slot of 18 June, so that holds end while it is still open. */
const DEMO_AT = '2024-06-18T00:00:30+08:00';
/** Claimed in the coupon centre, taken by orders of these goods. */
const COUPON = { promotionId: 'beauty-399', category: 'beauty' };
const AFTER_ALL_HOLDS_MS = 20 * 60_000;

const place = makePlace();
let port: string;
let running: Launched;
let books: Db;
let items: FlashItem[];
const payFen = new Map<string, number>();
let lines: { skuId: string; quantity: number }[];
let couponLines: typeof lines;
const wishes: Wish[] = [];
let shoppers = 0;

const start = () =>
  launch(place, {
    PORT: port,
    DACU_DEMO_AT: DEMO_AT,
    DACU_ROLES: 'web,worker',
    DACU_RATE_PER_MINUTE: '0',
    DACU_LOG_LEVEL: 'warn',
  });

beforeAll(async () => {
  port = String(await freePort());
  running = await start();
  books = openBooks(place);
  items = await openFlashItems(running.url);
  const somebody = await openShopper(running.url);
  for (const item of items) payFen.set(item.activityId, await flashPayFen(somebody, item, 0));
  lines = await twoShopLines(running.url);
  couponLines = await linesForCoupon(somebody, COUPON.promotionId, COUPON.category);
}, 120_000);

afterAll(async () => {
  await books?.close();
  running?.signal('SIGKILL');
  await running?.exited;
  await exitOf(run('tools/reset.ts', place));
  place.remove();
});

async function campaignNow(): Promise<number> {
  const { answer } = await sendTo(running.url, { method: 'GET', path: '/api/clock' });
  return Number(answer!.body.campaignAt);
}

/** Most want the one hot item, some another one, some buy goods of two shops, some with a coupon that they claimed. */
async function makeWishes(count: number): Promise<Wish[]> {
  const hot = items[0]!;
  const clients: ShopClient[] = [];
  while (clients.length < count)
    clients.push(...(await Promise.all(Array.from({ length: 25 }, () => openShopper(running.url)))));
  return Promise.all(
    clients.map(async (client, index) => {
      shoppers += 1;
      const nth = shoppers;
      if (index % 8 === 7) {
        await claim(client, COUPON.promotionId);
        return ordinaryWish(client, couponLines, nth);
      }
      if (index % 4 === 3) return ordinaryWish(client, lines, nth);
      const item = index % 7 === 5 ? items[1 + (index % (items.length - 1))]! : hot;
      return flashWish(client, item.activityId, payFen.get(item.activityId)!, nth);
    }),
  );
}

/** Sends everything at once, a third of it twice, and calls `strike` when so many answers are in. */
async function burst(round: readonly Wish[], strikeAfter: number, strike: () => void): Promise<void> {
  let answered = 0;
  let struck = false;
  const send = async (wish: Wish) => {
    await sendOnce(wish);
    answered += 1;
    if (answered < strikeAfter || struck) return;
    struck = true;
    strike();
  };
  await Promise.all(
    round.flatMap((wish, index) => (index % 3 === 0 ? [send(wish), send(wish)] : [send(wish)])),
  );
  expect(struck).toBe(true);
}

/** Of the orders placed so far and untouched yet a third is paid, a third cancelled, a third left to expire. */
const settled = new Set<Wish>();
async function payAndCancel(): Promise<{ paid: Wish[]; cancelled: Wish[] }> {
  const fresh = wishes.filter((wish) => isPlaced(wish) && !settled.has(wish));
  for (const wish of fresh) settled.add(wish);
  const paid = fresh.filter((_, index) => index % 3 === 0);
  const cancelled = fresh.filter((_, index) => index % 3 === 1);
  await Promise.all([
    ...paid.map(async (wish) => {
      const { purchaseId } = purchaseOf(wish);
      const asked = await wish.client.send('POST', `/api/purchases/${purchaseId}/payments`, {
        method: 'sandbox',
      });
      if (asked?.status === 201)
        await wish.client.send('POST', String(asked.body.approveUrl), { outcome: 'succeeded' });
    }),
    ...cancelled.map((wish) =>
      wish.client.send('POST', `/api/purchases/${purchaseOf(wish).purchaseId}/cancel`),
    ),
  ]);
  return { paid, cancelled };
}

const postmaster = () =>
  Number(readFileSync(join(place.dataDir, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]);

const strikes: readonly { who: string; after: number; strike: () => void; serverDies: boolean }[] = [
  {
    who: 'the server at the first answer',
    after: 1,
    strike: () => running.signal('SIGKILL'),
    serverDies: true,
  },
  { who: 'the server in the middle', after: 60, strike: () => running.signal('SIGKILL'), serverDies: true },
  { who: 'the server near the end', after: 150, strike: () => running.signal('SIGKILL'), serverDies: true },
  {
    who: 'PostgreSQL in the middle',
    after: 40,
    strike: () => process.kill(postmaster(), 'SIGKILL'),
    serverDies: false,
  },
];

test.each(strikes)(
  'a burst in which $who is killed: every retried key gets one answer',
  async (round) => {
    const fresh = await makeWishes(SHOPPERS_A_ROUND);
    wishes.push(...fresh);
    // Payments and cancellations of the round before are under way in the same moment.
    const others = payAndCancel();
    await burst(fresh, round.after, round.strike);
    await others;
    if (round.serverDies) {
      expect(await running.exited).toBe('SIGKILL');
      running = await start();
    }
    const unanswered = fresh.filter((wish) => wish.unanswered > 0).length;
    expect(unanswered).toBeGreaterThan(0);
    await insist(fresh, 25_000);
    // And again, those that had their answer already.
    await Promise.all(fresh.map(sendOnce));
    expect(contradictions(fresh)).toEqual([]);
    expect(fresh.filter(isPlaced).length).toBeGreaterThan(0);
    console.log(
      `${round.who}: ${unanswered} of ${fresh.length} unanswered, ${fresh.filter(isPlaced).length} placed in the end`,
    );
  },
  90_000,
);

test('the hot item ran out, and the refused were told so', () => {
  const refused = wishes.flatMap((wish) => wish.answers).filter((answer) => answer.body.code === 'soldOut');
  expect(refused.length).toBeGreaterThan(0);
});

test('once every hold has ended, the books hold against what clients were told', async () => {
  await payAndCancel();
  running.signal('SIGKILL');
  await running.exited;
  // Time passes for the campaign while nobody looks: the next start finds every hold past its deadline.
  await books.query('update clock set campaign_at = campaign_at + $1', [AFTER_ALL_HOLDS_MS]);
  running = await start();
  const asOf = await campaignNow();
  await untilSettled(books, campaignNow, 30_000);

  const told = wishes.filter(isPlaced).map((wish) => ({
    purchaseId: purchaseOf(wish).purchaseId,
    claimKey: `${wish.client.shopperId}:${wish.key}`,
    payFen: purchaseOf(wish).payFen,
  }));
  const report = await audit(books, told, asOf);
  expect(violationsOf(report)).toEqual([]);
  expect(report.passed).toBe(true);
  expect(report.checks.filter((check) => check.examined === 0)).toEqual([]);
  const [coupons] = await books.query('select count(*) as n from coupon where purchase_id is not null');
  expect(Number(coupons!.n)).toBeGreaterThan(0);
  expect(await projectionFaults(books)).toEqual([]);
  expect(await alteredOrders(wishes)).toEqual([]);

  // Nothing stands in the books that no client asked for or was told of.
  const rows = await books.query<{ id: string }>('select purchase_id as id from purchase');
  expect(rows.map((row) => row.id).sort()).toEqual(told.map((order) => order.purchaseId).sort());
  const states = await books.query(
    'select kind, state, count(*) as n from purchase group by 1, 2 order by 1, 2',
  );
  const counts = new Map(states.map((row) => [`${row.kind} ${row.state}`, Number(row.n)]));
  console.log(
    `books: ${JSON.stringify([...counts])}; ${report.checks.map((c) => `${c.id} ${c.examined}`).join(', ')}`,
  );
  for (const what of ['flash paid', 'flash closed', 'ordinary paid', 'ordinary closed'])
    expect(counts.get(what), what).toBeGreaterThan(0);
  expect([...counts.keys()].filter((key) => key.endsWith('held'))).toEqual([]);
}, 90_000);

test('what expired and was cancelled can be bought again while the slot is open', async () => {
  const [row] = await books.query<{ free: number }>(
    'select stock_total - held - sold as free from activity where activity_id = $1',
    [items[0]!.activityId],
  );
  expect(row!.free).toBeGreaterThan(0);
  const client = await openShopper(running.url);
  shoppers += 1;
  const wish = flashWish(client, items[0]!.activityId, payFen.get(items[0]!.activityId)!, shoppers);
  await sendOnce(wish);
  expect(isPlaced(wish)).toBe(true);
}, 30_000);

test('a new account with the phone of a buyer gets no newcomers’ gift on top of the flash price', async () => {
  // The plan of 2024 gives newcomers ¥10 off ¥50, and red packets stack with a flash price.
  const item = items.find(({ flashFen }) => flashFen >= 5_000)!;
  const rows = await books.query<{ id: string }>(
    `select purchase_id as id from purchase where kind = 'flash' and state = 'paid'`,
  );
  const paid = new Set(rows.map((row) => row.id));
  const nth = wishes.findIndex((wish) => isPlaced(wish) && paid.has(purchaseOf(wish).purchaseId)) + 1;
  const stranger = flashWish(
    await openShopper(running.url),
    item.activityId,
    payFen.get(item.activityId)!,
    nth,
  );
  await sendOnce(stranger);
  expect(stranger.answers[0]).toMatchObject({ status: 409, body: { code: 'priceChanged' } });
  const { quote } = stranger.answers[0]!.body as { quote: { payFen: number } };
  expect(quote.payFen).toBe(payFen.get(item.activityId)! + 1_000);
}, 30_000);
