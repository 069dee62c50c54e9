import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { alteredOrders, isPlaced, type Wish } from './burst.ts';
import { type FaultCluster, openFaultCluster } from './cluster.ts';
import { type CommitCut, type CommitWire, openCommitWire } from './commit-wire.ts';
import { actFaults, makeActs, workThrough } from './desk.ts';
import { faultsIn, openBooks, untilSettled } from './judge.ts';
import { freePort, type Launched, launch, makePlace } from './launch.ts';
import { type Night, openNight } from './night.ts';
import { type Operator, openOperator } from './operator.ts';
import { sendTo, twoShopLines } from './shop-client.ts';
import { SIZE, withinMs } from './size.ts';

/**
 * The one moment that a kill nearly never meets: connections to PostgreSQL break at the commit, before it has arrived or
 * before its answer came back. Whoever is told of an order then was told what is so.
 */
const DEMO_AT = '2024-06-18T00:00:30+08:00';
const AFTER_ALL_HOLDS_MS = 20 * 60_000;
const CUTS = 6;

const place = makePlace();
let cluster: FaultCluster;
let wire: CommitWire;
let running: Launched;
let books: Db;
let night: Night;
let operator: Operator;
const acts: Wish[] = [];

beforeAll(async () => {
  cluster = await openFaultCluster();
  wire = await openCommitWire(cluster.url);
  running = await launch(place, {
    PORT: String(await freePort()),
    DATABASE_URL: wire.url,
    DACU_DEMO_AT: DEMO_AT,
    DACU_ROLES: 'web,worker',
    DACU_RATE_PER_MINUTE: '0',
    DACU_LOG_LEVEL: 'error',
  });
  books = openBooks(cluster.url);
  operator = await openOperator(running);
  night = await openNight(() => running.url);
}, withinMs(120_000));

afterAll(async () => {
  await books?.close();
  running?.signal('SIGKILL');
  await running?.exited;
  await wire?.stop();
  await cluster?.stop();
  place.remove();
});

const campaignNow = async () =>
  Number((await sendTo(running.url, { method: 'GET', path: '/api/clock' })).answer!.body.campaignAt);

test.each<{ how: CommitCut; words: string }>([
  { how: 'before', words: 'before it arrives' },
  { how: 'after', words: 'before its answer is back' },
])(
  'a burst in which commits are cut off $words: every retried key gets one answer, and it is true',
  async ({ how, words }) => {
    const skuIds = (await twoShopLines(running.url)).map(({ skuId }) => skuId);
    const desk = await makeActs(operator, skuIds, 2);
    acts.push(...desk);
    const round = await night.makeWishes(SIZE.shoppersARound);
    // From the first commit on: a lane may take the whole burst in one, and there is none to cut after its answers.
    wire.cut(how, CUTS);
    const bursting = night.burst(round, 1, () => {});
    await Promise.all([bursting, workThrough(desk), night.payAndCancel()]);
    expect(await night.everybodyAnswered(round, withinMs(40_000))).toEqual([]);
    expect(await night.everybodyAnswered(desk, withinMs(40_000))).toEqual([]);
    expect(wire.left()).toBe(0);
    // Done or not, the server cannot know, and says so.
    const unsure = [...round, ...desk].flatMap((wish) => wish.unsure);
    expect(unsure).toContain('outcomeUnknown');
    console.log(
      `commits cut off ${words}: ${unsure.length} times nobody knew, ${round.filter(isPlaced).length} of ${round.length} placed`,
    );
  },
  withinMs(120_000),
);

test(
  'once every hold has ended, the books hold against what clients were told',
  async () => {
    await night.payAndCancel();
    await operator.moveClock(AFTER_ALL_HOLDS_MS);
    await untilSettled(books, campaignNow, withinMs(40_000));
    expect(await faultsIn(books, night.told(), await campaignNow())).toEqual([]);
    expect(await actFaults(books, acts)).toEqual([]);
    expect(await alteredOrders(night.wishes)).toEqual([]);
  },
  withinMs(90_000),
);
