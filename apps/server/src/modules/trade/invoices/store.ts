import type { Sql, Tx } from '../../../platform/db/types.ts';

/** All SQL of invoices. */

export type InvoiceRow = {
  readonly invoiceId: string;
  readonly claimKey: string;
  readonly bodyHash: string;
  readonly purchaseId: string;
  readonly orderId: string;
  readonly shopId: string;
  readonly shopperId: string;
  readonly kind: 'person' | 'company';
  readonly state: 'requested' | 'issued' | 'voided';
  readonly sealedDetails: string;
  readonly requestedAt: number;
  readonly issuedAt: number | null;
  readonly issuedFen: number | null;
  readonly number: string | null;
  readonly voidedAt: number | null;
  readonly note: string | null;
};
export type OrderRefund = {
  readonly refundId: string;
  readonly orderId: string;
  readonly fen: number;
  readonly at: number;
  readonly invoiceId: string | null;
};

const COLUMNS = `invoice_id as "invoiceId", claim_key as "claimKey", body_hash as "bodyHash", purchase_id as "purchaseId",
  order_id as "orderId", shop_id as "shopId", shopper_id as "shopperId", kind, state, sealed_details as "sealedDetails",
  requested_at as "requestedAt", issued_at as "issuedAt", issued_fen as "issuedFen", number, voided_at as "voidedAt", note`;

/** False when the order has a standing invoice, or the key is used. */
export async function insertInvoice(tx: Tx, row: InvoiceRow): Promise<boolean> {
  const rows = await tx.query(
    `insert into invoice (invoice_id, claim_key, body_hash, purchase_id, order_id, shop_id, shopper_id, kind, state,
       sealed_details, requested_at) values ($1, $2, $3, $4, $5, $6, $7, $8, 'requested', $9, $10)
     on conflict do nothing returning invoice_id`,
    [
      ...[row.invoiceId, row.claimKey, row.bodyHash, row.purchaseId, row.orderId, row.shopId, row.shopperId],
      ...[row.kind, row.sealedDetails, row.requestedAt],
    ],
  );
  return rows.length === 1;
}

export async function readByClaim(sql: Sql, claimKey: string): Promise<InvoiceRow | undefined> {
  const rows = await sql.query<InvoiceRow>(`select ${COLUMNS} from invoice where claim_key = $1`, [claimKey]);
  return rows[0];
}

export async function lockInvoice(tx: Tx, invoiceId: string): Promise<InvoiceRow | undefined> {
  const rows = await tx.query<InvoiceRow>(`select ${COLUMNS} from invoice where invoice_id = $1 for update`, [
    invoiceId,
  ]);
  return rows[0];
}

export async function setMoved(tx: Tx, row: InvoiceRow): Promise<void> {
  await tx.query(
    `update invoice set state = $2, issued_at = $3, issued_fen = $4, number = $5, voided_at = $6, note = $7
     where invoice_id = $1`,
    [row.invoiceId, row.state, row.issuedAt, row.issuedFen, row.number, row.voidedAt, row.note],
  );
}

/** Of one purchase, the standing ones last. */
export function readOfPurchase(sql: Sql, purchaseId: string): Promise<InvoiceRow[]> {
  return sql.query<InvoiceRow>(
    `select ${COLUMNS} from invoice where purchase_id = $1 order by state <> 'voided', requested_at, invoice_id`,
    [purchaseId],
  );
}

/** Those of these orders that are issued, locked: a refund is counted for one of them or before it. */
export async function lockStanding(tx: Tx, orderIds: readonly string[]): Promise<Map<string, InvoiceRow>> {
  const rows = await tx.query<InvoiceRow>(
    `select ${COLUMNS} from invoice where order_id = any($1::text[]) and state <> 'voided'
     order by invoice_id collate "C" for update`,
    [orderIds],
  );
  return new Map(rows.map((row) => [row.orderId, row]));
}

export async function searchInvoices(
  sql: Sql,
  input: {
    readonly states: readonly string[];
    readonly invoiceId?: string;
    readonly after: { readonly at: number; readonly invoiceId: string } | null;
    readonly limit: number;
  },
): Promise<InvoiceRow[]> {
  return sql.query<InvoiceRow>(
    `select ${COLUMNS} from invoice
     where (cardinality($1::text[]) = 0 or state = any($1)) and ($2::text is null or invoice_id = $2)
       and ($3::bigint is null or (requested_at, invoice_id) > ($3, $4::text))
     order by requested_at, invoice_id limit $5`,
    [
      input.states,
      input.invoiceId ?? null,
      input.after?.at ?? null,
      input.after?.invoiceId ?? null,
      input.limit,
    ],
  );
}

export async function insertRefunds(tx: Tx, rows: readonly OrderRefund[]): Promise<void> {
  if (rows.length === 0) return;
  await tx.query(
    `insert into order_refund (refund_id, order_id, fen, at, invoice_id)
     select * from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[]) on conflict do nothing`,
    [
      rows.map(({ refundId }) => refundId),
      rows.map(({ orderId }) => orderId),
      rows.map(({ fen }) => fen),
      rows.map(({ at }) => at),
      rows.map(({ invoiceId }) => invoiceId),
    ],
  );
}

export async function readRefunds(
  sql: Sql,
  orderIds: readonly string[],
): Promise<Map<string, readonly OrderRefund[]>> {
  const rows = await sql.query<OrderRefund>(
    `select refund_id as "refundId", order_id as "orderId", fen, at, invoice_id as "invoiceId" from order_refund
     where order_id = any($1::text[]) order by at, refund_id`,
    [orderIds],
  );
  const byOrder = new Map<string, OrderRefund[]>();
  for (const row of rows) byOrder.set(row.orderId, [...(byOrder.get(row.orderId) ?? []), row]);
  return byOrder;
}
