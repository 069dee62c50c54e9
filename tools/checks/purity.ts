import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, root } from './run-command.ts';

/**
 * What types and lint cannot forbid: members of allowed globals, and SQL that reads the database's clock.
 * Time and chance are handed in (`clocks`, `chance`), everywhere but in the adapters that make them.
 */
const RULES = [
  { pattern: /\bMath\.random\s*\(/, allowedIn: [], words: 'chance is handed in: take `chance` or a seed' },
  {
    pattern: /\b(now\(\)|current_timestamp|clock_timestamp\(\))/i,
    sqlOnly: true,
    allowedIn: [],
    words: 'SQL has no clock: pass the instant as a parameter',
  },
] as const;

export function judgePurity(path: string, source: string): string[] {
  return source.split('\n').flatMap((line, index) =>
    RULES.flatMap((rule) => {
      const text = 'sqlOnly' in rule ? sqlOf(path, line) : line;
      return rule.pattern.test(text) && !/^\s*(\/\/|\*|\/\*|--)/.test(line)
        ? [`${path}:${index + 1}: ${rule.words}`]
        : [];
    }),
  );
}

/** A line of SQL: all of a .sql file, or a line of TypeScript that reads like a statement. */
function sqlOf(path: string, line: string): string {
  return path.endsWith('.sql') || /\b(select|insert|update|delete|values|where|set)\b/i.test(line)
    ? line.replaceAll(/\.now\(\)/g, '')
    : '';
}

export function checkPurity(): CheckResult {
  const files = globSync(['packages/*/src/**/*.{ts,tsx}', 'apps/*/src/**/*.{ts,tsx,sql}'], {
    cwd: root,
  }).filter((path) => !/\.test\.tsx?$/.test(path) && !path.includes('node_modules'));
  const complaints = files.flatMap((path) => judgePurity(path, readFileSync(join(root, path), 'utf8')));
  return { ok: complaints.length === 0, summary: `${files.length} files`, details: complaints.join('\n') };
}
