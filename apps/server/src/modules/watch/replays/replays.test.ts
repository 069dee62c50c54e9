import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { type ReplayRequest, type ReplayResult, replayList, replayResult } from '@dacu/contract/api';
import { Refusal } from '@dacu/contract/errors';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import { campaignLineOf } from '@dacu/contract/replay';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { secureBytes } from '../../../platform/chance.ts';
import { buildApp } from '../../../platform/http/build-app.ts';
import { createIds } from '../../../platform/ids.ts';
import { silentLog } from '../../../platform/log.ts';
import { createMetrics } from '../../../platform/metrics.ts';
import { createReplays, ORDERS_FILE, type Replays, type ReplaysDeps, replaysRoutes } from './index.ts';

const YAML = readFileSync(
  new URL('../../../../../../campaigns/2023-double-11.yaml', import.meta.url),
  'utf8',
);
const program = fileURLToPath(new URL('../../../replay-main.ts', import.meta.url));
const title = { zh: '彩排', en: 'Rehearsal' };
const compiled = planOf(YAML);
const text = { zh: '大米', en: 'Rice' };
const CAMPAIGN = campaignLineOf(compiled, {
  ...{ simulated: true, scale: 1, exportedAt: compiled.endsAt, freight: [] },
  names: { shops: { hetian: text }, categories: {} },
});
const ITEM = {
  ...{ kind: 'item', skuId: 'rice', shopId: 'hetian', title: text, categories: ['grain-oil'], brandId: '' },
  ...{ tags: [], enrolled: false },
};

function planOf(yaml: string) {
  const parsed = parsePlan(yaml);
  if (!parsed.ok) throw new Error('the plan has errors');
  return compilePlan(parsed.plan);
}

function purchase(number: number, payFen = 5_000) {
  return {
    ...{ kind: 'purchase', purchaseId: `pu_${number}`, at: compiled.startsAt + number, editionNo: 1 },
    ...{ shopper: { number, newcomer: false }, facts: 'frozen', freight: [], coupons: [], insisted: false },
    lines: [
      {
        ...{ lineId: 'rice', skuId: 'rice', quantity: 1, unitListFen: 5_000, listFen: 5_000, costFen: 3_000 },
        ...{ netFen: 5_000, allocations: [] },
      },
    ],
    ...{ stoppedPromotionIds: [], payFen },
  };
}

let dir: string;
let opened: Replays[] = [];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'dacu-replays-'));
  opened = [];
});
afterEach(async () => {
  await Promise.all(opened.map((each) => each.stop()));
  rmSync(dir, { recursive: true, force: true });
});

