import { createHash } from 'node:crypto';
import type { Sql } from '../../platform/db/types.ts';

/**
 * The fingerprint of a rehearsal: SHA-256 over orders, ledgers and outbox in a fixed order. Left out is what is random on
 * purpose even in a rehearsal, and nothing else: session tokens and sealed personal data (fresh nonces).
 */
const BOOKS: readonly { readonly table: string; readonly key: string; readonly row: string }[] = [
  { table: 'purchase', key: 'purchase_id', row: `to_jsonb(t) #- '{body,sealedAddress}'` },
  { table: 'shop_order', key: 'order_id', row: 'to_jsonb(t)' },
  { table: 'order_line', key: `purchase_id || '/' || line_id`, row: 'to_jsonb(t)' },
  {
    table: 'order_allocation',
    key: `purchase_id || '/' || line_id || '/' || promotion_id || '/' || funder`,
    row: 'to_jsonb(t)',
  },
  { table: 'hold', key: 'purchase_id', row: 'to_jsonb(t)' },
  { table: 'payment', key: 'payment_id', row: 'to_jsonb(t)' },
  { table: 'return_request', key: 'return_id', row: 'to_jsonb(t)' },
  { table: 'complaint', key: 'complaint_id', row: `to_jsonb(t) - 'sealed_words'` },
  { table: 'activity', key: 'activity_id', row: 'to_jsonb(t)' },
  { table: 'draw', key: 'draw_id', row: 'to_jsonb(t)' },
  { table: 'draw_count', key: 'pool_id', row: 'to_jsonb(t)' },
  { table: 'limit_use', key: 'limit_key', row: 'to_jsonb(t)' },
  { table: 'stock', key: 'sku_id', row: 'to_jsonb(t)' },
  { table: 'place_stock', key: 'place_stock_key', row: 'to_jsonb(t)' },
  {
    table: 'stock_movement',
    key: `biz_type || '/' || biz_id || '/' || action || '/' || sku_id || '/' || place_id`,
    row: `to_jsonb(t) - 'seq'`,
  },
  { table: 'outbox', key: `lpad(position::text, 20, '0')`, row: `to_jsonb(t) - 'id'` },
];
const PAGE = 5_000;

export async function hashBooks(sql: Sql): Promise<string> {
  const hash = createHash('sha256');
  for (const { table, key, row } of BOOKS) {
    hash.update(`\n#${table}\n`);
    let after = '';
    for (;;) {
      const rows = await sql.query<{ key: string; row: string }>(
        `select * from (select (${key}) collate "C" as key, (${row})::text as row from ${table} t) r
         where key > $1 order by key limit ${PAGE}`,
        [after],
      );
      for (const entry of rows) hash.update(entry.row).update('\n');
      if (rows.length < PAGE) break;
      after = rows.at(-1)!.key;
    }
  }
  return hash.digest('hex');
}
