import { drawn } from './sandbox/drawn.ts';

const HOUR_MS = 3_600_000;
/** Of a thousand parcels so many stay behind until their promise is over: a page of late parcels has something to show. */
const FORGOTTEN_PER_MILLE = 15;

/** When the simulated warehouse has packed a parcel and hands it over; it follows from the parcel. */
export function workAtOf(parcelId: string, createdAt: number): number {
  const hours = 3 + drawn(`${parcelId} hours`, 18);
  const forgotten = drawn(`${parcelId} forgotten`, 1_000) < FORGOTTEN_PER_MILLE;
  return createdAt + (forgotten ? 48 + hours : hours) * HOUR_MS;
}
