/**
 * The definition of the best price, written again from the domain's words for tests: every way to give every place to
 * somebody or nobody is tried, in exact fractions (BigInt), slowly. No code is shared with the engine.
 */
import type {
  CartLine,
  FreightTemplate,
  HeldCoupon,
  Layer,
  PricingProfile,
  Promotion,
  Rule,
} from '../types.ts';

export type Sale = {
  readonly at: number;
  readonly lines: readonly CartLine[];
  readonly promotions: readonly Promotion[];
  readonly profile: PricingProfile;
  readonly coupons: readonly HeldCoupon[];
  readonly freight: readonly FreightTemplate[];
  readonly region: string;
};
/** How many coupons are used, and what is then paid. */
export type Outcome = { readonly used: number; readonly payFen: number };

type Candidate = {
  readonly promotion: Promotion;
  readonly on: readonly number[];
  readonly coupon: HeldCoupon | null;
};
type Slot = { readonly layer: Layer; readonly candidates: readonly Candidate[] };

const ORDER: readonly Layer[] = [
  'storeReduction',
  'storeCoupon',
  'crossStore',
  'platformCoupon',
  'member',
  'subsidy',
  'redPacket',
  'points',
];
const TESTED_ON_WHAT_IS_LEFT: readonly Layer[] = ['member', 'subsidy', 'redPacket', 'points'];

/** Item layers are not looked at: the sale has none. `better` says which of two outcomes wins. */
export function bruteForce(sale: Sale, better: (a: Outcome, b: Outcome) => boolean): Outcome {
  const lines = [...sale.lines].sort((a, b) => (a.lineId < b.lineId ? -1 : 1));
  const item = lines.map(({ unitListFen, quantity }) => BigInt(unitListFen) * BigInt(quantity));
  const live = sale.coupons.filter(({ expiresAt }) => expiresAt > sale.at);
  const slots = ORDER.flatMap((layer) => slotsOf(layer, lines, sale, live));
  let best: Outcome | null = null;

  const walk = (
    at: number,
    left: readonly bigint[],
    atLayer: readonly bigint[],
    beforeFreight: readonly bigint[] | null,
    spent: readonly HeldCoupon[],
  ): void => {
    const slot = slots[at];
    const passed =
      beforeFreight ??
      (slot === undefined || ORDER.indexOf(slot.layer) > ORDER.indexOf('member') ? left : null);
    if (slot === undefined) {
      const goods = left.reduce((a, b) => a + b, 0n);
      for (const { used, fen } of freightWays(lines, item, passed!, sale, live)) {
        const outcome = { used: spent.length + used, payFen: Number(goods) + fen };
        if (best === null || better(outcome, best)) best = outcome;
      }
      return;
    }
    const layerStart = at > 0 && slots[at - 1]!.layer === slot.layer ? atLayer : left;
    walk(at + 1, left, layerStart, passed, spent);
    for (const { promotion, on, coupon } of slot.candidates) {
      let own = coupon;
      if (promotion.needsCoupon && own === null)
        own = live.find((each) => each.promotionId === promotion.id && !spent.includes(each)) ?? null;
      if (promotion.needsCoupon && own === null) continue;
      const base = TESTED_ON_WHAT_IS_LEFT.includes(slot.layer)
        ? left
        : sale.profile.thresholdMode === 'parallel'
          ? item
          : layerStart;
      const next = takeOff(promotion.rule, on, base, left, lines, sale.profile.minPayableFen);
      if (next) walk(at + 1, next, layerStart, passed, own ? [...spent, own] : spent);
    }
  };
  walk(0, item, item, null, []);
  return best!;
}

