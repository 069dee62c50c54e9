import { laneDays, type Place, splitOrder } from '@dacu/engine/fulfilment';
import {
  allotStock,
  freeAt,
  type Placed as PlacedRows,
  placeStockKey,
  pledgeStock,
} from '@dacu/engine/ledger';
import { shareOfUnits } from '@dacu/engine/money';
import type { LaneHandler, LaneView, LaneWrite, OutboxDraft } from '../../../platform/lane/types.ts';
import { type PurchaseRow, pledgedAt } from '../orders/index.ts';
import { type Goods, goodsOf } from '../stock/index.ts';
import { completeAtOf } from './deliver.ts';
import { allotFrom } from './fulfilment-of.ts';
import type { FulfilmentDeps } from './index.ts';
import { withoutRest } from './move-parcel.ts';
import { closedIfEmpty, type Returned, unparcelledOf, withLines } from './standing.ts';
import {
  ELECTRONIC,
  type FulfilmentRow,
  type LineStanding,
  type OrderStanding,
  type ParcelRow,
  type ParcelUnits,
} from './types.ts';
import { workAtOf } from './work-time.ts';

export const ALLOT_BATCH = 200;
/** What no place has is asked for again this often. */
const AGAIN_MS = 6 * 3_600_000;
/** A purchase of more parcels than this is split no further in one go. */
const NEW_PARCELS_MAX = 20;

type AllotPayload = {
  readonly purchaseId: string;
  readonly warehouses: readonly Place[];
  /** Places whose stock of these goods was seen, and is locked now. */
  readonly simulated: boolean;
};
export type AllotAnswer = { readonly parcels: number; readonly missing: number };

/**
 * Makes parcels of what is paid: from the places that have the goods (the engine's split), set aside there in the same lane
 * transaction. What no place has waits and is asked for again. May be repeated: only units in no parcel are looked at.
 */
export async function allotParcels(
  { lane, stock, simulated, returned }: FulfilmentDeps,
  { at, rows }: { at: number; rows: readonly FulfilmentRow[] },
): Promise<AllotAnswer[]> {
  if (rows.length === 0) return [];
  const places = await stock.places();
  const warehouses = places
    .filter(({ kind }) => kind === 'warehouse')
    .map(({ placeId, province }, order) => ({ placeId, province, order }));
  return Promise.all(
    rows.map((row) => {
      const storeIds = row.orders.flatMap(({ placeId }) => (placeId === null ? [] : [placeId]));
      const placeIds = [...warehouses.map(({ placeId }) => placeId), ...new Set(storeIds)];
      const skuIds = [...new Set(row.orders.flatMap(({ lines }) => lines.map(({ skuId }) => skuId)))];
      return lane.submit<AllotAnswer>({
        kind: 'allotParcels',
        at,
        needs: [
          { table: 'purchase', keys: [row.purchaseId] },
          { table: 'fulfilment', keys: [row.purchaseId] },
          { table: 'parcel', keys: newParcelIds(row) },
          ...returned.needs(row.purchaseId),
          // Only a pledge moves the network's rows.
          { table: 'stock', keys: storeIds.length === 0 ? [] : skuIds },
          {
            table: 'placeStock',
            keys: skuIds.flatMap((skuId) => placeIds.map((placeId) => placeStockKey(skuId, placeId))),
          },
        ],
        payload: { purchaseId: row.purchaseId, warehouses, simulated } satisfies AllotPayload,
      });
    }),
  );
}

/** Names that its next parcels may have; those that exist are passed over. */
function newParcelIds({ purchaseId, orders }: FulfilmentRow): string[] {
  const lines = orders.reduce((sum, order) => sum + order.lines.length, 0);
  return Array.from(
    { length: Math.min(NEW_PARCELS_MAX, 4 + lines * 2) },
    (_, index) => `${purchaseId}.${index + 1}`,
  );
}

