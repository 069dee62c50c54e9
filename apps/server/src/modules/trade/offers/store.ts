import type { LimitUseRow } from '@dacu/engine/flash-sale';
import type { Sql } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { ActivityCounts, ActivityTerms } from './flash-programme.ts';

/** All SQL of offers. */

export const activityTable = rowTable<ActivityCounts>({
  name: 'activity',
  table: 'activity',
  columns: [
    { field: 'activityId', column: 'activity_id', type: 'text' },
    { field: 'campaignId', column: 'campaign_id', type: 'text' },
    { field: 'editionId', column: 'edition_id', type: 'text' },
    { field: 'promotionId', column: 'promotion_id', type: 'text' },
    { field: 'skuId', column: 'sku_id', type: 'text' },
    { field: 'startsAt', column: 'starts_at', type: 'bigint' },
    { field: 'endsAt', column: 'ends_at', type: 'bigint' },
    { field: 'stockTotal', column: 'stock_total', type: 'integer' },
    { field: 'perPersonMax', column: 'per_person_max', type: 'integer' },
    { field: 'holdMs', column: 'hold_ms', type: 'bigint' },
    { field: 'held', column: 'held', type: 'integer' },
    { field: 'sold', column: 'sold', type: 'integer' },
  ],
});

export const limitUseTable = rowTable<LimitUseRow>({
  name: 'limitUse',
  table: 'limit_use',
  columns: [
    { field: 'limitKey', column: 'limit_key', type: 'text' },
    { field: 'held', column: 'held', type: 'integer' },
    { field: 'used', column: 'used', type: 'integer' },
  ],
});

/**
 * Makes the rows of activities, or gives existing ones the terms of a newer edition. Counts stay, and the total never
 * falls under what is already held or sold: a new edition takes nothing away from anybody. Rows are locked in key
 * order, as the lane does.
 */
export async function putActivities(sql: Sql, terms: readonly ActivityTerms[]): Promise<void> {
  const sorted = [...terms].sort((a, b) => (a.activityId < b.activityId ? -1 : 1));
  await sql.query(
    `insert into activity (activity_id, campaign_id, edition_id, promotion_id, sku_id, starts_at, ends_at, stock_total, per_person_max, hold_ms)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::int[], $9::int[], $10::bigint[])
     on conflict (activity_id) do update set
       edition_id = excluded.edition_id, ends_at = excluded.ends_at, per_person_max = excluded.per_person_max,
       hold_ms = excluded.hold_ms, stock_total = greatest(excluded.stock_total, activity.held + activity.sold)
     where activity.edition_id <> excluded.edition_id`,
    [
      sorted.map((row) => row.activityId),
      sorted.map((row) => row.campaignId),
      sorted.map((row) => row.editionId),
      sorted.map((row) => row.promotionId),
      sorted.map((row) => row.skuId),
      sorted.map((row) => row.startsAt),
      sorted.map((row) => row.endsAt),
      sorted.map((row) => row.stockTotal),
      sorted.map((row) => row.perPersonMax),
      sorted.map((row) => row.holdMs),
    ],
  );
}

export async function readTaken(
  sql: Sql,
  activityIds: readonly string[],
): Promise<Map<string, { stockTotal: number; taken: number }>> {
  const rows = await sql.query<{ activity_id: string; stock_total: number; taken: number }>(
    'select activity_id, stock_total, held + sold as taken from activity where activity_id = any($1)',
    [activityIds],
  );
  return new Map(rows.map((row) => [row.activity_id, { stockTotal: row.stock_total, taken: row.taken }]));
}

/** Does anything held or used stand under one of these keys? */
export async function anyTaken(sql: Sql, limitKeys: readonly string[]): Promise<boolean> {
  const rows = await sql.query(
    'select 1 from limit_use where limit_key = any($1) and held + used > 0 limit 1',
    [limitKeys],
  );
  return rows.length > 0;
}

/** What is held and used under each key; keys that nobody used are left out. */
export async function readUses(sql: Sql, limitKeys: readonly string[]): Promise<Map<string, number>> {
  const rows = await sql.query<{ limit_key: string; taken: number }>(
    'select limit_key, held + used as taken from limit_use where limit_key = any($1)',
    [limitKeys],
  );
  return new Map(rows.map((row) => [row.limit_key, row.taken]));
}
