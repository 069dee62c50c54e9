import type { ErrorCode } from '@dacu/contract/errors';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OperatorRole } from '../modules/base/members/index.ts';
import { openWebBench, type WebBench } from './web-test-bench.ts';

const ROLES: readonly OperatorRole[] = ['commander', 'merchandiser', 'service', 'finance', 'analyst'];
const EVERYBODY = ROLES;
const PUBLISHERS: readonly OperatorRole[] = ['commander', 'merchandiser'];
const COMMANDER: readonly OperatorRole[] = ['commander'];
const INSPECTION = {
  lines: [{ lineId: 'none', sellable: 1, unsellable: 0, turnedDown: 0, deductFen: 0, note: '' }],
};
const AFTER_SALES: readonly OperatorRole[] = ['commander', 'service', 'finance'];
const FINANCE: readonly OperatorRole[] = ['commander', 'finance'];
const SUPPORT: readonly OperatorRole[] = ['commander', 'service'];

/**
 * Who may call what below `/api/ops/`, with a request that passes its schema. A new route fails the first test until it
 * stands here.
 */
const MAY: Readonly<Record<string, { roles: readonly OperatorRole[]; payload?: unknown; form?: string }>> = {
  'GET /api/ops/account/sessions': { roles: EVERYBODY },
  'GET /api/ops/acts': { roles: EVERYBODY },
  'GET /api/ops/audits/{auditId}': { roles: EVERYBODY },
  'GET /api/ops/board': { roles: EVERYBODY },
  'GET /api/ops/boxes': { roles: EVERYBODY },
  'GET /api/ops/campaigns': { roles: EVERYBODY },
  'GET /api/ops/campaigns/{id}': { roles: EVERYBODY },
  'GET /api/ops/campaigns/{id}/compare': { roles: EVERYBODY },
  'GET /api/ops/campaigns/{id}/timeline': { roles: EVERYBODY },
  'GET /api/ops/campaigns/{id}/waivers': { roles: EVERYBODY },
  'GET /api/ops/campaigns/{id}/editions': { roles: EVERYBODY },
  'GET /api/ops/cases': { roles: EVERYBODY },
  'GET /api/ops/cases/{caseId}': { roles: EVERYBODY },
  'GET /api/ops/coupons': { roles: EVERYBODY },
  'GET /api/ops/definitions': { roles: EVERYBODY },
  'GET /api/ops/exceptions': { roles: EVERYBODY },
  'GET /api/ops/figures/{metric}/rows': { roles: EVERYBODY },
  'GET /api/ops/invoices': { roles: EVERYBODY },
  'POST /api/ops/invoices/export': { roles: FINANCE },
  'POST /api/ops/invoices/{invoiceId}/issue': { roles: FINANCE, payload: { number: '12345678' } },
  'POST /api/ops/invoices/{invoiceId}/void': { roles: FINANCE, payload: { note: 'a reason' } },
  'GET /api/ops/orders': { roles: EVERYBODY },
  'GET /api/ops/orders/{purchaseId}': { roles: EVERYBODY },
  'GET /api/ops/parcels': { roles: EVERYBODY },
  'GET /api/ops/people': { roles: EVERYBODY },
  'GET /api/ops/price-differences': { roles: EVERYBODY },
  'GET /api/ops/reconciliation': { roles: EVERYBODY },
  'GET /api/ops/protections': { roles: EVERYBODY },
  'GET /api/ops/rehearsals': { roles: EVERYBODY },
  'GET /api/ops/replays': { roles: EVERYBODY },
  'GET /api/ops/replays/{replayId}': { roles: EVERYBODY },
  'GET /api/ops/reviews/{reviewId}/figures': { roles: EVERYBODY },
  'GET /api/ops/reviews/{reviewId}/figures/{metric}': { roles: EVERYBODY },
  'GET /api/ops/reviews/{reviewId}/plan-changes/{otherId}': { roles: EVERYBODY },
  'GET /api/ops/reviews': { roles: EVERYBODY },
  'GET /api/ops/reviews/{reviewId}': { roles: EVERYBODY },
  'GET /api/ops/reviews/{reviewId}.md': { roles: EVERYBODY },
  'GET /api/ops/roles': { roles: EVERYBODY },
  'GET /api/ops/places': { roles: EVERYBODY },
  'GET /api/ops/places/{placeId}/links/{productId}': { roles: EVERYBODY },
  'GET /api/ops/stock': { roles: EVERYBODY },
  'GET /api/ops/stock/audit': { roles: EVERYBODY },
  'GET /api/ops/stock/{skuId}': { roles: EVERYBODY },
  'POST /api/ops/stock/{skuId}/acts': {
    roles: PUBLISHERS,
    payload: { kind: 'receive', placeId: 'none', quantity: 1, reason: 'a test' },
  },
  'GET /api/ops/stream': { roles: EVERYBODY },
  'POST /api/ops/account/password': {
    roles: EVERYBODY,
    payload: { current: 'a guess', password: 'a password of ten' },
  },
  // An unknown session: none of those that this test needs.
  'POST /api/ops/account/sessions/end': { roles: EVERYBODY, payload: { sessionId: 'none' } },
  'POST /api/ops/audits/{auditId}/cancel': { roles: PUBLISHERS },
  'POST /api/ops/campaigns/{id}/audits': { roles: PUBLISHERS, payload: { yaml: 'no plan' } },
  'POST /api/ops/campaigns/{id}/audits/latest': { roles: EVERYBODY, payload: { yaml: 'no plan' } },
  'POST /api/ops/campaigns/{id}/law': { roles: EVERYBODY, payload: { yaml: 'no plan' } },
  'POST /api/ops/campaigns/{id}/waivers': {
    roles: COMMANDER,
    payload: { yaml: 'no plan', findingId: 'none', reason: 'a reason of ten' },
  },
  'POST /api/ops/campaigns/{id}/editions': { roles: PUBLISHERS, payload: { yaml: 'no plan' } },
  'GET /api/ops/catalogue/items': { roles: EVERYBODY },
  'POST /api/ops/catalogue/import': { roles: PUBLISHERS, form: 'shops.csv' },
  'GET /api/ops/clock/moves': { roles: EVERYBODY },
  'GET /api/ops/clock/preview': { roles: EVERYBODY },
  'GET /api/ops/clock/stops': { roles: EVERYBODY },
  'POST /api/ops/cases/{caseId}/approve': { roles: AFTER_SALES, payload: {} },
  'POST /api/ops/cases/{caseId}/refuse': { roles: AFTER_SALES, payload: { note: 'a reason' } },
  'POST /api/ops/cases/{caseId}/receive': { roles: AFTER_SALES, payload: {} },
  'POST /api/ops/cases/{caseId}/inspect': {
    roles: AFTER_SALES,
    payload: INSPECTION,
  },
  'POST /api/ops/cases/{caseId}/inspect/preview': {
    roles: AFTER_SALES,
    payload: INSPECTION,
  },
  'POST /api/ops/cases/{caseId}/refund': { roles: AFTER_SALES, payload: {} },
  'POST /api/ops/cases/{caseId}/words': { roles: AFTER_SALES },
  'GET /api/ops/cases/{caseId}/photos/{photoId}': { roles: AFTER_SALES },
  'POST /api/ops/clock': { roles: COMMANDER, payload: { campaignAt: 0 } },
  'POST /api/ops/collections': { roles: PUBLISHERS, payload: { placeId: 'none', code: '00000000' } },
  'POST /api/ops/coupons/compensations': {
    roles: PUBLISHERS,
    payload: { promotionId: 'none', shopperId: 'nobody' },
  },
  'POST /api/ops/exceptions/work': { roles: COMMANDER, payload: { kind: 'none', key: 'none' } },
  'POST /api/ops/parcels/{parcelId}': { roles: PUBLISHERS, payload: { act: 'pick' } },
  'POST /api/ops/price-differences/compare': { roles: PUBLISHERS },
  'POST /api/ops/reconciliation/bills': {
    roles: ['commander', 'analyst'],
    payload: { provider: 'alipay', day: '2024-06-18' },
  },
  'POST /api/ops/reconciliation/differences/{differenceId}': {
    roles: ['commander', 'analyst'],
    payload: { reason: 'looked into' },
  },
  'POST /api/ops/reconciliation/refunds/{refundId}': { roles: ['commander', 'analyst'] },
  'POST /api/ops/price-differences/{differenceId}': { roles: PUBLISHERS, payload: { state: 'acknowledged' } },
  'POST /api/ops/people': { roles: COMMANDER, payload: { name: 'somebody', role: 'analyst' } },
  'POST /api/ops/people/{operatorId}/disabled': { roles: COMMANDER, payload: { disabled: true } },
  'POST /api/ops/people/{operatorId}/reset': { roles: COMMANDER },
  'POST /api/ops/people/{operatorId}/role': { roles: COMMANDER, payload: { role: 'analyst' } },
  'POST /api/ops/plans/check': { roles: EVERYBODY, payload: { yaml: 'no plan' } },
  'GET /api/ops/purchases/{purchaseId}/presale/endings': { roles: EVERYBODY },
  'POST /api/ops/purchases/{purchaseId}/presale/default': {
    roles: PUBLISHERS,
    payload: { reason: 'a test' },
  },
  'POST /api/ops/purchases/{purchaseId}/presale/end': {
    roles: PUBLISHERS,
    payload: { kind: 'forceMajeure', reason: 'a test' },
  },
  'POST /api/ops/rehearsals': {
    roles: PUBLISHERS,
    payload: { plan: { kind: 'edition', editionId: 'none' }, seed: 1, visits: 500 },
  },
  'POST /api/ops/rehearsals/{rehearsalId}/cancel': { roles: PUBLISHERS },
  'POST /api/ops/replays': {
    roles: PUBLISHERS,
    payload: {
      orders: { kind: 'live' },
      plan: { kind: 'edition', editionId: 'none' },
      assumptions: { at: 'phase', coupons: 'used', stops: 'caps' },
    },
  },
  'POST /api/ops/replays/{replayId}/cancel': { roles: PUBLISHERS },
  'GET /api/ops/shoppers/{shopperId}/passkeys': { roles: SUPPORT },
  'POST /api/ops/shoppers/{shopperId}/passkey-reset': {
    roles: SUPPORT,
    payload: { reason: 'all of them were lost' },
  },
  'DELETE /api/ops/shoppers/{shopperId}/passkey-reset': { roles: SUPPORT },
  'POST /api/ops/switches': {
    roles: COMMANDER,
    payload: { kind: 'stopPromotion', campaignId: 'none', target: 'none', on: true, reason: 'a test' },
  },
};

