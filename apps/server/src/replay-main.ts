/**
 * Replays as a program of its own, for `dacu replay`, `dacu export-orders` and the console: nobody who waits for the sale
 * waits for it. Answers in JSON lines on stdout; what a person can mend comes as `{"kind":"refused"}`.
 *
 *   replay --orders FILE --plan FILE [--at A] [--coupons C] [--stops S] [--losers N]    `progress` lines, `replayed`
 *   export --out FILE [--campaign ID]                                                   `progress` lines, `exported`
 */
import { readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { replayAssumptions } from '@dacu/contract/api';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import { ConfigRefused, decideConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { replayFile } from './modules/watch/replays/index.ts';
import { PostgresProblem } from './platform/db/embedded-binaries.ts';
import { homeOf } from './platform/embedded/home.ts';
import { StartRefused } from './platform/embedded/start-refused.ts';
import { createLog } from './platform/log.ts';
import { exportOrders } from './roles/replay/export-orders.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');
const STOPPED = 130;
const stopping = new AbortController();
const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      orders: { type: 'string', default: '' },
      plan: { type: 'string', default: '' },
      at: { type: 'string', default: 'phase' },
      coupons: { type: 'string', default: 'used' },
      stops: { type: 'string', default: 'caps' },
      losers: { type: 'string', default: '20' },
      out: { type: 'string', default: '' },
      campaign: { type: 'string' },
      background: { type: 'boolean', default: false },
    },
  });
  if (values.background) goBackground();
  return positionals[0] === 'export' ? exportTo(values.out, values.campaign) : replay(values);
}

async function replay(values: {
  readonly orders: string;
  readonly plan: string;
  readonly at: string;
  readonly coupons: string;
  readonly stops: string;
  readonly losers: string;
}): Promise<number> {
  const parsed = parsePlan(readFileSync(values.plan, 'utf8'));
  if (!parsed.ok) {
    say({ kind: 'refused', reason: 'planInvalid', findings: parsed.findings });
    return 1;
  }
  const outcome = await replayFile({
    path: values.orders,
    draft: compilePlan(parsed.plan),
    assumptions: replayAssumptions.parse(values),
    losersMax: Number(values.losers),
    progress: (progress) => say({ kind: 'progress', ...progress, rssBytes: process.memoryUsage.rss() }),
    signal: stopping.signal,
  });
  if (outcome.kind === 'refused') {
    say({ kind: 'refused', reason: 'ordersInvalid', finding: outcome.finding });
    return 1;
  }
  // `maxRSS` is in kilobytes.
  say({ ...outcome, peakRssBytes: process.resourceUsage().maxRSS * 1_024 });
  return 0;
}

async function exportTo(out: string, campaignId: string | undefined): Promise<number> {
  const config = decideConfig(readEnv(process.env, join(ROOT, '.env')));
  const outcome = await exportOrders({
    ...{ out, campaignId, config, home: homeOf(ROOT, config.dataDir), signal: stopping.signal },
    log: createLog({ level: 'error', pretty: false, destination: process.stderr }),
    progress: (purchases, of) => say({ kind: 'progress', purchases, of }),
  });
  if (outcome.kind === 'refused') {
    say(outcome);
    return 1;
  }
  say(outcome);
  return 0;
}

/** Started by a server: whoever waits for the sale goes first, and when it is gone nobody wants this any more. */
function goBackground(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  process.stdin.resume();
  process.stdin.once('close', () => stopping.abort());
  process.stdin.unref();
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
process.stdout.on('error', () => stopping.abort());
try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const place = [ConfigRefused, StartRefused, PostgresProblem].some((kind) => error instanceof kind);
  if (place) say({ kind: 'refused', reason: 'place', words: (error as Error).message });
  else if (!stopping.signal.aborted) throw error;
  process.exitCode = stopping.signal.aborted ? STOPPED : 1;
}
