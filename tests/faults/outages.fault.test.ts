import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { alteredOrders, isPlaced, sendOnce, type Wish } from './burst.ts';
import { postmasterOf, processesOf } from './cluster.ts';
import { faultsIn, openBooks, untilSettled } from './judge.ts';
import { exitOf, freePort, type Launched, launch, makePlace, type Place, run } from './launch.ts';
import { type Night, openNight } from './night.ts';
import { openOperator } from './operator.ts';
import { sendTo } from './shop-client.ts';
import { SIZE, withinMs } from './size.ts';
import { smallDisk } from './small-disk.ts';

/**
 * The database does not die, it stops working: it hangs, or its disk is full. Then it works again, and so must we, by
 * ourselves. Meanwhile nobody waits longer than a deadline, and nobody is told what is not known.
 */
const DEMO_AT = '2024-06-18T00:00:30+08:00';
const AFTER_ALL_HOLDS_MS = 20 * 60_000;
/** A statement's deadline, a connection's, and room for a busy machine: later than this nobody is told “ask again”. */
const TOLD_WITHIN_MS = 14_000;

let undo: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const step of undo.reverse()) await step();
  undo = [];
});

type Scene = {
  readonly running: Launched;
  readonly books: Db;
  readonly night: Night;
  readonly dataDir: string;
};

async function openScene(place: Place): Promise<Scene> {
  undo.push(() => place.remove());
  const running = await launch(place, {
    PORT: String(await freePort()),
    DACU_ROLES: 'web,worker',
    DACU_DEMO_AT: DEMO_AT,
    DACU_RATE_PER_MINUTE: '0',
    DACU_LOG_LEVEL: 'silent',
  });
  undo.push(async () => {
    running.signal('SIGKILL');
    await running.exited;
    await exitOf(run('tools/reset.ts', place));
  });
  const books = openBooks(place);
  undo.push(() => books.close());
  const night = await openNight(() => running.url);
  return { running, books, night, dataDir: join(place.dataDir, 'data') };
}

/** A backend may be gone by itself. */
function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The order that is placed meanwhile tells by its deadline whether shoppers are left waiting. */
async function toldWithin(wish: Wish): Promise<{ code: string; ms: number }> {
  const startedAt = performance.now();
  const before = wish.unsure.length;
  await sendOnce(wish);
  return { code: wish.unsure[before] ?? 'answered', ms: performance.now() - startedAt };
}

async function judge({ running, books, night }: Scene): Promise<void> {
  expect(await night.everybodyAnswered(night.wishes, withinMs(30_000))).toEqual([]);
  await night.payAndCancel();
  const operator = await openOperator(running);
  await operator.moveClock(AFTER_ALL_HOLDS_MS);
  const now = async () =>
    Number((await sendTo(running.url, { method: 'GET', path: '/api/clock' })).answer!.body.campaignAt);
  await untilSettled(books, now, withinMs(40_000));
  expect(await faultsIn(books, night.told(), await now())).toEqual([]);
  expect(await alteredOrders(night.wishes)).toEqual([]);
}

