import type { ParcelAct } from '@dacu/contract/api';
import type { ErrorCode } from '@dacu/contract/errors';
import { pausedMs } from '@dacu/engine/fulfilment';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { FulfilmentDeps } from './index.ts';
import { makeReady } from './make-ready.ts';
import { moveParcel, noted } from './move-parcel.ts';
import { readFulfilments, readParcels } from './store.ts';
import { ELECTRONIC, type ParcelRow } from './types.ts';
import { unshipParcel } from './unship.ts';
import { carrierOf } from './work-parcels.ts';

export type ActInput = {
  readonly at: number;
  readonly operatorId: string;
  readonly parcelId: string;
  readonly act: ParcelAct;
};
export type ActAnswer = { readonly kind: 'done' } | { readonly kind: 'refused'; readonly code: ErrorCode };

/**
 * What a person does with a parcel. Refuses with `notFound`, `parcelStepWrong`, `trackingNoMissing` (nobody is connected who
 * would give one) or `outOfStock` (lost units have no others to take their place).
 */
export async function actOnParcel(deps: FulfilmentDeps, input: ActInput): Promise<ActAnswer> {
  const { at, operatorId, parcelId, act } = input;
  const parcel = (await readParcels(deps.db, [parcelId])).get(parcelId);
  if (parcel === undefined) return { kind: 'refused', code: 'notFound' };
  const by = 'operator';
  switch (act.act) {
    case 'pick':
    case 'pack':
      return done(await moveParcel(deps, parcel, { at, on: act.act, by, operatorId }));
    case 'ship':
      return ship(deps, parcel, input, act);
    case 'ready': {
      const { shopperId } = (await readFulfilments(deps.db, [parcel.purchaseId])).get(parcel.purchaseId)!;
      return done(await makeReady(deps, parcel, { at, by, operatorId, shopperId }));
    }
    case 'lost':
    case 'back':
      return done(await unshipParcel(deps, parcel, { at, operatorId, goods: act.act, instead: act.instead }));
    default:
      return deps.lane.submit<ActAnswer>({
        ...{ kind: 'noteOnParcel', at },
        needs: [{ table: 'parcel', keys: [parcelId] }],
        payload: { parcelId, operatorId, act } satisfies NotePayload,
      });
  }
}

async function ship(
  deps: FulfilmentDeps,
  parcel: ParcelRow,
  { at, operatorId }: ActInput,
  act: Extract<ParcelAct, { act: 'ship' }>,
): Promise<ActAnswer> {
  const row = (await readFulfilments(deps.db, [parcel.purchaseId])).get(parcel.purchaseId)!;
  const carrier = act.carrier ?? parcel.carrier ?? carrierOf(parcel, row);
  let trackingNo = act.trackingNo;
  if (trackingNo === undefined) {
    const places = await deps.stock.places();
    const from = places.find(({ placeId }) => placeId === parcel.placeId);
    const labels = await deps.carriers.label([
      {
        ...{ parcelId: parcel.parcelId, carrier, at, toStation: row.terms.toStation },
        ...{ fromProvince: from?.province ?? parcel.region, toProvince: parcel.region },
      },
    ]);
    trackingNo = labels.get(parcel.parcelId)?.no;
  }
  if (trackingNo === undefined) return { kind: 'refused', code: 'trackingNoMissing' };
  return done(
    await moveParcel(deps, parcel, { at, on: 'ship', by: 'operator', operatorId, carrier, trackingNo }),
  );
}

function done(answer: { kind: string; code?: ErrorCode }): ActAnswer {
  return answer.kind === 'refused' ? { kind: 'refused', code: answer.code! } : { kind: 'done' };
}

type NotePayload = {
  readonly parcelId: string;
  readonly operatorId: string;
  readonly act: Extract<ParcelAct, { act: 'changeCarrier' | 'pause' | 'resume' }>;
};

/** Acts that move no goods: another carrier before it leaves, and the clock of its promise. */
export const noteOnParcelHandler: LaneHandler<NotePayload, ActAnswer> = {
  kind: 'noteOnParcel',
  decide(view, { at, payload: { parcelId, operatorId, act } }) {
    const row = view.row<ParcelRow>('parcel', parcelId);
    const after = row && noteOn(row, at, act);
    if (!after)
      return { answer: { kind: 'refused', code: row === undefined ? 'notFound' : 'parcelStepWrong' } };
    const what =
      act.act === 'resume' ? act.act : `${act.act}.${act.act === 'pause' ? act.reason : act.carrier}`;
    return {
      answer: { kind: 'done' },
      writes: [
        { table: 'parcel', key: parcelId, row: { ...after, ...noted(row!, at, { on: what, operatorId }) } },
      ],
    };
  },
};

function noteOn(row: ParcelRow, at: number, act: NotePayload['act']): ParcelRow | null {
  const paused = row.pauses.some(({ until }) => until === null);
  const waits = ['created', 'picked', 'packed'].includes(row.state);
  switch (act.act) {
    case 'changeCarrier':
      return waits && row.way === 'ship' && row.carrier !== ELECTRONIC
        ? { ...row, carrier: act.carrier }
        : null;
    case 'pause':
      if (paused || row.deliveredAt !== null || row.compensation !== null) return null;
      return { ...row, pauses: [...row.pauses, { reason: act.reason, from: at, until: null }] };
    case 'resume': {
      if (!paused) return null;
      const pauses = row.pauses.map((pause) => ({ ...pause, until: pause.until ?? at }));
      const by = (row.shippedAt === null ? row.shipBy : row.deliverBy) + pausedMs(pauses, at);
      return { ...row, pauses, lateAt: row.lateAt === null ? null : Math.max(at, by) };
    }
  }
}
