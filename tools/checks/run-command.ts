import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export type CheckResult = { readonly ok: boolean; readonly summary?: string; readonly details: string };

export const root = join(import.meta.dirname, '../..');

/** Runs a tool of node_modules/.bin under this very Node (the machine's own may be too old for it). */
export function runCommand(bin: string, args: readonly string[], cwd = root): CheckResult {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  const run = spawnSync(join(root, 'node_modules/.bin', bin), args, {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, PATH: path, FORCE_COLOR: '0', NO_COLOR: '1' },
    maxBuffer: 64 * 1024 * 1024,
  });
  const details = `${run.stdout ?? ''}${run.stderr ?? ''}${run.error ? String(run.error) : ''}`;
  return { ok: run.status === 0, details };
}
