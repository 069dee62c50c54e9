import type { PaymentMethod } from '@dacu/contract/api';
import type { Sql, Tx } from '../../../../platform/db/types.ts';
import type { Charge } from '../provider.ts';
import type { PemPair } from './keys.ts';

/** All SQL of the sandbox: its tables only, never ours. */

export async function readKeys(sql: Sql, keyId: string): Promise<PemPair | null> {
  const rows = await sql.query<PemPair>(
    'select private_pem as "privatePem", public_pem as "publicPem" from sandbox_key where key_id = $1',
    [keyId],
  );
  return rows[0] ?? null;
}

export async function putKeys(sql: Sql, keys: PemPair & { keyId: string }): Promise<PemPair> {
  await sql.query(
    'insert into sandbox_key (key_id, private_pem, public_pem) values ($1, $2, $3) on conflict do nothing',
    [keys.keyId, keys.privatePem, keys.publicPem],
  );
  return (await readKeys(sql, keys.keyId))!;
}

/** Under which the platform signs from `effectiveAt` on; wall clock. */
export type KeptCertificate = {
  readonly serial: string;
  readonly privatePem: string;
  readonly certificatePem: string;
  readonly effectiveAt: number;
  readonly expiresAt: number;
};

export async function putCertificate(sql: Sql, kept: KeptCertificate): Promise<void> {
  await sql.query(
    `insert into sandbox_certificate (serial, private_pem, certificate_pem, effective_at, expires_at)
     values ($1, $2, $3, $4, $5)`,
    [kept.serial, kept.privatePem, kept.certificatePem, kept.effectiveAt, kept.expiresAt],
  );
}

/** Those that have not expired, the oldest first. */
export async function readCertificates(sql: Sql, nowWall: number): Promise<KeptCertificate[]> {
  return sql.query<KeptCertificate>(
    `select serial, private_pem as "privatePem", certificate_pem as "certificatePem", effective_at as "effectiveAt",
       expires_at as "expiresAt"
     from sandbox_certificate where expires_at > $1 order by effective_at, serial desc`,
    [nowWall],
  );
}

export async function endCertificates(tx: Tx, until: number): Promise<void> {
  await tx.query('update sandbox_certificate set expires_at = least(expires_at, $1)', [until]);
}

/** A charge in the sandbox's books; `dialect` is the provider as which it was spoken to. */
export type BookedCharge = Charge & {
  readonly amountFen: number;
  readonly dialect: PaymentMethod;
  readonly subject: string | null;
  readonly notifyUrl: string | null;
  readonly returnUrl: string | null;
  readonly expiresAt: number;
  readonly decidedAt: number | null;
};
export type NewBookedCharge = Omit<BookedCharge, 'state' | 'decidedAt'>;

const CHARGE = `payment_id as "paymentId", provider_ref as "providerRef", amount_fen as "amountFen", state, dialect,
  subject, notify_url as "notifyUrl", return_url as "returnUrl", expires_at as "expiresAt", decided_at as "decidedAt"`;

/** The charge as it stands in the end: of two requests, the first one's. */
export async function putCharge(sql: Sql, charge: NewBookedCharge): Promise<BookedCharge> {
  await sql.query(
    `insert into sandbox_charge
       (payment_id, provider_ref, amount_fen, state, expires_at, dialect, subject, notify_url, return_url)
     values ($1, $2, $3, 'open', $4, $5, $6, $7, $8) on conflict (payment_id) do nothing`,
    [
      ...[charge.paymentId, charge.providerRef, charge.amountFen, charge.expiresAt],
      ...[charge.dialect, charge.subject, charge.notifyUrl, charge.returnUrl],
    ],
  );
  return (await readCharges(sql, [charge.paymentId])).get(charge.paymentId)!;
}

