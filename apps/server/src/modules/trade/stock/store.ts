import type { StockGrade, StockRow } from '@dacu/engine/ledger';
import type { Sql, Tx } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { StockActRow } from './act.ts';
import type { Movement, OpsStockRow } from './index.ts';

/** All SQL of stock; that of places is in `place-store.ts`. */

const COLUMNS = `sku_id as "skuId", on_hand as "onHand", reserved, locked, sold, unavailable, allotment`;

export const stockTable = rowTable<StockRow>({
  name: 'stock',
  table: 'stock',
  columns: [
    { field: 'skuId', column: 'sku_id', type: 'text' },
    { field: 'onHand', column: 'on_hand', type: 'integer' },
    { field: 'reserved', column: 'reserved', type: 'integer' },
    { field: 'locked', column: 'locked', type: 'integer' },
    { field: 'sold', column: 'sold', type: 'integer' },
    { field: 'unavailable', column: 'unavailable', type: 'integer' },
    { field: 'allotment', column: 'allotment', type: 'integer' },
  ],
});

/** Locks rows in the lane's order, so that the two never wait for each other in a circle. */
export async function lockStock(tx: Tx, skuIds: readonly string[]): Promise<void> {
  await tx.query('select 1 from stock where sku_id = any($1) order by sku_id collate "C" for update', [
    skuIds,
  ]);
}

/** Rows come with each sku once, in the lane's order. */
export async function addOnHand(
  tx: Tx,
  rows: readonly { readonly skuId: string; readonly quantity: number; readonly allotment: number }[],
): Promise<void> {
  await tx.query(
    `insert into stock (sku_id, on_hand, allotment)
     select * from unnest($1::text[], $2::int[], $3::int[])
     on conflict (sku_id) do update
       set on_hand = stock.on_hand + excluded.on_hand, allotment = stock.allotment + excluded.allotment`,
    [rows.map((row) => row.skuId), rows.map((row) => row.quantity), rows.map((row) => row.allotment)],
  );
}

/** The skus of which something came in under these numbers before. */
export async function readReceived(
  sql: Sql,
  receipts: readonly { readonly receiptId: string; readonly skuId: string }[],
): Promise<Set<string>> {
  const rows = await sql.query<{ key: string }>(
    `select distinct biz_id || '|' || m.sku_id as key from unnest($1::text[], $2::text[]) as r(receipt_id, sku_id)
     join stock_movement m on m.biz_type = 'receipt' and m.biz_id = r.receipt_id and m.action = 'receive' and m.sku_id = r.sku_id`,
    [receipts.map((row) => row.receiptId), receipts.map((row) => row.skuId)],
  );
  return new Set(rows.map(({ key }) => key));
}

export async function readStock(sql: Sql, skuIds: readonly string[]): Promise<Map<string, StockRow>> {
  const rows = await sql.query<StockRow>(`select ${COLUMNS} from stock where sku_id = any($1)`, [skuIds]);
  return new Map(rows.map((row) => [row.skuId, row]));
}

/** The movements that were new, in any order. */
export async function insertMovements(
  sql: Sql,
  movements: readonly Movement[],
): Promise<{ skuId: string; placeId: string }[]> {
  return sql.query<{ skuId: string; placeId: string }>(
    `insert into stock_movement (biz_type, biz_id, action, sku_id, place_id, on_hand, reserved, locked, sold, unavailable, allotted, at)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::int[], $7::int[], $8::int[], $9::int[],
       $10::int[], $11::int[], $12::bigint[])
     on conflict do nothing returning sku_id as "skuId", place_id as "placeId"`,
    [
      movements.map((row) => row.bizType),
      movements.map((row) => row.bizId),
      movements.map((row) => row.action),
      movements.map((row) => row.skuId),
      movements.map((row) => row.placeId ?? ''),
      movements.map((row) => row.onHand ?? 0),
      movements.map((row) => row.reserved ?? 0),
      movements.map((row) => row.locked ?? 0),
      movements.map((row) => row.sold ?? 0),
      movements.map((row) => row.unavailable ?? 0),
      movements.map((row) => row.allotted ?? 0),
      movements.map((row) => row.at),
    ],
  );
}

