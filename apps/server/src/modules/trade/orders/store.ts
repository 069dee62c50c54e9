import type { Sql, Tx } from '../../../platform/db/types.ts';
import { LaneConflict } from '../../../platform/lane/errors.ts';
import type { LaneTable } from '../../../platform/lane/types.ts';
import type { PurchaseRow } from './purchase.ts';

/** All SQL of purchases; the cart's is in `cart-store.ts`, the projections' in `projection-store.ts`. */

export const PURCHASE_COLUMNS = `purchase_id as "purchaseId", claim_key as "claimKey", body_hash as "bodyHash", shopper_id as "shopperId",
  kind, state, placed_at as "placedAt", hold_until as "holdUntil", paid_at as "paidAt", closed_at as "closedAt",
  closed_reason as "closedReason", payment_id as "paymentId", pay_fen as "payFen", refunded_fen as "refundedFen",
  returned, body`;

/**
 * The same rows as `purchase`, found by their idempotency key: placing inserts here, so that a hot order is one row.
 * Loaded without a lock: what a replay reads of a row never changes after its insert, and a fresh key has no row to
 * lock; two nodes that insert one key meet at the unique index. Read after the counted rows are locked (the last of the
 * lane's tables): a retry that is refused inserts nothing and would never meet its first try at that index.
 */
export const purchaseClaimTable: LaneTable<PurchaseRow> = {
  name: 'purchaseClaim',
  async load(tx, keys) {
    const rows = await tx.query<PurchaseRow>(
      `select ${PURCHASE_COLUMNS} from purchase where claim_key = any($1::text[])`,
      [keys],
    );
    return new Map(rows.map((row) => [row.claimKey, row]));
  },
  async save(tx, { inserted, updated }) {
    if (updated.length > 0) throw new Error('a claim never changes; the purchase table does');
    await insertPurchases(tx, inserted);
  },
};

/** Updates only: a purchase is born by its claim. The frozen body is not written again. */
export const purchaseTable: LaneTable<PurchaseRow> = {
  name: 'purchase',
  async load(tx, keys) {
    const rows = await tx.query<PurchaseRow>(
      `select ${PURCHASE_COLUMNS} from purchase where purchase_id = any($1::text[]) order by purchase_id for update`,
      [keys],
    );
    return new Map(rows.map((row) => [row.purchaseId, row]));
  },
  async save(tx, { inserted, updated }) {
    if (inserted.length > 0) throw new Error('purchases are inserted by their claim');
    // Sent one behind the other, as every table's statements are.
    const rewritten = rewriteBodies(tx, updated);
    await tx.query(
      `update purchase p set state = r.state, paid_at = r.paid_at, closed_at = r.closed_at, closed_reason = r.closed_reason,
         payment_id = r.payment_id, refunded_fen = r.refunded_fen, returned = r.returned::jsonb
       from unnest($1::text[], $2::text[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::bigint[], $8::text[])
         as r(purchase_id, state, paid_at, closed_at, closed_reason, payment_id, refunded_fen, returned)
       where p.purchase_id = r.purchase_id`,
      [
        updated.map((row) => row.purchaseId),
        updated.map((row) => row.state),
        updated.map((row) => row.paidAt),
        updated.map((row) => row.closedAt),
        updated.map((row) => row.closedReason),
        updated.map((row) => row.paymentId),
        updated.map((row) => row.refundedFen),
        updated.map((row) => JSON.stringify(row.returned)),
      ],
    );
    await rewritten;
  },
};

/** A pre-sale agrees its balance after it was placed, and an order to collect may get its store's pledge later: no other body or amount changes. */
async function rewriteBodies(tx: Tx, rows: readonly PurchaseRow[]): Promise<void> {
  const changing = rows.filter(({ body }) => body.presale !== undefined || body.delivery?.way === 'pickup');
  if (changing.length === 0) return;
  await tx.query(
    `update purchase p set body = r.body::jsonb, pay_fen = r.pay_fen
     from unnest($1::text[], $2::text[], $3::bigint[]) as r(purchase_id, body, pay_fen)
     where p.purchase_id = r.purchase_id`,
    [
      changing.map((row) => row.purchaseId),
      changing.map((row) => JSON.stringify(row.body)),
      changing.map((row) => row.payFen),
    ],
  );
}