export async function readCharges(
  sql: Sql,
  paymentIds: readonly string[],
): Promise<Map<string, BookedCharge>> {
  const rows = await sql.query<BookedCharge>(
    `select ${CHARGE} from sandbox_charge where payment_id = any($1::text[]) order by payment_id`,
    [paymentIds],
  );
  return new Map(rows.map((row) => [row.paymentId, row]));
}

export async function readByRef(sql: Sql, providerRef: string): Promise<BookedCharge | null> {
  const rows = await sql.query<BookedCharge>(`select ${CHARGE} from sandbox_charge where provider_ref = $1`, [
    providerRef,
  ]);
  return rows[0] ?? null;
}

export async function lockCharge(tx: Tx, providerRef: string): Promise<BookedCharge | undefined> {
  const rows = await tx.query<BookedCharge>(
    `select ${CHARGE} from sandbox_charge where provider_ref = $1 for update`,
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

export type BookedRefund = {
  readonly refundId: string;
  readonly paymentId: string;
  readonly amountFen: number;
  readonly at: number;
  readonly providerRef: string | null;
  readonly state: 'processing' | 'succeeded' | 'abnormal';
  readonly notifyUrl: string | null;
};

const REFUND = `refund_id as "refundId", payment_id as "paymentId", amount_fen as "amountFen", at,
  provider_ref as "providerRef", state, notify_url as "notifyUrl"`;

/** True when it is new: a repeat changes nothing. */
export async function putRefund(sql: Sql, refund: BookedRefund): Promise<boolean> {
  const rows = await sql.query(
    `insert into sandbox_refund (refund_id, payment_id, amount_fen, at, provider_ref, state, notify_url)
     values ($1, $2, $3, $4, $5, $6, $7) on conflict (refund_id) do nothing returning 1`,
    [
      ...[refund.refundId, refund.paymentId, refund.amountFen, refund.at],
      ...[refund.providerRef, refund.state, refund.notifyUrl],
    ],
  );
  return rows.length > 0;
}

export async function readRefund(sql: Sql, refundId: string): Promise<BookedRefund | null> {
  const rows = await sql.query<BookedRefund>(`select ${REFUND} from sandbox_refund where refund_id = $1`, [
    refundId,
  ]);
  return rows[0] ?? null;
}

/** What went back of a payment, arrived or under way. */
export async function refundedFen(sql: Sql, paymentId: string): Promise<number> {
  const rows = await sql.query<{ fen: number }>(
    `select coalesce(sum(amount_fen), 0)::bigint as fen from sandbox_refund where payment_id = $1 and state <> 'abnormal'`,
    [paymentId],
  );
  return Number(rows[0]!.fen);
}

/** A refund under way arrives. */
export async function arrive(sql: Sql, refundId: string): Promise<void> {
  await sql.query(
    `update sandbox_refund set state = 'succeeded' where refund_id = $1 and state = 'processing'`,
    [refundId],
  );
}

/** What a dialect's bill of `[from, to)` has on it, in order of time. */
export async function readDay(
  sql: Sql,
  dialect: PaymentMethod,
  from: number,
  to: number,
): Promise<{ charges: BookedCharge[]; refunds: (BookedRefund & { readonly charge: BookedCharge })[] }> {
  const charges = await sql.query<BookedCharge>(
    `select ${CHARGE} from sandbox_charge
     where dialect = $1 and state = 'succeeded' and decided_at >= $2 and decided_at < $3 order by decided_at, payment_id`,
    [dialect, from, to],
  );
  const refunds = await sql.query<BookedRefund>(
    `select ${REFUND} from sandbox_refund where at >= $1 and at < $2 and state <> 'abnormal' order by at, refund_id`,
    [from, to],
  );
  const of = await readCharges(
    sql,
    refunds.map((refund) => refund.paymentId),
  );
  return {
    charges,
    refunds: refunds
      .map((refund) => ({ ...refund, charge: of.get(refund.paymentId)! }))
      .filter(({ charge }) => charge.dialect === dialect),
  };
}
