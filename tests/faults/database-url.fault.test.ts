import { afterEach, expect, test } from 'vitest';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';
import { startDistribution, type ThrowAwayPostgres } from '../../tools/test/distribution-postgres.ts';
import { contradictions, isPlaced, ordinaryWish, sendOnce } from './burst.ts';
import { audit, projectionFaults, violationsOf } from './judge.ts';
import { type Launched, launch, makePlace, refused } from './launch.ts';
import { openShopper, twoShopLines } from './shop-client.ts';

const place = makePlace();
let postgres: ThrowAwayPostgres | null = null;
let running: Launched | null = null;

afterEach(async () => {
  running?.signal('SIGKILL');
  await running?.exited;
  postgres?.stop();
  place.remove();
});

test('on a PostgreSQL of the user it sells, refuses a second copy, survives kill -9 and leaves that PostgreSQL alone', async (context) => {
  const started = await startDistribution();
  if ('missing' in started) return context.skip(started.missing);
  postgres = started;
  const env = { DATABASE_URL: postgres.url, DACU_ROLES: 'web,worker', DACU_LOG_LEVEL: 'error' };
  running = await launch(place, env);
  const second = await refused(place, env);
  expect(second.said).toContain('already runs on this data');

  const client = await openShopper(running.url);
  const wish = await ordinaryWish(client, await twoShopLines(running.url), 1);
  await sendOnce(wish);
  expect(isPlaced(wish)).toBe(true);
  running.signal('SIGKILL');
  await running.exited;
  running = await launch(place, { ...env, PORT: new URL(running.url).port });
  await sendOnce(wish);
  expect(wish.answers).toHaveLength(2);
  expect(contradictions([wish])).toEqual([]);
  running.signal('SIGTERM');
  expect(await running.exited).toBe(0);

  const books = openDb({ connection: { url: postgres.url }, connectionsMax: 2 });
  try {
    const [version] = await books.query<{ n: number }>(
      `select current_setting('server_version_num')::int as n`,
    );
    expect(version!.n).toBeGreaterThanOrEqual(150_000);
    expect(violationsOf(await audit(books, [], 0))).toEqual([]);
    expect(await projectionFaults(books)).toEqual([]);
  } finally {
    await books.close();
  }
}, 120_000);
