/** Long because every wire goes through the same trials: ours first, then each provider's. */
import { createPrivateKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import type { PaymentView, PurchaseView } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  type Gateway,
  openGateway,
  type Delivery as WireDelivery,
} from '../../apps/server/src/modules/trade/payment/index.ts';
import { type BookedCharge, readCharges } from '../../apps/server/src/modules/trade/payment/sandbox/store.ts';
import { realClocks } from '../../apps/server/src/platform/clocks.ts';
import type { Db } from '../../apps/server/src/platform/db/types.ts';
import { isPlaced, ordinaryWish, purchaseOf, sendOnce } from './burst.ts';
import { audit, openBooks, projectionFaults, untilSettled, violationsOf } from './judge.ts';
import { exitOf, type Launched, launch, makePlace, run } from './launch.ts';
import { openOperator } from './operator.ts';
import { openShopper, type ShopClient, sendTo, twoShopLines } from './shop-client.ts';

/**
 * What a provider's notifications may do to us, over real HTTP: get lost, come twice, come late, come from somebody
 * else, come again. The provider's books and key are read from its own tables; deliveries are signed here.
 */
const place = makePlace();
const HOLD_MS = 15 * 60_000;
let running: Launched;
let books: Db;
let operator: { moveClock(byMs: number): Promise<void> };
let lines: { skuId: string; quantity: number }[];
let key: KeyObject;
let shoppers = 0;

beforeAll(async () => {
  running = await launch(place, {
    DACU_ROLES: 'web,worker',
    DACU_RATE_PER_MINUTE: '0',
    DACU_LOG_LEVEL: 'error',
  });
  books = openBooks(place);
  operator = await openOperator(running);
  lines = await twoShopLines(running.url);
  const [pair] = await books.query<{ pem: string }>(
    `select private_pem as pem from sandbox_key where key_id = 'sandbox-1'`,
  );
  key = createPrivateKey(pair!.pem);
}, 120_000);

afterAll(async () => {
  await books?.close();
  running?.signal('SIGKILL');
  await running?.exited;
  await exitOf(run('tools/reset.ts', place));
  place.remove();
});

type Bought = { readonly client: ShopClient; readonly purchaseId: string };
type Charge = { readonly paymentId: string; readonly providerRef: string; readonly amountFen: number };

async function buy(): Promise<Bought> {
  const client = await openShopper(running.url);
  shoppers += 1;
  const wish = await ordinaryWish(client, lines, shoppers);
  await sendOnce(wish);
  if (!isPlaced(wish)) throw new Error(JSON.stringify(wish.answers));
  return { client, purchaseId: purchaseOf(wish).purchaseId };
}

async function charge({ client, purchaseId }: Bought): Promise<Charge> {
  const asked = await client.send('POST', `/api/purchases/${purchaseId}/payments`, { method: 'sandbox' });
  expect(asked?.status).toBe(201);
  const { paymentId, amountFen, approveUrl } = asked!.body as unknown as PaymentView;
  return { paymentId, amountFen, providerRef: approveUrl.split('/').at(-1)! };
}

async function view({ client, purchaseId }: Bought): Promise<PurchaseView> {
  return (await client.send('GET', `/api/purchases/${purchaseId}`))!.body as unknown as PurchaseView;
}

type Delivery = { readonly signature: string; readonly body: string };

function delivery(
  of: Charge,
  change: { outcome?: 'failed'; amountFen?: number; atWall?: number; by?: KeyObject; rawBody?: string } = {},
): Delivery {
  const atWall = change.atWall ?? Date.now();
  const body =
    change.rawBody ??
    JSON.stringify({
      notificationId: `no_${of.paymentId.slice(3)}`,
      ...of,
      outcome: change.outcome ?? 'succeeded',
      amountFen: change.amountFen ?? of.amountFen,
      sentAtWall: atWall,
    });
  const mac = sign(null, Buffer.from(`${atWall}.${body}`), change.by ?? key).toString('base64');
  return { signature: `t=${atWall},ed25519=${mac}`, body };
}

async function notify({ signature, body }: Delivery) {
  const { answer } = await sendTo(running.url, {
    method: 'POST',
    path: '/api/payments/sandbox/notify',
    body,
    headers: { 'sandbox-signature': signature },
  });
  return answer!;
}

/** The provider decides, and nobody tells us: what a lost notification leaves. */
async function decideInSilence(of: Charge): Promise<void> {
  const rows = await books.query(
    `update sandbox_charge set state = 'succeeded', decided_at = 0 where payment_id = $1 and state = 'open' returning 1`,
    [of.paymentId],
  );
  expect(rows).toHaveLength(1);
}

