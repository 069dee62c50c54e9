import { refundUnits } from '@dacu/engine/ledger';
import type { Actor } from '@dacu/engine/order-life';
import type { Allocation } from '@dacu/engine/pricing';
import type { DueDraft, LaneView, LaneWrite, Need, OutboxDraft } from '../../../platform/lane/types.ts';
import {
  linesOf,
  type OrderLine,
  orderServicesFenOf,
  type PurchaseRow,
  paymentIdsOf,
  refundPayments,
  returnCoupons,
  returnPoints,
  returnPointsNeeds,
  type ShopOrder,
  stepPurchase,
} from '../orders/index.ts';
import type { PaymentRefund } from '../payment/index.ts';
import { protectionKey } from '../protection/index.ts';
import { lessProtection } from './less-protection.ts';
import type { ReturnedLine, ReturnRow, Tenders } from './return-row.ts';

/**
 * What goes back when units are refunded: money, points, coupons, and the rows that say so. Goods are not part of it: they
 * may never have left, be on a shelf again, or be lost.
 */
export type RefundInput = {
  readonly purchase: PurchaseRow;
  readonly at: number;
  readonly claimKey: string;
  readonly returnId: string;
  readonly bodyHash: string;
  readonly reason: string;
  readonly sellersFault: boolean;
  readonly units: readonly RefundedUnits[];
  /** Gifts that stay with the shopper, by promotion. */
  readonly keptGifts: readonly string[];
  readonly by: Actor;
  /** Whether the freight of an order that is wholly back goes back too: not where it was used and nobody is at fault. */
  freightBack(order: ShopOrder): boolean;
  /** Set where a case brings it: the goods move by its own events. */
  readonly caseId?: string;
};
export type RefundedUnits = {
  readonly lineId: string;
  readonly quantity: number;
  /** Kept of the line's refund, which never falls below 0. */
  readonly deductFen?: number;
};

export type RefundDecided = {
  readonly row: ReturnRow;
  readonly freightFen: number;
  /** Of services that cover a whole order, as an insurance of its way back. */
  readonly premiumFen: number;
  readonly protectedFen: number;
  readonly couponsBack: number;
  readonly writes: readonly LaneWrite[];
  readonly events: readonly OutboxDraft[];
  readonly due: readonly DueDraft[];
};

/** Rows that a refund of these lines reads or changes. */
export function refundNeeds(
  purchase: PurchaseRow,
  lines: readonly { readonly lineId: string }[],
  returnId: string,
): Need[] {
  const { purchaseId, body } = purchase;
  return [
    { table: 'purchase', keys: [purchaseId] },
    { table: 'payment', keys: paymentIdsOf(purchase) },
    { table: 'coupon', keys: (body.coupons ?? []).map(({ couponId }) => couponId) },
    { table: 'protection', keys: lines.map(({ lineId }) => protectionKey(purchaseId, lineId)) },
    ...returnPointsNeeds(purchase, returnId),
  ];
}

/** Null when a line is not in the purchase or has fewer units left. */
export function decideRefund(view: LaneView, input: RefundInput): RefundDecided | null {
  const { purchase, at, claimKey, returnId, bodyHash, reason, by } = input;
  const { purchaseId } = purchase;
  const shares = refundsOf(purchase, input.units);
  if (shares === null) return null;
  const { lines: unprotected, writes: protection } = lessProtection(view, purchase, shares);
  const lines = lessDeductions(unprotected, input.units);

  const after = withReturned(purchase, input.units);
  const { freightFen, premiumFen } = freightDue(purchase, after, input);
  const wholeFen = lines.reduce((sum, line) => sum + line.refundFen, 0) + freightFen + premiumFen;
  const giftsFen = Math.min(wholeFen, keptGiftsFen(purchase, after, input.keptGifts));
  const dueFen = wholeFen - giftsFen;
  const { points, writes: pointsWrites } = returnPoints(view, {
    ...{ before: purchase, after, at, returnId, refundFen: dueFen },
  });
  const refundFen = dueFen - points.shortFen;
  const returned: PurchaseRow = {
    ...after,
    refundedFen: purchase.refundedFen + refundFen,
    state: isWhole(after) && stepPurchase(purchase, 'refundAll', by) === 'refunded' ? 'refunded' : 'paid',
  };
  const coupons = returnCoupons(view, {
    ...{ before: purchase, after: returned, at, sellersFault: input.sellersFault },
  });
  const row: ReturnRow = {
    ...{ claimKey, returnId, bodyHash, purchaseId, refundFen, reason, lines, at },
    beside: { points, giftsFen },
  };
  const refund: PaymentRefund = { refundId: returnId, fen: refundFen, at, reason: 'return' };
  // A present was never paid for.
  const back =
    purchase.paymentId === null
      ? { writes: [], due: [] }
      : refundPayments(view, purchase, refund, input.units);
  return {
    ...{ row, freightFen, premiumFen },
    protectedFen: lines.reduce((sum, line) => sum + (line.protectedFen ?? 0), 0),
    couponsBack: coupons.filter(({ row: coupon }) => (coupon as { state: string }).state === 'available')
      .length,
    writes: [
      { table: 'returnClaim', key: claimKey, row },
      { table: 'purchase', key: purchaseId, row: returned },
      ...back.writes,
      ...protection,
      ...pointsWrites,
      ...coupons,
    ],
    events: [
      {
        type: 'purchase.refunded',
        aggregate: purchaseId,
        at,
        data: {
          ...{ purchaseId, refundId: returnId, refundFen, lines, by },
          ...(input.caseId !== undefined && { caseId: input.caseId }),
        },
      },
    ],
    due: back.due,
  };
}

