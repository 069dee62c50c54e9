import type { Sql } from '../../../platform/db/types.ts';

/** SQL of the cart. */
export type CartLineRow = { skuId: string; quantity: number; selected: boolean };

export async function readLines(sql: Sql, shopperId: string): Promise<CartLineRow[]> {
  return sql.query<CartLineRow>(
    `select sku_id as "skuId", quantity, selected from cart_line where shopper_id = $1 order by added_at, sku_id`,
    [shopperId],
  );
}

/** False when the cart is full. Two tabs at one instant may pass the limit by one, which harms nobody. */
export async function putLine(
  sql: Sql,
  line: { shopperId: string; skuId: string; quantity: number; selected: boolean; at: number },
  linesMax: number,
): Promise<boolean> {
  const rows = await sql.query(
    `insert into cart_line (shopper_id, sku_id, quantity, selected, added_at)
     select $1, $2, $3, $4, $5
     where (select count(*) from cart_line where shopper_id = $1 and sku_id <> $2) < $6
     on conflict (shopper_id, sku_id) do update set quantity = excluded.quantity, selected = excluded.selected
     returning 1`,
    [line.shopperId, line.skuId, line.quantity, line.selected, line.at, linesMax],
  );
  return rows.length === 1;
}

export async function dropLines(sql: Sql, shopperId: string, skuIds: readonly string[]): Promise<void> {
  await sql.query('delete from cart_line where shopper_id = $1 and sku_id = any($2::text[])', [
    shopperId,
    skuIds,
  ]);
}

export async function selectLines(
  sql: Sql,
  input: { shopperId: string; skuIds: readonly string[]; selected: boolean },
): Promise<void> {
  await sql.query('update cart_line set selected = $3 where shopper_id = $1 and sku_id = any($2::text[])', [
    input.shopperId,
    input.skuIds,
    input.selected,
  ]);
}
