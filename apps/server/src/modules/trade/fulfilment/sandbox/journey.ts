import { laneDays, type ScanCode } from '@dacu/engine/fulfilment';
import { drawn } from './drawn.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A scan with when it is pushed; null is never: the push is lost and has to be asked for. */
export type PlannedScan = {
  readonly code: ScanCode;
  readonly at: number;
  readonly pushAt: number | null;
  readonly province: string;
};

/** Of a thousand parcels; ours: enough of each that somebody who watches a morning sees it, and as rare as it should be. */
const PER_MILLE = { delayed: 30, refused: 8, lost: 4 } as const;
const PUSH = { late: 100, twice: 100, lost: 50 } as const;

/**
 * What happens to a parcel, all of it decided by its name: where it goes, what goes wrong, and in which order its carrier
 * gets round to telling. The same parcel has the same journey in every rehearsal.
 */
export function journeyOf(parcel: {
  readonly parcelId: string;
  readonly carrier: string;
  readonly fromProvince: string;
  readonly toProvince: string;
  readonly at: number;
  readonly toStation: boolean;
}): readonly PlannedScan[] {
  const { parcelId, at, fromProvince: from, toProvince: to } = parcel;
  const luck = (what: string) => drawn(`${parcelId} ${what}`, 1_000);
  const spread = (what: string, ms: number) => Math.floor((luck(what) / 1_000) * ms);
  const fate = luck('fate');
  const delayed = fate < PER_MILLE.delayed;
  const refused = !delayed && fate < PER_MILLE.delayed + PER_MILLE.refused;
  const lost = !delayed && !refused && fate < PER_MILLE.delayed + PER_MILLE.refused + PER_MILLE.lost;

  const collected = at + 20 * MINUTE_MS + spread('collected', HOUR_MS);
  const departed = collected + 2 * HOUR_MS + spread('departed', 2 * HOUR_MS);
  // A lane is a promise: most parcels come some hours before its end.
  const onWayMs = laneDays(from, to, parcel.carrier) * DAY_MS - 22 * HOUR_MS + spread('way', 8 * HOUR_MS);
  const heldUp = delayed ? DAY_MS + spread('delay', 2 * DAY_MS) : 0;
  const arrived = Math.max(departed + HOUR_MS, at + onWayMs - 5 * HOUR_MS) + heldUp;
  const out = byDay(arrived + HOUR_MS) + spread('out', HOUR_MS);
  const handed = out + HOUR_MS + spread('handed', 3 * HOUR_MS);

  const scans: (readonly [ScanCode, number, string])[] = [
    ['collected', collected, from],
    ['departed', departed, from],
  ];
  if (lost) return told(parcelId, [...scans, ['lost', departed + 2 * DAY_MS, from]]);
  if (delayed) scans.push(['delayed', departed + 6 * HOUR_MS, from]);
  scans.push(['arrived', arrived, to], ['outForDelivery', out, to]);
  if (refused)
    return told(parcelId, [...scans, ['refused', handed, to], ['returning', handed + HOUR_MS, to]]);
  if (parcel.toStation) scans.push(['lockerReady', handed, to]);
  scans.push(['delivered', parcel.toStation ? handed + 2 * HOUR_MS + spread('fetched', DAY_MS) : handed, to]);
  return told(parcelId, scans);
}

/** Nobody is woken: what arrives in the evening or at night goes out at eight in the morning, Chinese time. */
function byDay(at: number): number {
  const day = Math.floor((at + 8 * HOUR_MS) / DAY_MS) * DAY_MS - 8 * HOUR_MS;
  if (at < day + 8 * HOUR_MS) return day + 8 * HOUR_MS;
  return at < day + 18 * HOUR_MS ? at : day + 32 * HOUR_MS;
}

function told(parcelId: string, scans: readonly (readonly [ScanCode, number, string])[]): PlannedScan[] {
  return scans.flatMap(([code, at, province]): PlannedScan[] => {
    const luck = drawn(`${parcelId} push ${code}`, 1_000);
    const scan = { code, at, province };
    if (luck < PUSH.lost) return [{ ...scan, pushAt: null }];
    const soon = at + 30_000;
    // Late by hours: behind the scan that comes after it, as happens when a depot was offline.
    if (luck < PUSH.lost + PUSH.late) return [{ ...scan, pushAt: at + 5 * HOUR_MS }];
    const twice = luck < PUSH.lost + PUSH.late + PUSH.twice;
    return [{ ...scan, pushAt: soon }, ...(twice ? [{ ...scan, pushAt: soon + 10 * MINUTE_MS }] : [])];
  });
}