const paidEvents = async ({ purchaseId }: Bought) =>
  (await books.query(`select 1 from outbox where aggregate = $1 and type = 'purchase.paid'`, [purchaseId]))
    .length;

async function campaignNow(): Promise<number> {
  const { answer } = await sendTo(running.url, { method: 'GET', path: '/api/clock' });
  return Number(answer!.body.campaignAt);
}

test('approved at the provider and told by a notification, a purchase is paid', async () => {
  const bought = await buy();
  const { providerRef } = await charge(bought);
  const path = `/api/sandbox/charges/${providerRef}`;
  expect((await bought.client.send('POST', path, { outcome: 'succeeded' }))?.status).toBe(200);
  await expect.poll(async () => (await view(bought)).state, { timeout: 8_000 }).toBe('paid');
});

test('a lost notification is found out by asking, before the hold ends', async () => {
  const bought = await buy();
  await decideInSilence(await charge(bought));
  await operator.moveClock(121_000);
  await expect.poll(async () => (await view(bought)).state, { timeout: 8_000 }).toBe('paid');
});

test('money that only the end of the hold brings to light still pays: the hold is not given back', async () => {
  const bought = await buy();
  const open = await charge(bought);
  await operator.moveClock(121_000);
  await untilSettled(books, campaignNow, 8_000);
  // The asking above found it open; it is approved a moment later, and the notification gets lost.
  await decideInSilence(open);
  await operator.moveClock(HOLD_MS);
  await untilSettled(books, campaignNow, 8_000);
  expect((await view(bought)).state).toBe('paid');
});

test('twenty copies at once pay once, and each is answered with success', async () => {
  const bought = await buy();
  const open = await charge(bought);
  await decideInSilence(open);
  const answers = await Promise.all(Array.from({ length: 20 }, () => notify(delivery(open))));
  expect(answers.map((answer) => answer.status)).toEqual(Array(20).fill(200));
  expect(answers.filter((answer) => answer.body.repeated === false)).toHaveLength(1);
  expect(await paidEvents(bought)).toBe(1);
});

test('a copy kept and sent again after everything was returned brings nothing back', async () => {
  const bought = await buy();
  const open = await charge(bought);
  await decideInSilence(open);
  const kept = delivery(open);
  expect((await notify(kept)).body).toMatchObject({ state: 'succeeded', repeated: false });
  const { orders, payFen } = await view(bought);
  const returned = orders.flatMap((order) =>
    order.lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
  );
  const path = `/api/purchases/${bought.purchaseId}/returns`;
  const answer = await bought.client.send(
    'POST',
    path,
    { lines: returned, reason: 'noReason' },
    'return-all',
  );
  expect(answer?.body.refundFen).toBe(payFen);
  expect((await notify(kept)).body).toMatchObject({ state: 'refunded', repeated: true });
  expect(await view(bought)).toMatchObject({ state: 'refunded', refundedFen: payFen });
});

test('a refusal after a success changes nothing; a success after a refusal pays', async () => {
  const first = await buy();
  const paid = await charge(first);
  await decideInSilence(paid);
  await notify(delivery(paid));
  expect((await notify(delivery(paid, { outcome: 'failed' }))).body).toMatchObject({
    state: 'succeeded',
    repeated: true,
  });
  expect((await view(first)).state).toBe('paid');

  const second = await buy();
  const slow = await charge(second);
  expect((await notify(delivery(slow, { outcome: 'failed' }))).body).toMatchObject({ state: 'failed' });
  expect((await view(second)).state).toBe('held');
  await decideInSilence(slow);
  await notify(delivery(slow));
  expect((await view(second)).state).toBe('paid');
});

test('forged, altered, unsigned and stale deliveries are refused and change nothing', async () => {
  const bought = await buy();
  const open = await charge(bought);
  const genuine = delivery(open);
  const stranger = generateKeyPairSync('ed25519').privateKey;
  const sixMinutes = 6 * 60_000;
  const refused: [string, Delivery, number][] = [
    ["another's key", delivery(open, { by: stranger }), 401],
    ['altered after signing', { ...genuine, body: genuine.body.replace('succeeded', 'failed') }, 401],
    [
      'a later time put on it',
      { ...genuine, signature: genuine.signature.replace(/t=\d+/, `t=${Date.now() + 1}`) },
      401,
    ],
    ['unsigned', { ...genuine, signature: '' }, 401],
    ['old', delivery(open, { atWall: Date.now() - sixMinutes }), 401],
    ['from the future', delivery(open, { atWall: Date.now() + sixMinutes }), 401],
    ['signed nonsense', delivery(open, { rawBody: '{' }), 401],
    ['one fen less', delivery(open, { amountFen: open.amountFen - 1 }), 422],
    ['a payment nobody knows', delivery({ ...open, paymentId: `pa_${'0'.repeat(26)}` }), 404],
  ];
  for (const [what, sent, status] of refused) {
    const answer = await notify(sent);
    expect(answer.status, what).toBe(status);
  }
  expect(await paidEvents(bought)).toBe(0);
  expect((await view(bought)).state).toBe('held');
});

