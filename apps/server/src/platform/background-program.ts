import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

export type ProgramEnd = {
  readonly code: number | null;
  readonly signal: string | null;
  /** The last of what it wrote to stderr. */
  readonly errors: string;
};

export type RunningProgram = {
  /** Asks it to stop; what does not within `graceMs` is killed. */
  stop(): void;
  readonly ended: Promise<ProgramEnd>;
};

const GRACE_MS = 12_000;
const ERRORS_KEPT = 8_000;
const WORDS_MAX = 2_000;

/** Work that takes minutes, as JSON lines on stdout. */
export type Program = {
  readonly program: string;
  readonly args: readonly string[];
  /** One line that it reads first, where it wants more than arguments hold. */
  readonly order?: object;
};

/**
 * Runs a program of ours in a process of its own, so that this one goes on answering: it lowers its own priority
 * (`--background`), and ends by itself when its stdin closes, which the system does when this process dies in any way.
 */
export function runProgram<Line extends { readonly kind: string }>(
  command: Program,
  take: (line: Line) => void,
): RunningProgram {
  const child = spawn(process.execPath, [command.program, ...command.args, '--background'], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors = `${errors}${chunk.toString('utf8')}`.slice(-ERRORS_KEPT);
  });
  // A program that is gone cannot be told anything; that it is gone is told by its end.
  child.stdin.on('error', () => {});
  if (command.order !== undefined) child.stdin.write(`${JSON.stringify(command.order)}\n`);
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    const told = parsed<Line>(line);
    if (told !== null) take(told);
  });
  const read = new Promise<void>((resolve) => lines.once('close', resolve));
  let late: NodeJS.Timeout | null = null;
  const ended = new Promise<ProgramEnd>((resolve) => {
    child.once('error', (error) => resolve({ code: null, signal: null, errors: String(error) }));
    // Every line is read before its end is told: `finished` may be the last of them.
    child.once('close', (code, signal) => {
      if (late !== null) clearTimeout(late);
      void read.then(() => resolve({ code, signal, errors }));
    });
  });
  return {
    ended,
    stop() {
      child.kill('SIGTERM');
      late ??= setTimeout(() => child.kill('SIGKILL'), GRACE_MS);
    },
  };
}

/** Why it ended without a result: what it said last, or, where it died in silence, by what. */
export function lastWords({ code, signal, errors }: ProgramEnd): string {
  const said = errors.trim().slice(-WORDS_MAX);
  return said === '' ? (signal ?? `exit code ${code}`) : said;
}

/** The same in one line: the error that it died of, where it named one. */
export function errorLine(end: ProgramEnd): string {
  return end.errors.split('\n').find((line) => /^\w*Error\b/.test(line)) ?? lastWords(end);
}

function parsed<Line>(line: string): Line | null {
  if (!line.startsWith('{')) return null;
  try {
    return JSON.parse(line) as Line;
  } catch {
    return null;
  }
}
