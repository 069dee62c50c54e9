import {
  type CouponRow,
  freezeCoupon,
  releaseCoupon,
  retakeCoupon,
  returnCoupon,
  useCoupon,
} from '@dacu/engine/coupons';
import type { LimitUseRow } from '@dacu/engine/flash-sale';
import type { LaneView, LaneWrite, Need } from '../../../platform/lane/types.ts';
import type { CountedUse, PurchaseBody, PurchaseRow } from './purchase.ts';

/** Coupons of a purchase, and gifts with a limit per person, from frozen to used or back. A purchase without needs and writes nothing here. */
export function couponNeeds(body: PurchaseBody): Need[] {
  const { coupons = [] } = body;
  const uses = usesOf(body);
  if (coupons.length + uses.length === 0) return [];
  return [
    { table: 'coupon', keys: coupons.map(({ couponId }) => couponId) },
    { table: 'limitUse', keys: uses.map(({ limitKey }) => limitKey) },
  ];
}

/** What is counted of coupons and gifts that a person gets so many of. */
function usesOf({ couponUses = [], giftUses = [] }: PurchaseBody) {
  return [...couponUses, ...giftUses];
}

export type CouponsTaken =
  | { readonly kind: 'taken'; readonly writes: readonly LaneWrite[] }
  /** `priceChanged`: one of them was used elsewhere, or ended, since it was priced. */
  | { readonly kind: 'refused'; readonly code: 'priceChanged' | 'couponLimit' };

export function freezeCoupons(view: LaneView, row: PurchaseRow): CouponsTaken {
  const { coupons = [], couponUses = [], giftUses = [] } = row.body;
  const { purchaseId, shopperId, placedAt: at } = row;
  const writes: LaneWrite[] = [];
  for (const { couponId } of coupons) {
    const frozen = freezeCoupon(view.row<CouponRow>('coupon', couponId), { purchaseId, shopperId, at });
    if (typeof frozen === 'string') return { kind: 'refused', code: 'priceChanged' };
    writes.push({ table: 'coupon', key: couponId, row: frozen });
  }
  if (isOver(view, couponUses)) return { kind: 'refused', code: 'couponLimit' };
  // Another order of this person has the gift: what is left to give is another quote.
  if (isOver(view, giftUses)) return { kind: 'refused', code: 'priceChanged' };
  return { kind: 'taken', writes: [...writes, ...countUses(view, row.body, 1, 0)] };
}

/** The purchase was paid in time. */
export function useCoupons(view: LaneView, row: PurchaseRow, at: number): LaneWrite[] {
  return [
    ...moveAll(view, row, (coupon) => useCoupon(coupon, { purchaseId: row.purchaseId, at })),
    ...countUses(view, row.body, -1, 1),
  ];
}

/** The purchase was closed without a payment. */
export function releaseCoupons(view: LaneView, row: PurchaseRow, at: number): LaneWrite[] {
  return [
    ...moveAll(view, row, (coupon) => releaseCoupon(coupon, { purchaseId: row.purchaseId, at })),
    ...countUses(view, row.body, -1, 0),
  ];
}

/** The payment came after the purchase was closed: all of them are taken again, or null. */
export function retakeCoupons(view: LaneView, row: PurchaseRow, at: number): LaneWrite[] | null {
  const { coupons = [] } = row.body;
  const writes: LaneWrite[] = [];
  for (const { couponId } of coupons) {
    const taken = retakeCoupon(rowOf(view, couponId), { purchaseId: row.purchaseId, at });
    if (taken === null) return null;
    writes.push({ table: 'coupon', key: couponId, row: taken });
  }
  if (isOver(view, usesOf(row.body))) return null;
  return [...writes, ...countUses(view, row.body, 0, 1)];
}

/**
 * Coupons of which every line that carried a share has just come back wholly, over all shops of the purchase (V37). What
 * was counted against limits stays counted.
 */
export function returnCoupons(
  view: LaneView,
  input: { before: PurchaseRow; after: PurchaseRow; at: number; sellersFault: boolean },
): LaneWrite[] {
  const { before, after, at, sellersFault } = input;
  return (after.body.coupons ?? [])
    .filter(({ lineIds }) => allBack(after, lineIds) && !allBack(before, lineIds))
    .map(({ couponId }) => {
      const row = returnCoupon(rowOf(view, couponId), { purchaseId: after.purchaseId, at, sellersFault });
      return { table: 'coupon', key: couponId, row };
    });
}

function allBack({ body, returned }: PurchaseRow, lineIds: readonly string[]): boolean {
  return body.orders.every(({ lines }) =>
    lines.every((line) => !lineIds.includes(line.lineId) || returned[line.lineId] === line.quantity),
  );
}

function moveAll(view: LaneView, { body }: PurchaseRow, move: (coupon: CouponRow) => CouponRow): LaneWrite[] {
  return (body.coupons ?? []).map(({ couponId }) => ({
    table: 'coupon',
    key: couponId,
    row: move(rowOf(view, couponId)),
  }));
}

function isOver(view: LaneView, uses: readonly CountedUse[]): boolean {
  return uses.some(({ limitKey, count, max }) => {
    const { held, used } = useOf(view, limitKey);
    return held + used + count > max;
  });
}

function countUses(view: LaneView, body: PurchaseBody, held: number, used: number): LaneWrite[] {
  return usesOf(body).map(({ limitKey, count }) => {
    const use = useOf(view, limitKey);
    const row = { ...use, held: use.held + held * count, used: use.used + used * count };
    if (row.held < 0) throw new RangeError(`${limitKey} would hold ${row.held}`);
    return { table: 'limitUse', key: limitKey, row };
  });
}

function useOf(view: LaneView, limitKey: string): LimitUseRow {
  return view.row<LimitUseRow>('limitUse', limitKey) ?? { limitKey, held: 0, used: 0 };
}

/** A coupon that an order stands on cannot be gone. */
function rowOf(view: LaneView, couponId: string): CouponRow {
  const row = view.row<CouponRow>('coupon', couponId);
  if (row === undefined) throw new Error(`coupon ${couponId} is gone while a purchase counts on it`);
  return row;
}
