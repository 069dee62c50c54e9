/** Long because every refusal of the two routes is met here, in the words of a shopper's requests. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHOPPER_COOKIE } from '../../../base/members/index.ts';
import type { PurchaseRow } from '../../orders/index.ts';
import { type Bench, type Customer, openBench } from '../../trade-test-bench.ts';
import type { MessageSender } from './index.ts';

const MINUTE = 60_000;
/** ¥5,000 is reached with thirty of an item of ¥199, whatever promotions take off. */
const MANY = 40;
let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 100_000, wire: true });
});
afterAll(() => bench.close());

const now = () => bench.clocks.campaign.now();

type Answer = { status: number; body: Record<string, unknown> };
type Client = Customer & { send(method: 'GET' | 'POST', url: string, body?: object): Promise<Answer> };

async function sign(customer: Customer, at = bench): Promise<Client> {
  const cookie = await at.node.members.shoppers.openSession(customer.shopperId);
  return {
    ...customer,
    async send(method, url, body) {
      const answer = await at.app.inject({
        ...{ method, url, cookies: { [SHOPPER_COOKIE]: cookie } },
        headers: { host: 'localhost', origin: 'http://localhost' },
        ...(body && { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}
const client = async (at = bench) => sign(await at.shopper(), at);
const buy = (who: Customer, quantity = MANY, at = bench) => at.buy(who, [{ skuId: 'sku-cream', quantity }]);
const pay = (who: Client, { purchaseId }: PurchaseRow, method = 'wechatpay') =>
  who.send('POST', `/api/purchases/${purchaseId}/payments`, { method });
const ask = (who: Client, { purchaseId }: PurchaseRow, lang = 'zh') =>
  who.send('POST', `/api/purchases/${purchaseId}/payment-checks`, { lang, method: 'wechatpay' });
const answer = (who: Client, checkId: unknown, code: string) =>
  who.send('POST', `/api/payment-checks/${checkId}`, { code });
const inbox = async (who: Client) =>
  (await who.send('GET', '/api/sandbox/messages')).body.messages as { messageId: string; text: string }[];
async function codeOf(who: Client, checkId: unknown): Promise<string> {
  const message = (await inbox(who)).find(({ messageId }) => messageId === checkId);
  return /\d{6}/.exec(message!.text)![0];
}
const other = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0');
/** Somebody who has passed the check of a purchase. */
async function passed(who?: Client) {
  const shopper = who ?? (await client());
  const row = await buy(shopper);
  const { checkId } = (await ask(shopper, row)).body;
  expect((await answer(shopper, checkId, await codeOf(shopper, checkId))).status).toBe(200);
  return { shopper, row, checkId };
}
const chargesOf = ({ purchaseId }: PurchaseRow) =>
  bench.db.query<{ id: string }>('select payment_id as id from payment where purchase_id = $1', [purchaseId]);
const told = async ({ purchaseId }: PurchaseRow) =>
  (
    await bench.db.query<{ type: string; data: Record<string, unknown> }>(
      `select type, data from outbox where aggregate = $1 and type like 'payment.check%' order by id`,
      [purchaseId],
    )
  ).map(({ type, data }) => [type, data.risks ?? null, data.by]);

describe('asking for the charge', () => {
  it('403 for a high amount without a check, and nothing is asked of the provider', async () => {
    const shopper = await client();
    const row = await buy(shopper);
    expect(row.payFen).toBeGreaterThanOrEqual(500_000);
    expect(await pay(shopper, row)).toMatchObject({
      status: 403,
      body: { code: 'paymentCheckNeeded', ways: ['sms'] },
    });
    expect(await chargesOf(row)).toEqual([]);
  });

  it('201 for an ordinary one, and for what the sandbox is asked directly', async () => {
    const shopper = await client();
    expect((await pay(shopper, await buy(shopper, 1))).status).toBe(201);
    expect((await pay(shopper, await buy(shopper), 'sandbox')).status).toBe(201);
  });

  it('201 once a check was passed for it; the same charge again wants none', async () => {
    const { shopper, row } = await passed();
    const asked = await pay(shopper, row);
    expect(asked).toMatchObject({ status: 201, body: { amountFen: row.payFen, state: 'pending' } });
    expect(await pay(shopper, row)).toEqual(asked);
    expect(await told(row)).toEqual([
      ['payment.checkAsked', ['highAmount'], 'system'],
      ['payment.checkPassed', null, 'shopper'],
    ]);
  });

  it('one check serves another provider, whose charge takes the place of the first', async () => {
    const { shopper, row } = await passed();
    const first = (await pay(shopper, row)).body.paymentId;
    const second = await pay(shopper, row, 'alipay');
    expect(second.status).toBe(201);
    const states = await bench.db.query<{ id: string; state: string }>(
      'select payment_id as id, state from payment where purchase_id = $1',
      [row.purchaseId],
    );
    expect(new Map(states.map(({ id, state }) => [id, state]))).toEqual(
      new Map<unknown, string>([
        [first, 'failed'],
        [second.body.paymentId, 'pending'],
      ]),
    );
  });

  it('one check serves another try after a decline, five charges in all', async () => {
    const { shopper, row } = await passed();
    const decline = `update payment set state = 'failed' where purchase_id = $1`;
    for (let charge = 0; charge < 5; charge++) {
      expect((await pay(shopper, row)).status).toBe(201);
      await bench.db.query(decline, [row.purchaseId]);
    }
    expect((await pay(shopper, row)).body.code).toBe('paymentCheckNeeded');
    expect(await chargesOf(row)).toHaveLength(5);
  });

  it('one check has one open charge, also when two are asked for at one moment', async () => {
    const { shopper, row } = await passed();
    const both = await Promise.all([pay(shopper, row, 'alipay'), pay(shopper, row, 'wechatpay')]);
    // The second is turned away, or so late that it takes the place of the first.
    expect(both.some(({ status }) => status === 201)).toBe(true);
    const { shopperId } = shopper;
    const { purchaseId, payFen } = row;
    const open = `select 1 from payment where purchase_id = $1 and state = 'pending'`;
    expect(await bench.db.query(open, [purchaseId])).toHaveLength(1);
    const own = { shopperId, purchaseId, stage: 'whole', amountFen: payFen } as const;
    const { checks } = bench.node.payment;
    expect(await bench.db.transaction((tx) => checks.use(tx, own, 'pa_other'))).toBe(false);
  });

  it('is let through for its own purchase, amount, stage and shopper alone', async () => {
    const { shopper, row } = await passed();
    const { shopperId } = shopper;
    const { purchaseId, payFen } = row;
    const own = { shopperId, purchaseId, stage: 'whole', amountFen: payFen } as const;
    const proves = (other: object = {}) => bench.node.payment.checks.proves({ ...own, ...other });
    expect(await proves()).toBe(true);
    expect(await proves({ amountFen: payFen + 1 })).toBe(false);
    expect(await proves({ stage: 'balance' })).toBe(false);
    expect(await proves({ shopperId: (await client()).shopperId })).toBe(false);
    const second = await buy(shopper);
    expect(await proves({ purchaseId: second.purchaseId })).toBe(false);
    expect((await pay(shopper, second)).status).toBe(403);
  });

  it('403 with a check that was not passed, or passed ten minutes ago', async () => {
    const { shopper, row } = await passed();
    const second = await buy(shopper);
    bench.clocks.advanceTo(now() + MINUTE);
    expect((await ask(shopper, second)).status).toBe(201);
    expect((await pay(shopper, second)).status).toBe(403);
    bench.clocks.advanceTo(now() + 9 * MINUTE - 1);
    expect((await pay(shopper, row)).status).toBe(201);
    bench.clocks.advanceTo(now() + 1);
    expect((await pay(shopper, row, 'alipay')).status).toBe(403);
    const states = await bench.db.query('select state from payment where purchase_id = $1', [row.purchaseId]);
    expect(states).toEqual([{ state: 'pending' }]);
  });
});

describe('sending the code', () => {
  it('201: to the number of the order, which is shown masked; who sends it and what for is in the message', async () => {
    const shopper = await client();
    const row = await buy(shopper);
    const { phone } = shopper.address;
    const asked = await ask(shopper, row);
    expect(asked).toEqual({
      status: 201,
      body: {
        checkId: expect.stringMatching(/^pc_/),
        way: 'sms',
        phone: `${phone.slice(0, 3)}****${phone.slice(-4)}`,
        expiresAtWall: now() + 5 * MINUTE,
      },
    });
    const [message] = await inbox(shopper);
    expect(message!.text).toMatch(/^【大促】验证码 \d{6}，用于确认支付 ¥[\d,.]+，5 分钟内有效/);
    const kept = await bench.db.query('select * from sandbox_message where message_id = $1', [
      message!.messageId,
    ]);
    expect(JSON.stringify(kept)).not.toContain(phone);
    expect(await inbox(await client())).toEqual([]);
  });

  it('the code is kept nowhere but as a keyed hash', async () => {
    const shopper = await client();
    const { checkId } = (await ask(shopper, await buy(shopper), 'en')).body;
    const code = await codeOf(shopper, checkId);
    const [kept] = await bench.db.query<{ row: string }>(
      `select to_jsonb(c)::text || coalesce((select string_agg(data::text, '') from outbox o where o.aggregate = c.purchase_id), '')
         as row from payment_check c where check_id = $1`,
      [checkId],
    );
    expect(kept!.row).not.toContain(code);
    expect(kept!.row).not.toContain(shopper.address.phone);
  });

  it('409 where nothing is risky, 404 for somebody else’s purchase, 401 without a session', async () => {
    const shopper = await client();
    const row = await buy(shopper);
    expect((await ask(shopper, await buy(shopper, 1))).body.code).toBe('paymentCheckNotNeeded');
    expect((await ask(await client(), row)).status).toBe(404);
    const url = `/api/purchases/${row.purchaseId}/payment-checks`;
    expect((await bench.app.inject({ method: 'POST', url, payload: { method: 'alipay' } })).statusCode).toBe(
      401,
    );
    expect((await bench.app.inject({ method: 'GET', url: '/api/sandbox/messages' })).statusCode).toBe(401);
  });

  it('409 for what is paid or closed', async () => {
    const shopper = await client();
    const [paid, closed] = [await buy(shopper), await buy(shopper)];
    await bench.pay(paid);
    await shopper.send('POST', `/api/purchases/${closed.purchaseId}/cancel`);
    expect((await ask(shopper, paid)).body.code).toBe('alreadyPaid');
    expect((await ask(shopper, closed)).body.code).toBe('purchaseClosed');
  });

  it('429 within a minute, for the account and for the number, also when asked twice at once', async () => {
    const shopper = await client();
    const [one, two] = [await buy(shopper), await buy(shopper)];
    const both = await Promise.all([ask(shopper, one), ask(shopper, two)]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 429]);
    expect(await inbox(shopper)).toHaveLength(1);
    const neighbour = await sign({ ...(await bench.shopper()), address: shopper.address });
    const theirs = await buy(neighbour);
    bench.clocks.advanceTo(now() + MINUTE - 1);
    expect(await ask(neighbour, theirs)).toMatchObject({
      status: 429,
      body: { code: 'rateLimited', retryMs: 1 },
    });
    bench.clocks.advanceTo(now() + 1);
    expect((await ask(neighbour, theirs)).status).toBe(201);
  });

  it('goes to the number that the account confirmed before, whatever a later order says', async () => {
    const { shopper } = await passed();
    bench.clocks.advanceTo(now() + MINUTE);
    const elsewhere = { ...shopper, address: (await bench.shopper()).address };
    const { phone } = shopper.address;
    expect((await ask(shopper, await buy(elsewhere))).body.phone).toBe(
      `${phone.slice(0, 3)}****${phone.slice(-4)}`,
    );
  });

  it('503 when the message is not taken over; nothing is left to be guessed', async () => {
    const failing: MessageSender = { send: () => Promise.reject(new Error('no way out')) };
    const alone = await openBench({ onHand: 1_000, wire: true, sender: failing });
    try {
      const shopper = await client(alone);
      const row = await buy(shopper, MANY, alone);
      expect((await ask(shopper, row)).body.code).toBe('messageNotSent');
      expect(await alone.db.query('select state from payment_check')).toEqual([{ state: 'failed' }]);
    } finally {
      await alone.close();
    }
  });
});

describe('answering with the code', () => {
  it('422 with the tries that are left, 409 after the fifth, also for the right code', async () => {
    const shopper = await client();
    const row = await buy(shopper);
    const { checkId } = (await ask(shopper, row)).body;
    const code = await codeOf(shopper, checkId);
    const left: unknown[] = [];
    for (let tries = 0; tries < 5; tries++) {
      const { status, body } = await answer(shopper, checkId, other(code));
      expect([status, body.code]).toEqual([422, 'paymentCodeWrong']);
      left.push(body.triesLeft);
    }
    expect(left).toEqual([4, 3, 2, 1, 0]);
    expect((await answer(shopper, checkId, code)).body.code).toBe('paymentCheckOver');
    expect((await told(row)).at(-1)).toEqual(['payment.checkFailed', null, 'shopper']);
  });

  it('twenty guesses at once are five tries', async () => {
    const shopper = await client();
    const { checkId } = (await ask(shopper, await buy(shopper))).body;
    const code = await codeOf(shopper, checkId);
    const guesses = await Promise.all(
      Array.from({ length: 20 }, () => answer(shopper, checkId, other(code))),
    );
    const statuses = Map.groupBy(guesses, ({ status }) => status);
    expect([statuses.get(422)?.length, statuses.get(409)?.length]).toEqual([5, 15]);
  });

  it('the right code is right again when its answer was lost, and tells it once', async () => {
    const { shopper, row, checkId } = await passed();
    const again = await answer(shopper, checkId, await codeOf(shopper, checkId));
    expect(again.status).toBe(200);
    expect((await told(row)).map(([type]) => type)).toEqual(['payment.checkAsked', 'payment.checkPassed']);
    expect((await pay(shopper, row)).status).toBe(201);
    expect((await answer(shopper, checkId, await codeOf(shopper, checkId))).status).toBe(409);
  });

  it('409 after five minutes, and when a newer code took its place', async () => {
    const shopper = await client();
    const row = await buy(shopper);
    const first = (await ask(shopper, row)).body.checkId;
    const code = await codeOf(shopper, first);
    bench.clocks.advanceTo(now() + MINUTE);
    const second = (await ask(shopper, row)).body.checkId;
    expect((await answer(shopper, first, code)).body.code).toBe('paymentCheckOver');
    const newer = await codeOf(shopper, second);
    bench.clocks.advanceTo(now() + 5 * MINUTE);
    expect((await answer(shopper, second, newer)).body.code).toBe('paymentCheckOver');
  });

  it('404 for somebody else’s, whoever has the code; 400 for what is no code; 401 without a session', async () => {
    const shopper = await client();
    const { checkId } = (await ask(shopper, await buy(shopper))).body;
    const code = await codeOf(shopper, checkId);
    expect((await answer(await client(), checkId, code)).status).toBe(404);
    expect((await answer(shopper, 'pc_none', code)).status).toBe(404);
    expect((await answer(shopper, checkId, '12345')).status).toBe(400);
    const url = `/api/payment-checks/${checkId}`;
    expect((await bench.app.inject({ method: 'POST', url, payload: { code } })).statusCode).toBe(401);
    expect((await answer(shopper, checkId, code)).status).toBe(200);
  });
});

describe('what is risky beside the amount', () => {
  it('goods of ¥1,000 for somebody new, from an account that has paid before', async () => {
    const shopper = await client();
    await bench.pay(await buy(shopper, 1));
    await bench.drainEvents();
    expect((await pay(shopper, await buy(shopper, 8))).status).toBe(201);
    const elsewhere = { ...shopper, address: (await bench.shopper()).address };
    expect((await pay(shopper, await buy(elsewhere, 1))).status).toBe(201);
    const row = await buy(elsewhere, 8);
    expect((await pay(shopper, row)).status).toBe(403);
    await ask(shopper, row);
    expect((await told(row))[0]![1]).toEqual(['newRecipient']);
  });

  it('a number that three other accounts ordered for', async () => {
    const { address } = await bench.shopper();
    for (let account = 0; account < 3; account++) await buy({ ...(await bench.shopper()), address }, 1);
    await bench.drainEvents();
    const shopper = await sign({ ...(await bench.shopper()), address });
    const row = await buy(shopper, 1);
    expect((await pay(shopper, row)).status).toBe(403);
    await ask(shopper, row);
    expect((await told(row))[0]![1]).toEqual(['sharedPhone']);
  });

  it('five charges of a day that ended unpaid', async () => {
    const shopper = await client();
    for (let tries = 0; tries < 5; tries++) {
      const row = await buy(shopper, 1);
      expect((await pay(shopper, row)).status).toBe(201);
      await shopper.send('POST', `/api/purchases/${row.purchaseId}/cancel`);
    }
    const row = await buy(shopper, 1);
    expect((await pay(shopper, row)).status).toBe(403);
    await ask(shopper, row);
    expect((await told(row))[0]![1]).toEqual(['failedTries']);
  });
});
