import type { PaymentFacts } from '@dacu/engine/risk';
import type { Sql } from '../../../platform/db/types.ts';

/** More than these change no judgement. */
const ACCOUNTS_MAX = 20;
const RECENT_MAX = 50;

/**
 * What an account has done and who else uses its number, from the projections: an order of a moment ago may be missing.
 */
export async function readRiskFacts(
  sql: Sql,
  { shopperId, phoneKey, sharedSince }: { shopperId: string; phoneKey: string; sharedSince: number },
): Promise<Pick<PaymentFacts, 'hasPaid' | 'knowsRecipient' | 'otherAccounts'>> {
  const [row] = await sql.query<Pick<PaymentFacts, 'hasPaid' | 'knowsRecipient' | 'otherAccounts'>>(
    `select
       exists (select 1 from purchase where shopper_id = $1 and paid_at is not null) as "hasPaid",
       exists (select 1 from shop_order o join purchase p on p.purchase_id = o.purchase_id
         where o.phone_key = $2 and p.shopper_id = $1 and p.paid_at is not null) as "knowsRecipient",
       (select count(*)::int from (select distinct p.shopper_id from shop_order o
         join purchase p on p.purchase_id = o.purchase_id
         where o.phone_key = $2 and p.shopper_id <> $1 and o.placed_at > $3 limit ${ACCOUNTS_MAX}) others)
         as "otherAccounts"`,
    [shopperId, phoneKey, sharedSince],
  );
  return row!;
}

/** Purchases of the account whose charges may have failed lately: a hold lasts minutes. */
export async function readRecentIds(
  sql: Sql,
  { shopperId, since }: { shopperId: string; since: number },
): Promise<string[]> {
  const rows = await sql.query<{ id: string }>(
    `select purchase_id as id from purchase where shopper_id = $1 and placed_at > $2
     order by placed_at desc, purchase_id desc limit ${RECENT_MAX}`,
    [shopperId, since],
  );
  return rows.map(({ id }) => id);
}

/** The first purchase that the account paid for: what it says was not written by who took the account over later. */
export async function readFirstPaidId(sql: Sql, shopperId: string): Promise<string | null> {
  const rows = await sql.query<{ id: string }>(
    `select purchase_id as id from purchase where shopper_id = $1 and paid_at is not null
     order by paid_at, purchase_id limit 1`,
    [shopperId],
  );
  return rows[0]?.id ?? null;
}
