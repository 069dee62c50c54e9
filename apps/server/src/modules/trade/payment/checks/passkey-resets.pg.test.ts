import type { PasskeyAsked, PasskeyList, PasskeyOptions } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPERATOR_COOKIE, type OperatorRole, SHOPPER_COOKIE } from '../../../base/members/index.ts';
import { createAuthenticator } from '../../../base/members/passkeys/test-authenticator.ts';
import { type Bench, type Customer, openBench } from '../../trade-test-bench.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const REASON = 'phone lost, order numbers known';
let bench: Bench;
const cookies = new Map<OperatorRole, string>();
beforeAll(async () => {
  bench = await openBench({ onHand: 100_000, wire: true });
  for (const role of ['commander', 'merchandiser', 'service', 'finance', 'analyst'] as const)
    await signIn(role);
});
afterAll(() => bench.close());

type Answer = { status: number; code: unknown; body: Record<string, unknown> };
type Method = 'GET' | 'POST' | 'DELETE';

async function inject(
  cookie: Record<string, string>,
  method: Method,
  url: string,
  body?: object,
): Promise<Answer> {
  const answer = await bench.app.inject({
    ...{ method, url, cookies: cookie },
    headers: { host: 'localhost', origin: 'http://localhost' },
    ...(body && { payload: body }),
  });
  const parsed = answer.json();
  return { status: answer.statusCode, code: parsed.code, body: parsed };
}

/** Again after days: a shift ends. */
async function signIn(role: OperatorRole): Promise<void> {
  const { operators } = bench.node.members;
  const name = `${role}-${bench.clocks.wall.now()}`;
  const { oneTimePassword } = await operators.create({ name, role });
  const signed = await operators.signIn(name, oneTimePassword);
  await operators.changePassword(signed!.token, 'a longer password');
  cookies.set(role, signed!.token);
}
const as = (role: OperatorRole, method: Method, shopperId: string, what: string, body?: object) =>
  inject(
    { [OPERATOR_COOKIE]: cookies.get(role) ?? '' },
    ...([method, `/api/ops/shoppers/${shopperId}/${what}`, body] as const),
  );
const ask = (shopperId: string, reason = REASON, role: OperatorRole = 'service') =>
  as(role, 'POST', shopperId, 'passkey-reset', { reason });
const guardOf = async (shopperId: string) => (await as('service', 'GET', shopperId, 'passkeys')).body;

type Client = Customer & { send(method: Method, url: string, body?: object): Promise<Answer> };
type Device = ReturnType<typeof createAuthenticator>;
async function client(customer?: Customer): Promise<Client> {
  const shopper = customer ?? (await bench.shopper());
  const token = await bench.node.members.shoppers.openSession(shopper.shopperId);
  return { ...shopper, send: (method, url, body) => inject({ [SHOPPER_COOKIE]: token }, method, url, body) };
}
async function add(who: Client, device: Device): Promise<Answer> {
  const options = await who.send('POST', '/api/passkeys/options', { lang: 'en' });
  if (options.status !== 200) return options;
  const created = device.create(options.body as unknown as PasskeyOptions);
  return who.send('POST', '/api/passkeys', { name: 'Phone', created });
}
/** Somebody with a passkey, and nothing else to show who they are. */
async function holder() {
  const [shopper, device] = [await client(), createAuthenticator()];
  expect((await add(shopper, device)).status).toBe(201);
  return { shopper, device };
}
const list = async (who: Client) => (await who.send('GET', '/api/passkeys')).body as unknown as PasskeyList;
const pay = (who: Client, purchaseId: string) =>
  who.send('POST', `/api/purchases/${purchaseId}/payments`, { method: 'wechatpay' });
const buy = (who: Client, quantity = 40) => bench.buy(who, [{ skuId: 'sku-cream', quantity }]);
async function pass(ms: number): Promise<void> {
  bench.clocks.advanceTo(bench.clocks.campaign.now() + ms);
  await signIn('service');
}
async function confirm(who: Client, purchaseId: string, device: Device): Promise<Answer> {
  const asked = await who.send('POST', `/api/purchases/${purchaseId}/payment-checks`, {
    ...{ way: 'passkey', method: 'wechatpay' },
  });
  if (asked.status !== 201) return asked;
  const passkey = device.sign(asked.body.passkey as PasskeyAsked);
  return who.send('POST', `/api/payment-checks/${asked.body.checkId}`, { passkey });
}

