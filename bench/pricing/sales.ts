import type {
  CartLine,
  HeldCoupon,
  Layer,
  PricingProfile,
  Promotion,
  QuoteRequest,
  Rule,
  Scope,
} from '@dacu/engine/pricing';

export const AT = 1_718_640_000_000;
export const PARALLEL: PricingProfile = { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 };
export const PROGRESSIVE: PricingProfile = { id: 'ownShop', thresholdMode: 'progressive', minPayableFen: 1 };
const [SKUS, SHOPS, BRANDS, CATEGORIES] = [20_000, 500, 2_000, 14];

export type Chance = () => number;

/** mulberry32: small, fast, the same everywhere. */
export function seeded(seed: number): Chance {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/**
 * `market` is a platform's sale, most promotions naming skus, shops or brands out of many, a dozen reaching everything;
 * `wide` is the worst case, where every promotion names a category that the cart is full of.
 */
export function drawPromotion(i: number, sale: 'market' | 'wide', chance: Chance): Promotion {
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
  return promotion(`p${i}`, layer, rule, {
    scope: sale === 'market' ? market : { categories: name('c', CATEGORIES) },
    priority: pick(3),
  });
}

function promotion(id: string, layer: Layer, rule: Rule, more: Partial<Promotion>): Promotion {
  const days = Array.from({ length: 60 }, (_, day) => AT + (day - 30) * 86_400_000);
  return {
    id,
    title: { zh: '活动', en: 'Offer' },
    layer,
    rule,
    scope: {},
    audience: {},
    windows: days.map((startsAt) => ({ startsAt, endsAt: startsAt + 7_200_000 })),
    funders: [
      { funder: 'platform', bp: 4_000 },
      { funder: 'seller', bp: 6_000 },
    ],
    priority: 0,
    ...more,
  };
}

/** `shops`: how many the lines come from; the market's 500 put nearly every line into a parcel of its own. */
export function drawCart(lines: number, chance: Chance, shops = SHOPS): QuoteRequest {
  const pick = (of: number) => Math.floor(chance() * of);
  const freight = [
    {
      shopId: '*',
      baseFen: 800,
      freeFromFen: 9_900,
      basis: 'afterDiscount' as const,
      surchargeFenByRegion: {},
    },
  ];
  return {
    at: AT + 60_000,
    lines: Array.from({ length: lines }, (_, i): CartLine => {
      const sku = pick(SKUS);
      return {
        lineId: `l${i}`,
        skuId: `k${sku}`,
        shopId: `s${sku % shops}`,
        brandId: `b${sku % BRANDS}`,
        categories: [`c${sku % CATEGORIES}`, 'all'],
        tags: ['hit'],
        unitListFen: 900 + pick(60_000),
        quantity: 1 + pick(3),
        enrolled: true,
      };
    }),
    shopper: { newcomer: false },
    region: '310000',
    freight,
  };
}

/**
 * A shopper with 20 coupons in 5 mutex groups over 4 shops, beside store reductions, a cross-store reduction, a member
 * rate and freight that is free from an amount after discount: everything that can make a smaller discount the better.
 */
export function drawCoupons(chance: Chance): { promotions: Promotion[]; coupons: HeldCoupon[] } {
  const pick = (of: number) => Math.floor(chance() * of);
  const scopes: (() => Scope)[] = [
    () => ({}),
    () => ({ categories: [`c${pick(CATEGORIES)}`, `c${pick(CATEGORIES)}`, `c${pick(CATEGORIES)}`] }),
    () => ({ shops: [`s${pick(4)}`] }),
    () => ({ shops: [`s${pick(4)}`, `s${pick(4)}`] }),
  ];
  const rules: (() => Rule)[] = [
    () => ({ kind: 'amount', thresholdFen: pick(80_000), offFen: 1_000 + pick(9_000) }),
    () => ({
      kind: 'percent',
      payBp: 8_000 + pick(1_900),
      thresholdFen: pick(60_000),
      maxDiscountFen: 12_000,
    }),
    () => ({ kind: 'each', thresholdFen: 20_000 + pick(20_000), offFen: 500 + pick(1_500), capFen: 9_000 }),
  ];
  const coupons = Array.from({ length: 20 }, (_, i) =>
    promotion(`coupon${i}`, 'platformCoupon', rules[pick(rules.length)]!(), {
      scope: scopes[pick(scopes.length)]!(),
      mutexGroup: `g${i % 5}`,
      needsCoupon: true,
    }),
  );
  const stores = Array.from({ length: 4 }, (_, i) =>
    promotion(
      `store${i}`,
      'storeReduction',
      { kind: 'each', thresholdFen: 20_000, offFen: 1_500 + pick(1_500) },
      { scope: { shops: [`s${i}`] } },
    ),
  );
  return {
    promotions: [
      ...coupons,
      ...stores,
      promotion('cross', 'crossStore', { kind: 'each', thresholdFen: 30_000, offFen: 5_000 }, {}),
      promotion(
        'member',
        'member',
        { kind: 'memberRate', payBp: 9_500 },
        { scope: { shops: ['s0', 's1', 's2'] } },
      ),
    ],
    coupons: coupons.map(({ id }, i) => ({
      couponId: `co${i}`,
      promotionId: id,
      claimedAt: AT - 86_400_000,
      expiresAt: AT + 86_400_000 + pick(10),
    })),
  };
}

/** For peers: spend an amount on a category, save an amount, each on its own; what all of them can express. */
export type PlainRule = {
  readonly id: string;
  readonly category: string;
  readonly thresholdFen: number;
  readonly offFen: number;
};

export function drawPlainRules(count: number, chance: Chance): PlainRule[] {
  return Array.from({ length: count }, (_, i) => ({
    id: `r${i}`,
    category: `c${Math.floor(chance() * CATEGORIES)}`,
    thresholdFen: 1_000 + Math.floor(chance() * 90_000),
    offFen: 1 + Math.floor(chance() * 10),
  }));
}

export function asPromotions(rules: readonly PlainRule[]): Promotion[] {
  return rules.map(({ id, category, thresholdFen, offFen }) =>
    promotion(
      id,
      'platformCoupon',
      { kind: 'amount', thresholdFen, offFen },
      { scope: { categories: [category] }, mutexGroup: id },
    ),
  );
}
