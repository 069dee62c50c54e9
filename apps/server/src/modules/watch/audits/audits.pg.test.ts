import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type AuditView, auditLatest, auditView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { secureBytes } from '../../../platform/chance.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { buildApp } from '../../../platform/http/build-app.ts';
import { createIds } from '../../../platform/ids.ts';
import { silentLog } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import { type Audits, auditsRoutes, createAudits } from './index.ts';

const YAML = readFileSync(
  new URL('../../../../../../campaigns/2023-double-11.yaml', import.meta.url),
  'utf8',
);
const CAMPAIGN = 'double11-2023';
const program = fileURLToPath(new URL('test-program.mjs', import.meta.url));
const FINDS = 10;
const CRASHES = 11;
const WORKS = 12;

let database: TestDatabase;
let opened: Audits[] = [];
let app: App | null = null;
let role: 'commander' | 'merchandiser' | 'analyst' | null = 'commander';
let texts = 0;
/** A text that nobody audited before. */
const text = () => `${YAML}\n# ${++texts}\n`;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterEach(async () => {
  await app?.close();
  app = null;
  role = 'commander';
  await Promise.all(opened.map((each) => each.stop()));
  opened = [];
});
afterAll(() => database.close());

function open(file: string | null = program): Audits {
  const audits = createAudits({
    db: database.db,
    ids: createIds({ now: Date.now, randomBytes: secureBytes() }),
    log: silentLog,
    wallNow: Date.now,
    catalog: { allSkus: async () => [], shops: async () => new Map() },
    program: file,
  });
  opened.push(audits);
  return audits;
}

async function started(audits: Audits, seconds: number, yaml = text()): Promise<AuditView> {
  const outcome = await audits.start({ campaignId: CAMPAIGN, yaml, seconds, by: '小林' });
  if (outcome.kind === 'refused') throw new Error(outcome.reason);
  return outcome.audit;
}
const ended = (audits: Audits, { auditId }: AuditView) =>
  vi.waitFor(
    async () => {
      const audit = await audits.get(auditId);
      expect(audit?.state).not.toBe('running');
      return audit!;
    },
    { timeout: 10_000, interval: 20 },
  );

describe('an audit', () => {
  test('is kept for its very text, and any node finds it', async () => {
    const audits = open();
    const yaml = text();
    const audit = await ended(audits, await started(audits, FINDS, yaml));
    expect(audit).toMatchObject({ state: 'finished', done: ['scenes'], requestedBy: '小林' });
    expect(audit.findings[0]).toMatchObject({ kind: 'neverOpen', line: 12 });
    expect(await open().latest(CAMPAIGN, yaml)).toEqual(audit);
    expect(await open().latest(CAMPAIGN, `${yaml} `)).toBeNull();
    expect(await open().latest('sale-2024', yaml)).toBeNull();
  });

  test('shows how far it is while it runs, and is found by its text', async () => {
    const audits = open();
    const yaml = text();
    const { auditId } = await started(audits, WORKS, yaml);
    await vi.waitFor(async () => expect((await audits.get(auditId))?.done).toEqual(['scenes']), 5_000);
    expect(await audits.latest(CAMPAIGN, yaml)).toMatchObject({ auditId, state: 'running' });
  });

  test('that crashes is kept as failed with its last words, and another can be started', async () => {
    const audits = open();
    const audit = await ended(audits, await started(audits, CRASHES));
    expect(audit.state).toBe('failed');
    expect(audit.failure).toContain('a bug of the engine');
    expect((await ended(audits, await started(audits, FINDS))).state).toBe('finished');
  });

  test('that was cancelled ends at once and says nothing about its text', async () => {
    const audits = open();
    const yaml = text();
    const { auditId } = await started(audits, WORKS, yaml);
    expect(await audits.cancel(auditId)).toMatchObject({ state: 'cancelled', findings: [] });
    expect(await audits.latest(CAMPAIGN, yaml)).toBeNull();
    expect(await audits.cancel(auditId)).toBe('auditOver');
  });

  test('ends with its server', async () => {
    const audits = open();
    const { auditId } = await started(audits, WORKS);
    await audits.stop();
    expect(await open().get(auditId)).toMatchObject({ state: 'cancelled' });
  });
});

describe('over HTTP', () => {
  async function serve(audits: Audits) {
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
    auditsRoutes(app, audits, {
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
  const post = (path: string, payload: object = {}) => app!.inject({ method: 'POST', url: path, payload });
  const start = (payload: object) => post(`/api/ops/campaigns/${CAMPAIGN}/audits`, payload);
  const latest = async (yaml: string) =>
    auditLatest.parse((await post(`/api/ops/campaigns/${CAMPAIGN}/audits/latest`, { yaml })).json());
  const NOBODYS = '/api/ops/audits/au_00000000000000000000000000';

  test('200: starts, shows, cancels', async () => {
    await serve(open());
    const yaml = text();
    const { auditId } = auditView.parse((await start({ yaml, seconds: WORKS })).json());
    expect(await latest(yaml)).toMatchObject({ refused: null, audit: { auditId, state: 'running' } });
    const shown = await app!.inject({ method: 'GET', url: `/api/ops/audits/${auditId}` });
    expect(auditView.parse(shown.json()).auditId).toBe(auditId);
    const cancelled = await post(`/api/ops/audits/${auditId}/cancel`);
    expect(auditView.parse(cancelled.json()).state).toBe('cancelled');
    const again = await post(`/api/ops/audits/${auditId}/cancel`);
    expect([again.statusCode, again.json().code]).toEqual([409, 'auditOver']);
  });

  test('401 and 403: nobody and an analyst start and cancel none; an analyst is told why', async () => {
    await serve(open());
    role = null;
    expect((await start({ yaml: YAML })).statusCode).toBe(401);
    expect((await app!.inject({ method: 'GET', url: NOBODYS })).statusCode).toBe(401);
    role = 'analyst';
    expect((await start({ yaml: YAML })).statusCode).toBe(403);
    expect((await post(`${NOBODYS}/cancel`)).statusCode).toBe(403);
    expect(await latest(text())).toEqual({ refused: 'forbidden', audit: null });
  });

  test.each([
    ['400: no time', { yaml: YAML, seconds: 0 }, 400, 'invalidRequest'],
    ['400: more time than ten minutes', { yaml: YAML, seconds: 601 }, 400, 'invalidRequest'],
    ['422: a draft with mistakes', { yaml: 'format: 1' }, 422, 'planInvalid'],
    ['422: a plan of another campaign', { yaml: YAML.replace(CAMPAIGN, 'another') }, 422, 'planInvalid'],
  ])('%s', async (_name, body, status, code) => {
    await serve(open());
    const answer = await start(body);
    expect([answer.statusCode, answer.json().code]).toEqual([status, code]);
  });

  test('404: one that there is not', async () => {
    await serve(open());
    expect((await app!.inject({ method: 'GET', url: NOBODYS })).json().code).toBe('notFound');
    expect((await post(`${NOBODYS}/cancel`)).json().code).toBe('notFound');
  });

  test('409: while another runs', async () => {
    await serve(open());
    await start({ yaml: text(), seconds: WORKS });
    expect((await start({ yaml: text(), seconds: FINDS })).json().code).toBe('auditRunning');
  });

  test('409: where the node audits none, said beside the last one too', async () => {
    await serve(open(null));
    expect((await start({ yaml: text() })).json().code).toBe('auditsOff');
    expect(await latest(text())).toEqual({ refused: 'auditsOff', audit: null });
  });
});
