import { together } from '../../../platform/db/errors.ts';
import type { Tx } from '../../../platform/db/types.ts';
import { limitKeyOf } from '../offers/index.ts';
import type { PurchaseRow } from './purchase.ts';

/** SQL of the tables that are projected from events. Called in one transaction with the consumer's position. */

const PHONE_KEY = limitKeyOf('paid', 'phone', '');

/** The keyed hash of the phone that an order is for. */
export function phoneKeyIn(buyerKeys: readonly string[]): string | null {
  return buyerKeys.find((key) => key.startsWith(PHONE_KEY))?.slice(PHONE_KEY.length) ?? null;
}

export async function writeOrders(tx: Tx, rows: readonly PurchaseRow[]): Promise<void> {
  const orders = rows.flatMap((row) => row.body.orders.map((order) => ({ row, order })));
  // One behind the other without waiting.
  const sent: Promise<unknown>[] = [];
  const write = (text: string, params: unknown[][]) => sent.push(tx.query(text, params));
  write(
    `insert into shop_order (order_id, purchase_id, shop_id, goods_fen, freight_fen, placed_at, number, phone_key, phone_tail)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[], $7::text[], $8::text[], $9::text[])
     on conflict do nothing`,
    [
      orders.map(({ order }) => order.orderId),
      orders.map(({ row }) => row.purchaseId),
      orders.map(({ order }) => order.shopId),
      orders.map(({ order }) => order.goodsFen),
      orders.map(({ order }) => order.freightFen),
      orders.map(({ row }) => row.placedAt),
      orders.map(({ row }) => row.body.number.replaceAll('-', '').toLowerCase()),
      orders.map(({ row }) => phoneKeyIn(row.body.buyerKeys)),
      orders.map(({ row }) => row.body.address.phone.slice(-4)),
    ],
  );
  const lines = orders.flatMap(({ row, order }) => order.lines.map((line) => ({ row, order, line })));
  write(
    `insert into order_line (purchase_id, line_id, order_id, sku_id, product_id, shop_id, quantity, list_fen, net_fen)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::int[], $8::bigint[], $9::bigint[])
     on conflict do nothing`,
    [
      lines.map(({ row }) => row.purchaseId),
      lines.map(({ line }) => line.lineId),
      lines.map(({ order }) => order.orderId),
      lines.map(({ line }) => line.skuId),
      lines.map(({ line }) => line.productId),
      lines.map(({ order }) => order.shopId),
      lines.map(({ line }) => line.quantity),
      lines.map(({ line }) => line.listFen),
      lines.map(({ line }) => line.netFen),
    ],
  );
  const shares = lines.flatMap(({ row, line }) =>
    line.allocations.flatMap((allocation) =>
      allocation.funderFen.map((share) => ({ row, line, allocation, share })),
    ),
  );
  if (shares.length === 0) return void (await together(sent));
  write(
    `insert into order_allocation (purchase_id, line_id, promotion_id, layer, funder, fen)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[])
     on conflict do nothing`,
    [
      shares.map(({ row }) => row.purchaseId),
      shares.map(({ line }) => line.lineId),
      shares.map(({ allocation }) => allocation.promotionId),
      shares.map(({ allocation }) => allocation.layer),
      shares.map(({ share }) => share.funder),
      shares.map(({ share }) => share.fen),
    ],
  );
  await together(sent);
}

/** Lines and shares of these purchases anew; what was returned of them comes after. */
export async function rewriteOrders(tx: Tx, rows: readonly PurchaseRow[]): Promise<void> {
  if (rows.length === 0) return;
  const purchaseIds = rows.map(({ purchaseId }) => purchaseId);
  for (const table of ['order_allocation', 'order_line', 'shop_order'])
    await tx.query(`delete from ${table} where purchase_id = any($1::text[])`, [purchaseIds]);
  await writeOrders(tx, rows);
}

export async function writeHolds(
  tx: Tx,
  holds: readonly {
    purchaseId: string;
    state: string;
    heldAt: number;
    holdUntil: number;
    endedAt: number | null;
  }[],
): Promise<void> {
  if (holds.length === 0) return;
  await tx.query(
    `insert into hold (purchase_id, state, held_at, hold_until, ended_at)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::bigint[])
     on conflict (purchase_id) do update set state = excluded.state, ended_at = excluded.ended_at`,
    [
      holds.map((hold) => hold.purchaseId),
      holds.map((hold) => hold.state),
      holds.map((hold) => hold.heldAt),
      holds.map((hold) => hold.holdUntil),
      holds.map((hold) => hold.endedAt),
    ],
  );
}

export async function writeReturned(
  tx: Tx,
  lines: readonly { purchaseId: string; lineId: string; quantity: number; refundFen: number }[],
): Promise<void> {
  await tx.query(
    `update order_line l set returned_quantity = l.returned_quantity + r.quantity, refunded_fen = l.refunded_fen + r.refund_fen
     from (select purchase_id, line_id, sum(quantity)::int as quantity, sum(refund_fen)::bigint as refund_fen
           from unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) as g(purchase_id, line_id, quantity, refund_fen)
           group by purchase_id, line_id) r
     where l.purchase_id = r.purchase_id and l.line_id = r.line_id`,
    [
      lines.map((line) => line.purchaseId),
      lines.map((line) => line.lineId),
      lines.map((line) => line.quantity),
      lines.map((line) => line.refundFen),
    ],
  );
}
