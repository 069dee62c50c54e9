import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { type CheckResult, root, runCommand } from './run-command.ts';

/** One compiler needs up to 1 GB, so no more of them at a time than a small machine can hold. */
const AT_A_TIME = Math.min(4, availableParallelism());

/** Every tsconfig of the tree, tests included. */
export async function checkTypes(): Promise<CheckResult> {
  const projects = globSync('{packages,apps}/*/tsconfig*.json', { cwd: root }).concat('tsconfig.json').sort();
  const failures: string[] = [];
  const waiting = projects.values();
  const compile = async () => {
    for (const project of waiting) {
      const result = await runCommand('tsc', ['-p', project]);
      if (!result.ok) failures.push(result.details);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, compile));
  return { ok: failures.length === 0, summary: `${projects.length} projects`, details: failures.join('\n') };
}
