import type { ErrorCode } from '@dacu/contract/errors';
import { PARCEL_LIFE, type ParcelEvent, type ParcelState } from '@dacu/engine/fulfilment';
import { placeStockKey, shipFrom, unallotStock } from '@dacu/engine/ledger';
import { type Actor, step } from '@dacu/engine/order-life';
import type {
  Decision,
  LaneHandler,
  LaneView,
  LaneWrite,
  OutboxDraft,
} from '../../../platform/lane/types.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { goodsOf } from '../stock/index.ts';
import { allArrived, completeAtOf, deliverOrder } from './deliver.ts';
import type { FulfilmentDeps } from './index.ts';
import { closedIfEmpty, type Returned, stepOrder, unshippedOf, withLines, withOrder } from './standing.ts';
import {
  ELECTRONIC,
  type FulfilmentRow,
  type OrderStanding,
  type ParcelRow,
  type ParcelUnits,
} from './types.ts';

const HOUR_MS = 3_600_000;
/** A carrier that has said nothing for so long is asked. */
export const SILENT_MS = 36 * HOUR_MS;

export type MoveInput = {
  readonly at: number;
  readonly on: Extract<ParcelEvent, 'pick' | 'pack' | 'ship'>;
  readonly by: Actor;
  readonly operatorId?: string;
  /** For `ship`: who carries it under which number. */
  readonly carrier?: string;
  readonly trackingNo?: string;
};
export type MoveAnswer =
  | { readonly kind: 'moved'; readonly row: ParcelRow }
  | { readonly kind: 'refused'; readonly code: ErrorCode };
type MovePayload = Omit<MoveInput, 'at'> & { readonly parcelId: string };

/**
 * A parcel goes a step on in our hands. With `ship` its goods leave: place and network count them out, the lines of the order
 * count them as shipped, and units that came back meanwhile stay behind; a parcel with none left is cancelled.
 * Refuses with `notFound` or `parcelStepWrong`.
 */
export async function moveParcel(
  { lane, returned }: FulfilmentDeps,
  parcel: ParcelRow,
  input: MoveInput,
): Promise<MoveAnswer> {
  const { at, ...payload } = input;
  return lane.submit<MoveAnswer>({
    kind: 'moveParcel',
    at,
    needs:
      input.on === 'ship' ? parcelNeeds(parcel, returned) : [{ table: 'parcel', keys: [parcel.parcelId] }],
    payload: { ...payload, parcelId: parcel.parcelId } satisfies MovePayload,
  });
}

/** Every row that a parcel's goods move when they leave our hands. */
export function parcelNeeds({ parcelId, purchaseId, placeId, units }: ParcelRow, returned: Returned) {
  const skuIds = units.map(({ skuId }) => skuId);
  return [
    { table: 'purchase', keys: [purchaseId] },
    { table: 'fulfilment', keys: [purchaseId] },
    { table: 'stock', keys: skuIds },
    { table: 'parcel', keys: [parcelId] },
    { table: 'placeStock', keys: skuIds.map((skuId) => placeStockKey(skuId, placeId)) },
    ...returned.needs(purchaseId),
  ];
}

export const moveParcelHandler = (returned: Returned): LaneHandler<MovePayload, MoveAnswer> => ({
  kind: 'moveParcel',
  decide(view, { at, payload }) {
    const row = view.row<ParcelRow>('parcel', payload.parcelId);
    if (row === undefined) return { answer: { kind: 'refused', code: 'notFound' } };
    const stepped = step(PARCEL_LIFE, { from: row.state, on: payload.on, by: payload.by });
    if (stepped.kind === 'refused' || row.way !== 'ship')
      return { answer: { kind: 'refused', code: 'parcelStepWrong' } };
    if (payload.on === 'ship') return ship(view, row, at, payload, returned);
    const after = { ...row, state: stepped.to, ...noted(row, at, payload) };
    return {
      answer: { kind: 'moved', row: after },
      writes: [{ table: 'parcel', key: row.parcelId, row: after }],
    };
  },
});

export function noted(row: ParcelRow, at: number, { on, operatorId }: { on: string; operatorId?: string }) {
  return operatorId === undefined ? {} : { notes: [...row.notes, { at, operatorId, act: on }] };
}

