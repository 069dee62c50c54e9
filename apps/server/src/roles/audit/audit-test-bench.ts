/** Small plans for the tests of the audit, and the truth about them: every cart, shopper and instant priced one by one. */
import {
  type AuditBounds,
  type AuditItem,
  type AuditSubject,
  auditCarts,
  type Solve,
} from '@dacu/engine/audit';
import {
  type CartLine,
  compilePromotions,
  compileScope,
  type FreightTemplate,
  type HeldCoupon,
  type Layer,
  type PricingProfile,
  type Promotion,
  priceCart,
  type Quote,
  type Rule,
  type Shopper,
  scopeNames,
} from '@dacu/engine/pricing';
import type { Chance } from '@dacu/engine/simulate';

export const CAMPAIGN = { startsAt: 1_000, endsAt: 2_000 };
const PARALLEL: PricingProfile = { id: 'tmall', thresholdMode: 'parallel', minPayableFen: 0 };

export function item(
  skuId: string,
  unitListFen: number,
  costFen: number,
  more: Partial<AuditItem> = {},
): AuditItem {
  return {
    skuId,
    title: { zh: skuId, en: skuId },
    shopId: 's1',
    categories: ['all'],
    brandId: 'b1',
    tags: [],
    unitListFen,
    costFen,
    floorFen: costFen,
    enrolled: true,
    ...more,
  };
}

export function offer(id: string, layer: Layer, rule: Rule, more: Partial<Promotion> = {}): Promotion {
  return {
    id,
    title: { zh: id, en: id },
    layer,
    rule,
    scope: {},
    audience: {},
    windows: [CAMPAIGN],
    funders: [{ funder: 'seller', bp: 10_000 }],
    priority: 0,
    ...more,
  };
}

export type SmallPlan = {
  readonly items: readonly AuditItem[];
  readonly promotions: readonly Promotion[];
  readonly freight?: readonly FreightTemplate[];
  readonly profile?: PricingProfile;
};

export function subjectOf({ items, promotions, freight = [], profile = PARALLEL }: SmallPlan): AuditSubject {
  return {
    index: compilePromotions(promotions, profile),
    items,
    freight,
    campaign: CAMPAIGN,
    couponsEach: new Map(),
  };
}

/** Proves by models alone: nothing is enumerated but what the bounds on single lines leave over. */
export const BY_MODEL = {
  enumerateMax: 0,
  searchPricings: 40,
  solveTimeMs: 20_000,
  disappointmentsMax: 60,
  isOver: () => false,
};

export const audit = (plan: SmallPlan, bounds: AuditBounds, solve: Solve, effort = BY_MODEL) =>
  auditCarts(subjectOf(plan), bounds, effort, 7, solve);

export type Truth = {
  readonly belowCostFen: number;
  readonly shareBp: number;
  /** Items of which some cart has a piece below cost, or below the floor only. */
  readonly belowCost: readonly string[];
  readonly belowFloor: readonly string[];
};

