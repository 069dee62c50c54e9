import { sumFen } from '../money/index.ts';
import { type PromotionIndex, priceCart, type Quote, type QuoteRequest } from '../pricing/index.ts';
import { refundUnits } from './refund.ts';

/** Units of a line that come back. */
export type ReturnedUnits = { readonly lineId: string; readonly quantity: number };

export type ReturnPreview = {
  /** What Dacu pays back for the goods: the frozen shares of the units, whatever the rest would cost (domain §1.7.1). */
  readonly allocatedShareFen: number;
  /** What a shop of its own that counts anew would pay back: paid less the price of what is kept, never below 0 (§1.7.2). */
  readonly recomputeFen: number;
  /**
   * What the parcel would have cost without these units, beyond what it did: a shop that said so before the purchase may
   * keep it back (§1.7.7). 0 where all of it comes back.
   */
  readonly freightDueFen: number;
};

/**
 * What a return of some units of a cart would give back, by each way of counting, so that a shop sees what it would promise
 * before it promises it. What is kept is priced with the coupons and points of the purchase and at its instant.
 */
export function previewReturn(
  request: QuoteRequest,
  index: PromotionIndex,
  returned: readonly ReturnedUnits[],
): ReturnPreview {
  const bought = priceCart(request, index);
  const left = new Map(request.lines.map(({ lineId, quantity }) => [lineId, quantity]));
  const shares = returned.map(({ lineId, quantity }) => {
    const line = bought.lines.find((one) => one.lineId === lineId);
    if (line === undefined) throw new RangeError(`no line ${lineId}`);
    const has = left.get(lineId)!;
    const refund = refundUnits({ ...line, returnedQuantity: line.quantity - has }, quantity);
    if (refund.kind === 'refused') throw new RangeError(`line ${lineId} has ${has} units, not ${quantity}`);
    left.set(lineId, has - quantity);
    return refund.refundFen;
  });
  const kept = request.lines.flatMap((line) => {
    const quantity = left.get(line.lineId)!;
    return quantity > 0 ? [{ ...line, quantity }] : [];
  });
  const rest = kept.length === 0 ? null : priceCart(asKept(request, bought, kept), index);
  return {
    allocatedShareFen: sumFen(shares),
    recomputeFen: Math.max(0, bought.goodsFen - (rest?.goodsFen ?? 0)),
    freightDueFen: rest === null ? 0 : Math.max(0, rest.freightFen - bought.freightFen),
  };
}

function asKept(
  request: QuoteRequest,
  { couponIds, points }: Quote,
  lines: QuoteRequest['lines'],
): QuoteRequest {
  const { services, ...asked } = request;
  const { used } = points;
  return {
    ...asked,
    lines,
    ...(asked.coupons && { coupons: asked.coupons.filter(({ couponId }) => couponIds.includes(couponId)) }),
    ...(services && {
      services: services.filter(({ lineId }) => lines.some((line) => line.lineId === lineId)),
    }),
    ...(asked.points && { points: { balance: used, use: used } }),
  };
}