function ship(
  view: LaneView,
  row: ParcelRow,
  at: number,
  payload: MovePayload,
  returned: Returned,
): Decision<MoveAnswer> {
  const purchase = view.row<PurchaseRow>('purchase', row.purchaseId)!;
  const before = view.row<FulfilmentRow>('fulfilment', row.purchaseId)!;
  const back = returned.unshipped(view, purchase);
  const order = before.orders.find(({ orderId }) => orderId === row.orderId)!;
  const { going, staying } = divide(row, order, back);
  const goods = goodsOf(view);
  goods.moveShelf(row.placeId, staying, unallotStock);
  goods.move(row.placeId, going, shipFrom);
  const isElectronic = row.carrier === ELECTRONIC;
  const carrier = isElectronic ? ELECTRONIC : (payload.carrier ?? row.carrier);
  const trackingNo = isElectronic ? null : (payload.trackingNo ?? null);
  const { by, operatorId } = payload;
  const who = { by, ...(operatorId !== undefined && { operatorId }) };
  const events: OutboxDraft[] = [];
  const told = {
    purchaseId: row.purchaseId,
    orderId: row.orderId,
    parcelId: row.parcelId,
    placeId: row.placeId,
  };
  const event = (type: string, data: object): OutboxDraft => ({
    ...{ type, aggregate: row.purchaseId, at },
    data: { ...told, ...data, ...who },
  });
  if (staying.length > 0) events.push(event('parcel.cancelled', { units: staying }));
  const gone = { workAt: null, ...noted(row, at, payload) };

  let moved = withLines(order, staying, (line, quantity) => ({
    ...line,
    parcelled: line.parcelled - quantity,
  }));
  if (going.length === 0) {
    const none = closedIfEmpty(moved, back);
    const left = none === moved ? withoutRest(row.purchaseId, moved, at, back) : { order: none, events: [] };
    const parcel: ParcelRow = { ...row, ...gone, state: 'cancelled', lateAt: null };
    const after = withOrder(before, row.orderId, () => left.order);
    return {
      answer: { kind: 'moved', row: parcel },
      writes: [...goods.writes(), ...rows(parcel, { ...after, completeAt: completeAtOf(after) })],
      events: [...events, ...left.events],
    };
  }
  moved = withLines(moved, going, (line, quantity) => ({ ...line, shipped: line.shipped + quantity }));
  const rest = moved.lines.every((line) => unshippedOf(line, back(line.lineId)) === 0);
  const state = stepOrder(moved, rest ? 'shipRest' : 'shipPart', by);
  if (state === null) return { answer: { kind: 'refused', code: 'parcelStepWrong' } };
  moved = { ...moved, state, shippedAt: rest ? at : moved.shippedAt };
  events.push(event('order.shipped', { carrier, trackingNo, rest, units: going }));
  let parcel: ParcelRow = {
    ...{ ...row, ...gone, carrier, trackingNo, units: going, shippedAt: at },
    state: 'shipped' satisfies ParcelState,
    lateAt: row.lateAt === null || row.compensation !== null ? null : row.deliverBy,
    pollAt: trackingNo === null ? null : at + SILENT_MS,
  };
  let after = withOrder(before, row.orderId, () => moved);
  if (isElectronic) {
    const delivered = deliverOrder(after, parcel, at);
    events.push(...delivered.events);
    after = delivered.row;
    parcel = delivered.parcel;
  }
  return {
    answer: { kind: 'moved', row: parcel },
    writes: [...goods.writes(), ...rows(parcel, after)],
    events,
  };
}

/** The last units of an order came back before they left: what had left is all of it. */
export function withoutRest(
  purchaseId: string,
  order: OrderStanding,
  at: number,
  back: (lineId: string) => number,
) {
  const rest = order.lines.every((line) => unshippedOf(line, back(line.lineId)) === 0);
  const state = rest ? stepOrder(order, 'shipRest', 'system') : null;
  return state === null
    ? { order, events: [] }
    : allArrived(purchaseId, { ...order, state, shippedAt: order.shippedAt ?? at });
}

function rows(parcel: ParcelRow, row: FulfilmentRow): LaneWrite[] {
  return [
    { table: 'fulfilment', key: row.purchaseId, row },
    { table: 'parcel', key: parcel.parcelId, row: parcel },
  ];
}

/** Units that may still leave, and those that came back while the parcel was waiting. */
export function divide(
  { units }: ParcelRow,
  { lines }: OrderStanding,
  back: (lineId: string) => number,
): { going: ParcelUnits[]; staying: ParcelUnits[] } {
  const going: ParcelUnits[] = [];
  const staying: ParcelUnits[] = [];
  for (const unit of units) {
    const line = lines.find(({ lineId }) => lineId === unit.lineId)!;
    const leaving = Math.min(unit.quantity, unshippedOf(line, back(line.lineId)));
    if (leaving > 0) going.push({ ...unit, quantity: leaving });
    if (leaving < unit.quantity) staying.push({ ...unit, quantity: unit.quantity - leaving });
  }
  return { going, staying };
}