/** The doors: how they answer somebody without a session. */
const DOORS: Readonly<Record<string, { code: ErrorCode | null; payload?: unknown }>> = {
  'POST /api/ops/session': { code: 'signInFailed', payload: { name: 'nobody', password: 'a guess' } },
  'GET /api/ops/session': { code: 'notSignedIn' },
  // Signing out of nothing is no mistake.
  'DELETE /api/ops/session': { code: null },
  'POST /api/ops/password': { code: 'notSignedIn', payload: { password: 'a new password' } },
};

let bench: WebBench;
const cookies = new Map<OperatorRole, string>();

beforeAll(async () => {
  bench = await openWebBench({ DACU_RATE_PER_MINUTE: '0' });
  for (const role of ROLES) cookies.set(role, await bench.signedIn(role));
});
afterAll(() => bench?.close());

function routes(filter: (method: string, path: string) => boolean): string[] {
  return [...bench.app.routeList.keys()].filter((name) => {
    const [method = '', path = ''] = name.split(' ');
    return method !== 'HEAD' && method !== 'OPTIONS' && filter(method, path);
  });
}

type Sent = { payload?: unknown; form?: string; headers?: Record<string, string> };

async function send(name: string, { payload, form, headers = {} }: Sent) {
  const [method = 'GET', path = ''] = name.split(' ');
  const multipart = form
    ? {
        headers: { ...headers, 'content-type': 'multipart/form-data; boundary=b' },
        payload: `--b\r\nContent-Disposition: form-data; name="file"; filename="${form}"\r\n\r\nnothing\r\n--b--\r\n`,
      }
    : { headers, ...(payload === undefined ? {} : { payload: payload as object }) };
  const answer = await bench.app.inject({
    method: method as 'GET',
    url: path.replace(/\{\w+\}/g, 'none'),
    ...multipart,
  });
  const isProblem = String(answer.headers['content-type']).startsWith('application/problem+json');
  return { status: answer.statusCode, code: isProblem ? (answer.json().code as ErrorCode) : null };
}