/** What stands below its first alert, with how much fills it up to what the campaign was given. */
export function readShort(sql: Sql): Promise<{ skuId: string; missing: number }[]> {
  return sql.query(
    `select s.sku_id as "skuId", s.allotment - (s.on_hand - s.reserved - s.locked - s.unavailable) as missing
     from stock s join stock_alert a using (sku_id)
     where a.grade <> 'blue' and s.allotment > s.on_hand - s.reserved - s.locked - s.unavailable order by s.sku_id`,
  );
}

export async function lockGrades(tx: Tx, skuIds: readonly string[]): Promise<Map<string, StockGrade>> {
  const rows = await tx.query<{ sku_id: string; grade: StockGrade }>(
    'select sku_id, grade from stock_alert where sku_id = any($1) order by sku_id collate "C" for update',
    [skuIds],
  );
  return new Map(rows.map((row) => [row.sku_id, row.grade]));
}

export async function readGrades(
  sql: Sql,
  skuIds: readonly string[],
): Promise<Map<string, { readonly grade: StockGrade; readonly since: number }>> {
  if (skuIds.length === 0) return new Map();
  const rows = await sql.query<{ skuId: string; grade: StockGrade; since: number }>(
    'select sku_id as "skuId", grade, since from stock_alert where sku_id = any($1)',
    [skuIds],
  );
  return new Map(rows.map(({ skuId, grade, since }) => [skuId, { grade, since }]));
}

