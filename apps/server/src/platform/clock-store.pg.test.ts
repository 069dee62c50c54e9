import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openClock } from './clock-store.ts';
import { openTestDatabase, type TestDatabase } from './db/test-database.ts';
import { silentLog } from './log.ts';

const START = Date.parse('2024-06-17T23:55:00+08:00');
let base: TestDatabase;
const open = () => openClock({ db: base.db, log: silentLog, startAt: START, wallNow: () => 1 });

beforeAll(async () => {
  base = await openTestDatabase();
});
afterAll(() => base.close());

test('campaign time starts where the demonstration says, pauses while the process is down and goes on', async () => {
  const first = await open();
  expect(first.firstStart).toBe(true);
  expect(first.clock.now() - START).toBeLessThan(1_000);
  first.clock.moveTo(START + 3_600_000);
  await first.stop();
  await new Promise((resolve) => setTimeout(resolve, 300));

  const second = await open();
  expect(second.firstStart).toBe(false);
  const wentOnBy = second.clock.now() - (START + 3_600_000);
  expect(wentOnBy).toBeGreaterThanOrEqual(0);
  expect(wentOnBy).toBeLessThan(250);
  await second.stop();
});

test('it is stored about every second, and on demand', async () => {
  const opened = await open();
  const stored = async () =>
    (
      await base.db.query<{ at: number; running: boolean }>('select campaign_at as at, running from clock')
    )[0]!;
  const before = (await stored()).at;
  await new Promise((resolve) => setTimeout(resolve, 1_300));
  expect((await stored()).at).toBeGreaterThan(before + 500);
  opened.clock.moveTo(START + 86_400_000);
  await opened.persist();
  expect((await stored()).at).toBeGreaterThanOrEqual(START + 86_400_000);
  await opened.stop();
  expect((await stored()).running).toBe(false);
});

test('after a crash it never starts before the newest event', async () => {
  const at = START + 90_000_000;
  await base.db.query(
    `insert into outbox (type, aggregate, at, data) values ('purchase.placed', 'pu_1', $1, '{}')`,
    [at],
  );
  const opened = await open();
  expect(opened.clock.now()).toBeGreaterThanOrEqual(at);
  await opened.stop();
});

describe('shared by several nodes', () => {
  let wall = 0;
  const join = () =>
    openClock({ db: base.db, log: silentLog, startAt: START, shared: true, wallNow: () => wall });

  test('a node that starts while another runs joins its time; after all were away it goes on where it stood', async () => {
    await base.db.query('delete from outbox');
    wall = 1_000_000;
    const first = await join();
    first.clock.moveTo(first.clock.now() + 3_600_000);
    const stood = first.clock.now();
    await first.persist();
    wall += 2_000;
    const second = await join();
    expect(second.clock.now()).toBeGreaterThanOrEqual(stood + 2_000);
    expect(second.clock.now()).toBeLessThan(stood + 3_000);
    await first.stop();
    await second.stop();

    wall += 3_600_000;
    const later = await join();
    expect(later.clock.now()).toBeLessThan(stood + 10_000);
    await later.stop();
  });

  test('a clock moved on one node moves on all, and one that lags behind never sets it back', async () => {
    wall += 3_600_000;
    const [ahead, behind] = [await join(), await join()];
    const before = behind.clock.now();
    ahead.clock.moveTo(before + 86_400_000);
    await ahead.persist();
    wall += 700;
    const stored = async () =>
      (await base.db.query<{ at: number }>('select campaign_at as at from clock'))[0]!.at;
    await behind.persist();
    expect(await stored()).toBeGreaterThanOrEqual(before + 86_400_000);
    expect(behind.clock.now()).toBeGreaterThanOrEqual(before + 86_400_000 + 700);
    await ahead.persist();
    expect(ahead.clock.now()).toBeGreaterThanOrEqual(before + 86_400_000);
    expect(await stored()).toBeGreaterThanOrEqual(before + 86_400_000);
    await ahead.stop();
    await behind.stop();
  });

  test('of several that start at once one makes the clock, and all have the same time', async () => {
    await base.db.query('delete from clock');
    const nodes = await Promise.all([join(), join(), join()]);
    expect(nodes.filter((node) => node.firstStart)).toHaveLength(1);
    const times = nodes.map((node) => node.clock.now());
    expect(Math.max(...times) - Math.min(...times)).toBeLessThan(500);
    for (const node of nodes) await node.stop();
  });
});
