import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type RehearsalView, rehearsalList, rehearsalView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { secureBytes } from '../../../platform/chance.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { buildApp } from '../../../platform/http/build-app.ts';
import { createIds } from '../../../platform/ids.ts';
import { silentLog } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import { createRehearsals, type Rehearsals, type RehearsalsDeps, rehearsalsRoutes } from './index.ts';

const YAML = readFileSync(
  new URL('../../../../../../campaigns/2023-double-11.yaml', import.meta.url),
  'utf8',
);
const program = fileURLToPath(new URL('test-program.mjs', import.meta.url));
const FINISHES = 1;
const PLACE = 2;
const CRASHES = 3;
const WORKS = 4;
const DEAF = 5;
const WRONG_BOOKS = 6;

let dir: string;
let opened: Rehearsals[] = [];
const sweep = vi.fn(async () => {});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dacu-rehearsals-'));
  opened = [];
  sweep.mockClear();
});
afterEach(async () => {
  await Promise.all(opened.map((each) => each.stop()));
  rmSync(dir, { recursive: true, force: true });
});

function open(over: Partial<RehearsalsDeps> = {}): Rehearsals {
  const rehearsals = createRehearsals({
    ids: createIds({ now: Date.now, randomBytes: secureBytes() }),
    log: silentLog,
    wallNow: Date.now,
    plan: { text: async (id) => (id === 'ed_1' ? { editionNo: 3, yaml: YAML } : null) },
    rehearsalsDir: dir,
    rehearsing: { program, sweep },
    ...over,
  });
  opened.push(rehearsals);
  return rehearsals;
}

const asked = (seed: number) => ({
  plan: { kind: 'edition' as const, editionId: 'ed_1' },
  seed,
  visits: 400,
  scenario: 'weak' as const,
});
async function begin(rehearsals: Rehearsals, seed: number): Promise<string> {
  const outcome = await rehearsals.request(asked(seed), '小林');
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.rehearsal.rehearsalId;
}
async function seen(
  rehearsals: Rehearsals,
  id: string,
  until: (view: RehearsalView) => boolean,
): Promise<RehearsalView> {
  return vi.waitFor(
    async () => {
      const view = (await rehearsals.list()).find(({ rehearsalId }) => rehearsalId === id)!;
      expect(until(view), `${view.state} ${JSON.stringify(view.progress)}`).toBe(true);
      return view;
    },
    { timeout: 10_000, interval: 20 },
  );
}
const over = ({ endedAtWall }: RehearsalView) => endedAtWall !== null;

