import type { Tx } from '../../../platform/db/types.ts';
import type { Movement, Stock } from '../stock/index.ts';
import { paysInTwo } from './presale/purchase-presale.ts';
import { rewriteOrders, writeHolds, writeOrders, writeReturned } from './projection-store.ts';
import { linesOf, type PurchaseRow, pledgedAt } from './purchase.ts';
import { readPurchases } from './store.ts';

type Event = {
  readonly type: string;
  readonly aggregate: string;
  readonly at: number;
  readonly data: unknown;
};
type RefundedLine = { lineId: string; skuId: string; quantity: number; refundFen: number };

/** Unit prices at which things were really sold: what a reference price may later be drawn from. */
type Deals = {
  recordDeals(
    tx: Tx,
    deals: readonly { readonly skuId: string; readonly at: number; readonly dealFen: number }[],
  ): Promise<void>;
};

const ENDED = new Set(['purchase.forfeited', 'purchase.depositReturned']);
const HANDLED = new Set([
  'purchase.placed',
  'purchase.depositPaid',
  'purchase.paid',
  'purchase.closed',
  'purchase.refunded',
  ...ENDED,
]);

/**
 * Orders, lines, allocations, holds and stock movements as tables of their own: projections of the outbox, for figures
 * and for the auditor. The purchase row stays the truth; what is read of it here is frozen since it was placed.
 */
export function ordersConsumer({ stock, catalog }: { stock: Stock; catalog: Deals }) {
  return {
    name: 'orders',
    handles: (type: string) => HANDLED.has(type),
    async apply(tx: Tx, events: readonly Event[]): Promise<void> {
      const rows = await readPurchases(tx, [...new Set(events.map((event) => event.aggregate))]);
      const of = (event: Event): PurchaseRow => rows.get(event.aggregate)!;
      const placed = events.filter((event) => event.type === 'purchase.placed');
      if (placed.length > 0) await writeOrders(tx, placed.map(of));
      await writeHolds(tx, endedHolds(events, of));
      const paid = events.filter((event) => event.type === 'purchase.paid');
      // A balance has other lines than the deposit had; an end without one has the deposit's again.
      const settled = events.filter(({ type }) => type === 'purchase.paid' || ENDED.has(type)).map(of);
      await rewriteOrders(tx, settled.filter(paysInTwo));
      if (paid.length > 0)
        await catalog.recordDeals(
          tx,
          // What replaces other goods was sold at no price.
          paid.filter((event) => of(event).kind !== 'gift').flatMap((event) => dealsOf(event, of(event))),
        );
      const returned = events.flatMap((event) =>
        event.type === 'purchase.refunded'
          ? linesIn(event).map((line) => ({ ...line, purchaseId: event.aggregate }))
          : [],
      );
      if (returned.length > 0) await writeReturned(tx, returned);
      await stock.noteMovements(
        tx,
        events.flatMap((event) => movementsOf(event, of(event))),
      );
    },
  };
}

/** The last word on each hold in these events; a purchase that was paid after its hold had ended is used after all. */
function endedHolds(events: readonly Event[], of: (event: Event) => PurchaseRow) {
  const holds = new Map<
    string,
    {
      purchaseId: string;
      state: 'held' | 'used' | 'given back';
      heldAt: number;
      holdUntil: number;
      endedAt: number | null;
    }
  >();
  for (const event of events) {
    if (event.type === 'purchase.refunded' || ENDED.has(event.type)) continue;
    const row = of(event);
    const used = event.type === 'purchase.paid' || event.type === 'purchase.depositPaid';
    // The units of a pre-sale are taken with its deposit.
    if (event.type === 'purchase.paid' && paysInTwo(row)) continue;
    const state = event.type === 'purchase.placed' ? 'held' : used ? 'used' : 'given back';
    holds.set(event.aggregate, {
      purchaseId: event.aggregate,
      state,
      heldAt: row.placedAt,
      holdUntil: row.holdUntil,
      endedAt: state === 'held' ? null : event.at,
    });
  }
  return [...holds.values()];
}

function dealsOf({ at }: Event, { body }: PurchaseRow) {
  return linesOf(body).map(({ skuId, itemFen, quantity }) => ({
    skuId,
    at,
    dealFen: Math.floor(itemFen / quantity),
  }));
}

function linesIn(event: Event): RefundedLine[] {
  return (event.data as { lines: RefundedLine[] }).lines;
}

/** How the counted stock moved with an event: the same arithmetic as the decisions, written down. */
function movementsOf(event: Event, row: PurchaseRow): Movement[] {
  const { at } = event;
  if (event.type === 'purchase.refunded') {
    const { refundId, caseId } = event.data as { refundId: string; caseId?: string };
    // Shipped goods move with the steps of their case.
    if (caseId !== undefined) return [];
    return linesIn(event).flatMap(({ skuId, quantity }): Movement[] => [
      { bizType: 'return', bizId: refundId, action: 'unlock', skuId, locked: -quantity, at },
      ...pledgeOf(row, { bizType: 'return', bizId: refundId, action: 'withdraw', skuId, at }, -quantity),
    ]);
  }
  if (event.type === 'purchase.paid' && paysInTwo(row)) return [];
  const paid = event.type === 'purchase.paid' || event.type === 'purchase.depositPaid';
  const rehold = paid && (event.data as { rehold: boolean }).rehold;
  return linesOf(row.body).flatMap(({ skuId, quantity }): Movement[] => {
    const base = { bizType: 'purchase', bizId: row.purchaseId, skuId, at } as const;
    const pledged = (action: string, units: number) => pledgeOf(row, { ...base, action }, units);
    if (event.type === 'purchase.placed')
      return [{ ...base, action: 'reserve', reserved: quantity }, ...pledged('pledge', quantity)];
    if (event.type === 'purchase.closed')
      return [{ ...base, action: 'giveBack', reserved: -quantity }, ...pledged('withdraw', -quantity)];
    if (ENDED.has(event.type)) return [{ ...base, action: 'unlock', locked: -quantity }];
    if (rehold)
      return [{ ...base, action: 'lockAgain', locked: quantity }, ...pledged('pledgeAgain', quantity)];
    return [{ ...base, action: 'lock', reserved: -quantity, locked: quantity }];
  });
}

/** Units of a store that the network counts while an order has them: on their shelf, and into the network or out of it. */
function pledgeOf(
  { body }: PurchaseRow,
  base: Pick<Movement, 'bizType' | 'bizId' | 'action' | 'skuId' | 'at'>,
  units: number,
): Movement[] {
  const placeId = pledgedAt(body);
  if (placeId === null) return [];
  return [
    { ...base, placeId, allotted: units },
    { ...base, bizType: 'receipt', onHand: units },
  ];
}
