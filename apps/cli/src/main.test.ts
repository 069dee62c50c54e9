import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { Io } from './command.ts';
import { excerpt } from './excerpt.ts';
import { main } from './main.ts';

const root = fileURLToPath(new URL('../../../', import.meta.url));
const WRONG = 'packages/contract/src/plan/seven-mistakes.yaml';
const RIGHT = 'campaigns/2024-year-of-sales.yaml';

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io: Partial<Io> = { cwd: root, out: (text) => out.push(text), err: (text) => err.push(text) };
  const exit = await main(args, io);
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

describe('dacu check', () => {
  it('passes the plan that is sold from, with exit code 0', async () => {
    const { exit, out } = await run('check', RIGHT, '--lang', 'en');
    expect(exit).toBe(0);
    expect(out.split('\n').at(-1)).toBe(`${RIGHT}: passed, 0 errors, 0 warnings`);
    // What nothing executes is said, so that nothing silently does nothing.
    expect(out).toMatch(/promotions described, not executed: .*carbon-coupon.*almost-gone/);
  });

  it('lists all seven mistakes with place, excerpt, caret, allowed values and the nearest word, with exit code 1', async () => {
    const { exit, out } = await run('check', WRONG, '--lang', 'en');
    expect(exit).toBe(1);
    expect(out.match(/seven-mistakes\.yaml:\d+:\d+ error/g)).toHaveLength(7);
    expect(out).toContain(`${WRONG}:12:23 error badWord — Unknown word
  12 |   pricing: { profile: tmal, thresholds: parallel, minimumFen: 1 }
     |                       ^^^^
    campaign.pricing.profile
    found: tmal
    allowed: tmall · jd · pdd · ownShop
    did you mean: tmall`);
    expect(out.endsWith(`${WRONG}: failed, 7 errors, 0 warnings`)).toBe(true);
  });

  it('speaks Chinese', async () => {
    const { out } = await run('check', WRONG, '--lang=zh');
    expect(out).toContain('是不是想写: tmall');
    expect(out).toContain('未通过，7 个错误');
  });

  it('answers machines with every finding of every file', async () => {
    const { exit, out } = await run('check', RIGHT, WRONG, '--json');
    expect(exit).toBe(1);
    const answer = JSON.parse(out);
    expect(answer).toMatchObject({
      ok: false,
      files: [
        { file: RIGHT, ok: true, findings: [] },
        { file: WRONG, ok: false },
      ],
    });
    expect(answer.files[1].findings).toHaveLength(7);
    expect(answer.files[1].findings[0]).toMatchObject({ code: 'duplicateKey', line: 10, column: 3 });
  });

  it.each([
    ['no file', ['check']],
    ['a file that is not there', ['check', 'nowhere.yaml']],
    ['a folder', ['check', 'campaigns']],
    ['an unknown option', ['check', RIGHT, '--jsno']],
    ['an unknown command', ['chekc']],
    ['an unknown language', ['check', RIGHT, '--lang', 'fr']],
    ['nothing at all', []],
  ])('refuses %s with exit code 2 and says why', async (_, args) => {
    const { exit, out, err } = await run(...args);
    expect(exit).toBe(2);
    expect(`${out}${err}`).not.toBe('');
  });

  it('explains itself', async () => {
    expect(await run('--help', '--lang', 'zh')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('dacu check FILE…'),
    });
    expect(await run('check', '--help', '--lang', 'en')).toMatchObject({
      exit: 0,
      out: expect.stringContaining('--json'),
    });
  });
});

describe('the program', () => {
  it('ends with the exit code of its command', () => {
    const { status, stdout } = spawnSync(
      process.execPath,
      ['apps/cli/bin/dacu.mjs', 'check', WRONG, '--lang', 'en'],
      {
        cwd: root,
        encoding: 'utf8',
      },
    );
    expect(status).toBe(1);
    expect(stdout).toContain('7 errors');
  });

  it('ends quietly when its reader has enough', () => {
    const command = `"${process.execPath}" apps/cli/bin/dacu.mjs schema | head -c 20`;
    const { stdout, stderr } = spawnSync('sh', ['-c', command], { cwd: root, encoding: 'utf8' });
    expect(stdout).toHaveLength(20);
    expect(stderr).toBe('');
  });
});

describe('the excerpt', () => {
  it('puts the caret under wide letters', () => {
    expect(excerpt('标题: 错', 3, 5, '错')).toBe('  3 | 标题: 错\n    |       ^^');
  });

  it('cuts long lines around what was found', () => {
    const line = `${'x'.repeat(300)}WRONG${'y'.repeat(300)}`;
    const [shown = '', caret = ''] = excerpt(line, 1, 301, 'WRONG').split('\n');
    expect(shown.length).toBeLessThan(110);
    expect(shown.slice(caret.indexOf('^'), caret.lastIndexOf('^') + 1)).toBe('WRONG');
  });
});
