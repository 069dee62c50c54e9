import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openWebBench, type WebBench } from '../web-test-bench.ts';

let bench: WebBench;
let commander: string;
let analyst: string;

beforeAll(async () => {
  bench = await openWebBench({ DACU_RATE_PER_MINUTE: '0' });
  commander = await bench.signedIn('commander');
  analyst = await bench.signedIn('analyst');
});
afterAll(() => bench?.close());

const headers = (cookie: string) => ({ cookie, origin: 'http://localhost:80', host: 'localhost:80' });
const get = async (url: string, cookie = commander) =>
  (await bench.app.inject({ url, headers: headers(cookie) })).json();
async function post(url: string, payload: object = {}, cookie = commander) {
  const answer = await bench.app.inject({ method: 'POST', url, payload, headers: headers(cookie) });
  return { status: answer.statusCode, body: answer.json(), headers: answer.headers };
}
const signIn = async (name: string, password: string) => {
  const answer = await bench.app.inject({
    method: 'POST',
    url: '/api/ops/session',
    payload: { name, password },
    headers: { 'user-agent': 'a browser of a test' },
  });
  const token = answer.cookies.find((cookie) => cookie.name === 'dacu_operator')?.value;
  return { status: answer.statusCode, cookie: `dacu_operator=${token}` };
};
/** Somebody new who has chosen a password. */
async function newcomer(name: string, role = 'merchandiser') {
  const added = await post('/api/ops/people', { name, role });
  const { cookie } = await signIn(name, added.body.oneTimePassword);
  await post('/api/ops/password', { password: `the password of ${name}` }, cookie);
  return { operatorId: added.body.operatorId as string, cookie, password: `the password of ${name}` };
}
const stateOf = async (operatorId: string) =>
  (await get('/api/ops/people')).people.find((one: { operatorId: string }) => one.operatorId === operatorId);

