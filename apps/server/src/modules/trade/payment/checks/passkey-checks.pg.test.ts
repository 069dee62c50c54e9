/** Long because every refusal around passkeys is met here over HTTP, with true signatures. */

import { generateKeyPairSync } from 'node:crypto';
import type { PasskeyAnswer, PasskeyAsked, PasskeyList, PasskeyOptions } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SHOPPER_COOKIE } from '../../../base/members/index.ts';
import { type Bent, createAuthenticator } from '../../../base/members/passkeys/test-authenticator.ts';
import type { PurchaseRow } from '../../orders/index.ts';
import { type Bench, type Customer, openBench } from '../../trade-test-bench.ts';

const MINUTE = 60_000;
const HERE = 'http://localhost';
let bench: Bench;
/** A real database whose operator connected nobody to carry messages. */
let mute: Bench;
beforeAll(async () => {
  [bench, mute] = await Promise.all([
    openBench({ onHand: 100_000, wire: true }),
    openBench({ onHand: 100_000, wire: true, sender: null }),
  ]);
});
afterAll(async () => {
  await Promise.all([bench.close(), mute.close()]);
});

type Answer = { status: number; body: Record<string, unknown> };
type Method = 'GET' | 'POST' | 'PUT' | 'DELETE';
type Client = Customer & { send(method: Method, url: string, body?: object, page?: string): Promise<Answer> };
type Device = ReturnType<typeof createAuthenticator>;

async function sign(customer: Customer, at = bench): Promise<Client> {
  const cookie = await at.node.members.shoppers.openSession(customer.shopperId);
  return {
    ...customer,
    async send(method, url, body, page = HERE) {
      const answer = await at.app.inject({
        ...{ method, url, cookies: { [SHOPPER_COOKIE]: cookie } },
        headers: { host: new URL(page).host, origin: page },
        ...(body && { payload: body }),
      });
      return { status: answer.statusCode, body: answer.json() };
    },
  };
}
const client = async (at = bench) => sign(await at.shopper(), at);
const buy = (who: Customer, quantity = 40, at = bench) => at.buy(who, [{ skuId: 'sku-cream', quantity }]);
const pay = (who: Client, { purchaseId }: PurchaseRow, method = 'wechatpay') =>
  who.send('POST', `/api/purchases/${purchaseId}/payments`, { method });
const pass = (at: Bench, ms: number) => at.clocks.advanceTo(at.clocks.campaign.now() + ms);

const options = async (who: Client, page?: string) =>
  who.send('POST', '/api/passkeys/options', { lang: 'en' }, page);
async function add(who: Client, device: Device, bent: Bent = {}, name = 'Phone'): Promise<Answer> {
  const { body } = await options(who);
  const created = device.create(body as unknown as PasskeyOptions, bent);
  return who.send('POST', '/api/passkeys', { name, created });
}
const list = async (who: Client) => (await who.send('GET', '/api/passkeys')).body as unknown as PasskeyList;
/** Somebody with a passkey. */
async function holder(at = bench) {
  const [shopper, device] = [await client(at), createAuthenticator()];
  expect((await add(shopper, device)).status).toBe(201);
  return { shopper, device };
}
const askPayment = (who: Client, { purchaseId }: PurchaseRow, way = 'passkey', page?: string) =>
  who.send('POST', `/api/purchases/${purchaseId}/payment-checks`, { way, method: 'wechatpay' }, page);
const askedOf = ({ body }: Answer) => body.passkey as PasskeyAsked;
const answer = (who: Client, checkId: unknown, passkey: PasskeyAnswer, page?: string) =>
  who.send('POST', `/api/payment-checks/${checkId}`, { passkey }, page);
const askSession = (who: Client, way: string) => who.send('POST', '/api/session-checks', { way });
const answerSession = (who: Client, checkId: unknown, body: object) =>
  who.send('POST', `/api/session-checks/${checkId}`, body);
