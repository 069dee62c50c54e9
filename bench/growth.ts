/**
 * What does the order after a million orders cost, beside the order after ten thousand? Time, disk and memory.
 *
 *   node bench/growth.ts [--json] [--orders=1000000] [--connections=256]
 *
 * One node as it ships, web and worker in one process, takes flash orders for a hundred warm items through HTTP until so many
 * are on the books; every shopper orders once. At ten thousand, a hundred thousand and the end the last stretch of the
 * load is told with what everything takes on the disk by then, and how long a shopper waits who looks at an order, or
 * lists all of hers. The orders are counted in the tables. Needs wrk: `apt-get install wrk`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openCluster } from './lane/cluster.ts';
import { load } from './lane/load.ts';
import { openSale, readBooks, resetSale, type Sale, settled } from './lane/sale.ts';
import { askPrices, installed, memoryMb, residentMb, startOurs } from './lane/subjects.ts';

const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const json = process.argv.includes('--json');
const [orders, connections] = [option('orders', 1_000_000), option('connections', 256)];
const SECONDS = 5;
const LOOKS = 300;

type Row = {
  readonly orders: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
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
try {
  console.error(`${cluster.told}\nSeeding ${orders + orders / 5} shoppers …`);
  const sale = await openSale(join(import.meta.dirname, '..'), cluster, orders + orders / 5);
  const ours = await startOurs(cluster, sale, 'web,worker');
  stop = ours.stop;
  const offers = await askPrices(ours, sale);
  await resetSale(cluster.db, sale);
  const emptyBytes = await diskBytes();
  const rows: Row[] = [];
  const told = [10_000, 100_000, orders].filter((one, at, all) => one <= orders && all.indexOf(one) === at);
  let first = 0;
  for (const goal of told) {
    for (;;) {
      const run = await load({
        ...{ ports: [ours.port], offers, connections, seconds: SECONDS, run: `g${first}` },
        sale: { ...sale, shoppers: sale.shoppers - first },
        first,
      });
      if (run.refused > 0 || run.broken > 0) throw new Error(JSON.stringify(run));
      first += run.requests + connections;
      await settled(cluster.db);
      const { purchases, events, held } = await readBooks(cluster.db, sale);
      if (events !== purchases || held !== purchases || purchases < rows.length)
        throw new Error(`${purchases} orders, ${events} events, ${held} units held`);
      if (purchases < goal) continue;
      const diskMb = ((await diskBytes()) - emptyBytes) / 1e6;
      rows.push({
        orders: purchases,
        ...{ perSecond: (run.requests / run.us) * 1e6, p50Ms: run.p50Us / 1_000, p99Ms: run.p99Us / 1_000 },
        ...(await looks(ours.port, sale, first)),
        ...{ diskMb, bytesEach: (diskMb * 1e6) / purchases, residentMb: residentMb(ours.pid) },
      });
      console.error(JSON.stringify(rows.at(-1)));
      break;
    }
  }
  if (json) console.log(JSON.stringify({ postgres: cluster.told, peakMb: memoryMb(ours.pid), rows }));
  else {
    console.table(
      rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, of]) => [key, shown(of)]))),
    );
    console.log(`Peak memory of our process: ${memoryMb(ours.pid)} MB`);
  }
} finally {
  await stop();
  await cluster.close();
}

async function diskBytes(): Promise<number> {
  const [row] = await cluster.db.query<{ bytes: number }>(
    'select pg_database_size(current_database()) as bytes',
  );
  return row!.bytes;
}

/** Medians over shoppers who have ordered, one after the other, with nobody else asking. */
async function looks(port: number, { shoppersFile }: Sale, ordered: number) {
  const tokens = readFileSync(shoppersFile, 'utf8').split('\n').slice(0, ordered);
  const step = Math.max(1, Math.floor(tokens.length / LOOKS));
  const took = { lookMs: [] as number[], listMs: [] as number[] };
  for (let at = 0; at < tokens.length; at += step) {
    // Everybody looks from an address of their own, as the proxy in front would say.
    const seat = at / step;
    const headers = {
      cookie: `dacu_shopper=${tokens[at]}`,
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!;
}

function shown(value: number | null): number | null {
  return value === null || value >= 1_000 ? value && Math.round(value) : Math.round(value * 10) / 10;
}
