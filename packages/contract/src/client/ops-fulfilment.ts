import type { z } from 'zod';
import type { Collected, OpsParcel, OpsParcels, opsParcelsQuery, ParcelAct } from '../api/index.ts';
import type { Http } from './http.ts';

export type ParcelsQuery = Partial<z.input<typeof opsParcelsQuery>>;

/** Parcels and what is done with them, and the counter of a store. */
export function fulfilmentCalls(http: Http) {
  return {
    parcels: (query: ParcelsQuery) =>
      http<OpsParcels>({
        path: '/api/ops/parcels',
        query: query as Record<string, string>,
        answer: 'opsParcels',
      }),
    actOnParcel: (parcelId: string, act: ParcelAct) =>
      http<OpsParcel>({
        ...{
          method: 'POST',
          path: `/api/ops/parcels/${encodeURIComponent(parcelId)}`,
          body: act,
          answer: 'opsParcel',
        },
      }),
    collect: (placeId: string, code: string) =>
      http<Collected>({
        method: 'POST',
        path: '/api/ops/collections',
        body: { placeId, code },
        answer: 'collected',
      }),
  };
}