function slotsOf(layer: Layer, lines: readonly CartLine[], sale: Sale, live: readonly HeldCoupon[]): Slot[] {
  const found = new Map<
    string,
    { candidates: Candidate[]; priority: number; endsAt: number; claimedAt: number }
  >();
  for (const promotion of sale.promotions.filter((each) => each.layer === layer && isOpen(each, sale.at))) {
    const held = live
      .filter(({ promotionId }) => promotionId === promotion.id)
      .sort((a, b) => a.expiresAt - b.expiresAt || a.claimedAt - b.claimedAt);
    if (promotion.needsCoupon && held.length === 0) continue;
    const on = lines.flatMap((line, i) => (counts(promotion, line) ? [i] : []));
    const file = (key: string, own: readonly number[], coupon: HeldCoupon | null) => {
      if (own.length === 0) return;
      const first = coupon ?? (promotion.needsCoupon ? held[0]! : null);
      const endsAt = Math.min(promotion.windows[0]!.endsAt, first?.expiresAt ?? Number.POSITIVE_INFINITY);
      const slot = found.get(key) ?? {
        candidates: [],
        priority: -1,
        endsAt,
        claimedAt: Number.POSITIVE_INFINITY,
      };
      slot.candidates.push({ promotion, on: own, coupon });
      slot.priority = Math.max(slot.priority, promotion.priority);
      slot.endsAt = Math.min(slot.endsAt, endsAt);
      slot.claimedAt = Math.min(slot.claimedAt, first?.claimedAt ?? 0);
      found.set(key, slot);
    };
    if (layer === 'storeReduction' || layer === 'storeCoupon') {
      for (const shop of new Set(lines.map(({ shopId }) => shopId)))
        file(
          `shop ${shop}`,
          on.filter((i) => lines[i]!.shopId === shop),
          null,
        );
    } else if (layer === 'platformCoupon') file(`group ${promotion.mutexGroup ?? ''}`, on, null);
    else if (layer !== 'redPacket') file('cart', on, null);
    else if (promotion.mutexGroup !== undefined) file(`group ${promotion.mutexGroup}`, on, null);
    else if (!promotion.needsCoupon) file(`alone ${promotion.id}`, on, null);
    else for (const coupon of held) file(`alone ${promotion.id} ${coupon.couponId}`, on, coupon);
  }
  return [...found]
    .sort(
      ([aKey, a], [bKey, b]) =>
        b.priority - a.priority || a.endsAt - b.endsAt || a.claimedAt - b.claimedAt || (aKey < bKey ? -1 : 1),
    )
    .map(([, { candidates }]) => ({ layer, candidates }));
}

function isOpen({ windows }: Promotion, at: number): boolean {
  return windows.some(({ startsAt, endsAt }) => startsAt <= at && at < endsAt);
}

function counts({ scope, funders }: Promotion, line: CartLine): boolean {
  const own = scope.shops?.length === 1 && funders.every(({ funder }) => funder === 'seller');
  return (
    (own || line.enrolled) &&
    (scope.shops?.includes(line.shopId) ?? true) &&
    (scope.tags?.some((tag) => line.tags.includes(tag)) ?? true) &&
    !(scope.excludeTags?.some((tag) => line.tags.includes(tag)) ?? false)
  );
}

/** What is left after the rule took its part of these lines; null when it takes nothing. */
function takeOff(
  rule: Rule,
  on: readonly number[],
  base: readonly bigint[],
  left: readonly bigint[],
  lines: readonly CartLine[],
  minPayableFen: number,
): bigint[] | null {
  const sum = (amounts: readonly bigint[]) => on.reduce((total, i) => total + amounts[i]!, 0n);
  const whole = left.reduce((a, b) => a + b, 0n) - BigInt(minPayableFen);
  const wanted = faceOf(
    rule,
    sum(base),
    sum(left),
    on.reduce((total, i) => total + lines[i]!.quantity, 0),
  );
  const off = [wanted, sum(left), whole].reduce((a, b) => (a < b ? a : b));
  if (off <= 0n) return null;
  const next = [...left];
  const weight = sum(left);
  const claims = on.map((i) => ({ i, part: (off * left[i]!) / weight, rest: (off * left[i]!) % weight }));
  for (const { i, part } of claims) next[i] = next[i]! - part;
  const odd = Number(off - claims.reduce((total, { part }) => total + part, 0n));
  claims.sort((a, b) =>
    a.rest !== b.rest
      ? a.rest > b.rest
        ? -1
        : 1
      : left[a.i]! !== left[b.i]!
        ? left[a.i]! > left[b.i]!
          ? -1
          : 1
        : a.i - b.i,
  );
  for (const { i } of claims.slice(0, odd)) next[i] = next[i]! - 1n;
  return next;
}