async function codeOf(who: Client, checkId: unknown): Promise<string> {
  const { messages } = (await who.send('GET', '/api/sandbox/messages')).body as {
    messages: { messageId: string; text: string }[];
  };
  return /\d{6}/.exec(messages.find(({ messageId }) => messageId === checkId)!.text)![0];
}
const told = async (at: Bench, { purchaseId }: PurchaseRow) =>
  (
    await at.db.query<{ type: string; data: Record<string, unknown> }>(
      `select type, data from outbox where aggregate = $1 and type like 'payment.check%' order by id`,
      [purchaseId],
    )
  ).map(({ type, data }) => [type, data.way ?? null, data.by]);
const rowsOf = (who: Client) =>
  bench.db.query<{ counter: number; name: string; last: number | null }>(
    `select counter, sealed_name as name, last_used_at_wall as last from passkey where shopper_id = $1`,
    [who.shopperId],
  );

describe('adding a passkey', () => {
  it('201 in a fresh session; it is listed by its name, which is kept under seal', async () => {
    const shopper = await client();
    const added = await add(shopper, createAuthenticator(), {}, '小林的手机');
    expect(added).toMatchObject({ status: 201, body: { passkeysMax: 10, origin: HERE, ways: ['passkey'] } });
    expect((await list(shopper)).passkeys).toEqual([
      {
        passkeyId: expect.stringMatching(/^pk_/),
        ...{ name: '小林的手机', backedUp: true, lastUsedAtWall: null },
        createdAtWall: bench.clocks.wall.now(),
      },
    ]);
    expect(JSON.stringify(await rowsOf(shopper))).not.toContain('小林');
  });

  it('401 without a session, for every route', async () => {
    for (const [method, url, payload] of [
      ['GET', '/api/passkeys', undefined],
      ['POST', '/api/passkeys/options', {}],
      ['PUT', '/api/passkeys/pk_x', { name: 'x' }],
      ['DELETE', '/api/passkeys/pk_x', undefined],
      ['POST', '/api/session-checks', { way: 'sms' }],
      ['POST', '/api/session-checks/pc_x', { code: '123456' }],
    ] as const) {
      const { statusCode } = await bench.app.inject({ method, url, ...(payload && { payload }) });
      expect([method, url, statusCode]).toEqual([method, url, 401]);
    }
  });

  it('403 once the session is older than ten minutes: an open session alone adds nothing and removes nothing', async () => {
    const { shopper } = await holder();
    const [known] = (await list(shopper)).passkeys;
    const stale = await options(shopper);
    pass(bench, 10 * MINUTE);
    expect((await list(shopper)).freshUntilWall).toBe(null);
    const created = createAuthenticator().create(stale.body as unknown as PasskeyOptions);
    const refusals = [
      await options(shopper),
      await shopper.send('POST', '/api/passkeys', { name: 'Mine', created }),
      await shopper.send('DELETE', `/api/passkeys/${known!.passkeyId}`),
    ];
    for (const { status, body } of refusals)
      expect([status, body.code, body.ways]).toEqual([403, 'sessionNotFresh', ['passkey']]);
    expect((await list(shopper)).passkeys).toHaveLength(1);
  });

  it('403 under an address where passkeys do not work, with the one where they do', async () => {
    const shopper = await client();
    expect(await options(shopper, 'http://127.0.0.1')).toMatchObject({
      status: 403,
      body: { code: 'passkeyOriginRefused', origin: HERE },
    });
    const { shopper: other } = await holder();
    const asked = await askPayment(other, await buy(other), 'passkey', 'http://127.0.0.1');
    expect(asked.body.code).toBe('passkeyOriginRefused');
  });

  it.each<[string, Bent]>([
    ['made on another site', { rpId: 'evil.example' }],
    ['made on a page of another origin', { origin: 'https://evil.example' }],
    ['made in a frame of another site', { crossOrigin: true }],
    ['made without its owner being verified', { unverified: true }],
    ['that is an assertion', { type: 'webauthn.get' }],
    ['with a certificate that nobody asked for', { format: 'tpm' }],
  ])('422 for one %s', async (_, bent) => {
    const shopper = await client();
    expect((await add(shopper, createAuthenticator(), bent)).body.code).toBe('passkeyRefused');
    expect(await rowsOf(shopper)).toEqual([]);
  });

  it('409 for a challenge that was answered, that ran out, that is somebody else’s, or was never drawn', async () => {
    const shopper = await client();
    const { body } = await options(shopper);
    const created = createAuthenticator().create(body as unknown as PasskeyOptions);
    const stranger = await client();
    const send = (who: Client, made = created) =>
      who.send('POST', '/api/passkeys', { name: 'x', created: made });
    expect((await send(stranger)).body.code).toBe('passkeyOver');
    expect((await send(shopper)).status).toBe(201);
    expect((await send(shopper)).body.code).toBe('passkeyOver');
    const late = (await options(shopper)).body as unknown as PasskeyOptions;
    pass(bench, 5 * MINUTE);
    expect((await send(shopper, createAuthenticator().create(late))).body.code).toBe('passkeyOver');
    const guessed = { challenge: Buffer.alloc(32).toString('base64url') };
    expect((await send(shopper, createAuthenticator().create(late, guessed))).body.code).toBe('passkeyOver');
  });

  it('422 for a credential that another account has', async () => {
    const { device } = await holder();
    const thief = await client();
    expect((await add(thief, device)).body.code).toBe('passkeyRefused');
    expect(await rowsOf(thief)).toEqual([]);
  });

  it('409 after ten, also when two are added at once; what is there is left out of the offer', async () => {
    const shopper = await client();
    for (let count = 0; count < 9; count++)
      expect((await add(shopper, createAuthenticator())).status).toBe(201);
    const offers = [await options(shopper), await options(shopper)].map(
      ({ body }) => body as unknown as PasskeyOptions,
    );
    expect(offers[0]!.excludeCredentials).toHaveLength(9);
    const both = await Promise.all(
      offers.map((offer) =>
        shopper.send('POST', '/api/passkeys', { name: 'x', created: createAuthenticator().create(offer) }),
      ),
    );
    expect(both.map(({ status }) => status).toSorted()).toEqual([201, 409]);
    expect((await options(shopper)).body.code).toBe('passkeysFull');
  });
});

