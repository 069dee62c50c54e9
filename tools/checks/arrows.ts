import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { type CheckResult, root } from './run-command.ts';

type Cruise = {
  readonly summary: {
    readonly totalCruised: number;
    readonly violations: readonly { from: string; to: string; rule: { name: string; severity: string } }[];
  };
};

/**
 * A cruise that saw fewer modules than this saw nothing: dependency-cruiser reports success on an empty walk when it
 * cannot load a TypeScript parser. Raise it as the house grows.
 */
export const MODULES_MIN = 120;

export function judgeCruise(cruise: Cruise, modulesMin = MODULES_MIN): CheckResult {
  const { totalCruised, violations } = cruise.summary;
  const complaints = violations.map(
    (violation) => `${violation.rule.name}: ${violation.from} → ${violation.to}`,
  );
  if (totalCruised < modulesMin)
    complaints.unshift(
      `only ${totalCruised} modules were walked, expected at least ${modulesMin}: the walk is broken`,
    );
  return { ok: complaints.length === 0, summary: `${totalCruised} modules`, details: complaints.join('\n') };
}

export function checkArrows(): CheckResult {
  const run = spawnSync(
    process.execPath,
    [
      join(root, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs'),
      '--config',
      'tools/checks/arrows.config.mjs',
      '--output-type',
      'json',
      'packages',
      'apps',
      'tools',
    ],
    { cwd: root, encoding: 'utf8', maxBuffer: 256 * 1024 * 1024 },
  );
  try {
    return judgeCruise(JSON.parse(run.stdout) as Cruise);
  } catch {
    return { ok: false, details: `the walk printed no JSON: ${run.stderr}${run.stdout.slice(0, 500)}` };
  }
}
