import type { Sql, Tx } from '../../../../platform/db/types.ts';
import type { Charge } from '../provider.ts';

/** All SQL of the sandbox: its tables only, never ours. */

export async function putKeys(
  sql: Sql,
  keys: { keyId: string; privatePem: string; publicPem: string },
): Promise<{ privatePem: string; publicPem: string }> {
  await sql.query(
    'insert into sandbox_key (key_id, private_pem, public_pem) values ($1, $2, $3) on conflict do nothing',
    [keys.keyId, keys.privatePem, keys.publicPem],
  );
  const rows = await sql.query<{ privatePem: string; publicPem: string }>(
    'select private_pem as "privatePem", public_pem as "publicPem" from sandbox_key where key_id = $1',
    [keys.keyId],
  );
  return rows[0]!;
}

/** The reference that the charge has in the end: of two requests, the first one's. */
export async function putCharge(
  sql: Sql,
  charge: { paymentId: string; providerRef: string; amountFen: number; expiresAt: number },
): Promise<string> {
  await sql.query(
    `insert into sandbox_charge (payment_id, provider_ref, amount_fen, state, expires_at)
     values ($1, $2, $3, 'open', $4) on conflict (payment_id) do nothing`,
    [charge.paymentId, charge.providerRef, charge.amountFen, charge.expiresAt],
  );
  return (await readCharges(sql, [charge.paymentId])).get(charge.paymentId)!.providerRef;
}

export async function readCharges(sql: Sql, paymentIds: readonly string[]): Promise<Map<string, Charge>> {
  const rows = await sql.query<Charge>(
    `select payment_id as "paymentId", provider_ref as "providerRef", amount_fen as "amountFen", state
     from sandbox_charge where payment_id = any($1::text[]) order by payment_id`,
    [paymentIds],
  );
  return new Map(rows.map((row) => [row.paymentId, row]));
}

export async function lockCharge(
  tx: Tx,
  providerRef: string,
): Promise<(Charge & { expiresAt: number }) | undefined> {
  const rows = await tx.query<Charge & { expiresAt: number }>(
    `select payment_id as "paymentId", provider_ref as "providerRef", amount_fen as "amountFen", state, expires_at as "expiresAt"
     from sandbox_charge where provider_ref = $1 for update`,
    [providerRef],
  );
  return rows[0];
}

export async function decide(
  tx: Tx,
  paymentId: string,
  outcome: 'succeeded' | 'failed',
  at: number,
): Promise<void> {
  await tx.query('update sandbox_charge set state = $2, decided_at = $3 where payment_id = $1', [
    paymentId,
    outcome,
    at,
  ]);
}

export async function closeOpen(sql: Sql, paymentIds: readonly string[], at: number): Promise<void> {
  await sql.query(
    `update sandbox_charge set state = 'closed', decided_at = $2 where payment_id = any($1::text[]) and state = 'open'`,
    [paymentIds, at],
  );
}

export async function putRefund(
  sql: Sql,
  refund: { refundId: string; paymentId: string; amountFen: number; at: number },
): Promise<void> {
  await sql.query(
    `insert into sandbox_refund (refund_id, payment_id, amount_fen, at) values ($1, $2, $3, $4)
     on conflict (refund_id) do nothing`,
    [refund.refundId, refund.paymentId, refund.amountFen, refund.at],
  );
}
