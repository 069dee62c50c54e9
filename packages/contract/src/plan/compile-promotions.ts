import { mergeWindows, type Path } from '@dacu/engine/plan';
import type { FunderShare, Promotion, Text, Window } from '@dacu/engine/pricing';
import type { ParityTerms, ProtectionTerms } from '@dacu/engine/protection';
import { boxProgramme } from './box-programmes.ts';
import type { BoxProgramme, CouponProgramme, FlashProgramme, ListedPromotion } from './compiled.ts';
import {
  audienceInUse,
  couponProgramme,
  isIssued,
  isListed,
  issuingOf,
  usableWindows,
} from './coupon-programmes.ts';
import { type PointsTerms, pointsTerms } from './points-terms.ts';
import { sourceOf } from './provenance.ts';
import type { Dates } from './resolve-dates.ts';
import { audienceOf, layerOf, reachOf, ruleOf, scopeOf } from './rules.ts';
import type { Plan } from './schema/plan.ts';
import type { PlanPromotion } from './schema/promotions.ts';
import { summaryOf } from './summaries.ts';

export type CompiledPromotions = {
  readonly promotions: readonly Promotion[];
  readonly promotionList: readonly ListedPromotion[];
  readonly flash: readonly FlashProgramme[];
  readonly coupons: readonly CouponProgramme[];
  readonly boxes: readonly BoxProgramme[];
  readonly protections?: readonly ProtectionTerms[];
  readonly parity?: readonly ParityTerms[];
  readonly points: readonly PointsTerms[];
};

/** Every promotion of the plan: those the engine executes as rules, all of them as what is offered when. */
export function compilePromotions(plan: Plan, dates: Dates): CompiledPromotions {
  const promotions: Promotion[] = [];
  const promotionList: ListedPromotion[] = [];
  const flash: FlashProgramme[] = [];
  const coupons: CouponProgramme[] = [];
  const boxes: BoxProgramme[] = [];
  const protections: ProtectionTerms[] = [];
  const parity: ParityTerms[] = [];
  const points: PointsTerms[] = [];
  for (const [index, written] of (plan.promotions ?? []).entries()) {
    const path = ['promotions', index];
    const windows = windowsOf(written, path, dates);
    const promotion = executed(written, windows);
    if (promotion) promotions.push(promotion);
    const issuing = issuingOf(written);
    if (promotion && issuing) coupons.push(couponProgramme(plan, written, issuing, promotion.layer, windows));
    if (promotion && written.kind === 'points') points.push(pointsTerms(written));
    if (written.kind === 'blindBox') boxes.push(...[boxProgramme(written, windows) ?? []].flat());
    if (written.kind === 'flashSale') flash.push(flashProgramme(written, windows));
    if (written.kind === 'priceProtection' && dates.campaign)
      protections.push(protectionTerms(written, windows, dates.campaign));
    if (written.kind === 'priceParity') parity.push(parityTerms(written, windows));
    promotionList.push({
      id: written.id,
      title: titleOf(written),
      group: written.group,
      layer: layerOf(written),
      kind: written.kind,
      summary: summaryOf(written),
      support:
        EXECUTED_BESIDE.has(written.kind) || (promotion && (issuing === null || isIssued(issuing)))
          ? 'executed'
          : 'described',
      windows,
      budgetCapFen: written.budgetCap ?? null,
      source: sourceOf(plan, path),
    });
  }
  return {
    ...{ promotions, promotionList, flash, coupons, boxes, points },
    ...(protections.length > 0 && { protections }),
    ...(parity.length > 0 && { parity }),
  };
}

/** No rules of a price, and kept all the same: by what compares prices later, or elsewhere. */
const EXECUTED_BESIDE: ReadonlySet<PlanPromotion['kind']> = new Set(['priceProtection', 'priceParity']);

