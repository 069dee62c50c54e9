import type { PointsAccount, PointsMove } from '@dacu/engine/points';
import type { Sql } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';

/** All SQL of points. */

/** `balance` is the sum of the lots, kept so that the database refuses one below 0. */
export type PointsAccountRow = PointsAccount & { readonly balance: number };

/** One change of an account; `points` is the sum of its moves. */
export type PointsEntry = {
  readonly entryId: string;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly at: number;
  readonly points: number;
  readonly moves: readonly PointsMove[];
};

export const pointsAccountTable = rowTable<PointsAccountRow>({
  name: 'pointsAccount',
  table: 'points_account',
  columns: [
    { field: 'shopperId', column: 'shopper_id', type: 'text' },
    { field: 'lots', column: 'lots', type: 'jsonb' },
    { field: 'balance', column: 'balance', type: 'integer' },
  ],
});

export const pointsEntryTable = rowTable<PointsEntry>({
  name: 'pointsEntry',
  table: 'points_entry',
  columns: [
    { field: 'entryId', column: 'entry_id', type: 'text' },
    { field: 'shopperId', column: 'shopper_id', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'at', column: 'at', type: 'bigint' },
    { field: 'points', column: 'points', type: 'integer' },
    { field: 'moves', column: 'moves', type: 'jsonb' },
  ],
});

export async function readAccounts(
  sql: Sql,
  shopperIds: readonly string[],
): Promise<Map<string, PointsAccount>> {
  const rows = await sql.query<PointsAccount>(
    'select shopper_id as "shopperId", lots from points_account where shopper_id = any($1::text[])',
    [shopperIds],
  );
  return new Map(rows.map((row) => [row.shopperId, row]));
}

/** Newest first; `after` is the last one of the page before. */
export async function listEntries(
  sql: Sql,
  input: { shopperId: string; after: { at: number; entryId: string } | null; limit: number },
): Promise<(PointsEntry & { number: string | null })[]> {
  return sql.query<PointsEntry & { number: string | null }>(
    `select e.entry_id as "entryId", e.shopper_id as "shopperId", e.purchase_id as "purchaseId", e.at, e.points, e.moves,
       p.body->>'number' as number
     from points_entry e left join purchase p on p.purchase_id = e.purchase_id
     where e.shopper_id = $1 and ($2::bigint is null or (e.at, e.entry_id) < ($2, $3::text))
     order by e.at desc, e.entry_id desc limit $4`,
    [input.shopperId, input.after?.at ?? null, input.after?.entryId ?? null, input.limit],
  );
}
