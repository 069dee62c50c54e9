/**
 * `npm run check`: every habit of the house that a machine can hold, in one command. Each step prints one line;
 * a failing step prints what it found. Steps run in turn, so that output stays readable; all of them run even when
 * one fails, so that a contributor sees everything at once.
 */
import { checkArrows } from './checks/arrows.ts';
import { checkErrorDocs } from './checks/error-docs.ts';
import { checkFileSizes } from './checks/file-sizes.ts';
import { checkLicences } from './checks/licences.ts';
import { checkPurity } from './checks/purity.ts';
import { checkRehearsalDocs } from './checks/rehearsal-docs.ts';
import { type CheckResult, runCommand } from './checks/run-command.ts';
import { checkStyleRooms } from './checks/style-rooms.ts';
import { checkTypes } from './checks/types.ts';

type Step = { readonly name: string; readonly run: () => CheckResult | Promise<CheckResult> };

const STEPS: readonly Step[] = [
  { name: 'types', run: checkTypes },
  { name: 'lint and format', run: () => runCommand('biome', ['check', '--error-on-warnings', '.']) },
  { name: 'import arrows', run: checkArrows },
  { name: 'clock and chance', run: checkPurity },
  { name: 'unused code', run: () => runCommand('knip', ['--no-progress']) },
  { name: 'file sizes', run: checkFileSizes },
  { name: 'style rooms', run: checkStyleRooms },
  { name: 'error registry and docs', run: checkErrorDocs },
  { name: 'rehearsal model docs', run: checkRehearsalDocs },
  { name: 'licences and install scripts', run: checkLicences },
];

const only = process.argv.slice(2);
let failed = 0;
for (const step of STEPS) {
  if (only.length > 0 && !only.some((word) => step.name.includes(word))) continue;
  const startedAt = performance.now();
  const result = await step.run();
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  console.log(
    `${result.ok ? 'ok  ' : 'FAIL'} ${step.name} (${seconds} s)${result.summary ? ` — ${result.summary}` : ''}`,
  );
  if (!result.ok) {
    failed += 1;
    console.log(result.details.trimEnd().replaceAll(/^/gm, '     '));
  }
}
if (failed > 0) {
  console.log(`\n${failed} of the checks failed.`);
  process.exit(1);
}
