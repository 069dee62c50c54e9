import type { CompiledPromotion } from './compile-promotions.ts';
import { ANY_SHOP, NO_PARCEL_TAG } from './freight.ts';
import { compileScope, type ScopeSubject, scopeExcepts, scopeNames } from './scope.ts';
import type {
  Audience,
  CartLine,
  FreightTemplate,
  HeldCoupon,
  Promotion,
  QuoteRequest,
  Rule,
  Shopper,
} from './types.ts';

/** An item that may be put into a cart to try promotions on. */
export type CombiningItem = ScopeSubject & { readonly enrolled: boolean; readonly unitListFen: number };

/** A promotion and the goods it can touch, in order of price. */
export type Reaching = { readonly compiled: CompiledPromotion; readonly items: readonly CombiningItem[] };

/** A cart that is worth pricing: `sameGoods` when every line of it is in reach of both promotions. */
export type Trial = { readonly sameGoods: boolean; readonly request: QuoteRequest };

type Pair = readonly [Reaching, Reaching];
type Setting = { readonly at: number; readonly freight: readonly FreightTemplate[] };

/** Items tried of a set, spread over its prices. */
const ITEMS_TRIED = 4;
/** Coupons of one promotion: enough for a place in each of a cart's shops. */
const COUPONS_HELD = 2;
const POINTS_HELD = 100_000_000;
const QUANTITY_MAX = 999;
/** Far enough over every threshold that what other layers take leaves it reached; then just there; then far beyond. */
const TIMES_NEEDED = [3, 1, 20] as const;

export function goodsOf(compiled: CompiledPromotion, items: readonly CombiningItem[]): Reaching {
  const { scope, shopsOwn, promotion } = compiled;
  const aboveFen =
    'priceFen' in promotion.rule && promotion.rule.kind !== 'bundle' ? promotion.rule.priceFen : 0;
  return {
    compiled,
    items: items
      .filter(
        (item) =>
          scopeNames(scope, item) &&
          !scopeExcepts(scope, item) &&
          (shopsOwn || item.enrolled) &&
          item.unitListFen > (aboveFen ?? 0),
      )
      .sort((a, b) => a.unitListFen - b.unitListFen || (a.skuId < b.skuId ? -1 : 1)),
  };
}

/** Carts in which the pair may apply together, those whose goods are in reach of both first. */
export function* trialsOf(pair: Pair, setting: Setting): Generator<Trial> {
  const ship = pair.some(({ compiled }) => compiled.promotion.layer === 'freight');
  const usable = ({ items }: Reaching) =>
    ship ? items.filter((item) => pays(item, setting.freight)) : items;
  const [ofA, ofB] = [usable(pair[0]), usable(pair[1])];
  const [inA, inB] = [new Set(ofA), new Set(ofB)];
  const both = ofA.filter((item) => inB.has(item));
  const times = ship ? [0, 1, 3] : [...TIMES_NEEDED, 0];
  const lay = (sameGoods: boolean, a: CombiningItem, b: CombiningItem): Trial[] =>
    times.map((factor) => ({ sameGoods, request: cartOf(pair, [a, b], factor, setting) }));

  for (const item of spread(both)) yield* lay(true, item, item);
  const onlyA = spread(ofA.filter((item) => !inB.has(item)));
  const onlyB = spread(ofB.filter((item) => !inA.has(item)));
  const [someA, someB] = [
    [...onlyA, ...spread(ofA)],
    [...onlyB, ...spread(ofB)],
  ];
  const apart = someA.flatMap((a) => someB.filter((b) => b.skuId !== a.skuId).map((b) => [a, b] as const));
  const others = (a: CombiningItem) => ofB.find((b) => b.shopId !== a.shopId);
  const acrossShops = someA.flatMap((a) => {
    const b = someB.find((one) => one.shopId !== a.shopId) ?? others(a);
    return b ? [[a, b] as const] : [];
  });
  for (const [a, b] of [...acrossShops, ...apart]) yield* lay(false, a, b);
}

/** `factor` 0 is the smallest cart: what makes up the numbers, whatever it costs. */
function cartOf(
  pair: Pair,
  [a, b]: readonly [CombiningItem, CombiningItem],
  factor: number,
  setting: Setting,
): QuoteRequest {
  const [one, other] = [pair[0].compiled.promotion, pair[1].compiled.promotion];
  const wanted = new Map<string, { item: CombiningItem; pieces: number }>();
  const put = (item: CombiningItem, pieces: number) => {
    const known = wanted.get(item.skuId)?.pieces ?? 0;
    wanted.set(item.skuId, { item, pieces: Math.min(QUANTITY_MAX, Math.max(known, pieces)) });
  };
  for (const [{ compiled, items }, item] of [
    [pair[0], a],
    [pair[1], b],
  ] as const) {
    const { fen, pieces } = needOf(compiled.promotion.rule);
    const enough = Math.max(pieces, Math.ceil((fen * factor) / Math.max(1, item.unitListFen)), 1);
    put(item, enough);
    for (const part of partsOf(compiled.promotion.rule, items))
      put(part.item, part.pieces * Math.max(1, factor));
  }
  const lines = [...wanted.values()].map(({ item, pieces }, i) =>
    lineOf(item, pieces, `l${i + 1}`, [
      ...(inReach(pair[0], item) ? [one] : []),
      ...(inReach(pair[1], item) ? [other] : []),
    ]),
  );
  const audience = [one.audience, other.audience] as const;
  const region = shared(audience[0].regions, audience[1].regions)[0];
  const coupons = [one, other].flatMap((promotion) => couponsOf(promotion, setting.at));
  return {
    at: setting.at,
    lines,
    shopper: shopperOf(...audience),
    freight: setting.freight,
    ...(coupons.length > 0 && { coupons }),
    ...(region !== undefined && { region }),
    ...([one, other].some(({ layer }) => layer === 'points') && {
      points: { balance: POINTS_HELD, use: 'max' as const },
    }),
    services: [one, other]
      .filter(({ layer }) => layer === 'service')
      .flatMap(({ id }) => lines.map(({ lineId }) => ({ lineId, promotionId: id }))),
  };
}