export const allotParcelsHandler = (returned: Returned): LaneHandler<AllotPayload, AllotAnswer> => ({
  kind: 'allotParcels',
  decide(view, { at, payload }) {
    const purchase = view.row<PurchaseRow>('purchase', payload.purchaseId);
    const row = view.row<FulfilmentRow>('fulfilment', payload.purchaseId);
    if (purchase === undefined || row === undefined) return { answer: { parcels: 0, missing: 0 } };
    const making = startMaking(view, purchase, row, {
      at,
      payload,
      back: returned.unshipped(view, purchase),
    });
    const orders = row.orders.map((order) => allotOrder(making, order));
    const waiting = orders.flatMap(({ lines }) => lines.filter((line) => making.left(line) > 0));
    const allotAt =
      waiting.length === 0
        ? null
        : Math.min(...waiting.map((line) => Math.max(at + AGAIN_MS, allotFrom(line, row.paidAt))));
    const moved = { ...row, orders, allotAt };
    const after: FulfilmentRow = { ...moved, completeAt: completeAtOf(moved) };
    return {
      answer: { parcels: making.parcels.length, missing: waiting.length },
      writes: [
        { table: 'fulfilment', key: row.purchaseId, row: after },
        ...(making.pledged === 'now'
          ? [{ table: 'purchase', key: row.purchaseId, row: pledgedNow(purchase) }]
          : []),
        ...making.parcels.map(
          (parcel): LaneWrite => ({ table: 'parcel', key: parcel.parcelId, row: parcel }),
        ),
        ...making.goods.writes(),
      ],
      events: [
        ...making.events,
        ...making.parcels.map(
          (parcel): OutboxDraft => ({
            type: 'parcel.allotted',
            aggregate: row.purchaseId,
            at,
            data: {
              purchaseId: row.purchaseId,
              ...{
                orderId: parcel.orderId,
                parcelId: parcel.parcelId,
                placeId: parcel.placeId,
                units: parcel.units,
              },
              ...(making.pledged !== null && { pledged: making.pledged }),
              by: 'system',
            },
          }),
        ),
      ],
    };
  },
});

type Making = {
  readonly row: FulfilmentRow;
  readonly at: number;
  readonly payload: AllotPayload;
  readonly goods: Goods;
  readonly parcels: ParcelRow[];
  readonly events: OutboxDraft[];
  /** When the store set its units aside: as the order was placed, or only now; null for goods of the network. */
  readonly pledged: 'before' | 'now' | null;
  readonly freeId: () => string | undefined;
  readonly back: (lineId: string) => number;
  /** Units of a line that are in no parcel. */
  readonly left: (line: LineStanding) => number;
};

function startMaking(
  view: LaneView,
  purchase: PurchaseRow,
  row: FulfilmentRow,
  { at, payload, back }: Pick<Making, 'at' | 'payload' | 'back'>,
): Making {
  const free = newParcelIds(row).filter((parcelId) => view.row<ParcelRow>('parcel', parcelId) === undefined);
  const goods = goodsOf(view);
  const left = (line: LineStanding) => unparcelledOf(line, back(line.lineId));
  return {
    ...{ row, at, payload, goods, parcels: [], events: [], back, left },
    pledged: pledgedAt(purchase.body) === null ? pledgeLate(goods, row, left) : 'before',
    freeId: () => free.shift(),
  };
}

/**
 * An order to be collected that was placed before stores pledged their units at once: all of it is pledged as soon as the
 * store has it. Null where nothing is to be collected, or not there yet.
 */
function pledgeLate(goods: Goods, { orders }: FulfilmentRow, left: Making['left']): 'now' | null {
  const pledges: [PlacedRows, number][] = [];
  for (const { placeId, lines } of orders.filter(({ way }) => way === 'pickup'))
    for (const line of lines.filter((one) => left(one) > 0))
      pledges.push([
        { network: goods.network(line.skuId), place: goods.shelf(line.skuId, placeId!) },
        left(line),
      ]);
  if (pledges.length === 0) return null;
  const after = pledges.map(([rows, quantity]) => pledgeStock(rows, quantity));
  if (after.includes(null)) return null;
  for (const { network, place } of after as PlacedRows[]) {
    goods.putNetwork(network);
    goods.putShelf(place);
  }
  return 'now';
}