/** Shares nothing with the audit but `priceCart`. */
export function bruteForce(plan: SmallPlan, bounds: AuditBounds): Truth {
  const { index, freight } = subjectOf(plan);
  let [belowCostFen, shareBp] = [0, 0];
  const below = { cost: new Set<string>(), floor: new Set<string>() };
  const instants = new Set([CAMPAIGN.startsAt]);
  for (const { windows } of plan.promotions)
    for (const { startsAt, endsAt } of windows) instants.add(startsAt).add(endsAt);
  for (const at of instants) {
    if (at < CAMPAIGN.startsAt || at >= CAMPAIGN.endsAt) continue;
    const coupons = plan.promotions
      .filter(({ needsCoupon }) => needsCoupon)
      .map(({ id }): HeldCoupon => ({ couponId: id, promotionId: id, claimedAt: at, expiresAt: at + 1 }));
    for (const shopper of everyShopper(plan)) {
      for (const lines of everyCart(plan, bounds, at)) {
        const quote = priceCart({ at, lines, shopper, freight, coupons }, index);
        look(quote, lines);
      }
    }
  }
  return {
    belowCostFen,
    shareBp,
    belowCost: [...below.cost].sort(),
    belowFloor: [...below.floor].filter((skuId) => !below.cost.has(skuId)).sort(),
  };

  function look(quote: Quote, lines: readonly CartLine[]): void {
    let lossFen = 0;
    for (const [at, { netFen, quantity, allocations }] of quote.lines.entries()) {
      const { costFen, floorFen, skuId } = plan.items.find((one) => one.skuId === lines[at]!.skuId)!;
      const paidByState = allocations
        .flatMap(({ funderFen }) => funderFen)
        .filter(({ funder }) => funder === 'government');
      lossFen += costFen * quantity - netFen - paidByState.reduce((sum, { fen }) => sum + fen, 0);
      if (netFen < costFen * quantity) below.cost.add(skuId);
      if (netFen < floorFen * quantity) below.floor.add(skuId);
    }
    for (const { promotionId, waivedFen } of quote.freight) if (promotionId) lossFen += waivedFen;
    belowCostFen = Math.max(belowCostFen, lossFen);
    shareBp = Math.max(shareBp, Math.floor(((quote.listFen - quote.goodsFen) * 10_000) / quote.listFen));
  }
}

function everyShopper({ promotions }: SmallPlan): Shopper[] {
  const tiers = [undefined, ...promotions.flatMap(({ audience }) => audience.memberTiers ?? [])];
  const channels = [undefined, ...promotions.flatMap(({ audience }) => audience.channels ?? [])];
  return tiers.flatMap((memberTier) =>
    channels.flatMap((channel) =>
      [{ newcomer: true }, { newcomer: false }, { newcomer: false, idleDays: 365 }].map((history) => ({
        ...history,
        ...(memberTier && { memberTier }),
        ...(channel && { channel }),
      })),
    ),
  );
}

/** A line may name a flash activity only while it is open, and only for an item of its pool whose shop consented. */
function* everyCart(
  { items, promotions }: SmallPlan,
  bounds: AuditBounds,
  at: number,
): Generator<CartLine[]> {
  const flash = promotions.filter(
    ({ rule, windows }) =>
      rule.kind === 'flashPrice' && windows.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt),
  );
  const ways = items.flatMap((one) => [
    { one, most: bounds.quantityMax, flashPromotionId: undefined as string | undefined },
    ...flash
      .filter(({ scope }) => one.enrolled && scopeNames(compileScope(scope), one))
      .map(({ id, rule }) => ({
        one,
        most: Math.min(bounds.quantityMax, rule.kind === 'flashPrice' ? rule.perPersonMax : 0),
        flashPromotionId: id,
      })),
  ]);
  yield* from(0, []);

  function* from(at: number, lines: CartLine[]): Generator<CartLine[]> {
    if (lines.length > 0) yield lines;
    if (lines.length === bounds.linesMax) return;
    for (let next = at; next < ways.length; next++) {
      const { one, most, flashPromotionId } = ways[next]!;
      const { costFen: _c, floorFen: _f, title: _t, ...goods } = one;
      if (new Set([...lines, goods].map(({ shopId }) => shopId)).size > bounds.shopsMax) continue;
      for (let quantity = 1; quantity <= most; quantity++)
        yield* from(next + 1, [
          ...lines,
          { ...goods, lineId: `x${next}`, quantity, ...(flashPromotionId && { flashPromotionId }) },
        ]);
    }
  }
}

