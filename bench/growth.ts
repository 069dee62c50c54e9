/**
 * What does the order after a million orders cost, beside the order after ten thousand? Time, disk and memory.
 *
 *   node bench/growth.ts [--json] [--orders=1000000] [--connections=256]
 *
 * One node as it ships, web and worker in one process, takes flash orders for a hundred warm items through HTTP until so many
 * are on the books; every shopper orders once, and nobody pays: holds last two hours here, so that none ends on the way. At
 * ten thousand, thirty thousand, a hundred thousand, three hundred thousand and the end, told is: the load of the last five
 * seconds, how long the projections then took to catch up, what everything takes on the disk, what the process has in
 * memory, and how long a shopper waits who looks at an order, or lists all of hers. The orders are counted in the tables,
 * and so are their projections. Needs wrk: `apt-get install wrk`.
 */
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { projected, readBooks, settled } from './lane/books.ts';
import { openCluster } from './lane/cluster.ts';
import { type Load, load, type Offer } from './lane/load.ts';
import { cpuMs, memoryMb, residentMb } from './lane/processes.ts';
import { openSale, resetSale, type Sale } from './lane/sale.ts';
import { askPrices, installed, type Subject, startOurs } from './lane/subjects.ts';
import { figure, markdown, median } from './markdown.ts';

const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const json = process.argv.includes('--json');
const [orders, connections] = [option('orders', 1_000_000), option('connections', 256)];
const TOLD = [10_000, 30_000, 100_000, 300_000];
/** What is measured before a line is told. */
const SECONDS = 5;
/** So much at a time on the way there at most, so that a wrong guess of the speed costs little. */
const SECONDS_MAX = 60;
const LOOKS = 300;
/** What is in flight when a load ends uses up shoppers as well, and the last load runs past the end. */
const SPARE = 100_000;
/** A load is given so many more shoppers than the fastest speed so far asks for: nobody may come twice. */
const FASTER_MAX = 2;
const FIRST_SHOPPERS = 20_000;

type Row = {
  readonly orders: number;
  /** Of the whole stretch, from the line before, with nothing but the load. */
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** CPU of our process in the last stretch, the projections caught up included. */
  readonly nodeUsEach: number | null;
  readonly projectedMs: number;
  /** Of looking at one order, and of listing a shopper's. */
  readonly lookMs: number;
  readonly listMs: number;
  readonly diskMb: number;
  readonly bytesEach: number;
  readonly residentMb: number | null;
};

if (!installed('wrk')) {
  console.error('wrk makes the load and is not installed: apt-get install wrk');
  process.exit(1);
}
const cluster = await openCluster();
let stop = async () => {};
const beganAt = performance.now();
const say = (words: string) =>
  console.error(`${Math.round((performance.now() - beganAt) / 1_000)} s  ${words}`);
try {
  const shoppers = orders + orders / 20 + SPARE;
  say(`${cluster.told}\nSeeding ${shoppers} shoppers …`);
  const sale = await openSale(join(import.meta.dirname, '..'), cluster, shoppers);
  const ours = await startOurs(cluster, sale, 'web,worker');
  stop = ours.stop;
  const offers = await askPrices(ours, sale);
  await resetSale(cluster.db, sale);
  say('The sale is open.');
  const rows = await grow(ours, sale, offers);
  if (json) console.log(JSON.stringify({ postgres: cluster.told, peakMb: memoryMb(ours.pid), rows }));
  else console.log(`${table(rows)}\n\nPeak memory of our process: ${memoryMb(ours.pid)} MB`);
} finally {
  await stop();
  await cluster.close();
}

