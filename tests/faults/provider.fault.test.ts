import { writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PurchaseView } from '@dacu/contract/api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { alteredOrders, isPlaced, purchaseOf, type Wish } from './burst.ts';
import { faultsIn, openBooks, untilSettled } from './judge.ts';
import { exitOf, freePort, type Launched, launch, makePlace, ROOT, run } from './launch.ts';
import { type Night, openNight } from './night.ts';
import { type Operator, openOperator } from './operator.ts';
import { sendTo } from './shop-client.ts';
import { SIZE, withinMs } from './size.ts';

/**
 * The wire to the payment providers is cut: nobody listens, then nobody answers, then what they tell us gets lost. We
 * sell on; what needs a provider waits in the due work and is done once when the wire is back.
 */
const DEMO_AT = '2024-06-18T00:00:30+08:00';
const HOLD_MS = 15 * 60_000;
/** A call's deadline and room for a busy machine. */
const TOLD_WITHIN_MS = 14_000;
const METHODS = ['wechatpay', 'alipay'] as const;

const place = makePlace();
const wire = join(dirname(place.dataDir), 'wire');
let port: string;
let running: Launched;
let books: Db;
let night: Night;
let operator: Operator;
let sold: Wish[];

const cut = async (mode: 'open' | 'refuse' | 'hang' | 'mute') => {
  writeFileSync(wire, mode);
  // Connections that were open break within this.
  await new Promise((resolve) => setTimeout(resolve, 60));
};
const start = () =>
  launch(place, {
    PORT: port,
    DACU_ROLES: 'web,worker',
    DACU_DEMO_AT: DEMO_AT,
    DACU_RATE_PER_MINUTE: '0',
    DACU_LOG_LEVEL: 'silent',
    DACU_FAULT_WIRE: wire,
    NODE_OPTIONS: `--import=${pathToFileURL(join(ROOT, 'tests/faults/cut-provider.ts')).href}`,
  });

beforeAll(async () => {
  writeFileSync(wire, 'open');
  port = String(await freePort());
  running = await start();
  books = openBooks(place);
  operator = await openOperator(running);
  night = await openNight(() => running.url);
  sold = await night.makeOrdinary(36);
  expect(await night.everybodyAnswered(sold, 20_000)).toEqual([]);
  expect(sold.every(isPlaced)).toBe(true);
}, withinMs(120_000));

afterAll(async () => {
  await books?.close();
  running?.signal('SIGKILL');
  await running?.exited;
  await exitOf(run('tools/reset.ts', place));
  place.remove();
});

const campaignNow = async () =>
  Number((await sendTo(running.url, { method: 'GET', path: '/api/clock' })).answer!.body.campaignAt);

async function stateOf(wish: Wish): Promise<PurchaseView> {
  const answer = await wish.client.send('GET', `/api/purchases/${purchaseOf(wish).purchaseId}`);
  return answer!.body as unknown as PurchaseView;
}

type Asked = {
  readonly status: number | null;
  readonly ms: number;
  readonly paymentId: string;
  readonly approveUrl: string;
};
async function ask(wish: Wish, method: (typeof METHODS)[number]): Promise<Asked> {
  const startedAt = performance.now();
  const path = `/api/purchases/${purchaseOf(wish).purchaseId}/payments`;
  const answer = await wish.client.send('POST', path, { method });
  const { paymentId, approveUrl } = (answer?.body ?? {}) as { paymentId: string; approveUrl: string };
  return { status: answer?.status ?? null, ms: performance.now() - startedAt, paymentId, approveUrl };
}

/** What a shopper does at the provider's page, which is another party's and needs no wire of ours. */
async function approve({ paymentId, approveUrl }: Asked): Promise<boolean> {
  await (await fetch(new URL(approveUrl, running.url))).text();
  const [charge] = await books.query<{ ref: string }>(
    'select provider_ref as ref from sandbox_charge where payment_id = $1',
    [paymentId],
  );
  const path = `/api/sandbox/charges/${charge?.ref}`;
  const { answer } = await sendTo(running.url, { method: 'POST', path, body: { outcome: 'succeeded' } });
  return answer?.status === 200;
}

async function pay(wishes: readonly Wish[]): Promise<void> {
  const asked = await Promise.all(wishes.map((wish, nth) => ask(wish, METHODS[nth % 2]!)));
  expect(asked.map(({ status }) => status)).toEqual(wishes.map(() => 201));
  expect(await Promise.all(asked.map(approve))).toEqual(wishes.map(() => true));
}

const untilPaid = (wishes: readonly Wish[], ms: number) =>
  expect
    .poll(async () => (await Promise.all(wishes.map(stateOf))).map(({ state }) => state), {
      timeout: ms,
      interval: 200,
    })
    .toEqual(wishes.map(() => 'paid'));

async function giveBack(wish: Wish): Promise<number> {
  const { orders, purchaseId } = await stateOf(wish);
  const lines = orders.flatMap((order) => order.lines.map(({ lineId, quantity }) => ({ lineId, quantity })));
  const answer = await wish.client.send(
    'POST',
    `/api/purchases/${purchaseId}/returns`,
    { lines, reason: 'noReason' },
    `return-${purchaseId}`,
  );
  return answer?.status ?? 0;
}

