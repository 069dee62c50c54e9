import { isLate, lateCompensation, pausedMs } from '@dacu/engine/fulfilment';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { FulfilmentDeps } from './index.ts';
import { notePaidOut, readParcels } from './store.ts';
import type { Compensation, FulfilmentRow, ParcelRow } from './types.ts';

export const PAYOUT_KIND = 'fulfilment.payout';
type LatePayload = { readonly parcelId: string };
export type LateAnswer = { readonly fen: number };
export type PayoutWork = {
  readonly parcelId: string;
  readonly shopperId: string;
  readonly amountFen: number;
};

/**
 * Compensates parcels whose promise is broken, without being asked and once each: what stands in the row of the parcel was
 * decided under its lock, and the transfer that pays it has the parcel's name. May be repeated, by anybody at once.
 */
export async function compensateLate(
  { lane }: Pick<FulfilmentDeps, 'lane'>,
  { at, parcels }: { at: number; parcels: readonly Pick<ParcelRow, 'parcelId' | 'purchaseId'>[] },
): Promise<LateAnswer[]> {
  return Promise.all(
    parcels.map(({ parcelId, purchaseId }) =>
      lane.submit<LateAnswer>({
        ...{ kind: 'compensateLate', at },
        needs: [
          { table: 'parcel', keys: [parcelId] },
          { table: 'fulfilment', keys: [purchaseId] },
        ],
        payload: { parcelId } satisfies LatePayload,
      }),
    ),
  );
}

export const compensateLateHandler: LaneHandler<LatePayload, LateAnswer> = {
  kind: 'compensateLate',
  decide(view, { at, payload: { parcelId } }) {
    const row = view.row<ParcelRow>('parcel', parcelId);
    if (row === undefined || row.compensation !== null || row.lateAt === null) return { answer: { fen: 0 } };
    const { terms, shopperId } = view.row<FulfilmentRow>('fulfilment', row.purchaseId)!;
    const lateness = isLate(row, at);
    if (lateness === null || terms.late === null) {
      const lateAt = terms.late === null ? null : nextLook(row, at);
      return { answer: { fen: 0 }, writes: [{ table: 'parcel', key: parcelId, row: { ...row, lateAt } }] };
    }
    const fen = lateCompensation(row.netFen, terms.late);
    const compensation: Compensation = { fen, lateness, at, paidAt: fen === 0 ? at : null };
    return {
      answer: { fen },
      writes: [{ table: 'parcel', key: parcelId, row: { ...row, compensation, lateAt: null } }],
      events: [
        {
          ...{ type: 'parcel.compensated', aggregate: row.purchaseId, at },
          data: { purchaseId: row.purchaseId, orderId: row.orderId, parcelId, lateness, fen, by: 'clock' },
        },
      ],
      due:
        fen === 0
          ? []
          : [
              {
                ...{ kind: PAYOUT_KIND, key: parcelId, at },
                payload: { parcelId, shopperId, amountFen: fen } satisfies PayoutWork,
              },
            ],
    };
  },
};

/** A pause moved the promise; a parcel that came in time needs no further look. */
function nextLook(row: ParcelRow, now: number): number | null {
  if (row.deliveredAt !== null) return null;
  const by = row.shippedAt === null ? row.shipBy : row.deliverBy;
  return Math.max(now + 3_600_000, by + pausedMs(row.pauses, now));
}

/** The transfer itself, after commit and until the bank has it. Keyed by the parcel on both sides: never twice. */
export async function payOut(
  { db, payouts }: Pick<FulfilmentDeps, 'db' | 'payouts'>,
  { at, work }: { at: number; work: readonly PayoutWork[] },
): Promise<void> {
  if (payouts === null) throw new Error('no bank is connected: compensation stays owed');
  const parcels = await readParcels(
    db,
    work.map(({ parcelId }) => parcelId),
  );
  for (const { parcelId, shopperId, amountFen } of work) {
    if (parcels.get(parcelId)?.compensation?.paidAt !== null) continue;
    await payouts.payOut({ payoutId: parcelId, shopperId, amountFen, at });
    await notePaidOut(db, parcelId, at);
  }
}
