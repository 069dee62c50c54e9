/**
 * How many durable flash orders a second do one, two and three nodes take through HTTP, for one hot item, for eight and for
 * a hundred warm ones, and how many refusals when everything is sold?
 *
 *   node bench/lane.ts [--quick] [--json] [--rounds=3] [--seconds=5] [--shoppers=200000]
 *
 * Ours is the server as it ships: session, limits of requests, limits of purchase, price and seal in the path, 201 only
 * after commit. Beside it in the same run, interleaved: a bare echo with the same headers, one transaction an order, and
 * Redis with a script. Load (wrk), servers and PostgreSQL share the machine. After every run the rows of every table of
 * the database are counted. The slot holds a hundred items: the 2024 plan with a few words of the bench's own.
 * Needs wrk and, for one of the peers, redis-server: `apt-get install wrk redis-server`.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { countRows, grown, projected, readBooks, requireRows, settled } from './lane/books.ts';
import { openCluster } from './lane/cluster.ts';
import { load, type Offer } from './lane/load.ts';
import { type Run, table } from './lane/report.ts';
import { ITEMS, openSale, resetSale } from './lane/sale.ts';
import {
  askPrices,
  cpuMs,
  installed,
  memoryMb,
  residentMb,
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
const CONNECTIONS = [64, 256, 512, 1_024];
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
  const eight = offers.slice(0, 8);
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
    projections?: true;
  };
  async function measure(plan: Plan): Promise<void> {
    const { what, subject, beside = [], connections, diskMs = 0, projections = false } = plan;
    const ordered = plan.offers ?? hotItem;
    const nodes = [subject, ...beside];
    const rows = subject === ours || subject === peer || what.startsWith('ours');
    await resetSale(cluster.db, sale, plan.stock);
    const rowsBefore = await countRows(cluster.db);
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
      offers: ordered,
      connections,
      seconds,
      run: `r${nth}`,
      again: plan.again ?? false,
    });
    const cpu = cpuOf();
    await cluster.slowDisk(0);
    if (rows) await settled(cluster.db);
    if (projections) await projected(cluster.db);
    const counted = plan.stock === undefined ? result.requests - result.refused : result.refused;
    let rowsEach: number | null = null;
    if (rows && plan.stock === undefined) {
      const books = await readBooks(cluster.db, sale);
      const came = grown(rowsBefore, await countRows(cluster.db));
      const items = ordered.length;
      requireRows(what, { ...{ result, connections, items, books, projections }, rows: came });
      rowsEach = Object.values(came).reduce((sum, n) => sum + n, 0) / books.purchases;
    }
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
      rowsEach,
      residentMb: nodes.reduce<number | null>((sum, { pid }) => {
        const mb = residentMb(pid);
        return sum === null || mb === null ? null : sum + mb;
      }, 0),
    });
    say(`${what} c${connections} ${diskMs ? `+${diskMs} ms ` : ''}${Math.round(runs.at(-1)!.perSecond)}/s`);
  }

  const [hot, some] = quick ? [[256], [256]] : [CONNECTIONS, [64, 256, 1_024]];
  for (let round = 0; round < rounds; round++) {
    for (const connections of hot) {
      await measure({ what: 'echo', subject: echo, connections });
      await measure({ what: 'ours', subject: ours, connections });
      await measure({ what: `ours, ${ITEMS} warm`, subject: ours, connections, offers });
    }
    for (const connections of quick ? [64] : [64, 256])
      await measure({ what: 'one transaction', subject: peer, connections });
    if (redis) await measure({ what: 'redis script', subject: redis, connections: 256 });
    const soldOut = { subject: ours, connections: 256, stock: 0 };
    for (const connections of some) await measure({ what: 'ours, sold out', ...soldOut, connections });
    await measure({ what: `ours, ${ITEMS} sold out`, ...soldOut, offers });
    await measure({ what: 'ours, sold out, next try', ...soldOut, again: true });
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
    await measure({
      ...{ what: 'ours, projections beside it', subject: whole, connections: 256 },
      projections: true,
    });
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
        const many = { subject: subject!, beside };
        const told = `ours, ${count} node${count > 1 ? 's' : ''}`;
        await measure({ what: `${told}, hot`, ...many, connections: 256 });
        await measure({ what: `${told}, 8 warm`, ...many, connections: 256, offers: eight });
        for (const connections of some)
          await measure({ what: `${told}, ${ITEMS} warm`, ...many, connections, offers });
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
