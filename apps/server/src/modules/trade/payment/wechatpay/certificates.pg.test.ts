import { X509Certificate } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { secureBytes } from '../../../../platform/chance.ts';
import { type VirtualClocks, virtualClocks } from '../../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../../platform/db/test-database.ts';
import { createIds } from '../../../../platform/ids.ts';
import { silentLog } from '../../../../platform/log.ts';
import type { Delivery, PaymentProvider } from '../provider.ts';
import { type Gateway, openGateway } from '../sandbox/index.ts';
import * as books from '../sandbox/store.ts';
import { createWechatpay } from './provider.ts';
import { platformHeaders } from './signing.ts';

const START = 1_718_640_000_000;
const [MINUTE, HOUR] = [60_000, 3_600_000];
const DAY = 24 * HOUR;

let database: TestDatabase;
let clocks: VirtualClocks;
let gateway: Gateway;
let adapter: PaymentProvider;
const errors: string[] = [];
/** Readings of the list, and what goes wrong with them. */
let listings = 0;
let spoil: ((answer: Response) => Promise<Response> | Response) | null = null;
const network = globalThis.fetch;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.query('delete from sandbox_certificate');
  clocks = virtualClocks(START);
  const ids = createIds({ now: clocks.wall.now, randomBytes: secureBytes() });
  gateway = await openGateway({ db: database.db, clocks, ids }, 'certificates');
  adapter = open();
  [listings, spoil] = [0, null];
  errors.length = 0;
  vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
    const answer = await network(...asked);
    if (!String(asked[0]).endsWith('/v3/certificates')) return answer;
    listings += 1;
    return spoil === null ? answer : spoil(answer);
  });
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await gateway.close();
});

function open(settings: { apiKey?: string; publicKey?: { keyId: string; publicKeyPem: string } } = {}) {
  const { merchant } = gateway.wechatpay;
  return createWechatpay(
    {
      ...{ ...merchant, origin: gateway.origin, apiKey: settings.apiKey ?? merchant.apiKey },
      trust: { publicKey: settings.publicKey ?? null, certificates: true },
      ...{ notifyUrl: 'http://shop.test/n', refundNotifyUrl: 'http://shop.test/n', returnOrigin: '' },
    },
    {
      clocks,
      ids: createIds({ now: clocks.wall.now, randomBytes: secureBytes() }),
      log: { ...silentLog, error: (fields) => errors.push(String((fields as { err: Error }).err.message)) },
    },
  );
}

let told = 0;
/** What the platform says of a payment that was made, signed now. */
async function word(by = gateway): Promise<Delivery> {
  const paymentId = `pa_certificate_${++told}`;
  const charge = await books.putCharge(database.db, {
    ...{ paymentId, providerRef: `ch_${told}`, amountFen: 100, expiresAt: START + DAY, dialect: 'wechatpay' },
    ...{ subject: null, notifyUrl: null, returnUrl: null },
  });
  const paid = { ...charge, state: 'succeeded' as const, decidedAt: clocks.campaign.now() };
  return (await by.wechatpay.notification(paid, `no_certificate_${told}`, null))!;
}
const hear = (delivery: Delivery) => adapter.verify(delivery, clocks.wall.now());
const serialOf = (delivery: Delivery) => delivery.headers['wechatpay-serial'];
const pass = (ms: number) => clocks.advanceTo(clocks.wall.now() + ms);
const change = (inMs: number, oldForMs: number) => {
  const now = clocks.wall.now();
  return gateway.wechatpay.changeCertificate({ effectiveAt: now + inMs, oldUntil: now + oldForMs });
};
/** Another body under the same signature headers: nothing in it was signed. */
const named = (delivery: Delivery, serial: string): Delivery => ({
  ...delivery,
  headers: { ...delivery.headers, 'wechatpay-serial': serial },
});