function protectionTerms(
  written: Extract<PlanPromotion, { kind: 'priceProtection' }>,
  windows: readonly Window[],
  campaign: Window,
): ProtectionTerms {
  return {
    promotionId: written.id,
    title: written.title,
    scope: scopeOf(written.scope),
    windows,
    lastsMs: written.lasts ?? null,
    campaign: { startsAt: campaign.startsAt, endsAt: campaign.endsAt },
    process: written.process,
    everyMs: written.every ?? null,
    flashFromMs: written.flashFrom ?? null,
    funders: fundersOf(written),
  };
}

function parityTerms(
  written: Extract<PlanPromotion, { kind: 'priceParity' }>,
  windows: readonly Window[],
): ParityTerms {
  return {
    promotionId: written.id,
    title: written.title,
    scope: scopeOf(written.scope),
    windows,
    toleranceBp: written.tolerance ?? 0,
    funders: fundersOf(written),
  };
}

function fundersOf({ funders }: PlanPromotion): readonly FunderShare[] {
  return funders?.map(({ funder, share }) => ({ funder, bp: share })) ?? [{ funder: 'seller', bp: 10_000 }];
}

/** The name of an offer as shoppers read it: with what its rate is counted from, where the plan states that. */
function titleOf(written: PlanPromotion): Text {
  const { title } = written;
  if (!('base' in written) || written.base === undefined) return title;
  return { zh: `${title.zh}（以标价计）`, en: `${title.en} (of the list price)` };
}

function windowsOf(written: PlanPromotion, path: Path, dates: Dates): readonly Window[] {
  const anchored = written.when?.flatMap((when, index) => dates.windows(when, [...path, 'when', index]));
  if (written.kind === 'presale') {
    const own = (['depositWindow', 'balanceWindow'] as const).flatMap((key) =>
      dates.windows(written[key], [...path, key]),
    );
    return mergeWindows([...(anchored ?? []), ...own]);
  }
  const open = anchored ? mergeWindows(anchored) : dates.campaign ? [dates.campaign] : [];
  if (written.kind !== 'flashSale') return open;
  const hours = typeof written.daily === 'string' ? [written.daily] : written.daily;
  return mergeWindows(open.flatMap((window) => dates.zoned.daily(window, hours)));
}

function executed(written: PlanPromotion, windows: readonly Window[]): Promotion | null {
  const layer = layerOf(written);
  const rule = ruleOf(written);
  if (layer === null || rule === null) return null;
  const issuing = issuingOf(written);
  const audience = audienceOf(written.audience);
  return {
    id: written.id,
    title: titleOf(written),
    layer,
    rule,
    scope: reachOf(written),
    audience: issuing ? audienceInUse(audience) : audience,
    windows: issuing ? usableWindows(windows, issuing) : windows,
    funders: fundersOf(written),
    priority: written.priority ?? 0,
    ...(written.mutexGroup === undefined ? {} : { mutexGroup: written.mutexGroup }),
    ...(written.budgetCap === undefined ? {} : { budgetCapFen: written.budgetCap }),
    ...(written.stacksWithFlash === undefined ? {} : { stacksWithFlash: written.stacksWithFlash }),
    ...(issuing && { needsCoupon: true, ...(!isListed(issuing) && { unlisted: true }) }),
  };
}

function flashProgramme(
  written: Extract<PlanPromotion, { kind: 'flashSale' }>,
  slots: readonly Window[],
): FlashProgramme {
  return {
    promotionId: written.id,
    title: titleOf(written),
    slots,
    pool: scopeOf(written.pool),
    itemsPerSlot: written.itemsPerSlot,
    payBp: written.pay,
    activityStock: written.activityStock,
    perPersonMax: written.perPersonMax,
    holdMs: written.hold,
    ...(written.reservation && {
      reservation: {
        opensBeforeMs: written.reservation.opensBefore,
        closesBeforeMs: written.reservation.closesBefore ?? 0,
        aloneForMs: written.reservation.aloneFor ?? 0,
      },
    }),
  };
}
