import type { FunderShare } from '@dacu/engine/pricing';
import type { Sql, Tx } from '../../../platform/db/types.ts';

/** All SQL of price differences. */

export type DifferenceRow = {
  readonly differenceId: string;
  readonly campaignId: string;
  readonly promotionId: string;
  readonly storeId: string;
  readonly skuId: string;
  readonly shopId: string;
  readonly onlineFen: number;
  readonly storeFen: number;
  readonly seenOn: string;
  readonly funders: readonly FunderShare[];
  readonly foundAt: number;
  readonly checkedAt: number;
  readonly state: 'new' | 'acknowledged' | 'solved';
  /** Null for a new one, and where the prices met again by themselves. */
  readonly movedBy: string | null;
  readonly movedAt: number | null;
  readonly note: string | null;
};

/** What a list shows at most. */
export const DIFFERENCES_MAX = 1_000;

const COLUMNS = `difference_id as "differenceId", campaign_id as "campaignId", promotion_id as "promotionId",
  store_id as "storeId", sku_id as "skuId", shop_id as "shopId", online_fen as "onlineFen", store_fen as "storeFen",
  seen_on::text as "seenOn", funders, found_at as "foundAt", checked_at as "checkedAt", state, moved_by as "movedBy",
  moved_at as "movedAt", note`;

/** Of each item in each store the newest difference, locked. */
export async function lockNewest(tx: Tx): Promise<DifferenceRow[]> {
  // One comparison at a time; what operators do meanwhile waits for it.
  await tx.query('lock table price_difference in share row exclusive mode');
  return tx.query<DifferenceRow>(
    `select distinct on (store_id, sku_id) ${COLUMNS} from price_difference
     order by store_id, sku_id, found_at desc, difference_id desc`,
  );
}

export async function putDifferences(tx: Tx, rows: readonly DifferenceRow[]): Promise<void> {
  await tx.query(
    `insert into price_difference (difference_id, campaign_id, promotion_id, store_id, sku_id, shop_id, online_fen,
       store_fen, seen_on, funders, found_at, checked_at, state, moved_by, moved_at, note)
     select "differenceId", "campaignId", "promotionId", "storeId", "skuId", "shopId", "onlineFen", "storeFen", "seenOn",
       funders, "foundAt", "checkedAt", state, "movedBy", "movedAt", note
     from jsonb_to_recordset($1::jsonb) as row ("differenceId" text, "campaignId" text, "promotionId" text, "storeId" text,
       "skuId" text, "shopId" text, "onlineFen" bigint, "storeFen" bigint, "seenOn" date, funders jsonb, "foundAt" bigint,
       "checkedAt" bigint, state text, "movedBy" text, "movedAt" bigint, note text)
     on conflict (difference_id) do update set online_fen = excluded.online_fen, store_fen = excluded.store_fen,
       seen_on = excluded.seen_on, funders = excluded.funders, checked_at = excluded.checked_at, state = excluded.state,
       moved_by = excluded.moved_by, moved_at = excluded.moved_at, note = excluded.note`,
    [JSON.stringify(rows)],
  );
}

export async function lockDifference(tx: Tx, differenceId: string): Promise<DifferenceRow | undefined> {
  const rows = await tx.query<DifferenceRow>(
    `select ${COLUMNS} from price_difference where difference_id = $1 for update`,
    [differenceId],
  );
  return rows[0];
}

/** What is not solved. */
export async function countOpen(sql: Sql): Promise<{ open: number; oldestAt: number | null }> {
  const [row] = await sql.query<{ open: number; oldestAt: number | null }>(
    `select count(*)::int as open, min(found_at) as "oldestAt" from price_difference where state <> 'solved'`,
  );
  return row!;
}

/** Newest first. */
export async function readDifferences(
  sql: Sql,
  { open, limit }: { open: boolean; limit: number },
): Promise<DifferenceRow[]> {
  return sql.query<DifferenceRow>(
    `select ${COLUMNS} from price_difference where not $1 or state <> 'solved'
     order by found_at desc, store_id, sku_id limit $2`,
    [open, limit],
  );
}
