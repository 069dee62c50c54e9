import type { ErrorCode } from '@dacu/contract/errors';
import { unitsLeft } from '@dacu/engine/aftercare';
import { returnStock, type StockRow } from '@dacu/engine/ledger';
import type { LaneHandler, LaneView, LaneWrite } from '../../../platform/lane/types.ts';
import { boxNeeds, returnBoxes } from '../draws/index.ts';
import { bodyHashOf, linesOf, type PurchaseRow } from '../orders/index.ts';
import { placesOf } from './case-units.ts';
import { decideRefund, refundNeeds } from './decide-refund.ts';
import type { AftercareDeps } from './index.ts';
import type { ReturnRow } from './return-row.ts';
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
  if (purchase.kind === 'gift') return { kind: 'refused', code: 'returnReplacement' };
  if (purchase.paymentId === null) return { kind: 'refused', code: 'notPaid' };
  const lines = mergeLines(input.lines);
  const keptGifts = [...new Set(input.keptGifts)].sort();
  const claimKey = `${shopperId}:${input.idempotencyKey}`;
  const returnId = deps.ids.next('re');
  return deps.lane.submit<ReturnAnswer>({
    kind: 'returnLines',
    at,
    needs: [
      ...refundNeeds(purchase, lines, returnId),
      { table: 'returnClaim', keys: [claimKey] },
      { table: 'returnBook', keys: [purchaseId] },
      { table: 'stock', keys: linesOf(purchase.body).map((line) => line.skuId) },
      ...boxNeeds(purchase.body.boxes),
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
    const code = notOnShelf(view, standings, purchase, payload.lines);
    if (code !== null) return { answer: { kind: 'refused', code } };
    const { claimKey, returnId, bodyHash, reason, keptGifts } = payload;
    const sellersFault = SELLERS_FAULT.has(reason);
    const placed = placesOf(view, standings, purchase);
    const refund = decideRefund(view, {
      ...{ purchase, at, claimKey, returnId, bodyHash, reason, sellersFault, keptGifts },
      units: payload.lines,
      by: 'shopper',
      freightBack: ({ lines }) => sellersFault || lines.every(({ lineId }) => placed(lineId).shipped === 0),
    });
    if (refund === null) return { answer: { kind: 'refused', code: 'nothingToReturn' } };
    const boxes = returnBoxes(view, purchase.body.boxes, payload.lines, { at, sellersFault });
    if (boxes === null) return { answer: { kind: 'refused', code: 'boxOpened' } };
    return {
      answer: { kind: 'returned', row: refund.row },
      writes: [
        ...refund.writes,
        ...refund.row.lines.map(
          (line): LaneWrite => ({
            table: 'stock',
            key: line.skuId,
            row: returnStock(view.row<StockRow>('stock', line.skuId)!, line.quantity, 'locked'),
          }),
        ),
        ...boxes,
      ],
      events: refund.events,
      due: refund.due,
    };
  },
});

/** Units that left the shelf go back through a case. */
function notOnShelf(
  view: LaneView,
  standings: Standings,
  purchase: PurchaseRow,
  asked: ReturnInput['lines'],
): 'nothingToReturn' | 'returnNeedsCase' | null {
  const placed = placesOf(view, standings, purchase);
  const known = new Set(linesOf(purchase.body).map(({ lineId }) => lineId));
  for (const { lineId, quantity } of asked) {
    if (!known.has(lineId)) return 'nothingToReturn';
    const { unshipped, underway, delivered } = unitsLeft(placed(lineId));
    if (quantity > unshipped + underway + delivered) return 'nothingToReturn';
    if (quantity > unshipped) return 'returnNeedsCase';
  }
  return null;
}

export function mergeLines(lines: ReturnInput['lines']): { lineId: string; quantity: number }[] {
  const merged = new Map<string, number>();
  for (const { lineId, quantity } of lines) merged.set(lineId, (merged.get(lineId) ?? 0) + quantity);
  return [...merged].map(([lineId, quantity]) => ({ lineId, quantity }));
}