export async function writeGrades(
  sql: Sql,
  rows: readonly { skuId: string; grade: StockGrade }[],
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
  { grade, cursor, limit }: { grade?: StockGrade; cursor?: string; limit: number },
): Promise<{ rows: OpsStockRow[]; nextCursor: string | null }> {
  // As they are graded: what only stores were given is measured by what they have.
  const [share, skuId] = cursor?.split(':', 2) ?? [];
  const after = /^-?\d{1,9}$/.test(share ?? '') ? Number(share) : -1;
  const rows = await sql.query<OpsStockRow & { share: number }>(
    `select * from (
       select s.sku_id as "skuId", s.on_hand as "onHand", s.reserved, s.locked, s.sold, s.unavailable, s.allotment,
         coalesce(a.grade, 'blue') as grade, coalesce(t.free, 0)::int as "inStores",
         ((s.on_hand - s.reserved - s.locked - s.unavailable + case s.allotment when 0 then coalesce(t.free, 0) else 0 end)::bigint * 10000
           / greatest(case s.allotment when 0 then t.given else s.allotment end, 1))::int as share
       from stock s left join stock_alert a using (sku_id) left join (
         select sku_id, sum(on_hand - allotted - p.unavailable) as free, sum(p.allotment) as given
         from place_stock p join place using (place_id) where kind = 'store' group by 1) t using (sku_id)) r
     where ($1::text is null or grade = $1) and (share, "skuId") > ($2, $3)
     order by share, "skuId" limit $4`,
    [grade ?? null, after, skuId ?? '', limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const nextCursor = rows.length > limit && last !== undefined ? `${last.share}:${last.skuId}` : null;
  return { rows: shown.map(({ share: _, ...row }) => row), nextCursor };
}

/** Units that were paid since an instant; what was not sold has no entry. */
export async function readSold(
  sql: Sql,
  skuIds: readonly string[],
  since: number,
): Promise<Map<string, number>> {
  const rows = await sql.query<{ skuId: string; units: number }>(
    `select sku_id as "skuId", sum(locked)::int as units from stock_movement
     where sku_id = any($1) and at >= $2 and action in ('lock', 'lockAgain') group by 1`,
    [skuIds, since],
  );
  return new Map(rows.map(({ skuId, units }) => [skuId, units]));
}

export const stockActTable = rowTable<StockActRow>({
  name: 'stockAct',
  table: 'stock_act',
  columns: [
    { field: 'claimKey', column: 'claim_key', type: 'text' },
    { field: 'actId', column: 'act_id', type: 'text' },
    { field: 'bodyHash', column: 'body_hash', type: 'text' },
    { field: 'kind', column: 'kind', type: 'text' },
    { field: 'skuId', column: 'sku_id', type: 'text' },
    { field: 'changes', column: 'changes', type: 'jsonb' },
    { field: 'reason', column: 'reason', type: 'text' },
    { field: 'operatorId', column: 'operator_id', type: 'text' },
    { field: 'operatorName', column: 'operator_name', type: 'text' },
    { field: 'at', column: 'at', type: 'bigint' },
  ],
});

const ACT_COLUMNS = `claim_key as "claimKey", act_id as "actId", body_hash as "bodyHash", kind, sku_id as "skuId", changes,
  reason, operator_id as "operatorId", operator_name as "operatorName", at`;

export function readActs(sql: Sql, actIds: readonly string[]): Promise<StockActRow[]> {
  return sql.query(`select ${ACT_COLUMNS} from stock_act where act_id = any($1) order by at, act_id`, [
    actIds,
  ]);
}

/** Newest first. */
export function readActsOf(sql: Sql, skuId: string, limit: number): Promise<StockActRow[]> {
  return sql.query(
    `select ${ACT_COLUMNS} from stock_act where sku_id = $1 order by at desc, act_id desc limit $2`,
    [skuId, limit],
  );
}

export type MovementRow = Required<Omit<Movement, 'skuId'>> & { readonly seq: number };

/** The newest movements of a sku, newest first, and what all of them sum to: of the network, and at each place. */
export async function readLedger(
  sql: Sql,
  skuId: string,
  limit: number,
): Promise<{
  rows: MovementRow[];
  count: number;
  network: Omit<StockRow, 'skuId' | 'allotment'>;
  places: { placeId: string; onHand: number }[];
}> {
  const rows = await sql.query<MovementRow>(
    `select seq, at, biz_type as "bizType", biz_id as "bizId", action, place_id as "placeId", on_hand as "onHand", reserved,
       locked, sold, unavailable, allotted from stock_movement where sku_id = $1 order by seq desc limit $2`,
    [skuId, limit],
  );
  const [sums] = await sql.query<{ count: number } & Omit<StockRow, 'skuId' | 'allotment'>>(
    `select count(*)::int as count, coalesce(sum(m.on_hand) filter (where w.kind is distinct from 'store'), 0)::int as "onHand",
       coalesce(sum(m.reserved), 0)::int as reserved, coalesce(sum(m.locked), 0)::int as locked, coalesce(sum(m.sold), 0)::int as sold,
       coalesce(sum(m.unavailable) filter (where w.kind is distinct from 'store'), 0)::int as unavailable
     from stock_movement m left join place w using (place_id) where m.sku_id = $1`,
    [skuId],
  );
  const places = await sql.query<{ placeId: string; onHand: number }>(
    `select place_id as "placeId", sum(on_hand)::int as "onHand" from stock_movement
     where sku_id = $1 and place_id <> '' group by 1`,
    [skuId],
  );
  const { count, ...network } = sums!;
  return { rows, count, network, places };
}

const DAY_MS = 86_400_000;
/** Long enough to see a week twice, short enough to follow a season. */
export const DEMAND_DAYS = 14;
export type Demand = { readonly perDay: number; readonly sd: number };

/** Mean and standard deviation of the units paid a day, over the last two weeks to the hour; days without a sale count. */
export async function readDemand(
  sql: Sql,
  skuIds: readonly string[],
  at: number,
): Promise<ReadonlyMap<string, Demand>> {
  const rows = await sql.query<{ skuId: string; units: number; squares: number }>(
    `select sku_id as "skuId", sum(units)::int as units, sum(units * units)::float8 as squares from (
       select sku_id, sum(locked) as units from stock_movement
       where sku_id = any($1) and at > $2 and at <= $3 and action in ('lock', 'lockAgain') group by sku_id, ($3 - at) / $4) d
     group by 1`,
    [skuIds, at - DEMAND_DAYS * DAY_MS, at, DAY_MS],
  );
  return new Map(
    rows.map(({ skuId, units, squares }) => {
      const perDay = units / DEMAND_DAYS;
      return [skuId, { perDay, sd: Math.sqrt(Math.max(0, squares / DEMAND_DAYS - perDay ** 2)) }];
    }),
  );
}
