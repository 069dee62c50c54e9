/**
 * How many whole checkouts a second: five lines of two shops into the cart one by one, a coupon, address, order, payment;
 * in our server, in a Vendure and in a Medusa on the same PostgreSQL with the same items, tiers and coupon.
 *
 *   node bench/checkouts.ts [--json] [--rounds=3] [--seconds=8] [--clients=1,8,32,64,128]
 *   node bench/checkouts.ts --only=dacu --clients=16 --rounds=1    some of dacu, vendure, medusa, for who works on orders
 *
 * The peers live outside the workspace: `cd bench/peers/vendure && npm ci --ignore-scripts` once, and the same in
 * `bench/peers/medusa`; one that is not there is left out. Before anything is timed the same carts must cost the same in
 * all of them, and after every run the paid orders are counted in the tables. Payment is each one's own stand-in for a
 * provider: Vendure's dummy handler and Medusa's manual payment answer inside the call; our sandbox answers the shopper and
 * notifies us 1.2 s later over HTTP. For that nobody waits, but what is not booked by then counts as time of the run. Peers
 * are not asked by more than 32 clients.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openCluster } from './lane/cluster.ts';
import { cpuMs, memoryMb } from './lane/processes.ts';
import type { Subject } from './lane/subjects.ts';
import { figure, markdown, median } from './markdown.ts';
import { seeded } from './pricing/sales.ts';
import { openMedusaShopper, startMedusa } from './quotes/medusa-shop.ts';
import { openOurShopper, startOurShop } from './quotes/our-shop.ts';
import { drawTiers, type Item, readItems } from './quotes/plain-sale.ts';
import { SHOP_COUPON_OFF_FEN, type Shopper } from './quotes/shopper.ts';
import { openVendureShopper, readVariants, startVendure } from './quotes/vendure-shop.ts';

const root = join(import.meta.dirname, '..');
const given = (name: string) => process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1];
const json = process.argv.includes('--json');
const rounds = Number(given('rounds') ?? 3);
const seconds = Number(given('seconds') ?? 8);
const clientCounts = (given('clients') ?? '1,8,32,64,128').split(',').map(Number);
const KNOWN = ['dacu', 'vendure', 'medusa'];
const only = given('only')?.split(',') ?? KNOWN;
/** A cold process is slow: nothing of what it does first is told. */
const [WARM_CLIENTS, WARM_SECONDS_MAX] = [8, 5];
const PEER_CLIENTS_MAX = 32;
const COMPARED = 10;
/** Of a shop each. */
const LINES = [3, 2];
const TIERS = 3;
/** How long our sandbox waits before it notifies, and the worker may sleep before it sends it. */
const NOTIFIED_MS = 1_500;
const BOOKED_MS_MAX = 120_000;

type Shop = {
  readonly name: string;
  readonly subject: Subject;
  readonly clientsMax: number;
  /** The coupons of the two shops are taken too, which only ours has. */
  readonly shopCoupons?: true;
  enter(): Promise<Shopper>;
  /** Paid orders, counted where it keeps them. */
  countPaid(): Promise<number>;
};
type Figures = {
  readonly perSecond: number;
  /** From the last line in the cart to the paid order. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly bought: number;
  /** CPU for each checkout: of the server, of all processes of PostgreSQL, of the clients. */
  readonly serverMs: number;
  readonly storeMs: number;
  readonly loadMs: number;
  /** Checkouts that a peer broke off; ours may break off none. */
  readonly broken: number;
};

