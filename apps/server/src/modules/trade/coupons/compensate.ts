import { type ClaimAnswer, issueCoupon } from './claim-coupon.ts';
import type { CouponsDeps } from './index.ts';
import { programmesOf } from './programmes.ts';

export type CompensateInput = {
  readonly at: number;
  /** The operator's name. */
  readonly by: string;
  readonly idempotencyKey: string;
  readonly promotionId: string;
  readonly shopperId: string;
};

/**
 * Gives a shopper a coupon of a compensation programme. Refuses with `notFound` (no such programme, or no such shopper),
 * `couponGone` or `idempotencyKeyReused`.
 */
export async function compensate(deps: CouponsDeps, input: CompensateInput): Promise<ClaimAnswer> {
  const { at, promotionId, shopperId } = input;
  const edition = await deps.plan.editionAt(at);
  const programme = (edition === null ? [] : programmesOf(edition)).find(
    (one) => one.promotionId === promotionId && one.issue === 'compensation',
  );
  if (programme === undefined || !(await deps.members.shoppers.exists(shopperId)))
    return { kind: 'refused', code: 'notFound', extra: {} };
  return issueCoupon(deps, {
    ...{ at, shopperId, programme, grabStartsAt: 0, limits: [] },
    claim: {
      claimKey: `operator ${input.by}:${input.idempotencyKey}`,
      bodyHash: `${promotionId}|${shopperId}`,
    },
  });
}
