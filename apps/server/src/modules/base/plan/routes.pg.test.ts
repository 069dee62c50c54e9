import { readFileSync } from 'node:fs';
import { campaignList, campaignView, editionList, planCheckView } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { secureBytes } from '../../../platform/chance.ts';
import type { Clocks } from '../../../platform/clocks.ts';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import type { App } from '../../../platform/http/app-types.ts';
import { buildApp } from '../../../platform/http/build-app.ts';
import { createIds } from '../../../platform/ids.ts';
import { silentLog } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import { createPlans, planRoutes } from './index.ts';

const YAML = readFileSync(
  new URL('../../../../../../campaigns/2024-year-of-sales.yaml', import.meta.url),
  'utf8',
);
const START = Date.parse('2024-06-17T23:55+08:00');
const clocks: Clocks = {
  wall: { now: () => Date.parse('2026-01-01T00:00Z') },
  campaign: { now: () => START, running: () => true, shifted: () => true },
};

let database: TestDatabase;
let app: App;
/** Who asks; null is nobody. */
let role: 'commander' | 'merchandiser' | 'analyst' | null = 'commander';

beforeAll(async () => {
  database = await openTestDatabase();
  const ids = createIds({ now: clocks.wall.now, randomBytes: secureBytes() });
  app = await buildApp({
    log: silentLog,
    metrics: createMetrics({ processFigures: false }),
    ids,
    wallNow: clocks.wall.now,
    version: '0.1.0',
    publicOrigin: null,
    trustProxy: false,
    rates: { address: { perMinute: 600, burst: 100 }, session: { perMinute: 600, burst: 100 } },
    builtApps: [],
  });
  const plans = createPlans({ db: database.db, clocks, ids });
  planRoutes(app, plans, {
    clocks,
    async requireOperator(_request, roles) {
      if (role === null) throw new Refusal('notSignedIn');
      if (roles && !roles.includes(role)) throw new Refusal('forbidden');
      return { name: '小林' };
    },
    spentFen: async () => new Map([['cross-store', 123_456]]),
  });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await database.close();
});

const get = (url: string) => app.inject({ method: 'GET', url });
const post = (url: string, payload: object) => app.inject({ method: 'POST', url, payload });
const as = async <T>(other: typeof role, work: () => Promise<T>) => {
  const before = role;
  role = other;
  try {
    return await work();
  } finally {
    role = before;
  }
};

