import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { main } from '../main.ts';
import { progressPrinter } from '../rehearsal-progress.ts';

const ROOT = fileURLToPath(new URL('../../../..', import.meta.url));

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const io = {
    cwd: ROOT,
    lang: 'en' as const,
    out: (text: string) => out.push(text),
    err: (text: string) => err.push(text),
  };
  const code = await main(args, io);
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('dacu rehearse, asked the wrong way', () => {
  const plan = 'campaigns/2024-year-of-sales.yaml';
  const cases: [string, string[], RegExp][] = [
    ['no file', [], /Name one plan file/],
    ['two files', [plan, plan], /Name one plan file/],
    ['a file that is not there', ['campaigns/nope.yaml'], /no plan file campaigns\/nope\.yaml/],
    ['a folder', ['campaigns'], /no plan file campaigns/],
    ['a file that is no plan', ['package.json'], /The plan has \d+ errors.*dacu check/s],
    [
      'visits that are no number',
      [plan, '--visits', 'many'],
      /--visits is many; it must be a whole number from 1/,
    ],
    ['no visits', [plan, '--visits', '0'], /--visits is 0/],
    ['a seed out of range', [plan, '--seed', '99999999999'], /--seed is 99999999999/],
    [
      'a scenario that there is not',
      [plan, '--scenario', 'storm'],
      /no scenario storm; there are: weak, base, strong/,
    ],
    ['an option that there is not', [plan, '--speed', '9'], /--speed/],
  ];
  test.each(cases)('%s: one clear answer, nothing started', async (_name, args, words) => {
    const { code, err } = await run('rehearse', ...args);
    expect(code).toBe(2);
    expect(err).toMatch(words);
  });
});

test('dacu review refuses a format that there is not', async () => {
  const { code, err } = await run('review', '--format', 'pdf');
  expect([code, /--format is pdf; it must be md or json/.test(err)]).toEqual([2, true]);
});

test('without a terminal progress is one line for each tenth', () => {
  const lines: string[] = [];
  const io = { cwd: ROOT, lang: 'en' as const, out: (text: string) => void lines.push(text), err: () => {} };
  const printer = progressPrinter(io, false, 80);
  printer.show({ kind: 'preparing', what: 'database' });
  for (let visits = 5; visits <= 100; visits += 5) {
    const leftMs = (100 - visits) * 2_000;
    printer.show({
      kind: 'progress',
      at: 1_718_640_000_000,
      visits,
      of: 100,
      orders: visits,
      calls: visits,
      leftMs,
      rssBytes: 400 * 1_048_576,
    });
  }
  printer.end();
  expect(lines).toHaveLength(11);
  expect(lines[1]).toMatch(/10% 2024-06-18 10 visits 10 orders, 400 MB, about 3 min left$/);
  expect(lines[7]).toMatch(/70% .* about 60 s left$/);
  expect(lines.at(-1)).toContain('100%');
});
