import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEMAND_SCENARIO_IDS } from '@dacu/engine/simulate';
import { afterAll, describe, expect, test } from 'vitest';
import { rehearseForTest } from './rehearsal/rehearsal-test-bench.ts';
import type { RehearsalReport, RehearsalResult } from './rehearse.ts';

const CAMPAIGNS = fileURLToPath(new URL('../../../../campaigns/', import.meta.url));
const SEED = 7;
const planNamed = (name: string) => readFileSync(join(CAMPAIGNS, `${name}.yaml`), 'utf8');

const dir = mkdtempSync(join(tmpdir(), 'dacu-rehearsal-plans-'));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function audited({ review, outcome }: RehearsalResult): void {
  for (const check of review.audit.checks) expect(check.violations, check.id).toEqual([]);
  expect(review.audit.passed).toBe(true);
  expect(outcome.surprises).toEqual({});
}

type Phase = RehearsalResult['review']['phases'][number];
const visitorsOf = ({ measures }: Phase): number =>
  measures.find((figure) => figure.definitionId === 'uv')?.value ?? 0;
const paidFen = ({ review }: RehearsalResult): number =>
  review.indicators.find((figure) => figure.definitionId === 'paidGmv')?.value ?? 0;

describe('the long rehearsal', () => {
  const visits = 5_000;

  test(`${visits} visits of the 2024 plan (seed ${SEED}): the books are right, every phase was lived through, and it says how long it takes`, {
    timeout: 600_000,
  }, async () => {
    const told: RehearsalReport[] = [];
    const deposits = new Map<string, number>();
    const result = await rehearseForTest(
      {
        ...{ yaml: planNamed('2024-year-of-sales'), seed: SEED, visits, rehearsalsDir: dir },
        report: (line) => told.push(line),
      },
      async (db) => {
        const rows = await db.query<{ state: string; n: number }>(
          'select state, count(*)::int as n from presale_deposit join purchase using (purchase_id) group by 1',
        );
        for (const { state, n } of rows) deposits.set(state, n);
      },
    );
    audited(result);
    for (const check of result.review.audit.checks) expect(check.examined, check.id).toBeGreaterThan(0);
    expect(result.review.funnel[0]!.visitors).toBe(visits);
    expect(result.review.phases.filter((phase) => visitorsOf(phase) === 0)).toEqual([]);
    expect(result.outcome.orders).toBeGreaterThan(100);
    // Deposits were paid, and none is left hanging once its balance window is over.
    expect(deposits.size).toBeGreaterThan(0);
    expect(deposits.has('depositPaid')).toBe(false);
    expect(result.review.discounts.length).toBeGreaterThan(5);
    expect(result.review.channels.length).toBeGreaterThan(5);
    const last = told.filter((line) => line.kind === 'progress').at(-1)!;
    expect([last.visits, last.of, last.leftMs]).toEqual([visits, visits, 0]);
  });
});

describe.each([
  ['2026-health-future', ['burst', 'sustain'], ['double-11']],
  ['2023-double-11', ['opening', 'peak'], ['double-11']],
])('the plan %s', (name, phases, nodes) => {
  test('is rehearsed over its own phases, nodes and promotions, and ends in a sound review', {
    timeout: 240_000,
  }, async () => {
    const promotions = new Set<string>();
    const result = await rehearseForTest(
      { yaml: planNamed(name), seed: SEED, visits: 1_500, rehearsalsDir: dir },
      async (db) => {
        const rows = await db.query<{ promotionId: string }>(
          'select distinct promotion_id as "promotionId" from order_allocation',
        );
        for (const { promotionId } of rows) promotions.add(promotionId);
      },
    );
    audited(result);
    const visited = new Map(result.review.phases.map((phase) => [phase.phaseId, visitorsOf(phase)]));
    for (const id of [...phases, ...nodes]) expect(visited.get(id), id).toBeGreaterThan(0);
    expect(promotions.size).toBeGreaterThan(2);
    expect(paidFen(result)).toBeGreaterThan(0);
    expect(result.review.improvements.length).toBeGreaterThan(0);
  });
});

test('from a weak year to a strong one more come, more order and more is paid; quotas and goals stay', {
  timeout: 400_000,
}, async () => {
  const results: RehearsalResult[] = [];
  for (const scenario of DEMAND_SCENARIO_IDS) {
    results.push(
      await rehearseForTest({
        yaml: planNamed('2023-double-11'),
        seed: SEED,
        visits: 1_000,
        scenario,
        rehearsalsDir: dir,
      }),
    );
  }
  for (const result of results) audited(result);
  const [weak, base, strong] = results.map((result) => ({
    visits: result.review.rehearsal!.visits,
    orders: result.outcome.orders,
    fen: paidFen(result),
  }));
  expect([weak!.visits, base!.visits, strong!.visits]).toEqual([700, 1_000, 1_400]);
  expect(weak!.orders).toBeLessThan(base!.orders);
  expect(base!.orders).toBeLessThan(strong!.orders);
  expect(weak!.fen).toBeLessThan(strong!.fen);
  expect(new Set(results.map(({ review }) => review.rehearsal!.scale)).size).toBe(1);
  const targets = results.map(({ review }) => review.goals.map((goal) => goal.target));
  expect(targets[2]).toEqual(targets[0]);
  expect(results.map(({ review }) => review.rehearsal!.scenario)).toEqual([...DEMAND_SCENARIO_IDS]);
});