const refunds = async () =>
  (
    await books.query<{ asked: number; sent: number; told: number }>(
      `select (select count(*)::int from payment, jsonb_array_elements(refunds) x where (x->>'fen')::bigint > 0) as asked,
         (select count(*)::int from sandbox_refund) as sent, (select count(*)::int from provider_refund) as told`,
    )
  )[0]!;

let returned: Wish[];
let unpaid: Wish[];
let pending: Wish[];

test(
  'over an open wire both providers are paid',
  async () => {
    await pay(sold.slice(0, 12));
    await untilPaid(sold.slice(0, 12), withinMs(15_000));
  },
  withinMs(40_000),
);

test(
  'a provider that nobody reaches: orders go on, charges are refused in time, refunds wait',
  async () => {
    returned = sold.slice(0, 6);
    unpaid = sold.slice(12, 18);
    pending = sold.slice(18, 22);
    expect(
      (await Promise.all(pending.map((wish) => ask(wish, 'wechatpay')))).map(({ status }) => status),
    ).toEqual([...Array(4).fill(201)]);
    await cut('refuse');
    const asked = await Promise.all(unpaid.map((wish) => ask(wish, 'wechatpay')));
    for (const { status, ms } of asked) {
      expect(status).toBe(503);
      expect(ms).toBeLessThan(TOLD_WITHIN_MS);
    }
    expect(await Promise.all(returned.map(giveBack))).toEqual(returned.map(() => 201));
    const probe = await night.firstGood();
    expect(await probe.firstGoodMs(performance.now())).toBeLessThan(withinMs(5_000));
    await new Promise((resolve) => setTimeout(resolve, SIZE.outageMs / 2));
    expect(await refunds()).toEqual({ asked: 6, sent: 0, told: 0 });
    for (const wish of unpaid) expect((await stateOf(wish)).state).toBe('held');
  },
  withinMs(60_000),
);

test(
  'a provider that never answers: nobody waits for ever, and a hold whose charge may yet be paid is not given back',
  async () => {
    await cut('hang');
    const asked = await Promise.all(unpaid.map((wish) => ask(wish, 'wechatpay')));
    for (const { status, ms } of asked) {
      expect(status).toBe(503);
      expect(ms).toBeLessThan(TOLD_WITHIN_MS);
    }
    const probe = await night.firstGood();
    expect(await probe.firstGoodMs(performance.now())).toBeLessThan(withinMs(5_000));
    await operator.moveClock(HOLD_MS + 1_000);
    // Nobody could say whether these were paid: they are neither paid nor given back.
    await new Promise((resolve) => setTimeout(resolve, SIZE.outageMs));
    for (const wish of pending) expect((await stateOf(wish)).state).toBe('held');
  },
  withinMs(90_000),
);

test(
  'when the wire is back charges are asked for again, holds end, and each refund is carried out once',
  async () => {
    await cut('open');
    const later = await night.makeOrdinary(8);
    expect(await night.everybodyAnswered(later, withinMs(20_000))).toEqual([]);
    const backAt = performance.now();
    await expect
      .poll(async () => (await ask(later[0]!, 'wechatpay')).status, {
        timeout: withinMs(40_000),
        interval: 250,
      })
      .toBe(201);
    console.log(`provider back: first charge after ${Math.round(performance.now() - backAt)} ms`);
    await pay(later);
    await untilPaid(later, withinMs(20_000));
    // Tries that failed are made again with growing pauses of campaign time.
    await operator.moveClock(10 * 60_000);
    await untilSettled(books, campaignNow, withinMs(40_000));
    const { asked, sent } = await refunds();
    expect(sent).toBe(asked);
    for (const wish of pending) expect((await stateOf(wish)).state).toBe('closed');
  },
  withinMs(150_000),
);

test(
  'notifications that all get lost are found out by asking; a restart in between forgets nothing',
  async () => {
    const late = await night.makeOrdinary(8);
    expect(await night.everybodyAnswered(late, withinMs(20_000))).toEqual([]);
    await cut('mute');
    await pay(late);
    running.signal('SIGKILL');
    await running.exited;
    running = await start();
    for (const wish of late) expect((await stateOf(wish)).state).toBe('held');
    // Asked for two minutes after the charge.
    await books.query('update clock set campaign_at = campaign_at + 125000');
    running.signal('SIGKILL');
    await running.exited;
    running = await start();
    await untilPaid(late, withinMs(20_000));
    await cut('open');
  },
  withinMs(120_000),
);

test(
  'afterwards every fen is in a known state, by the providers’ books and ours',
  async () => {
    await night.everybodyAnswered(night.wishes, withinMs(25_000));
    await books.query('update clock set campaign_at = campaign_at + $1', [HOLD_MS * 2]);
    running.signal('SIGKILL');
    await running.exited;
    running = await start();
    await untilSettled(books, campaignNow, withinMs(60_000));
    expect(await faultsIn(books, night.told(), await campaignNow())).toEqual([]);
    // What was given back says so on its lines.
    const kept = night.wishes.filter((wish) => !returned.includes(wish));
    expect(await alteredOrders(kept)).toEqual([]);
    const { asked, sent, told } = await refunds();
    expect([sent, told]).toEqual([asked, asked]);
    console.log(
      `provider cut and back: ${night.told().length} orders, ${asked} refunds, each carried out once`,
    );
  },
  withinMs(120_000),
);
