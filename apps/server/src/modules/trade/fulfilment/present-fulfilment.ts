import type { FulfilmentView } from '@dacu/contract/api';
import { isLate } from '@dacu/engine/fulfilment';
import type { Text } from '@dacu/engine/pricing';
import type { Place } from '../../base/catalog/index.ts';
import { linesOf, type OrderLine, type PurchaseRow } from '../orders/index.ts';
import type { FulfilmentDeps } from './index.ts';
import { unparcelledOf } from './standing.ts';
import { readCodesOf, readFulfilments, readParcelsOf } from './store.ts';
import { ELECTRONIC, type ParcelRow, type PickupCodeRow } from './types.ts';

type Deps = Pick<FulfilmentDeps, 'db' | 'orders' | 'stock' | 'members' | 'plan' | 'returned'>;

/** Carriers by the names that plans give them, whichever plan it was ordered under. */
const CARRIER_TITLES: Readonly<Record<string, Text>> = {
  sf: { zh: '顺丰', en: 'SF Express' },
  jd: { zh: '京东物流', en: 'JD Logistics' },
  'jd-logistics': { zh: '京东物流', en: 'JD Logistics' },
  sandbox: { zh: '沙箱快递', en: 'Sandbox Express' },
  [ELECTRONIC]: { zh: '电子凭证', en: 'Electronic voucher' },
};
export const CARRIER_IDS = ['sf', 'jd', 'sandbox'] as const;

export function carrierTitle(id: string): Text {
  return CARRIER_TITLES[id] ?? { zh: id, en: id };
}

/** How a purchase is on its way, for the shopper whose it is; the code only to them, and only while it opens something. */
export async function presentFulfilment(
  deps: Deps,
  { at, purchaseId, shopperId }: { at: number; purchaseId: string; shopperId: string },
): Promise<FulfilmentView | null> {
  const purchase = await deps.orders.purchase(purchaseId, shopperId);
  if (purchase === null) return null;
  const [rows, parcels, places] = await Promise.all([
    readFulfilments(deps.db, [purchaseId]),
    readParcelsOf(deps.db, [purchaseId]),
    deps.stock.places(),
  ]);
  const row = rows.get(purchaseId);
  const lines = new Map(linesOf(purchase.body).map((line) => [line.lineId, line]));
  const placeOf = new Map(places.map((place) => [place.placeId, place]));
  const codes = await readCodesOf(
    deps.db,
    parcels.filter(({ way }) => way === 'pickup').map(({ parcelId }) => parcelId),
  );
  const back = await deps.returned.read(deps.db, purchase);
  return {
    ...{ purchaseId, asOf: at },
    orders: (row?.orders ?? []).map((order) => ({
      ...{ orderId: order.orderId, way: order.way, state: order.state },
      place: order.placeId === null ? null : shownPlace(placeOf.get(order.placeId), order.placeId),
      ...{ shipBy: order.shipBy, deliverBy: order.deliverBy },
      ...{ deliveredAt: order.deliveredAt, completedAt: order.completedAt },
      waiting: order.lines.reduce((sum, line) => sum + unparcelledOf(line, back(line.lineId)), 0),
    })),
    parcels: parcels.map((parcel) => presentParcel(parcel, at, lines, placeOf)),
    codes: await Promise.all(
      codes.filter(({ state }) => state !== 'void').map((code) => presentCode(deps, purchase, code, placeOf)),
    ),
  };
}

export function presentParcel(
  parcel: ParcelRow,
  at: number,
  lines: ReadonlyMap<string, Pick<OrderLine, 'title' | 'imageUrl'>>,
  places: ReadonlyMap<string, Place>,
): FulfilmentView['parcels'][number] {
  return {
    ...{ parcelId: parcel.parcelId, orderId: parcel.orderId, way: parcel.way, state: parcel.state },
    placeName: places.get(parcel.placeId)?.name ?? { zh: parcel.placeId, en: parcel.placeId },
    carrier: parcel.carrier === null ? null : { id: parcel.carrier, title: carrierTitle(parcel.carrier) },
    trackingNo: parcel.trackingNo,
    units: parcel.units.map(({ lineId, skuId, quantity }) => ({
      ...{ lineId, skuId, quantity },
      title: lines.get(lineId)?.title ?? { zh: skuId, en: skuId },
      imageUrl: lines.get(lineId)?.imageUrl ?? '',
    })),
    ...{ createdAt: parcel.createdAt, shipBy: parcel.shipBy, deliverBy: parcel.deliverBy },
    ...{ shippedAt: parcel.shippedAt, deliveredAt: parcel.deliveredAt },
    scans: parcel.track.map((scan) => ({
      ...{ code: scan.code, at: scan.at, heardAt: scan.heardAt, province: scan.province ?? null },
    })),
    late: latenessOf(parcel, at),
    compensation: parcel.compensation && {
      fen: parcel.compensation.fen,
      lateness: parcel.compensation.lateness,
      at: parcel.compensation.at,
      paidAt: parcel.compensation.paidAt,
    },
  };
}

/** A promise that is kept for the buyer's own sake cannot be broken: goods that wait in a store, parcels that ended otherwise. */
export function latenessOf(parcel: ParcelRow, at: number) {
  if (['cancelled', 'returned', 'lost'].includes(parcel.state)) return parcel.compensation?.lateness ?? null;
  const arrived = parcel.way === 'pickup' ? parcel.shippedAt : parcel.deliveredAt;
  return isLate({ ...parcel, deliveredAt: arrived }, at);
}

function shownPlace(place: Place | undefined, placeId: string) {
  const unknown = { zh: placeId, en: placeId };
  return {
    ...{ placeId, name: place?.name ?? unknown, address: place?.address ?? { zh: '', en: '' } },
    hours: place?.hours ?? null,
  };
}

async function presentCode(
  { members }: Deps,
  { shopperId }: PurchaseRow,
  code: PickupCodeRow,
  places: ReadonlyMap<string, Place>,
): Promise<FulfilmentView['codes'][number]> {
  const open = code.state === 'open';
  const personId = open ? await members.profiles.personId(shopperId) : '';
  return {
    ...{ parcelId: code.parcelId, place: shownPlace(places.get(code.placeId), code.placeId) },
    state: code.state === 'void' ? 'expired' : code.state,
    code: open ? await members.personal.open(personId, code.sealedCode) : null,
    ...{ readyAt: code.readyAt, expiresAt: code.expiresAt, endedAt: code.endedAt },
  };
}
