import type { CouponList, CouponView } from '@dacu/contract/api';
import type { CouponRow } from '@dacu/engine/coupons';
import { faceOf } from './face.ts';
import type { CouponStateFilter, CouponsDeps, Edition } from './index.ts';
import * as store from './store.ts';

const LISTED_MAX = 200;

/** The shopper's coupons, those that end first in front; what has ended comes after what can be used. */
export async function presentList(
  deps: CouponsDeps,
  { at, shopperId, state }: { at: number; shopperId: string; state?: CouponStateFilter | undefined },
): Promise<CouponList> {
  const [rows, counts, edition] = await Promise.all([
    store.listCoupons(deps.db, { shopperId, at, state: state ?? null, limit: LISTED_MAX }),
    store.countByState(deps.db, shopperId, at),
    deps.plan.editionAt(at),
  ]);
  return { coupons: rows.map((row) => viewOf(row, edition, at)), counts };
}

export async function presentCoupon(deps: CouponsDeps, at: number, row: CouponRow): Promise<CouponView> {
  return viewOf(row, await deps.plan.editionAt(at), at);
}

function viewOf(row: CouponRow, edition: Edition | null, at: number): CouponView {
  const promotion =
    row.campaignId === edition?.campaignId
      ? edition.compiled.promotions.find(({ id }) => id === row.promotionId)
      : undefined;
  const listed = edition?.compiled.promotionList?.find(({ id }) => id === row.promotionId);
  const title = promotion?.title ?? { zh: row.promotionId, en: row.promotionId };
  return {
    couponId: row.couponId,
    promotionId: row.promotionId,
    title,
    terms: promotion === undefined ? title : (listed?.summary ?? title),
    face: promotion === undefined ? null : faceOf(promotion.rule),
    layer: promotion?.layer ?? 'platformCoupon',
    issue: row.issue as CouponView['issue'],
    // Of a plan that no longer has it, or of another campaign: it can no longer be used.
    state:
      row.state === 'available' && (row.expiresAt <= at || promotion === undefined) ? 'expired' : row.state,
    claimedAt: row.claimedAt,
    expiresAt: row.expiresAt,
    usedAt: row.usedAt,
    returnedAt: row.returnedAt,
    purchaseId: row.purchaseId,
  };
}
