import { nearestWord, type Path } from '@dacu/engine/plan';
import type { z } from 'zod';
import { NOTATIONS, readingError, type Unplaced } from './findings.ts';

type Issue = z.core.$ZodIssue;

/** Turns what the schema objects to into findings: one for each unknown key, missing key, wrong value. */
export function findingsOf(issue: Issue, raw: unknown, base: Path = []): Unplaced[] {
  const path: Path = [...base, ...(issue.path as (string | number)[])];
  const value = valueAt(raw, path);
  if (issue.code === 'unrecognized_keys') {
    const known = issue.message.startsWith('known ') ? issue.message.slice(6).split(' ') : [];
    return issue.keys.map((key) =>
      readingError('unknownKey', [...path, key], {
        atKey: true,
        found: key,
        allowed: known.join(' · '),
        suggestion: nearestWord(key, known),
      }),
    );
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const branch = bestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => findingsOf(inner, raw, path));
  }
  const options = optionsOf(issue);
  if (value === undefined)
    return [readingError('missing', path, { allowed: options?.join(' · ') ?? allowedOf(issue), found: '—' })];
  if (options !== null) {
    const found = String(value);
    return [
      readingError('badWord', path, {
        found,
        allowed: options.join(' · '),
        suggestion: nearestWord(found, options),
      }),
    ];
  }
  const notation = NOTATIONS[issue.message];
  if (notation) {
    return [
      {
        ...readingError('wrongType', path),
        code: codeOf(issue.message),
        allowed: notation.allowed,
        message: notation.message,
      },
    ];
  }
  const code = issue.code === 'too_small' || issue.code === 'too_big' ? 'outOfRange' : 'wrongType';
  return [readingError(code, path, { allowed: allowedOf(issue) })];
}

/** `money` → `badMoney` */
const codeOf = (notation: string) => `bad${notation[0]!.toUpperCase()}${notation.slice(1)}`;

/** Of the alternatives of a union, the one the author meant: the shape fits, and least is wrong inside. */
function bestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const shaped = branches.filter(
    (issues) =>
      !issues.some((issue) => issue.path.length === 0 && issue.code !== 'unrecognized_keys') &&
      issues.some((issue) => issue.path.length > 0 || issue.code === 'unrecognized_keys'),
  );
  return shaped.sort((a, b) => a.length - b.length)[0] ?? null;
}

function optionsOf(issue: Issue): string[] | null {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code === 'invalid_union' && 'options' in issue && Array.isArray(issue.options))
    return issue.options.map(String);
  return null;
}

function allowedOf(issue: Issue): string {
  const notation = NOTATIONS[issue.message];
  if (notation) return notation.allowed;
  if (issue.code === 'invalid_type') {
    if (issue.expected === 'object') return 'a mapping (key: value)';
    if (issue.expected === 'array') return 'a list (- item)';
    return issue.expected;
  }
  if (issue.code === 'too_small') return `≥ ${issue.minimum}`;
  if (issue.code === 'too_big') return `≤ ${issue.maximum}`;
  return issue.message;
}

export function valueAt(raw: unknown, path: Path): unknown {
  let value = raw;
  for (const step of path) {
    if (value === null || typeof value !== 'object') return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
