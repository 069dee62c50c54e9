import type { Sql } from '../../../platform/db/types.ts';
import type { PurchaseRow } from './purchase.ts';
import { PURCHASE_COLUMNS } from './store.ts';

/** How operators look for purchases: every condition is optional, all of them hold. */
export type OrderSearch = {
  readonly states: readonly PurchaseRow['state'][];
  readonly kind: PurchaseRow['kind'] | null;
  readonly channel: string | null;
  /** Placed within, half-open. */
  readonly from: number | null;
  readonly to: number | null;
  readonly payFenMin: number | null;
  readonly payFenMax: number | null;
  /** Part of a number, the last four digits of a phone, part of an item's title, a SKU, a product or a purchase. */
  readonly sought: string;
};
export type OrderSort = { readonly by: 'placedAt' | 'payFen'; readonly desc: boolean };
export type OrderCursor = { readonly value: number; readonly purchaseId: string };

const SORT_COLUMNS = { placedAt: 'placed_at', payFen: 'pay_fen' } as const;

/** One page, and one row more if there is one. */
export async function searchPurchases(
  sql: Sql,
  input: OrderSearch & {
    readonly sort: OrderSort;
    readonly after: OrderCursor | null;
    readonly limit: number;
  },
): Promise<PurchaseRow[]> {
  const column = SORT_COLUMNS[input.sort.by];
  const [beyond, direction] = input.sort.desc ? ['<', 'desc'] : ['>', 'asc'];
  return sql.query<PurchaseRow>(
    `select ${PURCHASE_COLUMNS} from purchase
     where ${CONDITIONS} and ($11::bigint is null or (${column}, purchase_id) ${beyond} ($11, $12::text))
     order by ${column} ${direction}, purchase_id ${direction} limit $13`,
    [...conditionsOf(input), input.after?.value ?? null, input.after?.purchaseId ?? null, input.limit],
  );
}

/** How many there are; counting stops at `max`, and one more says that there are more. */
export async function countPurchases(sql: Sql, search: OrderSearch, max: number): Promise<number> {
  const [row] = await sql.query<{ found: number }>(
    `select count(*)::int as found from (select 1 from purchase where ${CONDITIONS} limit $11) p`,
    [...conditionsOf(search), max + 1],
  );
  return row?.found ?? 0;
}

const CONDITIONS = `(cardinality($1::text[]) = 0 or state = any($1)) and ($2::text is null or kind = $2)
  and ($3::text is null or body->>'channel' = $3)
  and ($4::bigint is null or placed_at >= $4) and ($5::bigint is null or placed_at < $5)
  and ($6::bigint is null or pay_fen >= $6) and ($7::bigint is null or pay_fen <= $7)
  and ($8::text = '' or purchase_id = $8 or body->>'number' ilike $9 or body->'address'->>'phone' like $10
    or exists (select 1 from jsonb_array_elements(body->'orders') shop, jsonb_array_elements(shop->'lines') line
      where line->>'skuId' = $8 or line->>'productId' = $8
        or line->'title'->>'zh' ilike $9 or line->'title'->>'en' ilike $9))`;

function conditionsOf(search: OrderSearch): unknown[] {
  const { sought } = search;
  const pattern = `%${sought.replace(/[\\%_]/g, '\\$&')}%`;
  return [
    search.states,
    search.kind,
    search.channel,
    search.from,
    search.to,
    search.payFenMin,
    search.payFenMax,
    sought,
    pattern,
    // Only the last four digits of a phone are readable in a purchase; anything else finds none by it.
    /^\d{4}$/.test(sought) ? `%${sought}` : '',
  ];
}
