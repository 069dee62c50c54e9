import type { Io } from './command.ts';

/** What a running rehearsal says of itself. */
export type ProgressLine =
  | { readonly kind: 'preparing'; readonly what: string }
  | {
      readonly kind: 'progress';
      readonly at: number;
      readonly visits: number;
      readonly of: number;
      readonly orders: number;
      readonly calls: number;
      /** What the rest takes at the pace so far. */
      readonly leftMs: number;
      /** What the process that rehearses holds in memory. */
      readonly rssBytes: number;
    }
  | { readonly kind: 'auditing' };

const BAR = 28;
/** Without a terminal a line for every tenth is enough. */
const PLAIN_STEPS = 10;

const WHAT = {
  database: { zh: '准备数据库', en: 'Making a database' },
  catalogue: { zh: '导入商品', en: 'Importing the catalogue' },
} as const;

/** A bar on a terminal, plain lines elsewhere. */
export function progressPrinter(
  io: Io,
  onTerminal: boolean,
  columns: number,
): { show(line: ProgressLine): void; end(): void } {
  let shownStep = 0;
  let drawn = false;

  function text(line: ProgressLine): string {
    if (line.kind === 'preparing') return WHAT[line.what as keyof typeof WHAT]?.[io.lang] ?? line.what;
    if (line.kind === 'auditing')
      return io.lang === 'zh' ? '审计并写复盘' : 'Auditing and writing the review';
    const share = line.visits / line.of;
    const full = Math.round(share * BAR);
    const bar = `${'█'.repeat(full)}${'░'.repeat(BAR - full)}`;
    const percent = `${Math.floor(share * 100)}%`.padStart(4);
    const left = line.visits < line.of ? `, ${leftWords(line.leftMs, io.lang)}` : '';
    const memory = `${Math.round(line.rssBytes / 1_048_576)} MB`;
    const words =
      io.lang === 'zh'
        ? `${line.visits} 次访问 ${line.orders} 单，${memory}${left.replace(', ', '，')}`
        : `${line.visits} visits ${line.orders} orders, ${memory}${left}`;
    return `${bar} ${percent} ${dayOf(line.at)} ${words}`;
  }

  return {
    show(line) {
      if (onTerminal) {
        process.stdout.write(`\r\u001b[2K${text(line).slice(0, Math.max(20, columns - 1))}`);
        drawn = true;
        return;
      }
      if (line.kind === 'progress') {
        const step = Math.floor((line.visits * PLAIN_STEPS) / line.of);
        if (step <= shownStep) return;
        shownStep = step;
      }
      io.out(text(line));
    },
    end() {
      if (drawn) process.stdout.write('\r\u001b[2K');
    },
  };
}

/** Rough on purpose: the midnights of a plan are denser than its weekdays. */
function leftWords(leftMs: number, lang: Io['lang']): string {
  const seconds = Math.ceil(leftMs / 1000);
  if (seconds < 90) return lang === 'zh' ? `约剩 ${seconds} 秒` : `about ${seconds} s left`;
  const minutes = Math.round(seconds / 60);
  return lang === 'zh' ? `约剩 ${minutes} 分` : `about ${minutes} min left`;
}

/** The campaign's day, in the zone of the plans. */
function dayOf(at: number): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(at);
}
