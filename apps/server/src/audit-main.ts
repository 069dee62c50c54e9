/**
 * What is looked at in a plan before launch, as a program of its own for `dacu audit` and `dacu compliance`: it needs
 * neither a database nor a running server. Answers in JSON lines on stdout; what a person can mend comes as
 * `{"kind":"refused"}`.
 *
 *   audit --plan FILE --catalogue DIR --lines N --quantity N --shops N --seed N --seconds N    `done` lines, `audited`
 *   compliance --plan FILE --catalogue DIR --profile cn|eu                                     `complied`
 *   served     an order on the first line of stdin (`AuditOrder`)                              `done` lines, `presented`
 */
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { compilePlan, parsePlan } from '@dacu/contract/plan';
import type { AuditOrder } from './modules/watch/audits/index.ts';
import { auditPlan } from './roles/audit/audit-plan.ts';
import { checkLaw } from './roles/audit/check-law.ts';
import { presentFindings } from './roles/audit/present-findings.ts';
import { auditSubject, readPlanFiles, subjectOf } from './roles/audit/read-plan-files.ts';

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
      background: { type: 'boolean', default: false },
    },
  });
  if (positionals[0] === 'served') return serve();
  const files = await readPlanFiles(values.plan, values.catalogue);
  if ('kind' in files) return say(files);
  if (positionals[0] === 'compliance') {
    return say({ kind: 'complied', findings: checkLaw(files, values.profile === 'eu' ? 'eu' : 'cn') });
  }
  const report = await auditPlan({
    ...files,
    subject: subjectOf(files),
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

/**
 * For a server: whoever waits for the sale goes first, and when the server is gone, in whatever way, the system closes
 * our stdin and nobody wants this any more.
 */
async function serve(): Promise<void> {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
  const lines = createInterface({ input: process.stdin });
  const order = await new Promise<AuditOrder>((resolve) =>
    lines.once('line', (line) => resolve(JSON.parse(line) as AuditOrder)),
  );
  lines.once('close', () => process.exit());
  const { yaml, items, freight, seconds } = order;
  const parsed = parsePlan(yaml);
  if (!parsed.ok) throw new Error('the plan was checked before it was sent here');
  const compiled = compilePlan(parsed.plan);
  const report = await auditPlan({
    ...{ yaml, compiled, subject: auditSubject(compiled, items, freight) },
    bounds: { linesMax: 3, quantityMax: 3, shopsMax: 2 },
    seed: 7,
    timeMs: seconds * 1000,
    wallNow: () => performance.now(),
    report: (done) => say({ kind: 'done', done }),
    problem: (problem) => void process.stderr.write(`${String(problem)}\n`),
  });
  const costs = new Map(items.map(({ skuId, costFen }) => [skuId, costFen]));
  const ids = compiled.promotionList.map(({ id }) => id);
  say({ kind: 'presented', ...presentFindings(report, yaml, ids, costs) });
  lines.removeAllListeners('close');
  lines.close();
  process.stdin.destroy();
}

await run(process.argv.slice(2));
