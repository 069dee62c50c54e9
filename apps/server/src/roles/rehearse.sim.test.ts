import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { reviewDocument } from '@dacu/contract/api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../platform/db/types.ts';
import { rehearseForTest } from './rehearsal/rehearsal-test-bench.ts';
import { PlanRefused, type RehearsalReport, type RehearsalResult } from './rehearse.ts';

const VISITS = 300;
const SEED = 20_240_618;

/** Three weeks around 18 June, busy at midnight: few units, many who want them. */
const PLAN = `
format: 1
campaign:
  id: sale-2024
  title: { zh: 三周小促, en: Three weeks of sale }
  year: 2024
  zone: Asia/Shanghai
  from: 2024-06-01
  until: 2024-06-22
  precedence: 100
  pricing: { profile: tmall, thresholds: parallel, minimumFen: 1 }
calendar:
  seasons:
    - { id: summer, title: { zh: 夏, en: Summer }, look: summer, motif: 测试, from: 2024-06-01, until: 2024-06-22 }
  phases:
    - { id: early, kind: warmUp, title: { zh: 预热, en: Warm-up }, from: 2024-06-01, until: 2024-06-16 }
    - { id: burst, kind: burst, title: { zh: 爆发, en: Burst }, from: 2024-06-16, until: 2024-06-22 }
goals:
  - { id: sales, horizon: short, title: { zh: 销售额, en: Sales }, metric: paidGmv, target: ¥2万 }
channels:
  - { id: app, side: online, title: { zh: 应用, en: App } }
  - { id: douyin, side: online, title: { zh: 抖音, en: Douyin } }
assortment:
  tags: [{ id: flash, title: { zh: 秒杀池, en: Flash pool } }]
  categories: [{ id: beauty, title: { zh: 美妆, en: Beauty } }]
promotions:
  - id: cross-store
    title: { zh: 跨店满减, en: Cross-store reduction }
    kind: tiered
    group: inclusive
    layer: crossStore
    tiers: [{ threshold: ¥300, off: ¥50 }]
    when: [{ phase: burst }]
    funders: [{ funder: seller, share: 70% }, { funder: platform, share: 30% }]
    budgetCap: ¥120
  - id: win-back
    title: { zh: 回流券, en: Win-back coupon }
    kind: coupon
    group: exclusive
    issue: winBack
    threshold: ¥50
    off: ¥10
    couponLayer: platformCoupon
    audience: { idleDays: 30 }
    perPersonMax: 1
    validFor: 7d
    holdout: 10%
    budgetCap: ¥200
    funders: [{ funder: platform, share: 100% }]
  - id: flash-daily
    title: { zh: 秒杀, en: Flash sale }
    kind: flashSale
    group: inclusive
    pay: 5折
    daily: 00:00-02:00
    pool: { tags: [flash] }
    itemsPerSlot: 1
    activityStock: 1
    perPersonMax: 1
    hold: 5min
    funders: [{ funder: platform, share: 50% }, { funder: seller, share: 50% }]
traffic:
  visits: 300
  surges: [{ when: { whole: campaign, daily: 00:00-00:10 }, factor: 250 }]
  channels: [{ channel: app, share: 60% }, { channel: douyin, share: 40% }]
`;

const dir = mkdtempSync(join(tmpdir(), 'dacu-rehearsal-test-'));
let first: RehearsalResult;
const told: RehearsalReport[] = [];
let books: { flash: number; closed: number; returned: number; rehearsed: number; couponsUsed: number };
beforeAll(async () => {
  first = await run(SEED, async (db) => {
    const [row] = await db.query<typeof books>(
      `select (select count(*) from purchase where kind = 'flash') as flash,
              (select count(*) from purchase where state = 'closed') as closed,
              (select count(*) from return_request) as returned,
              (select count(*) from visit) as rehearsed,
              (select count(*) from coupon where state = 'used') as "couponsUsed"`,
    );
    books = row!;
  });
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true, force: true }));