describe('asking for a reset', () => {
  it('401 without a session, 403 for roles that talk to no shopper, 201 for service and commander', async () => {
    const { shopper } = await holder();
    const { shopperId } = shopper;
    for (const [method, what] of [
      ['GET', 'passkeys'],
      ['POST', 'passkey-reset'],
      ['DELETE', 'passkey-reset'],
    ] as const) {
      const body = method === 'POST' ? { reason: REASON } : undefined;
      expect((await inject({}, method, `/api/ops/shoppers/${shopperId}/${what}`, body)).status).toBe(401);
      for (const role of ['merchandiser', 'finance', 'analyst'] as const)
        expect([role, (await as(role, method, shopperId, what, body)).status]).toEqual([role, 403]);
    }
    expect((await ask(shopperId, REASON, 'service')).status).toBe(201);
    expect((await ask((await holder()).shopper.shopperId, REASON, 'commander')).status).toBe(201);
  });

  it('400 without a reason worth the name, 404 for nobody, 409 while one waits', async () => {
    const { shopper } = await holder();
    expect((await ask(shopper.shopperId, ' too short  ')).status).toBe(400);
    expect((await ask('sh_nobody')).status).toBe(404);
    expect((await as('service', 'GET', 'sh_nobody', 'passkeys')).status).toBe(404);
    await ask(shopper.shopperId);
    expect(await ask(shopper.shopperId)).toMatchObject({ status: 409, code: 'passkeyResetWaiting' });
  });

  it('409 for an account without passkeys, and for one whose number is known: a code does it there', async () => {
    expect(await ask((await bench.shopper()).shopperId)).toMatchObject({
      ...{ status: 409, code: 'passkeyResetNotNeeded' },
    });
    const { shopper } = await holder();
    await bench.pay(await buy(shopper, 1));
    await bench.drainEvents();
    expect(await guardOf(shopper.shopperId)).toMatchObject({ ways: ['passkey', 'sms'], mayReset: false });
    expect(await ask(shopper.shopperId)).toMatchObject({
      ...{ status: 409, code: 'passkeyResetNotNeeded', body: { ways: ['passkey', 'sms'] } },
    });
  });

  it('is written to what was done, with who and why, and says nothing of the passkeys’ names', async () => {
    const { shopper } = await holder();
    const asked = await ask(shopper.shopperId);
    expect(JSON.stringify(asked.body)).not.toContain('Phone');
    await as('service', 'DELETE', shopper.shopperId, 'passkey-reset');
    const acts = await bench.db.query<{ kind: string; detail: { reason?: string }; by: string }>(
      'select kind, detail, acted_by as by from operator_act where subject = $1 order by act_id',
      [shopper.shopperId],
    );
    expect(acts.map(({ kind, detail, by }) => [kind, detail.reason, by.split('-')[0]])).toEqual([
      ['passkeyResetAsked', REASON, 'service'],
      ['passkeyResetStopped', undefined, 'service'],
    ]);
  });
});

