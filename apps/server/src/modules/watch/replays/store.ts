import type { HeldCoupon } from '@dacu/engine/pricing';
import type { Sql } from '../../../platform/db/types.ts';
import type { PurchaseRow } from '../../trade/orders/index.ts';

/** All SQL of replays: they read what others wrote, and write nothing. */

export type PaidRow = Pick<PurchaseRow, 'purchaseId' | 'shopperId' | 'placedAt' | 'payFen' | 'body'> & {
  /** As it is today. */
  readonly memberTier: string | null;
};

/** Paid purchases of a campaign after a place in time, oldest first: no pre-sales, and no replacements, which cost nothing. */
export async function readPaid(
  sql: Sql,
  input: {
    campaignId: string;
    after: { placedAt: number; purchaseId: string };
    until: number;
    limit: number;
  },
): Promise<PaidRow[]> {
  return sql.query<PaidRow>(
    `select p.purchase_id as "purchaseId", p.shopper_id as "shopperId", p.placed_at as "placedAt", p.pay_fen as "payFen",
       p.body, s.member_tier as "memberTier"
     from purchase p left join shopper s on s.shopper_id = p.shopper_id
     where (p.placed_at, p.purchase_id) > ($1, $2) and p.placed_at <= $3 and p.paid_at is not null
       and p.body->>'campaignId' = $4 and p.kind not in ('presale', 'gift')
     order by p.placed_at, p.purchase_id limit $5`,
    [input.after.placedAt, input.after.purchaseId, input.until, input.campaignId, input.limit],
  );
}

/** Pre-sales of a campaign that were paid in full. */
export async function countPresales(sql: Sql, campaignId: string, until: number): Promise<number> {
  const rows = await sql.query<{ n: number }>(
    `select count(*)::int as n from purchase
     where kind = 'presale' and paid_at is not null and placed_at <= $2 and body->>'campaignId' = $1`,
    [campaignId, until],
  );
  return rows[0]!.n;
}

export async function countPaid(sql: Sql, campaignId: string): Promise<number> {
  const rows = await sql.query<{ n: number }>(
    `select count(*)::int as n from purchase
     where paid_at is not null and body->>'campaignId' = $1 and kind not in ('presale', 'gift')`,
    [campaignId],
  );
  return rows[0]!.n;
}

/** The campaign that sold last; null while nothing was paid. */
export async function readLastSold(sql: Sql): Promise<string | null> {
  const rows = await sql.query<{ campaignId: string | null }>(
    `select body->>'campaignId' as "campaignId" from purchase
     where paid_at is not null and body->>'campaignId' is not null order by placed_at desc, purchase_id desc limit 1`,
  );
  return rows[0]?.campaignId ?? null;
}

export type HeldRow = HeldCoupon & { readonly purchaseId: string; readonly used: boolean };

/**
 * The coupons of each purchase: those that it took, and those that were in hand when it was placed, as far as the rows
 * still tell. One that came back from a return later, or lay in a cart that was never paid, is not known as in hand.
 */
export async function readCouponsOf(
  sql: Sql,
  purchases: readonly PaidRow[],
  campaignId: string,
): Promise<HeldRow[]> {
  return sql.query<HeldRow>(
    `select q.purchase_id as "purchaseId", c.coupon_id as "couponId", c.promotion_id as "promotionId",
       c.claimed_at as "claimedAt", c.expires_at as "expiresAt", q.taken ? c.coupon_id as used
     from rows from (
         unnest($1::text[], $2::text[], $3::bigint[]), jsonb_array_elements($4::jsonb)
       ) as q(purchase_id, shopper_id, placed_at, taken)
       join coupon c on c.shopper_id = q.shopper_id and c.campaign_id = $5
     where q.taken ? c.coupon_id or (c.claimed_at <= q.placed_at and c.expires_at > q.placed_at
       and (c.returned_at is null or c.returned_at <= q.placed_at)
       and (c.state = 'available' or c.frozen_at > q.placed_at))
     order by q.purchase_id, c.coupon_id`,
    [
      purchases.map((row) => row.purchaseId),
      purchases.map((row) => row.shopperId),
      purchases.map((row) => row.placedAt),
      JSON.stringify(purchases.map((row) => (row.body.coupons ?? []).map(({ couponId }) => couponId))),
      campaignId,
    ],
  );
}