/** What so few shoppers may not come across: the long rehearsal does. */
const SELDOM: ReadonlySet<string> = new Set(['boxesDrawn', 'drawsRecomputed']);

function run(seed: number, look?: (db: Db) => Promise<void>): Promise<RehearsalResult> {
  const asked = { yaml: PLAN, seed, visits: VISITS, rehearsalsDir: dir };
  return rehearseForTest({ ...asked, report: (line) => void told.push(line) }, look);
}

describe(`a rehearsal of ${VISITS} visits (seed ${SEED})`, () => {
  test('the books are right by an auditor who worked every sum out again', () => {
    for (const check of first.review.audit.checks) {
      expect(check.violations, check.id).toEqual([]);
      if (!SELDOM.has(check.id)) expect(check.examined, check.id).toBeGreaterThan(0);
    }
    expect(first.review.audit.passed).toBe(true);
    expect(first.outcome.surprises).toEqual({});
  });

  test('something happened: flash orders, holds that ran out, returns, sold-out items', () => {
    expect(books.rehearsed).toBe(VISITS);
    expect(books.flash).toBeGreaterThan(5);
    expect(books.closed).toBeGreaterThan(0);
    expect(books.couponsUsed).toBeGreaterThan(0);
    expect(first.outcome.orders).toBeGreaterThan(10);
    expect(first.review.stockOuts.some((row) => row.kind === 'flash' && row.refusedCount > 0)).toBe(true);
  });

  test('the same seed again gives the same hash over orders, ledgers and outbox', async () => {
    const again = await run(SEED);
    expect(again.review.rehearsal!.hash).toBe(first.review.rehearsal!.hash);
    expect(again.review.indicators).toEqual(first.review.indicators);
  });

  test('another seed gives another', async () => {
    const other = await run(SEED + 1);
    expect(other.review.rehearsal!.hash).not.toBe(first.review.rehearsal!.hash);
    expect(other.review.audit.passed).toBe(true);
  });

  test('it tells how far it is: time, visits, orders and paid amount only grow, up to what the review says', () => {
    const lines = told.filter((line) => line.kind === 'progress').slice(0, VISITS / 20);
    expect(lines).toHaveLength(VISITS / 20);
    for (const [before, after] of lines.slice(1).map((line, index) => [lines[index]!, line] as const)) {
      for (const figure of ['at', 'visits', 'orders', 'paidFen', 'calls'] as const)
        expect(after[figure]).toBeGreaterThanOrEqual(before[figure]);
    }
    const paid = first.review.indicators.find((figure) => figure.definitionId === 'paidGmv')!.value!;
    expect(lines.at(-1)!.paidFen).toBeGreaterThan(paid / 2);
    expect(lines.at(-1)!.paidFen).toBeLessThanOrEqual(paid);
  });

  test('it ends in a review: stored whole, as JSON of the published shape and as Markdown', () => {
    const stored = reviewDocument.parse(JSON.parse(readFileSync(first.files.jsonPath, 'utf8')));
    expect(stored).toEqual(first.review);
    expect(stored.simulated).toBe(true);
    expect(stored.funnel[0]!.visitors).toBe(VISITS);
    const paid = stored.indicators.find((figure) => figure.definitionId === 'paidGmv')!;
    expect(paid.value).toBeGreaterThan(0);
    expect(stored.channels.reduce((sum, row) => sum + row.paidFen, 0)).toBe(paid.value);
    const markdown = readFileSync(first.files.markdownPath, 'utf8');
    expect(markdown).toContain(stored.rehearsal!.hash);
    expect(markdown).toContain('模拟数据');
  });
});

test('a plan with errors is refused with all of them, before anything is made', async () => {
  const broken = PLAN.replace('zone: Asia/Shanghai', 'zone: Moon/Base').replace('pay: 5折', 'pay: 五折');
  const asked = rehearseForTest({
    yaml: broken,
    seed: 1,
    visits: 1,
    rehearsalsDir: dir,
    openDatabase: () => Promise.reject(new Error('must not be opened')),
  });
  await expect(asked).rejects.toThrow(PlanRefused);
});
