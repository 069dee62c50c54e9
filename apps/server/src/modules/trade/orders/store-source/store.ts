import type { Sql } from '../../../../platform/db/types.ts';

/** All SQL of links of stores. */

export async function writeVisit(
  sql: Sql,
  row: {
    readonly shopperId: string;
    readonly productId: string;
    readonly placeId: string;
    readonly openedAt: number;
  },
): Promise<void> {
  await sql.query(
    `insert into store_visit (shopper_id, product_id, place_id, opened_at) values ($1, $2, $3, $4)
     on conflict (shopper_id, product_id) do update set place_id = excluded.place_id, opened_at = excluded.opened_at`,
    [row.shopperId, row.productId, row.placeId, row.openedAt],
  );
}

/** The store whose link was opened last for any of the products, since an instant. */
export async function readVisit(
  sql: Sql,
  asked: { readonly shopperId: string; readonly productIds: readonly string[]; readonly after: number },
): Promise<{ readonly placeId: string; readonly productId: string; readonly openedAt: number } | null> {
  const rows = await sql.query<{ placeId: string; productId: string; openedAt: number }>(
    `select place_id as "placeId", product_id as "productId", opened_at as "openedAt" from store_visit
     where shopper_id = $1 and product_id = any($2) and opened_at > $3 order by opened_at desc, product_id limit 1`,
    [asked.shopperId, asked.productIds, asked.after],
  );
  return rows[0] ?? null;
}