test(
  'PostgreSQL freezes in a burst and thaws: nobody waits past a deadline, and retries get the truth',
  async () => {
    const scene = await openScene(makePlace());
    const { night, books, dataDir } = scene;
    const paidBefore = await night.makeWishes(30);
    expect(await night.everybodyAnswered(paidBefore, 20_000)).toEqual([]);
    const round = await night.makeWishes(SIZE.shoppersARound);
    const meanwhile = await night.makeOrdinary(10);
    const probe = await night.firstGood();

    let frozen: number[] = [];
    const thaw = () => {
      for (const pid of frozen) send(pid, 'SIGCONT');
    };
    undo.push(thaw);
    const freeze = () => {
      // The postmaster first: it must not have another child while they are counted.
      process.kill(postmasterOf(dataDir), 'SIGSTOP');
      frozen = processesOf(dataDir);
      for (const pid of frozen) send(pid, 'SIGSTOP');
    };
    // A connection that is open must hang, or nothing was frozen.
    expect(await books.query('select 1 as one')).toEqual([{ one: 1 }]);
    let hangs: Promise<string> = Promise.resolve('was never asked');
    let asked: Promise<{ code: string; ms: number }[]> = Promise.resolve([]);
    let atLeast: Promise<void> = Promise.resolve();
    const others = night.payAndCancel();
    const bursting = night.burst(round, Math.floor(round.length / 3), () => {
      freeze();
      const answered = books.query('select 1').then(() => 'answered', String);
      const later = new Promise<string>((resolve) => setTimeout(() => resolve('hangs'), 2_000));
      hangs = Promise.race([answered, later]);
      asked = Promise.all(meanwhile.map(toldWithin));
      atLeast = new Promise((resolve) => setTimeout(resolve, SIZE.frozenMs));
    });
    await bursting;
    expect(frozen.length).toBeGreaterThan(6);
    expect(await hangs).toBe('hangs');
    // It stays frozen until everybody was told: no thaw may have helped anybody to an answer.
    const told = await asked;
    for (const never of ['no answer', 'broken off', 'answered'])
      expect(told.map(({ code }) => code)).not.toContain(never);
    expect(Math.max(...told.map(({ ms }) => ms))).toBeLessThan(TOLD_WITHIN_MS);
    await atLeast;
    thaw();
    const thawedAt = performance.now();
    const goodMs = await probe.firstGoodMs(thawedAt);
    await others;
    const codes = Map.groupBy(
      [...round, ...meanwhile].flatMap((wish) => wish.unsure),
      (code) => code,
    );
    // In flight when it froze: done or not, nobody knows, and that is what was said.
    expect(codes.get('outcomeUnknown')?.length ?? 0).toBeGreaterThan(0);
    await judge(scene);
    console.log(
      `frozen ${SIZE.frozenMs} ms or more: ${JSON.stringify([...codes].map(([code, all]) => `${code} ${all.length}`))}, slowest told after ${Math.round(Math.max(...told.map(({ ms }) => ms)))} ms, ${night.wishes.filter(isPlaced).length} placed; first good order ${goodMs} ms after it thawed`,
    );
  },
  withinMs(120_000),
);

test(
  'the disk of PostgreSQL fills up in a burst: orders are told to ask again, and room is all that it takes to go on',
  async (context) => {
    const disk = smallDisk(700);
    if (!disk) return context.skip('mounting a small disk needs root');
    const scene = await openScene({ dataDir: disk.dir, account: null, remove: disk.remove });
    const { night, running } = scene;
    const round = await night.makeWishes(SIZE.shoppersARound);
    const more = await night.makeOrdinary(40);
    const probe = await night.firstGood();
    let makeRoom = () => {};
    await night.burst(round, Math.floor(round.length / 3), () => {
      makeRoom = disk.fill();
    });
    // Orders go on until there is truly no room for another page, and for as long after that.
    const filledAt = performance.now();
    while (performance.now() - filledAt < SIZE.outageMs * 10) {
      await Promise.all(more.map(sendOnce));
      if (more.some((wish) => wish.unanswered > 0) && performance.now() - filledAt > SIZE.outageMs) break;
    }
    const unsure = [...round, ...more].flatMap((wish) => wish.unsure);
    expect(unsure.length).toBeGreaterThan(0);
    expect((await sendTo(running.url, { method: 'GET', path: '/healthz' })).answer?.status).toBe(200);
    makeRoom();
    const goodMs = await probe.firstGoodMs(performance.now());
    await judge(scene);
    const codes = Map.groupBy(unsure, (code) => code);
    console.log(
      `full disk: ${JSON.stringify([...codes].map(([code, all]) => `${code} ${all.length}`))}; first good order ${goodMs} ms after there was room`,
    );
  },
  withinMs(150_000),
);
