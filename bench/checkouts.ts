/**
 * How many whole checkouts a second: five lines of two shops into the cart one by one, a coupon, address, order, payment;
 * in our server and in a Vendure on the same PostgreSQL with the same items, tiers and coupon.
 *
 *   node bench/checkouts.ts [--json] [--rounds=3] [--seconds=8]
 *
 * Vendure lives outside the workspace: `cd bench/peers/vendure && npm ci --ignore-scripts` once. Before anything is timed
 * the same carts must cost the same in both. Payment is each one's own stand-in for a provider: our sandbox, which
 * notifies us over HTTP, and Vendure's dummy handler, which answers inside the call.
 */
import { join } from 'node:path';
import { openCluster } from './lane/cluster.ts';
import { memoryMb, type Subject } from './lane/subjects.ts';
import { seeded } from './pricing/sales.ts';
import { openOurShopper, startOurShop } from './quotes/our-shop.ts';
import { drawTiers, type Item, readItems } from './quotes/plain-sale.ts';
import type { Shopper } from './quotes/shopper.ts';
import { openVendureShopper, startVendure } from './quotes/vendure-shop.ts';

const root = join(import.meta.dirname, '..');
const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const json = process.argv.includes('--json');
const [rounds, seconds] = [option('rounds', 3), option('seconds', 8)];
const CLIENTS = [1, 8, 32];
const COMPARED = 10;
/** Of a shop each. */
const LINES = [3, 2];
const TIERS = 3;

type Shop = { readonly name: string; readonly subject: Subject; enter(): Promise<Shopper> };
type Figures = {
  readonly perSecond: number;
  /** From the last line in the cart to the paid order. */
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const items = readItems(root);
const byShop = [...Map.groupBy(items, ({ shopId }) => shopId).values()];
const rows: (Figures & { readonly clients: number; readonly name: string })[] = [];
const cluster = await openCluster();
const shops: Shop[] = [];
let shoppers = 0;
try {
  const tiers = drawTiers([...new Set(items.map(({ shopId }) => shopId))], TIERS);
  const ours = await startOurShop(root, cluster, tiers);
  shops.push({ name: 'ours', subject: ours, enter: () => openOurShopper(ours.port) });
  const vendure = await startVendure(cluster, { items, tiers });
  shops.push({ name: 'vendure', subject: vendure, enter: () => openVendureShopper(vendure.port) });
  await compare();
  for (const clients of CLIENTS) {
    const taken = new Map(shops.map(({ name }) => [name, [] as Figures[]]));
    for (let round = 0; round < rounds; round++)
      for (const shop of shops) taken.get(shop.name)!.push(await measure(shop, clients, round));
    for (const [name, figures] of taken) rows.push({ clients, name, ...middle(figures) });
    console.error(JSON.stringify(rows.slice(-shops.length)));
  }
  const memory = Object.fromEntries(shops.map(({ name, subject }) => [name, memoryMb(subject.pid)]));
  if (json) console.log(JSON.stringify({ postgres: cluster.told, memory, rows }));
  else {
    console.table(rows);
    console.log(`Peak memory in MB: ${JSON.stringify(memory)}`);
  }
} finally {
  for (const { subject } of shops) await subject.stop();
  await cluster.close();
}

/** The same carts cost the same, tiers and coupon taken off. */
async function compare(): Promise<void> {
  const chance = seeded(7);
  for (let i = 0; i < COMPARED; i++) {
    const cart = draw(chance);
    const costs = await Promise.all(shops.map(async ({ enter }) => buy(await enter(), cart)));
    if (costs.some(({ goodsFen }) => goodsFen !== costs[0]!.goodsFen))
      throw new Error(
        `${JSON.stringify(cart)} costs ${costs.map(({ goodsFen }) => goodsFen).join(' and ')} fen`,
      );
  }
}

async function buy(shopper: Shopper, cart: readonly Item[]): Promise<{ goodsFen: number; ms: number }> {
  shoppers += 1;
  const nth = shoppers;
  await shopper.put(cart[0]!.skuId, 1);
  await shopper.takeCoupon();
  for (const { skuId } of cart.slice(1)) await shopper.put(skuId, 1);
  const from = performance.now();
  const goodsFen = await shopper.checkOut(nth);
  return { goodsFen, ms: performance.now() - from };
}

/** Everybody buys as one who came by for the first time; their coming is not timed. */
async function measure({ enter }: Shop, clients: number, round: number): Promise<Figures> {
  const tookMs: number[] = [];
  let spentMs = 0;
  await Promise.all(
    Array.from({ length: clients }, async (_, i) => {
      const chance = seeded(round * 1_000 + i);
      const until = performance.now() + seconds * 1_000;
      let entering = 0;
      const from = performance.now();
      while (performance.now() < until) {
        const came = performance.now();
        const shopper = await enter();
        entering += performance.now() - came;
        tookMs.push((await buy(shopper, draw(chance))).ms);
      }
      spentMs += performance.now() - from - entering;
    }),
  );
  tookMs.sort((a, b) => a - b);
  const at = (share: number) => tookMs[Math.floor(tookMs.length * share)]!;
  return { perSecond: (tookMs.length / (spentMs / clients)) * 1_000, p50Ms: at(0.5), p99Ms: at(0.99) };
}

function middle(figures: readonly Figures[]): Figures {
  const of = (one: keyof Figures) =>
    Math.round(figures.map((row) => row[one]).toSorted((a, b) => a - b)[figures.length >> 1]! * 10) / 10;
  return { perSecond: of('perSecond'), p50Ms: of('p50Ms'), p99Ms: of('p99Ms') };
}

function draw(chance: () => number): Item[] {
  const left = [...byShop];
  return LINES.flatMap((count) => {
    const [own] = left.splice(Math.floor(chance() * left.length), 1);
    const goods = [...own!];
    return Array.from({ length: count }, () => goods.splice(Math.floor(chance() * goods.length), 1)[0]!);
  });
}