describe('people', () => {
  test('an operator is added with a password that works once and is never told again', async () => {
    const added = await post('/api/ops/people', { name: '王小明', role: 'analyst' });
    expect(added).toMatchObject({ status: 200, body: { name: '王小明' } });
    expect(added.headers['cache-control']).toBe('no-store');
    expect(await stateOf(added.body.operatorId)).toMatchObject({
      state: 'invited',
      role: 'analyst',
      sessions: 0,
    });
    expect(JSON.stringify(await get('/api/ops/people'))).not.toContain(added.body.oneTimePassword);
    expect(JSON.stringify(await get('/api/ops/acts'))).not.toContain(added.body.oneTimePassword);
    expect((await signIn('王小明', added.body.oneTimePassword)).status).toBe(200);
    expect((await signIn('王小明', added.body.oneTimePassword)).status).toBe(401);
  });

  test('409 nameTaken: a name is one person’s, also after they left', async () => {
    const { operatorId } = await newcomer('gone');
    expect((await post('/api/ops/people', { name: 'gone', role: 'analyst' })).body.code).toBe('nameTaken');
    await post(`/api/ops/people/${operatorId}/disabled`, { disabled: true });
    expect((await post('/api/ops/people', { name: 'gone', role: 'analyst' })).body.code).toBe('nameTaken');
  });

  test('403: only a commander changes people; everybody sees who there is', async () => {
    for (const path of ['', '/op_x/role', '/op_x/disabled', '/op_x/reset'])
      expect(
        (await post(`/api/ops/people${path}`, { name: 'x', role: 'analyst', disabled: true }, analyst)).body
          .code,
        path,
      ).toBe('forbidden');
    expect((await get('/api/ops/people', analyst)).people.length).toBeGreaterThan(1);
  });

  test('404 notFound: nobody has that id', async () => {
    expect((await post('/api/ops/people/op_none/role', { role: 'analyst' })).status).toBe(404);
  });

  test('another role holds from the next request on', async () => {
    const { operatorId, cookie } = await newcomer('climber');
    const stop = { kind: 'stopPromotion', campaignId: 'none', target: 'none', on: true, reason: 'a test' };
    expect((await post('/api/ops/switches', stop, cookie)).status).toBe(403);
    expect((await post(`/api/ops/people/${operatorId}/role`, { role: 'commander' })).status).toBe(200);
    expect((await post('/api/ops/switches', stop, cookie)).status).toBe(404);
  });

  test('who is disabled is out at once and stays out, until let in again', async () => {
    const { operatorId, cookie, password } = await newcomer('leaver');
    expect((await bench.app.inject({ url: '/api/ops/campaigns', headers: headers(cookie) })).statusCode).toBe(
      200,
    );
    await post(`/api/ops/people/${operatorId}/disabled`, { disabled: true });
    expect((await bench.app.inject({ url: '/api/ops/campaigns', headers: headers(cookie) })).statusCode).toBe(
      401,
    );
    expect((await signIn('leaver', password)).status).toBe(401);
    expect(await stateOf(operatorId)).toMatchObject({ state: 'disabled', sessions: 0 });
    await post(`/api/ops/people/${operatorId}/disabled`, { disabled: false });
    expect((await signIn('leaver', password)).status).toBe(200);
  });

  test('a reset ends password and sessions, and keeps the role', async () => {
    const { operatorId, cookie, password } = await newcomer('forgetful');
    const { body } = await post(`/api/ops/people/${operatorId}/reset`);
    expect((await signIn('forgetful', password)).status).toBe(401);
    expect((await bench.app.inject({ url: '/api/ops/campaigns', headers: headers(cookie) })).statusCode).toBe(
      401,
    );
    expect((await signIn('forgetful', body.oneTimePassword)).status).toBe(200);
    expect(await stateOf(operatorId)).toMatchObject({ role: 'merchandiser', state: 'choosing' });
  });

  test('409 ownAccount: nobody changes, disables or resets themselves', async () => {
    const me = (await get('/api/ops/session')).operatorId;
    for (const [path, payload] of [
      ['role', { role: 'analyst' }],
      ['disabled', { disabled: true }],
      ['reset', {}],
    ] as const)
      expect((await post(`/api/ops/people/${me}/${path}`, payload)).body.code, path).toBe('ownAccount');
  });

  test('two commanders who demote each other at once leave one of them commanding', async () => {
    const other = await openWebBench({ DACU_RATE_PER_MINUTE: '0' });
    try {
      const { people, operators } = other.context.members;
      const [one, two] = await Promise.all(
        ['one', 'two'].map(async (name) => ({
          name,
          ...(await operators.create({ name, role: 'commander' })),
        })),
      );
      const outcomes = await Promise.all([
        people.changeRole(one!, two!.operatorId, 'analyst'),
        people.changeRole(two!, one!.operatorId, 'analyst'),
      ]);
      expect(outcomes.map(({ kind }) => kind).sort()).toEqual(['done', 'refused']);
      expect((await people.list()).filter(({ role }) => role === 'commander')).toHaveLength(1);
    } finally {
      await other.close();
    }
  });
});

describe('one’s own account', () => {
  test('sessions tell when and from what they were opened; one may be ended, or all others', async () => {
    const { cookie, password } = await newcomer('worker');
    const second = await signIn('worker', password);
    const third = await signIn('worker', password);
    const { sessions } = await get('/api/ops/account/sessions', cookie);
    expect(sessions).toHaveLength(3);
    expect(sessions.filter((one: { current: boolean }) => one.current)).toHaveLength(1);
    expect(sessions[0]).toMatchObject({ agent: 'a browser of a test', openedAtWall: expect.any(Number) });
    const ofThird = (await get('/api/ops/account/sessions', third.cookie)).sessions.find(
      (one: { current: boolean }) => one.current,
    );
    expect(
      (await post('/api/ops/account/sessions/end', { sessionId: ofThird.sessionId }, cookie)).body,
    ).toEqual({ ended: 1 });
    expect((await get('/api/ops/session', third.cookie)).code).toBe('notSignedIn');
    expect((await post('/api/ops/account/sessions/end', {}, cookie)).body).toEqual({ ended: 1 });
    expect((await get('/api/ops/session', second.cookie)).code).toBe('notSignedIn');
    expect((await get('/api/ops/session', cookie)).name).toBe('worker');
  });

  test('nobody ends a session that is not theirs', async () => {
    const [own] = (await get('/api/ops/account/sessions')).sessions;
    const { cookie } = await newcomer('meddler');
    expect((await post('/api/ops/account/sessions/end', { sessionId: own.sessionId }, cookie)).body).toEqual({
      ended: 0,
    });
  });

  test('422 passwordWrong: a password is changed with the current one only, and other sessions end', async () => {
    const { cookie, password } = await newcomer('changer');
    const other = await signIn('changer', password);
    const change = (current: string) =>
      post('/api/ops/account/password', { current, password: 'quite another one' }, cookie);
    expect(await change('a wrong guess')).toMatchObject({ status: 422, body: { code: 'passwordWrong' } });
    // The way of a one-time password is closed to who has chosen one.
    expect(
      (await post('/api/ops/password', { password: 'taken over by a passer-by' }, cookie)).body.code,
    ).toBe('passwordWrong');
    expect((await signIn('changer', password)).status).toBe(200);
    expect((await change(password)).status).toBe(200);
    expect((await get('/api/ops/session', other.cookie)).code).toBe('notSignedIn');
    expect((await get('/api/ops/session', cookie)).name).toBe('changer');
    expect((await signIn('changer', 'quite another one')).status).toBe(200);
  });
});