describe('names and leaving', () => {
  it('200 for another name, 404 for somebody else’s, 400 for none', async () => {
    const { shopper } = await holder();
    const { passkeyId } = (await list(shopper)).passkeys[0]!;
    const stranger = await client();
    const url = `/api/passkeys/${passkeyId}`;
    const renamed = await shopper.send('PUT', url, { name: ' Laptop ' });
    expect((renamed.body as unknown as PasskeyList).passkeys[0]!.name).toBe('Laptop');
    expect((await stranger.send('PUT', url, { name: 'Mine' })).status).toBe(404);
    expect((await stranger.send('DELETE', url)).status).toBe(404);
    expect((await shopper.send('PUT', url, { name: '  ' })).status).toBe(400);
    expect((await list(shopper)).passkeys[0]!.name).toBe('Laptop');
  });

  it('a passkey that was removed confirms nothing any more, also for a check that was asked before', async () => {
    const { shopper, device } = await holder();
    const row = await buy(shopper);
    const asked = await askPayment(shopper, row);
    const { passkeyId } = (await list(shopper)).passkeys[0]!;
    expect((await shopper.send('DELETE', `/api/passkeys/${passkeyId}`)).status).toBe(200);
    const answered = await answer(shopper, asked.body.checkId, device.sign(askedOf(asked)));
    expect(answered.body.code).toBe('passkeyRefused');
    expect((await pay(shopper, row)).body).toMatchObject({ code: 'paymentCheckNeeded', ways: ['sms'] });
  });
});

