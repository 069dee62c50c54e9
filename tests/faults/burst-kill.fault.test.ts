import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import {
  alteredOrders,
  flashWish,
  hear,
  insist,
  isPlaced,
  purchaseOf,
  sendOnce,
  type Wish,
} from './burst.ts';
import { postmasterOf } from './cluster.ts';
import { actFaults, makeActs, workThrough } from './desk.ts';
import { audit, faultsIn, openBooks, untilSettled } from './judge.ts';
import { exitOf, freePort, type Launched, launch, makePlace, run } from './launch.ts';
import { type Night, openNight } from './night.ts';
import { type Operator, openOperator } from './operator.ts';
import { type Evidence, makePhotos, photoFaults } from './photos.ts';
import { flashPayFen, openShopper, sendTo, twoShopLines } from './shop-client.ts';
import { SIZE, withinMs } from './size.ts';

/**
 * A burst in an open flash slot, and the server dies in the middle of it; then PostgreSQL does. What clients were told
 * is compared with the raw tables by the independent auditor. fsync is on: this is the database as it is shipped.
 */
const ROUND = Math.ceil(SIZE.shoppersARound * 1.5);
/** Inside the slot of 18 June, so that holds end while it is still open. */
const DEMO_AT = '2024-06-18T00:00:30+08:00';
const AFTER_ALL_HOLDS_MS = 20 * 60_000;
/** Uploads of a round, by those who have paid in the rounds before. */
const PHOTOS_A_ROUND = 24;
const DAY_MS = 86_400_000;

const place = makePlace();
let port: string;
let running: Launched;
let books: Db;
let night: Night;
let operator: Operator;
/** What the desk did in the same moments with goods that are being bought. */
const acts: Wish[] = [];
/** Photos that came up in the same moments. */
const evidence: Evidence[] = [];
const unanswered = { orders: 0, acts: 0, photos: 0 };

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
  night = await openNight(() => running.url);
  operator = await openOperator(running);
}, withinMs(120_000));

afterAll(async () => {
  await books?.close();
  running?.signal('SIGKILL');
  await running?.exited;
  await exitOf(run('tools/reset.ts', place));
  place.remove();
});

const bought = async () => (await twoShopLines(running.url)).map(({ skuId }) => skuId);

async function campaignNow(): Promise<number> {
  const { answer } = await sendTo(running.url, { method: 'GET', path: '/api/clock' });
  return Number(answer!.body.campaignAt);
}

const strikes: readonly { who: string; after: number; strike: () => void; serverDies: boolean }[] = [
  {
    who: 'the server at the first answer',
    after: 1,
    strike: () => running.signal('SIGKILL'),
    serverDies: true,
  },
  {
    who: 'the server in the middle',
    after: Math.floor(ROUND * 0.4),
    strike: () => running.signal('SIGKILL'),
    serverDies: true,
  },
  { who: 'the server near the end', after: ROUND, strike: () => running.signal('SIGKILL'), serverDies: true },
  {
    who: 'PostgreSQL in the middle',
    after: Math.floor(ROUND * 0.3),
    strike: () => process.kill(postmasterOf(join(place.dataDir, 'data')), 'SIGKILL'),
    serverDies: false,
  },
];

test.each(strikes)(
  'a burst in which $who is killed: every retried key gets one answer',
  async (round) => {
    const fresh = await night.makeWishes(ROUND);
    const desk = await makeActs(operator, await bought(), 3);
    acts.push(...desk);
    const photos = makePhotos(night.paid, PHOTOS_A_ROUND);
    evidence.push(...photos);
    const probe = await night.firstGood();
    // Payments and cancellations of the round before are under way in the same moment.
    const others = night.payAndCancel();
    let struckAt = 0;
    const acted = Promise.all([workThrough(desk), workThrough(photos)]);
    await night.burst(fresh, round.after, () => {
      struckAt = performance.now();
      round.strike();
    });
    await acted;
    const good = probe.firstGoodMs(struckAt);
    await others;
    if (round.serverDies) {
      expect(await running.exited).toBe('SIGKILL');
      running = await start();
    }
    const goodMs = await good;
    unanswered.acts += desk.filter((act) => act.unanswered > 0).length;
    unanswered.orders += fresh.filter((wish) => wish.unanswered > 0).length;
    unanswered.photos += photos.filter((one) => one.unanswered > 0).length;
    await insist(desk, withinMs(25_000));
    await hear(desk, withinMs(25_000));
    await insist(photos, withinMs(25_000));
    expect(await night.everybodyAnswered(fresh, withinMs(25_000))).toEqual([]);
    expect(fresh.filter(isPlaced).length).toBeGreaterThan(0);
    console.log(
      `${round.who}: ${fresh.filter((wish) => wish.unanswered > 0).length} of ${fresh.length} orders and ${desk.filter((act) => act.unanswered > 0).length} of ${desk.length} acts unanswered, ${fresh.filter(isPlaced).length} placed in the end; ${photos.filter((one) => one.unanswered > 0).length} of ${photos.length} photos unanswered; first good order after ${goodMs} ms`,
    );
  },
  withinMs(90_000),
);