if (only.some((shop) => !KNOWN.includes(shop))) {
  console.error(`--only knows ${KNOWN.join(', ')}`);
  process.exit(1);
}
const items = readItems(root);
const byShop = [...Map.groupBy(items, ({ shopId }) => shopId).values()];
const rows: (Figures & { readonly clients: number; readonly name: string })[] = [];
const cluster = await openCluster();
const shops: Shop[] = [];
const boughtFrom = new Map<Subject, { bought: number; broken: number }>();
let shoppers = 0;
try {
  await openShops();
  await compare();
  for (const shop of shops) await measure(shop, WARM_CLIENTS, -1, Math.min(seconds, WARM_SECONDS_MAX));
  for (const clients of clientCounts) {
    const open = shops.filter(({ clientsMax }) => clients <= clientsMax);
    const taken = new Map(open.map(({ name }) => [name, [] as Figures[]]));
    for (let round = 0; round < rounds; round++)
      for (const shop of open) taken.get(shop.name)!.push(await measure(shop, clients, round, seconds));
    for (const [name, figures] of taken) rows.push({ clients, name, ...middle(figures) });
    console.error(JSON.stringify(rows.slice(-open.length)));
  }
  const memory = Object.fromEntries(shops.map(({ name, subject }) => [name, memoryMb(subject.pid)]));
  const told = rows.map((row) => ({
    ...row,
    timesVendure: times(row, 'vendure'),
    timesMedusa: times(row, 'medusa'),
  }));
  if (json)
    console.log(JSON.stringify({ postgres: cluster.told, rounds, seconds, memoryMb: memory, rows: told }));
  else console.log(`${table()}\n\nPeak memory in MB: ${JSON.stringify(memory)}`);
} finally {
  for (const subject of new Set(shops.map((shop) => shop.subject))) await subject.stop();
  await cluster.close();
}

async function openShops(): Promise<void> {
  const tiers = drawTiers([...new Set(items.map(({ shopId }) => shopId))], TIERS);
  if (only.includes('dacu')) {
    const subject = await startOurShop(root, cluster, tiers, { shopCoupons: true, roles: 'web,worker' });
    const own = {
      subject,
      clientsMax: Number.POSITIVE_INFINITY,
      enter: () => openOurShopper(subject.port),
      countPaid: () => cluster.count('dacu_bench', `select count(*) as n from purchase where state = 'paid'`),
    };
    shops.push({ name: 'ours', ...own }, { name: 'ours, three coupons', ...own, shopCoupons: true });
  }
  if (only.includes('vendure') && installed('vendure')) {
    const subject = await startVendure(cluster, { items, tiers });
    const variants = await readVariants(subject.port);
    shops.push({
      ...{ name: 'vendure', subject, clientsMax: PEER_CLIENTS_MAX },
      enter: async () => openVendureShopper(subject.port, variants),
      countPaid: () =>
        cluster.count('vendure', `select count(*) as n from "order" where state = 'PaymentSettled'`),
    });
  }
  if (only.includes('medusa') && installed('medusa')) {
    const { subject, seed } = await startMedusa(cluster, { items, tiers });
    shops.push({
      ...{ name: 'medusa', subject, clientsMax: PEER_CLIENTS_MAX },
      enter: async () => openMedusaShopper(subject.port, seed),
      countPaid: () => cluster.count('medusa', `select count(*) as n from payment where canceled_at is null`),
    });
  }
}

function installed(peer: string): boolean {
  const there = existsSync(join(import.meta.dirname, `peers/${peer}/node_modules`));
  if (!there) console.error(`${peer} is left out: cd bench/peers/${peer} && npm ci --ignore-scripts`);
  return there;
}

/** The same carts cost the same, tiers and coupon taken off; with the coupons of the shops, just these less. */
async function compare(): Promise<void> {
  const chance = seeded(7);
  for (let i = 0; i < COMPARED; i++) {
    const cart = draw(chance);
    const costs: number[] = [];
    for (const shop of shops) {
      const { goodsFen } = await buy(shop, await shop.enter(), cart);
      costs.push(goodsFen + (shop.shopCoupons ? LINES.length * SHOP_COUPON_OFF_FEN : 0));
    }
    if (costs.some((fen) => fen !== costs[0]))
      throw new Error(`${JSON.stringify(cart)} costs ${costs.join(' and ')} fen`);
  }
}

async function buy(
  { subject, shopCoupons }: Shop,
  shopper: Shopper,
  cart: readonly Item[],
): Promise<{ goodsFen: number; ms: number }> {
  shoppers += 1;
  const nth = shoppers;
  for (const { skuId } of cart) await shopper.put(skuId, 1);
  await shopper.takeCoupons(shopCoupons ? [...new Set(cart.map(({ shopId }) => shopId))] : []);
  const from = performance.now();
  const goodsFen = await shopper.checkOut(nth);
  const ms = performance.now() - from;
  countOf(subject).bought += 1;
  return { goodsFen, ms };
}

function countOf(subject: Subject): { bought: number; broken: number } {
  const known = boughtFrom.get(subject) ?? { bought: 0, broken: 0 };
  boughtFrom.set(subject, known);
  return known;
}

