/**
 * What is looked at in a plan before launch, as a program of its own for `dacu audit` and `dacu compliance`: it needs
 * neither a database nor a running server. Answers in JSON lines on stdout; what a person can mend comes as
 * `{"kind":"refused"}`.
 *
 *   audit --plan FILE --catalogue DIR --lines N --quantity N --shops N --seed N --seconds N    `done` lines, `audited`
 *   compliance --plan FILE --catalogue DIR --profile cn|eu                                     `complied`
 */
import { parseArgs } from 'node:util';
import { auditPlan } from './roles/audit/audit-plan.ts';
import { checkLaw } from './roles/audit/check-law.ts';
import { readPlanFiles } from './roles/audit/read-plan-files.ts';

const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);

async function run(args: readonly string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      plan: { type: 'string', default: '' },
      catalogue: { type: 'string', default: '' },
      lines: { type: 'string', default: '3' },
      quantity: { type: 'string', default: '3' },
      shops: { type: 'string', default: '2' },
      seed: { type: 'string', default: '7' },
      seconds: { type: 'string', default: '90' },
      profile: { type: 'string', default: 'cn' },
    },
  });
  const files = await readPlanFiles(values.plan, values.catalogue);
  if ('kind' in files) return say(files);
  if (positionals[0] === 'compliance') {
    return say({ kind: 'complied', findings: checkLaw(files, values.profile === 'eu' ? 'eu' : 'cn') });
  }
  const report = await auditPlan({
    ...files,
    bounds: {
      linesMax: Number(values.lines),
      quantityMax: Number(values.quantity),
      shopsMax: Number(values.shops),
    },
    seed: Number(values.seed),
    timeMs: Number(values.seconds) * 1000,
    wallNow: () => performance.now(),
    report: (done) => say({ kind: 'done', done }),
    problem: (problem) => void process.stderr.write(`${String(problem)}\n`),
  });
  say({ kind: 'audited', report });
}

await run(process.argv.slice(2));