test('the hot item ran out, and the refused were told so', () => {
  const refused = night.wishes
    .flatMap((wish) => wish.answers)
    .filter((answer) => answer.body.code === 'soldOut');
  expect(refused.length).toBeGreaterThan(0);
});

test(
  'once every hold has ended, the books hold against what clients were told',
  async () => {
    await night.everybodyAnswered(night.wishes, withinMs(25_000));
    await night.payAndCancel();
    running.signal('SIGKILL');
    await running.exited;
    // Time passes for the campaign while nobody looks: the next start finds every hold past its deadline.
    await books.query('update clock set campaign_at = campaign_at + $1', [AFTER_ALL_HOLDS_MS]);
    running = await start();
    const asOf = await campaignNow();
    await untilSettled(books, campaignNow, withinMs(30_000));

    const told = night.told();
    const report = await audit(books, told, asOf);
    expect(report.checks.filter((check) => check.examined === 0)).toEqual([]);
    const [coupons] = await books.query('select count(*) as n from coupon where purchase_id is not null');
    expect(Number(coupons!.n)).toBeGreaterThan(0);
    expect(await faultsIn(books, told, asOf)).toEqual([]);
    expect(await alteredOrders(night.wishes)).toEqual([]);
    expect(Math.min(unanswered.orders, unanswered.acts, unanswered.photos)).toBeGreaterThan(0);
    expect(await actFaults(books, acts)).toEqual([]);
    await workThrough(evidence);
    expect(await photoFaults(books, evidence)).toEqual([]);
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
  },
  withinMs(90_000),
);

test(
  'what expired and was cancelled can be bought again while the slot is open',
  async () => {
    const hot = night.items[0]!.activityId;
    const [row] = await books.query<{ free: number }>(
      'select stock_total - held - sold as free from activity where activity_id = $1',
      [hot],
    );
    expect(row!.free).toBeGreaterThan(0);
    const client = await openShopper(running.url);
    const payFen = await flashPayFen(client, night.items[0]!, 0);
    const wish = flashWish(client, hot, payFen, night.wishes.length + 1);
    await sendOnce(wish);
    expect(isPlaced(wish)).toBe(true);
  },
  withinMs(30_000),
);

test(
  'a new account with the phone of a buyer gets no newcomers’ gift on top of the flash price',
  async () => {
    // The plan of 2024 gives newcomers ¥10 off ¥50, and red packets stack with a flash price.
    const item = night.items.find(({ flashFen }) => flashFen >= 5_000)!;
    const rows = await books.query<{ id: string }>(
      `select purchase_id as id from purchase where kind = 'flash' and state = 'paid'`,
    );
    const paid = new Set(rows.map((row) => row.id));
    const nth = night.wishes.findIndex((wish) => isPlaced(wish) && paid.has(purchaseOf(wish).purchaseId)) + 1;
    const payFen = await flashPayFen(await openShopper(running.url), item, 0);
    const stranger = flashWish(await openShopper(running.url), item.activityId, payFen, nth);
    await sendOnce(stranger);
    expect(stranger.answers[0]).toMatchObject({ status: 409, body: { code: 'priceChanged' } });
    const { quote } = stranger.answers[0]!.body as { quote: { payFen: number } };
    expect(quote.payFen).toBe(payFen + 1_000);
  },
  withinMs(30_000),
);

test(
  'a day after they were last sent nothing is left of photos that nobody asked with',
  async () => {
    const [kept] = await books.query<{ n: number }>('select count(*)::int as n from case_photo');
    expect(kept!.n).toBe(evidence.length);
    await operator.moveClock(DAY_MS);
    const left = () => books.query('select photo_id from case_photo');
    await expect.poll(left, { timeout: withinMs(20_000) }).toEqual([]);
  },
  withinMs(30_000),
);