test('a notification that comes after the hold was given back takes the goods again while there are some', async () => {
  const bought = await buy();
  const open = await charge(bought);
  await operator.moveClock(HOLD_MS + 1_000);
  await expect.poll(async () => (await view(bought)).state, { timeout: 8_000 }).toBe('closed');
  // The provider closed the charge when asked to, and took the money all the same.
  await books.query(`update sandbox_charge set state = 'succeeded' where payment_id = $1`, [open.paymentId]);
  expect((await notify(delivery(open))).body).toMatchObject({ state: 'succeeded', repeated: false });
  expect((await view(bought)).state).toBe('paid');
});

test('money for a cancelled purchase goes back, once', async () => {
  const bought = await buy();
  const open = await charge(bought);
  expect((await bought.client.send('POST', `/api/purchases/${bought.purchaseId}/cancel`))?.status).toBe(200);
  await books.query(`update sandbox_charge set state = 'succeeded' where payment_id = $1`, [open.paymentId]);
  await Promise.all([notify(delivery(open)), notify(delivery(open)), notify(delivery(open))]);
  await untilSettled(books, campaignNow, 8_000);
  expect(
    await books.query('select amount_fen as fen from sandbox_refund where payment_id = $1', [open.paymentId]),
  ).toEqual([{ fen: open.amountFen }]);
  expect((await view(bought)).state).toBe('closed');
});

test('cancelling and paying at one moment end in one of the two, with the money on the right side', async () => {
  const pairs = await Promise.all(
    Array.from({ length: 12 }, async () => {
      const bought = await buy();
      const open = await charge(bought);
      await decideInSilence(open);
      return { bought, open };
    }),
  );
  await Promise.all(
    pairs.flatMap(({ bought, open }) => [
      bought.client.send('POST', `/api/purchases/${bought.purchaseId}/cancel`),
      notify(delivery(open)),
    ]),
  );
  await untilSettled(books, campaignNow, 8_000);
  for (const { bought } of pairs) expect(['paid', 'closed']).toContain((await view(bought)).state);
});

