import { spreadRefund } from '@dacu/engine/invoice';
import type { Tx } from '../../../platform/db/types.ts';
import { writeOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { Orders, PurchaseRow } from '../orders/index.ts';
import { paidOf } from './present-invoices.ts';
import * as store from './store.ts';

type Event = {
  readonly type: string;
  readonly aggregate: string;
  readonly at: number;
  readonly data: unknown;
};
type Refunded = { refundId: string; refundFen: number; lines: { lineId: string; refundFen: number }[] };
type Protected = { protectionId: string; fen: number; lines: { lineId: string; fen: number }[] };

/** Counts what goes back for the order that it was of; of an order whose invoice is issued, that is a red note. */
export function invoicesConsumer({ orders }: { readonly orders: Pick<Orders, 'purchases'> }) {
  return {
    name: 'invoices',
    handles: (type: string) => type === 'purchase.refunded' || type === 'purchase.protected',
    async apply(tx: Tx, events: readonly Event[]): Promise<void> {
      const purchases = await orders.purchases([...new Set(events.map(({ aggregate }) => aggregate))]);
      const touched = events.flatMap(({ aggregate }) =>
        (purchases.get(aggregate)?.body.orders ?? []).map(({ orderId }) => orderId),
      );
      const standing = await store.lockStanding(tx, touched);
      const known = await store.readRefunds(tx, touched);
      const sums = new Map(
        [...known].map(([orderId, refunds]) => [orderId, refunds.reduce((sum, { fen }) => sum + fen, 0)]),
      );
      const counted = new Set([...known.values()].flat().map(({ refundId }) => refundId));
      for (const event of events) {
        const purchase = purchases.get(event.aggregate);
        const refund = refundOf(event);
        if (purchase === undefined || refund.fen === 0 || counted.has(refund.refundId)) continue;
        const parts = spreadRefund(moneyOf(purchase, sums), refund);
        for (const { orderId, fen } of parts) sums.set(orderId, (sums.get(orderId) ?? 0) + fen);
        await note(tx, event, refund.refundId, parts, standing);
      }
    },
  };
}

async function note(
  tx: Tx,
  { at, aggregate: purchaseId }: Event,
  refundId: string,
  parts: readonly { readonly orderId: string; readonly fen: number }[],
  standing: ReadonlyMap<string, store.InvoiceRow>,
): Promise<void> {
  const rows = parts.map(({ orderId, fen }) => {
    const invoice = standing.get(orderId);
    return { refundId, orderId, fen, at, invoiceId: invoice?.state === 'issued' ? invoice.invoiceId : null };
  });
  await store.insertRefunds(tx, rows);
  await writeOutbox(
    tx,
    rows.flatMap(({ orderId, fen, invoiceId }) =>
      invoiceId === null
        ? []
        : [
            {
              ...{ type: 'invoice.redNoted', aggregate: purchaseId, at },
              data: { invoiceId, purchaseId, orderId, fen, by: 'system' },
            },
          ],
    ),
  );
}

function refundOf({ type, data }: Event) {
  if (type === 'purchase.protected') {
    const { protectionId, fen, lines } = data as Protected;
    return { refundId: protectionId, fen, lines };
  }
  const { refundId, refundFen, lines } = data as Refunded;
  return {
    refundId,
    fen: refundFen,
    lines: lines.map((line) => ({ lineId: line.lineId, fen: line.refundFen })),
  };
}

function moneyOf({ body }: PurchaseRow, sums: ReadonlyMap<string, number>) {
  return body.orders.map((order) => ({
    orderId: order.orderId,
    lineIds: order.lines.map(({ lineId }) => lineId),
    paidFen: paidOf(order),
    refundedFen: sums.get(order.orderId) ?? 0,
  }));
}