async function grow(ours: Subject, sale: Sale, offers: readonly Offer[]): Promise<Row[]> {
  const emptyBytes = await diskBytes();
  const rows: Row[] = [];
  let [asked, answered, stretchMs] = [0, 0, 0];
  /** The fastest so far: a guess too low would run far past a line. */
  let perSecond = 0;
  const run = async (seconds: number): Promise<Load> => {
    const shoppers = FIRST_SHOPPERS + Math.ceil(seconds * perSecond * FASTER_MAX);
    const result = await load({
      ...{ ports: [ours.port], offers, connections, seconds, run: `g${asked}` },
      ...{ sale: { ...sale, shoppers: Math.min(shoppers, sale.shoppers - asked) }, first: asked },
    });
    if (result.refused > 0 || result.broken > 0) throw new Error(JSON.stringify(result));
    asked += result.requests + connections;
    answered += result.requests;
    stretchMs += result.us / 1_000;
    perSecond = Math.max(perSecond, (result.requests / result.us) * 1e6);
    return result;
  };
  let longest = 1;
  await run(longest);
  for (const goal of [...TOLD.filter((one) => one < orders), orders]) {
    for (;;) {
      // The last five seconds, which are measured, are left for the end.
      const seconds = Math.floor((goal - answered) / perSecond) - SECONDS;
      if (seconds < 1) break;
      // A cold process is slow: nothing is planned much further than was seen.
      longest = Math.min(longest * 2, SECONDS_MAX);
      await run(Math.min(seconds, longest));
    }
    await settled(cluster.db);
    const cpuBefore = cpuMs(ours.pid);
    const answeredBefore = answered;
    const last = await run(SECONDS);
    while (answered < goal) await run(1);
    await settled(cluster.db);
    const projectedMs = await projected(cluster.db);
    const cpu = cpuMs(ours.pid);
    const purchases = await requireBooks(sale, answered);
    const diskMb = ((await diskBytes()) - emptyBytes) / 1e6;
    rows.push({
      ...{ orders: purchases, seconds: stretchMs / 1_000, perSecond: (last.requests / last.us) * 1e6 },
      ...{ p50Ms: last.p50Us / 1_000, p99Ms: last.p99Us / 1_000, projectedMs },
      nodeUsEach:
        cpu === null || cpuBefore === null ? null : ((cpu - cpuBefore) * 1_000) / (answered - answeredBefore),
      ...(await looks(ours.port, sale, asked)),
      ...{ diskMb, bytesEach: (diskMb * 1e6) / purchases, residentMb: residentMb(ours.pid) },
    });
    stretchMs = 0;
    say(JSON.stringify(rows.at(-1)));
  }
  return rows;
}

/** Every answer is an order with its event, its held piece and its projection; nothing ended on the way. */
async function requireBooks(sale: Sale, answered: number): Promise<number> {
  const { purchases, uses, events, held, reserved, miscounted } = await readBooks(cluster.db, sale);
  const [row] = await cluster.db.query<{ lines: number; open: number }>(
    `select (select count(*) from order_line) as lines, (select count(*) from purchase where state = 'held') as open`,
  );
  const { lines, open } = row!;
  const counts = [events, held, reserved, lines, open];
  if (counts.some((n) => n !== purchases) || uses !== 3 * purchases || miscounted > 0 || purchases < answered)
    throw new Error(
      JSON.stringify({ answered, purchases, uses, events, held, reserved, lines, open, miscounted }),
    );
  return purchases;
}

async function diskBytes(): Promise<number> {
  const [row] = await cluster.db.query<{ bytes: number }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return row!.bytes;
}

/** Medians over shoppers who have ordered, one after the other, with nobody else asking. */
async function looks(port: number, { shoppersFile }: Sale, ordered: number) {
  const step = Math.max(1, Math.floor(ordered / LOOKS));
  const took = { lookMs: [] as number[], listMs: [] as number[] };
  let nth = -1;
  for await (const token of createInterface({ input: createReadStream(shoppersFile) })) {
    nth += 1;
    if (nth >= ordered) break;
    if (nth % step !== 0) continue;
    // Everybody looks from an address of their own, as the proxy in front would say.
    const seat = nth / step;
    const headers = {
      cookie: `dacu_shopper=${token}`,
      'x-forwarded-for': `10.200.${seat >> 8}.${seat & 255}`,
    };
    const get = async (path: string, of: number[]) => {
      const from = performance.now();
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers });
      const body: unknown = await answer.json();
      of.push(performance.now() - from);
      if (!answer.ok) throw new Error(`${answer.status} from ${path}: ${JSON.stringify(body)}`);
      return body as { purchases: { purchaseId: string }[] };
    };
    const { purchases } = await get('/api/purchases', took.listMs);
    // The last of a stretch may have been cut off before they were answered.
    if (purchases[0]) await get(`/api/purchases/${purchases[0].purchaseId}`, took.lookMs);
  }
  return { lookMs: median(took.lookMs), listMs: median(took.listMs) };
}

function table(rows: readonly Row[]): string {
  return markdown(
    rows.map((row) => ({
      'orders on the books': figure(row.orders),
      'seconds since': figure(row.seconds),
      '/s': figure(row.perSecond),
      'p50 ms': figure(row.p50Ms),
      'p99 ms': figure(row.p99Ms),
      'CPU µs of node': figure(row.nodeUsEach),
      'projections behind s': figure(row.projectedMs / 1_000, 1),
      'one order ms': figure(row.lookMs, 1),
      'her list ms': figure(row.listMs, 1),
      'disk MB': figure(row.diskMb),
      'bytes an order': figure(row.bytesEach),
      'resident MB': figure(row.residentMb),
    })),
  );
}
