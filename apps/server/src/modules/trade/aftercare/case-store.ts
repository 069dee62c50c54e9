import type { Sql } from '../../../platform/db/types.ts';
import { rowTable } from '../../../platform/lane/row-table.ts';
import type { BookRow, CaseRow } from './case-row.ts';

/** All SQL of cases. */

const COLUMNS = [
  { field: 'caseId', column: 'case_id', type: 'text' },
  { field: 'claimKey', column: 'claim_key', type: 'text' },
  { field: 'bodyHash', column: 'body_hash', type: 'text' },
  { field: 'purchaseId', column: 'purchase_id', type: 'text' },
  { field: 'orderId', column: 'order_id', type: 'text' },
  { field: 'shopId', column: 'shop_id', type: 'text' },
  { field: 'shopperId', column: 'shopper_id', type: 'text' },
  { field: 'kind', column: 'kind', type: 'text' },
  { field: 'reason', column: 'reason', type: 'text' },
  { field: 'fault', column: 'fault', type: 'text' },
  { field: 'state', column: 'state', type: 'text' },
  { field: 'lines', column: 'lines', type: 'jsonb' },
  { field: 'keptGifts', column: 'kept_gifts', type: 'jsonb' },
  { field: 'sealedWords', column: 'sealed_words', type: 'text' },
  { field: 'freight', column: 'freight', type: 'jsonb' },
  { field: 'expectedFen', column: 'expected_fen', type: 'bigint' },
  { field: 'refundFen', column: 'refund_fen', type: 'bigint' },
  { field: 'requestedAt', column: 'requested_at', type: 'bigint' },
  { field: 'since', column: 'since', type: 'bigint' },
  { field: 'receivedAt', column: 'received_at', type: 'bigint' },
  { field: 'deadlineAt', column: 'deadline_at', type: 'bigint' },
  { field: 'held', column: 'held', type: 'boolean' },
  { field: 'tracking', column: 'tracking', type: 'jsonb' },
  { field: 'found', column: 'found', type: 'jsonb' },
  { field: 'replacementId', column: 'replacement_id', type: 'text' },
  { field: 'photos', column: 'photos', type: 'jsonb' },
  { field: 'steps', column: 'steps', type: 'jsonb' },
] as const;

export const returnCaseTable = rowTable<CaseRow>({
  name: 'returnCase',
  table: 'return_case',
  columns: COLUMNS,
});

export const returnBookTable = rowTable<BookRow>({
  name: 'returnBook',
  table: 'return_book',
  columns: [
    { field: 'purchaseId', column: 'purchase_id', type: 'text' },
    { field: 'units', column: 'units', type: 'jsonb' },
    { field: 'insured', column: 'insured', type: 'jsonb' },
  ],
});

const SELECT = `select ${COLUMNS.map(({ field, column }) => `c.${column} as "${field}"`).join(', ')} from return_case c`;

export async function readCase(sql: Sql, caseId: string): Promise<CaseRow | null> {
  const rows = await sql.query<CaseRow>(`${SELECT} where c.case_id = $1`, [caseId]);
  return rows[0] ?? null;
}

export async function readCases(sql: Sql, caseIds: readonly string[]): Promise<Map<string, CaseRow>> {
  const rows = await sql.query<CaseRow>(`${SELECT} where c.case_id = any($1::text[])`, [caseIds]);
  return new Map(rows.map((row) => [row.caseId, row]));
}

/** Oldest first. */
export function readCasesOf(sql: Sql, purchaseId: string): Promise<CaseRow[]> {
  return sql.query<CaseRow>(`${SELECT} where c.purchase_id = $1 order by c.requested_at, c.case_id`, [
    purchaseId,
  ]);
}

export async function readBook(sql: Sql, purchaseId: string): Promise<BookRow> {
  const rows = await sql.query<BookRow>(
    `select purchase_id as "purchaseId", units, insured from return_book where purchase_id = $1`,
    [purchaseId],
  );
  return rows[0] ?? { purchaseId, units: {}, insured: [] };
}

/** What comes after the last instant there is. */
const NEVER = 9_007_199_254_740_991;

/** What waits for a deadline first, the next one on top; then what has ended, the newest on top. */
export async function searchCases(
  sql: Sql,
  input: {
    readonly states: readonly string[];
    readonly kinds: readonly string[];
    readonly sought: string;
    readonly after: { readonly rank: number; readonly caseId: string } | null;
    readonly limit: number;
  },
): Promise<(CaseRow & { readonly number: string; readonly payFen: number; readonly rank: number })[]> {
  const { states, kinds, sought, after, limit } = input;
  return sql.query(
    `select * from (
       ${SELECT.replace(
         ' from return_case c',
         `, p.body->>'number' as number, p.pay_fen as "payFen",
          coalesce(c.deadline_at, ${NEVER} - c.since) as rank from return_case c join purchase p using (purchase_id)`,
       )}
       where (cardinality($1::text[]) = 0 or c.state = any($1)) and (cardinality($2::text[]) = 0 or c.kind = any($2))
         and ($3 = '' or c.case_id = $3 or c.purchase_id = $3 or strpos(lower(p.body->>'number'), lower($3)) > 0
              or exists (select 1 from jsonb_array_elements(c.lines) l where strpos(lower(l->>'skuId'), lower($3)) > 0))
     ) r where ($4::bigint is null or (rank, "caseId") > ($4, $5::text)) order by rank, "caseId" limit $6`,
    [states, kinds, sought, after?.rank ?? null, after?.caseId ?? null, limit],
  );
}

export async function countOpen(sql: Sql): Promise<Record<string, number>> {
  const rows = await sql.query<{ state: string; n: number }>(
    'select state, count(*)::int as n from return_case where deadline_at is not null group by state',
  );
  return Object.fromEntries(rows.map(({ state, n }) => [state, n]));
}

/** What waits for the desk, for the warehouse or for finance: not what waits for the shopper. */
export async function countWaiting(sql: Sql): Promise<{ open: number; oldestAt: number | null }> {
  const [row] = await sql.query<{ open: number; oldestAt: number | null }>(
    `select count(*)::int as open, min(since) as "oldestAt" from return_case
     where deadline_at is not null and state in ('requested', 'sentBack', 'received', 'inspected')`,
  );
  return row!;
}
