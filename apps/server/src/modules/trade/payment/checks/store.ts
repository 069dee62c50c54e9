import type { PaymentMethod } from '@dacu/contract/api';
import type { CheckWay, PaymentRisk } from '@dacu/engine/risk';
import type { Sql, Tx } from '../../../../platform/db/types.ts';
import type { PaymentStage } from '../payment.ts';

/** All SQL of payment checks. */

export type CheckRow = {
  readonly checkId: string;
  readonly shopperId: string;
  readonly way: CheckWay;
  /** What is to be paid, and whom it was to be paid with; null where it is a session that is checked. */
  readonly payment: CheckedPayment | null;
  /** SHA-256 of the token of the session that is checked; null where it is a payment. */
  readonly sessionHash: Uint8Array | null;
  readonly risks: readonly PaymentRisk[];
  /** Of a code; null with a passkey. */
  readonly code: SentCode | null;
  readonly state: 'asked' | 'passed' | 'failed' | 'used';
  readonly tries: number;
  readonly askedAtWall: number;
  readonly expiresAtWall: number;
};
export type CheckedPayment = {
  readonly purchaseId: string;
  readonly stage: PaymentStage;
  readonly amountFen: number;
  readonly method: PaymentMethod | null;
};
export type SentCode = {
  readonly phoneKey: string;
  readonly sealedPhone: string;
  readonly codeHash: Uint8Array;
};

type FlatRow = Omit<CheckRow, 'payment' | 'code'> & {
  readonly [K in keyof CheckedPayment]: CheckedPayment[K] | null;
} & { readonly [K in keyof SentCode]: SentCode[K] | null };

const COLUMNS = `check_id as "checkId", shopper_id as "shopperId", way, purchase_id as "purchaseId", stage,
  amount_fen as "amountFen", method, session_hash as "sessionHash", risks, phone_key as "phoneKey",
  sealed_phone as "sealedPhone", code_hash as "codeHash", state, tries, asked_at_wall as "askedAtWall",
  expires_at_wall as "expiresAtWall"`;

function checkOf(flat: FlatRow): CheckRow {
  const { purchaseId, stage, amountFen, method, phoneKey, sealedPhone, codeHash, ...row } = flat;
  return {
    ...row,
    payment:
      purchaseId === null || stage === null || amountFen === null
        ? null
        : { purchaseId, stage, amountFen, method },
    code:
      phoneKey === null || sealedPhone === null || codeHash === null
        ? null
        : { phoneKey, sealedPhone, codeHash },
  };
}

/** Nobody else asks for a number or an account until this transaction is over: counting and adding are one. */
export async function lockAskers(tx: Tx, keys: readonly string[]): Promise<void> {
  for (const key of keys.toSorted())
    await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 131))', [key]);
}

/** When messages were sent to the number and for the account; those of either alone count for it alone. */
export async function readSendings(
  sql: Sql,
  { phoneKey, shopperId, since }: { phoneKey: string; shopperId: string; since: number },
): Promise<{ toPhone: number[]; forShopper: number[] }> {
  const rows = await sql.query<{ atWall: number; toPhone: boolean; forShopper: boolean }>(
    `select asked_at_wall as "atWall", phone_key = $1 as "toPhone", shopper_id = $2 as "forShopper"
     from payment_check where (phone_key = $1 or shopper_id = $2) and way = 'sms' and asked_at_wall > $3`,
    [phoneKey, shopperId, since],
  );
  return {
    toPhone: rows.filter((row) => row.toPhone).map((row) => row.atWall),
    forShopper: rows.filter((row) => row.forShopper).map((row) => row.atWall),
  };
}

/**
 * An earlier check in the same way, of the same payment or session, is over: a code that was asked for anew is the only
 * one. One in the other way goes on: who gives up on a passkey still has the message.
 */
