import { existsSync, globSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, root, runCommand } from './run-command.ts';

/** Every tsconfig of the tree, tests included. */
export function checkTypes(): CheckResult {
  const projects = globSync('{packages,apps}/*/tsconfig*.json', { cwd: root }).concat('tsconfig.json').sort();
  const failures: string[] = [];
  for (const project of projects) {
    if (!existsSync(join(root, project))) continue;
    const result = runCommand('tsc', ['-p', project]);
    if (!result.ok) failures.push(result.details);
  }
  return { ok: failures.length === 0, summary: `${projects.length} projects`, details: failures.join('\n') };
}
