import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { PurchaseRow } from '../orders/index.ts';
import type { FulfilmentDeps } from './index.ts';
import { divide, parcelNeeds } from './move-parcel.ts';
import { type Returned, stepOrder, withLines, withOrder } from './standing.ts';
import { readParcels } from './store.ts';
import type { FulfilmentRow, ParcelRow, ParcelUnits, PickupCodeRow } from './types.ts';

export const REFUND_KIND = 'fulfilment.refund';

type ExpirePayload = { readonly codeKey: string; readonly parcelId: string };
/** Units whose money goes back, by the rules of any return; keyed by the parcel. */
export type RefundWork = {
  readonly parcelId: string;
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly units: readonly ParcelUnits[];
  readonly reason: string;
};

/** Codes whose day has come: the buyer is reminded first, then the goods go back to the shelf and the money to the buyer. */
export async function expireCodes(
  { db, lane, returned }: Pick<FulfilmentDeps, 'db' | 'lane' | 'returned'>,
  { at, codes }: { at: number; codes: readonly PickupCodeRow[] },
): Promise<void> {
  const parcels = await readParcels(
    db,
    codes.map(({ parcelId }) => parcelId),
  );
  await Promise.all(
    codes.map(({ codeKey, parcelId }) => {
      const parcel = parcels.get(parcelId)!;
      return lane.submit({
        ...{ kind: 'expireCode', at },
        needs: [{ table: 'pickupCode', keys: [codeKey] }, ...parcelNeeds(parcel, returned)],
        payload: { codeKey, parcelId } satisfies ExpirePayload,
      });
    }),
  );
}

export const expireCodeHandler = (returned: Returned): LaneHandler<ExpirePayload, { done: boolean }> => ({
  kind: 'expireCode',
  decide(view, { at, payload: { codeKey, parcelId } }) {
    const code = view.row<PickupCodeRow>('pickupCode', codeKey);
    if (code === undefined || code.state !== 'open' || code.parcelId !== parcelId)
      return { answer: { done: false } };
    const { purchaseId, placeId } = code;
    const row = view.row<ParcelRow>('parcel', parcelId)!;
    const { orderId, units } = row;
    const told = { purchaseId, orderId, parcelId, placeId };
    if (at < code.expiresAt) {
      const reminded: PickupCodeRow = { ...code, remindedAt: at, nextAt: code.expiresAt };
      return {
        answer: { done: true },
        writes: [{ table: 'pickupCode', key: codeKey, row: reminded }],
        events: [
          {
            ...{ type: 'order.pickupReminded', aggregate: purchaseId, at },
            data: { ...told, until: code.expiresAt, by: 'clock' },
          },
        ],
      };
    }
    const before = view.row<FulfilmentRow>('fulfilment', purchaseId)!;
    const order = before.orders.find((one) => one.orderId === orderId)!;
    const back = returned.unshipped(view, view.row<PurchaseRow>('purchase', purchaseId)!);
    const { going } = divide(row, order, back);
    const after = withOrder(before, orderId, () => ({
      ...withLines(order, units, (line, quantity) => ({ ...line, parcelled: line.parcelled - quantity })),
      state: stepOrder(order, 'leaveUncollected', 'clock') ?? order.state,
    }));
    const expired: PickupCodeRow = { ...code, state: 'expired', endedAt: at, nextAt: null };
    const refund: RefundWork = {
      parcelId,
      purchaseId,
      shopperId: before.shopperId,
      units: going,
      reason: 'uncollected',
    };
    return {
      answer: { done: true },
      writes: [
        { table: 'fulfilment', key: purchaseId, row: after },
        {
          table: 'parcel',
          key: parcelId,
          row: { ...row, state: 'cancelled', lateAt: null } satisfies ParcelRow,
        },
        { table: 'pickupCode', key: codeKey, row: expired },
      ],
      events: [
        // The shelf has the units back when their money is on its way.
        {
          ...{ type: 'parcel.cancelled', aggregate: purchaseId, at },
          data: { ...told, units, pledged: 'before', by: 'clock' },
        },
        { type: 'order.uncollected', aggregate: purchaseId, at, data: { purchaseId, orderId, by: 'clock' } },
      ],
      due:
        going.length === 0
          ? []
          : [{ kind: REFUND_KIND, key: `uncollected:${parcelId}`, at, payload: refund }],
    };
  },
});

/** The money of units that will not reach their buyer. Asked again under the same key it is the same return. */
export async function refundUnits(
  { giveBack }: Pick<FulfilmentDeps, 'giveBack'>,
  { at, key, work }: { at: number; key: string; work: RefundWork },
): Promise<void> {
  const { purchaseId, shopperId, units, reason } = work;
  const lines = units.map(({ lineId, quantity }) => ({ lineId, quantity }));
  const answer = await giveBack({ at, purchaseId, shopperId, idempotencyKey: key, lines, reason });
  // The buyer was faster.
  if (answer.kind === 'refused' && answer.code !== 'nothingToReturn')
    throw new Error(`not refunded: ${answer.code}`);
}
