import { mergeWindows } from '@dacu/engine/plan';
import type { Audience, Layer, Window } from '@dacu/engine/pricing';
import type { CouponIssue, CouponProgramme } from './compiled.ts';
import { audienceOf } from './rules.ts';
import type { Plan } from './schema/plan.ts';
import type { PlanPromotion } from './schema/promotions.ts';
import { summaryOf } from './summaries.ts';

/** How a promotion that needs a coupon is issued, as the plan writes it for either way of naming one. */
type Issuing = {
  readonly issue: CouponIssue;
  readonly grabAt?: readonly string[] | undefined;
  readonly quantityPerGrab?: number | undefined;
  readonly quantity?: number | undefined;
  readonly perPersonMax?: number | undefined;
  readonly validFor?: number | undefined;
  readonly holdout?: number | undefined;
  readonly trigger?: CouponProgramme['trigger'] | undefined;
  readonly words?: CouponProgramme['words'] | undefined;
};

/** Null for what applies by itself. */
export function issuingOf(written: PlanPromotion): Issuing | null {
  if (written.kind === 'coupon') return written;
  if ((written.kind === 'amount' || written.kind === 'percent') && written.claim)
    return { issue: 'claim', ...written.claim };
  return null;
}

/** Ways of issuing that a shopper can be told of; the others are sent to some, or found. */
const LISTED: ReadonlySet<CouponIssue> = new Set(['claim', 'newcomer', 'timedGrab', 'carbon']);

/** Ways of issuing that nothing does yet: such a coupon has a price once it is in hand, and nobody gets it there. */
const UNISSUED: ReadonlySet<CouponIssue> = new Set(['behaviour', 'carbon']);

export function isIssued({ issue }: Issuing): boolean {
  return !UNISSUED.has(issue);
}

export function isListed({ issue }: Issuing): boolean {
  return LISTED.has(issue);
}

/** The issuing side of a coupon. `windows`: when the plan runs it, which is when coupons are issued. */
export function couponProgramme(
  plan: Plan,
  written: PlanPromotion,
  issuing: Issuing,
  layer: Layer,
  windows: readonly Window[],
): CouponProgramme {
  const audience = audienceOf(written.audience);
  return {
    promotionId: written.id,
    title: written.title,
    summary: summaryOf(written),
    layer,
    issue: issuing.issue,
    windows,
    grabAt: (issuing.grabAt ?? []).map(minuteOfDay),
    quantityPerGrab: issuing.quantityPerGrab ?? null,
    quantity: issuing.quantity ?? null,
    perPersonMax: issuing.perPersonMax ?? null,
    validForMs: issuing.validFor ?? null,
    audience,
    idleDays: audience.idleDaysMin ?? null,
    holdoutBp: issuing.holdout ?? 0,
    carbonPoints: carbonPointsOf(plan, written.id),
    budgetCapFen: written.budgetCap ?? null,
    trigger: issuing.trigger ?? null,
    words: issuing.words ?? null,
  };
}

/** A coupon outlives the window it was issued in by as long as it lasts. */
export function usableWindows(windows: readonly Window[], { validFor = 0 }: Issuing): readonly Window[] {
  return mergeWindows(windows.map(({ startsAt, endsAt }) => ({ startsAt, endsAt: endsAt + validFor })));
}

/**
 * Once issued, the coupon is the entitlement: one that was fetched in a chat group is used in the app, and the days
 * without an order are over with the order that it brings. A first order it must be where it is for first orders.
 */
export function audienceInUse({ newcomer, regions, qualifications }: Audience): Audience {
  return {
    ...(newcomer !== undefined && { newcomer }),
    ...(regions && { regions }),
    ...(qualifications && { qualifications }),
  };
}

function carbonPointsOf({ promotions = [] }: Plan, couponId: string): number | null {
  for (const promotion of promotions) {
    if (promotion.kind !== 'carbonPoints') continue;
    const exchange = promotion.exchange.find(({ coupon }) => coupon === couponId);
    if (exchange) return exchange.points;
  }
  return null;
}

function minuteOfDay(clock: string): number {
  const [hours, minutes] = clock.split(':').map(Number);
  return hours! * 60 + minutes!;
}
