import type { ErrorCode } from '@dacu/contract/errors';
import { sumFen } from '@dacu/engine/money';
import { type HeldCoupon, type Quote, STACKING } from '@dacu/engine/pricing';
import type { Edition } from './sources.ts';

/** What offers asks of somebody's coupons: the narrow side of the wallet, so a test can stand in. */
export type WalletSource = {
  heldBy(shopperId: string, at: number): Promise<readonly (HeldCoupon & { readonly campaignId: string })[]>;
  whyNot(shopperId: string, couponId: string, at: number): Promise<CouponFaultCode>;
};
type CouponFaultCode = Extract<ErrorCode, 'couponUnknown' | 'couponUsed' | 'couponExpired'>;

/** A chosen coupon that cannot be taken, and why. */
export type CouponFault = { readonly couponId: string; readonly code: CouponFaultCode };

/** A coupon that an order of the quote takes, and the lines that carry a share of it. */
export type TakenCoupon = {
  readonly couponId: string;
  readonly promotionId: string;
  readonly lineIds: readonly string[];
  readonly savedFen: number;
};

const WITH_FLASH = new Set<string>(STACKING.filter((rule) => rule.withFlash).map((rule) => rule.layer));
const REACH = new WeakMap<Edition, { any: boolean; flash: boolean }>();

/** Could a coupon touch these items at all? Most flash orders need not look for any. */
export function couponsMatter(
  edition: Edition,
  items: readonly { readonly flashPromotionId?: string }[],
): boolean {
  let reach = REACH.get(edition);
  if (reach === undefined) {
    const needing = edition.compiled.promotions.filter(({ needsCoupon }) => needsCoupon);
    reach = {
      any: needing.length > 0,
      flash: needing.some(({ layer, stacksWithFlash }) => stacksWithFlash ?? WITH_FLASH.has(layer)),
    };
    REACH.set(edition, reach);
  }
  return items.some((item) => item.flashPromotionId === undefined) ? reach.any : reach.flash;
}

/** The first of the chosen coupons that is not in hand, with the reason; null when all of them are. */
export async function faultOf(
  wallet: WalletSource,
  input: { shopperId: string; at: number; held: readonly HeldCoupon[]; chosen: readonly string[] },
): Promise<CouponFault | null> {
  const inHand = new Set(input.held.map(({ couponId }) => couponId));
  const couponId = input.chosen.find((id) => !inHand.has(id));
  if (couponId === undefined) return null;
  return { couponId, code: await wallet.whyNot(input.shopperId, couponId, input.at) };
}

/** The coupons that an order of this quote takes, with the lines that carry a share of each. */
export function takenCoupons(quote: Quote, held: readonly HeldCoupon[]): TakenCoupon[] {
  const byId = new Map(held.map((coupon) => [coupon.couponId, coupon]));
  return quote.couponIds.map((couponId): TakenCoupon => {
    const shares = quote.lines.flatMap(({ lineId, allocations }) =>
      allocations.filter((one) => one.couponId === couponId).map(({ fen }) => ({ lineId, fen })),
    );
    const freight = quote.freight.filter((one) => one.couponId === couponId);
    // A freight coupon is carried by the goods of the parcels that it pays for.
    const parcels = quote.lines.filter((line) => freight.some(({ shopId }) => shopId === line.shopId));
    return {
      couponId,
      promotionId: byId.get(couponId)!.promotionId,
      lineIds: [...new Set([...shares, ...parcels].map(({ lineId }) => lineId))],
      savedFen: sumFen([...shares.map(({ fen }) => fen), ...freight.map(({ waivedFen }) => waivedFen)]),
    };
  });
}