async function insertPurchases(tx: Tx, rows: readonly PurchaseRow[]): Promise<void> {
  const [done] = await tx.query<{ n: number }>(
    `with done as (insert into purchase (purchase_id, claim_key, body_hash, shopper_id, kind, state, placed_at, hold_until, pay_fen, paid_at, body)
     select purchase_id, claim_key, body_hash, shopper_id, kind, state, placed_at, hold_until, pay_fen, paid_at, body
     from rows from (
       unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[], $8::bigint[], $9::bigint[],
              $10::bigint[]),
       jsonb_array_elements($11::jsonb)
     ) as r(purchase_id, claim_key, body_hash, shopper_id, kind, state, placed_at, hold_until, pay_fen, paid_at, body)
     on conflict do nothing returning 1) select count(*) as n from done`,
    [
      rows.map((row) => row.purchaseId),
      rows.map((row) => row.claimKey),
      rows.map((row) => row.bodyHash),
      rows.map((row) => row.shopperId),
      rows.map((row) => row.kind),
      rows.map((row) => row.state),
      rows.map((row) => row.placedAt),
      rows.map((row) => row.holdUntil),
      rows.map((row) => row.payFen),
      // Only what costs nothing is paid as it is placed.
      rows.map((row) => row.paidAt),
      // One document: as elements of a text array every quote in it would be escaped and read twice.
      JSON.stringify(rows.map((row) => row.body)),
    ],
  );
  if (done!.n !== rows.length) throw new LaneConflict('purchase');
}

export async function readClaim(sql: Sql, claimKey: string): Promise<PurchaseRow | undefined> {
  const rows = await sql.query<PurchaseRow>(`select ${PURCHASE_COLUMNS} from purchase where claim_key = $1`, [
    claimKey,
  ]);
  return rows[0];
}

export async function readPurchases(
  sql: Sql,
  purchaseIds: readonly string[],
): Promise<Map<string, PurchaseRow>> {
  const rows = await sql.query<PurchaseRow>(
    `select ${PURCHASE_COLUMNS} from purchase where purchase_id = any($1::text[]) order by purchase_id`,
    [purchaseIds],
  );
  return new Map(rows.map((row) => [row.purchaseId, row]));
}

/** Unpaid purchases whose hold ends by `at`. */
export async function sumHoldsEndingBy(sql: Sql, at: number): Promise<{ purchases: number; payFen: number }> {
  const rows = await sql.query<{ purchases: number; payFen: number }>(
    `select count(*)::int as purchases, coalesce(sum(pay_fen), 0)::bigint as "payFen"
     from purchase where state = 'held' and hold_until <= $1`,
    [at],
  );
  return rows[0]!;
}

/** Newest first; `after` is the last one of the page before. */
export async function listPurchases(
  sql: Sql,
  input: {
    shopperId: string;
    state: PurchaseRow['state'] | null;
    after: { placedAt: number; purchaseId: string } | null;
    limit: number;
  },
): Promise<PurchaseRow[]> {
  return sql.query<PurchaseRow>(
    `select ${PURCHASE_COLUMNS} from purchase
     where shopper_id = $1 and ($2::text is null or state = $2)
       and ($3::bigint is null or (placed_at, purchase_id) < ($3, $4::text))
     order by placed_at desc, purchase_id desc limit $5`,
    [
      input.shopperId,
      input.state,
      input.after?.placedAt ?? null,
      input.after?.purchaseId ?? null,
      input.limit,
    ],
  );
}

export async function countPurchases(
  sql: Sql,
  shopperId: string,
): Promise<Record<PurchaseRow['state'], number>> {
  const rows = await sql.query<{ state: PurchaseRow['state']; n: number }>(
    'select state, count(*)::int as n from purchase where shopper_id = $1 group by state',
    [shopperId],
  );
  const counts = { held: 0, depositPaid: 0, paid: 0, closed: 0, forfeited: 0, refunded: 0 };
  for (const { state, n } of rows) counts[state] = n;
  return counts;
}