function inReach({ items }: Reaching, item: CombiningItem): boolean {
  return items.includes(item);
}

/** Bought as the first of these promotions wants it bought. */
function lineOf(
  { enrolled, unitListFen, skuId, shopId, categories, brandId, tags }: CombiningItem,
  quantity: number,
  lineId: string,
  promotions: readonly Promotion[],
): CartLine {
  const flash = promotions.find(({ rule }) => rule.kind === 'flashPrice');
  const live = promotions.find(({ rule }) => rule.kind === 'livePrice');
  const group = promotions.find(({ rule }) => rule.kind === 'groupPrice');
  const roomId = (live?.rule.kind === 'livePrice' && live.rule.roomIds?.[0]) || 'room';
  const through = group
    ? ({ kind: 'group', promotionId: group.id } as const)
    : live && ({ kind: 'live', roomId } as const);
  return {
    lineId,
    ...{ skuId, shopId, categories, brandId, tags, unitListFen, quantity, enrolled },
    ...(flash ? { flashPromotionId: flash.id } : through && { through }),
  };
}

/** A shopper whom both are for; whoever excludes whom was settled before. */
function shopperOf(a: Audience, b: Audience): Shopper {
  const memberTier = shared(a.memberTiers, b.memberTiers)[0];
  const channel = shared(a.channels, b.channels)[0];
  const idleDays = Math.max(a.idleDaysMin ?? 0, b.idleDaysMin ?? 0);
  const qualifications = [a, b].flatMap((one) => one.qualifications?.slice(0, 1) ?? []);
  return {
    newcomer: a.newcomer ?? b.newcomer ?? false,
    ...(memberTier !== undefined && { memberTier }),
    ...(channel !== undefined && { channel }),
    ...(idleDays > 0 && { idleDays }),
    ...(qualifications.length > 0 && { qualifications }),
  };
}

/** What both lists let in; an absent list lets everything in. */
export function shared(
  a: readonly string[] | undefined,
  b: readonly string[] | undefined,
): readonly string[] {
  return a && b ? a.filter((each) => b.includes(each)) : (a ?? b ?? []);
}

function couponsOf({ id, needsCoupon }: Promotion, at: number): HeldCoupon[] {
  if (!needsCoupon) return [];
  return Array.from({ length: COUPONS_HELD }, (_, i) => ({
    couponId: `${id}#${i + 1}`,
    promotionId: id,
    claimedAt: at,
    expiresAt: at + 1,
  }));
}

/** What a rule asks of a cart before it takes anything off, its own saving included so that something is left to take. */
function needOf(rule: Rule): { readonly fen: number; readonly pieces: number } {
  switch (rule.kind) {
    case 'tiered':
      return { fen: rule.tiers[0]!.thresholdFen + rule.tiers[0]!.offFen, pieces: 1 };
    case 'each':
    case 'amount':
      return { fen: rule.thresholdFen + rule.offFen, pieces: 1 };
    case 'percent':
      return { fen: rule.thresholdFen ?? 0, pieces: rule.quantityMin ?? 1 };
    case 'gift':
      return { fen: rule.tiers[0]!.thresholdFen, pieces: 1 };
    case 'freeFreight':
      return { fen: rule.thresholdFen ?? 0, pieces: 1 };
    case 'points':
      return {
        fen: Math.ceil((rule.step / rule.pointsPerYuan) * 100 * (10_000 / Math.max(1, rule.capBp))),
        pieces: 1,
      };
    case 'nthUnit':
      return { fen: 0, pieces: rule.nth };
    default:
      return { fen: 0, pieces: 1 };
  }
}

/** Of every part of a bundle its dearest item, so that the price of the bundle is lower. */
function partsOf(rule: Rule, items: readonly CombiningItem[]): { item: CombiningItem; pieces: number }[] {
  if (rule.kind !== 'bundle') return [];
  return rule.parts.flatMap(({ scope, quantity }) => {
    const compiled = compileScope(scope);
    const item = items.findLast((one) => scopeNames(compiled, one) && !scopeExcepts(compiled, one));
    return item ? [{ item, pieces: quantity }] : [];
  });
}

/** Does a parcel with it cost freight at all? */
function pays(item: CombiningItem, freight: readonly FreightTemplate[]): boolean {
  const template =
    freight.find(({ shopId }) => shopId === item.shopId) ?? freight.find(({ shopId }) => shopId === ANY_SHOP);
  return (template?.baseFen ?? 0) > 0 && !item.tags.includes(NO_PARCEL_TAG);
}

function spread(items: readonly CombiningItem[]): CombiningItem[] {
  if (items.length <= ITEMS_TRIED) return [...items].reverse();
  const step = (items.length - 1) / (ITEMS_TRIED - 1);
  // The dearest first: on it every rate and every fixed price saves something.
  return Array.from({ length: ITEMS_TRIED }, (_, i) => items[items.length - 1 - Math.floor(i * step)]!);
}