const asRole = (role: OperatorRole) => ({
  cookie: cookies.get(role)!,
  origin: 'http://localhost:80',
  host: 'localhost:80',
});

describe('below /api/ops/', () => {
  test('every route of the running application stands in the table of who may call it', () => {
    const known = [...Object.keys(MAY), ...Object.keys(DOORS)];
    expect(routes((_, path) => path.startsWith('/api/ops/')).sort()).toEqual(known.sort());
  });

  test('without a session, or with a forged one, every route answers 401', async () => {
    for (const [name, sent] of Object.entries(MAY)) {
      expect(await send(name, sent), name).toEqual({ status: 401, code: 'notSignedIn' });
      const forged = { ...asRole('commander'), cookie: 'dacu_operator=forged' };
      expect((await send(name, { ...sent, headers: forged })).status, name).toBe(401);
    }
    for (const [name, { code, ...sent }] of Object.entries(DOORS))
      expect(await send(name, sent), name).toEqual({ status: code === null ? 200 : 401, code });
  });

  test('without a session nobody learns whether a body was well made', async () => {
    for (const name of routes((method, path) => method === 'POST' && path.startsWith('/api/ops/')))
      if (name in MAY) expect((await send(name, { payload: { wrong: 1 } })).status, name).toBe(401);
  });

  test('a shopper is no operator', async () => {
    const visit = await bench.app.inject({ method: 'POST', url: '/api/visits', payload: {} });
    const cookie = visit.cookies.map(({ name, value }) => `${name}=${value}`).join('; ');
    for (const [name, sent] of Object.entries(MAY)) {
      const headers = { ...asRole('analyst'), cookie };
      expect((await send(name, { ...sent, headers })).status, name).toBe(401);
    }
  });

  test.each(ROLES)('a %s is answered 403 where that role may not, and let in where it may', async (role) => {
    for (const [name, { roles, ...sent }] of Object.entries(MAY)) {
      // A stream does not end by itself; that it lets every role in is seen at the board beside it.
      if (name === 'GET /api/ops/stream') continue;
      const { status, code } = await send(name, { ...sent, headers: asRole(role) });
      if (roles.includes(role)) expect([401, 403, 500], `${role} ${name}`).not.toContain(status);
      else expect({ status, code }, `${role} ${name}`).toEqual({ status: 403, code: 'forbidden' });
    }
  });

  test('who signed in with a one-time password may do nothing but choose a password', async () => {
    const { operators } = bench.context.members;
    const { oneTimePassword } = await operators.create({ name: 'fresh', role: 'commander' });
    const signed = await operators.signIn('fresh', oneTimePassword);
    const headers = { ...asRole('commander'), cookie: `dacu_operator=${signed!.token}` };
    for (const [name, sent] of Object.entries(MAY))
      expect((await send(name, { ...sent, headers })).code, name).toBe('passwordChangeRequired');
    expect((await send('GET /api/ops/session', { headers })).status).toBe(200);
    const chosen = await send('POST /api/ops/password', {
      headers,
      payload: { password: 'a password of ten' },
    });
    expect(chosen.status).toBe(200);
    expect((await send('GET /api/ops/campaigns', { headers })).status).toBe(200);
  });

  test('every refusal that was met stands in the description of its route', () => {
    for (const [name, { roles }] of Object.entries(MAY)) {
      const refusals = bench.app.routeList.get(name)!.config.refusals ?? [];
      expect(refusals, name).toEqual(expect.arrayContaining(['notSignedIn', 'passwordChangeRequired']));
      expect(refusals.includes('forbidden'), name).toBe(roles.length < ROLES.length);
    }
  });

  test('the roles that a route states are those that it lets in, and what changes something says what it is', () => {
    for (const [name, { roles }] of Object.entries(MAY)) {
      const { config } = bench.app.routeList.get(name)!;
      expect(config.roles ?? EVERYBODY, name).toEqual(roles);
      if (!name.startsWith('GET ')) expect(config.act?.zh && config.act.en, name).toBeTruthy();
    }
  });
});

