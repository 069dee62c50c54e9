/**
 * How fast is a quote of a cart of 20 lines, and does it slow down with promotions that have nothing to do with it?
 *
 *   node bench/pricing.ts [--json] [--seconds=2]
 *
 * Two sales, both seeded: `market` is a platform's, most promotions naming skus, shops or brands out of many, a dozen
 * reaching everything; `wide` is the worst case, where every promotion names a category that the cart is full of.
 * All are open. One process, one thread, compile time apart.
 */
import {
  type CartLine,
  compilePromotions,
  type Layer,
  type PricingProfile,
  type Promotion,
  priceCart,
  type QuoteRequest,
  type Rule,
  type Scope,
} from '@dacu/engine/pricing';

const AT = 1_718_640_000_000;
const PROFILE: PricingProfile = { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 };
const [SKUS, SHOPS, BRANDS, CATEGORIES, LINES, CARTS] = [20_000, 500, 2_000, 14, 20, 200];

const json = process.argv.includes('--json');
const seconds = Number(process.argv.find((arg) => arg.startsWith('--seconds='))?.slice(10) ?? 2);

type Row = {
  sale: string;
  promotions: number;
  reaching: number;
  quotesPerSecond: number;
  p50Us: number;
  p99Us: number;
  compileMs: number;
};

const rows: Row[] = [];
for (const sale of ['market', 'wide'] as const) {
  for (const count of sale === 'market' ? [10, 100, 1_000, 10_000] : [10, 100, 1_000])
    rows.push(measure(sale, count));
}
if (json) console.log(JSON.stringify(rows));
else console.table(rows);

function measure(sale: 'market' | 'wide', count: number): Row {
  const chance = seeded(count);
  const promotions = Array.from({ length: count }, (_, i) => drawPromotion(i, sale, chance));
  const startedAt = performance.now();
  const index = compilePromotions(promotions, PROFILE);
  const compileMs = performance.now() - startedAt;
  const carts = Array.from({ length: CARTS }, () => drawCart(chance));

  for (let i = 0; i < 3_000; i++) priceCart(carts[i % CARTS]!, index);
  const tookUs: number[] = [];
  let traced = 0;
  const until = performance.now() + seconds * 1_000;
  for (let i = 0; performance.now() < until; i++) {
    const from = process.hrtime.bigint();
    traced += priceCart(carts[i % CARTS]!, index).trace.length;
    tookUs.push(Number(process.hrtime.bigint() - from) / 1_000);
  }
  tookUs.sort((a, b) => a - b);
  const meanUs = tookUs.reduce((a, b) => a + b, 0) / tookUs.length;
  const at = (share: number) => Math.round(tookUs[Math.floor(tookUs.length * share)]!);
  return {
    sale,
    promotions: count,
    reaching: Math.round(traced / tookUs.length),
    quotesPerSecond: Math.round(1_000_000 / meanUs),
    p50Us: at(0.5),
    p99Us: at(0.99),
    compileMs: Math.round(compileMs),
  };
}

function drawPromotion(i: number, sale: 'market' | 'wide', chance: () => number): Promotion {
  const pick = (of: number) => Math.floor(chance() * of);
  const kinds: [Layer, Rule][] = [
    ['itemPrice', { kind: 'timedPrice', payBp: 7_000 + pick(2_500) }],
    ['itemCut', { kind: 'itemCut', payBp: 8_500 }],
    ['storeReduction', { kind: 'each', thresholdFen: 20_000 + pick(20_000), offFen: 3_000 }],
    [
      'storeCoupon',
      {
        kind: 'tiered',
        tiers: [
          { thresholdFen: 20_000, offFen: 2_000 + pick(900) },
          { thresholdFen: 50_000, offFen: 8_000 },
        ],
      },
    ],
    ['crossStore', { kind: 'each', thresholdFen: 30_000, offFen: 5_000 }],
    ['platformCoupon', { kind: 'amount', thresholdFen: 50_000 + pick(90_000), offFen: 6_000 }],
  ];
  const [layer, rule] = kinds[pick(kinds.length)]!;
  const name = (prefix: string, of: number) =>
    Array.from({ length: 1 + pick(4) }, () => `${prefix}${pick(of)}`);
  const dice = chance();
  const market: Scope =
    i < 6
      ? {}
      : i < 12
        ? { categories: [`c${pick(CATEGORIES)}`] }
        : dice < 0.7
          ? { skus: name('k', SKUS) }
          : dice < 0.9
            ? { shops: name('s', SHOPS) }
            : { brands: name('b', BRANDS) };
  const days = Array.from({ length: 60 }, (_, day) => AT + (day - 30) * 86_400_000);
  return {
    id: `p${i}`,
    title: { zh: '活动', en: 'Offer' },
    layer,
    rule,
    scope: sale === 'market' ? market : { categories: name('c', CATEGORIES) },
    audience: {},
    windows: days.map((startsAt) => ({ startsAt, endsAt: startsAt + 7_200_000 })),
    funders: [
      { funder: 'platform', bp: 4_000 },
      { funder: 'seller', bp: 6_000 },
    ],
    priority: pick(3),
  };
}

function drawCart(chance: () => number): QuoteRequest {
  const pick = (of: number) => Math.floor(chance() * of);
  const lines = Array.from({ length: LINES }, (_, i): CartLine => {
    const sku = pick(SKUS);
    return {
      lineId: `l${i}`,
      skuId: `k${sku}`,
      shopId: `s${sku % SHOPS}`,
      brandId: `b${sku % BRANDS}`,
      categories: [`c${sku % CATEGORIES}`, 'all'],
      tags: ['hit'],
      unitListFen: 900 + pick(60_000),
      quantity: 1 + pick(3),
      enrolled: true,
    };
  });
  const freight = [
    {
      shopId: '*',
      baseFen: 800,
      freeFromFen: 9_900,
      basis: 'afterDiscount' as const,
      surchargeFenByRegion: {},
    },
  ];
  return { at: AT + 60_000, lines, shopper: { newcomer: false }, region: '310000', freight };
}

/** mulberry32: small, fast, the same everywhere. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
