/** Long because a return moves goods, money, coupons, points and boxes in one decision. */
import type { ErrorCode } from '@dacu/contract/errors';
import { refundUnits, returnStock, type StockRow } from '@dacu/engine/ledger';
import type { Allocation } from '@dacu/engine/pricing';
import type { LaneHandler, LaneWrite } from '../../../platform/lane/types.ts';
import { boxNeeds, returnBoxes } from '../draws/index.ts';
import {
  bodyHashOf,
  linesOf,
  type OrderLine,
  type PointsReturned,
  type PurchaseRow,
  paymentIdsOf,
  refundPayments,
  returnCoupons,
  returnPoints,
  returnPointsNeeds,
  type ShopOrder,
  servicesFenOf,
} from '../orders/index.ts';
import type { PaymentRefund } from '../payment/index.ts';
import { protectionKey } from '../protection/index.ts';
import type { AftercareDeps } from './index.ts';
import { lessProtection } from './less-protection.ts';
import type { Standings } from './standings.ts';

export type ReturnInput = {
  readonly at: number;
  readonly shopperId: string;
  readonly idempotencyKey: string;
  readonly purchaseId: string;
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
  readonly reason: string;
  /** Gifts that stay with the shopper, by promotion. */
  readonly keptGifts?: readonly string[] | undefined;
};
export type ReturnedLine = {
  readonly lineId: string;
  readonly skuId: string;
  readonly quantity: number;
  /** Services of the units included. */
  readonly refundFen: number;
  /** Price protection that had been paid on the units, so that `refundFen` is less by it; left out where there was none. */
  readonly protectedFen?: number;
  /** What the units had been paid with beside money, in fen; left out where there was nothing of it. */
  readonly tenders?: Partial<Tenders>;
};
/** Red packets, points and subsidies that units carried: told to the shopper, never part of `refundFen` (domain §1.7.3). */
export type Tenders = {
  readonly redPacketFen: number;
  readonly pointsFen: number;
  readonly subsidyFen: number;
};
/** A row of `return_request`: the claim, the return and its answer in one. */
export type ReturnRow = {
  readonly claimKey: string;
  readonly returnId: string;
  readonly bodyHash: string;
  readonly purchaseId: string;
  readonly refundFen: number;
  readonly reason: string;
  readonly lines: readonly ReturnedLine[];
  /** What moved beside the goods and their money; null in returns from before there was any of it. */
  readonly beside: ReturnedBeside | null;
  readonly at: number;
};
export type ReturnedBeside = {
  readonly points: PointsReturned;
  /** Kept of the refund for gifts that stay with the shopper. */
  readonly giftsFen: number;
};
export type ReturnAnswer =
  | { readonly kind: 'returned'; readonly row: ReturnRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode };
type ReturnPayload = Pick<ReturnRow, 'claimKey' | 'returnId' | 'bodyHash' | 'purchaseId' | 'reason'> & {
  readonly lines: ReturnInput['lines'];
  readonly keptGifts: readonly string[];
};

/**
 * Returns units of a paid purchase and refunds their frozen share. Refuses with `notFound`, `notPaid`,
 * `nothingToReturn` (more than is left of a line, or a line that is not there) or `idempotencyKeyReused`.
 */
export async function returnLines(deps: AftercareDeps, input: ReturnInput): Promise<ReturnAnswer> {
  const { at, shopperId, purchaseId, reason } = input;
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  if (purchase === null) return { kind: 'refused', code: 'notFound' };
  if (purchase.paymentId === null) return { kind: 'refused', code: 'notPaid' };
  const lines = mergeLines(input.lines);
  const keptGifts = [...new Set(input.keptGifts)].sort();
  const claimKey = `${shopperId}:${input.idempotencyKey}`;
  const returnId = deps.ids.next('re');
  return deps.lane.submit<ReturnAnswer>({
    kind: 'returnLines',
    at,
    needs: [
      { table: 'purchase', keys: [purchaseId] },
      { table: 'payment', keys: paymentIdsOf(purchase) },
      { table: 'returnClaim', keys: [claimKey] },
      { table: 'stock', keys: linesOf(purchase.body).map((line) => line.skuId) },
      ...boxNeeds(purchase.body.boxes),
      { table: 'coupon', keys: (purchase.body.coupons ?? []).map(({ couponId }) => couponId) },
      { table: 'protection', keys: lines.map(({ lineId }) => protectionKey(purchaseId, lineId)) },
      ...returnPointsNeeds(purchase, returnId),
      ...deps.standings.needs(purchase),
    ],
    payload: {
      claimKey,
      returnId,
      bodyHash: bodyHashOf({ purchaseId, lines, reason, ...(keptGifts.length > 0 && { keptGifts }) }),
      purchaseId,
      lines,
      reason,
      keptGifts,
    } satisfies ReturnPayload,
  });
}

/** Reasons of a return that are not the buyer's. */
const SELLERS_FAULT: ReadonlySet<string> = new Set(['quality', 'wrongItem', 'late']);