describe('plans over HTTP', () => {
  it('200: checks a text and lists what is wrong, publishing nothing', async () => {
    const response = await post('/api/ops/plans/check', {
      yaml: YAML.replace('kind: tiered', 'kind: teired'),
    });
    expect(response.statusCode).toBe(200);
    expect(planCheckView.parse(response.json())).toMatchObject({
      ok: false,
      findings: [{ suggestion: 'tiered' }],
    });
    expect(campaignList.parse((await get('/api/ops/campaigns')).json()).campaigns).toEqual([]);
  });

  it('404: a campaign that was never published', async () => {
    expect((await get('/api/ops/campaigns/sale-2024')).statusCode).toBe(404);
    expect((await get('/api/ops/campaigns/sale-2024/editions')).statusCode).toBe(404);
  });

  it('401 and 403: nobody and an analyst do not publish', async () => {
    const publish = () => post('/api/ops/campaigns/sale-2024/editions', { yaml: YAML });
    expect((await as(null, publish)).statusCode).toBe(401);
    expect((await as('analyst', publish)).statusCode).toBe(403);
  });

  it('422: a plan with errors, with every finding', async () => {
    const response = await post('/api/ops/campaigns/sale-2024/editions', {
      yaml: YAML.replace('group: inclusive', 'group: al'),
    });
    expect(response.statusCode).toBe(422);
    expect(response.json()).toMatchObject({
      code: 'planInvalid',
      errors: [{ code: 'badWord', found: 'al' }],
    });
  });

  it('200 then 409: publishes once, and not the same again', async () => {
    const first = await as('merchandiser', () =>
      post('/api/ops/campaigns/sale-2024/editions', { yaml: YAML }),
    );
    expect(editionList.parse(first.json()).editions).toMatchObject([
      { editionNo: 1, publishedBy: '小林', changes: [] },
    ]);
    const again = await post('/api/ops/campaigns/sale-2024/editions', { yaml: YAML });
    expect(again.statusCode).toBe(409);
    expect(again.json().code).toBe('editionUnchanged');
  });

  it('shows the campaign that runs, its calendar with instants, and every promotion as it stands now', async () => {
    expect(campaignList.parse((await get('/api/ops/campaigns')).json()).campaigns).toMatchObject([
      { campaignId: 'sale-2024', current: true, editionNo: 1, phaseTitle: { zh: '618爆发' } },
    ]);
    const view = campaignView.parse((await get('/api/ops/campaigns/sale-2024')).json());
    expect(view.yaml).toBe(YAML);
    const states = Object.fromEntries(view.calendar.map(({ id, state }) => [id, state]));
    expect(states).toMatchObject({
      spring: 'past',
      summer: 'running',
      'burst-618': 'running',
      'sale-618': 'upcoming',
      'double-11': 'upcoming',
    });
    const promotion = (id: string) => view.promotions.find(({ promotionId }) => promotionId === id);
    expect(promotion('cross-store')).toMatchObject({
      live: true,
      support: 'executed',
      spentFen: 123_456,
      source: 'stated',
      summary: { zh: '满300减50，满500减100' },
    });
    expect(promotion('flash-daily')).toMatchObject({
      live: false,
      nextOpensAt: Date.parse('2024-06-18T00:00+08:00'),
    });
    expect(promotion('win-back')).toMatchObject({ support: 'executed', layer: 'platformCoupon' });
    expect(promotion('time-capsule')).toMatchObject({ support: 'described', layer: null });
    expect(promotion('platform-800')?.source).toBe('ours');
  });

  it('a switch of the commander stops a promotion; others may not throw it', async () => {
    const stop = {
      kind: 'stopPromotion',
      campaignId: 'sale-2024',
      target: 'cross-store',
      on: true,
      reason: '预算',
    };
    expect((await as('merchandiser', () => post('/api/ops/switches', stop))).statusCode).toBe(403);
    expect((await post('/api/ops/switches', { ...stop, target: 'nothing' })).statusCode).toBe(404);
    expect((await post('/api/ops/switches', { ...stop, reason: ' ' })).statusCode).toBe(400);
    expect((await post('/api/ops/switches', stop)).statusCode).toBe(200);
    const view = campaignView.parse((await get('/api/ops/campaigns/sale-2024')).json());
    expect(view.promotions.find(({ promotionId }) => promotionId === 'cross-store')?.live).toBe(false);
  });

  it('200: a plan is laid out in time, with what waits for what', async () => {
    const { rows, editionNo } = (await get('/api/ops/campaigns/sale-2024/timeline')).json();
    expect(editionNo).toBeGreaterThan(0);
    const freeze = rows.find((row: { rowId: string }) => row.rowId === 'task:freeze-618');
    expect(freeze).toMatchObject({ after: ['task:load-test-618'], prepares: 'phase:burst-618' });
    expect((await get('/api/ops/campaigns/none/timeline')).statusCode).toBe(404);
  });

  it('200: any two editions are compared, in either order, with the note of each', async () => {
    const yaml = YAML.replace('{ threshold: ¥300, off: ¥50 }', '{ threshold: ¥250, off: ¥50 }');
    const published = await post('/api/ops/campaigns/sale-2024/editions', { yaml, note: '门槛降低' });
    const [{ editionNo, note }] = published.json().editions;
    expect(note).toBe('门槛降低');
    const compare = async (from: number, to: number) =>
      (await get(`/api/ops/campaigns/sale-2024/compare?from=${from}&to=${to}`)).json();
    const forth = await compare(editionNo - 1, editionNo);
    expect(forth.changes).toContainEqual({
      path: 'promotions.cross-store.tiers[0].threshold',
      kind: 'changed',
      before: '¥300',
      after: '¥250',
    });
    expect(forth.to).toMatchObject({ editionNo, note: '门槛降低', yaml });
    const back = await compare(editionNo, editionNo - 1);
    expect(back.changes[0]).toMatchObject({ before: '¥250', after: '¥300' });
    expect((await get('/api/ops/campaigns/sale-2024/compare?from=1&to=99')).statusCode).toBe(404);
  });
});
