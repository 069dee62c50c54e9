import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { compilePlan, type Finding, parsePlan } from '@dacu/contract/plan';
import { type Command, EXIT, type Io, UsageError } from '../command.ts';
import { excerpt } from '../excerpt.ts';

type Checked = {
  readonly file: string;
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  readonly text: string;
  /** Promotions that are written down and checked, and that nothing executes. */
  readonly described: readonly string[];
};

/** `dacu check FILE…`: every finding of every file at once; exit 1 when one is an error. */
export const check: Command = {
  usage: 'dacu check FILE… [--json]',
  summary: {
    zh: '检查方案文件，一次列出全部问题：文件、行、列、写了什么、可以写什么',
    en: 'Checks plan files and lists everything at once: file, line, column, what was found, what is allowed',
  },
  help: {
    zh: '--json 输出机器可读的结果。退出码：0 通过，1 有错误，2 用法不对。',
    en: '--json prints it for machines. Exit code: 0 passed, 1 errors, 2 wrong usage.',
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      options: { json: { type: 'boolean', default: false } },
      allowPositionals: true,
    });
    if (positionals.length === 0)
      throw new UsageError({ zh: '请写出要检查的文件', en: 'Name the files to check' });
    const checked = positionals.map((file): Checked => {
      const text = read(file, io);
      const parsed = parsePlan(text);
      const list = parsed.ok ? compilePlan(parsed.plan).promotionList : [];
      const described = list.flatMap(({ id, support }) => (support === 'described' ? [id] : []));
      return { file, text, ok: parsed.ok, findings: parsed.findings, described };
    });
    if (values.json) io.out(JSON.stringify(forMachines(checked), null, 2));
    else for (const result of checked) printFile(result, io);
    return checked.every((result) => result.ok) ? EXIT.well : EXIT.no;
  },
};

function read(file: string, io: Io): string {
  try {
    return readFileSync(resolve(io.cwd, file), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new UsageError({
      zh: `读不到文件 ${file}（${code}）`,
      en: `Cannot read ${file} (${code})`,
    });
  }
}

const forMachines = (checked: readonly Checked[]) => ({
  ok: checked.every((result) => result.ok),
  files: checked.map(({ file, ok, findings, described }) => ({ file, ok, findings, described })),
});

const LABELS = {
  zh: {
    found: '写的是',
    allowed: '可以写',
    near: '是不是想写',
    other: '另一处',
    error: '错误',
    warning: '提醒',
  },
  en: {
    found: 'found',
    allowed: 'allowed',
    near: 'did you mean',
    other: 'against',
    error: 'error',
    warning: 'warning',
  },
} as const;

function printFile({ file, ok, findings, text, described }: Checked, io: Io): void {
  const labels = LABELS[io.lang];
  const lines = text.split(/\r?\n/);
  for (const finding of findings) {
    const { line, column, severity, code, message, path, found, allowed, suggestion, other } = finding;
    io.out(`${file}:${line}:${column} ${labels[severity]} ${code} — ${message[io.lang]}`);
    io.out(excerpt(lines[line - 1] ?? '', line, column, found));
    if (path !== '') io.out(`    ${path}`);
    if (other) {
      io.out(`    ${labels.other}: ${file}:${other.line}:${other.column} ${other.path}`);
      io.out(excerpt(lines[other.line - 1] ?? '', other.line, other.column, ''));
    }
    io.out(`    ${labels.found}: ${found}`);
    if (allowed !== '') io.out(`    ${labels.allowed}: ${allowed}`);
    if (suggestion !== null) io.out(`    ${labels.near}: ${suggestion}`);
    io.out('');
  }
  if (described.length > 0)
    io.out(
      io.lang === 'zh'
        ? `${file}：${described.length} 项只写明、不执行：${described.join('、')}`
        : `${file}: ${plural(described.length, 'promotion')} described, not executed: ${described.join(', ')}`,
    );
  const errors = findings.filter((finding) => finding.severity === 'error').length;
  const warnings = findings.length - errors;
  io.out(
    io.lang === 'zh'
      ? `${file}：${ok ? '通过' : '未通过'}，${errors} 个错误，${warnings} 个提醒`
      : `${file}: ${ok ? 'passed' : 'failed'}, ${plural(errors, 'error')}, ${plural(warnings, 'warning')}`,
  );
}

const plural = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;
