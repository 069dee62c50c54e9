import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchCluster } from './cluster.ts';
import type { Offer } from './load.ts';
import { SALE_AT, type Sale } from './sale.ts';

/** A server under test; what it stores in, where that is not the PostgreSQL of the bench. */
export type Subject = {
  readonly port: number;
  readonly pid: number;
  readonly storePid?: number;
  /** Another process of it, without which it would do less. */
  readonly workerPid?: number;
  /** A node of ours: it counts what it does. */
  readonly counts?: true;
  stop(): Promise<void>;
};

const STARTED_MS = 60_000;
const here = import.meta.dirname;
const root = join(here, '../..');

/** One of our nodes; `shared`: others run on the database too. */
export async function startOurs(
  cluster: BenchCluster,
  sale: Sale,
  roles: string,
  shared = false,
): Promise<Subject> {
  const subject = await start(join(root, 'apps/server/src/main.ts'), {
    DATABASE_URL: cluster.url,
    DACU_MASTER_KEY_FILE: sale.masterKeyFile,
    DACU_DEMO_AT: SALE_AT,
    DACU_DATA_DIR: cluster.dir,
    DACU_ROLES: roles,
    DACU_NODES: shared ? 'several' : 'one',
    HOST: '127.0.0.1',
    // The proxy in front is played by the load: every shopper comes from an address of their own.
    DACU_TRUST_PROXY: '1',
    DACU_LOG_LEVEL: 'error',
  });
  return { ...subject, counts: true };
}

export const startEcho = (): Promise<Subject> => start(join(here, 'echo.ts'), {});

export function startOneTransaction(
  cluster: BenchCluster,
  sale: Sale,
  files: { readonly body: string; readonly answer: string },
): Promise<Subject> {
  return start(join(here, 'one-transaction.ts'), {
    ...orderedOf(cluster, sale, files),
    ANSWER_FILE: files.answer,
  });
}

/** What a peer writes: orders of the hot item with a body of ours. */
const orderedOf = (cluster: BenchCluster, { items }: Sale, files: { readonly body: string }) => ({
  DATABASE_URL: cluster.url,
  ACTIVITY: items[0]!.activityId,
  SKU: items[0]!.skuId,
  AT: String(Date.parse(SALE_AT)),
  BODY_FILE: files.body,
});

export type RedisSubject = Subject & {
  /** An empty queue, nobody has bought. */
  reset(): Promise<void>;
  /** The same with somebody who reads the queue. */
  readBy(cluster: BenchCluster, sale: Sale, files: { readonly body: string }): Promise<Subject>;
};

/** Null where this machine has no redis-server. */
export async function startRedisLua(dir: string): Promise<RedisSubject | null> {
  if (!installed('redis-server')) return null;
  const port = await freePort();
  // Its usual promise: the log is flushed every second, after the answer.
  const args = ['--port', String(port), '--dir', dir, '--save', '', '--appendonly', 'yes'];
  const redis = spawn('redis-server', args, { stdio: 'ignore' });
  endWithUs(redis);
  await answering(port);
  const server = await start(join(here, 'redis-lua.ts'), { REDIS_PORT: String(port) });
  const subject = { ...server, storePid: redis.pid! };
  return {
    ...subject,
    async reset() {
      const socket = connect(port, '127.0.0.1');
      socket.write('DEL left buyers orders\r\nSET left 100000000\r\n');
      await new Promise((resolve) => socket.once('data', resolve));
      socket.destroy();
    },
    async readBy(cluster, sale, files) {
      const item = orderedOf(cluster, sale, files);
      const worker = await start(
        join(here, 'redis-worker.ts'),
        { ...item, REDIS_PORT: String(port) },
        'tells',
      );
      return { ...subject, workerPid: worker.pid, stop: worker.stop };
    },
    async stop() {
      await server.stop();
      await end(redis);
    },
  };
}

export function installed(program: string): boolean {
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
}

/** A server that answers on PORT; `tells`: it says itself when it is ready, later than it answers. */
export async function start(
  script: string,
  env: Record<string, string>,
  ready: 'answers' | 'tells' = 'answers',
  { args = [], cwd }: { readonly args?: readonly string[]; readonly cwd?: string } = {},
): Promise<Subject> {
  const port = await freePort();
  const child = spawn(process.execPath, [script, ...args], {
    ...(cwd !== undefined && { cwd }),
    env: { ...process.env, ...env, PORT: String(port) },
    stdio: ['ignore', 'ignore', 'inherit', ...(ready === 'tells' ? (['ipc'] as const) : [])],
  });
  endWithUs(child);
  if (ready === 'tells') await told(child);
  else await answering(port, child);
  return { port, pid: child.pid!, stop: () => end(child) };
}

/** However this process ends. */
function endWithUs(child: ChildProcess): void {
  const kill = () => child.kill();
  process.once('exit', kill);
  child.once('exit', () => process.off('exit', kill));
}

function told(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.once('exit', (code) => reject(new Error(`ended with ${code} before it was ready`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await gone;
}

async function answering(port: number, child?: ChildProcess): Promise<void> {
  const deadline = performance.now() + STARTED_MS;
  while (performance.now() < deadline && (child?.exitCode ?? null) === null) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
      socket.on('close', () => {}).on('connect', () => socket.destroy());
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error(`nothing answers on port ${port}`);
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

/** What one of each costs, as the refusal of a wrong amount tells; everybody asks once, from an address of their own. */
export async function askPrices(server: Subject, sale: Sale): Promise<Offer[]> {
  const tokens = readFileSync(sale.shoppersFile, 'utf8').split('\n', sale.items.length);
  const offers: Offer[] = [];
  for (const [nth, { activityId }] of sale.items.entries())
    offers.push({ activityId, payFen: await askPrice(server, activityId, tokens[nth]!, nth) });
  return offers;
}

async function askPrice(server: Subject, activityId: string, token: string, nth: number): Promise<number> {
  const origin = `http://127.0.0.1:${server.port}`;
  const response = await fetch(`${origin}/api/flash/${encodeURIComponent(activityId)}/orders`, {
    method: 'POST',
    headers: {
      origin,
      'content-type': 'application/json',
      cookie: `dacu_shopper=${token}`,
      'idempotency-key': `price-${nth}`,
      'x-forwarded-for': `10.201.0.${nth}`,
    },
    body: JSON.stringify({
      quantity: 1,
      expectedPayFen: 0,
      address: { recipient: '张伟', phone: '13900000000', region: '310000', line: '浦东新区世纪大道1号' },
    }),
  });
  const answer = (await response.json()) as { quote?: { payFen: number } };
  if (!answer.quote)
    throw new Error(`the price of ${activityId} is not told: ${response.status} ${JSON.stringify(answer)}`);
  return answer.quote.payFen;
}