describe('while it waits', () => {
  it('nothing changes, and the shopper is told until when', async () => {
    const { shopper, device } = await holder();
    const now = bench.clocks.wall.now();
    await ask(shopper.shopperId);
    expect((await list(shopper)).reset).toEqual({
      ...{ state: 'waiting', askedAtWall: now, effectiveAtWall: now + 72 * HOUR },
      ...{ limitedUntilWall: now + 72 * HOUR + 7 * DAY, limitFen: 500_000 },
    });
    await pass(72 * HOUR - 1);
    expect((await list(shopper)).passkeys).toHaveLength(1);
    expect((await add(shopper, createAuthenticator())).code).toBe('sessionNotFresh');
    const { purchaseId } = await buy(shopper);
    expect(await pay(shopper, purchaseId)).toMatchObject({ status: 403, code: 'paymentCheckNeeded' });
    expect((await confirm(shopper, purchaseId, device)).status).toBe(200);
  });

  it('one right use of any passkey voids it; a wrong one does not', async () => {
    const { shopper, device } = await holder();
    await ask(shopper.shopperId);
    const { purchaseId } = await buy(shopper);
    expect((await confirm(shopper, purchaseId, createAuthenticator())).status).toBe(422);
    expect(await guardOf(shopper.shopperId)).toMatchObject({ reset: { state: 'waiting' } });
    await confirm(shopper, purchaseId, device);
    expect(await guardOf(shopper.shopperId)).toMatchObject({
      reset: { state: 'over', stoppedBy: 'passkey' },
      mayReset: true,
    });
    await pass(72 * HOUR);
    expect((await list(shopper)).passkeys).toHaveLength(1);
  });

  it('200 for the shopper who stops it, from a session that is not fresh; 404 where none waits, 401 for nobody', async () => {
    const { shopper } = await holder();
    const other = await client();
    await ask(shopper.shopperId);
    await pass(HOUR);
    expect((await other.send('DELETE', '/api/passkey-reset')).status).toBe(404);
    const stopped = await shopper.send('DELETE', '/api/passkey-reset');
    expect(stopped).toMatchObject({ status: 200, body: { reset: null } });
    expect((await shopper.send('DELETE', '/api/passkey-reset')).status).toBe(404);
    expect((await inject({}, 'DELETE', '/api/passkey-reset')).status).toBe(401);
    expect(await guardOf(shopper.shopperId)).toMatchObject({ reset: { stoppedBy: 'shopper' } });
    await pass(72 * HOUR);
    expect((await list(shopper)).passkeys).toHaveLength(1);
    expect((await as('service', 'DELETE', shopper.shopperId, 'passkey-reset')).status).toBe(404);
  });
});

describe('once it took effect', () => {
  it('the old passkey confirms nothing, no risky payment goes unchecked, a new one is added and confirms up to the limit', async () => {
    const { shopper, device } = await holder();
    await ask(shopper.shopperId);
    const checkAsked = await (async () => {
      await pass(72 * HOUR - 1);
      const { purchaseId } = await buy(shopper);
      return shopper.send('POST', `/api/purchases/${purchaseId}/payment-checks`, {
        ...{ way: 'passkey', method: 'wechatpay' },
      });
    })();
    await pass(1);
    expect((await list(shopper)).passkeys).toEqual([]);
    expect((await list(shopper)).reset?.state).toBe('done');
    const passkey = device.sign(checkAsked.body.passkey as PasskeyAsked);
    const late = await shopper.send('POST', `/api/payment-checks/${checkAsked.body.checkId}`, { passkey });
    expect(late).toMatchObject({ status: 422, code: 'passkeyRefused' });
    expect((await as('service', 'DELETE', shopper.shopperId, 'passkey-reset')).status).toBe(404);

    // The very number that an order names gets no code: a thief would name their own.
    const large = await buy(shopper);
    expect(await pay(shopper, large.purchaseId)).toMatchObject({ status: 403, code: 'paymentAfterReset' });
    const risky = await failedOften(shopper);
    expect(await pay(shopper, risky)).toMatchObject({
      ...{ status: 403, code: 'paymentCheckNeeded', body: { ways: [] } },
    });
    const fresh = createAuthenticator();
    expect((await add(shopper, fresh)).status).toBe(201);
    expect((await add(shopper, createAuthenticator())).code).toBe('sessionNotFresh');
    expect((await confirm(shopper, risky, fresh)).status).toBe(200);
    expect((await pay(shopper, risky)).status).toBe(201);
    const again = await buy(shopper);
    expect((await confirm(shopper, again.purchaseId, fresh)).status).toBe(200);
    expect((await pay(shopper, again.purchaseId)).code).toBe('paymentAfterReset');
    await pass(7 * DAY);
    expect((await list(shopper)).reset).toBeNull();
    const later = await buy(shopper);
    expect((await pay(shopper, later.purchaseId)).code).toBe('paymentCheckNeeded');
    await confirm(shopper, later.purchaseId, fresh);
    expect((await pay(shopper, later.purchaseId)).status).toBe(201);
  });

  /** A small purchase that is risky because five charges of the day ended unpaid. */
  async function failedOften(who: Client): Promise<string> {
    const { purchaseId } = await buy(who, 1);
    for (let nth = 0; nth < 5; nth += 1) {
      expect((await pay(who, purchaseId)).status).toBe(201);
      await bench.db.query(
        `update payment set state = 'failed', settled_at = $2 where purchase_id = $1 and state = 'pending'`,
        [purchaseId, bench.clocks.campaign.now()],
      );
    }
    return purchaseId;
  }
});
