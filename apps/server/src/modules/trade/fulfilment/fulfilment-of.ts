import { laneDays, PICKUP_KEEP_MS, PROVINCES, promiseOf, SHIP_WITHIN_MS } from '@dacu/engine/fulfilment';
import { orderLife } from '@dacu/engine/order-life';
import type { Edition } from '../offers/index.ts';
import type { OrderLine, PurchaseRow, ShopOrder } from '../orders/index.ts';
import type { FulfilmentRow, FulfilmentTerms, LineStanding, OrderStanding } from './types.ts';

type Delivery = NonNullable<Edition['compiled']['delivery']>;
export type Warehouses = readonly { readonly province: string }[];

/** Pre-sale goods leave their warehouse within the two days before the date that was stated. */
const BEFORE_SHIP_MS = 36 * 3_600_000;
/** Where an edition names no carrier. */
const OWN_CARRIER = 'sandbox';

/** A paid purchase as it is to be sent: what its edition promises, and every shop's order with all of its units to do. */
export function fulfilmentOf(
  purchase: PurchaseRow,
  delivery: Delivery | null,
  { warehouses, electronic }: { warehouses: Warehouses; electronic: ReadonlySet<string> },
): FulfilmentRow {
  const paidAt = purchase.paidAt!;
  const { body } = purchase;
  const region = body.address.region;
  const orders = body.orders.map((order) =>
    orderOf(purchase, order, { delivery, warehouses, electronic, region, paidAt }),
  );
  return {
    ...{ purchaseId: purchase.purchaseId, shopperId: purchase.shopperId, campaignId: body.campaignId },
    ...{
      number: body.number,
      region,
      paidAt,
      terms: termsOf(delivery, body.delivery?.toStation !== undefined),
      orders,
    },
    allotAt: Math.min(...orders.flatMap(({ lines }) => lines.map((line) => allotFrom(line, paidAt)))),
    completeAt: null,
  };
}

/** When the units of a line are set aside: at once, or shortly before the date that was stated for them. */
export function allotFrom({ shipOn }: Pick<LineStanding, 'shipOn'>, paidAt: number): number {
  return shipOn === null ? paidAt : Math.max(paidAt, shipOn - BEFORE_SHIP_MS);
}

function termsOf(delivery: Delivery | null, toStation: boolean): FulfilmentTerms {
  const carriers = delivery?.carriers ?? [];
  const priority = carriers.filter((carrier) => carrier.priority);
  return {
    carrierIds:
      carriers.length === 0 ? [OWN_CARRIER] : (priority.length > 0 ? priority : carriers).map(({ id }) => id),
    late: delivery?.late ?? null,
    keepForMs: delivery?.keepForMs ?? PICKUP_KEEP_MS,
    toStation,
  };
}

function orderOf(
  { body }: PurchaseRow,
  { orderId, shopId, lines }: ShopOrder,
  input: {
    delivery: Delivery | null;
    warehouses: Warehouses;
    electronic: ReadonlySet<string>;
    region: string;
    paidAt: number;
  },
): OrderStanding {
  const { delivery, warehouses, region, paidAt } = input;
  const way = body.delivery?.way ?? 'ship';
  const standing = lines.map((line) => lineOf(line, input.electronic));
  const shipOn = standing
    .map((line) => line.shipOn)
    .reduce((a, b) => (a === null || b === null ? (a ?? b) : Math.max(a, b)), null);
  const promise = promisedFor({ delivery, warehouses, region, paidAt, shipOn });
  // The steps before payment were taken with it: an order that waits for a group will stand in another list.
  const state = orderLife(way, { grouped: false }).steps.find(({ on }) => on === 'confirm')!.to;
  return {
    ...{ orderId, shopId, way, placeId: way === 'pickup' ? (body.delivery?.placeId ?? null) : null, state },
    ...promise,
    ...{ shippedAt: null, deliveredAt: null, completedAt: null, lines: standing },
  };
}

/** The same promise at checkout and in the order: it holds from whichever warehouse it is sent. */
export function promisedFor(input: {
  readonly delivery: Delivery | null;
  readonly warehouses: Warehouses;
  readonly region: string;
  readonly paidAt: number;
  readonly shipOn: number | null;
}) {
  const { delivery, warehouses, region, paidAt, shipOn } = input;
  const from = warehouses.length > 0 ? warehouses.map(({ province }) => province) : PROVINCES;
  return promiseOf({
    ...{ paidAt, shipOn },
    shipWithinMs: delivery?.shipWithinMs ?? SHIP_WITHIN_MS,
    deliverWithinMs: delivery?.deliverWithinMs ?? null,
    laneDays: Math.max(...from.map((province) => laneDays(province, region))),
  });
}

function lineOf(
  { lineId, skuId, quantity, netFen, ...line }: OrderLine,
  electronic: ReadonlySet<string>,
): LineStanding {
  return {
    ...{ lineId, skuId, quantity, netFen, shipOn: line.shipOn ?? null },
    electronic: electronic.has(skuId),
    ...{ parcelled: 0, shipped: 0, delivered: 0, deliveredAt: null },
  };
}
