import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type CheckResult, root } from './run-command.ts';

export const REASON_LINES_MIN = 301;
export const LINES_MAX = 500;

/** Past 300 lines a file says why in its head ("Long because …"); past 500 it is two files. Tests are left out. */
export function judgeFile(path: string, source: string): string | null {
  const lines = source.split('\n').length - (source.endsWith('\n') ? 1 : 0);
  if (lines > LINES_MAX) return `${path}: ${lines} lines, at most ${LINES_MAX}. Split it by meaning.`;
  const head = source.split('\n').slice(0, 30).join('\n');
  if (lines >= REASON_LINES_MIN && !head.includes('Long because')) {
    return `${path}: ${lines} lines. Past 300, say why in the head of the file: "Long because …".`;
  }
  return null;
}

export function checkFileSizes(): CheckResult {
  const tracked = spawnSync('git', ['ls-files', '-co', '--exclude-standard', '*.ts', '*.tsx', '*.css'], {
    cwd: root,
    encoding: 'utf8',
  });
  const files = tracked.stdout.split('\n').filter((path) => path !== '' && !/\.test\.tsx?$/.test(path));
  const complaints = files.flatMap((path) => judgeFile(path, readSource(path)) ?? []);
  return {
    ok: complaints.length === 0 && files.length > 20,
    summary: `${files.length} files`,
    details: complaints.join('\n'),
  };
}

function readSource(path: string): string {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
}