export async function insertCheck(tx: Tx, row: Omit<CheckRow, 'state' | 'tries'>): Promise<void> {
  const { payment, code } = row;
  await tx.query(
    `update payment_check set state = 'failed' where shopper_id = $1 and way = $2 and state = 'asked'
       and purchase_id is not distinct from $3 and stage is not distinct from $4 and session_hash is not distinct from $5`,
    [row.shopperId, row.way, payment?.purchaseId ?? null, payment?.stage ?? null, row.sessionHash],
  );
  await tx.query(
    `insert into payment_check (check_id, shopper_id, way, purchase_id, stage, amount_fen, method, session_hash, risks,
       phone_key, sealed_phone, code_hash, asked_at_wall, expires_at_wall)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      ...[row.checkId, row.shopperId, row.way, payment?.purchaseId, payment?.stage, payment?.amountFen],
      ...[payment?.method, row.sessionHash, row.risks, code?.phoneKey, code?.sealedPhone, code?.codeHash],
      ...[row.askedAtWall, row.expiresAtWall],
    ].map((value) => value ?? null),
  );
}

/** A message that was not taken over leaves nothing that could be guessed. */
export async function voidCheck(sql: Sql, checkId: string): Promise<void> {
  await sql.query(`update payment_check set state = 'failed' where check_id = $1 and state = 'asked'`, [
    checkId,
  ]);
}

/** Whose check it is: of a shopper's payment (`sessionHash` null), or of the very session that asks. */
export type CheckOwner = { readonly shopperId: string; readonly sessionHash: Uint8Array | null };

/**
 * Takes one of a code's tries, under its lock; undefined when there is none left, or it is somebody else's, over or used.
 * One that was passed may be asked again, so that an answer that was lost on its way is no dead end.
 */
export async function takeTry(
  tx: Tx,
  input: { checkId: string; owner: CheckOwner; triesMax: number; nowWall: number },
): Promise<CheckRow | undefined> {
  const rows = await tx.query<FlatRow>(
    `update payment_check set tries = tries + 1
     where check_id = $1 and shopper_id = $2 and session_hash is not distinct from $5 and way = 'sms'
       and state in ('asked', 'passed') and tries < $3 and expires_at_wall > $4
     returning ${COLUMNS}`,
    [input.checkId, input.owner.shopperId, input.triesMax, input.nowWall, input.owner.sessionHash],
  );
  return rows[0] && checkOf(rows[0]);
}

/** Null for somebody else's, also of the same shopper in another session where it is a session that is checked. */
export async function readCheck(sql: Sql, checkId: string, owner: CheckOwner): Promise<CheckRow | null> {
  const rows = await sql.query<FlatRow>(
    `select ${COLUMNS} from payment_check
     where check_id = $1 and shopper_id = $2 and session_hash is not distinct from $3`,
    [checkId, owner.shopperId, owner.sessionHash],
  );
  return rows[0] === undefined ? null : checkOf(rows[0]);
}

/** The end of a check by passkey, whose challenge was answered; false when it is over, as by a newer one. */
export async function endAsked(
  tx: Tx,
  input: { checkId: string; state: 'passed' | 'failed'; nowWall: number },
): Promise<boolean> {
  const rows = await tx.query(
    `update payment_check set state = $2, passed_at_wall = case when $2 = 'passed' then $3::bigint end
     where check_id = $1 and state = 'asked' and expires_at_wall > $3 returning 1`,
    [input.checkId, input.state, input.nowWall],
  );
  return rows.length > 0;
}

export async function setState(
  tx: Tx,
  { checkId, state, nowWall }: { checkId: string; state: 'passed' | 'failed'; nowWall: number },
): Promise<void> {
  await tx.query(
    `update payment_check set state = $2, passed_at_wall = case when $2 = 'passed' then $3::bigint end where check_id = $1`,
    [checkId, state, nowWall],
  );
}

export type ProofUse = {
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly stage: PaymentStage;
  readonly amountFen: number;
  readonly passedSince: number;
  readonly chargesMax: number;
};
const PROOF = `shopper_id = $1 and purchase_id = $2 and stage = $3 and amount_fen = $4
  and state in ('passed', 'used') and passed_at_wall > $5 and charges < $6`;
const proofOf = (use: ProofUse) => [
  ...[use.shopperId, use.purchaseId, use.stage, use.amountFen, use.passedSince, use.chargesMax],
];

/** Whether a check was passed that would let this payment through now. */
export async function provesNow(sql: Sql, use: ProofUse): Promise<boolean> {
  return (await sql.query(`select 1 from payment_check where ${PROOF} limit 1`, proofOf(use))).length > 0;
}

/**
 * Lets this payment through; false when no check does. The lock comes first and the look at the charge it let through
 * last after it: of two requests of one moment the second sees what the first one opened, and a check has one open charge.
 */
export async function useProof(tx: Tx, use: ProofUse, paymentId: string): Promise<boolean> {
  const [proof] = await tx.query<{ checkId: string; last: string | null }>(
    `select check_id as "checkId", payment_id as "last" from payment_check where ${PROOF}
     order by passed_at_wall desc, check_id limit 1 for update`,
    proofOf(use),
  );
  if (proof === undefined) return false;
  const open = await tx.query(`select 1 from payment where payment_id = $1 and state = 'pending'`, [
    proof.last,
  ]);
  if (open.length > 0) return false;
  await tx.query(
    `update payment_check set state = 'used', payment_id = $2, charges = charges + 1 where check_id = $1`,
    [proof.checkId, paymentId],
  );
  return true;
}

export async function readConfirmed(
  sql: Sql,
  shopperId: string,
  since: number,
): Promise<{ phoneKey: string; sealedPhone: string } | undefined> {
  const rows = await sql.query<{ phoneKey: string; sealedPhone: string }>(
    `select phone_key as "phoneKey", sealed_phone as "sealedPhone" from confirmed_phone
     where shopper_id = $1 and confirmed_at_wall > $2`,
    [shopperId, since],
  );
  return rows[0];
}

export async function keepConfirmed(
  tx: Tx,
  row: { shopperId: string; phoneKey: string; sealedPhone: string; nowWall: number },
): Promise<void> {
  await tx.query(
    `insert into confirmed_phone (shopper_id, phone_key, sealed_phone, confirmed_at_wall) values ($1, $2, $3, $4)
     on conflict (shopper_id) do update set phone_key = $2, sealed_phone = $3, confirmed_at_wall = $4`,
    [row.shopperId, row.phoneKey, row.sealedPhone, row.nowWall],
  );
}

export async function keepMessage(
  sql: Sql,
  input: { messageId: string; sentTo: string; text: string; nowWall: number; keptSince: number },
): Promise<void> {
  await sql.query('delete from sandbox_message where at_wall <= $1', [input.keptSince]);
  await sql.query(
    `insert into sandbox_message (message_id, sent_to, text, at_wall) values ($1, $2, $3, $4)
     on conflict do nothing`,
    [input.messageId, input.sentTo, input.text, input.nowWall],
  );
}

/** Newest first. */
export async function readMessages(
  sql: Sql,
  shopperId: string,
  since: number,
): Promise<{ messageId: string; text: string; atWall: number }[]> {
  return sql.query(
    `select m.message_id as "messageId", m.text, m.at_wall as "atWall" from sandbox_message m
     join payment_check c on c.check_id = m.message_id
     where c.shopper_id = $1 and m.at_wall > $2 order by m.at_wall desc, m.message_id limit 5`,
    [shopperId, since],
  );
}
