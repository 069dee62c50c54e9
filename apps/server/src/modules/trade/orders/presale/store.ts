import type { Sql } from '../../../../platform/db/types.ts';
import { rowTable } from '../../../../platform/lane/row-table.ts';
import type { DepositRow, PayoutRow } from './purchase-presale.ts';

/** All SQL of deposits, of what is owed on top, and of notices. */

export const presaleDepositTable = rowTable<DepositRow>({
  name: 'presaleDeposit',
  table: 'presale_deposit',
  columns: [
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'promotionId', column: 'promotion_id', type: 'text' },
    { field: 'shopperId', column: 'shopper_id', type: 'text' },
    { field: 'skuId', column: 'sku_id', type: 'text' },
    { field: 'quantity', column: 'quantity', type: 'integer' },
    { field: 'paymentId', column: 'payment_id', type: 'text' },
    { field: 'paidAt', column: 'paid_at', type: 'bigint' },
    { field: 'depositFen', column: 'deposit_fen', type: 'bigint' },
    { field: 'bookedFen', column: 'booked_fen', type: 'bigint' },
    { field: 'balanceEndsAt', column: 'balance_ends_at', type: 'bigint' },
  ],
});

export const presalePayoutTable = rowTable<PayoutRow>({
  name: 'presalePayout',
  table: 'presale_payout',
  columns: [
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'shopperId', column: 'shopper_id', type: 'text' },
    { field: 'fen', column: 'fen', type: 'bigint' },
    { field: 'owedAt', column: 'owed_at', type: 'bigint' },
    { field: 'reason', column: 'reason', type: 'text' },
  ],
});

/** What is owed on top and was not sent yet. */
export async function readOwed(
  sql: Sql,
  purchaseIds: readonly string[],
): Promise<Pick<PayoutRow, 'purchaseId' | 'shopperId' | 'fen'>[]> {
  return sql.query(
    `select purchase_id as "purchaseId", shopper_id as "shopperId", fen::int8 as fen from presale_payout
     where purchase_id = any($1) and paid_at is null order by purchase_id`,
    [purchaseIds],
  );
}

/** False where it was noted before. */
export async function notePayoutPaid(sql: Sql, purchaseId: string, at: number): Promise<boolean> {
  const rows = await sql.query(
    'update presale_payout set paid_at = $2 where purchase_id = $1 and paid_at is null returning 1',
    [purchaseId, at],
  );
  return rows.length > 0;
}

/** Deposits of a promotion that were paid before this one, by instant and then by payment. */
export async function countEarlierDeposits(
  sql: Sql,
  promotionId: string,
  deposit: { readonly paymentId: string; readonly paidAt: number },
): Promise<number> {
  const [row] = await sql.query<{ n: number }>(
    `select count(*)::int as n from presale_deposit
     where promotion_id = $1 and (paid_at, payment_id collate "C") < ($2::bigint, $3::text collate "C")`,
    [promotionId, deposit.paidAt, deposit.paymentId],
  );
  return row!.n;
}

export type NoticeRow = {
  readonly noticeId: string;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly kind: 'balanceOpen' | 'dayLeft' | 'twoHoursLeft';
  readonly at: number;
  readonly balanceEndsAt: number;
  readonly title: { readonly zh: string; readonly en: string };
  readonly readAt: number | null;
};

/** One of each kind for a purchase, however often it is written. */
export async function insertNotices(sql: Sql, rows: readonly Omit<NoticeRow, 'readAt'>[]): Promise<void> {
  if (rows.length === 0) return;
  await sql.query(
    `insert into presale_notice (notice_id, shopper_id, purchase_id, kind, at, balance_ends_at, title)
     select r.notice_id, r.shopper_id, r.purchase_id, r.kind, r.at, r.balance_ends_at, r.title::jsonb
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::text[])
       as r (notice_id, shopper_id, purchase_id, kind, at, balance_ends_at, title)
     on conflict do nothing`,
    [
      rows.map((row) => row.noticeId),
      rows.map((row) => row.shopperId),
      rows.map((row) => row.purchaseId),
      rows.map((row) => row.kind),
      rows.map((row) => row.at),
      rows.map((row) => row.balanceEndsAt),
      rows.map((row) => JSON.stringify(row.title)),
    ],
  );
}

export async function readNotices(sql: Sql, shopperId: string, limit: number): Promise<NoticeRow[]> {
  return sql.query<NoticeRow>(
    `select notice_id as "noticeId", shopper_id as "shopperId", purchase_id as "purchaseId", kind, at,
       balance_ends_at as "balanceEndsAt", title, read_at as "readAt"
     from presale_notice where shopper_id = $1 order by at desc, notice_id desc limit $2`,
    [shopperId, limit],
  );
}

export async function markNoticesRead(sql: Sql, shopperId: string, at: number): Promise<void> {
  await sql.query('update presale_notice set read_at = $2 where shopper_id = $1 and read_at is null', [
    shopperId,
    at,
  ]);
}
