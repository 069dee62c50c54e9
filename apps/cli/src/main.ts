import { type Command, EXIT, type Io, type Lang, UsageError, type Words } from './command.ts';

/** The command table. Commands are loaded when they are called, so that `dacu check` does not load a rehearsal. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  check: async () => (await import('./commands/check.ts')).check,
  price: async () => (await import('./commands/price.ts')).price,
  audit: async () => (await import('./commands/audit.ts')).audit,
  compliance: async () => (await import('./commands/compliance.ts')).compliance,
  schema: async () => (await import('./commands/schema.ts')).schema,
  rehearse: async () => (await import('./commands/rehearse.ts')).rehearse,
  replay: async () => (await import('./commands/replay.ts')).replay,
  'export-orders': async () => (await import('./commands/export-orders.ts')).exportOrders,
  review: async () => (await import('./commands/review.ts')).review,
};

const HEAD: Words = {
  zh: '大促方案的命令行工具 Dacu',
  en: 'Dacu, the command line of a mega-sale',
};
const COMMON: Words = {
  zh: '通用选项：--lang zh|en 语言（默认看 LANG） · --help 帮助',
  en: 'Every command: --lang zh|en (default: from LANG) · --help',
};

/** Runs one command line and answers the exit code. */
export async function main(args: readonly string[], given: Partial<Io> = {}): Promise<number> {
  const { lang, rest } = takeLang(args);
  const io: Io = {
    lang: lang === undefined || lang === 'unknown' ? langOf(process.env) : lang,
    cwd: process.cwd(),
    out: (text) => void process.stdout.write(`${text}\n`),
    err: (text) => void process.stderr.write(`${text}\n`),
    ...given,
  };
  if (lang === 'unknown') return refuse(io, { zh: '--lang 只能是 zh 或 en', en: '--lang is zh or en' });
  const [name, ...own] = rest;
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    await printHelp(io);
    return name === undefined ? EXIT.usage : EXIT.well;
  }
  const load = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (load === undefined) {
    const known = Object.keys(COMMANDS).join(', ');
    return refuse(io, {
      zh: `没有命令 ${name}；可用：${known}`,
      en: `There is no command ${name}; there are: ${known}`,
    });
  }
  const command = await load();
  if (own.includes('--help') || own.includes('-h')) {
    io.out(`${command.usage}\n${command.summary[io.lang]}`);
    if (command.help) io.out(command.help[io.lang]);
    io.out(COMMON[io.lang]);
    return EXIT.well;
  }
  try {
    return await command.run(own, io);
  } catch (error) {
    if (error instanceof UsageError) return refuse(io, error.words, command.usage);
    // `parseArgs` names the option that it does not know.
    if (error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
      return refuse(io, { zh: error.message, en: error.message }, command.usage);
    throw error;
  }
}

function refuse(io: Io, words: Words, usage = 'dacu --help'): number {
  io.err(`dacu: ${words[io.lang]}\n${usage}`);
  return EXIT.usage;
}

async function printHelp(io: Io): Promise<void> {
  io.out(`${HEAD[io.lang]}\n`);
  for (const load of Object.values(COMMANDS)) {
    const { usage, summary } = await load();
    io.out(`  ${usage}\n      ${summary[io.lang]}`);
  }
  io.out(`\n${COMMON[io.lang]}`);
}

/** `--lang` may stand anywhere, as `--lang en` or `--lang=en`. */
function takeLang(args: readonly string[]): {
  readonly lang: Lang | 'unknown' | undefined;
  readonly rest: readonly string[];
} {
  const at = args.findIndex((arg) => arg === '--lang' || arg.startsWith('--lang='));
  if (at === -1) return { lang: undefined, rest: args };
  const joined = args[at]!.startsWith('--lang=');
  const value = joined ? args[at]!.slice('--lang='.length) : args[at + 1];
  const rest = [...args.slice(0, at), ...args.slice(at + (joined ? 1 : 2))];
  return { lang: value === 'zh' || value === 'en' ? value : 'unknown', rest };
}

function langOf(env: Readonly<Record<string, string | undefined>>): Lang {
  return /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh' : 'en';
}
