import { readFileSync } from 'node:fs';
import type { Path } from '@dacu/engine/plan';
import { describe, expect, it } from 'vitest';
import { parsePlan, readPlanValues } from '../parse-plan.ts';
import { sourceOf } from '../provenance.ts';
import type { Statement } from './statement.ts';
import { STATEMENTS_2023 } from './statements-2023.ts';
import { STATEMENTS_2024 } from './statements-2024.ts';
import { STATEMENTS_2026 } from './statements-2026.ts';

const PLANS: readonly (readonly [file: string, statements: readonly Statement[]])[] = [
  ['2024-year-of-sales', STATEMENTS_2024],
  ['2026-health-future', STATEMENTS_2026],
  ['2023-double-11', STATEMENTS_2023],
];
const read = (file: string) =>
  readFileSync(new URL(`../../../../../campaigns/${file}.yaml`, import.meta.url), 'utf8');

/** `promotions.cross-store.tiers[0].off`: list elements by their id, or by their place. */
function find(plan: unknown, dotted: string): { readonly path: Path; readonly value: unknown } {
  const path: (string | number)[] = [];
  let value = plan;
  for (const step of dotted.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    const key: string | number = Array.isArray(value)
      ? /^\d+$/.test(step)
        ? Number(step)
        : value.findIndex((element) => (element as { id?: string }).id === step)
      : step;
    path.push(key);
    value = (value as Record<string | number, unknown> | undefined)?.[key];
  }
  return { path, value };
}

describe.each(PLANS)('%s.yaml', (file, statements) => {
  const text = read(file);
  const plan = readPlanValues(text);

  it('passes the check without a finding', () => {
    expect(parsePlan(text).findings).toEqual([]);
  });

  it('opens with the line that tells editors its schema', () => {
    expect(text.split('\n', 1)[0]).toBe('# yaml-language-server: $schema=./plan.schema.json');
  });

  it.each(statements.map((row) => ({ words: row[0], dotted: row[1], written: row[2] ?? row[0] })))(
    'says 「$words」 at $dotted',
    ({ dotted, written }) => {
      const { path, value } = find(plan, dotted);
      expect(JSON.stringify(value) ?? 'nothing').toContain(written);
      expect(sourceOf(plan, path)).toBe('stated');
    },
  );

  it('claims no number as stated that the document does not state', () => {
    const covered = new Set(statements.map(([, dotted]) => find(plan, dotted).path.join('.')));
    const unproved: string[] = [];
    const visit = (value: unknown, path: Path) => {
      const key = String(path.at(-1));
      if (value !== null && typeof value === 'object') {
        for (const [step, inner] of Object.entries(value))
          if (step !== 'ours') visit(inner, [...path, Array.isArray(value) ? Number(step) : step]);
        return;
      }
      const numeric =
        typeof value === 'number' || /^[¥￥]?[\d.,]+([%‱折万亿]|min|h|d|PB|TB| \w+)?$/.test(String(value));
      // Notation, not claims: names of things, translations, dates of the calendar that a title names.
      const notation = ['format', 'year', 'id', 'zh', 'en', 'month', 'day', 'days', 'promotion'].includes(
        key,
      );
      if (numeric && !notation && sourceOf(plan, path) === 'stated' && !covered.has(path.join('.')))
        unproved.push(`${path.join('.')} = ${value}`);
    };
    visit(plan, []);
    expect(unproved).toEqual([]);
  });
});