describe('a rehearsal started from the console', () => {
  test('ends with its review, and says what it rehearsed', async () => {
    const rehearsals = open();
    const view = await seen(rehearsals, await begin(rehearsals, FINISHES), over);
    expect(view).toMatchObject({
      state: 'finished',
      campaignId: 'double11-2023',
      editionNo: 3,
      scenario: 'weak',
      requestedBy: '小林',
      reviewId: 'weak-review',
      auditPassed: true,
      progress: {
        stage: 'auditing',
        rssBytes: 1_000,
        sale: { visits: 20, visitsTotal: 400, paidFen: 12_300 },
      },
    });
    expect(sweep).not.toHaveBeenCalled();
  });

  test('with books that are wrong it is finished, and the audit failed', async () => {
    const rehearsals = open();
    const view = await seen(rehearsals, await begin(rehearsals, WRONG_BOOKS), over);
    expect(view).toMatchObject({ state: 'finished', auditPassed: false, failure: null });
  });

  test.each([
    ['that found no place says so in its words', PLACE, 'place', 'The disk is full.'],
    ['that crashed leaves its last words', CRASHES, 'crashed', 'a bug of the engine'],
  ])('%s, and what it left is swept', async (_name, seed, reason, words) => {
    const rehearsals = open();
    const view = await seen(rehearsals, await begin(rehearsals, seed), over);
    expect(view.state).toBe('failed');
    expect(view.failure?.reason).toBe(reason);
    expect(view.failure?.words).toContain(words);
    expect(sweep).toHaveBeenCalled();
  });

  test('a cancelled one ends as cancelled, and the next one runs', async () => {
    const rehearsals = open();
    const first = await begin(rehearsals, WORKS);
    const second = await begin(rehearsals, FINISHES);
    await seen(rehearsals, first, ({ progress }) => progress?.sale != null);
    expect(await rehearsals.cancel(first)).toMatchObject({ state: 'cancelled', failure: null });
    expect(await seen(rehearsals, second, over)).toMatchObject({ state: 'finished' });
    expect(await rehearsals.cancel(first)).toBe('rehearsalOver');
    expect(await rehearsals.cancel('rh_0')).toBe('notFound');
  });

  test('at most one runs and four wait; a sixth is refused; one that waits leaves when cancelled', async () => {
    const rehearsals = open();
    const ids: string[] = [];
    for (let each = 0; each < 5; each++) ids.push(await begin(rehearsals, WORKS));
    expect(await rehearsals.request(asked(WORKS), '小林')).toEqual({
      kind: 'refused',
      reason: 'rehearsalsWaiting',
    });
    expect((await rehearsals.list()).map(({ state }) => state)).toEqual([
      'queued',
      'queued',
      'queued',
      'queued',
      'running',
    ]);
    expect(await rehearsals.cancel(ids[2]!)).toMatchObject({ state: 'cancelled', startedAtWall: null });
    expect((await rehearsals.request(asked(WORKS), '小林')).kind).toBe('accepted');
  });

  test('a draft with mistakes is refused with every finding, and nothing is started', async () => {
    const rehearsals = open();
    const yaml = YAML.replace('group: inclusive', 'group: al');
    const outcome = await rehearsals.request({ ...asked(WORKS), plan: { kind: 'draft', yaml } }, '小林');
    expect(outcome).toMatchObject({ reason: 'planInvalid', findings: [{ found: 'al' }] });
    expect(await rehearsals.list()).toEqual([]);
  });

  test('where the node does not rehearse, nothing is started', async () => {
    const rehearsals = open({ rehearsing: null });
    expect(rehearsals.allowed).toBe(false);
    expect(await rehearsals.request(asked(WORKS), '小林')).toMatchObject({ reason: 'rehearsalsOff' });
  });
});

describe('a restart', () => {
  test('a server that stops in order interrupts what runs and what waits', async () => {
    const rehearsals = open();
    const first = await begin(rehearsals, WORKS);
    const second = await begin(rehearsals, WORKS);
    await seen(rehearsals, first, ({ progress }) => progress !== null);
    await rehearsals.stop();
    const next = open();
    expect((await next.list()).map(({ rehearsalId, state }) => [rehearsalId, state])).toEqual([
      [second, 'interrupted'],
      [first, 'interrupted'],
    ]);
  });

  test('what a killed server left as running is shown as interrupted, and swept', async () => {
    const killed = open();
    const id = await begin(killed, WORKS);
    const before = await seen(killed, id, ({ progress }) => progress?.sale != null);
    // As the killed one left its files: nobody told them of an end.
    const file = join(dir, '.started', id, 'run.json');
    await vi.waitFor(() => expect(readFileSync(file, 'utf8')).toContain('"paidFen"'));
    const next = open();
    next.start();
    const view = await seen(next, id, over);
    expect(view).toMatchObject({ state: 'interrupted', progress: { sale: before.progress!.sale } });
    expect(await next.cancel(id)).toBe('rehearsalOver');
    await vi.waitFor(() => expect(sweep).toHaveBeenCalled());
  });
});

