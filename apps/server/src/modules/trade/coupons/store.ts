import type { CouponRow } from '@dacu/engine/coupons';
import type { Sql } from '../../../platform/db/types.ts';
import type { CapTake } from '../../../platform/lane/caps.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';

/** All SQL of coupons. */

export const couponTable = rowTable<CouponRow>({
  name: 'coupon',
  table: 'coupon',
  columns: [
    { field: 'couponId', column: 'coupon_id', type: 'text' },
    { field: 'shopperId', column: 'shopper_id', type: 'text' },
    { field: 'campaignId', column: 'campaign_id', type: 'text' },
    { field: 'promotionId', column: 'promotion_id', type: 'text' },
    { field: 'issue', column: 'issue', type: 'text' },
    { field: 'claimedAt', column: 'claimed_at', type: 'bigint' },
    { field: 'expiresAt', column: 'expires_at', type: 'bigint' },
    { field: 'state', column: 'state', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'frozenAt', column: 'frozen_at', type: 'bigint' },
    { field: 'usedAt', column: 'used_at', type: 'bigint' },
    { field: 'returnedAt', column: 'returned_at', type: 'bigint' },
  ],
});

/** A row of `coupon_claim`: the key, what was asked under it, and the coupon as it was answered. */
export type CouponClaimRow = {
  readonly claimKey: string;
  readonly bodyHash: string;
  readonly couponId: string;
  readonly coupon: CouponRow;
  readonly counted: {
    readonly limits: readonly { readonly limitKey: string; readonly max: number }[];
    readonly takes: readonly CapTake[];
  };
};

export const couponClaimTable = rowTable<CouponClaimRow>({
  name: 'couponClaim',
  table: 'coupon_claim',
  columns: [
    { field: 'claimKey', column: 'claim_key', type: 'text' },
    { field: 'bodyHash', column: 'body_hash', type: 'text' },
    { field: 'couponId', column: 'coupon_id', type: 'text' },
    { field: 'coupon', column: 'coupon', type: 'jsonb' },
    { field: 'counted', column: 'counted', type: 'jsonb' },
  ],
});

/** The coupons of each shopper that are neither frozen nor used. Whoever asks compares their end with its clock. */
export async function readAvailable(
  sql: Sql,
  shopperIds: readonly string[],
): Promise<Map<string, CouponRow[]>> {
  const rows = await sql.query<CouponRow>(
    `select ${couponTable.selected} from coupon where shopper_id = any($1::text[]) and state = 'available' order by expires_at, coupon_id`,
    [shopperIds],
  );
  const byShopper = new Map<string, CouponRow[]>();
  for (const row of rows) {
    const own = byShopper.get(row.shopperId);
    if (own) own.push(row);
    else byShopper.set(row.shopperId, [row]);
  }
  return byShopper;
}

export async function readCoupons(sql: Sql, couponIds: readonly string[]): Promise<Map<string, CouponRow>> {
  const rows = await sql.query<CouponRow>(
    `select ${couponTable.selected} from coupon where coupon_id = any($1::text[])`,
    [couponIds],
  );
  return new Map(rows.map((row) => [row.couponId, row]));
}

export async function listCoupons(
  sql: Sql,
  input: {
    shopperId: string;
    at: number;
    state: 'available' | 'frozen' | 'used' | 'expired' | null;
    limit: number;
  },
): Promise<CouponRow[]> {
  return sql.query<CouponRow>(
    `select ${couponTable.selected} from coupon where shopper_id = $1
       and ($3::text is null or ${STATE_AT} = $3)
     order by (state = 'available' and expires_at > $2) desc, expires_at, coupon_id limit $4`,
    [input.shopperId, input.at, input.state, input.limit],
  );
}

/** `$2` is the instant. */
const STATE_AT = `(case when state = 'available' and expires_at <= $2 then 'expired' else state end)`;

export type StateCounts = { available: number; frozen: number; used: number; expired: number };