/** Everybody buys as one who came by for the first time. Who has begun when the time is over, finishes. */
async function measure(shop: Shop, clients: number, round: number, seconds: number): Promise<Figures> {
  const tookMs: number[] = [];
  let [spentMs, broken] = [0, 0];
  const before = cpuOf(shop);
  await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const chance = seeded(round * 1_000 + i);
      const from = performance.now();
      while (performance.now() < from + seconds * 1_000) {
        try {
          tookMs.push((await buy(shop, await shop.enter(), draw(chance))).ms);
        } catch (error) {
          if (shop.name.startsWith('ours')) throw error;
          if (broken === 0) console.error(`${shop.name}, ${clients} clients: ${String(error).slice(0, 300)}`);
          broken += 1;
          countOf(shop.subject).broken += 1;
        }
      }
      spentMs += performance.now() - from;
    }),
  );
  const lateMs = await booked(shop);
  const after = cpuOf(shop);
  const each = (of: 'serverMs' | 'storeMs' | 'loadMs') => (after[of] - before[of]) / tookMs.length;
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.floor(tookMs.length * share)] ?? Number.NaN;
  return {
    perSecond: (tookMs.length / (spentMs / clients + lateMs)) * 1_000,
    ...{ p50Ms: at(0.5), p99Ms: at(0.99), bought: tookMs.length, broken },
    ...{ serverMs: each('serverMs'), storeMs: each('storeMs'), loadMs: each('loadMs') },
  };
}

/** Not a number where there is no /proc. */
function cpuOf({ subject }: Shop): Record<'serverMs' | 'storeMs' | 'loadMs', number> {
  const { user, system } = process.cpuUsage();
  return {
    serverMs: cpuMs(subject.pid) ?? Number.NaN,
    storeMs: cpuMs(cluster.pid) ?? Number.NaN,
    loadMs: (user + system) / 1_000,
  };
}

/**
 * Waits until everything that was answered as bought is paid in the tables, and nothing else is; how long that took in ms,
 * but for the sandbox's own pause. What a peer broke off may be paid or not.
 */
async function booked({ name, subject, countPaid }: Shop): Promise<number> {
  const { bought, broken } = countOf(subject);
  const from = performance.now();
  for (;;) {
    const paid = await countPaid();
    const waitedMs = performance.now() - from;
    if (paid >= bought && paid <= bought + broken) return Math.max(0, waitedMs - NOTIFIED_MS);
    if (paid > bought || waitedMs > BOOKED_MS_MAX)
      throw new Error(`${name} answered ${bought} times and has ${paid} paid orders`);
    await sleep(50);
  }
}

function middle(figures: readonly Figures[]): Figures {
  const of = (one: keyof Figures) => Math.round(median(figures.map((row) => row[one])) * 100) / 100;
  return {
    ...{ perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') },
    ...{ serverMs: of('serverMs'), storeMs: of('storeMs'), loadMs: of('loadMs') },
    ...{ bought: of('bought'), broken: Math.max(...figures.map((row) => row.broken)) },
  };
}

/** How many times as many checkouts a second as a peer with the same clients. */
function times(row: (typeof rows)[number], peer: string): number | null {
  const other = rows.find(({ clients, name }) => clients === row.clients && name === peer);
  return other && row.name.startsWith('ours') ? row.perSecond / other.perSecond : null;
}

function table(): string {
  return markdown(
    rows.map((row) => ({
      clients: String(row.clients),
      what: row.name,
      'checkouts/s': figure(row.perSecond, 1),
      'p50 ms': figure(row.p50Ms, 1),
      'p99 ms': figure(row.p99Ms, 1),
      'times Vendure': figure(times(row, 'vendure'), 1),
      'times Medusa': figure(times(row, 'medusa'), 1),
      'CPU ms server · store · load': [row.serverMs, row.storeMs, row.loadMs]
        .map((ms) => figure(ms, 1))
        .join(' · '),
      'bought a round': `${figure(row.bought)}${row.broken > 0 ? `, ${row.broken} broken off` : ''}`,
    })),
  );
}

function draw(chance: () => number): Item[] {
  const left = [...byShop];
  return LINES.flatMap((count) => {
    const [own] = left.splice(Math.floor(chance() * left.length), 1);
    const goods = [...own!];
    return Array.from({ length: count }, () => goods.splice(Math.floor(chance() * goods.length), 1)[0]!);
  });
}
