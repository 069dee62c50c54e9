import type { Actor, OrderEvent } from '@dacu/engine/order-life';
import { orderLife, step } from '@dacu/engine/order-life';
import type { Sql } from '../../../platform/db/types.ts';
import type { LaneView, LaneWrite, Need } from '../../../platform/lane/types.ts';
import type { PurchaseRow } from '../orders/index.ts';
import type { FulfilmentRow, LineStanding, OrderStanding } from './types.ts';

/** How far the units of a line of a purchase are: what after-sales asks. */
export type LineProgress = {
  readonly lineId: string;
  readonly orderId: string;
  readonly quantity: number;
  readonly shipped: number;
  readonly delivered: number;
  /** When the last of those that have arrived arrived; null while none has. */
  readonly deliveredAt: number | null;
};

export function progressOf({ orders }: FulfilmentRow): LineProgress[] {
  return orders.flatMap(({ orderId, lines }) =>
    lines.map(({ lineId, quantity, shipped, delivered, deliveredAt }) => ({
      ...{ lineId, orderId, quantity, shipped, delivered, deliveredAt },
    })),
  );
}

/**
 * Units that came back before they left, by line: what fulfilment asks of whoever takes returns, inside its decision and
 * under the locks named by `needs`. Goods must not leave between the refund and the look.
 */
export type Returned = {
  needs(purchaseId: string): readonly Need[];
  unshipped(view: LaneView, purchase: PurchaseRow): (lineId: string) => number;
  /** The same as it stands, for whoever only shows it. */
  read(sql: Sql, purchase: PurchaseRow): Promise<(lineId: string) => number>;
  /**
   * Units under way will not reach their buyer. Those that were refunded already are told, and from now on count as
   * returned before they left; null while somebody asks for them and is not answered.
   */
  calledBack(
    view: LaneView,
    purchaseId: string,
    units: readonly Pick<LineStanding, 'lineId' | 'quantity' | 'shipped' | 'delivered'>[],
  ): {
    readonly refunded: readonly { readonly lineId: string; readonly quantity: number }[];
    readonly writes: readonly LaneWrite[];
  } | null;
};

/** Units of a line that have neither left nor come back. */
export function unshippedOf({ quantity, shipped }: LineStanding, returnedUnshipped: number): number {
  return Math.max(0, quantity - returnedUnshipped - shipped);
}

/** Units that are in no parcel yet. */
export function unparcelledOf({ quantity, parcelled }: LineStanding, returnedUnshipped: number): number {
  return Math.max(0, quantity - returnedUnshipped - parcelled);
}

/** What returns ask: how far each line is, under the lock of the purchase's row. Has the shape that they declare. */
export const standings = {
  needs: ({ purchaseId }: Pick<PurchaseRow, 'purchaseId'>): readonly Need[] => [
    { table: 'fulfilment', keys: [purchaseId] },
  ],
  of(
    view: LaneView,
    { purchaseId }: Pick<PurchaseRow, 'purchaseId'>,
  ): ReadonlyMap<string, Pick<LineProgress, 'shipped' | 'delivered' | 'deliveredAt'>> {
    const row = view.row<FulfilmentRow>('fulfilment', purchaseId);
    return new Map((row === undefined ? [] : progressOf(row)).map((line) => [line.lineId, line]));
  },
};

/** Where a step leads an order; null where it must not be taken. */
export function stepOrder(order: OrderStanding, on: OrderEvent, by: Actor): OrderStanding['state'] | null {
  const stepped = step(orderLife(order.way, { grouped: false }), { from: order.state, on, by });
  return stepped.kind === 'stepped' ? stepped.to : null;
}

/** The row with one of its orders changed. */
export function withOrder(
  row: FulfilmentRow,
  orderId: string,
  change: (order: OrderStanding) => OrderStanding,
): FulfilmentRow {
  return { ...row, orders: row.orders.map((order) => (order.orderId === orderId ? change(order) : order)) };
}

/** The order with units of its lines moved. */
export function withLines(
  order: OrderStanding,
  units: readonly { readonly lineId: string; readonly quantity: number }[],
  change: (line: LineStanding, quantity: number) => LineStanding,
): OrderStanding {
  const quantities = new Map(units.map(({ lineId, quantity }) => [lineId, quantity]));
  return {
    ...order,
    lines: order.lines.map((line) => {
      const quantity = quantities.get(line.lineId) ?? 0;
      return quantity === 0 ? line : change(line, quantity);
    }),
  };
}

/** An order of which everything came back before anything of it was sent has nothing left to do. */
export function closedIfEmpty(order: OrderStanding, back: (lineId: string) => number): OrderStanding {
  const empty = order.lines.every((line) => back(line.lineId) === line.quantity);
  const state = empty ? stepOrder(order, 'return', 'system') : null;
  return state === null ? order : { ...order, state };
}