export async function countByState(sql: Sql, shopperId: string, at: number): Promise<StateCounts> {
  const rows = await sql.query<{ state: keyof StateCounts; n: number }>(
    `select ${STATE_AT} as state, count(*)::int as n from coupon where shopper_id = $1 group by 1`,
    [shopperId, at],
  );
  const counts = { available: 0, frozen: 0, used: 0, expired: 0 };
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}

export type ProgrammeCounts = StateCounts & { promotionId: string; issued: number; returned: number };

export async function countByProgramme(sql: Sql, campaignId: string, at: number): Promise<ProgrammeCounts[]> {
  return sql.query<ProgrammeCounts>(
    `select promotion_id as "promotionId", count(*)::int as issued,
       (count(*) filter (where state = 'available' and expires_at > $2))::int as available,
       (count(*) filter (where state = 'available' and expires_at <= $2))::int as expired,
       (count(*) filter (where state = 'frozen'))::int as frozen,
       (count(*) filter (where state = 'used'))::int as used,
       (count(*) filter (where returned_at is not null))::int as returned
     from coupon where campaign_id = $1 group by promotion_id`,
    [campaignId, at],
  );
}

export async function readClaim(sql: Sql, claimKey: string): Promise<CouponClaimRow | null> {
  const [row] = await sql.query<CouponClaimRow>(
    `select claim_key as "claimKey", body_hash as "bodyHash", coupon_id as "couponId", coupon, counted
     from coupon_claim where claim_key = $1`,
    [claimKey],
  );
  return row ?? null;
}

/** What each of these keys has used of its limit. */
export async function readUses(sql: Sql, limitKeys: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ limitKey: string; taken: number }>(
    'select limit_key as "limitKey", held + used as taken from limit_use where limit_key = any($1::text[])',
    [limitKeys],
  );
  return new Map(rows.map((row) => [row.limitKey, row.taken]));
}

export type WinBackPick = {
  readonly campaignId: string;
  readonly promotionId: string;
  readonly shopperId: string;
  readonly heldOut: boolean;
  readonly at: number;
};

/** The first pick stands. */
export async function putPick(sql: Sql, pick: WinBackPick): Promise<void> {
  await sql.query(
    `insert into win_back_pick (campaign_id, promotion_id, shopper_id, held_out, at) values ($1, $2, $3, $4, $5)
     on conflict do nothing`,
    [pick.campaignId, pick.promotionId, pick.shopperId, pick.heldOut, pick.at],
  );
}

export async function isPicked(
  sql: Sql,
  pick: Pick<WinBackPick, 'campaignId' | 'promotionId' | 'shopperId'>,
): Promise<boolean> {
  const rows = await sql.query(
    'select 1 from win_back_pick where shopper_id = $1 and campaign_id = $2 and promotion_id = $3',
    [pick.shopperId, pick.campaignId, pick.promotionId],
  );
  return rows.length > 0;
}

export type WinBackCounts = {
  promotionId: string;
  issued: number;
  issuedPaid: number;
  heldOut: number;
  heldOutPaid: number;
};

/** Intent to treat: whoever was picked counts in the group of the pick, whether the coupon was used or not. */
export async function countPicks(sql: Sql, campaignId: string): Promise<WinBackCounts[]> {
  return sql.query<WinBackCounts>(
    `select promotion_id as "promotionId",
       (count(*) filter (where not held_out))::int as issued,
       (count(*) filter (where not held_out and paid))::int as "issuedPaid",
       (count(*) filter (where held_out))::int as "heldOut",
       (count(*) filter (where held_out and paid))::int as "heldOutPaid"
     from (select k.promotion_id, k.held_out, exists (
         select 1 from purchase p where p.shopper_id = k.shopper_id and p.paid_at >= k.at) as paid
       from win_back_pick k where k.campaign_id = $1) as picks
     group by promotion_id`,
    [campaignId],
  );
}
