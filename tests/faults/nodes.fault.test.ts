import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { alteredOrders, contradictions, isPlaced, sendOnce } from './burst.ts';
import { type FaultCluster, openFaultCluster } from './cluster.ts';
import { faultsIn, openBooks, untilSettled } from './judge.ts';
import { freePort, type Launched, launch, makePlace, refused } from './launch.ts';
import { type Night, openNight } from './night.ts';
import { type Operator, openOperator } from './operator.ts';
import { sendTo } from './shop-client.ts';
import { SIZE, withinMs } from './size.ts';

/**
 * Three server processes on one PostgreSQL, a burst with payments over all of them, each killed in turn in the middle of
 * it and started again. A retry comes to another node than its first try; a budget is shared by all.
 */
const DEMO_AT = '2024-06-18T00:00:30+08:00';
const AFTER_ALL_HOLDS_MS = 20 * 60_000;

const place = makePlace();
let cluster: FaultCluster;
let ports: string[];
const nodes: Launched[] = [];
let books: Db;
let night: Night;
let operator: Operator;
let turn = 0;

const start = (index: number) =>
  launch(place, {
    PORT: ports[index]!,
    DATABASE_URL: cluster.url,
    DACU_NODES: 'several',
    DACU_DEMO_AT: DEMO_AT,
    DACU_RATE_PER_MINUTE: '0',
    DACU_LOG_LEVEL: 'error',
  });
const door = () => {
  turn += 1;
  return nodes[turn % nodes.length]!.url;
};

beforeAll(async () => {
  cluster = await openFaultCluster();
  ports = [String(await freePort()), String(await freePort()), String(await freePort())];
  // At once, on an empty database.
  nodes.push(...(await Promise.all([start(0), start(1), start(2)])));
  books = openBooks(cluster.url);
  const told = nodes.filter((node) => /operator \/ \S+/.test(node.output()));
  expect(told).toHaveLength(1);
  operator = await openOperator(told[0]!);
  night = await openNight(door);
}, withinMs(180_000));

afterAll(async () => {
  await books?.close();
  for (const node of nodes) {
    node.signal('SIGKILL');
    await node.exited;
  }
  await cluster?.stop();
  place.remove();
});

async function campaignAt(node: Launched): Promise<number> {
  const { answer } = await sendTo(node.url, { method: 'GET', path: '/api/clock' });
  return Number(answer!.body.campaignAt);
}

async function campaignTimesApart(): Promise<number> {
  const times = await Promise.all(nodes.map(campaignAt));
  return Math.max(...times) - Math.min(...times);
}

async function kill(index: number): Promise<void> {
  nodes[index]!.signal('SIGKILL');
  await nodes[index]!.exited;
  nodes[index] = await start(index);
}

test('nodes have one campaign time, and a copy that wants the database alone is refused', async () => {
  expect(await campaignTimesApart()).toBeLessThan(2_000);
  const alone = await refused(place, { DATABASE_URL: cluster.url });
  expect(alone.code).toBe(1);
  expect(alone.said).toContain('start every node on this one with DACU_NODES=several');
});

test.each([0, 1, 2])(
  'a burst over three nodes in which node %i is killed: every retried key gets one answer',
  async (index) => {
    const round = await night.makeWishes(SIZE.shoppersARound);
    const probe = await night.firstGood();
    const others = night.payAndCancel();
    let restarted: Promise<void> = Promise.resolve();
    let struckAt = 0;
    await night.burst(round, Math.floor(round.length / 3), () => {
      struckAt = performance.now();
      restarted = kill(index);
    });
    const goodMs = await probe.firstGoodMs(struckAt);
    await Promise.all([others, restarted]);
    expect(await night.everybodyAnswered(round, withinMs(25_000))).toEqual([]);
    const unanswered = round.filter((wish) => wish.unanswered > 0).length;
    expect(round.filter(isPlaced).length).toBeGreaterThan(0);
    console.log(
      `node ${index} killed: ${unanswered} of ${round.length} unanswered at first, ${round.filter(isPlaced).length} placed; first good order after ${goodMs} ms`,
    );
  },
  withinMs(120_000),
);

test('the same key gets the same answer from each of the nodes', async () => {
  const some = night.wishes.filter(isPlaced).slice(0, 40);
  const before = some.map((wish) => wish.answers.length);
  for (let sends = 0; sends < nodes.length; sends++) await Promise.all(some.map(sendOnce));
  expect(contradictions(some)).toEqual([]);
  expect(some.map((wish) => wish.answers.length)).toEqual(before.map((sent) => sent + nodes.length));
});