describe('roles and the trail', () => {
  test('what a role may do is read off the routes: a commander all, an analyst no change to people or plans', async () => {
    const { acts, reads } = await get('/api/ops/roles', analyst);
    const may = (role: string) =>
      acts
        .filter((act: { roles: string[] }) => act.roles.includes(role))
        .map((act: { route: string }) => act.route);
    expect(may('commander')).toHaveLength(acts.length);
    expect(may('analyst')).not.toContain('POST /api/ops/people');
    expect(may('analyst')).toContain('POST /api/ops/account/password');
    expect(may('merchandiser')).toContain('POST /api/ops/catalogue/import');
    expect(reads).toBeGreaterThan(10);
  });

  test('every act is told with who, whom and when, newest first, page by page', async () => {
    const { operatorId } = await newcomer('subject');
    await post(`/api/ops/people/${operatorId}/role`, { role: 'analyst' });
    const { acts } = await get('/api/ops/acts?kind=roleChanged');
    expect(acts[0]).toMatchObject({
      kind: 'roleChanged',
      by: 'an commander',
      subject: 'subject',
      detail: { before: 'merchandiser', role: 'analyst' },
      at: expect.any(Number),
      atWall: expect.any(Number),
    });
    const first = await get('/api/ops/acts?limit=3');
    const second = await get(`/api/ops/acts?limit=3&cursor=${first.nextCursor}`);
    const ids = [...first.acts, ...second.acts].map((act: { actId: string }) => act.actId);
    expect(new Set(ids).size).toBe(6);
  });

  test('acts are found by several kinds, by who, by words of the record and by time, and by all of them at once', async () => {
    const { operatorId } = await newcomer('Needle_100%');
    await post(`/api/ops/people/${operatorId}/role`, { role: 'analyst' });
    const find = async (query: string) =>
      (await get(`/api/ops/acts?limit=200&${query}`)).acts as {
        kind: string;
        by: string;
        subject: string;
        at: number;
      }[];
    const kinds = await find('kind=roleChanged,operatorAdded');
    expect(new Set(kinds.map(({ kind }) => kind))).toEqual(new Set(['roleChanged', 'operatorAdded']));
    const found = await find(`q=${encodeURIComponent('needle_100%')}`);
    expect(found.map(({ kind }) => kind).sort()).toEqual(['operatorAdded', 'roleChanged']);
    // A wildcard of SQL is a letter like any other.
    expect(await find(`q=${encodeURIComponent('needle%')}`)).toEqual([]);
    expect((await find('by=COMMANDER')).every(({ by }) => by === 'an commander')).toBe(true);
    expect(await find('by=nobody+of+that+name')).toEqual([]);
    const { at } = found[0]!;
    const [from, to] = [`from=${at}`, `to=${at}`];
    expect((await find(from)).every((act) => act.at >= at)).toBe(true);
    expect((await find(to)).every((act) => act.at < at)).toBe(true);
    expect(await find(`q=needle_100&kind=roleChanged&by=commander&${from}`)).toHaveLength(1);
    expect(await find(`q=needle_100&${to}&kind=clockMoved`)).toEqual([]);
  });
});
