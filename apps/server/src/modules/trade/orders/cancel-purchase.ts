import type { CapShort } from '../../../platform/lane/caps.ts';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import { countedNeeds, extraNeeds, giveBackExtras, giveBackHold } from './hold.ts';
import type { OrdersDeps } from './index.ts';
import type { Refused } from './place-purchase.ts';
import { type PurchaseRow, stepPurchase } from './purchase.ts';
import * as store from './store.ts';

export type CloseAnswer = { readonly kind: 'closed'; readonly row: PurchaseRow } | Refused;
type ClosePayload = {
  readonly purchaseId: string;
  readonly reason: 'expired' | 'cancelled';
  readonly nodeId: string;
};

/**
 * The shopper gives up a purchase that is not paid: the provider's charge is closed first, so that a sleeping cashier
 * page cannot pay it, then the hold is given back. Cancelling twice answers the same.
 * Refuses with `notFound`, `alreadyPaid` or `purchaseClosed` (it had expired).
 */
export async function cancelPurchase(
  deps: OrdersDeps,
  input: { at: number; shopperId: string; purchaseId: string },
): Promise<CloseAnswer> {
  const { at, shopperId, purchaseId } = input;
  const row = (await store.readPurchases(deps.db, [purchaseId])).get(purchaseId);
  if (row === undefined || row.shopperId !== shopperId)
    return { kind: 'refused', code: 'notFound', extra: {} };
  if (row.state === 'held') await deps.payment.closeCharges([purchaseId], at);
  return closeHold(deps, { at, row, reason: 'cancelled' });
}

/**
 * Ends a hold in the lane; used by the shopper's cancelling and by the deadline. Whatever its outcome, this node no longer
 * says "sold out" from memory: an outcome that is unknown may have given back too.
 */
export async function closeHold(
  deps: OrdersDeps,
  input: { at: number; row: PurchaseRow; reason: ClosePayload['reason'] },
): Promise<CloseAnswer> {
  const { at, row, reason } = input;
  try {
    const { nodeId } = deps.caps;
    const answer = await deps.caps.within(() =>
      deps.lane.submit<CloseAnswer | CapShort>({
        kind: 'closePurchase',
        at,
        needs: [
          { table: 'purchase', keys: [row.purchaseId] },
          ...countedNeeds(row.body),
          ...extraNeeds(row, 'closed', nodeId),
        ],
        payload: { purchaseId: row.purchaseId, reason, nodeId } satisfies ClosePayload,
      }),
    );
    if (answer.kind === 'capShort')
      throw new Error(`nowhere to give the budget of ${row.purchaseId} back to`);
    return answer;
  } finally {
    if (row.body.flash !== null) deps.soldOut.givenBack(row.body.flash.activityId);
  }
}

export const closePurchaseHandler: LaneHandler<ClosePayload, CloseAnswer | CapShort> = {
  kind: 'closePurchase',
  decide(view, { at, payload }) {
    const row = view.row<PurchaseRow>('purchase', payload.purchaseId);
    if (row === undefined) throw new Error(`no purchase ${payload.purchaseId} to close`);
    const by = payload.reason === 'expired' ? 'clock' : 'shopper';
    if (stepPurchase(row, payload.reason === 'expired' ? 'expire' : 'cancel', by) === null)
      return { answer: row.closedReason === payload.reason ? { kind: 'closed', row } : refusedToClose(row) };
    if (payload.reason === 'expired' && at < row.holdUntil)
      throw new Error(`the hold of ${row.purchaseId} ends at ${row.holdUntil}, not at ${at}`);
    const extras = giveBackExtras(view, row, { at, nodeId: payload.nodeId });
    if (extras.kind === 'capShort') return { answer: extras };
    const closed: PurchaseRow = { ...row, state: 'closed', closedAt: at, closedReason: payload.reason };
    return {
      answer: { kind: 'closed', row: closed },
      writes: [
        { table: 'purchase', key: row.purchaseId, row: closed },
        ...giveBackHold(view, row),
        ...extras.writes,
      ],
      events: [
        {
          type: 'purchase.closed',
          aggregate: row.purchaseId,
          at,
          data: { purchaseId: row.purchaseId, reason: payload.reason, by },
        },
      ],
    };
  },
};

function refusedToClose({ state }: PurchaseRow): Refused {
  return { kind: 'refused', code: state === 'closed' ? 'purchaseClosed' : 'alreadyPaid', extra: {} };
}
