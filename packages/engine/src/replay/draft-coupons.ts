import { failedCondition, type HeldCoupon, openWindowAt, type PromotionIndex } from '../pricing/index.ts';
import type { DraftProgramme, PastPurchase, ReplayOptions } from './types.ts';

/** Ways of issuing that reach everybody who is entitled. A grab has winners, and what is hidden, scanned or earned only some find. */
const FOLLOWED: ReadonlySet<string> = new Set(['claim', 'newcomer', 'winBack']);
/** Of one programme in one cart. */
const OFFERED_MAX = 3;

/** The coupons that a purchase has under the draft. */
export type DraftCoupons = {
  at(
    purchase: PastPurchase,
    at: number,
  ): {
    readonly held: readonly HeldCoupon[];
    readonly unknown: number;
    readonly insisted: readonly string[] | null;
  };
  /** Counts what an order took. */
  took(purchase: PastPurchase, couponIds: readonly string[], held: readonly HeldCoupon[]): void;
};

export function openDraftCoupons(
  index: PromotionIndex,
  programmes: readonly DraftProgramme[],
  mode: ReplayOptions['coupons'],
  scale: number,
): DraftCoupons {
  const followed = programmes.filter(({ issue }) => FOLLOWED.has(issue));
  const usedOf = new Map<string, number>();
  const usedBy = new Map<string, number>();

  function issued(purchase: PastPurchase, at: number): HeldCoupon[] {
    const { shopper, region } = purchase;
    return followed.flatMap(({ promotionId, audience, perPersonMax, quantity }) => {
      const open = openWindowAt(index.byId.get(promotionId)?.promotion.windows ?? [], at);
      if (!open || failedCondition(audience, { shopper, region }) !== null) return [];
      const total = quantity === null ? Number.POSITIVE_INFINITY : Math.max(1, Math.round(quantity / scale));
      const own = (perPersonMax ?? OFFERED_MAX) - (usedBy.get(`${shopper.number} ${promotionId}`) ?? 0);
      const count = Math.max(0, Math.min(own, total - (usedOf.get(promotionId) ?? 0), OFFERED_MAX));
      return Array.from({ length: count }, (_, i) => ({
        couponId: `${promotionId} ${i + 1}`,
        promotionId,
        claimedAt: open.startsAt,
        expiresAt: open.endsAt,
      }));
    });
  }

  return {
    at(purchase, at) {
      if (mode === 'none') return NO_COUPONS;
      if (mode === 'issued') return { held: issued(purchase, at), unknown: 0, insisted: null };
      const mine = mode === 'used' ? purchase.coupons.filter(({ used }) => used) : purchase.coupons;
      // A coupon lasts as long after the order as it did.
      const shiftMs = at - purchase.at;
      const held = mine
        .filter(({ promotionId }) => index.byId.get(promotionId)?.promotion.needsCoupon)
        .map(({ couponId, promotionId, claimedAt, expiresAt }) => ({
          ...{ couponId, promotionId },
          claimedAt: claimedAt + shiftMs,
          expiresAt: expiresAt + shiftMs,
        }));
      const used = new Set(purchase.coupons.filter((one) => one.used).map(({ couponId }) => couponId));
      const insisted = held.filter(({ couponId }) => used.has(couponId)).map(({ couponId }) => couponId);
      return {
        held,
        unknown: mine.length - held.length,
        insisted: purchase.insisted && insisted.length > 0 ? insisted : null,
      };
    },
    took({ shopper }, couponIds, held) {
      if (mode !== 'issued') return;
      const promotionOf = new Map(held.map(({ couponId, promotionId }) => [couponId, promotionId]));
      for (const couponId of couponIds) {
        const promotionId = promotionOf.get(couponId)!;
        const own = `${shopper.number} ${promotionId}`;
        usedOf.set(promotionId, (usedOf.get(promotionId) ?? 0) + 1);
        usedBy.set(own, (usedBy.get(own) ?? 0) + 1);
      }
    },
  };
}

const NO_COUPONS = { held: [], unknown: 0, insisted: null };