describe('over HTTP', () => {
  let app: App;
  let role: 'commander' | 'merchandiser' | 'analyst' | null;
  async function serve(rehearsals: Rehearsals): Promise<void> {
    role = 'commander';
    app = await buildApp({
      log: silentLog,
      metrics: createMetrics({ processFigures: false }),
      ids: createIds({ now: Date.now, randomBytes: secureBytes() }),
      wallNow: Date.now,
      version: '0.1.0',
      publicOrigin: null,
      trustProxy: false,
      rates: { address: null, session: null },
      builtApps: [],
    });
    rehearsalsRoutes(app, rehearsals, {
      members: {
        async requireOperator(_request, roles) {
          if (role === null) throw new Refusal('notSignedIn');
          if (roles && !roles.includes(role)) throw new Refusal('forbidden');
          return { operatorId: 'op_1', name: '小林', role, mustChangePassword: false };
        },
      },
    });
    await app.ready();
  }
  afterEach(() => app.close());
  const post = (payload: object, url = '/api/ops/rehearsals') => app.inject({ method: 'POST', url, payload });
  const list = async () =>
    rehearsalList.parse((await app.inject({ method: 'GET', url: '/api/ops/rehearsals' })).json());

  test('200: starts, shows, cancels', async () => {
    await serve(open());
    const started = await post(asked(WORKS));
    expect(started.statusCode).toBe(200);
    const { rehearsalId } = rehearsalView.parse(started.json());
    expect(await list()).toMatchObject({ refused: null, rehearsals: [{ rehearsalId, state: 'running' }] });
    const cancelled = await post({}, `/api/ops/rehearsals/${rehearsalId}/cancel`);
    expect(rehearsalView.parse(cancelled.json()).state).toBe('cancelled');
    const again = await post({}, `/api/ops/rehearsals/${rehearsalId}/cancel`);
    expect([again.statusCode, again.json().code]).toEqual([409, 'rehearsalOver']);
  });

  test('401 and 403: nobody and an analyst start nothing; an analyst watches and is told why not', async () => {
    await serve(open());
    role = null;
    expect((await post(asked(WORKS))).statusCode).toBe(401);
    role = 'analyst';
    expect((await post(asked(WORKS))).statusCode).toBe(403);
    expect((await post({}, '/api/ops/rehearsals/rh_00000000000000000000000000/cancel')).statusCode).toBe(403);
    expect(await list()).toMatchObject({ refused: 'forbidden', rehearsals: [] });
  });

  test.each([
    ['400: no visits', { ...asked(WORKS), visits: 0 }, 400, 'invalidRequest'],
    ['400: more visits than one machine should', { ...asked(WORKS), visits: 200_001 }, 400, 'invalidRequest'],
    ['400: a scenario that there is not', { ...asked(WORKS), scenario: 'storm' }, 400, 'invalidRequest'],
    [
      '404: an edition that there is not',
      { ...asked(WORKS), plan: { kind: 'edition', editionId: 'ed_2' } },
      404,
      'notFound',
    ],
    [
      '422: a draft with mistakes',
      { ...asked(WORKS), plan: { kind: 'draft', yaml: 'format: 1' } },
      422,
      'planInvalid',
    ],
  ])('%s', async (_name, body, status, code) => {
    await serve(open());
    const answer = await post(body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('409: where the node does not rehearse, said in the list too', async () => {
    await serve(open({ rehearsing: null }));
    expect((await post(asked(WORKS))).json().code).toBe('rehearsalsOff');
    expect((await list()).refused).toBe('rehearsalsOff');
  });

  test('409: when four wait', async () => {
    await serve(open());
    for (let each = 0; each < 5; each++) await post(asked(WORKS));
    expect((await post(asked(WORKS))).json().code).toBe('rehearsalsWaiting');
  });
});

test('a program that does not listen is killed when its time is up', { timeout: 20_000 }, async () => {
  const rehearsals = open();
  const id = await begin(rehearsals, DEAF);
  await seen(rehearsals, id, ({ progress }) => progress !== null);
  expect(await rehearsals.cancel(id)).toMatchObject({ state: 'cancelled' });
});
