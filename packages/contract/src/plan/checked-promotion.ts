import type { CheckedPromotion, CheckedTerms, Path, PlacedWindow } from '@dacu/engine/plan';
import type { Window } from '@dacu/engine/pricing';
import { poolOf } from './box-programmes.ts';
import { issuingOf } from './coupon-programmes.ts';
import type { Dates } from './resolve-dates.ts';
import { audienceOf, layerOf, reachOf, ruleOf, scopeOf } from './rules.ts';
import type { When } from './schema/leaves.ts';
import type { PlanPromotion } from './schema/promotions.ts';

/** One promotion as the engine's check reads it. */
export function checkedPromotion(promotion: PlanPromotion, path: Path, dates: Dates): CheckedPromotion {
  const layer = layerOf(promotion);
  const windows = (promotion.when ?? []).map((when, index) =>
    placedWindow(when, [...path, 'when', index], dates),
  );
  for (const key of ['depositWindow', 'balanceWindow'] as const) {
    if (promotion.kind === 'presale') windows.push(placedWindow(promotion[key], [...path, key], dates));
  }
  if (windows.length === 0 && dates.campaign)
    windows.push({
      path,
      base: dates.campaign,
      anchors: 1,
      phaseId: null,
      daily: false,
      windows: [dates.campaign],
      explicit: false,
    });
  return {
    path,
    id: promotion.id,
    promotionKind: promotion.kind,
    layer,
    rule: ruleOf(promotion),
    storeLayer: (layer === 'storeReduction' || layer === 'storeCoupon') && !isOfAnyShop(promotion),
    shopIds: promotion.scope?.shops ?? null,
    scope:
      promotion.kind === 'blindBox'
        ? reachOf(promotion)
        : scopeOf(promotion.kind === 'flashSale' ? promotion.pool : promotion.scope),
    scopeKey: JSON.stringify({ ...promotion.scope, ours: undefined }),
    audience: audienceOf(promotion.audience),
    mutexGroup: promotion.mutexGroup ?? null,
    priority: promotion.priority ?? 0,
    coupon: couponOf(promotion),
    exchanges:
      promotion.kind === 'carbonPoints'
        ? promotion.exchange.map(({ coupon }, index) => ({
            path: [...path, 'exchange', index, 'coupon'],
            couponId: coupon,
          }))
        : [],
    windows,
    fundersBp: promotion.funders?.map((funder) => funder.share) ?? null,
    terms: termsOf(promotion, path, dates),
    choice: choiceOf(promotion),
  };
}

function couponOf(promotion: PlanPromotion): CheckedPromotion['coupon'] {
  const issuing = issuingOf(promotion);
  if (issuing === null) return null;
  const { issue, grabAt = [], quantity = null, quantityPerGrab = null, perPersonMax = null } = issuing;
  return { issue, grabs: grabAt.length, quantity, quantityPerGrab, perPersonMax };
}

/** What stands on a store's layer without naming stores: a bundle is made of one shop's goods, an item coupon names items. */
function isOfAnyShop(promotion: PlanPromotion): boolean {
  return (
    promotion.kind === 'bundle' || (promotion.kind === 'coupon' && promotion.couponLayer === 'itemCoupon')
  );
}

function placedWindow(when: When, path: Path, dates: Dates): PlacedWindow {
  const explicit = when.from !== undefined || when.until !== undefined;
  const anchors = [when.phase, when.season, when.node, when.whole].filter((anchor) => anchor !== undefined);
  return {
    path,
    base: dates.base(when, path),
    anchors:
      anchors.length +
      (explicit ? 1 : 0) +
      (explicit && (when.from === undefined) !== (when.until === undefined) ? 1 : 0),
    phaseId: when.phase ?? null,
    daily: when.daily !== undefined,
    windows: dates.windows(when, path),
    explicit,
  };
}

