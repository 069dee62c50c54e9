import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');
/** `nobody`, as whom a plain user's start is tried when the tests run as root. */
export const PLAIN = { uid: 65534, gid: 65534 };
export const asRoot = process.getuid?.() === 0;
/** Why this clone cannot be started by the plain user, or null: a clone under a root-only home is closed to others. */
export function closedToPlain(): string | null {
  const look = spawnSync(process.execPath, ['--version'], { cwd: ROOT, ...PLAIN });
  return look.status === 0 ? null : `no other account can read ${ROOT}`;
}
const STARTED = 'Ctrl-C stops';

export type Launched = {
  readonly url: string;
  readonly pid: number;
  /** Everything it wrote so far. */
  output(): string;
  signal(name: NodeJS.Signals): void;
  /** Exit code, or the signal that ended it. */
  readonly exited: Promise<number | NodeJS.Signals>;
};

export type Place = {
  readonly dataDir: string;
  readonly account: { readonly uid: number; readonly gid: number } | null;
  remove(): void;
};

/** A data folder with a space in its name, belonging to root or to a plain user. */
export function makePlace(account: Place['account'] = null): Place {
  const dir = mkdtempSync(join(tmpdir(), 'dacu fault '));
  chmodSync(dir, 0o755);
  const dataDir = join(dir, 'data of ours');
  if (account) {
    mkdirSync(dataDir);
    chownSync(dataDir, account.uid, account.gid);
  }
  return { dataDir, account, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, 'localhost', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Runs a tool of ours as npm would, in a process of its own. */
export function run(
  tool: string,
  place: Place,
  env: Record<string, string> = {},
  launcher: readonly string[] = [],
  args: readonly string[] = [],
): ChildProcess & { output(): string } {
  const command = [...launcher, process.execPath, join(ROOT, 'tools/run.mjs'), join(ROOT, tool), ...args];
  const child = spawn(command[0]!, command.slice(1), {
    cwd: ROOT,
    env: { PATH: process.env.PATH, HOME: '/nonexistent', DACU_DATA_DIR: place.dataDir, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    ...place.account,
  });
  let output = '';
  child.once('error', (error) => (output += String(error)));
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (output += chunk));
  return Object.assign(child, { output: () => output });
}

/** Starts Dacu and resolves when it says that it runs; rejects with its words when it ends before. */
export async function launch(place: Place, env: Record<string, string> = {}): Promise<Launched> {
  const port = env.PORT ?? String(await freePort());
  const child = run('tools/start.ts', place, { ...env, PORT: port });
  const exited = exitOf(child);
  let over = false;
  void exited.then(() => (over = true));
  while (!child.output().includes(STARTED)) {
    if (over) throw new Error(`it ended: ${child.output()}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return {
    url: `http://localhost:${port}`,
    pid: child.pid!,
    output: child.output,
    signal: (name) => void child.kill(name),
    exited,
  };
}

/** Runs until it ends by itself: the exit code and what it said. */
export async function refused(
  place: Place,
  env: Record<string, string> = {},
): Promise<{ code: number | NodeJS.Signals; said: string }> {
  const child = run('tools/start.ts', place, { PORT: String(await freePort()), ...env });
  const late = setTimeout(() => child.kill('SIGTERM'), 20_000);
  const code = await exitOf(child);
  clearTimeout(late);
  return { code, said: child.output() };
}

export function exitOf(child: ChildProcess): Promise<number | NodeJS.Signals> {
  return new Promise((resolve) => child.once('close', (code, signal) => resolve(code ?? signal ?? 1)));
}
