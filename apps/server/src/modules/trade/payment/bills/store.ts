import type { BillComparison, BillDifference, DifferenceKind } from '@dacu/engine/bills';
import type { Sql, Tx } from '../../../../platform/db/types.ts';
import type { PaymentRow } from '../payment.ts';
import type { Bill } from '../provider.ts';
import { readPayments } from '../store.ts';

/** SQL of bills and differences. */

export type BillRow = {
  readonly provider: string;
  readonly day: string;
  readonly sha256: string;
  readonly fetchedAt: number;
  readonly sums: Omit<BillComparison, 'differences'>;
};
export type DifferenceRow = {
  readonly differenceId: string;
  readonly provider: string;
  readonly day: string;
  readonly kind: DifferenceKind;
  readonly paymentId: string;
  readonly refundId: string | null;
  readonly purchaseId: string | null;
  readonly oursFen: number | null;
  readonly theirsFen: number | null;
  readonly foundAt: number;
  readonly state: 'open' | 'acknowledged' | 'gone';
  readonly closedAt: number | null;
  readonly closedBy: string | null;
  readonly reason: string | null;
};

const DIFFERENCE = `difference_id as "differenceId", provider, day, kind, payment_id as "paymentId",
  refund_id as "refundId", purchase_id as "purchaseId", ours_fen as "oursFen", theirs_fen as "theirsFen",
  found_at as "foundAt", state, closed_at as "closedAt", closed_by as "closedBy", reason`;

/** Payments that the bill names, and those of the provider with money in `[from, to)` or back in `[from - edge, to - edge)`. */
export async function readOurs(
  sql: Sql,
  input: { provider: string; paymentIds: readonly string[]; from: number; to: number; edgeMs: number },
): Promise<PaymentRow[]> {
  const rows = await sql.query<{ id: string }>(
    `select payment_id as id from payment
     where provider = $1 and settled_at >= $2 and settled_at < $3 and state in ('succeeded', 'refunded')
     union
     select p.payment_id from payment p, jsonb_array_elements(p.refunds) r
     where p.provider = $1 and p.refunded_fen > 0 and (r->>'at')::bigint >= $2 - $4 and (r->>'at')::bigint < $3 - $4`,
    [input.provider, input.from, input.to, input.edgeMs],
  );
  const found = await readPayments(sql, [...new Set([...input.paymentIds, ...rows.map(({ id }) => id)])]);
  return [...found.values()].filter((row) => row.provider === input.provider);
}

/** Of these payments and refunds, those that stand on another day's bill. */
export async function readBilledElsewhere(
  sql: Sql,
  input: { provider: string; day: string; refs: readonly string[] },
): Promise<ReadonlySet<string>> {
  const rows = await sql.query<{ ref: string }>(
    'select ref from bill_line where provider = $1 and day <> $2 and ref = any($3::text[])',
    [input.provider, input.day, input.refs],
  );
  return new Set(rows.map((row) => row.ref));
}

