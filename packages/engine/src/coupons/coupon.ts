/** One coupon in a shopper's hands. Expiry is not a state: from `expiresAt` on it may no longer be frozen. */
export type CouponRow = {
  readonly couponId: string;
  readonly shopperId: string;
  readonly campaignId: string;
  readonly promotionId: string;
  /** How it reached its owner. */
  readonly issue: string;
  readonly claimedAt: number;
  readonly expiresAt: number;
  readonly state: 'available' | 'frozen' | 'used';
  /** The purchase that froze or used it; null while it is available. */
  readonly purchaseId: string | null;
  readonly frozenAt: number | null;
  readonly usedAt: number | null;
  readonly returnedAt: number | null;
};

export type CouponUseRefusal = 'couponUnknown' | 'couponUsed' | 'couponExpired';
type By = { readonly purchaseId: string; readonly at: number };

/** How long a coupon that ran out during a purchase that the seller spoilt is good again (domain §1.7.4). */
const REISSUED_FOR_MS = 7 * 86_400_000;

/** An order takes it. A coupon of somebody else is unknown, whatever it is. */
export function freezeCoupon(
  row: CouponRow | undefined,
  by: By & { readonly shopperId: string },
): CouponRow | CouponUseRefusal {
  if (row === undefined || row.shopperId !== by.shopperId) return 'couponUnknown';
  if (row.state !== 'available') return 'couponUsed';
  if (row.expiresAt <= by.at) return 'couponExpired';
  return { ...row, state: 'frozen', purchaseId: by.purchaseId, frozenAt: by.at };
}

/** The order that froze it was paid. */
export function useCoupon(row: CouponRow, by: By): CouponRow {
  owned(row, 'frozen', by);
  return { ...row, state: 'used', usedAt: by.at };
}

/** The order that froze it was closed without a payment. */
export function releaseCoupon(row: CouponRow, by: By): CouponRow {
  owned(row, 'frozen', by);
  return { ...row, state: 'available', purchaseId: null, frozenAt: null };
}

/**
 * The order had been closed and its payment came all the same: taken again if nobody else took it meanwhile (null
 * otherwise). Its end does not matter any more: the price was promised while it lasted.
 */
export function retakeCoupon(row: CouponRow, by: By): CouponRow | null {
  if (row.state !== 'available') return null;
  return { ...row, state: 'used', purchaseId: by.purchaseId, frozenAt: by.at, usedAt: by.at };
}

/**
 * Everything that carried a share of it came back (domain §1.7.4, V37): available again while it lasts, else it stays
 * used. Where the fault is the seller's, one that ran out is good for another seven days.
 */
export function returnCoupon(row: CouponRow, by: By & { readonly sellersFault: boolean }): CouponRow {
  owned(row, 'used', by);
  const over = row.expiresAt <= by.at;
  if (over && !by.sellersFault) return row;
  return {
    ...row,
    state: 'available',
    purchaseId: null,
    frozenAt: null,
    usedAt: null,
    returnedAt: by.at,
    expiresAt: over ? by.at + REISSUED_FOR_MS : row.expiresAt,
  };
}

function owned(row: CouponRow, state: CouponRow['state'], { purchaseId }: By): void {
  if (row.state !== state || row.purchaseId !== purchaseId)
    throw new Error(
      `coupon ${row.couponId} is ${row.state} by ${row.purchaseId}, not ${state} by ${purchaseId}`,
    );
}
