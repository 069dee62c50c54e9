import type { Sql, Tx } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { PaymentRow } from './payment.ts';
import type { RefundStanding } from './provider.ts';
import type { RefundWork } from './refund.ts';

/** All SQL of payments; the sandbox has its own. */

export const paymentTable = rowTable<PaymentRow>({
  name: 'payment',
  table: 'payment',
  columns: [
    { field: 'paymentId', column: 'payment_id', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'provider', column: 'provider', type: 'text' },
    { field: 'amountFen', column: 'amount_fen', type: 'bigint' },
    { field: 'stage', column: 'stage', type: 'text' },
    { field: 'state', column: 'state', type: 'text' },
    { field: 'approveUrl', column: 'approve_url', type: 'text' },
    { field: 'providerRef', column: 'provider_ref', type: 'text' },
    { field: 'requestedAt', column: 'requested_at', type: 'bigint' },
    { field: 'expiresAt', column: 'expires_at', type: 'bigint' },
    { field: 'settledAt', column: 'settled_at', type: 'bigint' },
    { field: 'refundedFen', column: 'refunded_fen', type: 'bigint' },
    { field: 'refunds', column: 'refunds', type: 'jsonb' },
  ],
});

const COLUMNS = `payment_id as "paymentId", purchase_id as "purchaseId", provider, amount_fen as "amountFen", stage, state,
  approve_url as "approveUrl", provider_ref as "providerRef", requested_at as "requestedAt", expires_at as "expiresAt",
  settled_at as "settledAt", refunded_fen as "refundedFen", refunds`;

export async function insertPayment(sql: Sql, row: PaymentRow): Promise<void> {
  await sql.query(
    `insert into payment (payment_id, purchase_id, provider, amount_fen, stage, state, requested_at, expires_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8)`,
    [
      row.paymentId,
      row.purchaseId,
      row.provider,
      row.amountFen,
      row.stage,
      row.state,
      row.requestedAt,
      row.expiresAt,
    ],
  );
}

/** Only what no decision depends on, so that it may be written beside the lane. */
export async function noteCharge(
  sql: Sql,
  paymentId: string,
  charge: { providerRef: string | null; approveUrl: string },
): Promise<void> {
  await sql.query('update payment set provider_ref = $2, approve_url = $3 where payment_id = $1', [
    paymentId,
    charge.providerRef,
    charge.approveUrl,
  ]);
}

export async function readPayments(
  sql: Sql,
  paymentIds: readonly string[],
): Promise<Map<string, PaymentRow>> {
  const rows = await sql.query<PaymentRow>(
    `select ${COLUMNS} from payment where payment_id = any($1::text[]) order by payment_id`,
    [paymentIds],
  );
  return new Map(rows.map((row) => [row.paymentId, row]));
}

export async function readPaymentsOf(sql: Sql, purchaseIds: readonly string[]): Promise<PaymentRow[]> {
  return sql.query<PaymentRow>(
    `select ${COLUMNS} from payment where purchase_id = any($1::text[]) order by requested_at desc, payment_id desc`,
    [purchaseIds],
  );
}

/** Oldest first; of the given ones, or of all. */
export async function readPending(
  sql: Sql,
  paymentIds: readonly string[] | null,
  limit: number,
): Promise<PaymentRow[]> {
  return sql.query<PaymentRow>(
    `select ${COLUMNS} from payment where state = 'pending' and ($1::text[] is null or payment_id = any($1))
     order by requested_at, payment_id limit $2`,
    [paymentIds, limit],
  );
}

/** A refund has arrived; whatever had kept it is over. */
export async function noteRefundConfirmed(sql: Sql, refund: RefundWork & { at: number }): Promise<void> {
  await sql.query(
    `with over as (
       update refund_standing set state = 'done', changed_at = $4 where refund_id = $1 and state <> 'done'
     )
     insert into provider_refund (refund_id, payment_id, amount_fen, confirmed_at) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [refund.refundId, refund.paymentId, refund.amountFen, refund.at],
  );
}

/** A refund that is not there yet. */
export type RefundStandingRow = RefundWork & {
  readonly purchaseId: string;
  readonly provider: string;
  readonly state: 'processing' | 'abnormal' | 'done';
  readonly reason: string | null;
  readonly askedAt: number;
  readonly changedAt: number;
  readonly checks: number;
};

/**
 * Keeps how a refund stands; how often it was asked for before, or null when it has arrived meanwhile: a word that comes
 * late takes nothing back.
 */
export async function noteRefundStanding(
  sql: Tx,
  refund: Omit<RefundStandingRow, 'state' | 'reason' | 'askedAt' | 'changedAt' | 'checks'> & {
    readonly at: number;
    readonly standing: Exclude<RefundStanding, { state: 'succeeded' }>;
  },
): Promise<number | null> {
  const { standing } = refund;
  const rows = await sql.query<{ checks: number }>(
    `insert into refund_standing (refund_id, payment_id, purchase_id, provider, amount_fen, state, reason, asked_at, changed_at)
     select $1, $2, $3, $4, $5, $6, $7, $8, $8 where not exists (select 1 from provider_refund where refund_id = $1)
     on conflict (refund_id) do update
       set state = $6, reason = $7, changed_at = $8, checks = refund_standing.checks + 1
       where refund_standing.state <> 'done'
     returning checks`,
    [
      ...[refund.refundId, refund.paymentId, refund.purchaseId, refund.provider, refund.amountFen],
      ...[standing.state, standing.state === 'abnormal' ? standing.reason : null, refund.at],
    ],
  );
  return rows[0]?.checks ?? null;
}

const STANDING = `refund_id as "refundId", payment_id as "paymentId", purchase_id as "purchaseId", provider,
  amount_fen as "amountFen", state, reason, asked_at as "askedAt", changed_at as "changedAt", checks`;

export async function readRefundStandings(
  sql: Sql,
  refundIds: readonly string[],
): Promise<RefundStandingRow[]> {
  return sql.query<RefundStandingRow>(
    `select ${STANDING} from refund_standing where refund_id = any($1::text[]) order by refund_id`,
    [refundIds],
  );
}

/** Refunds that are under way or cannot be carried out; those that need a person first, oldest first. */
export async function readOpenRefunds(
  sql: Sql,
  limit: number,
): Promise<(RefundStandingRow & { readonly state: 'processing' | 'abnormal' })[]> {
  return sql.query<RefundStandingRow & { readonly state: 'processing' | 'abnormal' }>(
    `select ${STANDING} from refund_standing where state <> 'done'
     order by (state = 'abnormal') desc, asked_at, refund_id limit $1`,
    [limit],
  );
}
