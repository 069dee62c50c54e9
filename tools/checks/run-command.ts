import { spawn } from 'node:child_process';
import { join } from 'node:path';

export type CheckResult = { readonly ok: boolean; readonly summary?: string; readonly details: string };

export const root = join(import.meta.dirname, '../..');

/** Runs a tool of node_modules/.bin under this very Node (the machine's own may be too old for it). */
export function runCommand(bin: string, args: readonly string[], cwd = root): Promise<CheckResult> {
  const path = `${join(root, 'node_modules/.bin')}:${process.env.PATH ?? ''}`;
  const child = spawn(join(root, 'node_modules/.bin', bin), args, {
    cwd,
    env: { ...process.env, PATH: path, FORCE_COLOR: '0', NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const chunks: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ok: false, details: String(error) }));
    child.once('close', (code) =>
      resolve({ ok: code === 0, details: Buffer.concat(chunks).toString('utf8') }),
    );
  });
}