test('writes from another site are taken by the routes of parties alone, which want a signature instead', async () => {
  const open = routes((method) => method !== 'GET').filter(
    (name) => bench.app.routeList.get(name)!.config.anyOrigin,
  );
  const notify = (party: string) => `POST /api/${party}/notify`;
  expect(open.toSorted()).toEqual(
    ['carriers', 'payments/alipay', 'payments/sandbox', 'payments/wechatpay'].map(notify),
  );
  const headers = { origin: 'https://provider.example' };
  for (const name of open) expect((await send(name, { headers, payload: {} })).status, name).toBe(401);
});

test('passwords are guessed ten times a minute at most, from one address or at one name', async () => {
  const limited = await openWebBench();
  try {
    const guess = (remoteAddress: string, name: string) =>
      limited.app.inject({
        method: 'POST',
        url: '/api/ops/session',
        remoteAddress,
        payload: { name, password: 'a guess' },
      });
    const tried: number[] = [];
    for (let index = 0; index < 12; index++)
      tried.push((await guess('198.51.100.1', `name ${index}`)).statusCode);
    expect(tried.filter((status) => status === 401)).toHaveLength(10);
    expect(tried.at(-1)).toBe(429);
    const atOne: number[] = [];
    for (let index = 0; index < 12; index++)
      atOne.push((await guess(`198.51.100.${10 + index}`, 'operator')).statusCode);
    expect(atOne.filter((status) => status === 401)).toHaveLength(10);
    expect(atOne.at(-1)).toBe(429);
  } finally {
    await limited.close();
  }
});

test('passkeys sign in ten times a minute at most from one address', async () => {
  const limited = await openWebBench();
  try {
    const start = (remoteAddress: string) =>
      limited.app.inject({
        method: 'POST',
        url: '/api/session/passkey/options',
        remoteAddress,
        headers: { origin: 'http://localhost', host: 'localhost' },
        payload: {},
      });
    const tried: number[] = [];
    for (let index = 0; index < 12; index++) tried.push((await start('198.51.100.1')).statusCode);
    expect(tried.filter((status) => status === 200)).toHaveLength(10);
    expect(tried.at(-1)).toBe(429);
    expect((await start('198.51.100.2')).statusCode).toBe(200);
  } finally {
    await limited.close();
  }
});
