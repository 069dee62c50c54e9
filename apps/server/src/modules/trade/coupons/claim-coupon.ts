import type { ErrorCode } from '@dacu/contract/errors';
import { type CouponRow, claimableAt } from '@dacu/engine/coupons';
import type { LimitUseRow } from '@dacu/engine/flash-sale';
import { type CapShort, type CapTake, capNeeds, spendFrom } from '../../../platform/lane/caps.ts';
import type { LaneHandler, LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import { limitKeyOf } from '../offers/index.ts';
import { normaliseCode } from './codes.ts';
import type { CouponsDeps } from './index.ts';
import {
  capsOf,
  expiryOf,
  isClaimed,
  isMeantFor,
  limitSubjectOf,
  needsCode,
  type Programme,
  programmesOf,
  ZONE_OFFSET_MS,
} from './programmes.ts';
import * as store from './store.ts';

export type ClaimInput = {
  readonly at: number;
  readonly shopperId: string;
  readonly channel: string;
  readonly idempotencyKey: string;
  readonly promotionId?: string | undefined;
  readonly code?: string | undefined;
  /** Its keyed hash. */
  readonly phone?: string | undefined;
};
export type Refused = {
  readonly kind: 'refused';
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;
};
export type ClaimAnswer =
  | { readonly kind: 'claimed'; readonly coupon: CouponRow; readonly replayed: boolean }
  | Refused;

export type IssuePayload = {
  readonly claimKey: string;
  readonly bodyHash: string;
  readonly coupon: CouponRow;
  /** Each counts one more; none of them may go over its limit. */
  readonly limits: readonly { readonly limitKey: string; readonly max: number }[];
  readonly takes: readonly CapTake[];
  readonly nodeId: string;
};

/**
 * A shopper claims a coupon: gather (programme, hours, audience, code) → decide in the lane (key, limits, pieces) → apply.
 * The same key gives the same coupon again. Refuses with `notFound`, `couponCodeWrong`, `couponEnded`, `couponNotForYou`,
 * `couponNotOpen` (`opensAt`), `couponLimit`, `couponGone` or `idempotencyKeyReused`.
 */
export async function claimCoupon(deps: CouponsDeps, input: ClaimInput): Promise<ClaimAnswer> {
  const claim = {
    claimKey: `${input.shopperId}:${input.idempotencyKey}`,
    bodyHash: `${input.promotionId ?? ''}|${normaliseCode(input.code ?? '')}|${input.phone ?? ''}`,
  };
  const found = await claimedProgramme(deps, input);
  // A retry whose first try got the coupon is told so, although the hour is over by now.
  if ('kind' in found) return knownOr(deps, claim, found);
  const { programme, grab } = found;
  const subject = limitSubjectOf(programme, grab.startsAt);
  const max = programme.perPersonMax;
  const people = [
    limitKeyOf(subject, 'account', input.shopperId),
    ...(input.phone === undefined ? [] : [limitKeyOf(subject, 'phone', input.phone)]),
  ];
  return issueCoupon(deps, {
    ...{ at: input.at, shopperId: input.shopperId, claim, programme, grabStartsAt: grab.startsAt },
    limits: max === null ? [] : people.map((limitKey) => ({ limitKey, max })),
  });
}

type Found = { readonly programme: Programme; readonly grab: { readonly startsAt: number } };

/** The programme that is meant, if this shopper may claim of it now as far as is known outside the lane. */
async function claimedProgramme(deps: CouponsDeps, input: ClaimInput): Promise<Found | Refused> {
  const { at, promotionId, code } = input;
  const edition = await deps.plan.editionAt(at);
  const programmes = edition === null ? [] : programmesOf(edition);
  const typed = code === undefined ? null : normaliseCode(code);
  const programme = programmes.find(
    (one) =>
      (promotionId === undefined || one.promotionId === promotionId) &&
      (typed === null || (needsCode(one) && deps.codeOf(one) === typed)),
  );
  if (programme === undefined) return refuse(typed === null ? 'notFound' : 'couponCodeWrong');
  if (!isClaimed(programme)) return refuse('couponNotForYou');
  if (needsCode(programme) && typed === null) return refuse('couponCodeWrong');
  if ((await deps.offers.stoppedPromotionIds(at)).includes(programme.promotionId))
    return refuse('couponEnded');
  const open = claimableAt(programme, at, ZONE_OFFSET_MS);
  if (open.kind === 'refused' && open.reason === 'couponEnded') return refuse('couponEnded');
  // Who may comes before when: nobody should wait for an hour that is not theirs.
  const profile = await deps.members.profiles.of(input.shopperId, at);
  if (!isMeantFor(programme, { ...profile, channel: input.channel })) return refuse('couponNotForYou');
  if (open.kind === 'refused') return refuse(open.reason, { opensAt: open.opensAt });
  return { programme, grab: open.grab };
}

/** Gives one coupon of a programme to a shopper, within its limits and its pieces. */
export async function issueCoupon(
  deps: CouponsDeps,
  input: {
    at: number;
    shopperId: string;
    claim: { claimKey: string; bodyHash: string };
    programme: Programme;
    grabStartsAt: number;
    limits: IssuePayload['limits'];
  },
): Promise<ClaimAnswer> {
  const { at, shopperId, claim, programme, limits } = input;
  const terms = capsOf(programme, input.grabStartsAt);
  await deps.putCaps(terms);
  const takes = terms.map(({ capId }) => ({ capId, amount: 1 }));
  const coupon: CouponRow = {
    couponId: deps.ids.next('cp'),
    shopperId,
    campaignId: programme.campaignId,
    promotionId: programme.promotionId,
    issue: programme.issue,
    claimedAt: at,
    expiresAt: expiryOf(programme, at),
    state: 'available',
    purchaseId: null,
    frozenAt: null,
    usedAt: null,
    returnedAt: null,
  };
  const { nodeId } = deps.caps;
  const answer = await deps.caps.within(() =>
    deps.lane.submit<ClaimAnswer | CapShort>({
      kind: 'issueCoupon',
      at,
      needs: [
        { table: 'couponClaim', keys: [claim.claimKey] },
        { table: 'limitUse', keys: limits.map(({ limitKey }) => limitKey) },
        { table: 'coupon', keys: [coupon.couponId] },
        ...capNeeds(takes, nodeId),
      ],
      payload: { ...claim, coupon, limits, takes, nodeId } satisfies IssuePayload,
    }),
  );
  return answer.kind === 'capShort' ? refuse('couponGone') : answer;
}

export const issueCouponHandler: LaneHandler<IssuePayload, ClaimAnswer | CapShort> = {
  kind: 'issueCoupon',
  decide(view, { payload }) {
    const { claimKey, bodyHash, coupon, limits, takes, nodeId } = payload;
    const known = view.row<store.CouponClaimRow>('couponClaim', claimKey);
    if (known !== undefined) return { answer: replay(known, bodyHash) };
    const uses = countOne(view, limits);
    if (uses === null) return { answer: refuse('couponLimit') };
    const pieces = spendFrom(view, takes, nodeId);
    if (pieces.kind === 'capShort') return { answer: pieces };
    const claimRow: store.CouponClaimRow = {
      ...{ claimKey, bodyHash, couponId: coupon.couponId, coupon },
      counted: { limits, takes },
    };
    return {
      answer: { kind: 'claimed', coupon, replayed: false },
      writes: [
        { table: 'couponClaim', key: claimKey, row: claimRow },
        { table: 'coupon', key: coupon.couponId, row: coupon },
        ...uses,
        ...pieces.writes,
      ],
    };
  },
};

/** One more under each key, or null where a limit is reached. */
function countOne(view: LaneView, limits: IssuePayload['limits']): LaneWrite[] | null {
  const writes: LaneWrite[] = [];
  for (const { limitKey, max } of limits) {
    const use = view.row<LimitUseRow>('limitUse', limitKey) ?? { limitKey, held: 0, used: 0 };
    if (use.held + use.used >= max) return null;
    writes.push({ table: 'limitUse', key: limitKey, row: { ...use, used: use.used + 1 } });
  }
  return writes;
}

async function knownOr(
  deps: CouponsDeps,
  claim: { claimKey: string; bodyHash: string },
  refusal: Refused,
): Promise<ClaimAnswer> {
  const known = await store.readClaim(deps.db, claim.claimKey);
  return known === null ? refusal : replay(known, claim.bodyHash);
}

function replay(known: store.CouponClaimRow, bodyHash: string): ClaimAnswer {
  if (known.bodyHash !== bodyHash) return refuse('idempotencyKeyReused');
  return { kind: 'claimed', coupon: known.coupon, replayed: true };
}

function refuse(code: ErrorCode, extra: Refused['extra'] = {}): Refused {
  return { kind: 'refused', code, extra };
}
