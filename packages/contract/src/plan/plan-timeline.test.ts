import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { compilePlan } from './compile-plan.ts';
import { parsePlan } from './parse-plan.ts';
import { planTimeline } from './plan-timeline.ts';
import { SMALL_PLAN } from './test-plans.ts';

function timelineOf(yaml: string) {
  const parsed = parsePlan(yaml);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
  return planTimeline(parsed.plan, compilePlan(parsed.plan));
}
const file = (name: string) =>
  readFileSync(new URL(`../../../../campaigns/${name}`, import.meta.url), 'utf8');
const tasks = (...lines: string[]) =>
  SMALL_PLAN.replace('shops:', `  milestones:\n${lines.map((line) => `    - ${line}\n`).join('')}shops:`);
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('tasks in time', () => {
  const plan = tasks(
    '{ id: test, title: { zh: 压测, en: Load test }, on: 06-10, anchor: burst, takes: 5d }',
    '{ id: freeze, title: { zh: 封网, en: Freeze }, on: 06-12, anchor: burst, after: [test] }',
  );

  test('a task’s bar is its work up to the end of the day it is due', () => {
    const [test] = timelineOf(plan).filter(({ group }) => group === 'task');
    expect(test?.windows).toEqual([{ startsAt: at('2024-06-06T00:00'), endsAt: at('2024-06-11T00:00') }]);
    expect(test?.prepares).toBe('phase:burst');
  });

  test('arrows, float and the critical chain', () => {
    const [test, freeze] = timelineOf(plan).filter(({ group }) => group === 'task');
    const day = 86_400_000;
    expect([test?.floatMs, freeze?.floatMs]).toEqual([3 * day, 2 * day]);
    expect([test?.critical, freeze?.critical]).toEqual([false, true]);
    expect(freeze?.after).toEqual(['task:test']);
  });

  test('what has to begin before that which it waits for is done is a warning, at its place', () => {
    const { ok, findings } = parsePlan(plan.replace('on: 06-12', 'on: 06-10'));
    expect(ok).toBe(true);
    expect(findings).toMatchObject([
      { code: 'dependencyLate', severity: 'warning', path: 'calendar.milestones[1].after[0]', found: 'test' },
    ]);
    expect(findings[0]!.line).toBeGreaterThan(1);
  });

  test('tasks in a circle, and one that nobody has, are errors where they are written', () => {
    const circle = parsePlan(plan.replace('takes: 5d', 'takes: 5d, after: [freeze]'));
    expect(circle.ok).toBe(false);
    expect(circle.findings).toMatchObject([{ code: 'dependencyCycle', found: 'test → freeze → test' }]);
    const unknown = parsePlan(plan.replace('after: [test]', 'after: [tets]'));
    expect(unknown.findings).toMatchObject([
      { code: 'unknownReference', path: 'calendar.milestones[1].after[0]', suggestion: 'test' },
    ]);
  });
});

describe('the plans that ship', () => {
  test.each(['2023-double-11.yaml', '2024-year-of-sales.yaml', '2026-health-future.yaml'])(
    '%s: every row has a time, a name of its own, and arrows to rows that are there',
    (name) => {
      const rows = timelineOf(file(name));
      const ids = rows.map(({ rowId }) => rowId);
      expect(new Set(ids).size).toBe(ids.length);
      for (const row of rows) {
        if (row.group !== 'promotion') expect(row.windows.length, row.rowId).toBeGreaterThan(0);
        for (const id of [...row.after, ...(row.prepares ? [row.prepares] : [])]) expect(ids).toContain(id);
        expect(row.lateAfter, row.rowId).toEqual([]);
      }
      expect(rows.some(({ after }) => after.length > 0)).toBe(true);
    },
  );
});
