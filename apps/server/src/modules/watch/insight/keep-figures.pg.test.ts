import { type KeptFigure, keptFigure } from '@dacu/contract/api';
import type { Goal } from '@dacu/contract/plan';
import { createAuditor, createChance } from '@dacu/engine/simulate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openTestDatabase, type TestDatabase } from '../../../platform/db/test-database.ts';
import { createRelay } from '../../../platform/outbox/relay.ts';
import { AUDIT_HASHES } from './books.ts';
import { DAY, putPurchases, putVisits, START, type TestPurchase, testPlan } from './insight-test-sale.ts';
import { KEPT_GROUPS_MAX, keepFigures, sideOf } from './keep-figures.ts';
import { KEPT_PARTS } from './kept-parts.ts';
import { writeReview } from './review.ts';

const SEED = 20_240_618;
const HOUR = 3_600_000;
const ZONE_MS = 8 * HOUR;
const CHANNELS = ['app', 'douyin', 'wechat'];
const chance = createChance(SEED, 'kept');
const goal = (metric: string, target: number): Goal =>
  ({
    id: metric,
    metric,
    group: 'goal',
    title: { zh: metric, en: metric },
    unit: metric === 'orders' ? 'count' : 'fen',
    target,
    better: 'higher',
    steps: [],
  }) as Partial<Goal> as Goal;
const plan = testPlan({ goals: [goal('paidGmv', 600_000), goal('createdGmv', 900_000)] });

let suite: TestDatabase;
let kept: Awaited<ReturnType<typeof keepFigures>>;
let review: Awaited<ReturnType<typeof writeReview>>;

beforeAll(async () => {
  suite = await openTestDatabase();
  const { db } = suite;
  await putVisits(
    db,
    Array.from({ length: 240 }, (_, index) => ({
      id: `v${index}`,
      shopperId: `s${chance.below(90)}`,
      at: START + chance.below(58 * DAY),
      channel: CHANNELS[chance.below(3)]!,
      did: chance.happens(0.5) ? ['view', 'cartAdd'] : ['view'],
    })),
  );
  await putPurchases(
    db,
    Array.from({ length: 120 }, (_, index) => somePurchase(index)),
  );
  await db.query(`update shopper set first_paid_at = $1 where shopper_id in ('s1', 's2', 's3')`, [
    START - DAY,
  ]);
  for (const index of [3, 4, 5, 6])
    await db.query(
      `insert into complaint (complaint_id, purchase_id, shopper_id, topic, sealed_words, state, opened_at)
       select 'c' || purchase_id, purchase_id, shopper_id, 'price', 'words', 'open', placed_at from purchase where purchase_id = $1`,
      [`p${index}`],
    );
  await createRelay({ db }).runOnce();
  review = await writeReview(db, {
    reviewId: 'kept-1',
    kind: 'rehearsal',
    simulated: true,
    editionNo: 1,
    compiled: plan,
    asOf: START + 100 * DAY,
    measure: { kind: 'clock' },
    rehearsal: null,
    skus: [],
    categories: [],
    audit: createAuditor({ asOf: START + 100 * DAY, hashes: AUDIT_HASHES }).report(),
  });
  kept = await keepFigures(db, review, plan);
}, 60_000);
afterAll(() => suite.close());

function somePurchase(index: number): TestPurchase {
  const placedAt = START + chance.below(58 * DAY);
  const fate = chance.below(4);
  const quantity = 1 + chance.below(3);
  const netFen = 1_000 + chance.below(9_000);
  const platformFen = chance.below(300);
  const itemFen = netFen + platformFen;
  return {
    id: `p${index}`,
    shopperId: `s${chance.below(90)}`,
    channel: CHANNELS[chance.below(3)]!,
    placedAt,
    lines: [{ skuId: 'sku-0', quantity, listFen: itemFen + 500, itemFen, netFen, platformFen }],
    ...(fate === 0 ? { closedAt: placedAt + HOUR } : { paidAt: placedAt + HOUR / 60 }),
    ...(fate === 1
      ? { refunds: [{ at: placedAt + DAY, line: 0, quantity: 1, fen: Math.floor(netFen / quantity) }] }
      : {}),
  };
}

