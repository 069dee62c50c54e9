import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { ReplayDocument } from '@dacu/contract/api';
import type { Finding } from '@dacu/contract/plan';
import type { OrdersFinding } from '@dacu/contract/replay';
import { REPLAY_AT, REPLAY_COUPONS, REPLAY_STOPS } from '@dacu/engine/replay';
import { type Command, EXIT, type Io, UsageError } from '../command.ts';
import { wholeNumber } from '../plan-program.ts';
import { printReplay } from '../replay-text.ts';
import { runServerProgram } from '../server-program.ts';

type Progress = {
  readonly kind: 'progress';
  readonly purchases: number;
  readonly share: number;
  readonly rssBytes: number;
};
type Line =
  | Progress
  | { readonly kind: 'replayed'; readonly document: ReplayDocument; readonly peakRssBytes: number }
  | { readonly kind: 'refused'; readonly reason: 'ordersInvalid'; readonly finding: OrdersFinding }
  | { readonly kind: 'refused'; readonly reason: 'planInvalid'; readonly findings: readonly Finding[] }
  | { readonly kind: 'refused'; readonly reason: 'place'; readonly words: string };

const FINDINGS_SHOWN = 10;
const LOSERS_MAX = 1_000;

/** `dacu replay`: the orders of a past campaign priced again under a draft; exit 1 when plan or file cannot be read. */
export const replay: Command = {
  usage:
    'dacu replay --orders FILE --plan DRAFT [--at phase|same] [--coupons used|held|issued|none] [--stops caps|past|none] [--losers 20] [--json]',
  summary: {
    zh: '按方案草稿给往期订单重新算价：毛利、预算，以及各人群谁付得更多、谁付得更少',
    en: 'Prices the orders of a past campaign again under a draft: margin, budgets, and who pays more or less, by segment',
  },
  help: {
    zh: `FILE 由 dacu rehearse --orders 或 dacu export-orders 写出（.gz 亦可）。假设买的人和买的东西不变，不预测需求。
--at phase：落在草稿同一季、同一阶段的相同位置（默认）；same：原来的时刻。
--coupons used：沿用当时用掉的券（默认）；held：当时手里的券都可用；issued：按草稿对这类人公开发放的券（领取、新人、召回；抢券、隐藏券、扫码券不计）；none：不用券。
--stops caps：草稿的预算随订单累计，用完即停（默认）；past：沿用当时停掉的；none：都不停。
方案自身重放（--coupons used --stops past）应与当时实付分毫不差。退出码：0 已重放，1 文件或方案有错误，2 用法不对。`,
    en: `FILE is written by dacu rehearse --orders or dacu export-orders (.gz too). The same people buy the same goods: no forecast of demand.
--at phase: the same place in the same phase of the same season of the draft (default); same: the very instant.
--coupons used: those the order used (default); held: all that were in hand; issued: what the draft offers to anybody like
this (claimed, newcomer, win-back; grabs, hidden and scanned ones not); none: none.
--stops caps: the draft's budgets are spent along the orders and stop what they pay for (default); past: what was stopped then; none.
Replayed under its own plan (--coupons used --stops past) every order costs what was paid, to the fen.
Exit code: 0 replayed, 1 file or plan has errors, 2 wrong usage.`,
  },
  async run(args, io) {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        orders: { type: 'string' },
        plan: { type: 'string' },
        at: { type: 'string', default: 'phase' },
        coupons: { type: 'string', default: 'used' },
        stops: { type: 'string', default: 'caps' },
        losers: { type: 'string', default: '20' },
        json: { type: 'boolean', default: false },
      },
    });
    if (values.orders === undefined || values.plan === undefined || positionals.length > 0)
      throw new UsageError({
        zh: '写出订单文件（--orders）和方案草稿（--plan）',
        en: 'Name a file of orders (--orders) and a draft plan (--plan)',
      });
    const orders = fileOf(io, values.orders);
    const plan = fileOf(io, values.plan);
    const asked = [
      ...['--orders', orders, '--plan', plan],
      ...['--at', oneOf('--at', values.at, REPLAY_AT)],
      ...['--coupons', oneOf('--coupons', values.coupons, REPLAY_COUPONS)],
      ...['--stops', oneOf('--stops', values.stops, REPLAY_STOPS)],
      ...['--losers', wholeNumber('--losers', values.losers, 0, LOSERS_MAX)],
    ];
    return replayFile(asked, { orders: values.orders, plan: values.plan, json: values.json }, io);
  },
};

async function replayFile(
  asked: readonly string[],
  named: { readonly orders: string; readonly plan: string; readonly json: boolean },
  io: Io,
): Promise<number> {
  const onTerminal = process.stderr.isTTY === true;
  let answer: Exclude<Line, Progress> | null = null;
  const { errors } = await runServerProgram('replay-main.ts', ['replay', ...asked], (line) => {
    const told = line as Line;
    if (told.kind !== 'progress') answer = told;
    else if (onTerminal) process.stderr.write(`\r\u001b[2K${progressText(told, io)}`);
  });
  if (onTerminal) process.stderr.write('\r\u001b[2K');
  return tell(answer, errors, named, io);
}

function tell(
  answer: Exclude<Line, Progress> | null,
  errors: string,
  named: { readonly orders: string; readonly plan: string; readonly json: boolean },
  io: Io,
): number {
  const zh = io.lang === 'zh';
  if (answer?.kind === 'replayed') {
    if (named.json) io.out(JSON.stringify(answer.document, null, 2));
    else printReplay(answer.document, io);
    return EXIT.well;
  }
  if (answer?.reason === 'ordersInvalid') {
    const { line, path, found, allowed, message } = answer.finding;
    const place = `${named.orders}:${line}${path === '' ? '' : ` ${path}`}`;
    const may = allowed === '' ? '' : zh ? `；应为 ${allowed}` : `; it must be ${allowed}`;
    io.err(`dacu: ${place} ${message[io.lang]}${found === '' ? '' : `: ${found}`}${may}`);
  } else if (answer?.reason === 'planInvalid') {
    io.err(zh ? 'dacu: 方案有错误，先运行 dacu check' : 'dacu: the plan has errors; run dacu check first');
    for (const { line, column, message } of answer.findings.slice(0, FINDINGS_SHOWN))
      io.err(`  ${named.plan}:${line}:${column} ${message[io.lang]}`);
  } else {
    const words = answer?.words ?? errors.trim().split('\n').slice(-12).join('\n');
    io.err(zh ? `dacu：重放没有完成。\n${words}` : `dacu: the replay did not finish.\n${words}`);
  }
  return EXIT.no;
}

function progressText({ purchases, share, rssBytes }: Progress, io: Io): string {
  const percent = `${Math.floor(share * 100)}%`;
  const memory = `${Math.round(rssBytes / 1_048_576)} MB`;
  return io.lang === 'zh'
    ? `${percent} 已重放 ${purchases} 单，${memory}`
    : `${percent} ${purchases} orders replayed, ${memory}`;
}

function fileOf(io: Io, name: string): string {
  const path = resolve(io.cwd, name);
  if (!existsSync(path) || !statSync(path).isFile())
    throw new UsageError({ zh: `没有文件 ${name}`, en: `There is no file ${name}` });
  return path;
}

function oneOf(name: string, value: string, allowed: readonly string[]): string {
  if (allowed.includes(value)) return value;
  throw new UsageError({
    zh: `${name} 是 ${value}；可用：${allowed.join('、')}`,
    en: `${name} is ${value}; it must be one of ${allowed.join(', ')}`,
  });
}
