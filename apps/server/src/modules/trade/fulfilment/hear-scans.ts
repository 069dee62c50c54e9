import {
  afterScan,
  deliveredAt,
  type ParcelState,
  type Scan,
  type ScanCode,
  standingOf,
} from '@dacu/engine/fulfilment';
import type { LaneHandler } from '../../../platform/lane/types.ts';
import type { Push, Told } from './carriers.ts';
import { deliverOrder } from './deliver.ts';
import type { FulfilmentDeps } from './index.ts';
import { SILENT_MS } from './move-parcel.ts';
import { readByTracking } from './store.ts';
import type { FulfilmentRow, ParcelRow } from './types.ts';

const DAY_MS = 86_400_000;
/** A carrier is not asked about a parcel for longer than this; then people have to. */
const ASKED_MS_MAX = 30 * DAY_MS;

/** What was new in what a carrier said; the rest had been heard, or is about nothing of ours. */
export type HearAnswer = { readonly heard: number };
type HearPayload = {
  readonly parcelId: string;
  readonly told: readonly Told[];
  /** It was asked, and this is all it knows. */
  readonly asked: boolean;
};

/** States that people decided: a scan that comes later is kept and changes nothing. */
const DECIDED: ReadonlySet<ParcelState> = new Set(['lost', 'returned', 'cancelled']);

/** A push of a carrier: signature and age first. Null when it is not genuine. */
export async function receivePush(
  deps: FulfilmentDeps,
  { at, push }: { at: number; push: Push },
): Promise<HearAnswer | null> {
  const told = deps.carriers.verify(push, deps.clocks.wall.now());
  return told === null ? null : hearScans(deps, { at, told, asked: [] });
}

/**
 * Takes over what carriers said, in any order and however often. One lane command for each parcel: its track grows by what
 * is new, its state follows the time of the events, its first delivery moves the order. `asked` are parcels whose carrier
 * was asked: they are asked again later, also where nothing was new.
 */
export async function hearScans(
  { db, lane }: Pick<FulfilmentDeps, 'db' | 'lane'>,
  { at, told, asked }: { at: number; told: readonly Told[]; asked: readonly ParcelRow[] },
): Promise<HearAnswer> {
  const byNumber = new Map<string, Told[]>();
  for (const scan of told) {
    const key = `${scan.carrier}/${scan.no}`;
    byNumber.set(key, [...(byNumber.get(key) ?? []), scan]);
  }
  const keyOf = ({ carrier, trackingNo }: ParcelRow) => `${carrier}/${trackingNo}`;
  const parcels = new Map(asked.map((parcel) => [keyOf(parcel), parcel]));
  const unknown = [...byNumber.values()].flatMap(([scan]) =>
    parcels.has(`${scan!.carrier}/${scan!.no}`) ? [] : [scan!],
  );
  if (unknown.length > 0)
    for (const parcel of await readByTracking(db, unknown)) parcels.set(keyOf(parcel), parcel);
  const answers = await Promise.all(
    [...parcels].map(([key, { parcelId, purchaseId }]) =>
      lane.submit<HearAnswer>({
        kind: 'hearScans',
        at,
        needs: [
          { table: 'parcel', keys: [parcelId] },
          { table: 'fulfilment', keys: [purchaseId] },
        ],
        payload: {
          ...{ parcelId, told: byNumber.get(key) ?? [] },
          asked: asked.some((parcel) => parcel.parcelId === parcelId),
        } satisfies HearPayload,
      }),
    ),
  );
  return { heard: answers.reduce((sum, { heard }) => sum + heard, 0) };
}

export const hearScansHandler: LaneHandler<HearPayload, HearAnswer> = {
  kind: 'hearScans',
  decide(view, { at, payload }) {
    const row = view.row<ParcelRow>('parcel', payload.parcelId);
    if (row === undefined) return { answer: { heard: 0 } };
    let { track } = row;
    const fresh: { code: ScanCode; at: number }[] = [];
    for (const scan of payload.told) {
      const longer = afterScan(track, { ...scan, heardAt: at } satisfies Scan);
      if (longer === null) continue;
      track = longer;
      fresh.push({ code: scan.code, at: scan.at });
    }
    if (fresh.length === 0 && !payload.asked) return { answer: { heard: 0 } };
    const decided = DECIDED.has(row.state);
    const again = at + SILENT_MS;
    let parcel: ParcelRow = {
      ...row,
      track,
      ...(decided ? {} : { state: standingOf(track) ?? row.state }),
      pollAt: decided || row.deliveredAt !== null || again > row.shippedAt! + ASKED_MS_MAX ? null : again,
    };
    if (fresh.length === 0)
      return { answer: { heard: 0 }, writes: [{ table: 'parcel', key: row.parcelId, row: parcel }] };
    const { purchaseId, orderId, parcelId, carrier, trackingNo } = row;
    const events = [
      {
        ...{ type: 'parcel.tracked', aggregate: purchaseId, at },
        data: {
          purchaseId,
          orderId,
          parcelId,
          carrier,
          trackingNo,
          state: parcel.state,
          scans: fresh,
          by: 'carrier',
        },
      },
    ];
    const handedOver = deliveredAt(track);
    if (handedOver === null || row.deliveredAt !== null || decided)
      return {
        answer: { heard: fresh.length },
        writes: [{ table: 'parcel', key: parcelId, row: parcel }],
        events,
      };
    const standing = parcel.state;
    const delivered = deliverOrder(view.row<FulfilmentRow>('fulfilment', purchaseId)!, parcel, handedOver);
    // What a carrier says after it handed the parcel over stays as said.
    parcel = { ...delivered.parcel, state: standing };
    return {
      answer: { heard: fresh.length },
      writes: [
        { table: 'fulfilment', key: purchaseId, row: delivered.row },
        { table: 'parcel', key: parcelId, row: parcel },
      ],
      events: [...events, ...delivered.events],
    };
  },
};
