/**
 * `npm run audit`: asks the registry for known vulnerabilities of what we install. Kept apart from `npm run check`
 * because a registry may not answer; then it says so and exits 2, which is neither a pass nor a finding.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

type Answer = {
  readonly metadata?: { readonly vulnerabilities: Readonly<Record<string, number>> };
  readonly message?: string;
};

const run = spawnSync('npm', ['audit', '--json', '--omit=dev'], {
  cwd: join(import.meta.dirname, '..'),
  encoding: 'utf8',
});
const answer = parse(run.stdout);
if (!answer?.metadata) {
  console.log(
    `Not answered: the registry did not give an audit (${answer?.message ?? 'no reply'}). Nothing is known either way.`,
  );
  process.exit(2);
}
const { total = 0, ...grades } = answer.metadata.vulnerabilities;
console.log(
  `${total} known vulnerabilities: ${Object.entries(grades)
    .map(([grade, count]) => `${count} ${grade}`)
    .join(', ')}.`,
);
process.exit(total === 0 ? 0 : 1);

function parse(output: string): Answer | null {
  try {
    return JSON.parse(output) as Answer;
  } catch {
    return null;
  }
}