describe.each(['alipay', 'wechatpay'] as const)('in the words of %s', (method) => {
  const TAKEN = { alipay: 'success', wechatpay: '{"code":"SUCCESS"}' }[method];
  let speaker: Gateway;
  /** Six minutes ago by the provider's clock. */
  let stale: Gateway;
  beforeAll(async () => {
    const ids = { next: () => 'no_test' };
    const { campaign, wall } = realClocks();
    speaker = await openGateway({ db: books, clocks: { campaign, wall }, ids });
    const late = { now: () => wall.now() - 6 * 60_000 };
    stale = await openGateway({ db: books, clocks: { campaign, wall: late }, ids });
  });
  afterAll(() => Promise.all([speaker?.close(), stale?.close()]));

  /** Asked of the provider; where its page makes the charge, it is opened. */
  async function ask({ client, purchaseId }: Bought): Promise<string> {
    const asked = await client.send('POST', `/api/purchases/${purchaseId}/payments`, { method });
    expect(asked?.status).toBe(201);
    const { paymentId, approveUrl } = asked!.body as unknown as PaymentView;
    await (await fetch(new URL(approveUrl, running.url))).text();
    return paymentId;
  }
  async function decided(bought: Bought): Promise<BookedCharge> {
    const paymentId = await ask(bought);
    await books.query(
      `update sandbox_charge set state = 'succeeded', decided_at = 0 where payment_id = $1 and state = 'open'`,
      [paymentId],
    );
    return (await readCharges(books, [paymentId])).get(paymentId)!;
  }
  let words = 0;
  const say = async (charge: BookedCharge, by = speaker): Promise<WireDelivery> =>
    (await by[method].notification(charge, `no_words_of_test_${++words}`, null))!;
  async function tell({ headers, rawBody }: WireDelivery): Promise<string> {
    const answer = await fetch(`${running.url}/api/payments/${method}/notify`, {
      ...{ method: 'POST', headers, body: rawBody },
      signal: AbortSignal.timeout(15_000),
    });
    return `${answer.status} ${await answer.text()}`;
  }
  const sentBack = (charge: BookedCharge) =>
    books.query('select amount_fen as fen from sandbox_refund where payment_id = $1', [charge.paymentId]);

  test('twenty copies and words anew at once pay once, and each is answered as the provider expects', async () => {
    const bought = await buy();
    const charge = await decided(bought);
    const copy = await say(charge);
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, nth) => (nth % 2 === 0 ? copy : say(charge))),
    );
    expect(await Promise.all(sent.map(tell))).toEqual(sent.map(() => `200 ${TAKEN}`));
    expect(await paidEvents(bought)).toBe(1);
  });

  test('words in the wrong order: the payment’s after its refund’s, and again, bring nothing back', async () => {
    const bought = await buy();
    const charge = await decided(bought);
    const kept = await say(charge);
    expect(await tell(kept)).toBe(`200 ${TAKEN}`);
    const { orders, payFen } = await view(bought);
    const lines = orders.flatMap((order) =>
      order.lines.map(({ lineId, quantity }) => ({ lineId, quantity })),
    );
    const path = `/api/purchases/${bought.purchaseId}/returns`;
    const answer = await bought.client.send('POST', path, { lines, reason: 'noReason' }, `all-${method}`);
    expect(answer?.body.refundFen).toBe(payFen);
    await untilSettled(books, campaignNow, 8_000);
    expect(await Promise.all([tell(kept), tell(await say(charge))])).toEqual([
      `200 ${TAKEN}`,
      `200 ${TAKEN}`,
    ]);
    expect(await view(bought)).toMatchObject({ state: 'refunded', refundedFen: payFen });
    expect(await sentBack(charge)).toEqual([{ fen: payFen }]);
  });

  test('words that come after the hold was given back take the goods again', async () => {
    const bought = await buy();
    const paymentId = await ask(bought);
    await operator.moveClock(HOLD_MS + 1_000);
    await expect.poll(async () => (await view(bought)).state, { timeout: 8_000 }).toBe('closed');
    // Closed when we asked for it, and paid all the same.
    await books.query(`update sandbox_charge set state = 'succeeded', decided_at = 0 where payment_id = $1`, [
      paymentId,
    ]);
    const charge = (await readCharges(books, [paymentId])).get(paymentId)!;
    expect(await tell(await say(charge))).toBe(`200 ${TAKEN}`);
    expect((await view(bought)).state).toBe('paid');
  });

  test('three late words at once for a cancelled purchase send the money back once', async () => {
    const bought = await buy();
    const paymentId = await ask(bought);
    const path = `/api/purchases/${bought.purchaseId}/cancel`;
    expect((await bought.client.send('POST', path))?.status).toBe(200);
    await books.query(`update sandbox_charge set state = 'succeeded', decided_at = 0 where payment_id = $1`, [
      paymentId,
    ]);
    const charge = (await readCharges(books, [paymentId])).get(paymentId)!;
    await Promise.all([1, 2, 3].map(async () => tell(await say(charge))));
    await untilSettled(books, campaignNow, 8_000);
    expect(await sentBack(charge)).toEqual([{ fen: charge.amountFen }]);
    expect((await view(bought)).state).toBe('closed');
  });

  test('altered words, another provider’s, and (where they say when) old ones are refused and change nothing', async () => {
    const bought = await buy();
    const charge = await decided(bought);
    const genuine = await say(charge);
    const other = method === 'alipay' ? 'wechatpay' : 'alipay';
    const wrong = (await speaker[other].notification(charge, 'no_words_of_another', null))!;
    for (const sent of [{ ...genuine, rawBody: genuine.rawBody.replace(/0/, '1') }, wrong])
      expect(await tell(sent)).toMatch(/^401 /);
    // Alipay's words carry no time that is signed for this; a copy of them is a repeat.
    if (method === 'wechatpay') expect(await tell(await say(charge, stale))).toMatch(/^401 /);
    expect((await view(bought)).state).toBe('held');
    expect(await tell(genuine)).toBe(`200 ${TAKEN}`);
    expect((await view(bought)).state).toBe('paid');
  });
});

test('afterwards the books hold, ours and the provider’s', async () => {
  await operator.moveClock(HOLD_MS * 2);
  await untilSettled(books, campaignNow, 15_000);
  expect(violationsOf(await audit(books, [], await campaignNow()))).toEqual([]);
  expect(await projectionFaults(books)).toEqual([]);
});