test(
  'all nodes are killed at once, and what was answered is there when they are back',
  async () => {
    const round = await night.makeWishes(SIZE.shoppersARound);
    let back: Promise<unknown> = Promise.resolve();
    let struckAt = 0;
    const probe = await night.firstGood();
    await night.burst(round, Math.floor(round.length / 3), () => {
      struckAt = performance.now();
      back = Promise.all(nodes.map((_, index) => kill(index)));
    });
    const goodMs = await probe.firstGoodMs(struckAt);
    await back;
    expect(await night.everybodyAnswered(round, withinMs(25_000))).toEqual([]);
    console.log(`all nodes killed: first good order after ${goodMs} ms`);
  },
  withinMs(120_000),
);

/** The budget of the gift for newcomers, which every new shopper's order of enough takes ¥10 of. */
const GIFT_FEN = 1_000;
const GIFTS = 25;
const capOf = async () =>
  (
    await books.query<{ total: number; spent: number }>(
      `select c.total, (c.used + coalesce((select sum(l.spent) from cap_lease l where l.cap_id = c.cap_id), 0))::int as spent
       from cap c where c.cap_id like '%newcomer-gift%'`,
    )
  )[0]!;

test(
  'a budget is shared by all nodes to its last fen, also what a killed node had leased',
  async () => {
    await night.everybodyAnswered(night.wishes, withinMs(25_000));
    const { spent } = await capOf();
    expect(spent).toBeGreaterThan(0);
    const total = Math.ceil(spent / GIFT_FEN) * GIFT_FEN + GIFTS * GIFT_FEN;
    await operator.publish('sale-2024', 'id: newcomer-gift', /budgetCap: \S+/, `budgetCap: ¥${total / 100}`);
    // Other nodes trust an edition for a second.
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const round = await night.makeOrdinary(GIFTS * 4);
    let restarted: Promise<void> = Promise.resolve();
    await night.burst(round, GIFTS, () => {
      restarted = kill(1);
    });
    await restarted;
    expect(await night.everybodyAnswered(round, withinMs(25_000))).toEqual([]);
    // Who was told that the price changed got the same from every node: nothing is left for one more gift.
    const refusedOnes = round.filter((wish) => wish.answers.some(({ body }) => body.code === 'priceChanged'));
    expect(refusedOnes.length).toBeGreaterThan(0);
    const cap = await capOf();
    expect(cap.total).toBe(total);
    expect(cap.spent).toBeLessThanOrEqual(total);
    expect(total - cap.spent).toBeLessThan(GIFT_FEN);
  },
  withinMs(120_000),
);

test(
  'once every hold has ended, the books hold against what clients were told by any node',
  async () => {
    await night.everybodyAnswered(night.wishes, withinMs(25_000));
    await night.payAndCancel();
    await operator.moveClock(AFTER_ALL_HOLDS_MS);
    const now = async () => Math.max(...(await Promise.all(nodes.map(campaignAt))));
    await untilSettled(books, now, withinMs(60_000));
    // The others follow within about a second, which settling need not take.
    await expect.poll(campaignTimesApart, { timeout: withinMs(5_000) }).toBeLessThan(2_000);
    expect(await faultsIn(books, night.told(), await now())).toEqual([]);
    expect(await alteredOrders(night.wishes)).toEqual([]);
    const states = await books.query('select state, count(*) as n from purchase group by 1 order by 1');
    expect(states.map(({ state }) => state)).toEqual(['closed', 'paid']);
    console.log(`three nodes: ${night.told().length} orders, ${JSON.stringify(states)}`);
  },
  withinMs(120_000),
);

test(
  'nodes that stop give back what they had leased',
  async () => {
    const leases = () =>
      books.query(`select node_id from cap_lease where cap_id like '%newcomer-gift%'`) as Promise<unknown[]>;
    await operator.publish('sale-2024', 'id: newcomer-gift', /budgetCap: \S+/, 'budgetCap: ¥420万');
    await new Promise((resolve) => setTimeout(resolve, 1_200));
    const round = await night.makeOrdinary(12);
    expect(await night.everybodyAnswered(round, withinMs(25_000))).toEqual([]);
    expect((await leases()).length).toBeGreaterThan(0);
    for (const node of nodes) {
      node.signal('SIGTERM');
      expect(await node.exited).toBe(0);
    }
    // That of the killed node was called in above, when the others needed it.
    expect(await leases()).toEqual([]);
  },
  withinMs(60_000),
);
