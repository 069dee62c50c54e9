import { afterAll, beforeAll, expect, test } from 'vitest';
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
