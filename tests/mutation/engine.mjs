/**
 * Mutation testing of the engine: `node tests/mutation/engine.mjs [room…]` (rooms below; all of them when none is named),
 * or `… packages/engine/src/money/fen.ts:10-25` for some lines. `--again` runs only the mutants that
 * had survived, and files that have changed.
 * Each room is one run of Stryker; survivors are printed, and the scores stand in `.report/<room>.json`.
 *
 * Not mutated: string literals. Where they mean something they belong to a union type and the compiler kills them;
 * the others are words of a bug's message. The population and the traffic of the simulator are left out, because they are
 * judged by distribution and not by answer.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import process from 'node:process';
import { Stryker } from '@stryker-mutator/core';

const src = 'packages/engine/src';
const ROOMS = {
  money: [`${src}/money/*.ts`],
  'flash-sale': [`${src}/flash-sale/*.ts`],
  ledger: [`${src}/ledger/*.ts`],
  'pricing-kinds': [`${src}/pricing/kinds/*.ts`],
  'pricing-layers': [
    `${src}/pricing/{cart-layers,item-layers,contest,price-cart,price-item,stacking,freight}.ts`,
  ],
  'pricing-rest': [`${src}/pricing/{cart,compile-promotions,explain,gate,reach,scope,trace,windows}.ts`],
  plan: [`${src}/plan/{calendar,nearest}.ts`],
  audit: [`${src}/simulate/{audit-*,auditor,scale}.ts`],
};
const NO_DECISIONS = [`!${src}/**/*.test.ts`, `!${src}/**/{index,types,test-carts}.ts`];

process.chdir(new URL('../..', import.meta.url).pathname);
mkdirSync('tests/mutation/.report', { recursive: true });
const again = process.argv.includes('--again');
const asked = process.argv.slice(2).filter((word) => word !== '--again');
const lines = asked.filter((name) => name.includes('/'));
const rooms = asked.length > 0 ? asked.filter((name) => !name.includes('/')) : Object.keys(ROOMS);
const unknown = rooms.find((room) => !(room in ROOMS));
if (unknown) throw new Error(`no room ${unknown}; there are ${Object.keys(ROOMS).join(', ')}`);
for (const room of lines.length > 0 ? [...rooms, 'lines'] : rooms) {
  const fileName = `tests/mutation/.report/${room}.json`;
  const before = again ? JSON.parse(readFileSync(fileName, 'utf8')) : null;
  await new Stryker({
    plugins: ['@stryker-mutator/vitest-runner'],
    testRunner: 'vitest',
    vitest: { configFile: 'tests/mutation/engine-vitest.config.ts' },
    mutate: before ? survivorsOf(before) : room === 'lines' ? lines : [...ROOMS[room], ...NO_DECISIONS],
    mutator: { excludedMutations: ['StringLiteral'] },
    ignorePatterns: ['**', '!packages/engine/**', '!tests/mutation/*.ts', '!package.json', '!tsconfig*.json'],
    coverageAnalysis: 'perTest',
    // The other core belongs to whoever works meanwhile.
    concurrency: 1,
    timeoutMS: 10_000,
    tempDirName: `.stryker-tmp/${room}`,
    cleanTempDir: 'always',
    disableTypeChecks: false,
    reporters: ['json'],
    jsonReporter: { fileName },
    allowConsoleColors: false,
    thresholds: { high: 100, low: 90, break: null },
  }).runMutationTest();
  const measured = JSON.parse(readFileSync(fileName, 'utf8'));
  if (before) writeFileSync(fileName, JSON.stringify(judgedAgain(before, measured)));
  report(room, before ?? measured);
}

/** Where something survived, as Stryker wants it named; a file that has changed since, whole. */
function survivorsOf({ files }) {
  return Object.entries(files).flatMap(([name, { mutants, source }]) =>
    readFileSync(name, 'utf8') === source
      ? mutants
          .filter(isAlive)
          .map(
            ({ location: { start, end } }) =>
              `${name}:${start.line}:${start.column - 1}-${end.line}:${end.column - 1}`,
          )
      : [name],
  );
}

/** The earlier report, with what was found of its survivors now. */
function judgedAgain(before, now) {
  for (const [name, found] of Object.entries(now.files)) {
    const known = before.files[name];
    if (found.source !== known.source) {
      before.files[name] = found;
      continue;
    }
    const statusOf = new Map(found.mutants.map((mutant) => [identity(mutant), mutant.status]));
    for (const mutant of known.mutants.filter(isAlive))
      mutant.status = statusOf.get(identity(mutant)) ?? mutant.status;
  }
  return before;
}

function isAlive({ status }) {
  return status !== 'Killed' && status !== 'Timeout' && status !== 'Ignored';
}

function identity({ location, mutatorName, replacement }) {
  return JSON.stringify([location, mutatorName, replacement]);
}

function report(room, { files }) {
  let [killed, total] = [0, 0];
  for (const [name, { mutants, source }] of Object.entries(files)) {
    const counted = mutants.filter((mutant) => mutant.status !== 'Ignored');
    const caught = counted.filter((mutant) => !isAlive(mutant));
    killed += caught.length;
    total += counted.length;
    for (const { status, location, replacement, mutatorName } of counted.filter(isAlive)) {
      const line = source.split('\n')[location.start.line - 1].trim();
      const put = String(replacement).replaceAll(/\s+/g, ' ').slice(0, 100);
      process.stdout.write(
        `${status} ${name.replace(`${src}/`, '')}:${location.start.line}:${location.start.column} ${mutatorName}\n    ${line}\n    → ${put}\n`,
      );
    }
  }
  process.stdout.write(`${room}: ${killed} of ${total} killed (${((100 * killed) / total).toFixed(1)} %)\n`);
}
