import type { CouponIssue, CouponProgramme } from '@dacu/contract/plan';
import {
  type FailedCondition,
  failedCondition,
  openWindowAt,
  type Promotion,
  type Shopper,
} from '@dacu/engine/pricing';
import type { CapTerms } from '../../../platform/lane/escrow.ts';
import type { Edition } from './index.ts';

/** Local time of a sale; Asia/Shanghai keeps one offset all year (domain §0). */
export const ZONE_OFFSET_MS = 8 * 3_600_000;

/** A programme of the edition beside the promotion whose coupons it gives out. */
export type Programme = CouponProgramme & {
  readonly campaignId: string;
  readonly editionNo: number;
  readonly promotion: Promotion;
};

/** Those that somebody asks for; the others are given by the sale itself. */
const CLAIMED: ReadonlySet<CouponIssue> = new Set(['claim', 'newcomer', 'timedGrab', 'qr', 'hidden']);
const BY_CODE: ReadonlySet<CouponIssue> = new Set(['qr', 'hidden']);
/** Those that the coupon centre shows: a hidden coupon is found, not listed. */
const LISTED: ReadonlySet<CouponIssue> = new Set(['claim', 'newcomer', 'timedGrab', 'qr']);

export const isClaimed = ({ issue }: Programme): boolean => CLAIMED.has(issue);
export const needsCode = ({ issue }: Programme): boolean => BY_CODE.has(issue);
export const isListed = ({ issue }: Programme): boolean => LISTED.has(issue);

const known = new WeakMap<Edition, readonly Programme[]>();

/** Programmes of promotions that the engine executes, in the order of the plan. */
export function programmesOf(edition: Edition): readonly Programme[] {
  let programmes = known.get(edition);
  if (programmes === undefined) {
    const { promotions, coupons = [] } = edition.compiled;
    const byId = new Map(promotions.map((promotion) => [promotion.id, promotion]));
    programmes = coupons.flatMap((programme) => {
      const promotion = byId.get(programme.promotionId);
      if (promotion === undefined || !promotion.needsCoupon) return [];
      const { campaignId, editionNo } = edition;
      return [{ ...programme, campaignId, editionNo, promotion }];
    });
    known.set(edition, programmes);
  }
  return programmes;
}

/** The caps that one coupon of a lot is taken from. */
export function capsOf(programme: Programme, grabStartsAt: number): CapTerms[] {
  const { campaignId, promotionId, quantity, quantityPerGrab, editionNo: version } = programme;
  const name = `${campaignId}:${promotionId}`;
  return [
    ...(quantity === null ? [] : [{ capId: `coupons:${name}`, total: quantity, version }]),
    ...(quantityPerGrab === null
      ? []
      : [{ capId: `grab:${name}:${grabStartsAt}`, total: quantityPerGrab, version }]),
  ];
}

/** What is limited per person: a lot where there are lots, else the programme. */
export function limitSubjectOf({ campaignId, promotionId, grabAt }: Programme, grabStartsAt: number): string {
  return `coupon:${campaignId}:${promotionId}${grabAt.length === 0 ? '' : `:${grabStartsAt}`}`;
}

/** What keeps this shopper from it, if anything does. Where the goods go is asked when they are ordered. */
export function unmetCondition({ audience }: Programme, shopper: Shopper): FailedCondition | null {
  const { regions: _, ...who } = audience;
  return failedCondition(who, { shopper, region: undefined });
}
export const isMeantFor = (programme: Programme, shopper: Shopper): boolean =>
  unmetCondition(programme, shopper) === null;

/** When a coupon claimed at `at` ends: after its time, or with the window it was issued in; never after its promotion. */
export function expiryOf({ validForMs, windows, promotion }: Programme, at: number): number {
  const lastEnd = promotion.windows.at(-1)?.endsAt ?? at;
  const issuedIn = openWindowAt(windows, at);
  return Math.min(lastEnd, validForMs === null ? (issuedIn?.endsAt ?? lastEnd) : at + validForMs);
}