function refundsOf(purchase: PurchaseRow, asked: readonly RefundedUnits[]): ReturnedLine[] | null {
  const lines = new Map(linesOf(purchase.body).map((line) => [line.lineId, line]));
  const refunds: ReturnedLine[] = [];
  for (const { lineId, quantity } of asked) {
    const line = lines.get(lineId);
    if (line === undefined) return null;
    const refund = refundUnits({ ...line, returnedQuantity: purchase.returned[lineId] ?? 0 }, quantity);
    if (refund.kind === 'refused') return null;
    const tenders = tendersOf(refund.shares);
    refunds.push({
      ...{ lineId, skuId: line.skuId, quantity, refundFen: refund.refundFen + servicesShare(line, quantity) },
      ...(Object.keys(tenders).length > 0 && { tenders }),
    });
  }
  return refunds;
}

function lessDeductions(lines: readonly ReturnedLine[], units: readonly RefundedUnits[]): ReturnedLine[] {
  return lines.map((line) => {
    const deductFen = units.find(({ lineId }) => lineId === line.lineId)?.deductFen ?? 0;
    if (deductFen === 0) return line;
    const deductedFen = Math.min(line.refundFen, deductFen);
    return { ...line, refundFen: line.refundFen - deductedFen, deductedFen };
  });
}

/** Services charged unit by unit go back with the units that they were charged for. */
function servicesShare({ services = [], quantity: bought }: OrderLine, quantity: number): number {
  const byUnit = services.filter(({ perOrder }) => !perOrder);
  return (byUnit.reduce((sum, { chargedFen }) => sum + chargedFen, 0) / bought) * quantity;
}

/**
 * Gifts whose goods have just come back wholly, and that the shopper keeps: at what they are said to be worth (domain §1.7.6).
 * While some of its goods stay, so does a gift.
 */
function keptGiftsFen(before: PurchaseRow, after: PurchaseRow, kept: readonly string[]): number {
  return (after.body.gifts ?? [])
    .filter(({ promotionId, lineIds = [] }) => {
      const goods = { lines: linesOf(after.body).filter(({ lineId }) => lineIds.includes(lineId)) };
      if (goods.lines.length === 0 || !kept.includes(promotionId)) return false;
      return orderIsWhole(after, goods) && !orderIsWhole(before, goods);
    })
    .reduce((sum, { valueFen, quantity }) => sum + valueFen * quantity, 0);
}

const TENDERS: Readonly<Record<string, keyof Tenders>> = {
  redPacket: 'redPacketFen',
  points: 'pointsFen',
  subsidy: 'subsidyFen',
};

function tendersOf(shares: readonly Allocation[]): Partial<Tenders> {
  const tenders: Partial<Record<keyof Tenders, number>> = {};
  for (const { layer, fen } of shares) {
    const tender = TENDERS[layer];
    if (tender !== undefined) tenders[tender] = (tenders[tender] ?? 0) + fen;
  }
  return tenders;
}

function withReturned(purchase: PurchaseRow, asked: readonly RefundedUnits[]): PurchaseRow {
  const returned = { ...purchase.returned };
  for (const { lineId, quantity } of asked) returned[lineId] = (returned[lineId] ?? 0) + quantity;
  return { ...purchase, returned };
}

/**
 * The freight of those shops' orders that became wholly returned just now, and what was paid to insure their way back:
 * the insurance ran from when the goods left, so it goes back where the freight does.
 */
function freightDue(
  before: PurchaseRow,
  after: PurchaseRow,
  { freightBack }: Pick<RefundInput, 'freightBack'>,
): { readonly freightFen: number; readonly premiumFen: number } {
  const orders = before.body.orders.filter(
    (order) => orderIsWhole(after, order) && !orderIsWhole(before, order) && freightBack(order),
  );
  return {
    freightFen: orders.reduce((sum, order) => sum + order.freightFen, 0),
    premiumFen: orders.reduce((sum, order) => sum + orderServicesFenOf(order), 0),
  };
}

function orderIsWhole(purchase: PurchaseRow, order: Pick<ShopOrder, 'lines'>): boolean {
  return order.lines.every((line) => purchase.returned[line.lineId] === line.quantity);
}

function isWhole(purchase: PurchaseRow): boolean {
  return purchase.body.orders.every((order) => orderIsWhole(purchase, order));
}
