/**
 * Mutation testing of stores, lane and decisions: `node tests/mutation/stores.ts [sabotage] [word…]`: those whose name or file
 * holds one of the words, or that nothing but such tests have to notice; all where none is given, and with `sabotage`
 * only those of `sabotage.ts`.
 *
 * Each mutation of `store-mutations.ts` is made in a copy of the sources, the tests that have to notice are run there
 * on a real PostgreSQL, and the mutation is undone. Exit code 1 when one survives that is not explained as equivalent.
 * Verdicts of other runs stay in `.report/stores.json`, so that the list can be measured in parts.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DbConnection } from '../../apps/server/src/platform/db/types.ts';
import { startServer } from '../../tools/vitest-postgres.ts';
import { SABOTAGE } from './sabotage.ts';
import { MUTATIONS, type Mutation } from './store-mutations.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const copy = join(root, '.stryker-tmp', 'stores');
const report = join(root, 'tests/mutation/.report/stores.json');
/** Random sales for one mutation: a fixed seed, so that a score can be measured again. */
const MODEL = { MODEL_SEED: '20240618', MODEL_RUNS: '8' };

/** A busy machine must not look like a test that noticed. */
const PATIENCE = ['--testTimeout=180000', '--hookTimeout=180000'];

type Verdict = 'killed' | 'survived' | 'equivalent';

const words = process.argv.slice(2);
const chosen = (words[0] === 'sabotage' ? SABOTAGE : [...MUTATIONS, ...SABOTAGE]).filter(
  ({ name, file, tests }) =>
    words.filter((word) => word !== 'sabotage').length === 0 ||
    words.some(
      (word) => name.includes(word) || file.includes(word) || tests.every((test) => test.includes(word)),
    ),
);
// What was changed since the list was written is told at once, not after an hour.
const stale = chosen.filter(
  ({ file, find }) => readFileSync(join(root, file), 'utf8').split(find).length !== 2,
);
if (stale.length > 0) {
  const told = stale.map(
    ({ name, file }) => `  ${name}: what to find does not stand exactly once in ${file}`,
  );
  throw new Error(`the list is older than the sources:\n${told.join('\n')}`);
}
prepare();
const server = await startServer();
const databaseUrl = urlOf(server.admin);
const tests = [...new Set(chosen.flatMap((mutation) => mutation.tests))];
const untouched = run(tests);
if (untouched.status !== 0) {
  await server.stop();
  throw new Error(`the tests fail without any mutation:\n${untouched.output}`);
}

type Line = { name: string; file: string; verdict: Verdict; by: string };
const earlier: Line[] = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : [];
const verdicts: Line[] = [];
for (const mutation of chosen) {
  const { verdict, by } = judge(mutation);
  verdicts.push({ name: mutation.name, file: mutation.file, verdict, by });
  console.log(`${verdict.padEnd(10)} ${mutation.name}${by === '' ? '' : ` — ${by}`}`);
  const judged = new Set(verdicts.map((one) => one.name));
  const known = [...earlier.filter((one) => !judged.has(one.name)), ...verdicts];
  writeFileSync(report, `${JSON.stringify(known, null, 2)}\n`);
}
const count = (verdict: Verdict) => verdicts.filter((one) => one.verdict === verdict).length;
console.log(
  `${count('killed')} killed, ${count('survived')} survived, ${count('equivalent')} survived as equivalent, of ${verdicts.length}`,
);
await server.stop();
process.exitCode = count('survived') > 0 ? 1 : 0;

function prepare(): void {
  rmSync(copy, { recursive: true, force: true });
  mkdirSync(copy, { recursive: true });
  mkdirSync(join(root, 'tests/mutation/.report'), { recursive: true });
  for (const part of [
    'apps/server',
    'packages',
    'tools',
    'campaigns',
    'tests/faults',
    'package.json',
    'package-lock.json',
    'tsconfig.base.json',
    'vitest.config.ts',
  ])
    cpSync(join(root, part), join(copy, part), {
      recursive: true,
      // Front ends that were built serve whole servers; their sources are not changed.
      filter: (path) => !/[\\/](node_modules|\.building)$/.test(path),
    });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'dir');
}

function run(files: readonly string[]): { status: number; output: string } {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const done = spawnSync(process.execPath, [vitest, 'run', '--bail=1', '--no-color', ...PATIENCE, ...files], {
    cwd: copy,
    env: { ...process.env, ...MODEL, DATABASE_URL: databaseUrl },
    encoding: 'utf8',
  });
  return { status: done.status ?? 1, output: `${done.stdout}${done.stderr}` };
}

function urlOf(admin: DbConnection): string {
  if ('url' in admin) return admin.url;
  const { host, port, user, password, database } = admin;
  return `postgres://${user}:${encodeURIComponent(password ?? '')}@${encodeURIComponent(host)}:${port}/${database}`;
}

function judge({ name, file, find, put, tests: noticing, equivalent }: Mutation): {
  verdict: Verdict;
  by: string;
} {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  if (before.split(find).length !== 2)
    throw new Error(`“${name}”: what to find does not stand exactly once in ${file}`);
  writeFileSync(
    path,
    before.replace(find, () => put),
  );
  try {
    // A file that fails as a whole may be a machine that was too busy to start it: only twice is a verdict.
    for (const last of [false, true]) {
      const { status, output } = run(noticing);
      if (status === 0) break;
      const failed = /FAIL\s+(?:\S+\s+)?(\S+\.test\.ts)(?: > (.+))?/.exec(output);
      if (last || failed?.[2] !== undefined)
        return { verdict: 'killed', by: failed?.[2] ?? failed?.[1] ?? 'no test could be run' };
    }
    return { verdict: equivalent === undefined ? 'survived' : 'equivalent', by: '' };
  } finally {
    writeFileSync(path, before);
  }
}
