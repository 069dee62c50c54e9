import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReviewDocument } from '@dacu/contract/api';
import { type Finding, parsePlan } from '@dacu/contract/plan';
import { formatFen } from '@dacu/engine/money';
import { DEMAND_SCENARIO_IDS, type DemandScenarioId } from '@dacu/engine/simulate';
import { type Command, EXIT, type Io, UsageError } from '../command.ts';
import { type ProgressLine, progressPrinter } from '../rehearsal-progress.ts';
import { runServerProgram } from '../server-program.ts';

const VISITS_MAX = 2_000_000;
const SEED_MAX = 2_147_483_647;

type Finished = {
  readonly kind: 'finished';
  readonly review: ReviewDocument;
  readonly outcome: {
    readonly calls: number;
    readonly accounts: number;
    readonly orders: number;
    readonly surprises: Readonly<Record<string, number>>;
  };
  readonly files: { readonly dir: string; readonly jsonPath: string; readonly markdownPath: string };
  readonly peakRssBytes: number;
};
type Line =
  | ProgressLine
  | Finished
  | {
      readonly kind: 'refused';
      readonly reason: string;
      readonly words?: string;
      readonly findings?: readonly Finding[];
    };

/** `dacu rehearse FILE`: the whole sale against simulated shoppers; exit 1 when the plan or the audit says no. */
export const rehearse: Command = {
  usage:
    'dacu rehearse FILE [--seed 7] [--visits 20000] [--scenario weak|base|strong] [--out DIR] [--orders FILE]',
  summary: {
    zh: '用模拟购物者在虚拟时钟上彩排整场大促，独立审计，写出复盘',
    en: 'Rehearses the whole sale against simulated shoppers on virtual clocks, audits the books, writes the review',
  },
  help: {
    zh: '同一方案、种子、访问量与情景得到同一指纹。目标、预算与秒杀库存按 方案访问量 ÷ --visits 等比缩小。情景 weak 需求弱、base 如方案、strong 需求强：访问量、秒杀高峰与购买意愿不同，缩放比不变。--out 另存一份复盘，--orders 另存它的订单（供 dacu replay 重放）。',
    en: 'The same plan, seed, visits and scenario give the same hash. Goals, budgets and flash stock shrink by plan visits ÷ --visits. A scenario changes visits, surges and the wish to buy (weak, base as planned, strong), never the scale. --out keeps a copy of the review, --orders one of its orders (for dacu replay).',
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        seed: { type: 'string', default: '7' },
        visits: { type: 'string', default: '20000' },
        scenario: { type: 'string', default: 'base' },
        out: { type: 'string' },
        orders: { type: 'string' },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) {
      throw new UsageError({ zh: '请写出一个方案文件', en: 'Name one plan file' });
    }
    const seed = wholeNumber('--seed', values.seed, 0, SEED_MAX);
    const visits = wholeNumber('--visits', values.visits, 1, VISITS_MAX);
    if (!DEMAND_SCENARIO_IDS.includes(values.scenario as DemandScenarioId)) {
      throw new UsageError({
        zh: `没有情景 ${values.scenario}；可用：${DEMAND_SCENARIO_IDS.join('、')}`,
        en: `There is no scenario ${values.scenario}; there are: ${DEMAND_SCENARIO_IDS.join(', ')}`,
      });
    }
    const path = readPlan(file, io);
    const out = values.out === undefined ? [] : ['--out', resolve(io.cwd, values.out)];
    const orders = values.orders === undefined ? [] : ['--orders', resolve(io.cwd, values.orders)];
    const asked = ['--seed', String(seed), '--visits', String(visits), '--scenario', values.scenario];
    return rehearsePlan(['run', '--plan', path, ...asked, ...out, ...orders], io);
  },
};

/** Looks before anything is started: a missing file or a plan with errors is one clear answer, not a half-made database. */
function readPlan(file: string, io: Io): string {
  const path = resolve(io.cwd, file);
  if (!existsSync(path) || !statSync(path).isFile()) {
    throw new UsageError({ zh: `没有方案文件 ${file}`, en: `There is no plan file ${file}` });
  }
  const parsed = parsePlan(readFileSync(path, 'utf8'));
  const errors = parsed.findings.filter((finding) => finding.severity === 'error');
  const [first] = errors;
  if (first !== undefined) {
    throw new UsageError({
      zh: `方案有 ${errors.length} 个错误，先修好再彩排（dacu check ${file}）。第一个：第 ${first.line} 行，${first.message.zh}`,
      en: `The plan has ${errors.length} errors; mend them first (dacu check ${file}). The first: line ${first.line}, ${first.message.en}`,
    });
  }
  return path;
}

