/**
 * How fast is a quote, does it slow down with promotions that have nothing to do with the cart, how long does the proof
 * of the best combination take, and how do others do on rules that they can express?
 *
 *   node bench/pricing.ts [--json] [--seconds=1] [--rounds=3]
 *
 * Everything is drawn from seeds; one process, one thread; each figure the median of the rounds. Peers live outside the
 * workspace: `cd bench/peers && npm install --ignore-scripts` once; without them the rest runs and says so. Before a peer is
 * timed its answers are compared with ours, cart by cart.
 */
import { compilePromotions, type PricingProfile, priceCart } from '@dacu/engine/pricing';
import { bundleSize } from './pricing/bundle-size.ts';
import { hardestUs, medians, type Timing, timeCalls } from './pricing/measure.ts';
import { openPeers, type Peer } from './pricing/peers.ts';
import {
  drawCart,
  drawCoupons,
  drawPlainRules,
  drawPromotion,
  PARALLEL,
  PROGRESSIVE,
  seeded,
} from './pricing/sales.ts';

const CARTS = 200;
const option = (name: string, otherwise: number) =>
  Number(process.argv.find((arg) => arg.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise);
const json = process.argv.includes('--json');
const [seconds, roundCount] = [option('seconds', 1), option('rounds', 3)];

async function rounds(call: (i: number) => unknown): Promise<Timing> {
  const all: Timing[] = [];
  for (let round = 0; round < roundCount; round++) all.push(await timeCalls(seconds, call));
  return medians(all);
}

async function measureSale(sale: 'market' | 'wide', count: number, lines: number) {
  const chance = seeded(count);
  const promotions = Array.from({ length: count }, (_, i) => drawPromotion(i, sale, chance));
  const startedAt = performance.now();
  const index = compilePromotions(promotions, PARALLEL);
  const compileMs = Math.round(performance.now() - startedAt);
  const carts = Array.from({ length: CARTS }, () => drawCart(lines, chance));
  const quotes = carts.map((cart) => priceCart(cart, index));
  return {
    sale,
    lines,
    promotions: count,
    reaching: Math.round(quotes.reduce((sum, { trace }) => sum + trace.length, 0) / CARTS),
    ...(await rounds((i) => priceCart(carts[i % CARTS]!, index))),
    hardestUs: hardestUs(CARTS, (i) => priceCart(carts[i]!, index)),
    exact: `${quotes.filter(({ choice }) => choice.kind === 'exact').length}/${CARTS}`,
    couldSaveFenMost: Math.max(...quotes.map(({ choice }) => choice.couldSaveFen)),
    compileMs,
  };
}

async function measureBest(profile: PricingProfile) {
  const chance = seeded(20);
  const sales = Array.from({ length: CARTS }, () => {
    const { promotions, coupons } = drawCoupons(chance);
    return {
      index: compilePromotions(promotions, profile),
      request: { ...drawCart(20, chance, 4), coupons },
    };
  });
  const quotes = sales.map(({ request, index }) => priceCart(request, index));
  return {
    thresholds: profile.thresholdMode,
    ...(await rounds((i) => priceCart(sales[i % CARTS]!.request, sales[i % CARTS]!.index))),
    hardestUs: hardestUs(CARTS, (i) => priceCart(sales[i]!.request, sales[i]!.index)),
    exact: `${quotes.filter(({ choice }) => choice.kind === 'exact').length}/${CARTS}`,
    couldSaveFenMost: Math.max(...quotes.map(({ choice }) => choice.couldSaveFen)),
  };
}

async function measurePeers(count: number) {
  const chance = seeded(count + 1);
  const peers = openPeers(drawPlainRules(count, chance));
  const carts = Array.from({ length: CARTS }, () => ({ ...drawCart(20, chance), freight: [] }));
  const ours = peers[0] as Peer;
  const rows = [];
  let oursP50Us = 0;
  for (const peer of peers) {
    if ('missing' in peer) {
      rows.push({ rules: count, ...peer });
      continue;
    }
    for (const cart of carts) {
      const [own, other] = [await ours.savesFen(cart), await peer.savesFen(cart)];
      if (own !== other) throw new Error(`${peer.name} saves ${other} fen of a cart, we ${own}`);
    }
    const timing = await rounds((i) => peer.savesFen(carts[i % CARTS]!));
    if (peer === ours) oursP50Us = timing.p50Us;
    rows.push({
      rules: count,
      name: peer.name,
      ...timing,
      timesOurs: Math.round((timing.p50Us / oursP50Us) * 10) / 10,
    });
  }
  return rows;
}

const report = {
  sales: [
    await measureSale('market', 10, 20),
    await measureSale('market', 100, 20),
    await measureSale('market', 1_000, 20),
    await measureSale('market', 10_000, 20),
    await measureSale('market', 1_000, 200),
    await measureSale('wide', 10, 20),
    await measureSale('wide', 100, 20),
    await measureSale('wide', 1_000, 20),
  ],
  best: [await measureBest(PARALLEL), await measureBest(PROGRESSIVE)],
  peers: [...(await measurePeers(10)), ...(await measurePeers(100))],
  bundle: await bundleSize(),
};
if (json) console.log(JSON.stringify(report));
else {
  console.table(report.sales);
  console.table(report.best);
  console.table(report.peers);
  console.log(`engine for the browser: ${report.bundle.bytes} bytes, ${report.bundle.gzipBytes} gzipped`);
}