function faceOf(rule: Rule, base: bigint, left: bigint, quantity: number): bigint {
  const rateOff = (payBp: number) => left - (left * BigInt(payBp)) / 10_000n;
  switch (rule.kind) {
    case 'amount':
      return base >= BigInt(rule.thresholdFen) ? BigInt(rule.offFen) : 0n;
    case 'each': {
      const off = (base / BigInt(rule.thresholdFen)) * BigInt(rule.offFen);
      return rule.capFen !== undefined && off > BigInt(rule.capFen) ? BigInt(rule.capFen) : off;
    }
    case 'tiered': {
      const reached = rule.tiers.filter(({ thresholdFen }) => base >= BigInt(thresholdFen));
      return BigInt(Math.max(0, ...reached.map(({ offFen }) => offFen)));
    }
    case 'percent': {
      if (base < BigInt(rule.thresholdFen ?? 0) || quantity < (rule.quantityMin ?? 0)) return 0n;
      const off = rateOff(rule.payBp);
      return rule.maxDiscountFen !== undefined && off > BigInt(rule.maxDiscountFen)
        ? BigInt(rule.maxDiscountFen)
        : off;
    }
    case 'memberRate':
      return rateOff(rule.payBp);
    default:
      throw new Error(`the brute force knows no ${rule.kind}`);
  }
}

/** Every way to use freight coupons, shop by shop, beside what is free anyway. */
function freightWays(
  lines: readonly CartLine[],
  item: readonly bigint[],
  left: readonly bigint[],
  sale: Sale,
  live: readonly HeldCoupon[],
): { used: number; fen: number }[] {
  const shops = [
    ...new Set(lines.filter(({ tags }) => !tags.includes('virtual')).map(({ shopId }) => shopId)),
  ];
  const waivers = sale.promotions.filter((each) => each.layer === 'freight' && isOpen(each, sale.at));
  let ways: { used: readonly HeldCoupon[]; fen: number }[] = [{ used: [], fen: 0 }];
  for (const shop of shops) {
    const template =
      sale.freight.find(({ shopId }) => shopId === shop) ?? sale.freight.find(({ shopId }) => shopId === '*');
    if (!template) continue;
    const amount = (basis: 'afterDiscount' | 'itemPrice', which: (line: CartLine) => boolean) =>
      lines.reduce(
        (total, line, i) =>
          line.shopId === shop && !line.tags.includes('virtual') && which(line)
            ? total + Number((basis === 'itemPrice' ? item : left)[i]!)
            : total,
        0,
      );
    const surcharge = template.surchargeFenByRegion[sale.region] ?? 0;
    const free =
      template.freeFromFen !== undefined && amount(template.basis, () => true) >= template.freeFromFen;
    const met = waivers.filter((promotion) => {
      const { rule } = promotion;
      if (rule.kind !== 'freeFreight') throw new Error(rule.kind);
      const parcel = lines.some(
        (line) => line.shopId === shop && !line.tags.includes('virtual') && counts(promotion, line),
      );
      return parcel && amount(rule.basis, (line) => counts(promotion, line)) >= (rule.thresholdFen ?? 0);
    });
    ways = ways.flatMap(({ used, fen }) => {
      const rows = [{ used, fen: fen + surcharge + (free ? 0 : template.baseFen) }];
      if (free || template.baseFen === 0) return rows;
      for (const { id, needsCoupon } of met) {
        const coupon = live.find((each) => each.promotionId === id && !used.includes(each));
        if (!needsCoupon) rows.push({ used, fen: fen + surcharge });
        else if (coupon) rows.push({ used: [...used, coupon], fen: fen + surcharge });
      }
      return rows;
    });
  }
  return ways.map(({ used, fen }) => ({ used: used.length, fen }));
}
