import type { PasskeyReset } from '@dacu/engine/risk';
import type { Sql } from '../../../../platform/db/types.ts';

/** All SQL of resets of passkeys. */

export type ResetRow = PasskeyReset & {
  readonly resetId: string;
  readonly shopperId: string;
  readonly askedBy: string;
  readonly reason: string;
  readonly stoppedBy: 'shopper' | 'passkey' | 'operator' | null;
};

export async function readLastReset(sql: Sql, shopperId: string): Promise<ResetRow | null> {
  const rows = await sql.query<ResetRow>(
    `select reset_id as "resetId", shopper_id as "shopperId", asked_by as "askedBy", reason,
       asked_at_wall as "askedAtWall", effective_at_wall as "effectiveAtWall", stopped_at_wall as "stoppedAtWall",
       stopped_by as "stoppedBy"
     from passkey_reset where shopper_id = $1 order by asked_at_wall desc, reset_id desc limit 1`,
    [shopperId],
  );
  return rows[0] ?? null;
}

export async function insertReset(sql: Sql, row: ResetRow): Promise<void> {
  await sql.query(
    `insert into passkey_reset (reset_id, shopper_id, asked_by, reason, asked_at_wall, effective_at_wall)
     values ($1, $2, $3, $4, $5, $6)`,
    [row.resetId, row.shopperId, row.askedBy, row.reason, row.askedAtWall, row.effectiveAtWall],
  );
}

/** False when none waits: one that took effect is not undone. */
export async function stopWaiting(
  sql: Sql,
  input: { shopperId: string; by: NonNullable<ResetRow['stoppedBy']>; nowWall: number },
): Promise<boolean> {
  const rows = await sql.query(
    `update passkey_reset set stopped_at_wall = $3, stopped_by = $2
     where shopper_id = $1 and stopped_at_wall is null and effective_at_wall > $3 returning 1`,
    [input.shopperId, input.by, input.nowWall],
  );
  return rows.length > 0;
}
