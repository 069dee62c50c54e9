import type { Sql, Tx } from '../../../platform/db/types.ts';
import type { LaneTable } from '../../../platform/lane/types.ts';
import type { AlertGrade } from './alert-grade.ts';
import type { StockRow } from './counts.ts';
import type { Movement, OpsStockRow, Received } from './index.ts';

/** All SQL of stock. */

const COLUMNS = `sku_id as "skuId", on_hand as "onHand", reserved, locked, sold, allotment`;

export const stockTable: LaneTable<StockRow> = {
  name: 'stock',
  async load(tx, keys) {
    const rows = await tx.query<StockRow>(
      `select ${COLUMNS} from stock where sku_id = any($1) order by sku_id for update`,
      [keys],
    );
    return new Map(rows.map((row) => [row.skuId, row]));
  },
  async save(tx, { inserted, updated }) {
    if (inserted.length > 0) throw new Error('stock rows are made by receive, never by the lane');
    await tx.query(
      `update stock s set reserved = r.reserved, locked = r.locked, sold = r.sold
       from unnest($1::text[], $2::int[], $3::int[], $4::int[]) as r(sku_id, reserved, locked, sold)
       where s.sku_id = r.sku_id`,
      [
        updated.map((row) => row.skuId),
        updated.map((row) => row.reserved),
        updated.map((row) => row.locked),
        updated.map((row) => row.sold),
      ],
    );
  },
};

/** Rows come sorted by sku, the lane's order, so the two never wait for each other in a circle. */
export async function addOnHand(tx: Tx, rows: readonly Received[]): Promise<void> {
  await tx.query(
    `insert into stock (sku_id, on_hand, allotment)
     select sku_id, quantity, quantity from unnest($1::text[], $2::int[]) as r(sku_id, quantity)
     on conflict (sku_id) do update
       set on_hand = stock.on_hand + excluded.on_hand, allotment = stock.allotment + excluded.allotment`,
    [rows.map((row) => row.skuId), rows.map((row) => row.quantity)],
  );
}

export async function readStock(sql: Sql, skuIds: readonly string[]): Promise<Map<string, StockRow>> {
  const rows = await sql.query<StockRow>(`select ${COLUMNS} from stock where sku_id = any($1)`, [skuIds]);
  return new Map(rows.map((row) => [row.skuId, row]));
}

/** The skus whose movement was new. */
export async function insertMovements(sql: Sql, movements: readonly Movement[]): Promise<string[]> {
  const rows = await sql.query<{ sku_id: string }>(
    `insert into stock_movement (biz_type, biz_id, action, sku_id, on_hand, reserved, locked, sold, at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::int[], $7::int[], $8::int[], $9::bigint[])
     on conflict do nothing returning sku_id`,
    [
      movements.map((row) => row.bizType),
      movements.map((row) => row.bizId),
      movements.map((row) => row.action),
      movements.map((row) => row.skuId),
      movements.map((row) => row.onHand ?? 0),
      movements.map((row) => row.reserved ?? 0),
      movements.map((row) => row.locked ?? 0),
      movements.map((row) => row.sold ?? 0),
      movements.map((row) => row.at),
    ],
  );
  return rows.map((row) => row.sku_id);
}

export async function readGrades(sql: Sql, skuIds: readonly string[]): Promise<Map<string, AlertGrade>> {
  const rows = await sql.query<{ sku_id: string; grade: AlertGrade }>(
    'select sku_id, grade from stock_alert where sku_id = any($1)',
    [skuIds],
  );
  return new Map(rows.map((row) => [row.sku_id, row.grade]));
}

export async function writeGrades(
  sql: Sql,
  rows: readonly { skuId: string; grade: AlertGrade }[],
  at: number,
): Promise<void> {
  await sql.query(
    `insert into stock_alert (sku_id, grade, since)
     select sku_id, grade, $3 from unnest($1::text[], $2::text[]) as r(sku_id, grade)
     on conflict (sku_id) do update set grade = excluded.grade, since = excluded.since`,
    [rows.map((row) => row.skuId), rows.map((row) => row.grade), at],
  );
}

/** Keyset over (sellable share in basis points, sku): a page never repeats what the one before showed. */
export async function listStock(
  sql: Sql,
  { grade, cursor, limit }: { grade?: AlertGrade; cursor?: string; limit: number },
): Promise<{ rows: OpsStockRow[]; nextCursor: string | null }> {
  const [share, skuId] = cursor?.split(':', 2) ?? [];
  const after = /^-?\d{1,9}$/.test(share ?? '') ? Number(share) : -1;
  const rows = await sql.query<OpsStockRow & { share: number }>(
    `select * from (
       select ${COLUMNS}, coalesce(a.grade, 'blue') as grade,
              ((s.on_hand - s.reserved - s.locked)::bigint * 10000 / greatest(s.allotment, 1))::int as share
       from stock s left join stock_alert a using (sku_id)) r
     where ($1::text is null or grade = $1) and (share, "skuId") > ($2, $3)
     order by share, "skuId" limit $4`,
    [grade ?? null, after, skuId ?? '', limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? `${last.share}:${last.skuId}` : null;
  return { rows: shown.map(({ share: _, ...row }) => row), nextCursor };
}
