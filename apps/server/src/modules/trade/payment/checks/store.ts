import type { PaymentRisk } from '@dacu/engine/risk';
import type { Sql, Tx } from '../../../../platform/db/types.ts';
import type { PaymentStage } from '../payment.ts';

/** All SQL of payment checks. */

export type CheckRow = {
  readonly checkId: string;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly stage: PaymentStage;
  readonly amountFen: number;
  readonly risks: readonly PaymentRisk[];
  readonly phoneKey: string;
  readonly sealedPhone: string;
  readonly codeHash: Uint8Array;
  readonly state: 'asked' | 'passed' | 'failed' | 'used';
  readonly tries: number;
  readonly askedAtWall: number;
  readonly expiresAtWall: number;
};

const COLUMNS = `check_id as "checkId", shopper_id as "shopperId", purchase_id as "purchaseId", stage,
  amount_fen as "amountFen", risks, phone_key as "phoneKey", sealed_phone as "sealedPhone", code_hash as "codeHash", state, tries,
  asked_at_wall as "askedAtWall", expires_at_wall as "expiresAtWall"`;

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
     from payment_check where (phone_key = $1 or shopper_id = $2) and asked_at_wall > $3`,
    [phoneKey, shopperId, since],
  );
  return {
    toPhone: rows.filter((row) => row.toPhone).map((row) => row.atWall),
    forShopper: rows.filter((row) => row.forShopper).map((row) => row.atWall),
  };
}

/** Earlier checks of the same payment are over: a code that was asked for anew is the only one. */
export async function insertCheck(tx: Tx, row: Omit<CheckRow, 'state' | 'tries'>): Promise<void> {
  await tx.query(
    `update payment_check set state = 'failed' where purchase_id = $1 and stage = $2 and state = 'asked'`,
    [row.purchaseId, row.stage],
  );
  await tx.query(
    `insert into payment_check (check_id, shopper_id, purchase_id, stage, amount_fen, risks, phone_key, sealed_phone,
       code_hash, asked_at_wall, expires_at_wall) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      ...[row.checkId, row.shopperId, row.purchaseId, row.stage, row.amountFen, row.risks, row.phoneKey],
      ...[row.sealedPhone, row.codeHash, row.askedAtWall, row.expiresAtWall],
    ],
  );
}

/** A message that was not taken over leaves nothing that could be guessed. */
export async function voidCheck(sql: Sql, checkId: string): Promise<void> {
  await sql.query(`update payment_check set state = 'failed' where check_id = $1 and state = 'asked'`, [
    checkId,
  ]);
}

/**
 * Takes one of a check's tries, under its lock; undefined when there is none left, or it is somebody else's, over or used.
 * One that was passed may be asked again, so that an answer that was lost on its way is no dead end.
 */
export async function takeTry(
  tx: Tx,
  input: { checkId: string; shopperId: string; triesMax: number; nowWall: number },
): Promise<CheckRow | undefined> {
  const rows = await tx.query<CheckRow>(
    `update payment_check set tries = tries + 1
     where check_id = $1 and shopper_id = $2 and state in ('asked', 'passed') and tries < $3 and expires_at_wall > $4
     returning ${COLUMNS}`,
    [input.checkId, input.shopperId, input.triesMax, input.nowWall],
  );
  return rows[0];
}

export async function hasCheck(sql: Sql, checkId: string, shopperId: string): Promise<boolean> {
  const rows = await sql.query('select 1 from payment_check where check_id = $1 and shopper_id = $2', [
    checkId,
    shopperId,
  ]);
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
  readonly checkId: string;
  readonly shopperId: string;
  readonly purchaseId: string;
  readonly stage: PaymentStage;
  readonly amountFen: number;
  readonly passedSince: number;
};
const PROOF = `check_id = $1 and shopper_id = $2 and purchase_id = $3 and stage = $4 and amount_fen = $5
  and state = 'passed' and passed_at_wall > $6`;
const proofOf = (use: ProofUse) => [
  ...[use.checkId, use.shopperId, use.purchaseId, use.stage, use.amountFen, use.passedSince],
];

/** Whether it would let this payment through now. */
export async function provesNow(sql: Sql, use: ProofUse): Promise<boolean> {
  return (await sql.query(`select 1 from payment_check where ${PROOF}`, proofOf(use))).length > 0;
}

/** Lets this payment through and no other one; false when it does not. */
export async function useProof(tx: Tx, use: ProofUse, paymentId: string): Promise<boolean> {
  const rows = await tx.query(
    `update payment_check set state = 'used', payment_id = $7 where ${PROOF} returning 1`,
    [...proofOf(use), paymentId],
  );
  return rows.length > 0;
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
