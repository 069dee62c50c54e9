/**
 * `npm test`: everything, suite after suite, each inside a stated budget of time, and at the end what was skipped and
 * why. `npm test -- unit pg` runs those suites only.
 */
import { spawn } from 'node:child_process';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startDistribution, type ThrowAwayPostgres } from './test/distribution-postgres.ts';
import type { Tally } from './test/tally-reporter.ts';

type Suite = {
  readonly name: string;
  readonly what: string;
  readonly files: string;
  readonly budgetSeconds: number;
  /** The project of vitest, where it is not named like the suite. */
  readonly project?: string;
  /** Only what lies below these, where it is not the whole project. */
  readonly only?: readonly string[];
  /** The database that the suite is run against by DATABASE_URL, or why there is none. */
  readonly against?: () => Promise<ThrowAwayPostgres | { readonly missing: string }>;
};

const SUITES: readonly Suite[] = [
  {
    name: 'unit',
    what: 'pure parts',
    files: '{packages,apps,tools,campaigns}/**/*.test.{ts,tsx}',
    budgetSeconds: 120,
  },
  {
    name: 'pg',
    what: 'on a real PostgreSQL',
    files: '{packages,apps,tools}/**/*.pg.test.ts',
    budgetSeconds: 330,
  },
  {
    name: 'pg15',
    what: 'platform and trade once more, by DATABASE_URL on the PostgreSQL of the distribution',
    files: 'apps/server/src/{platform,modules/trade}/**/*.pg.test.ts',
    budgetSeconds: 330,
    project: 'pg',
    only: ['apps/server/src/platform/', 'apps/server/src/modules/trade/'],
    against: startDistribution,
  },
  { name: 'sim', what: 'seeded simulations', files: '{packages,apps}/**/*.sim.test.ts', budgetSeconds: 600 },
  {
    name: 'faults',
    what: 'whole servers, broken',
    files: 'tests/faults/**/*.fault.test.ts',
    budgetSeconds: 540,
  },
  {
    name: 'journeys',
    what: 'in a real browser',
    files: 'tests/journeys/**/*.journey.test.ts',
    budgetSeconds: 560,
  },
];

const root = fileURLToPath(new URL('..', import.meta.url));
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');
const reporter = fileURLToPath(new URL('./test/tally-reporter.ts', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'dacu-tally-'));

type Outcome = {
  readonly suite: Suite;
  readonly seconds: number;
  readonly tally: Tally;
  readonly problem: string | null;
};

async function runSuite(suite: Suite): Promise<Outcome> {
  const postgres = await suite.against?.();
  if (postgres === undefined) return runVitest(suite, {});
  if ('missing' in postgres) {
    const skipped = [{ name: 'the whole suite', why: postgres.missing }];
    return { suite, seconds: 0, tally: { passed: 0, failed: 0, skipped }, problem: null };
  }
  console.log(postgres.told);
  stopAtExit.add(postgres.stop);
  try {
    return await runVitest(suite, { DATABASE_URL: postgres.url });
  } finally {
    stopAtExit.delete(postgres.stop);
    postgres.stop();
  }
}

async function runVitest(suite: Suite, env: Readonly<Record<string, string>>): Promise<Outcome> {
  const file = join(scratch, `${suite.name}.json`);
  const args = [
    vitest,
    'run',
    '--project',
    suite.project ?? suite.name,
    ...(suite.only ?? []),
    '--reporter=dot',
    `--reporter=${reporter}`,
  ];
  const startedAt = performance.now();
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, ...env, ...(process.stdout.isTTY ? {} : { NO_COLOR: '1' }), DACU_TALLY: file },
    stdio: 'inherit',
  });
  let overBudget = false;
  const timer = setTimeout(() => {
    overBudget = true;
    child.kill('SIGTERM');
    setTimeout(() => child.kill('SIGKILL'), 15_000).unref();
  }, suite.budgetSeconds * 1000);
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  clearTimeout(timer);
  const seconds = (performance.now() - startedAt) / 1000;
  const tally = readTally(file);
  if (overBudget)
    return failed(suite, seconds, tally, `took longer than its budget of ${suite.budgetSeconds} s`);
  if (!tally) return failed(suite, seconds, tally, `vitest ended with ${code} before it could report`);
  // Vitest may fail for what is no test's fault: a teardown, an unhandled rejection.
  if (code !== 0 && tally.failed === 0) return failed(suite, seconds, tally, `vitest ended with ${code}`);
  return { suite, seconds, tally, problem: null };
}

function failed(suite: Suite, seconds: number, tally: Tally | null, problem: string): Outcome {
  const known = tally ?? { passed: 0, failed: 0, skipped: [] };
  return { suite, seconds, tally: { ...known, failed: known.failed + 1 }, problem };
}

function readTally(file: string): Tally | null {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Tally;
  } catch {
    return null;
  }
}

/** A Ctrl-C must not leave a database behind. */
const stopAtExit = new Set<() => void>();
process.on('exit', () => {
  for (const stop of stopAtExit) stop();
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !SUITES.some((suite) => suite.name === name));
if (unknown.length > 0) {
  console.error(`No suite ${unknown.join(', ')}; there are ${SUITES.map(({ name }) => name).join(', ')}.`);
  process.exit(1);
}

const outcomes: Outcome[] = [];
for (const suite of SUITES) {
  if (wanted.length > 0 && !wanted.includes(suite.name)) continue;
  const found = globSync(suite.files, { cwd: root, exclude: ['**/node_modules/**', '**/dist/**'] }).length;
  if (found === 0) {
    console.log(`\n${suite.name}: there are no such tests.`);
    continue;
  }
  console.log(`\n${suite.name} — ${suite.what}; budget ${suite.budgetSeconds} s`);
  outcomes.push(await runSuite(suite));
}
rmSync(scratch, { recursive: true, force: true });

console.log('');
for (const { suite, seconds, tally, problem } of outcomes) {
  const counts = `${tally.passed} passed, ${tally.failed} failed, ${tally.skipped.length} skipped`;
  console.log(
    `${suite.name.padEnd(9)} ${counts} in ${seconds.toFixed(1)} s of ${suite.budgetSeconds} s${problem ? ` — ${problem}` : ''}`,
  );
  for (const { name, why } of tally.skipped) console.log(`          skipped ${name}: ${why}`);
}
const sum = (pick: (tally: Tally) => number) => outcomes.reduce((total, { tally }) => total + pick(tally), 0);
const failures = sum((tally) => tally.failed);
console.log(
  `\n${sum((tally) => tally.passed)} passed, ${failures} failed, ${sum((tally) => tally.skipped.length)} skipped`,
);
process.exit(failures === 0 && outcomes.length > 0 ? 0 : 1);