describe('the first list', () => {
  it('is read with the first message, once for all who wait for it, and an answer is believed by it too', async () => {
    const words = await Promise.all([word(), word(), word()]);
    expect(await Promise.all(words.map(hear))).toEqual(
      words.map(() => expect.objectContaining({ kind: 'charge', amountFen: 100 })),
    );
    expect((await adapter.query(['pa_certificate_1'])).get('pa_certificate_1')?.state).toBe('open');
    expect(listings).toBe(1);
  });

  it('holds X.509 certificates that Node reads and whose own signature holds', async () => {
    const [kept] = await database.db.query<{ pem: string; serial: string }>(
      'select certificate_pem as pem, serial from sandbox_certificate',
    );
    expect(kept).toBeUndefined();
    await hear(await word());
    const [made] = await database.db.query<{ pem: string; serial: string }>(
      'select certificate_pem as pem, serial from sandbox_certificate',
    );
    const certificate = new X509Certificate(made!.pem);
    expect(certificate.verify(certificate.publicKey)).toBe(true);
    expect(certificate.checkIssued(certificate)).toBe(true);
    expect(certificate.serialNumber).toBe(made!.serial);
    expect(certificate.subject).toContain('Sandbox platform certificate');
    expect(certificate.validToDate.getTime()).toBeGreaterThan(START + 4 * 365 * DAY);
  });

  it('is not believed with another APIv3 key; the log says why, and calls fail', async () => {
    adapter = open({ apiKey: 'x'.repeat(32) });
    await expect(hear(await word())).rejects.toThrow('not answering');
    await expect(adapter.query(['pa_certificate_1'])).rejects.toThrow('not answering');
    expect(errors[0]).toContain('does not open with the APIv3 key');
    expect(listings).toBe(1);
  });

  it.each([
    ['unsigned', (headers: Headers) => headers.delete('wechatpay-signature')],
    ['signed by another', (headers: Headers) => headers.set('wechatpay-signature', 'QUJD'.repeat(86))],
    [
      'signed under a number that it does not list',
      (headers: Headers) => headers.set('wechatpay-serial', 'AB'.repeat(20)),
    ],
    ['old', (headers: Headers) => headers.set('wechatpay-timestamp', String(START / 1000 - 301))],
  ])('is not believed when it is %s', async (_, spoiled) => {
    spoil = async (answer) => {
      const headers = new Headers(answer.headers);
      spoiled(headers);
      return new Response(await answer.text(), { status: 200, headers });
    };
    await expect(hear(await word())).rejects.toThrow('not answering');
    spoil = null;
    pass(6_000);
    expect(await hear(await word())).not.toBeNull();
  });

  it('is not believed when what it seals was sealed for something else', async () => {
    spoil = async (answer) => {
      const body = (await answer.text()).replace(
        '"associated_data":"certificate"',
        '"associated_data":"transaction"',
      );
      const signer = await database.db.query<{ serial: string; pem: string }>(
        'select serial, private_pem as pem from sandbox_certificate',
      );
      const platform = { keyId: signer[0]!.serial, privateKeyPem: signer[0]!.pem };
      const head = { timestamp: String(clocks.wall.now() / 1000), nonce: 'n', body };
      return new Response(body, { status: 200, headers: platformHeaders(platform, head) });
    };
    await expect(hear(await word())).rejects.toThrow('not answering');
    expect(errors[0]).toContain('no list of certificates');
  });
});

describe('a change of certificate', () => {
  it('loses no word: both numbers are believed while both are listed, the old one no longer after its end', async () => {
    const before = await word();
    await hear(before);
    const next = await change(DAY, DAY + HOUR);
    pass(12 * HOUR);
    // Found older than eleven hours: read again, and nobody waited for it.
    expect(await hear(await word())).not.toBeNull();
    await vi.waitFor(() => expect(listings).toBe(2));
    pass(12 * HOUR - MINUTE);
    const old = await word();
    expect(serialOf(old)).toBe(serialOf(before));
    pass(MINUTE);
    const under = await word();
    expect(serialOf(under)).toBe(next);
    expect(await Promise.all([hear(old), hear(under), hear(old)])).not.toContain(null);
    pass(HOUR - 2 * MINUTE);
    const late = { ...(await signedUnder(serialOf(before)!)) };
    expect(await hear(late)).not.toBeNull();
    pass(2 * MINUTE);
    expect(await hear(await signedUnder(serialOf(before)!))).toBeNull();
    expect(await hear(await word())).not.toBeNull();
  });

  it('that nobody announced is learnt with its first word, while callbacks arrive under both', async () => {
    const before = await word();
    await hear(before);
    pass(MINUTE);
    const old = await word();
    await change(0, HOUR);
    const words = [old, ...(await Promise.all([word(), word(), word()])), old];
    expect(new Set(words.map(serialOf)).size).toBe(2);
    expect((await Promise.all(words.map(hear))).filter((said) => said === null)).toEqual([]);
    expect(listings).toBe(2);
  });

  /** As a thief of an old private key would, or a platform that is late. */
  async function signedUnder(serial: string): Promise<Delivery> {
    const delivery = await word();
    const [kept] = await database.db.query<{ pem: string }>(
      'select private_pem as pem from sandbox_certificate where serial = $1',
      [serial],
    );
    const head = {
      timestamp: String(Math.floor(clocks.wall.now() / 1000)),
      nonce: 'n',
      body: delivery.rawBody,
    };
    return { ...delivery, headers: platformHeaders({ keyId: serial, privateKeyPem: kept!.pem }, head) };
  }
});