function rehearsed(reviewId: string, lines: readonly object[]): void {
  mkdirSync(join(dir, reviewId), { recursive: true });
  const packed = gzipSync(lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
  writeFileSync(join(dir, reviewId, ORDERS_FILE), packed);
}

function open(over: Partial<ReplaysDeps> = {}): Replays {
  const nothing = { query: async () => [] };
  const replays = createReplays({
    db: nothing,
    ids: createIds({ now: Date.now, randomBytes: secureBytes() }),
    log: silentLog,
    catalog: { allSkus: async () => [], shops: async () => new Map(), categories: async () => [] },
    plan: {
      text: async (id) => (id === 'ed_1' ? { editionNo: 3, yaml: YAML } : null),
      editionAt: async () => null,
    },
    simulated: true,
    clocks: { campaign: { now: () => compiled.startsAt }, wall: { now: Date.now } },
    reviews: async () => ['kept', 'other'].map((reviewId) => ({ reviewId, title, createdAtWall: 1 })),
    rehearsalsDir: dir,
    program,
    ...over,
  });
  opened.push(replays);
  return replays;
}

const asked = (reviewId = 'kept', more: Partial<ReplayRequest> = {}): ReplayRequest => ({
  orders: { kind: 'rehearsal', reviewId },
  plan: { kind: 'edition', editionId: 'ed_1' },
  assumptions: { at: 'phase', coupons: 'used', stops: 'caps' },
  ...more,
});

async function ended(replays: Replays, request = asked()): Promise<ReplayResult> {
  const started = await replays.request(request, '小林');
  if (started.kind === 'refused') throw new Error(started.reason);
  return vi.waitFor(
    async () => {
      const result = await replays.read(started.replay.replayId);
      expect(result!.replay.endedAtWall).not.toBeNull();
      return result!;
    },
    { timeout: 30_000, interval: 50 },
  );
}

/** A process has to start, on a machine that may be busy. */
const TIMEOUT_MS = 40_000;

describe('a replay started from the console', { timeout: TIMEOUT_MS }, () => {
  test('prices the orders that a rehearsal kept, and is there after a restart', async () => {
    rehearsed('kept', [CAMPAIGN, ITEM, purchase(1), purchase(2)]);
    const replays = open();
    const { replay, document } = await ended(replays);
    expect(replay).toMatchObject({
      ...{ state: 'finished', requestedBy: '小林', failure: null },
      orders: { kind: 'rehearsal', reviewId: 'kept', title },
      draft: { editionNo: 3 },
      progress: { stage: 'pricing', purchases: 2, shareBp: 10_000 },
    });
    expect(document).toMatchObject({ purchases: 2, priced: 2, listFen: 10_000 });
    const after = await open().read(replay.replayId);
    expect(after).toEqual({ replay, document });
  });

  test('of a file that does not add up fails, and says in which line', async () => {
    rehearsed('kept', [CAMPAIGN, ITEM, purchase(1, 4_999)]);
    const { replay, document } = await ended(open());
    expect(document).toBeNull();
    expect(replay).toMatchObject({
      state: 'failed',
      failure: { words: { en: 'The amounts do not add up (3 payFen 4999)' } },
    });
  });

  test('runs alone: another one is refused, and one that is cancelled leaves no result', async () => {
    rehearsed('kept', [CAMPAIGN, ITEM, ...Array.from({ length: 50_000 }, (_, i) => purchase(i + 1))]);
    const replays = open();
    const started = await replays.request(asked(), '小林');
    if (started.kind === 'refused') throw new Error(started.reason);
    expect(await replays.request(asked(), '小林')).toEqual({ kind: 'refused', reason: 'replayRunning' });
    const { replayId } = started.replay;
    expect(await replays.cancel(replayId)).toMatchObject({ state: 'cancelled' });
    expect(await replays.read(replayId)).toMatchObject({ document: null });
    expect(await replays.cancel(replayId)).toBe('replayOver');
  });

  test('that the end of its server cut off is interrupted, never running', async () => {
    rehearsed('kept', [CAMPAIGN, ITEM, ...Array.from({ length: 50_000 }, (_, i) => purchase(i + 1))]);
    const replays = open();
    await replays.request(asked(), '小林');
    await replays.stop();
    expect((await open().list()).replays).toMatchObject([{ state: 'interrupted' }]);
  });

  test.each<[string, ReplayRequest, Partial<ReplaysDeps>, string]>([
    ['without orders', asked('other'), {}, 'ordersNotKept'],
    ['out of the folder', asked('../kept'), {}, 'ordersNotKept'],
    ['of no campaign in force', asked('kept', { orders: { kind: 'live' } }), {}, 'ordersNotKept'],
    ['under no edition', asked('kept', { plan: { kind: 'edition', editionId: 'ed_2' } }), {}, 'notFound'],
    [
      'under a plan with errors',
      asked('kept', { plan: { kind: 'draft', yaml: 'no plan' } }),
      {},
      'planInvalid',
    ],
    ['where the node does not', asked(), { program: null }, 'replaysOff'],
  ])('is refused %s', async (_, request, over, reason) => {
    rehearsed('kept', [CAMPAIGN, ITEM, purchase(1)]);
    expect(await open(over).request(request, '小林')).toMatchObject({ kind: 'refused', reason });
  });

  test('over HTTP an analyst reads and is told why not to start; others start', async () => {
    rehearsed('kept', [CAMPAIGN, ITEM, purchase(1)]);
    const replays = open();
    let role: 'commander' | 'analyst' = 'analyst';
    const app = await buildApp({
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
    replaysRoutes(app, replays, {
      members: {
        async requireOperator(_: unknown, roles?: readonly string[]) {
          if (roles && !roles.includes(role)) throw new Refusal('forbidden');
          return { operatorId: 'op_1', name: '小林', role } as never;
        },
      },
    });
    try {
      const list = await app.inject({ url: '/api/ops/replays' });
      expect(replayList.parse(list.json())).toMatchObject({
        refused: 'forbidden',
        rehearsals: [{ reviewId: 'kept' }],
      });
      const post = () => app.inject({ method: 'POST', url: '/api/ops/replays', payload: asked() });
      expect((await post()).statusCode).toBe(403);
      role = 'commander';
      const { replayId } = (await post()).json();
      const read = await app.inject({ url: `/api/ops/replays/${replayId}` });
      expect(replayResult.parse(read.json()).replay.replayId).toBe(replayId);
      const none = await app.inject({ url: `/api/ops/replays/rp_${'0'.repeat(26)}` });
      expect(none.statusCode).toBe(404);
    } finally {
      await app.close();
    }
  });
});