function termsOf(promotion: PlanPromotion, path: Path, dates: Dates): CheckedTerms {
  switch (promotion.kind) {
    case 'tiered':
      return {
        kind: 'tiers',
        tiers: promotion.tiers.map(({ threshold, off }) => ({ thresholdFen: threshold, offFen: off })),
        uncapped: promotion.uncapped === true,
      };
    case 'flashSale': {
      const hours = typeof promotion.daily === 'string' ? [promotion.daily] : promotion.daily;
      const day = dates.campaign && {
        startsAt: dates.campaign.startsAt,
        endsAt: dates.campaign.startsAt + 2 * DAY_MS,
      };
      return {
        kind: 'flash',
        activityStock: promotion.activityStock,
        perPersonMax: promotion.perPersonMax,
        holdMs: promotion.hold,
        slotMs: day ? dates.zoned.daily(day, hours).map(lengthOf) : [],
      };
    }
    case 'presale':
      return {
        kind: 'presale',
        depositBp: promotion.depositShare ?? null,
        priceFen: promotion.price ?? null,
        depositFen: promotion.deposit ?? null,
        inflation: promotion.inflation,
        deposit: dates.base(promotion.depositWindow, [...path, 'depositWindow']),
        balance: dates.base(promotion.balanceWindow, [...path, 'balanceWindow']),
        shipOn: promotion.shipOn ? dates.instant(promotion.shipOn, [...path, 'shipOn']) : null,
      };
    case 'coupon':
      // What a freight coupon takes off is freight, whatever the goods must come to.
      return promotion.couponLayer === 'freight'
        ? { kind: 'plain' }
        : { kind: 'coupon', thresholdFen: promotion.threshold ?? null, offFen: promotion.off ?? null };
    case 'blindBox':
      return {
        kind: 'box',
        drawn: promotion.box !== undefined,
        ...poolOf(promotion),
        written: promotion.odds.map(({ odds, stock }) => ({
          odds: odds !== undefined,
          stock: stock !== undefined,
        })),
        perPersonMax: promotion.perPersonMax ?? null,
      };
    case 'lottery': {
      const parts = promotion.odds.map((prize) => prize.odds);
      return {
        kind: 'odds',
        partsBp: parts.filter((part) => part !== undefined),
        complete: parts.every((part) => part !== undefined),
      };
    }
    case 'priceProtection': {
      const { lasts = null, every = null, process } = promotion;
      const given = FOR_ALL.filter((key) => key in promotion);
      return {
        kind: 'protection',
        automatic: process === 'automatic',
        lastsMs: lasts,
        everyMs: every,
        given,
      };
    }
    case 'gift':
      return { kind: 'thresholds', thresholdsFen: promotion.tiers.map((tier) => tier.threshold) };
    default: {
      const rule = ruleOf(promotion);
      return rule === null ? { kind: 'plain' } : { kind: 'rule', rule };
    }
  }
}

/** What narrows an offer and has no meaning for a promise on prices. */
const FOR_ALL = ['audience', 'mutexGroup', 'budgetCap', 'stacksWithFlash', 'priority'] as const;

const DAY_MS = 86_400_000;
const lengthOf = (window: Window) => window.endsAt - window.startsAt;

/** Pairs of keys of which one, and only one, sets the price. */
const CHOICES: Partial<Record<PlanPromotion['kind'], readonly string[]>> = {
  timedPrice: ['pay', 'price'],
  itemCut: ['pay', 'off'],
  presale: ['depositShare', 'deposit'],
  bundle: ['pay', 'price'],
  coupon: ['off', 'pay'],
  priceProtection: ['lasts', 'until'],
};

function choiceOf(promotion: PlanPromotion): CheckedPromotion['choice'] {
  const keys = CHOICES[promotion.kind];
  // A freight coupon without an amount waives all of it.
  if (!keys || (promotion.kind === 'coupon' && promotion.couponLayer === 'freight')) return null;
  return { keys, given: keys.filter((key) => key in promotion) };
}
