import type { Audience, Layer, Rule, Scope } from '@dacu/engine/pricing';
import type { z } from 'zod';
import type { audience, scope } from './schema/leaves.ts';
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
};

/** Null for what the engine does not execute. */
export function layerOf(promotion: PlanPromotion): Layer | null {
  return 'layer' in promotion && promotion.layer !== undefined
    ? (promotion.layer as Layer)
    : (LAYERS[promotion.kind] ?? null);
}

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
      return { kind: 'timedPrice', ...given('priceFen', promotion.price), ...given('payBp', promotion.pay) };
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
      };
    default:
      return null;
  }
}

export function scopeOf(written: z.output<typeof scope> | undefined): Scope {
  if (written === undefined) return {};
  const { ours: _, ...rest } = written;
  return present(rest);
}

export function audienceOf(written: z.output<typeof audience> | undefined): Audience {
  if (written === undefined) return {};
  const { memberTiers, newcomer, idleDays, channels } = written;
  return present({ memberTiers, newcomer, idleDaysMin: idleDays, channels });
}

const given = <K extends string>(key: K, value: number | undefined): { [P in K]?: number } =>
  value === undefined ? {} : ({ [key]: value } as { [P in K]: number });

/** Without the keys that are undefined, so that equal things compare equal. */
function present<T extends object>(value: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as never;
}