describe('numbers that are not on the list', () => {
  it('have it read once a minute at most, however many are invented', async () => {
    const true_ = await word();
    await hear(true_);
    const invented = (nth: number) => named(true_, nth.toString(16).padStart(40, 'F').toUpperCase());
    pass(MINUTE);
    for (let nth = 1; nth <= 50; nth += 1) expect(await hear(invented(nth))).toBeNull();
    expect(listings).toBe(2);
    pass(MINUTE - 1);
    await Promise.all([60, 61, 62].map((nth) => hear(invented(nth))));
    expect(listings).toBe(2);
    pass(1);
    await Promise.all([70, 71, 72].map((nth) => hear(invented(nth))));
    expect(listings).toBe(3);
    expect(await hear(await word())).not.toBeNull();
  });

  it('that are no numbers, have no signature of now, or are probes, have nothing read at all', async () => {
    const delivery = await word();
    await hear(delivery);
    pass(MINUTE);
    const fresh = await word();
    for (const forged of [
      named(fresh, 'PUB_KEY_ID_0000000000000000000000000000000'),
      named(fresh, '../../v3/certificates'),
      named(fresh, ''),
      { ...named(fresh, 'A'.repeat(40)), headers: { ...fresh.headers, 'wechatpay-timestamp': '1' } },
      {
        ...fresh,
        headers: { ...fresh.headers, 'wechatpay-signature': `WECHATPAY/SIGNTEST/${'A'.repeat(300)}` },
      },
    ])
      expect(await hear(forged)).toBeNull();
    expect(listings).toBe(1);
    expect(await hear({ ...fresh, rawBody: fresh.rawBody.replace('TRANSACTION', 'TRANSACTIOM') })).toBeNull();
  });

  it('in a genuine message whose signature is under another certificate, are not believed', async () => {
    const first = await word();
    await hear(first);
    const next = await change(0, HOUR);
    pass(MINUTE);
    const under = await word();
    expect(serialOf(under)).toBe(next);
    expect(await hear(named(under, serialOf(first)!))).toBeNull();
    expect(await hear(under)).not.toBeNull();
  });
});

describe('a platform that does not answer', () => {
  it('is asked again after five seconds; words under a certificate that is known are believed meanwhile', async () => {
    await hear(await word());
    pass(11 * HOUR);
    spoil = () => new Response('', { status: 502 });
    for (let nth = 0; nth < 5; nth += 1) expect(await hear(await word())).not.toBeNull();
    await vi.waitFor(() => expect(errors).toHaveLength(1));
    expect(listings).toBe(2);
    await change(0, HOUR);
    // Cannot be told now: not refused as forged, so that the platform says it again.
    await expect(hear(await word())).rejects.toThrow('not answering');
    await expect(hear(await word())).rejects.toThrow('not answering');
    expect(listings).toBe(2);
    spoil = null;
    pass(5_000);
    expect(await hear(await word())).not.toBeNull();
  });

  it('when it answers a call with a probe, is asked once more', async () => {
    const answers: string[] = [];
    const before = globalThis.fetch;
    vi.stubGlobal('fetch', async (...asked: Parameters<typeof fetch>) => {
      const answer = await before(...asked);
      answers.push(new URL(String(asked[0])).pathname.split('/')[3]!);
      if (answers.length !== 1) return answer;
      const headers = new Headers(answer.headers);
      headers.set('wechatpay-signature', 'WECHATPAY/SIGNTEST/QUJD');
      return new Response(await answer.text(), { status: answer.status, headers });
    });
    await word();
    expect((await adapter.query([`pa_certificate_${told}`])).size).toBe(1);
    expect(answers).toEqual(['transactions', 'transactions', undefined]);
  });
});

it('while a merchant moves, words under the public key and under certificates are both believed', async () => {
  const publicKeys = await openGateway({ db: database.db, clocks, ids: { next: () => 'no_123456789012' } });
  try {
    adapter = open({ publicKey: publicKeys.wechatpay.merchant.trust.publicKey! });
    expect(await hear(await word(publicKeys))).not.toBeNull();
    expect(listings).toBe(0);
    expect(await hear(await word())).not.toBeNull();
    // Answers come under the public key, which our requests name.
    expect((await adapter.query([`pa_certificate_${told}`])).size).toBe(1);
    expect(listings).toBe(1);
  } finally {
    await publicKeys.close();
  }
});
