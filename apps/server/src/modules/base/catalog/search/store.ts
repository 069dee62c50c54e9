import type { Sql } from '../../../../platform/db/types.ts';

/** Products that match, with how well: rank in hundredths, so that near ties fall to sales. */
export async function matching(sql: Sql, tsquery: string): Promise<Map<string, number>> {
  const rows = await sql.query<{ product_id: string; rank: number }>(
    `select product_id, round(ts_rank('{0.02, 0.1, 0.3, 1.0}', words, $1::tsquery) * 20)::integer as rank
     from product_search where words @@ $1::tsquery`,
    [tsquery],
  );
  return new Map(rows.map((row) => [row.product_id, row.rank]));
}
