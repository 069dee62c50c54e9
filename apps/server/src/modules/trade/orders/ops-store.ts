import type { Sql } from '../../../platform/db/types.ts';
import type { PurchaseRow } from './purchase.ts';
import type { Sought } from './sought.ts';
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
  /** Whatever is known of one: see `readSought`. */
  readonly sought: string;
};
/** What was typed, understood. */
export type ReadSearch = Omit<OrderSearch, 'sought'> & { readonly sought: SoughtKeys };

/** A phone as its keyed hash, because nobody can read the number back; words with the products that have them in a title. */
export type SoughtKeys =
  | Exclude<Sought, { kind: 'phone' | 'words' }>
  | { readonly kind: 'phone'; readonly phoneKey: string }
  | (Extract<Sought, { kind: 'words' }> & { readonly productIds: readonly string[] });
export type OrderSort = { readonly by: 'placedAt' | 'payFen'; readonly desc: boolean };
export type OrderCursor = { readonly value: number; readonly purchaseId: string };

const SORT_COLUMNS = { placedAt: 'placed_at', payFen: 'pay_fen' } as const;

/** One page, and one row more if there is one. */
export async function searchPurchases(
  sql: Sql,
  input: ReadSearch & {
    readonly sort: OrderSort;
    readonly after: OrderCursor | null;
    readonly limit: number;
  },
): Promise<PurchaseRow[]> {
  const column = SORT_COLUMNS[input.sort.by];
  const [beyond, direction] = input.sort.desc ? ['<', 'desc'] : ['>', 'asc'];
  const { text, values } = conditionOf(input);
  const [value, purchaseId, limit] = [1, 2, 3].map((nth) => `$${values.length + nth}`);
  return sql.query<PurchaseRow>(
    `select ${PURCHASE_COLUMNS} from purchase
     where ${text} and (${value}::bigint is null or (${column}, purchase_id) ${beyond} (${value}, ${purchaseId}::text))
     order by ${column} ${direction}, purchase_id ${direction} limit ${limit}`,
    [...values, input.after?.value ?? null, input.after?.purchaseId ?? null, input.limit],
  );
}

/** How many there are; counting stops at `max`, and one more says that there are more. */
export async function countPurchases(sql: Sql, search: ReadSearch, max: number): Promise<number> {
  const { text, values } = conditionOf(search);
  const [row] = await sql.query<{ found: number }>(
    `select count(*)::int as found from (select 1 from purchase where ${text} limit $${values.length + 1}) p`,
    [...values, max + 1],
  );
  return row?.found ?? 0;
}

const CONDITIONS = `(cardinality($1::text[]) = 0 or state = any($1)) and ($2::text is null or kind = $2)
  and ($3::text is null or body->>'channel' = $3)
  and ($4::bigint is null or placed_at >= $4) and ($5::bigint is null or placed_at < $5)
  and ($6::bigint is null or pay_fen >= $6) and ($7::bigint is null or pay_fen <= $7)`;

/** Where each way of finding has an index; `$8` is what is looked for. */
const BY_ID = {
  purchase: 'purchase_id = $8',
  order: 'purchase_id in (select purchase_id from shop_order where order_id = $8)',
  payment: 'purchase_id in (select purchase_id from payment where payment_id = $8)',
  // One that the provider has not confirmed yet is still due.
  refund: `purchase_id in (
    select purchase_id from return_request where return_id = $8
    union select p.purchase_id from payment p join provider_refund r using (payment_id) where r.refund_id = $8
    union select p.purchase_id from payment p join due d on p.payment_id = d.payload->>'paymentId'
      where d.kind = 'payment.refund' and d.key = $8)`,
  shopper: 'shopper_id = $8',
} as const;

/** `$9` are products, `$10` begins a number and `$11` ends one, backwards; null begins and ends none. */
const BY_WORDS = `purchase_id in (
  select purchase_id from shop_order where number like $10 or reverse(number) like $11 or phone_tail = $8
  union select purchase_id from payment where provider_ref = $8
  union select purchase_id from order_line where sku_id = $8 or product_id = $8
  union select purchase_id from purchase where body ? 'source' and body->'source'->>'placeId' = $8
  union select purchase_id from order_line where product_id = any($9::text[]))`;

type Condition = { readonly text: string; readonly values: readonly unknown[] };

function conditionOf(search: ReadSearch): Condition {
  const found = foundBy(search.sought);
  return {
    text: `${CONDITIONS} and ${found.text}`,
    values: [
      ...[search.states, search.kind, search.channel, search.from, search.to],
      ...[search.payFenMin, search.payFenMax, ...found.values],
    ],
  };
}

function foundBy(sought: SoughtKeys): Condition {
  if (sought.kind === 'nothing') return { text: 'true', values: [] };
  if (sought.kind === 'id') return { text: BY_ID[sought.of], values: [sought.id] };
  if (sought.kind === 'phone')
    return {
      text: 'purchase_id in (select purchase_id from shop_order where phone_key = $8)',
      values: [sought.phoneKey],
    };
  const { words, numberPart, productIds } = sought;
  return {
    text: BY_WORDS,
    values: [
      words,
      productIds,
      numberPart === null ? null : `${numberPart}%`,
      numberPart === null ? null : `${[...numberPart].reverse().join('')}%`,
    ],
  };
}
