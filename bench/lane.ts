/**
 * How many durable flash orders a second do one, two and three nodes take through HTTP, for one hot item and for warm ones?
 *
 *   node bench/lane.ts [--quick] [--json] [--rounds=3] [--seconds=5] [--shoppers=200000]
 *
 * Ours is the server as it ships: session, limits of requests, limits of purchase, price and seal in the path, 201 only
 * after commit. Beside it in the same run, interleaved: a bare echo with the same headers, one transaction an order, and
 * Redis with a script. Load (wrk), servers and PostgreSQL share the machine. After every run the rows are counted.
 * Needs wrk and, for one of the peers, redis-server: `apt-get install wrk redis-server`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster } from './lane/cluster.ts';
import { type Load, load, type Offer } from './lane/load.ts';
import { type Run, table } from './lane/report.ts';
import { type Books, openSale, readBooks, resetSale, settled } from './lane/sale.ts';
import {
  askPrices,
  cpuMs,
  installed,
  memoryMb,
  type Subject,
  startEcho,
  startOneTransaction,
  startOurs,
  startRedisLua,
} from './lane/subjects.ts';

const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const quick = process.argv.includes('--quick');
const json = process.argv.includes('--json');
const rounds = option('rounds', quick ? 1 : 3);
const seconds = option('seconds', quick ? 4 : 5);
const shopperCount = option('shoppers', 200_000);
const say = (words: string) => console.error(words);

if (!installed('wrk')) {
  console.error('wrk makes the load and is not installed: apt-get install wrk');
  process.exit(1);
}
if (!installed('redis-server'))
  say('redis-server is not installed (apt-get install redis-server): its row stays empty.');

const cluster = await openCluster();
const subjects: Subject[] = [];
const runs: Run[] = [];
let nth = 0;
try {
  say(`${cluster.told}\nSeeding ${shopperCount} shoppers …`);
  const sale = await openSale(join(import.meta.dirname, '..'), cluster, shopperCount);
  const files = { body: join(cluster.dir, 'body.json'), answer: join(cluster.dir, 'answer.json') };
  const ours = started(await startOurs(cluster, sale, 'web'));
  const offers = await askPrices(ours, sale);
  const hotItem = offers.slice(0, 1);
  await resetSale(cluster.db, sale);
  await load({ ports: [ours.port], sale, offers: hotItem, connections: 64, seconds: 10, run: 'warm' });
  await settled(cluster.db);
  await copyOrder(files);
  const echo = started(await startEcho());
  const peer = started(await startOneTransaction(cluster, sale, files));
  const redis = await startRedisLua(cluster.dir);
  if (redis) started(redis);

  type Plan = {
    what: string;
    subject: Subject;
    /** Nodes that take the orders with it. */
    beside?: readonly Subject[];
    offers?: readonly Offer[];
    connections: number;
    diskMs?: number;
    stock?: number;
    again?: true;
  };
  async function measure(plan: Plan): Promise<void> {
    const { what, subject, beside = [], connections, diskMs = 0 } = plan;
    const nodes = [subject, ...beside];
    const rows = subject === ours || subject === peer || what.startsWith('ours');
    await resetSale(cluster.db, sale, plan.stock);
    if (subject === redis) await redis.reset();
    await cluster.slowDisk(diskMs * 1_000);
    nth += 1;
    const cpuOf = () => ({
      node: nodes.reduce<number | null>((sum, { pid }) => {
        const ms = cpuMs(pid);
        return sum === null || ms === null ? null : sum + ms;
      }, 0),
      postgres: cpuMs(cluster.pid),
    });
    const before = cpuOf();
    const result = await load({
      ports: nodes.map(({ port }) => port),
      sale,
      offers: plan.offers ?? hotItem,
      connections,
      seconds,
      run: `r${nth}`,
      again: plan.again ?? false,
    });
    const cpu = cpuOf();
    await cluster.slowDisk(0);
    if (rows) await settled(cluster.db);
    const counted = plan.stock === undefined ? result.requests - result.refused : result.refused;
    const books = rows && plan.stock === undefined ? await readBooks(cluster.db, sale) : null;
    if (books) requireRows(what, result, connections, books);
    const usEach = (from: number | null, to: number | null) =>
      from === null || to === null ? null : ((to - from) * 1_000) / counted;
    runs.push({
      what,
      connections,
      diskMs,
      perSecond: (counted / result.us) * 1e6,
      p50Ms: result.p50Us / 1_000,
      p99Ms: result.p99Us / 1_000,
      nodeUs: usEach(before.node, cpu.node),
      postgresUs: rows ? usEach(before.postgres, cpu.postgres) : null,
      rowsEach:
        books === null ? null : (books.purchases + books.uses + books.events + books.due) / books.purchases,
    });
    say(`${what} c${connections} ${diskMs ? `+${diskMs} ms ` : ''}${Math.round(runs.at(-1)!.perSecond)}/s`);
  }

  const hot = quick ? [256] : [64, 256, 1_024];
  for (let round = 0; round < rounds; round++) {
    for (const connections of hot) {
      await measure({ what: 'echo', subject: echo, connections });
      await measure({ what: 'ours', subject: ours, connections });
    }
    for (const connections of quick ? [64] : [64, 256])
      await measure({ what: 'one transaction', subject: peer, connections });
    if (redis) await measure({ what: 'redis script', subject: redis, connections: 256 });
    await measure({ what: 'ours, sold out', subject: ours, connections: 256, stock: 0 });
    await measure({
      what: 'ours, sold out, next try',
      subject: ours,
      connections: 256,
      stock: 0,
      again: true,
    });
    for (const diskMs of quick ? [1] : [1, 4]) {
      for (const connections of quick ? [1_024] : [256, 1_024])
        await measure({ what: 'ours', subject: ours, connections, diskMs });
      await measure({ what: 'one transaction', subject: peer, connections: 64, diskMs });
    }
  }
  const memory = memoryMb(ours.pid);
  await ours.stop();
  await resetSale(cluster.db, sale);
  const whole = started(await startOurs(cluster, sale, 'web,worker'));
  await load({ ports: [whole.port], sale, offers: hotItem, connections: 64, seconds: 4, run: 'warm2' });
  await settled(cluster.db);
  for (let round = 0; round < rounds; round++)
    await measure({ what: 'ours, projections beside it', subject: whole, connections: 256 });
  await whole.stop();
  await measureNodes();

  /** One, two and three nodes on one database: on one item, where they wait for each other, and on many. */
  async function measureNodes(): Promise<void> {
    await resetSale(cluster.db, sale);
    const nodes = [];
    for (let n = 0; n < 3; n++) nodes.push(started(await startOurs(cluster, sale, 'web', true)));
    const ports = nodes.map(({ port }) => port);
    await load({ ports, sale, offers, connections: 96, seconds: 8, run: 'warm3' });
    await settled(cluster.db);
    for (let round = 0; round < rounds; round++)
      for (const count of [1, 2, 3]) {
        const [subject, ...beside] = nodes.slice(0, count);
        const some = { subject: subject!, beside, connections: 256 };
        const told = `ours, ${count} node${count > 1 ? 's' : ''}`;
        await measure({ what: `${told}, hot`, ...some });
        await measure({ what: `${told}, ${offers.length} warm`, ...some, offers });
      }
  }

  if (json) console.log(JSON.stringify({ postgres: cluster.told, memoryMb: memory, runs }));
  else console.log(table(runs, memory));
} finally {
  for (const subject of subjects.reverse()) await subject.stop();
  await cluster.close();
}

function started<S extends Subject>(subject: S): S {
  subjects.push(subject);
  return subject;
}

/** An order of ours as the peer copies it, and an answer as long as ours. */
async function copyOrder(files: { body: string; answer: string }): Promise<void> {
  const [row] = await cluster.db.query<{ body: string }>('select body::text as body from purchase limit 1');
  writeFileSync(files.body, row!.body);
  writeFileSync(files.answer, JSON.stringify({ order: 'x'.repeat(1_025) }));
}

/** The row set of an order, asserted: every answer has its rows, and what was in flight at the end at most one set more. */
function requireRows(what: string, result: Load, connections: number, books: Books): void {
  const acked = result.requests - result.refused;
  const { purchases, uses, events, held, reserved } = books;
  const whole =
    uses === 3 * purchases && events === purchases && held === purchases && reserved === purchases;
  if (!whole || purchases < acked || purchases > acked + connections || result.refused > 0)
    throw new Error(`${what}: ${JSON.stringify({ ...result, ...books })} do not agree`);
}