/** A plan of four items and a handful of offers, all different for each stream of chance. */
export function drawPlan(chance: Chance): SmallPlan {
  const items = Array.from({ length: 4 }, (_, n) => {
    const unitListFen = 500 + chance.below(12_000);
    const costFen = Math.floor(unitListFen * (0.4 + chance.next() * 0.5));
    return item(`i${n}`, unitListFen, costFen, {
      floorFen: Math.min(unitListFen, Math.floor(costFen * 1.1)),
      shopId: `s${1 + chance.below(2)}`,
      categories: [chance.happens(0.5) ? 'a' : 'b'],
      tags: chance.happens(0.4) ? ['flash'] : [],
      enrolled: chance.happens(0.9),
    });
  });
  const promotions = Array.from({ length: 3 + chance.below(3) }, (_, n) => drawOffer(`p${n}`, chance));
  return {
    items,
    promotions,
    freight: [
      { shopId: '*', baseFen: 800, freeFromFen: 9_000, basis: 'afterDiscount', surchargeFenByRegion: {} },
    ],
    profile: {
      id: 'tmall',
      thresholdMode: chance.happens(0.7) ? 'parallel' : 'progressive',
      minPayableFen: chance.happens(0.5) ? 1 : 0,
    },
  };
}

function drawOffer(id: string, chance: Chance): Promotion {
  const thresholdFen = 1_000 + chance.below(20) * 1_000;
  const offFen = Math.floor(thresholdFen * (0.05 + chance.next() * 0.4));
  const payBp = 6_000 + chance.below(35) * 100;
  const cart: readonly Rule[] = [
    { kind: 'amount', thresholdFen, offFen },
    { kind: 'each', thresholdFen, offFen, ...(chance.happens(0.5) && { capFen: 2 * offFen }) },
    { kind: 'percent', payBp, ...(chance.happens(0.5) ? { quantityMin: 2 } : { thresholdFen }) },
    {
      kind: 'tiered',
      tiers: [
        { thresholdFen, offFen },
        { thresholdFen: 2 * thresholdFen, offFen: 2 * offFen + 100 },
      ],
    },
  ];
  const choices: readonly (readonly [Layer, Rule])[] = [
    ...(['storeReduction', 'storeCoupon', 'crossStore', 'platformCoupon', 'redPacket'] as const).map(
      (layer): readonly [Layer, Rule] => [layer, cart[chance.below(cart.length)]!],
    ),
    ['member', { kind: 'memberRate', payBp }],
    ['itemPrice', { kind: 'timedPrice', payBp }],
    ['itemPrice', { kind: 'flashPrice', payBp: 5_000, perPersonMax: 1 }],
    ['itemCut', { kind: 'itemCut', payBp: 9_000 }],
    ['freight', { kind: 'freeFreight', thresholdFen: 2_000, basis: 'afterDiscount' }],
    ['storeReduction', { kind: 'nthUnit', nth: 2, payBp, across: chance.happens(0.5) ? 'sku' : 'scope' }],
    ['crossStore', { kind: 'bundle', payBp, parts: [{ scope: {}, quantity: 2 }] }],
    [
      'platformCoupon',
      {
        kind: 'bundle',
        priceFen: 3 * offFen,
        parts: [
          { scope: { categories: ['a'] }, quantity: 1 },
          { scope: {}, quantity: 1 },
        ],
      },
    ],
    ['subsidy', { kind: 'subsidy', offBp: 1_500, capUnitFen: 600 }],
  ];
  const [layer, rule] = choices[chance.below(choices.length)]!;
  const startsAt = CAMPAIGN.startsAt + chance.below(2) * 400;
  return offer(id, layer, rule, {
    windows: [{ startsAt, endsAt: startsAt + 500 }],
    scope: chance.happens(0.5) ? {} : { categories: [chance.happens(0.5) ? 'a' : 'b'] },
    audience: chance.happens(0.25)
      ? { memberTiers: ['gold'] }
      : chance.happens(0.2)
        ? { newcomer: true }
        : chance.happens(0.1)
          ? { idleDaysMin: 30 }
          : {},
    ...(layer === 'subsidy' && chance.happens(0.5) && { funders: [{ funder: 'government', bp: 10_000 }] }),
    ...((layer === 'platformCoupon' || layer === 'redPacket') &&
      chance.happens(0.5) && { needsCoupon: true }),
    ...(layer === 'platformCoupon' && chance.happens(0.5) && { mutexGroup: 'g' }),
  });
}
