import { nearestWord, type Path } from '@dacu/engine/plan';
import type { z } from 'zod';
import { NOTATIONS, readingError, type Unplaced } from './findings.ts';
import { parseMoney } from './schema/notation.ts';

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
        suggestion: suggested(issue.message, value),
      },
    ];
  }
  const code = issue.code === 'too_small' || issue.code === 'too_big' ? 'outOfRange' : 'wrongType';
  return [readingError(code, path, { allowed: allowedOf(issue) })];
}

/** What was most likely meant, where a notation lets us tell. */
function suggested(notation: string, value: unknown): string | null {
  if (notation === 'zone') return nearestWord(String(value), Intl.supportedValuesOf('timeZone'));
  const scalar = typeof value === 'number' || typeof value === 'boolean';
  if (notation === 'words' && scalar) return `"${value}"`;
  if (notation === 'money' && typeof value === 'number') return `¥${value}`;
  if (typeof value !== 'string') return null;
  if (notation === 'id') return /^[a-z0-9-]+$/.test(asId(value)) ? asId(value) : null;
  if (notation === 'money') return moneyIn(value);
  if (notation === 'target') return moneyIn(value);
  return null;
}

const asId = (word: string) =>
  word
    .toLowerCase()
    .replaceAll(/[\s_.]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');

/** `20元`, `CNY 20`, `20` → `¥20` */
function moneyIn(word: string): string | null {
  const plain = `¥${word.replaceAll(/元|圆|RMB|CNY|yuan|\$|[¥￥]|\s/gi, '')}`;
  return plain !== word && parseMoney(plain) !== null ? plain : null;
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
    if (issue.expected === 'object') return '{ key: value, … }';
    if (issue.expected === 'array') return '[item, …]';
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