async function rehearsePlan(args: readonly string[], io: Io): Promise<number> {
  const progress = progressPrinter(io, process.stdout.isTTY === true, process.stdout.columns ?? 80);
  let finished: Finished | null = null;
  let refused: Extract<Line, { kind: 'refused' }> | null = null;
  const { code, errors } = await runServerProgram('rehearsal-main.ts', args, (line) => {
    const told = line as Line;
    if (told.kind === 'finished') finished = told;
    else if (told.kind === 'refused') refused = told;
    else progress.show(told);
  });
  progress.end();
  if (finished !== null) {
    printResult(finished, io);
    return code === 0 ? EXIT.well : EXIT.no;
  }
  const words =
    (refused as { words?: string } | null)?.words ?? errors.trim().split('\n').slice(-12).join('\n');
  io.err(
    io.lang === 'zh' ? `dacu：彩排没有完成。\n${words}` : `dacu: the rehearsal did not finish.\n${words}`,
  );
  return EXIT.no;
}

function printResult({ review, outcome, files, peakRssBytes }: Finished, io: Io): void {
  const zh = io.lang === 'zh';
  const say = (chinese: string, english: string): void => io.out(zh ? chinese : english);
  const run = review.rehearsal!;
  const seconds = (run.durationMs / 1000).toFixed(1);
  const memory = `${Math.round(peakRssBytes / 1_048_576)} MB`;
  say(
    `彩排完成：${run.visits} 次访问（1:${run.scale}），${outcome.accounts} 人，${outcome.calls} 次调用，${outcome.orders} 单，用时 ${seconds} 秒，内存峰值 ${memory}`,
    `Rehearsed: ${run.visits} visits (1:${run.scale}), ${outcome.accounts} people, ${outcome.calls} calls, ${outcome.orders} orders in ${seconds} s, ${memory} of memory at most`,
  );
  say(`指纹 ${run.hash}`, `Hash ${run.hash}`);
  const failed = review.audit.checks.filter((check) => !check.passed);
  say(
    failed.length === 0
      ? `审计通过：${review.audit.checks.length} 项检查`
      : `审计未通过：${failed.length} / ${review.audit.checks.length} 项检查`,
    failed.length === 0
      ? `Audit passed: ${review.audit.checks.length} checks`
      : `Audit FAILED: ${failed.length} of ${review.audit.checks.length} checks`,
  );
  for (const check of failed) {
    io.out(`  ✗ ${check.title[io.lang]}`);
    for (const violation of check.violations.slice(0, 3)) io.out(`      ${violation}`);
  }
  const surprises = Object.entries(outcome.surprises);
  if (surprises.length > 0) {
    const list = surprises.map(([reason, count]) => `${reason} × ${count}`).join(', ');
    say(`意外应答：${list}`, `Unexpected answers: ${list}`);
  }
  const names = new Map(review.definitions.map((definition) => [definition.id, definition.name[io.lang]]));
  io.out('');
  // The goals of the plan, then its indicators that have a target.
  const indicators = review.indicators.filter(
    ({ group, target }) => group !== 'companion' && target !== null,
  );
  for (const figure of [...review.goals, ...indicators]) {
    const name = figure.title?.[io.lang] ?? names.get(figure.definitionId) ?? figure.definitionId;
    const actual = figure.value === null ? '–' : show(figure.value, figure.unit);
    const target = figure.target === null ? '–' : show(figure.target, figure.unit);
    io.out(`  ${name}: ${actual} / ${target}`);
  }
  io.out('');
  say(`复盘 ${files.markdownPath}`, `Review ${files.markdownPath}`);
  io.out(`       ${files.jsonPath}`);
}

function show(value: number, unit: ReviewDocument['goals'][number]['unit']): string {
  if (unit === 'fen') return formatFen(value);
  if (unit === 'bp') return `${(value / 100).toFixed(1)} %`;
  if (unit === 'perTenThousand') return `${value} ‱`;
  return value.toLocaleString('en-US');
}

function wholeNumber(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError({
    zh: `${name} 是 ${text}；应为 ${min} 到 ${max} 的整数`,
    en: `${name} is ${text}; it must be a whole number from ${min} to ${max}`,
  });
}
