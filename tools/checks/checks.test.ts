import { describe, expect, it } from 'vitest';
import { judgeCruise } from './arrows.ts';
import { judgeFile } from './file-sizes.ts';
import { judgeLock, licenceAllowed } from './licences.ts';
import { judgePurity } from './purity.ts';
import { sharedClasses } from './style-rooms.ts';

const lines = (count: number, head = 'export {};') =>
  [head, ...Array.from({ length: count - 1 }, () => '//')].join('\n');

describe('file sizes', () => {
  it('lets a file of 300 lines pass', () => expect(judgeFile('a.ts', lines(300))).toBeNull());
  it('asks a file of 301 lines for its reason', () =>
    expect(judgeFile('a.ts', lines(301))).toContain('Long because'));
  it('accepts a reason in the head', () =>
    expect(judgeFile('a.ts', lines(301, '// Long because it is one table.'))).toBeNull());
  it('refuses 501 lines whatever the reason', () =>
    expect(judgeFile('a.ts', lines(501, '// Long because it is one table.'))).toContain('at most 500'));
});

describe('import arrows', () => {
  const cruise = (totalCruised: number, violations: { from: string; to: string }[] = []) => ({
    summary: {
      totalCruised,
      violations: violations.map((v) => ({ ...v, rule: { name: 'r', severity: 'error' } })),
    },
  });
  it('fails a walk that saw too few modules, although it found nothing', () =>
    expect(judgeCruise(cruise(0), 10).ok).toBe(false));
  it('names both ends of a forbidden arrow', () =>
    expect(judgeCruise(cruise(10, [{ from: 'a.ts', to: 'b.ts' }]), 10).details).toBe('r: a.ts → b.ts'));
  it('passes a clean walk', () => expect(judgeCruise(cruise(10), 10).ok).toBe(true));
});

describe('licences', () => {
  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0-or-later', false],
    ['none stated', false],
  ])('%s → %s', (expression, allowed) => expect(licenceAllowed(expression)).toBe(allowed));

  it('names a package with an unread install script and one without integrity', () =>
    expect(
      judgeLock(
        {
          'node_modules/a': { license: 'MIT', integrity: 'sha512-x', hasInstallScript: true },
          'node_modules/b': { license: 'MIT' },
        },
        () => null,
      ),
    ).toEqual([
      'node_modules/a: has an install script that nobody has read',
      'node_modules/b: no integrity in the lock file',
    ]));
});

describe('clock and chance', () => {
  it.each([
    ['x.ts', 'const a = Math.random();'],
    ['0001.sql', 'insert into t values (now());'],
    ['store.ts', 'await tx.query(`update t set at = current_timestamp where id = $1`);'],
  ])('%s: %s is refused', (path, line) => expect(judgePurity(path, line)).toHaveLength(1));

  it.each([
    ['x.ts', 'const at = clocks.campaign.now();'],
    ['store.ts', 'await tx.query(`update t set at = $2 where id = $1`, [id, clocks.wall.now()]);'],
    ['0001.sql', '-- never now()'],
  ])('%s: %s is fine', (path, line) => expect(judgePurity(path, line)).toEqual([]));
});

describe('style rooms', () => {
  const sheet = (path: string, css: string) => ({ path: `apps/console/src/pages/${path}`, css });

  it('two pages that dress one class are named; a page may dress it in several of its files, or below its own', () => {
    const run = sheet('run/run.css', '.goal { grid-area: goal; }\n.run-only { color: red; }');
    const review = sheet('review/goals.css', '@media print { .other, .goal { break-inside: avoid; } }');
    expect(sharedClasses([run, review])).toEqual([
      '.goal is dressed in apps/console/src/pages/review and apps/console/src/pages/run',
    ]);
    const below = sheet('review/goals.css', '.review .goal { color: red; } /* .goal { } */');
    expect(sharedClasses([run, below, sheet('run/more.css', '.goal:hover { color: blue; }')])).toEqual([]);
  });
});
