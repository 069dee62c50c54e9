import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/**
 * Runs a program of the server beside us and hands over its JSON lines. The command line knows the server only as a
 * process: it imports nothing of it. Ctrl-C reaches both; the program cleans up after itself.
 */
export async function runServerProgram(
  file: string,
  args: readonly string[],
  take: (line: unknown) => void,
): Promise<{ readonly code: number; readonly errors: string }> {
  const program = fileURLToPath(new URL(`../../server/src/${file}`, import.meta.url));
  const child = spawn(process.execPath, [program, ...args], { stdio: ['ignore', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString('utf8')}`.slice(-ERRORS_KEPT);
  });
  const pass = (signal: NodeJS.Signals) => () => void child.kill(signal);
  const onInt = pass('SIGINT');
  const onTerm = pass('SIGTERM');
  process.once('SIGINT', onInt);
  process.once('SIGTERM', onTerm);
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      if (line.startsWith('{')) take(JSON.parse(line));
    }
    const code = await new Promise<number>((resolve) => {
      if (child.exitCode !== null) resolve(child.exitCode);
      else child.once('close', (exit) => resolve(exit ?? 1));
    });
    return { code, errors };
  } finally {
    process.removeListener('SIGINT', onInt);
    process.removeListener('SIGTERM', onTerm);
  }
}

const ERRORS_KEPT = 20_000;
