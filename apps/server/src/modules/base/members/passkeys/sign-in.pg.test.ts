import { randomBytes } from 'node:crypto';
import type { PasskeyAnswer, PasskeyAsked, PasskeyOptions } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Bench, openBench } from '../../../trade/trade-test-bench.ts';
import { type Bent, createAuthenticator } from './test-authenticator.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench({ onHand: 10 });
});
afterAll(() => bench.close());

type Device = ReturnType<typeof createAuthenticator>;
const cookiesOf = (answer: { cookies: { name: string; value: string }[] }) =>
  Object.fromEntries(answer.cookies.map(({ name, value }) => [name, value]));

/** A browser: keeps its cookies. */
function browser(origin = 'http://localhost') {
  let cookies: Record<string, string> = {};
  return {
    get session() {
      return cookies.dacu_shopper;
    },
    async send(method: 'GET' | 'POST' | 'DELETE', url: string, body?: object) {
      const answer = await bench.app.inject({
        ...{ method, url, cookies },
        headers: { host: new URL(origin).host, origin },
        ...(body && { payload: body }),
      });
      cookies = { ...cookies, ...cookiesOf(answer) };
      const parsed = answer.json();
      return { status: answer.statusCode, code: parsed.code, body: parsed };
    },
  };
}
type Browser = ReturnType<typeof browser>;

async function withPasskey(device: Device) {
  const one = browser();
  const { shopperId } = (await one.send('POST', '/api/visits', {})).body;
  const options = (await one.send('POST', '/api/passkeys/options', {})).body as PasskeyOptions;
  const added = await one.send('POST', '/api/passkeys', { name: 'Phone', created: device.create(options) });
  expect(added.status).toBe(201);
  return { one, shopperId: String(shopperId) };
}
const handle = (shopperId: string) => ({ userHandle: Buffer.from(shopperId).toString('base64url') });
const asked = async (at: Browser) =>
  (await at.send('POST', '/api/session/passkey/options', {})).body as PasskeyAsked;
const enter = (at: Browser, answer: PasskeyAnswer) => at.send('POST', '/api/session/passkey', { answer });
const meOf = async (at: Browser) => (await at.send('GET', '/api/me')).body.shopperId;

describe('signing in with a passkey', () => {
  it('200: a new browser is in the account, by name of nobody; the guest session it had ends', async () => {
    const device = createAuthenticator();
    const { shopperId } = await withPasskey(device);
    const other = browser();
    await other.send('POST', '/api/visits', {});
    const guest = other.session;
    const options = await asked(other);
    expect(options).toMatchObject({ allowCredentials: [], userVerification: 'required', rpId: 'localhost' });
    const entered = await enter(other, device.sign(options, handle(shopperId)));
    expect(entered).toMatchObject({ status: 200, body: { shopperId } });
    expect(await meOf(other)).toBe(shopperId);
    expect(await bench.node.members.shoppers.session(guest!)).toBeNull();
    // Opened just now: it may look after passkeys.
    expect((await other.send('GET', '/api/passkeys')).body.freshUntilWall).not.toBeNull();
  });

  it('200 without any session before, and again with another challenge', async () => {
    const device = createAuthenticator();
    const { shopperId } = await withPasskey(device);
    for (let nth = 0; nth < 2; nth += 1) {
      const other = browser();
      expect((await enter(other, device.sign(await asked(other), handle(shopperId)))).status).toBe(200);
    }
  });

  it('409 for an answer that comes twice, after five minutes, and for a challenge of something else', async () => {
    const device = createAuthenticator();
    const { one, shopperId } = await withPasskey(device);
    const answer = device.sign(await asked(browser()), handle(shopperId));
    expect((await enter(browser(), answer)).status).toBe(200);
    expect(await enter(browser(), answer)).toMatchObject({ status: 409, code: 'passkeyOver' });
    const late = device.sign(await asked(browser()), handle(shopperId));
    bench.clocks.advanceTo(bench.clocks.wall.now() + 300_000);
    expect((await enter(browser(), late)).status).toBe(409);
    const check = await one.send('POST', '/api/session-checks', { way: 'passkey', lang: 'en' });
    const elsewhere = device.sign(check.body.passkey as PasskeyAsked, handle(shopperId));
    expect((await enter(browser(), elsewhere)).status).toBe(409);
  });

  it('422, and no session, for whatever is not the account’s own: the same words for an unknown passkey and a wrong signature', async () => {
    const device = createAuthenticator();
    const stranger = createAuthenticator();
    const { shopperId } = await withPasskey(device);
    const bent: [Device, Bent][] = [
      [stranger, handle(shopperId)],
      [device, { ...handle(shopperId), key: stranger.privateKey }],
      [device, { ...handle(shopperId), credentialId: randomBytes(32) }],
      [device, {}],
      [device, handle('sh_somebody_else')],
      [device, { ...handle(shopperId), unverified: true }],
      [device, { ...handle(shopperId), origin: 'http://elsewhere.test' }],
      [device, { ...handle(shopperId), crossOrigin: true }],
      [device, { ...handle(shopperId), counter: 1 }],
    ];
    for (const [by, how] of bent) {
      const other = browser();
      const refused = await enter(other, by.sign(await asked(other), how));
      expect([refused.status, refused.code, other.session]).toEqual([422, 'passkeyRefused', undefined]);
    }
    expect((await enter(browser(), device.sign(await asked(browser()), handle(shopperId)))).status).toBe(200);
  });

  it('403 under an address where passkeys do not work, 400 for no answer', async () => {
    const wrong = browser('http://127.0.0.1');
    expect((await wrong.send('POST', '/api/session/passkey/options', {})).code).toBe('passkeyOriginRefused');
    expect((await browser().send('POST', '/api/session/passkey', {})).status).toBe(400);
  });

  it('a passkey that support reset, or that was removed, signs nobody in; one that signs in stops a reset that waits', async () => {
    const { passkeyResets } = bench.node.members;
    const [used, lost] = [createAuthenticator(), createAuthenticator()];
    const [kept, gone] = [await withPasskey(used), await withPasskey(lost)];
    for (const { shopperId } of [kept, gone])
      await passkeyResets.ask({ shopperId, by: 'somebody', reason: 'all of them lost' });
    expect((await enter(browser(), used.sign(await asked(browser()), handle(kept.shopperId)))).status).toBe(
      200,
    );
    bench.clocks.advanceTo(bench.clocks.wall.now() + 72 * 3_600_000);
    const say = async (device: Device, shopperId: string) =>
      (await enter(browser(), device.sign(await asked(browser()), handle(shopperId)))).status;
    expect([await say(used, kept.shopperId), await say(lost, gone.shopperId)]).toEqual([200, 422]);
  });
});

it('signing out ends the session at once; without one it says the same', async () => {
  const { one, shopperId } = await withPasskey(createAuthenticator());
  const token = one.session!;
  expect(await meOf(one)).toBe(shopperId);
  expect((await one.send('DELETE', '/api/session')).body).toEqual({ ok: true });
  expect(await bench.node.members.shoppers.session(token)).toBeNull();
  expect((await one.send('GET', '/api/me')).status).toBe(401);
  expect((await browser().send('DELETE', '/api/session')).status).toBe(200);
});