describe('a payment confirmed with a passkey', () => {
  it('201 for the charge, and the order’s story says by which means', async () => {
    const { shopper, device } = await holder();
    const row = await buy(shopper);
    expect((await pay(shopper, row)).body).toMatchObject({ code: 'paymentCheckNeeded', ways: ['passkey'] });
    const asked = await askPayment(shopper, row);
    expect(asked).toMatchObject({
      status: 201,
      body: {
        ...{ way: 'passkey', expiresAtWall: bench.clocks.wall.now() + 5 * MINUTE },
        passkey: {
          ...{ rpId: 'localhost', userVerification: 'required' },
          allowCredentials: [{ id: device.credentialId, type: 'public-key', transports: ['internal'] }],
        },
      },
    });
    const signed = device.sign(askedOf(asked), { userHandle: handleOf(shopper) });
    expect(await answer(shopper, asked.body.checkId, signed)).toEqual({
      status: 200,
      body: { payUntilWall: bench.clocks.wall.now() + 10 * MINUTE },
    });
    expect((await pay(shopper, row)).status).toBe(201);
    expect((await pay(shopper, row, 'alipay')).status).toBe(201);
    expect(await told(bench, row)).toEqual([
      ['payment.checkAsked', 'passkey', 'system'],
      ['payment.checkPassed', 'passkey', 'shopper'],
    ]);
    expect(await rowsOf(shopper)).toMatchObject([{ counter: 2, last: bench.clocks.wall.now() }]);
  });

  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  it.each<[string, Bent]>([
    ['signed with another key', { key: foreign }],
    ['signed on a page of another origin', { origin: 'https://evil.example' }],
    ['signed for another site', { rpId: 'evil.example' }],
    ['signed in a frame of another site', { crossOrigin: true }],
    ['signed without its owner being verified', { unverified: true }],
    ['that creates a passkey', { type: 'webauthn.create' }],
    ['that counted back', { counter: 0 }],
    ['that counted nothing since', { counter: 1 }],
    ['that names another account', { userHandle: Buffer.from('sh_other').toString('base64url') }],
    ['of a credential that nobody knows', { credentialId: Buffer.alloc(32) }],
  ])('422 for an answer %s; that check is over, and the story says that it failed', async (_, bent) => {
    const { shopper, device } = await holder();
    const row = await buy(shopper);
    const asked = await askPayment(shopper, row);
    const { checkId } = asked.body;
    expect((await answer(shopper, checkId, device.sign(askedOf(asked), bent))).body.code).toBe(
      'passkeyRefused',
    );
    expect((await told(bench, row)).at(-1)).toEqual(['payment.checkFailed', 'passkey', 'shopper']);
    expect((await answer(shopper, checkId, device.sign(askedOf(asked)))).body.code).toBe('paymentCheckOver');
    expect((await pay(shopper, row)).status).toBe(403);
  });

  it('422 for the passkey of another account, 404 for a check of another account', async () => {
    const [one, other] = [await holder(), await holder()];
    const asked = await askPayment(one.shopper, await buy(one.shopper));
    const signed = one.device.sign(askedOf(asked));
    expect((await answer(other.shopper, asked.body.checkId, signed)).status).toBe(404);
    const theirs = other.device.sign(askedOf(asked));
    expect((await answer(one.shopper, asked.body.checkId, theirs)).body.code).toBe('passkeyRefused');
  });

  it('409 for an answer that is sent again, to its own check and to another', async () => {
    const { shopper, device } = await holder();
    const row = await buy(shopper);
    const asked = await askPayment(shopper, row);
    const signed = device.sign(askedOf(asked));
    expect((await answer(shopper, asked.body.checkId, signed)).status).toBe(200);
    expect((await answer(shopper, asked.body.checkId, signed)).body.code).toBe('paymentCheckOver');
    const second = await askPayment(shopper, await buy(shopper));
    expect((await answer(shopper, second.body.checkId, signed)).body.code).toBe('paymentCheckOver');
  });

  it('409 for a challenge of another purchase, or of a session, and it is used up by that', async () => {
    const { shopper, device } = await holder();
    const [one, two] = [await buy(shopper), await buy(shopper)];
    const [first, second] = [await askPayment(shopper, one), await askPayment(shopper, two)];
    const crossed = device.sign(askedOf(first));
    expect((await answer(shopper, second.body.checkId, crossed)).body.code).toBe('paymentCheckOver');
    expect((await answer(shopper, first.body.checkId, crossed)).body.code).toBe('paymentCheckOver');
    const session = await askSession(shopper, 'passkey');
    const ofSession = device.sign(askedOf(session));
    expect((await answer(shopper, session.body.checkId, ofSession)).status).toBe(404);
    expect((await answer(shopper, second.body.checkId, ofSession)).body.code).toBe('paymentCheckOver');
    expect((await pay(shopper, one)).status).toBe(403);
  });

  it('409 after five minutes, and once a newer check took its place', async () => {
    const { shopper, device } = await holder();
    const row = await buy(shopper);
    const first = await askPayment(shopper, row);
    const second = await askPayment(shopper, row);
    expect((await answer(shopper, first.body.checkId, device.sign(askedOf(first)))).body.code).toBe(
      'paymentCheckOver',
    );
    pass(bench, 5 * MINUTE);
    expect((await answer(shopper, second.body.checkId, device.sign(askedOf(second)))).body.code).toBe(
      'paymentCheckOver',
    );
  });

  it('of two answers of one count, one is right: the other comes from a copy', async () => {
    const { shopper, device } = await holder();
    const [one, two] = [await buy(shopper), await buy(shopper)];
    const [first, second] = [await askPayment(shopper, one), await askPayment(shopper, two)];
    const both = await Promise.all([
      answer(shopper, first.body.checkId, device.sign(askedOf(first), { counter: 7 })),
      answer(shopper, second.body.checkId, device.sign(askedOf(second), { counter: 7 })),
    ]);
    expect(both.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });

  it('an authenticator that counts nothing is right each time', async () => {
    const [shopper, device] = [await client(), createAuthenticator({ counts: false })];
    await add(shopper, device);
    for (let time = 0; time < 2; time++) {
      const asked = await askPayment(shopper, await buy(shopper));
      expect((await answer(shopper, asked.body.checkId, device.sign(askedOf(asked)))).status).toBe(200);
    }
  });

  it('400 for an answer that is none', async () => {
    const { shopper, device } = await holder();
    const asked = await askPayment(shopper, await buy(shopper));
    const signed = device.sign(askedOf(asked));
    for (const passkey of [{}, { ...signed, id: '<>' }, { ...signed, type: 'password' }])
      expect(
        (await shopper.send('POST', `/api/payment-checks/${asked.body.checkId}`, { passkey })).status,
      ).toBe(400);
  });
});

describe('the message as the other way', () => {
  it('409 for an account with a passkey whose number nobody knows: an order may name anybody’s', async () => {
    const { shopper } = await holder();
    expect(await askPayment(shopper, await buy(shopper), 'sms')).toMatchObject({
      status: 409,
      body: { code: 'checkWayClosed', ways: ['passkey'] },
    });
  });

  it('goes to the number of the first purchase that was paid, whatever a later order says', async () => {
    const { shopper } = await holder();
    await bench.pay(await buy(shopper, 1));
    await bench.drainEvents();
    const elsewhere = { ...shopper, address: (await bench.shopper()).address };
    const row = await buy(elsewhere);
    expect((await pay(shopper, row)).body.ways).toEqual(['passkey', 'sms']);
    const { phone } = shopper.address;
    const asked = await askPayment(shopper, row, 'sms');
    expect(asked.body).toMatchObject({ way: 'sms', phone: `${phone.slice(0, 3)}****${phone.slice(-4)}` });
    const code = await codeOf(shopper, asked.body.checkId);
    const url = `/api/payment-checks/${asked.body.checkId}`;
    expect((await shopper.send('POST', url, { code })).status).toBe(200);
    expect((await pay(shopper, row)).status).toBe(201);
    expect((await told(bench, row)).at(-1)).toEqual(['payment.checkPassed', 'sms', 'shopper']);
  });

  it('409 for a passkey where the account has none', async () => {
    const shopper = await client();
    const asked = await askPayment(shopper, await buy(shopper));
    expect(asked.body).toMatchObject({ code: 'checkWayClosed', ways: ['sms'] });
  });
});

describe('a session that shows whose it is', () => {
  it('a passkey makes it fresh again for ten minutes, this session and no other', async () => {
    const { shopper, device } = await holder();
    const beside = await sign(shopper);
    pass(bench, 10 * MINUTE);
    const asked = await askSession(shopper, 'passkey');
    const { checkId } = asked.body;
    const signed = device.sign(askedOf(asked));
    expect((await answerSession(beside, checkId, { passkey: signed })).status).toBe(404);
    const freshUntilWall = bench.clocks.wall.now() + 10 * MINUTE;
    expect(await answerSession(shopper, checkId, { passkey: signed })).toEqual({
      status: 200,
      body: { freshUntilWall },
    });
    expect((await list(beside)).freshUntilWall).toBe(null);
    expect((await add(shopper, createAuthenticator())).status).toBe(201);
    pass(bench, 10 * MINUTE);
    expect((await options(shopper)).status).toBe(403);
  });

  it('so does a code to the number of the first purchase that was paid; a wrong one does not', async () => {
    const shopper = await client();
    await bench.pay(await buy(shopper, 1));
    await bench.drainEvents();
    pass(bench, 10 * MINUTE);
    expect((await list(shopper)).ways).toEqual(['sms']);
    const { checkId } = (await askSession(shopper, 'sms')).body;
    const code = await codeOf(shopper, checkId);
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0');
    expect(await answerSession(shopper, checkId, { code: wrong })).toMatchObject({
      status: 422,
      body: { code: 'paymentCodeWrong', triesLeft: 4 },
    });
    expect((await options(shopper)).status).toBe(403);
    expect((await answerSession(shopper, checkId, { code })).status).toBe(200);
    expect((await add(shopper, createAuthenticator())).status).toBe(201);
  });

  it('409 in every way while nothing is known of who it is', async () => {
    const shopper = await client();
    pass(bench, 10 * MINUTE);
    expect((await list(shopper)).ways).toEqual([]);
    for (const way of ['sms', 'passkey'])
      expect((await askSession(shopper, way)).body).toMatchObject({ code: 'checkWayClosed', ways: [] });
  });

  it('a code of a payment makes no session fresh, and the other way round', async () => {
    const shopper = await client();
    const row = await buy(shopper);
    const payment = (await askPayment(shopper, row, 'sms')).body.checkId;
    const code = await codeOf(shopper, payment);
    expect((await answerSession(shopper, payment, { code })).status).toBe(404);
    expect((await shopper.send('POST', `/api/payment-checks/${payment}`, { code })).status).toBe(200);
    pass(bench, 10 * MINUTE);
    expect((await list(shopper)).freshUntilWall).toBe(null);
  });
});

describe('where nobody carries messages', () => {
  it('who has a passkey is asked for it', async () => {
    const { shopper, device } = await holder(mute);
    const row = await buy(shopper, 40, mute);
    expect((await pay(shopper, row)).body).toMatchObject({ status: 403, ways: ['passkey'] });
    const asked = await askPayment(shopper, row);
    expect((await answer(shopper, asked.body.checkId, device.sign(askedOf(asked)))).status).toBe(200);
    expect((await pay(shopper, row)).status).toBe(201);
  });

  it('who has none goes on unchecked, and the order’s story says so', async () => {
    const shopper = await client(mute);
    const row = await buy(shopper, 40, mute);
    expect((await pay(shopper, row)).status).toBe(201);
    expect(await told(mute, row)).toEqual([['payment.checkSkipped', null, 'system']]);
    const ordinary = await buy(shopper, 1, mute);
    expect((await pay(shopper, ordinary)).status).toBe(201);
    expect(await told(mute, ordinary)).toEqual([]);
  });
});

function handleOf({ shopperId }: Customer): string {
  return Buffer.from(shopperId).toString('base64url');
}
