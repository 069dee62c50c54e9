import type { Sql, Tx } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { CountRow, DrawRow, PoolRow, ShopperRow } from './types.ts';

/** All SQL of draws. */

export const drawCountTable = rowTable<CountRow>({
  name: 'drawCount',
  table: 'draw_count',
  columns: [
    { field: 'poolId', column: 'pool_id', type: 'text' },
    { field: 'held', column: 'held', type: 'integer' },
    { field: 'drawn', column: 'drawn', type: 'integer' },
    { field: 'byPrize', column: 'by_prize', type: 'jsonb' },
    { field: 'revealedAt', column: 'revealed_at', type: 'bigint' },
    { field: 'seed', column: 'seed', type: 'text' },
  ],
});

export const drawShopperTable = rowTable<ShopperRow>({
  name: 'drawShopper',
  table: 'draw_shopper',
  columns: [
    { field: 'shopperKey', column: 'shopper_key', type: 'text' },
    { field: 'held', column: 'held', type: 'integer' },
    { field: 'draws', column: 'draws', type: 'integer' },
    { field: 'misses', column: 'misses', type: 'integer' },
    { field: 'lastHit', column: 'last_hit', type: 'integer' },
  ],
});

export const drawTable = rowTable<DrawRow>({
  name: 'draw',
  table: 'draw',
  columns: [
    { field: 'drawId', column: 'draw_id', type: 'text' },
    { field: 'poolId', column: 'pool_id', type: 'text' },
    { field: 'campaignId', column: 'campaign_id', type: 'text' },
    { field: 'promotionId', column: 'promotion_id', type: 'text' },
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'lineId', column: 'line_id', type: 'text' },
    { field: 'shopperId', column: 'shopper_id', type: 'text' },
    { field: 'position', column: 'position', type: 'integer' },
    { field: 'ordinal', column: 'ordinal', type: 'integer' },
    { field: 'missesBefore', column: 'misses_before', type: 'integer' },
    { field: 'prizeId', column: 'prize_id', type: 'text' },
    { field: 'hit', column: 'hit', type: 'boolean' },
    { field: 'byPity', column: 'by_pity', type: 'boolean' },
    { field: 'drawnAt', column: 'drawn_at', type: 'bigint' },
    { field: 'openedAt', column: 'opened_at', type: 'bigint' },
    { field: 'returnedAt', column: 'returned_at', type: 'bigint' },
  ],
});

const POOL = `pool_id as "poolId", campaign_id as "campaignId", promotion_id as "promotionId", version, sku_id as "skuId",
  terms, commitment, sealed_seed as "sealedSeed", committed_at as "committedAt", opens_at as "opensAt", closes_at as "closesAt"`;
export async function insertPool(tx: Tx, pool: PoolRow): Promise<void> {
  await tx.query(
    `insert into draw_pool (pool_id, campaign_id, promotion_id, version, sku_id, terms, commitment, sealed_seed,
       committed_at, opens_at, closes_at) values ($1, $2, $3, $4, $5, $6::jsonb, $7, decode($8, 'hex'), $9, $10, $11)`,
    [
      ...[pool.poolId, pool.campaignId, pool.promotionId, pool.version, pool.skuId],
      ...[JSON.stringify(pool.terms), pool.commitment, Buffer.from(pool.sealedSeed).toString('hex')],
      ...[pool.committedAt, pool.opensAt, pool.closesAt],
    ],
  );
  await tx.query('insert into draw_count (pool_id) values ($1)', [pool.poolId]);
}

export async function readPools(sql: Sql, poolIds: readonly string[]): Promise<PoolRow[]> {
  return sql.query<PoolRow>(`select ${POOL} from draw_pool where pool_id = any($1::text[])`, [poolIds]);
}

/** The version that is sold now, of each programme. */
export async function readLatestPools(sql: Sql, campaignId: string): Promise<PoolRow[]> {
  return sql.query<PoolRow>(
    `select distinct on (promotion_id) ${POOL} from draw_pool where campaign_id = $1 order by promotion_id, version desc`,
    [campaignId],
  );
}

/** Newest first. */
export async function readPoolsOf(sql: Sql, campaignId: string): Promise<PoolRow[]> {
  return sql.query<PoolRow>(
    `select ${POOL} from draw_pool where campaign_id = $1 order by promotion_id, version desc`,
    [campaignId],
  );
}

export async function readCounts(sql: Sql, poolIds: readonly string[]): Promise<Map<string, CountRow>> {
  const rows = await sql.query<CountRow>(
    `select ${drawCountTable.selected} from draw_count where pool_id = any($1::text[])`,
    [poolIds],
  );
  return new Map(rows.map((row) => [row.poolId, row]));
}

export async function readShoppers(
  sql: Sql,
  shopperKeys: readonly string[],
): Promise<Map<string, ShopperRow>> {
  const rows = await sql.query<ShopperRow>(
    `select ${drawShopperTable.selected} from draw_shopper
     where shopper_key = any($1::text[])`,
    [shopperKeys],
  );
  return new Map(rows.map((row) => [row.shopperKey, row]));
}

/** In the order in which they were drawn. */
export async function readDrawsOf(sql: Sql, purchaseId: string): Promise<DrawRow[]> {
  return sql.query<DrawRow>(
    `select ${drawTable.selected} from draw where purchase_id = $1 order by line_id, ordinal`,
    [purchaseId],
  );
}

/** The first box of a shopper that is still closed and kept, of each programme. */
export async function readFirstClosed(
  sql: Sql,
  shopperId: string,
  campaignId: string,
): Promise<Map<string, { missesBefore: number; closed: number }>> {
  const rows = await sql.query<{ promotionId: string; missesBefore: number; closed: number }>(
    `select distinct on (promotion_id) promotion_id as "promotionId", misses_before as "missesBefore",
       (count(*) over (partition by promotion_id))::int as closed
     from draw where shopper_id = $1 and campaign_id = $2 and opened_at is null and returned_at is null
     order by promotion_id, ordinal`,
    [shopperId, campaignId],
  );
  return new Map(rows.map((row) => [row.promotionId, row]));
}
