import type { OutboxDraft } from '../../../platform/lane/types.ts';
import { stepOrder, withLines, withOrder } from './standing.ts';
import type { FulfilmentRow, OrderStanding, ParcelRow } from './types.ts';

const DAY_MS = 86_400_000;
/** While goods may go back without a reason (消法 25) an order is not over. */
export const COMPLETE_AFTER_MS = 7 * DAY_MS;

/**
 * A parcel has been handed over, at `at` by its carrier's word: its units count as delivered, and the order with the last of
 * them. For a lane decision that holds parcel and fulfilment; once for a parcel.
 */
export function deliverOrder(
  before: FulfilmentRow,
  parcel: ParcelRow,
  at: number,
): { row: FulfilmentRow; parcel: ParcelRow; events: OutboxDraft[] } {
  const order = before.orders.find(({ orderId }) => orderId === parcel.orderId)!;
  const moved = withLines(order, parcel.units, (line, quantity) => ({
    ...line,
    delivered: line.delivered + quantity,
    deliveredAt: Math.max(line.deliveredAt ?? at, at),
  }));
  const arrived = allArrived(parcel.purchaseId, moved);
  const row = withOrder(before, parcel.orderId, () => arrived.order);
  return {
    row: { ...row, completeAt: completeAtOf(row) },
    parcel: { ...parcel, state: 'delivered', deliveredAt: at, lateAt: lateAfter(parcel, at), pollAt: null },
    events: arrived.events,
  };
}

/** An order that has left whole and arrived whole is delivered, at the instant of its last units. */
export function allArrived(
  purchaseId: string,
  order: OrderStanding,
): { order: OrderStanding; events: OutboxDraft[] } {
  const instants = order.lines.flatMap(({ deliveredAt }) => (deliveredAt === null ? [] : [deliveredAt]));
  const all = instants.length > 0 && order.lines.every(({ delivered, shipped }) => delivered === shipped);
  const state = all ? stepOrder(order, 'deliver', 'carrier') : null;
  if (state === null) return { order, events: [] };
  const deliveredAt = Math.max(...instants);
  return {
    order: { ...order, state, deliveredAt },
    events: [
      {
        ...{ type: 'order.delivered', aggregate: purchaseId, at: deliveredAt },
        data: { purchaseId, orderId: order.orderId, by: 'carrier' },
      },
    ],
  };
}

/** The next of its orders to be over. */
export function completeAtOf({ orders }: FulfilmentRow): number | null {
  const instants = orders.flatMap(({ state, deliveredAt }) =>
    (state === 'delivered' || state === 'collected') && deliveredAt !== null
      ? [deliveredAt + COMPLETE_AFTER_MS]
      : [],
  );
  return instants.length === 0 ? null : Math.min(...instants);
}

/** What came in time needs no look; what came late and was not found yet keeps its instant. */
function lateAfter({ lateAt }: ParcelRow, deliveredAt: number): number | null {
  return lateAt !== null && deliveredAt >= lateAt ? lateAt : null;
}
