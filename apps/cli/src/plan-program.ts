import { existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Finding } from '@dacu/contract/plan';
import { type Io, UsageError, type Words } from './command.ts';
import { runServerProgram } from './server-program.ts';

type Refused = { readonly kind: 'refused'; readonly words: Words; readonly findings: readonly Finding[] };

/**
 * Runs the program that looks at a plan and its catalogue, and hands over its answer; null when it was refused, which
 * is then said. `take` gets the lines before the answer.
 */
export async function lookAtPlan<Answer extends { readonly kind: string }>(
  io: Io,
  verb: 'audit' | 'compliance',
  files: { readonly plan: string; readonly catalogue: string | undefined },
  more: readonly string[],
  take: (line: { readonly kind: string }) => void,
): Promise<Answer | null> {
  const plan = resolve(io.cwd, files.plan);
  if (!existsSync(plan) || !statSync(plan).isFile())
    throw new UsageError({ zh: `没有方案文件 ${files.plan}`, en: `There is no plan file ${files.plan}` });
  const catalogue =
    files.catalogue === undefined ? join(dirname(plan), 'catalogue') : resolve(io.cwd, files.catalogue);
  if (!existsSync(join(catalogue, 'products.csv')))
    throw new UsageError({
      zh: `${catalogue} 里没有商品目录（products.csv）；用 --catalogue 指明`,
      en: `There is no catalogue (products.csv) in ${catalogue}; name it with --catalogue`,
    });
  const lines: { readonly kind: string }[] = [];
  const { code, errors } = await runServerProgram(
    'audit-main.ts',
    [verb, '--plan', plan, '--catalogue', catalogue, ...more],
    (line) => {
      const told = line as { kind: string };
      if (told.kind === 'done') take(told);
      else lines.push(told);
    },
  );
  const answer = lines.at(-1);
  if (answer?.kind === 'refused') {
    const { words, findings } = answer as Refused;
    io.err(`dacu: ${words[io.lang]}`);
    for (const { line, column, message } of findings.slice(0, FINDINGS_SHOWN))
      io.err(`  ${files.plan}:${line}:${column} ${message[io.lang]}`);
    return null;
  }
  if (answer === undefined || code !== 0) {
    const words = errors.trim().split('\n').slice(-12).join('\n');
    io.err(io.lang === 'zh' ? `dacu：没有看完。\n${words}` : `dacu: it did not finish.\n${words}`);
    return null;
  }
  return answer as Answer;
}

const FINDINGS_SHOWN = 10;

export function wholeNumber(name: string, text: string, least: number, most: number): string {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError({
      zh: `${name} 应是 ${least}–${most} 的整数`,
      en: `${name} is a whole number from ${least} to ${most}`,
    });
  return text;
}
