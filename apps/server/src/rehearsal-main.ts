/**
 * Rehearsals as a program of its own, for `dacu rehearse` and `dacu review`: it has its own database and clocks and
 * needs no running server. Answers in JSON lines on stdout; what a person can mend comes as `{"kind":"refused"}`.
 *
 *   run --plan FILE --seed N --visits N [--scenario ID] [--edition-no N] [--out DIR] [--orders FILE]    progress, then `finished`
 *   list                                               `reviews`
 *   show [--id ID] [--lang zh|en|both]                 `review` (the newest without an id)
 */
import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { constants, setPriority } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { DEMAND_SCENARIO_IDS } from '@dacu/engine/simulate';
import { ConfigRefused, decideConfig } from './config/config.ts';
import { readEnv } from './config/env.ts';
import { listReviews, readReview, reviewMarkdown } from './modules/watch/insight/index.ts';
import { copyLines } from './modules/watch/replays/index.ts';
import { PostgresProblem } from './platform/db/embedded-binaries.ts';
import { homeOf } from './platform/embedded/home.ts';
import { StartRefused } from './platform/embedded/start-refused.ts';
import { createLog } from './platform/log.ts';
import { openRehearsalDatabase } from './roles/rehearsal/rehearsal-database.ts';
import { PlanRefused, rehearse } from './roles/rehearse.ts';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url)).replace(/[\\/]$/, '');

type Values = {
  plan?: string;
  seed?: string;
  visits?: string;
  scenario?: string;
  'edition-no'?: string;
  out?: string;
  orders?: string;
  id?: string;
  lang?: string;
};

export async function runRehearsalProgram(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      plan: { type: 'string' },
      seed: { type: 'string' },
      visits: { type: 'string' },
      scenario: { type: 'string' },
      'edition-no': { type: 'string' },
      out: { type: 'string' },
      orders: { type: 'string' },
      background: { type: 'boolean', default: false },
      id: { type: 'string' },
      lang: { type: 'string' },
    },
  });
  if (values.background) goBackground();
  const config = decideConfig(readEnv(process.env, join(ROOT, '.env')));
  const home = homeOf(ROOT, config.dataDir);
  const rehearsalsDir = join(home.dir, 'rehearsals');
  switch (positionals[0]) {
    case 'run':
      return run(values, { config, home, rehearsalsDir });
    case 'list':
      return list(rehearsalsDir);
    case 'show':
      return show(values, rehearsalsDir);
    default:
      throw new Error('run, list or show');
  }
}

async function run(
  values: Values,
  place: {
    config: ReturnType<typeof decideConfig>;
    home: ReturnType<typeof homeOf>;
    rehearsalsDir: string;
  },
): Promise<number> {
  const scenario = DEMAND_SCENARIO_IDS.find((id) => id === (values.scenario ?? 'base'));
  if (scenario === undefined) {
    const words = `there is no scenario ${values.scenario}; there are: ${DEMAND_SCENARIO_IDS.join(', ')}`;
    tell({ kind: 'refused', reason: 'noSuchScenario', words });
    return 1;
  }
  const { review, outcome, files } = await rehearse({
    config: place.config,
    rehearsalsDir: place.rehearsalsDir,
    openDatabase: () =>
      openRehearsalDatabase({
        home: place.home,
        databaseUrl: place.config.databaseUrl,
        atWall: Date.now(),
      }),
    yaml: readFileSync(values.plan!, 'utf8'),
    seed: Number(values.seed),
    visits: Number(values.visits),
    scenario,
    editionNo: values['edition-no'] === undefined ? null : Number(values['edition-no']),
    root: ROOT,
    // Progress has stdout to itself; what goes wrong goes to stderr.
    log: createLog({ level: 'error', pretty: false, destination: process.stderr }),
    wallNow: Date.now,
    report: (line) => tell({ ...line, rssBytes: process.memoryUsage.rss() }),
    signal: stopping.signal,
  });
  if (values.out !== undefined) {
    const out = resolve(values.out);
    mkdirSync(out, { recursive: true });
    copyFileSync(files.jsonPath, join(out, 'review.json'));
    copyFileSync(files.markdownPath, join(out, 'review.md'));
  }
  if (values.orders !== undefined) await copyLines(files.ordersPath, resolve(values.orders));
  // `maxRSS` is in kilobytes; PostgreSQL is another process and not in it.
  const peakRssBytes = process.resourceUsage().maxRSS * 1_024;
  tell({ kind: 'finished', review, outcome, files, peakRssBytes });
  return review.audit.passed ? 0 : 1;
}

async function list(rehearsalsDir: string): Promise<number> {
  const reviews = (await listReviews(rehearsalsDir)).map(({ review, createdAtWall }) => ({
    reviewId: review.reviewId,
    createdAtWall,
    title: review.campaign.title,
    rehearsal: review.rehearsal,
    auditPassed: review.audit.passed,
  }));
  tell({ kind: 'reviews', reviews });
  return 0;
}

async function show(values: Values, rehearsalsDir: string): Promise<number> {
  const stored =
    values.id === undefined
      ? (await listReviews(rehearsalsDir))[0]
      : await readReview(rehearsalsDir, values.id);
  if (stored === undefined || stored === null) {
    tell({ kind: 'refused', reason: values.id === undefined ? 'noReviews' : 'noSuchReview' });
    return 1;
  }
  const language = values.lang === 'zh' || values.lang === 'en' ? values.lang : 'both';
  tell({ kind: 'review', review: stored.review, markdown: reviewMarkdown(stored.review, language) });
  return 0;
}

const stopping = new AbortController();
const STOPPED = 130;

/**
 * Started by a server: whoever waits for the sale goes first, and when the server is gone, in whatever way, the system
 * closes our stdin and nobody wants this any more. The database that is started later inherits the priority.
 */
function goBackground(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  process.stdin.resume();
  process.stdin.once('close', () => stopping.abort());
  process.stdin.unref();
}

function tell(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

if (import.meta.main) {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort());
  // Nobody reads any more (`| head`, or who started us is gone): the database still has to be removed.
  process.stdout.on('error', () => stopping.abort());
  try {
    process.exitCode = await runRehearsalProgram(process.argv.slice(2));
  } catch (error) {
    if (error instanceof PlanRefused)
      tell({ kind: 'refused', reason: 'planInvalid', findings: error.findings });
    else if (
      error instanceof ConfigRefused ||
      error instanceof PostgresProblem ||
      error instanceof StartRefused
    )
      tell({ kind: 'refused', reason: 'place', words: error.message });
    else if (!stopping.signal.aborted) throw error;
    process.exitCode = stopping.signal.aborted ? STOPPED : 1;
  }
}