export const returnLinesHandler = (standings: Standings): LaneHandler<ReturnPayload, ReturnAnswer> => ({
  kind: 'returnLines',
  decide(view, { at, payload }) {
    const known = view.row<ReturnRow>('returnClaim', payload.claimKey);
    if (known !== undefined)
      return {
        answer:
          known.bodyHash === payload.bodyHash
            ? { kind: 'returned', row: known }
            : { kind: 'refused', code: 'idempotencyKeyReused' },
      };
    const purchase = view.row<PurchaseRow>('purchase', payload.purchaseId)!;
    if (purchase.state !== 'paid')
      return {
        answer: { kind: 'refused', code: purchase.state === 'refunded' ? 'nothingToReturn' : 'notPaid' },
      };
    const refunds = refundsOf(purchase, payload.lines);
    if (refunds === null) return { answer: { kind: 'refused', code: 'nothingToReturn' } };
    if (hasLeft(standings.of(view, purchase), purchase, payload.lines))
      return { answer: { kind: 'refused', code: 'returnNeedsCase' } };
    const { lines, writes: protection } = lessProtection(view, purchase, refunds);

    const boxes = returnBoxes(view, purchase.body.boxes, payload.lines, {
      at,
      sellersFault: SELLERS_FAULT.has(payload.reason),
    });
    if (boxes === null) return { answer: { kind: 'refused', code: 'boxOpened' } };

    const after = withReturned(purchase, payload.lines);
    const goodsFen = lines.reduce((sum, line) => sum + line.refundFen, 0);
    const wholeFen = goodsFen + freightDue(purchase, after);
    const giftsFen = Math.min(wholeFen, keptGiftsFen(purchase, after, payload.keptGifts));
    const dueFen = wholeFen - giftsFen;
    const { claimKey, returnId, bodyHash, purchaseId, reason } = payload;
    const { points, writes: pointsWrites } = returnPoints(view, {
      ...{ before: purchase, after, at, returnId, refundFen: dueFen },
    });
    const refundFen = dueFen - points.shortFen;
    const returned: PurchaseRow = {
      ...after,
      refundedFen: purchase.refundedFen + refundFen,
      state: isWhole(after) ? 'refunded' : 'paid',
    };
    const row: ReturnRow = {
      ...{ claimKey, returnId, bodyHash, purchaseId, refundFen, reason, lines, at },
      beside: { points, giftsFen },
    };
    const refund: PaymentRefund = { refundId: returnId, fen: refundFen, at, reason: 'return' };
    const back = refundPayments(view, purchase, refund, payload.lines);
    return {
      answer: { kind: 'returned', row },
      writes: [
        { table: 'returnClaim', key: claimKey, row },
        { table: 'purchase', key: purchaseId, row: returned },
        ...back.writes,
        ...lines.map(
          (line): LaneWrite => ({
            table: 'stock',
            key: line.skuId,
            // Nothing ships yet, so what was paid is still in the warehouse.
            row: returnStock(view.row<StockRow>('stock', line.skuId)!, line.quantity, 'locked'),
          }),
        ),
        ...boxes,
        ...protection,
        ...pointsWrites,
        ...returnCoupons(view, {
          ...{ before: purchase, after: returned, at },
          sellersFault: SELLERS_FAULT.has(reason),
        }),
      ],
      events: [
        {
          type: 'purchase.refunded',
          aggregate: purchaseId,
          at,
          data: { purchaseId, refundId: returnId, refundFen, lines, by: 'shopper' },
        },
      ],
      due: back.due,
    };
  },
});

/** More of a line is asked for than has neither left nor come back. */
function hasLeft(
  standing: ReturnType<Standings['of']>,
  { body, returned }: PurchaseRow,
  asked: ReturnInput['lines'],
): boolean {
  const quantities = new Map(linesOf(body).map(({ lineId, quantity }) => [lineId, quantity]));
  return asked.some(({ lineId, quantity }) => {
    const left = quantities.get(lineId)! - (returned[lineId] ?? 0) - (standing.get(lineId)?.shipped ?? 0);
    return quantity > left;
  });
}

/** Null when a line is not in the purchase or has fewer units left. */
function refundsOf(purchase: PurchaseRow, asked: ReturnInput['lines']): ReturnedLine[] | null {
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

/** Services are charged unit by unit, and go back with the units that they were charged for. */
function servicesShare(line: OrderLine, quantity: number): number {
  return (servicesFenOf(line) / line.quantity) * quantity;
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

/** Over the lines of one return. */
export function sumTenders(lines: readonly ReturnedLine[]): Tenders {
  const sum = (tender: keyof Tenders) =>
    lines.reduce((total, { tenders }) => total + (tenders?.[tender] ?? 0), 0);
  return { redPacketFen: sum('redPacketFen'), pointsFen: sum('pointsFen'), subsidyFen: sum('subsidyFen') };
}

function withReturned(purchase: PurchaseRow, asked: ReturnInput['lines']): PurchaseRow {
  const returned = { ...purchase.returned };
  for (const { lineId, quantity } of asked) returned[lineId] = (returned[lineId] ?? 0) + quantity;
  return { ...purchase, returned };
}

/** The freight of those shops' orders that became wholly returned just now. */
function freightDue(before: PurchaseRow, after: PurchaseRow): number {
  return before.body.orders
    .filter((order) => orderIsWhole(after, order) && !orderIsWhole(before, order))
    .reduce((sum, order) => sum + order.freightFen, 0);
}

function orderIsWhole(purchase: PurchaseRow, order: Pick<ShopOrder, 'lines'>): boolean {
  return order.lines.every((line) => purchase.returned[line.lineId] === line.quantity);
}

function isWhole(purchase: PurchaseRow): boolean {
  return purchase.body.orders.every((order) => orderIsWhole(purchase, order));
}

function mergeLines(lines: ReturnInput['lines']): { lineId: string; quantity: number }[] {
  const merged = new Map<string, number>();
  for (const { lineId, quantity } of lines) merged.set(lineId, (merged.get(lineId) ?? 0) + quantity);
  return [...merged].map(([lineId, quantity]) => ({ lineId, quantity }));
}
