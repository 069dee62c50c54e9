import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { main } from '../main.ts';

const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
const PLAN = readFileSync(join(ROOT, 'campaigns/2024-year-of-sales.yaml'), 'utf8');

async function run(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const exit = await main(args, {
    cwd: dir,
    out: (text) => out.push(text),
    err: (text) => err.push(text),
  });
  return { exit, out: out.join('\n'), err: err.join('\n') };
}

let dir = '';
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'dacu-law-'));
  cpSync(join(ROOT, 'campaigns/catalogue'), join(dir, 'catalogue'), { recursive: true });
  writeFileSync(join(dir, 'plan.yaml'), PLAN);
  const worded = PLAN.replace('定金10倍膨胀、尾款免邮', '订金10倍膨胀，本店保留最终解释权').replace(
    'odds: 0.01%, value: ¥4999',
    'odds: 0.01%, value: ¥5.2万',
  );
  if (worded === PLAN) throw new Error('nothing was changed');
  writeFileSync(join(dir, 'worded.yaml'), worded);
});
afterAll(() => rmSync(dir, { recursive: true }));

// Each starts a program of its own.
describe('dacu compliance', { timeout: 60_000 }, () => {
  it('names article, evidence, line and column, and exits 1 while an error stands', async () => {
    const { exit, out } = await run('compliance', 'worded.yaml', '--lang', 'zh');
    expect(exit).toBe(1);
    expect(out).toMatch(/worded\.yaml:\d+:\d+ 错误 finalInterpretation/);
    expect(out).toMatch(/worded\.yaml:\d+:\d+ 错误 depositWord/);
    expect(out).toMatch(/worded\.yaml:\d+:\d+ 错误 prizeCap — 一次可得奖品合计超过五万元/);
    expect(out).toContain('法释〔2022〕8 号第一条');
    expect(out).toContain('证据: 合计 ¥156,000.00（3 次机会）');
  });

  it('does not say of 2024 what became law in 2025', async () => {
    const { out } = await run('compliance', 'worded.yaml', '--json');
    const { findings } = JSON.parse(out);
    const rules = findings.map(({ ruleId }: { ruleId: string }) => ruleId);
    expect(rules).toContain('prizeCap');
    expect(rules).not.toContain('prizeCap2025');
  });

  it.each(['2024-year-of-sales', '2026-health-future', '2023-double-11'])(
    'finds nothing to answer for in %s',
    async (name) => {
      const { exit, out } = await run('compliance', join(ROOT, `campaigns/${name}.yaml`), '--json');
      expect(JSON.parse(out)).toMatchObject({ ok: true, findings: [] });
      expect(exit).toBe(0);
    },
  );

  it.each([
    ['no file', ['compliance']],
    ['a file that is not there', ['compliance', 'nowhere.yaml']],
    ['an unknown law', ['compliance', 'plan.yaml', '--profile', 'us']],
    ['a folder without catalogue', ['compliance', 'plan.yaml', '--catalogue', '.']],
    ['bounds that are none', ['audit', 'plan.yaml', '--lines', '0']],
  ])('refuses %s with exit code 2', async (_, args) => {
    expect(await run(...args)).toMatchObject({ exit: 2, out: '' });
  });
});

describe('dacu audit', () => {
  it('says its bounds, what is proven, and prints carts that are quotes', { timeout: 120_000 }, async () => {
    const { exit, out } = await run(
      'audit',
      'plan.yaml',
      '--lines',
      '1',
      '--quantity',
      '1',
      '--shops',
      '1',
      '--seconds',
      '30',
      '--json',
    );
    const report = JSON.parse(out);
    expect(report).toMatchObject({
      bounds: { linesMax: 1, quantityMax: 1, shopsMax: 1 },
      campaignId: 'sale-2024',
    });
    const [belowCost] = report.deepest;
    expect(belowCost).toMatchObject({ measure: 'belowCost', certainty: 'solved' });
    expect(belowCost.bound).toBe(belowCost.cart.depth.belowCostFen);
    expect(report.exposure.map(({ scenario }: { scenario: string }) => scenario)).toEqual([
      'weak',
      'base',
      'strong',
    ]);
    expect(exit).toBe(1);
  });
});
