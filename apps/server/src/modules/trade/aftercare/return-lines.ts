import type { ErrorCode } from '@dacu/contract/errors';
import { unitsLeft } from '@dacu/engine/aftercare';
import { placeStockKey, returnStock, withdrawPledge } from '@dacu/engine/ledger';
import { endPresale } from '@dacu/engine/presale';
import type { LaneHandler, LaneView, LaneWrite, OutboxDraft } from '../../../platform/lane/types.ts';
import { boxNeeds, returnBoxes } from '../draws/index.ts';
import { bodyHashOf, linesOf, oweExtra, type PurchaseRow, pledgedAt } from '../orders/index.ts';
import { goodsOf } from '../stock/index.ts';
import { placesOf } from './case-units.ts';
import { decideRefund, type RefundDecided, refundNeeds } from './decide-refund.ts';
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
  | {
      readonly kind: 'returned';
      readonly row: ReturnRow;
      /** What the seller pays on top, where that is why. */
      readonly extraFen: number;
      /** Answered before, under the same key. */
      readonly known: boolean;
    }
  | { readonly kind: 'refused'; readonly code: ErrorCode };
export type ReturnPayload = Pick<
  ReturnRow,
  'claimKey' | 'returnId' | 'bodyHash' | 'purchaseId' | 'reason'
> & {
  readonly lines: ReturnInput['lines'];
  readonly keptGifts: readonly string[];
  /** An operator says that the seller cannot deliver these units of a pre-sale, and why. */
  readonly sellerDefault?: { readonly operatorId: string; readonly reason: string };
  /** Decide it, and change nothing. */
  readonly preview?: boolean;
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
  return submitReturn(deps, {
    ...{ at, purchase, claimKey, lines, reason, keptGifts },
    bodyHash: bodyHashOf({ purchaseId, lines, reason, ...(keptGifts.length > 0 && { keptGifts }) }),
  });
}

/** Decides a return in the lane. */
export function submitReturn(
  deps: AftercareDeps,
  {
    at,
    purchase,
    ...payload
  }: Omit<ReturnPayload, 'returnId' | 'purchaseId'> & { readonly at: number; readonly purchase: PurchaseRow },
): Promise<ReturnAnswer> {
  const { purchaseId } = purchase;
  const returnId = deps.ids.next('re');
  const skuIds = linesOf(purchase.body).map((line) => line.skuId);
  const placeId = pledgedAt(purchase.body);
  return deps.lane.submit<ReturnAnswer>({
    kind: 'returnLines',
    at,
    needs: [
      ...refundNeeds(purchase, payload.lines, returnId),
      { table: 'returnClaim', keys: [payload.claimKey] },
      { table: 'returnBook', keys: [purchaseId] },
      { table: 'presalePayout', keys: payload.sellerDefault === undefined ? [] : [purchaseId] },
      { table: 'stock', keys: skuIds },
      {
        table: 'placeStock',
        keys: placeId === null ? [] : skuIds.map((skuId) => placeStockKey(skuId, placeId)),
      },
      ...boxNeeds(purchase.body.boxes),
      ...deps.standings.needs(purchase),
    ],
    payload: { ...payload, returnId, purchaseId } satisfies ReturnPayload,
  });
}

/** Reasons of a return that are not the buyer's. */
const SELLERS_FAULT: ReadonlySet<string> = new Set(['quality', 'wrongItem', 'late', 'sellerDefault']);

export const returnLinesHandler = (standings: Standings): LaneHandler<ReturnPayload, ReturnAnswer> => ({
  kind: 'returnLines',
  decide(view, { at, payload }) {
    const known = view.row<ReturnRow>('returnClaim', payload.claimKey);
    if (known !== undefined)
      return {
        answer:
          known.bodyHash === payload.bodyHash
            ? { kind: 'returned', row: known, extraFen: 0, known: true }
            : { kind: 'refused', code: 'idempotencyKeyReused' },
      };
    const purchase = view.row<PurchaseRow>('purchase', payload.purchaseId)!;
    if (purchase.state !== 'paid')
      return {
        answer: { kind: 'refused', code: purchase.state === 'refunded' ? 'nothingToReturn' : 'notPaid' },
      };
    const code = notOnShelf(view, standings, purchase, payload.lines);
    if (code !== null) return { answer: { kind: 'refused', code } };
    const { claimKey, returnId, bodyHash, reason, keptGifts, sellerDefault } = payload;
    if (payload.lines.length === 0) return { answer: { kind: 'refused', code: 'nothingToReturn' } };
    const sellersFault = SELLERS_FAULT.has(reason);
    const placed = placesOf(view, standings, purchase);
    const refund = decideRefund(view, {
      ...{ purchase, at, claimKey, returnId, bodyHash, reason, sellersFault, keptGifts },
      units: payload.lines,
      by: sellerDefault === undefined ? 'shopper' : 'operator',
      freightBack: ({ lines }) => sellersFault || lines.every(({ lineId }) => placed(lineId).shipped === 0),
    });
    if (refund === null) return { answer: { kind: 'refused', code: 'nothingToReturn' } };
    const boxes = returnBoxes(view, purchase.body.boxes, payload.lines, { at, sellersFault });
    if (boxes === null) return { answer: { kind: 'refused', code: 'boxOpened' } };
    const owed = sellerDefault && extraOf(purchase, payload, at);
    const answer = { kind: 'returned', row: refund.row, extraFen: owed?.fen ?? 0, known: false } as const;
    if (payload.preview) return { answer };
    return {
      answer,
      writes: [...refund.writes, ...(owed?.writes ?? []), ...goodsBack(view, purchase, refund.row), ...boxes],
      events: [...refund.events, ...(sellerDefault ? [toldOf(payload, refund, { owed, at })] : [])],
      due: [...refund.due, ...(owed?.due ?? [])],
    };
  },
});

/** Units that never left are for sale again; what a store had pledged is on its shelf again and no more the network's. */
function goodsBack(view: LaneView, { body }: PurchaseRow, { lines }: ReturnRow): LaneWrite[] {
  const goods = goodsOf(view);
  const placeId = pledgedAt(body);
  for (const { skuId, quantity } of lines)
    goods.putNetwork(returnStock(goods.network(skuId), quantity, 'locked'));
  if (placeId !== null) goods.move(placeId, lines, withdrawPledge);
  return goods.writes();
}

/** The second half of the deposit, as far as it was not delivered (V45, V47); a booking in full had none. */
function extraOf(purchase: PurchaseRow, { lines, sellerDefault }: ReturnPayload, at: number) {
  const { purchaseId, shopperId, body, payFen } = purchase;
  const { frozen, deposit } = body.presale!;
  const undelivered = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const balanceFen = payFen - frozen.unit.depositFen * frozen.quantity;
  const fen =
    deposit === null
      ? 0
      : endPresale(frozen, { balanceFen }, { kind: 'sellerDefault', undelivered }).extraFen;
  return { fen, ...oweExtra({ purchaseId, shopperId, fen, owedAt: at, reason: sellerDefault!.reason }) };
}

function toldOf(
  { purchaseId, returnId, sellerDefault }: ReturnPayload,
  { row: { refundFen, lines } }: RefundDecided,
  { owed, at }: { readonly owed: { readonly fen: number } | undefined; readonly at: number },
): OutboxDraft {
  const units = lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return {
    ...{ type: 'purchase.sellerDefaulted', aggregate: purchaseId, at },
    data: {
      ...{ purchaseId, refundId: returnId, units, refundFen, extraFen: owed?.fen ?? 0, by: 'operator' },
      ...sellerDefault,
    },
  };
}

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