describe(`what a rehearsal keeps of its rows (seed ${SEED})`, () => {
  test('every figure of the review that is made of sums is kept, over the campaign and each phase', () => {
    expect(kept.unequal).toEqual([]);
    const wanted = [
      ...review.goals,
      ...review.indicators,
      ...review.phases.flatMap(({ measures }) => measures),
    ]
      .filter(({ value, definitionId }) => value !== null && definitionId in KEPT_PARTS)
      .map(({ definitionId }) => definitionId);
    expect(new Set(kept.figures.map(({ metric }) => metric))).toEqual(new Set(wanted));
    expect(new Set(wanted).size).toBeGreaterThan(13);
    expect(new Set(kept.figures.map(({ startsAt, endsAt }) => `${startsAt} ${endsAt}`)).size).toBe(4);
  });

  test('the groups add up to their side, and the sides make the figure that another query found', () => {
    for (const figure of kept.figures) {
      expect(keptFigure.safeParse(figure).success).toBe(true);
      for (const { groups, sum, rows } of sidesOf(figure)) {
        expect(groups.reduce((total, group) => total + group.sum, 0)).toBe(sum);
        expect(groups.reduce((total, group) => total + group.rows, 0)).toBe(rows);
      }
      const below = figure.whole?.sum ?? figure.goal;
      const made = below === null ? figure.part.sum : Math.round((figure.part.sum * figure.times) / below);
      expect([figure.metric, made]).toEqual([figure.metric, figure.value]);
      if (figure.startsAt !== review.window.startsAt || figure.endsAt !== review.window.endsAt) continue;
      const shown = [...review.goals, ...review.indicators].find(
        ({ definitionId }) => definitionId === figure.metric,
      );
      expect([figure.metric, figure.value]).toEqual([figure.metric, shown?.value]);
    }
  });

  test('a figure whose sums do not make it is not kept, and named', async () => {
    const wrong = {
      ...review,
      indicators: review.indicators.map((each) =>
        each.definitionId === 'orders' ? { ...each, value: (each.value ?? 0) + 1 } : each,
      ),
    };
    const { figures, unequal } = await keepFigures(suite.db, wrong, plan);
    expect(unequal).toHaveLength(1);
    expect(unequal[0]).toContain('orders');
    expect(figures).toHaveLength(kept.figures.length - 1);
  });

  test('what is too many by the hour is kept by the day, and nothing is cut off', () => {
    const hours = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        at: START + index * HOUR,
        channel: 'app',
        rows: 2,
        sums: {
          one: 2,
          gmvFen: 7,
          nmvFen: 0,
          createdFen: 0,
          payFen: 0,
          refundedFen: 0,
          units: 0,
          returnedUnits: 0,
        },
      }));
    const side = { kind: 'payment', adds: 'gmvFen' } as const;
    expect(sideOf(side, hours(KEPT_GROUPS_MAX), ZONE_MS)).toMatchObject({
      grain: 'hour',
      sum: 7 * KEPT_GROUPS_MAX,
    });
    const byDay = sideOf(side, hours(KEPT_GROUPS_MAX + 1), ZONE_MS);
    expect(byDay).toMatchObject({
      grain: 'day',
      rows: 2 * (KEPT_GROUPS_MAX + 1),
      sum: 7 * (KEPT_GROUPS_MAX + 1),
    });
    // Days are the campaign's: they begin at its midnight.
    expect(byDay.groups.every(({ at }) => (at - START) % DAY === 0)).toBe(true);
    expect(sideOf(side, hours(KEPT_GROUPS_MAX * 30), ZONE_MS)).toMatchObject({ grain: 'week' });
    expect(sideOf(side, [], ZONE_MS)).toMatchObject({ grain: 'hour', sum: 0, rows: 0, groups: [] });
  });
});

const sidesOf = ({ part, whole }: KeptFigure) => (whole ? [part, whole] : [part]);