/** Keeps the bill and what it says, each difference once; those of the day that are found no more are `gone`. */
export async function keepComparison(
  tx: Tx,
  input: {
    provider: string;
    day: string;
    at: number;
    bill: Bill;
    compared: BillComparison;
    purchaseOf: ReadonlyMap<string, string>;
    nextId: () => string;
  },
): Promise<void> {
  const { provider, day, at, bill, compared } = input;
  const { differences, ...sums } = compared;
  await tx.query(
    `insert into bill (provider, day, sha256, fetched_at, sums) values ($1, $2, $3, $4, $5::jsonb)
     on conflict (provider, day) do update set sha256 = $3, fetched_at = $4, sums = $5::jsonb`,
    [provider, day, bill.sha256, at, JSON.stringify(sums)],
  );
  await tx.query(
    `insert into bill_line (provider, ref, payment_id, day, fen)
     select $1, ref, payment_id, $2, fen from unnest($3::text[], $4::text[], $5::bigint[]) as line (ref, payment_id, fen)
     order by ref on conflict do nothing`,
    [
      ...[provider, day, bill.lines.map((line) => (line.kind === 'charge' ? line.paymentId : line.refundId))],
      ...[bill.lines.map((line) => line.paymentId), bill.lines.map((line) => line.fen)],
    ],
  );
  const once = new Map(differences.map((difference) => [keyOf(difference), difference]));
  const rows = [...once.values()];
  await tx.query(
    `insert into bill_difference (difference_id, provider, day, kind, payment_id, refund_id, purchase_id, ours_fen,
       theirs_fen, found_at, state)
     select id, $1, $2, kind, payment_id, refund_id, purchase_id, ours, theirs, $3, 'open'
     from unnest($4::text[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bigint[], $10::bigint[])
       as one (id, kind, payment_id, refund_id, purchase_id, ours, theirs)
     order by kind, payment_id
     on conflict (provider, kind, payment_id, (coalesce(refund_id, ''))) do update
       set ours_fen = excluded.ours_fen, theirs_fen = excluded.theirs_fen,
         state = case when bill_difference.state = 'gone' then 'open' else bill_difference.state end,
         closed_at = case when bill_difference.state = 'gone' then null else bill_difference.closed_at end`,
    [
      ...[provider, day, at, rows.map(() => input.nextId())],
      ...[rows.map((row) => row.kind), rows.map((row) => row.paymentId), rows.map((row) => row.refundId)],
      rows.map((row) => input.purchaseOf.get(row.paymentId) ?? null),
      ...[rows.map((row) => row.oursFen), rows.map((row) => row.theirsFen)],
    ],
  );
  await tx.query(
    `update bill_difference set state = 'gone', closed_at = $3
     where provider = $1 and day = $2 and state = 'open'
       and kind || ' ' || payment_id || ' ' || coalesce(refund_id, '') <> all($4::text[])`,
    [provider, day, at, [...once.keys()]],
  );
}

const keyOf = (difference: BillDifference): string =>
  `${difference.kind} ${difference.paymentId} ${difference.refundId ?? ''}`;

/** Something that was missed on its own day has now stood on a later bill. */
export async function closeFoundLater(tx: Tx, provider: string, at: number): Promise<void> {
  await tx.query(
    `update bill_difference d set state = 'gone', closed_at = $2 from bill_line l
     where d.provider = $1 and d.state = 'open' and d.kind in ('missingAtTheirs', 'refundMissingAtTheirs')
       and l.provider = d.provider and l.ref = coalesce(d.refund_id, d.payment_id)`,
    [provider, at],
  );
}

export async function readBills(sql: Sql, limit: number): Promise<BillRow[]> {
  return sql.query<BillRow>(
    `select provider, day, sha256, fetched_at as "fetchedAt", sums from bill order by day desc, provider limit $1`,
    [limit],
  );
}

/** Open ones first, newest day first. */
export async function readDifferences(sql: Sql, limit: number): Promise<DifferenceRow[]> {
  return sql.query<DifferenceRow>(
    `select ${DIFFERENCE} from bill_difference order by (state = 'open') desc, day desc, found_at desc, difference_id limit $1`,
    [limit],
  );
}

/** Acknowledges one that is open; the row as it stands then, or null when there is none. */
export async function acknowledge(
  tx: Tx,
  input: { differenceId: string; at: number; by: string; reason: string },
): Promise<DifferenceRow | null> {
  await tx.query(
    `update bill_difference set state = 'acknowledged', closed_at = $2, closed_by = $3, reason = $4
     where difference_id = $1 and state = 'open'`,
    [input.differenceId, input.at, input.by, input.reason],
  );
  const rows = await tx.query<DifferenceRow>(
    `select ${DIFFERENCE} from bill_difference where difference_id = $1`,
    [input.differenceId],
  );
  return rows[0] ?? null;
}

/** Differences that nobody has answered for, and refunds that a provider could not carry out. */
export async function countOpen(sql: Sql): Promise<{ open: number; oldestAt: number | null }> {
  const [row] = await sql.query<{ open: number; oldestAt: number | null }>(
    `select count(*)::int as open, min(at) as "oldestAt" from (
       select found_at as at from bill_difference where state = 'open'
       union all select changed_at from refund_standing where state = 'abnormal') waiting`,
  );
  return row!;
}
