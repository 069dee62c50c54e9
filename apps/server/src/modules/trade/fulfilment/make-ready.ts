import type { ErrorCode } from '@dacu/contract/errors';
import type { Actor } from '@dacu/engine/order-life';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { FulfilmentDeps } from './index.ts';
import { noted } from './move-parcel.ts';
import { stepOrder, withOrder } from './standing.ts';
import type { FulfilmentRow, ParcelRow, PickupCodeRow } from './types.ts';

const DAY_MS = 86_400_000;
/** Who has not come by then is reminded. */
const REMIND_BEFORE_MS = DAY_MS;

export type ReadyAnswer =
  | { readonly kind: 'ready'; readonly row: ParcelRow; readonly until: number }
  | { readonly kind: 'refused'; readonly code: ErrorCode };
type ReadyPayload = {
  readonly parcelId: string;
  readonly candidates: readonly { readonly codeKey: string; readonly sealedCode: string }[];
  readonly by: Actor;
  readonly operatorId?: string;
};

/**
 * Goods stand ready in their store: the buyer gets a code that opens nothing else there, valid for as long as the plan says.
 * Refuses with `notFound` or `parcelStepWrong`.
 */
export async function makeReady(
  { lane, members, codes }: FulfilmentDeps,
  parcel: ParcelRow,
  { at, by, operatorId, shopperId }: { at: number; by: Actor; operatorId?: string; shopperId: string },
): Promise<ReadyAnswer> {
  const personId = await members.profiles.personId(shopperId);
  const candidates = await Promise.all(
    codes.draw().map(async (code) => ({
      codeKey: codes.keyOf(parcel.placeId, code),
      sealedCode: await members.personal.seal(personId, code),
    })),
  );
  return lane.submit<ReadyAnswer>({
    ...{ kind: 'makeReady', at },
    needs: [
      { table: 'fulfilment', keys: [parcel.purchaseId] },
      { table: 'parcel', keys: [parcel.parcelId] },
      { table: 'pickupCode', keys: candidates.map(({ codeKey }) => codeKey) },
    ],
    payload: {
      ...{ parcelId: parcel.parcelId, candidates, by },
      ...(operatorId !== undefined && { operatorId }),
    } satisfies ReadyPayload,
  });
}

export const makeReadyHandler: LaneHandler<ReadyPayload, ReadyAnswer> = {
  kind: 'makeReady',
  decide(view, { at, payload }) {
    const row = view.row<ParcelRow>('parcel', payload.parcelId);
    if (row === undefined) return { answer: { kind: 'refused', code: 'notFound' } };
    if (row.way !== 'pickup' || !['created', 'picked'].includes(row.state))
      return { answer: { kind: 'refused', code: 'parcelStepWrong' } };
    const before = view.row<FulfilmentRow>('fulfilment', row.purchaseId)!;
    // A code that has ended may be given to somebody else.
    const free = payload.candidates.find(
      ({ codeKey }) => view.row<PickupCodeRow>('pickupCode', codeKey)?.state !== 'open',
    );
    if (free === undefined) throw new Error(`every code drawn for ${row.parcelId} is open in ${row.placeId}`);
    const until = at + before.terms.keepForMs;
    const code: PickupCodeRow = {
      ...{ codeKey: free.codeKey, placeId: row.placeId, parcelId: row.parcelId, purchaseId: row.purchaseId },
      ...{ state: 'open', sealedCode: free.sealedCode, readyAt: at, expiresAt: until },
      ...{ remindedAt: null, endedAt: null, clerkId: null, nextAt: Math.max(at, until - REMIND_BEFORE_MS) },
    };
    const after: ParcelRow = {
      ...{ ...row, state: 'packed', shippedAt: at, workAt: null },
      // Ready too late is late; when it is fetched is the buyer's own affair.
      lateAt: row.lateAt !== null && at >= row.lateAt ? row.lateAt : null,
      ...noted(row, at, { on: 'makeReady', ...payload }),
    };
    const fulfilment = withOrder(before, row.orderId, (order) => ({
      ...order,
      state: stepOrder(order, 'makeReady', payload.by) ?? order.state,
      shippedAt: order.shippedAt ?? at,
    }));
    const { purchaseId, orderId, parcelId, placeId } = row;
    const { by, operatorId } = payload;
    return {
      answer: { kind: 'ready', row: after, until },
      writes: [
        { table: 'fulfilment', key: purchaseId, row: fulfilment },
        { table: 'parcel', key: parcelId, row: after },
        { table: 'pickupCode', key: code.codeKey, row: code },
      ],
      events: [
        {
          ...{ type: 'order.ready', aggregate: purchaseId, at },
          data: {
            purchaseId,
            orderId,
            parcelId,
            placeId,
            until,
            by,
            ...(operatorId !== undefined && { operatorId }),
          },
        },
      ],
    };
  },
};
