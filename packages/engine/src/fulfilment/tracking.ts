import type { ParcelState } from './parcel-life.ts';

/** What a carrier may say of a parcel, in the order of a journey that goes well. */
export const SCAN_CODES = [
  'collected',
  'departed',
  'arrived',
  'outForDelivery',
  'lockerReady',
  'delayed',
  'addressUnknown',
  'damaged',
  'refused',
  'returning',
  'delivered',
  'lost',
] as const;
export type ScanCode = (typeof SCAN_CODES)[number];

/** `at` is when it happened by the carrier's word, `heardAt` when we were told. `province` is where, if said. */
export type Scan = {
  readonly carrier: string;
  readonly no: string;
  readonly code: ScanCode;
  readonly at: number;
  readonly heardAt: number;
  readonly province?: string;
};

/** More than any journey has; a carrier that says more is not heard further. */
export const TRACK_MAX = 60;

/** Who says the same of the same parcel at the same instant has said it before (domain §10). */
export function scanKey({ carrier, no, code, at }: Omit<Scan, 'heardAt'>): string {
  return `${carrier}/${no}/${code}/${at}`;
}

const STATE_OF: Readonly<Record<ScanCode, ParcelState>> = {
  collected: 'inTransit',
  departed: 'inTransit',
  arrived: 'inTransit',
  outForDelivery: 'outForDelivery',
  lockerReady: 'lockerReady',
  delayed: 'exception',
  addressUnknown: 'exception',
  damaged: 'exception',
  refused: 'returning',
  returning: 'returning',
  delivered: 'delivered',
  lost: 'exception',
};

/**
 * The track with one more scan in it, by the time of the event: the order in which they arrive leaves no trace. Null when it
 * had been said before, or the track is full.
 */
export function afterScan(track: readonly Scan[], scan: Scan): readonly Scan[] | null {
  const key = scanKey(scan);
  if (track.length >= TRACK_MAX || track.some((known) => scanKey(known) === key)) return null;
  return [...track, scan].sort(byEvent);
}

/** The last known state by the time of the event; null before the first scan. Not a word about anything else. */
export function standingOf(track: readonly Scan[]): ParcelState | null {
  const last = [...track].sort(byEvent).at(-1);
  return last === undefined ? null : STATE_OF[last.code];
}

/** When it was first handed over, whatever was said afterwards. */
export function deliveredAt(track: readonly Scan[]): number | null {
  const instants = track.filter(({ code }) => code === 'delivered').map(({ at }) => at);
  return instants.length === 0 ? null : Math.min(...instants);
}

/** Two scans of one instant stand as on a journey that goes well; the rest is told apart by its words. */
function byEvent(a: Scan, b: Scan): number {
  return (
    a.at - b.at ||
    SCAN_CODES.indexOf(a.code) - SCAN_CODES.indexOf(b.code) ||
    (scanKey(a) < scanKey(b) ? -1 : 1)
  );
}
