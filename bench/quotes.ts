/**
 * How long does a shopper wait after changing a quantity in a cart of twenty lines, through HTTP, the priced cart in the
 * answer, in our server and in a Vendure on the same PostgreSQL with the same items and the same tiers?
 *
 *   node bench/quotes.ts [--json] [--rounds=3] [--seconds=5]
 *
 * Vendure lives outside the workspace: `cd bench/peers/vendure && npm ci --ignore-scripts` once. Before anything is timed
 * both are asked about the same carts and must take off the same amount.
 */
import { join } from 'node:path';
import { openCluster } from './lane/cluster.ts';
import type { Subject } from './lane/subjects.ts';
import { figure, markdown } from './markdown.ts';
import { seeded } from './pricing/sales.ts';
import { openOurShopper, startOurShop } from './quotes/our-shop.ts';
import { drawTiers, readItems } from './quotes/plain-sale.ts';
import type { Shopper } from './quotes/shopper.ts';
import { openVendureShopper, readVariants, startVendure } from './quotes/vendure-shop.ts';

const root = join(import.meta.dirname, '..');
const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const json = process.argv.includes('--json');
const [rounds, seconds] = [option('rounds', 3), option('seconds', 5)];
const LINES = 20;
const CLIENTS = [1, 8];
/** Tiers a shop; nine shops. */
const TIERS = [1, 11];
const COMPARED = 25;

type Shop = {
  readonly name: string;
  readonly subject: Subject;
  enter(): Promise<Shopper>;
};
type Row = {
  readonly rules: number;
  readonly clients: number;
  readonly name: string;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
};

const items = readItems(root);
const rows: Row[] = [];
for (const perShop of TIERS) {
  const tiers = drawTiers([...new Set(items.map(({ shopId }) => shopId))], perShop);
  const cluster = await openCluster();
  const shops: Shop[] = [];
  try {
    const ours = await startOurShop(root, cluster, tiers);
    shops.push({ name: 'ours', subject: ours, enter: () => openOurShopper(ours.port) });
    const vendure = await startVendure(cluster, { items, tiers });
    const variants = await readVariants(vendure.port);
    const enter = async () => openVendureShopper(vendure.port, variants);
    shops.push({ name: 'vendure', subject: vendure, enter });
    await compare(shops, seeded(perShop));
    for (const clients of CLIENTS) rows.push(...(await measure(shops, clients, tiers.length)));
  } finally {
    for (const { subject } of shops) await subject.stop();
    await cluster.close();
  }
}
if (json) console.log(JSON.stringify(rows));
else console.log(table());

function table(): string {
  return markdown(
    rows.map(({ rules, clients, name, perSecond, p50Ms, p99Ms }) => {
      const peer = rows.find((row) => row.rules === rules && row.clients === clients && row.name !== 'ours')!;
      return {
        ...{ rules: String(rules), clients: String(clients), what: name, '/s': figure(perSecond, 1) },
        ...{ 'p50 ms': figure(p50Ms, 1), 'p99 ms': figure(p99Ms, 1) },
        'times Vendure': figure(perSecond / peer.perSecond, 1),
      };
    }),
  );
}

/** Both have the same cart all the way, and both say the same amount. */
async function compare(shops: readonly Shop[], chance: () => number): Promise<void> {
  const shoppers = await Promise.all(shops.map(({ enter }) => enter()));
  const cart = draw(chance, LINES);
  let held = 0;
  for (let i = 0; i < LINES + COMPARED; i++) {
    const skuId = cart[i % LINES]!;
    const quantity = 1 + Math.floor(chance() * 3);
    const [own, other] = await Promise.all(shoppers.map((shopper) => shopper.put(skuId, quantity)));
    if (own !== other)
      throw new Error(`we take ${own} fen off a cart, ${shops[1]!.name} ${other} (change ${i} of ${skuId})`);
    if (own! > 0) held += 1;
  }
  if (held < COMPARED) throw new Error(`a discount held in only ${held} of ${LINES + COMPARED} carts`);
}

async function measure(shops: readonly Shop[], clients: number, rules: number): Promise<Row[]> {
  const taken = new Map(shops.map(({ name }) => [name, [] as Omit<Row, 'rules' | 'clients' | 'name'>[]]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, enter } of shops) {
      const shoppers = await Promise.all(
        Array.from({ length: clients }, async (_, i) => {
          const shopper = await enter();
          const cart = draw(seeded(round * 100 + i), LINES);
          for (const skuId of cart) await shopper.put(skuId, 1);
          return { shopper, cart, chance: seeded(i) };
        }),
      );
      const tookMs: number[] = [];
      const from = performance.now();
      const until = from + seconds * 1_000;
      await Promise.all(
        shoppers.map(async ({ shopper, cart, chance }) => {
          while (performance.now() < until) {
            const skuId = cart[Math.floor(chance() * LINES)]!;
            const sent = performance.now();
            await shopper.put(skuId, 1 + Math.floor(chance() * 3));
            tookMs.push(performance.now() - sent);
          }
        }),
      );
      const spentMs = performance.now() - from;
      tookMs.sort((a, b) => a - b);
      const at = (share: number) => tookMs[Math.floor(tookMs.length * share)]!;
      taken
        .get(name)!
        .push({ perSecond: (tookMs.length / spentMs) * 1_000, p50Ms: at(0.5), p99Ms: at(0.99) });
    }
  }
  const middle = (figures: number[]) =>
    Math.round(figures.sort((a, b) => a - b)[Math.floor(figures.length / 2)]! * 10) / 10;
  return [...taken].map(([name, figures]) => ({
    rules,
    clients,
    name,
    perSecond: middle(figures.map(({ perSecond }) => perSecond)),
    p50Ms: middle(figures.map(({ p50Ms }) => p50Ms)),
    p99Ms: middle(figures.map(({ p99Ms }) => p99Ms)),
  }));
}

function draw(chance: () => number, count: number): string[] {
  const left = [...items];
  return Array.from({ length: count }, () => left.splice(Math.floor(chance() * left.length), 1)[0]!.skuId);
}
