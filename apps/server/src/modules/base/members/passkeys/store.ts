import type { Sql, Tx } from '../../../../platform/db/types.ts';

/** All SQL of passkeys. */

export type PasskeyRow = {
  readonly passkeyId: string;
  readonly shopperId: string;
  readonly credentialId: string;
  readonly rpId: string;
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  readonly backedUp: boolean;
  readonly sealedName: string;
  readonly createdAtWall: number;
  readonly lastUsedAtWall: number | null;
};

const COLUMNS = `passkey_id as "passkeyId", shopper_id as "shopperId", credential_id as "credentialId", rp_id as "rpId",
  public_key as "publicKey", counter, transports, backed_up as "backedUp", sealed_name as "sealedName",
  created_at_wall as "createdAtWall", last_used_at_wall as "lastUsedAtWall"`;

/** Void: it was there when a reset was asked for that has taken effect by `now`. */
const isVoid = (now: string) => `exists (
  select 1 from passkey_reset r where r.shopper_id = passkey.shopper_id and r.stopped_at_wall is null
    and r.effective_at_wall <= ${now} and passkey.created_at_wall <= r.asked_at_wall)`;

/** Those of one account on one site that count, the newest first. */
export async function readPasskeys(
  sql: Sql,
  { shopperId, rpId, nowWall }: { shopperId: string; rpId: string; nowWall: number },
): Promise<PasskeyRow[]> {
  return sql.query<PasskeyRow>(
    `select ${COLUMNS} from passkey where shopper_id = $1 and rp_id = $2 and not ${isVoid('$3')}
     order by created_at_wall desc, passkey_id desc`,
    [shopperId, rpId, nowWall],
  );
}

/** The one of that credential, whoever's it is, if it counts. */
export async function readByCredential(
  sql: Sql,
  { credentialId, rpId, nowWall }: { credentialId: string; rpId: string; nowWall: number },
): Promise<PasskeyRow | undefined> {
  const rows = await sql.query<PasskeyRow>(
    `select ${COLUMNS} from passkey where credential_id = $1 and rp_id = $2 and not ${isVoid('$3')}`,
    [credentialId, rpId, nowWall],
  );
  return rows[0];
}

/** Counting an account's passkeys and adding one are one. */
export async function lockAccount(tx: Tx, shopperId: string): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtextextended($1, 140))', [`passkeys ${shopperId}`]);
}

/** False when the authenticator's credential is known already, whoever has it. */
export async function insertPasskey(tx: Tx, row: Omit<PasskeyRow, 'lastUsedAtWall'>): Promise<boolean> {
  const rows = await tx.query(
    `insert into passkey (passkey_id, shopper_id, credential_id, rp_id, public_key, counter, transports, backed_up,
       sealed_name, created_at_wall) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
     on conflict (credential_id) do nothing returning 1`,
    [
      ...[row.passkeyId, row.shopperId, row.credentialId, row.rpId, row.publicKey, row.counter],
      ...[row.transports, row.backedUp, row.sealedName, row.createdAtWall],
    ],
  );
  return rows.length > 0;
}

/** False when it is no passkey of this account. */
export async function renamePasskey(
  sql: Sql,
  input: { shopperId: string; passkeyId: string; sealedName: string },
): Promise<boolean> {
  const rows = await sql.query(
    'update passkey set sealed_name = $3 where shopper_id = $1 and passkey_id = $2 returning 1',
    [input.shopperId, input.passkeyId, input.sealedName],
  );
  return rows.length > 0;
}

export async function deletePasskey(
  sql: Sql,
  input: { shopperId: string; passkeyId: string },
): Promise<boolean> {
  const rows = await sql.query('delete from passkey where shopper_id = $1 and passkey_id = $2 returning 1', [
    input.shopperId,
    input.passkeyId,
  ]);
  return rows.length > 0;
}

/**
 * Notes a signature that was right. False when another one was counted as high meanwhile: then one of the two comes from a
 * copy. An authenticator that counts nothing says 0 for ever.
 */
export async function noteUse(
  sql: Sql,
  input: { passkeyId: string; counter: number; backedUp: boolean; nowWall: number },
): Promise<boolean> {
  const rows = await sql.query(
    `update passkey set counter = $2, backed_up = $3, last_used_at_wall = $4
     where passkey_id = $1 and (counter < $2 or (counter = 0 and $2 = 0)) returning 1`,
    [input.passkeyId, input.counter, input.backedUp, input.nowWall],
  );
  return rows.length > 0;
}

export type ChallengeRow = {
  readonly challenge: string;
  /** Null: whoever signs in is nobody yet. */
  readonly shopperId: string | null;
  readonly purpose: string;
  readonly expiresAtWall: number;
};

/** What ran out before is forgotten with it. */
export async function insertChallenge(sql: Sql, row: ChallengeRow, nowWall: number): Promise<void> {
  await sql.query('delete from passkey_challenge where expires_at_wall <= $1', [nowWall]);
  await sql.query(
    'insert into passkey_challenge (challenge, shopper_id, purpose, expires_at_wall) values ($1, $2, $3, $4)',
    [row.challenge, row.shopperId, row.purpose, row.expiresAtWall],
  );
}

/** Uses it up, whatever becomes of the answer that it came with; undefined when it was, or is somebody else's. */
export async function takeChallenge(
  sql: Sql,
  { challenge, shopperId }: { challenge: string; shopperId: string | null },
): Promise<Pick<ChallengeRow, 'purpose' | 'expiresAtWall'> | undefined> {
  const rows = await sql.query<Pick<ChallengeRow, 'purpose' | 'expiresAtWall'>>(
    `delete from passkey_challenge where challenge = $1 and shopper_id is not distinct from $2
     returning purpose, expires_at_wall as "expiresAtWall"`,
    [challenge, shopperId],
  );
  return rows[0];
}
