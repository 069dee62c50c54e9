import type { FulfilmentDeps } from './index.ts';
import { makeReady } from './make-ready.ts';
import { type MoveAnswer, moveParcel } from './move-parcel.ts';
import { drawn } from './sandbox/drawn.ts';
import { readFulfilments } from './store.ts';
import { ELECTRONIC, type FulfilmentRow, type ParcelRow } from './types.ts';

/**
 * What needs no person: vouchers send themselves, everywhere; in a simulated database its warehouse people pick, pack and
 * hand over, each parcel at the instant that follows from its name, and its clerks put goods aside.
 */
export async function workParcels(deps: FulfilmentDeps, parcels: readonly ParcelRow[]): Promise<void> {
  if (parcels.length === 0) return;
  const places = new Map((await deps.stock.places()).map(({ placeId, province }) => [placeId, province]));
  const fulfilments = await readFulfilments(deps.db, [
    ...new Set(parcels.map(({ purchaseId }) => purchaseId)),
  ]);
  const termsOf = (parcel: ParcelRow) => fulfilments.get(parcel.purchaseId)!;
  const shipped = parcels.filter(({ way }) => way === 'ship');
  const carried = shipped.filter(({ carrier }) => carrier !== ELECTRONIC);
  const labels = await deps.carriers.label(
    carried.map((parcel) => ({
      ...{ parcelId: parcel.parcelId, carrier: parcel.carrier ?? carrierOf(parcel, termsOf(parcel)) },
      ...{ fromProvince: places.get(parcel.placeId) ?? parcel.region, toProvince: parcel.region },
      ...{ at: instantOf(parcel), toStation: termsOf(parcel).terms.toStation },
    })),
  );
  const answers = await Promise.all(
    shipped.map((parcel) => ship(deps, parcel, termsOf(parcel), labels.get(parcel.parcelId)?.no)),
  );
  const unused = answers.flatMap((answer, index) =>
    answer.kind === 'moved' && answer.row.state === 'cancelled' ? [shipped[index]!.parcelId] : [],
  );
  if (unused.length > 0) await deps.carriers.cancel(unused);
  for (const parcel of parcels.filter(({ way }) => way === 'pickup'))
    await makeReady(deps, parcel, {
      at: instantOf(parcel),
      by: 'system',
      shopperId: termsOf(parcel).shopperId,
    });
}

const instantOf = ({ workAt, createdAt }: ParcelRow) => workAt ?? createdAt;

/** Its three steps go into one batch of the lane, in this order. */
async function ship(
  deps: FulfilmentDeps,
  parcel: ParcelRow,
  row: FulfilmentRow,
  trackingNo: string | undefined,
): Promise<MoveAnswer> {
  const at = instantOf(parcel);
  const by = 'system';
  const steps: Promise<MoveAnswer>[] = [];
  if (parcel.state === 'created') steps.push(moveParcel(deps, parcel, { at, on: 'pick', by }));
  if (parcel.state !== 'packed') steps.push(moveParcel(deps, parcel, { at, on: 'pack', by }));
  const carrier = parcel.carrier ?? carrierOf(parcel, row);
  steps.push(
    moveParcel(deps, parcel, {
      at,
      on: 'ship',
      by,
      carrier,
      ...(trackingNo !== undefined && { trackingNo }),
    }),
  );
  return (await Promise.all(steps)).at(-1)!;
}

/** Parcels are shared out among the carriers of the plan, by their names. */
export function carrierOf(
  { parcelId }: Pick<ParcelRow, 'parcelId'>,
  { terms }: Pick<FulfilmentRow, 'terms'>,
): string {
  return terms.carrierIds[drawn(`${parcelId} carrier`, terms.carrierIds.length)]!;
}