function pledgedNow(purchase: PurchaseRow): PurchaseRow {
  const { delivery } = purchase.body;
  if (delivery?.way !== 'pickup') throw new Error(`${purchase.purchaseId} is not to be collected`);
  return { ...purchase, body: { ...purchase.body, delivery: { ...delivery, pledged: true } } };
}

/** One split for each date that units ship on: what is due now goes, the rest waits for its day. */
function allotOrder(making: Making, order: OrderStanding): OrderStanding {
  const { row, at, payload } = making;
  if (!['toShip', 'partShipped', 'toPrepare'].includes(order.state)) return order;
  const due = order.lines.filter((line) => making.left(line) > 0 && allotFrom(line, row.paidAt) <= at);
  if (due.length === 0) {
    const none = closedIfEmpty(order, making.back);
    if (none !== order || order.state !== 'partShipped') return none;
    const left = withoutRest(row.purchaseId, order, at, making.back);
    making.events.push(...left.events);
    return left.order;
  }
  let after = order;
  for (const group of groupsOf(due)) {
    const wanted = group.map((line) => ({
      lineId: line.lineId,
      skuId: line.skuId,
      quantity: making.left(line),
    }));
    const have = (placeId: string, skuId: string) => freeAt(making.goods.shelf(skuId, placeId));
    const days = (province: string) => laneDays(province, row.region);
    const { parcels } =
      order.way === 'pickup'
        ? { parcels: making.pledged === null ? [] : [{ placeId: order.placeId!, units: wanted }] }
        : splitOrder(wanted, have, payload.warehouses, days);
    for (const { placeId, units } of parcels) {
      if (!makeParcel(making, order, group, { placeId, units })) break;
      after = withLines(after, units, (line, quantity) => ({
        ...line,
        parcelled: line.parcelled + quantity,
      }));
    }
  }
  return after;
}

function groupsOf(lines: readonly LineStanding[]): LineStanding[][] {
  const groups = new Map<string, LineStanding[]>();
  for (const line of lines) {
    const key = `${line.shipOn} ${line.electronic}`;
    groups.set(key, [...(groups.get(key) ?? []), line]);
  }
  return [...groups.values()];
}

function makeParcel(
  making: Making,
  order: OrderStanding,
  group: readonly LineStanding[],
  { placeId, units }: { placeId: string; units: readonly ParcelUnits[] },
): boolean {
  const parcelId = making.freeId();
  if (parcelId === undefined) return false;
  const { row, at, payload } = making;
  for (const { skuId, quantity } of making.pledged === null ? units : []) {
    const shelf = allotStock(making.goods.shelf(skuId, placeId), quantity);
    if (shelf === null) throw new Error(`${placeId} has not ${quantity} of ${skuId} after all`);
    making.goods.putShelf(shelf);
  }
  const [first] = group;
  const shipBy = first!.shipOn === null ? order.shipBy : Math.max(first!.shipOn, row.paidAt);
  making.parcels.push({
    ...{
      parcelId,
      purchaseId: row.purchaseId,
      orderId: order.orderId,
      shopId: order.shopId,
      number: row.number,
    },
    ...{ way: order.way, placeId, region: row.region, state: 'created' },
    carrier: first!.electronic ? ELECTRONIC : null,
    ...{ trackingNo: null, units, netFen: netFenOf(group, units), shipBy, deliverBy: order.deliverBy },
    ...{ createdAt: at, shippedAt: null, deliveredAt: null },
    ...{ track: [], pauses: [], compensation: null, notes: [] },
    // Vouchers send themselves everywhere; a simulated database has warehouse people of its own.
    workAt: first!.electronic ? at : payload.simulated ? workAtOf(parcelId, at) : null,
    lateAt: row.terms.late === null ? null : shipBy,
    pollAt: null,
  });
  return true;
}

/** What the units were paid with, as far as their line's net goes evenly; for compensation, not for refunds. */
function netFenOf(lines: readonly LineStanding[], units: readonly ParcelUnits[]): number {
  return units.reduce((sum, { lineId, quantity }) => {
    const line = lines.find((one) => one.lineId === lineId)!;
    return sum + shareOfUnits(line.netFen, line.quantity, 0, quantity);
  }, 0);
}
