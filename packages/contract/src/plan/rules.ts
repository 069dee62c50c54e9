import type { Audience, GiftTier, Layer, Rule, Scope } from '@dacu/engine/pricing';
import type { z } from 'zod';
import type { audience, scope } from './schema/leaves.ts';
import type { Lead } from './schema/notation.ts';
import type { PlanPromotion } from './schema/promotions.ts';

/** What a promotion of the plan is to the pricing engine: its layer, its rule, whom and what it touches. */

const LAYERS: Partial<Record<PlanPromotion['kind'], Layer>> = {
  tiered: 'crossStore',
  each: 'crossStore',
  amount: 'platformCoupon',
  percent: 'storeReduction',
  timedPrice: 'itemPrice',
  flashSale: 'itemPrice',
  memberRate: 'member',
  itemCut: 'itemCut',
  freeFreight: 'freight',
  nthUnit: 'storeReduction',
  bundle: 'storeReduction',
  subsidy: 'subsidy',
  gift: 'gift',
  points: 'points',
  groupBuy: 'itemPrice',
  presale: 'itemPrice',
  service: 'service',
  blindBox: 'itemPrice',
  exclusiveEdition: 'access',
};

/** Null for what the engine does not execute. */
export function layerOf(promotion: PlanPromotion): Layer | null {
  if (ruleOf(promotion) === null) return null;
  if (promotion.kind === 'coupon') return couponLayer(promotion);
  if (promotion.kind === 'memberBenefit') return promotion.benefit === 'giftBox' ? 'gift' : 'access';
  return 'layer' in promotion && promotion.layer !== undefined
    ? (promotion.layer as Layer)
    : (LAYERS[promotion.kind] ?? null);
}

/** An item coupon stands beside store coupons: of both a line gets one (domain §1.1, L2b). */
function couponLayer({ couponLayer: written, scope }: Of<'coupon'>): Layer {
  if (written === 'itemCoupon') return 'storeCoupon';
  return written ?? (scope?.shops?.length === 1 ? 'storeCoupon' : 'platformCoupon');
}

type Of<K extends PlanPromotion['kind']> = Extract<PlanPromotion, { kind: K }>;

/** The arithmetic of a promotion; null for kinds that are only described. */
export function ruleOf(promotion: PlanPromotion): Rule | null {
  switch (promotion.kind) {
    case 'tiered': {
      const tiers = promotion.tiers.map(({ threshold, off }) => ({ thresholdFen: threshold, offFen: off }));
      return promotion.uncapped ? { kind: 'each', ...tiers[0]! } : { kind: 'tiered', tiers };
    }
    case 'each':
      return {
        kind: 'each',
        thresholdFen: promotion.threshold,
        offFen: promotion.off,
        ...given('capFen', promotion.cap),
      };
    case 'amount':
      return { kind: 'amount', thresholdFen: promotion.threshold, offFen: promotion.off };
    case 'percent':
      return {
        kind: 'percent',
        payBp: promotion.pay,
        ...given('thresholdFen', promotion.threshold),
        ...given('quantityMin', promotion.quantity),
        ...given('maxDiscountFen', promotion.maxOff),
      };
    case 'timedPrice':
      return promotion.liveRooms
        ? { kind: 'livePrice', ...priceOf(promotion), roomIds: promotion.liveRooms }
        : { kind: 'timedPrice', ...priceOf(promotion) };
    case 'flashSale':
      return { kind: 'flashPrice', payBp: promotion.pay, perPersonMax: promotion.perPersonMax };
    case 'memberRate':
      return { kind: 'memberRate', payBp: promotion.pay };
    case 'itemCut':
      return { kind: 'itemCut', ...given('payBp', promotion.pay), ...given('offFen', promotion.off) };
    case 'freeFreight':
      return {
        kind: 'freeFreight',
        ...given('thresholdFen', promotion.threshold),
        basis: promotion.basis ?? 'afterDiscount',
        ...given('waiveMaxFen', promotion.upTo),
      };
    default:
      return furtherRuleOf(promotion);
  }
}

