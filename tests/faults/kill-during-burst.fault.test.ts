import { afterEach, expect, test } from 'vitest';
import { exitOf, type Launched, launch, makePlace, type Place, run } from './launch.ts';

/** In the first minute of the half-price slot of 18 June. */
const AT = '2024-06-18T00:00:30+08:00';
const SHOPPERS = 60;
const ITEMS = 6;
const KILL_AFTER_ANSWERS = 90;

type Item = { activityId: string; stockTotal: number; stockTaken: number; state: string };
type Attempt = { cookie: string; activityId: string; key: string; expectedPayFen: number; phone: string };
type Answer = { status: number; purchaseId: string | null; payFen: number | null; code: string | null };

let place: Place | null = null;
let running: Launched | null = null;

afterEach(async () => {
  running?.signal('SIGKILL');
  await running?.exited;
  if (place) await exitOf(run('tools/reset.ts', place));
  place?.remove();
});

const start = () => launch(place!, { DACU_DEMO_AT: AT, DACU_ROLES: 'web,worker', DACU_RATE_PER_MINUTE: '0' });

async function flashItems(): Promise<Item[]> {
  const view = (await (await fetch(`${running!.url}/api/flash`)).json()) as {
    slots: { state: string; items: Item[] }[];
  };
  return view.slots.find((slot) => slot.state === 'open')!.items;
}

async function visit(): Promise<string> {
  const answer = await fetch(`${running!.url}/api/visits`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(200);
  return answer.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .join('; ');
}

async function order(attempt: Attempt): Promise<Answer> {
  const answer = await fetch(`${running!.url}/api/flash/${attempt.activityId}/orders`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      origin: running!.url,
      cookie: attempt.cookie,
      'idempotency-key': attempt.key,
    },
    body: JSON.stringify({
      quantity: 1,
      expectedPayFen: attempt.expectedPayFen,
      address: {
        recipient: '李雷',
        phone: attempt.phone,
        region: '110000',
        line: `测试路${attempt.phone}号`,
      },
    }),
  });
  const body = (await answer.json()) as {
    purchaseId?: string;
    payFen?: number;
    code?: string;
    quote?: { payFen: number };
  };
  return {
    status: answer.status,
    purchaseId: body.purchaseId ?? null,
    payFen: body.payFen ?? body.quote?.payFen ?? null,
    code: body.code ?? null,
  };
}

test('a server killed in a burst loses no acknowledged order, sells nothing twice, and retries get their answers', async () => {
  place = makePlace();
  running = await start();
  const items = (await flashItems()).slice(0, ITEMS);
  expect(items.length).toBe(ITEMS);

  const attempts: Attempt[] = [];
  for (let shopper = 0; shopper < SHOPPERS; shopper++) {
    const cookie = await visit();
    for (const { activityId } of items) {
      const phone = `139${String(10_000_000 + shopper)}`;
      attempts.push({
        cookie,
        activityId,
        key: `key-${shopper}-${activityId}`.slice(0, 60),
        expectedPayFen: 0,
        phone,
      });
    }
  }
  // A wrong amount takes nothing and tells the right one.
  for (const { activityId } of items) {
    const told = await order({
      ...attempts.find((one) => one.activityId === activityId)!,
      key: `probe-${activityId}`.slice(0, 60),
    });
    expect(told.code).toBe('priceChanged');
    for (const attempt of attempts)
      if (attempt.activityId === activityId) attempt.expectedPayFen = told.payFen!;
  }

  const acknowledged = new Map<Attempt, string>();
  let answers = 0;
  await Promise.allSettled(
    attempts.map(async (attempt) => {
      const answer = await order(attempt);
      answers += 1;
      if (answer.purchaseId !== null) acknowledged.set(attempt, answer.purchaseId);
      if (answers === KILL_AFTER_ANSWERS) running!.signal('SIGKILL');
    }),
  );
  expect(await running.exited).toBe('SIGKILL');
  expect(acknowledged.size).toBeGreaterThan(0);
  expect(acknowledged.size).toBeLessThan(attempts.length);

  running = await start();
  const retried = await Promise.all(
    attempts.map(async (attempt) => ({ attempt, answer: await order(attempt) })),
  );
  for (const { attempt, answer } of retried) {
    expect(answer.status, answer.code ?? '').toBe(201);
    const before = acknowledged.get(attempt);
    if (before !== undefined) expect(answer.purchaseId).toBe(before);
  }
  expect(new Set(retried.map(({ answer }) => answer.purchaseId)).size).toBe(attempts.length);

  for (const item of await flashItems()) {
    if (!items.some(({ activityId }) => activityId === item.activityId)) continue;
    expect(item.stockTaken).toBe(SHOPPERS);
    expect(item.stockTaken).toBeLessThanOrEqual(item.stockTotal);
  }
});
