import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { LawFindingView } from '@dacu/contract/api';
import { type Command, EXIT, type Io, UsageError } from '../command.ts';
import { excerpt } from '../excerpt.ts';
import { lookAtPlan } from '../plan-program.ts';

type Complied = { readonly kind: 'complied'; readonly findings: readonly LawFindingView[] };

/** `dacu compliance PLAN`: what the law says, with article, evidence and place; exit 1 while an error stands. */
export const compliance: Command = {
  usage: 'dacu compliance PLAN [--catalogue DIR] [--profile cn|eu] [--json]',
  summary: {
    zh: '合规检查：被比较价格、先涨后降、奖品上限、概率公示、定金、用语与条件；写明条款、证据、行列',
    en: 'Checks a plan against the law: compared prices, prizes, odds, deposits, wording, conditions; names article, evidence and place',
  },
  help: {
    zh: '价格证据取自商品目录（默认方案旁的 catalogue）。--profile eu：按欧盟“前三十日最低价”检查折扣基准。规则自施行之日起适用于当日及以后开始的促销。退出码：0 没有错误，1 有错误，2 用法不对。',
    en: 'Evidence of prices is the catalogue (by default the folder beside the plan). --profile eu: compares with the lowest price of 30 days (98/6/EC). A rule applies to what begins on or after its first day. Exit code: 0 no error, 1 errors, 2 wrong usage.',
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        catalogue: { type: 'string' },
        profile: { type: 'string', default: 'cn' },
        json: { type: 'boolean', default: false },
      },
    });
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0)
      throw new UsageError({ zh: '请写出一个方案文件', en: 'Name one plan file' });
    if (values.profile !== 'cn' && values.profile !== 'eu')
      throw new UsageError({ zh: '--profile 只能是 cn 或 eu', en: '--profile is cn or eu' });
    const files = { plan: file, catalogue: values.catalogue };
    const answer = await lookAtPlan<Complied>(
      io,
      'compliance',
      files,
      ['--profile', values.profile],
      () => {},
    );
    if (answer === null) return EXIT.no;
    const { findings } = answer;
    const errors = findings.filter(({ severity }) => severity === 'error').length;
    if (values.json) io.out(JSON.stringify({ ok: errors === 0, file, findings }, null, 2));
    else print(file, findings, errors, io);
    return errors === 0 ? EXIT.well : EXIT.no;
  },
};

const LABELS = {
  zh: { error: '错误', warning: '提醒', article: '条款', from: '施行', evidence: '证据', remedy: '怎么办' },
  en: {
    error: 'error',
    warning: 'warning',
    article: 'article',
    from: 'in force from',
    evidence: 'evidence',
    remedy: 'to do',
  },
} as const;

function print(file: string, findings: readonly LawFindingView[], errors: number, io: Io): void {
  const labels = LABELS[io.lang];
  const lines = readFileSync(resolve(io.cwd, file), 'utf8').split(/\r?\n/);
  for (const finding of findings) {
    const { line, column, severity, ruleId, message, article, inForceFrom, evidence, remedy, found, path } =
      finding;
    io.out(`${file}:${line}:${column} ${labels[severity]} ${ruleId} — ${message[io.lang]}`);
    io.out(excerpt(lines[line - 1] ?? '', line, column, found));
    io.out(`    ${path}`);
    io.out(`    ${labels.article}: ${article[io.lang]} (${labels.from} ${inForceFrom})`);
    io.out(`    ${labels.evidence}: ${evidence[io.lang]}`);
    io.out(`    ${labels.remedy}: ${remedy[io.lang]}\n`);
  }
  const warnings = findings.length - errors;
  io.out(
    io.lang === 'zh'
      ? `${file}：${errors} 个错误，${warnings} 个提醒；有错误未豁免前不能发布`
      : `${file}: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${warnings} ${warnings === 1 ? 'warning' : 'warnings'}; it cannot be published while an error stands that nobody waived`,
  );
}