function furtherRuleOf(promotion: PlanPromotion): Rule | null {
  switch (promotion.kind) {
    case 'nthUnit':
      return {
        kind: 'nthUnit',
        nth: promotion.nth,
        payBp: promotion.pay,
        across: promotion.across ?? 'sku',
      };
    case 'bundle':
      return {
        kind: 'bundle',
        parts: promotion.parts.map(({ scope, quantity }) => ({ scope: scopeOf(scope), quantity })),
        ...priceOf(promotion),
        ...given('timesMax', promotion.times),
      };
    case 'subsidy':
      return {
        kind: 'subsidy',
        offBp: promotion.rate,
        capUnitFen: promotion.capPerUnit,
        ...given('unitsMax', promotion.unitsMax),
      };
    case 'gift':
      return {
        kind: 'gift',
        tiers: promotion.tiers.map(({ threshold, gift }) => giftTier(threshold, gift)),
        ...given('perPersonMax', promotion.perPersonMax),
      };
    case 'memberBenefit':
      return benefitRule(promotion);
    case 'coupon':
      return couponRule(promotion);
    case 'points':
      return pointsRule(promotion);
    case 'groupBuy':
      return { kind: 'groupPrice', payBp: promotion.pay, onTop: true, size: promotion.size };
    case 'blindBox':
      return promotion.box === undefined ? null : { kind: 'timedPrice', priceFen: promotion.price };
    case 'presale':
      return {
        kind: 'presale',
        ...given('priceFen', promotion.price),
        ...given('depositFen', promotion.deposit),
        ...given('depositBp', promotion.depositShare),
        inflationBp: Math.round(promotion.inflation * FULL_BP),
      };
    case 'service':
      return {
        ...{ kind: 'service', offer: promotion.offer, unitFen: promotion.price ?? 0 },
        ...(promotion.premium && { premium: premiumOf(promotion.premium) }),
        ...given('lastsMs', promotion.lasts && lastsMs(promotion.lasts)),
      };
    case 'exclusiveEdition':
      // Without goods of its own it would hold back the whole shop.
      return promotion.scope === undefined
        ? null
        : { kind: 'exclusive', ...given('quantity', promotion.quantity) };
    default:
      return null;
  }
}

type PlanPremium = NonNullable<Of<'service'>['premium']>;

function premiumOf({ bands, rates, other }: PlanPremium) {
  return {
    bands: bands.map(({ below, price }) => ({ fen: price, ...given('belowBp', below) })),
    ratesBp: Object.fromEntries(
      rates.flatMap(({ categories, rate }) => categories.map((category) => [category, rate] as const)),
    ),
    otherBp: other,
  };
}

function benefitRule({ benefit, gift, ahead, perPersonMax }: Of<'memberBenefit'>): Rule | null {
  if (benefit === 'giftBox' && gift)
    return { kind: 'gift', tiers: [giftTier(0, gift)], ...given('perPersonMax', perPersonMax) };
  return benefit === 'priorityPurchase' && ahead !== undefined ? { kind: 'priority', aheadMs: ahead } : null;
}

function giftTier(thresholdFen: number, gift: Of<'gift'>['tiers'][number]['gift']): GiftTier {
  const { title, quantity = 1, value = 0, stock } = gift;
  return { thresholdFen, title, quantity, valueFen: value, ...given('stock', stock) };
}

/** What a coupon does is what a promotion of its layer does that needs none. */
function couponRule(coupon: Of<'coupon'>): Rule {
  const { off, pay, maxOff, threshold, couponLayer: layer } = coupon;
  if (layer === 'freight')
    return {
      kind: 'freeFreight',
      ...given('thresholdFen', threshold),
      basis: 'afterDiscount',
      ...given('waiveMaxFen', off),
    };
  if (pay !== undefined)
    return {
      kind: 'percent',
      payBp: pay,
      ...given('thresholdFen', threshold),
      ...given('maxDiscountFen', maxOff),
    };
  return { kind: 'amount', thresholdFen: threshold ?? 0, offFen: off ?? 0 };
}

/** Points that buy no goods at a stated value are no money. */
function pointsRule({ pointsPerYuan, capShare, step }: Of<'points'>): Rule | null {
  if (pointsPerYuan === undefined) return null;
  return { kind: 'points', pointsPerYuan, capBp: capShare ?? FULL_BP, step: step ?? pointsPerYuan };
}

const FULL_BP = 10_000;

function priceOf({ price, pay }: { readonly price?: number | undefined; readonly pay?: number | undefined }) {
  return { ...given('priceFen', price), ...given('payBp', pay) };
}

/** What a promotion can touch: its scope; a bundle, what any of its parts can be; a blind box, the item that it is. */
export function reachOf(written: PlanPromotion): Scope {
  if (written.kind === 'flashSale') return scopeOf(written.pool);
  if (written.kind === 'blindBox' && written.box !== undefined) return { skus: [written.box] };
  const scope = scopeOf(written.scope);
  return written.kind === 'bundle'
    ? { ...scope, anyOf: written.parts.map((part) => scopeOf(part.scope)) }
    : scope;
}

export function scopeOf(written: z.output<typeof scope> | undefined): Scope {
  if (written === undefined) return {};
  const { ours: _, ...rest } = written;
  return present(rest);
}

export function audienceOf(written: z.output<typeof audience> | undefined): Audience {
  if (written === undefined) return {};
  const { memberTiers, newcomer, idleDays, channels, qualifications, regions } = written;
  return present({ memberTiers, newcomer, idleDaysMin: idleDays, channels, qualifications, regions });
}

/** A year of 365 days, a month of 30: what is promised at least. */
const LEAD_DAYS: Readonly<Record<Lead['unit'], number>> = { days: 1, weeks: 7, months: 30, years: 365 };
const lastsMs = ({ count, unit }: Lead): number => count * LEAD_DAYS[unit] * 86_400_000;

const given = <K extends string>(key: K, value: number | undefined): { [P in K]?: number } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]: number });

/** Without the keys that are undefined, so that equal things compare equal. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;
}
