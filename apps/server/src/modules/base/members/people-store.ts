import type { Sql, Tx } from '../../../platform/db/types.ts';
import type { OperatorRole } from './operators.ts';

/** SQL of operators as people: who there is, their sessions, and what was done by whom. */

export type PersonRow = {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly passwordHash: string | null;
  readonly oneTimeHash: string | null;
  readonly createdAtWall: number;
  readonly disabledAtWall: number | null;
  readonly sessions: number;
  readonly lastSignedInAtWall: number | null;
};

export function readPeople(sql: Sql, nowWall: number): Promise<PersonRow[]> {
  return sql.query<PersonRow>(
    `select o.operator_id as "operatorId", o.name, o.role, o.password_hash as "passwordHash",
       o.one_time_hash as "oneTimeHash", o.created_at_wall as "createdAtWall", o.disabled_at_wall as "disabledAtWall",
       count(s.token_hash) filter (where s.revoked_at_wall is null and s.expires_at_wall > $1)::int as sessions,
       max(s.opened_at_wall) as "lastSignedInAtWall"
     from operator o left join operator_session s using (operator_id) group by o.operator_id order by o.name`,
    [nowWall],
  );
}

export type LockedOperator = {
  readonly operatorId: string;
  readonly name: string;
  readonly role: OperatorRole;
  readonly disabled: boolean;
};

/** Everybody, locked: who may still command is decided on rows that nobody else changes meanwhile. */
export function lockOperators(tx: Tx): Promise<LockedOperator[]> {
  return tx.query<LockedOperator>(
    `select operator_id as "operatorId", name, role, disabled_at_wall is not null as disabled
     from operator order by operator_id for update`,
  );
}

export async function insertOperator(
  tx: Tx,
  row: { operatorId: string; name: string; role: OperatorRole; oneTimeHash: string; atWall: number },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into operator (operator_id, name, role, one_time_hash, created_at_wall) values ($1, $2, $3, $4, $5)
     on conflict (name) do nothing returning operator_id`,
    [row.operatorId, row.name, row.role, row.oneTimeHash, row.atWall],
  );
  return rows.length === 1;
}

export async function setRole(tx: Tx, operatorId: string, role: OperatorRole): Promise<void> {
  await tx.query('update operator set role = $2 where operator_id = $1', [operatorId, role]);
}

export async function setDisabled(tx: Tx, operatorId: string, atWall: number | null): Promise<void> {
  await tx.query('update operator set disabled_at_wall = $2 where operator_id = $1', [operatorId, atWall]);
}

export async function setOneTime(tx: Tx, operatorId: string, oneTimeHash: string): Promise<void> {
  await tx.query('update operator set one_time_hash = $2, password_hash = null where operator_id = $1', [
    operatorId,
    oneTimeHash,
  ]);
}

export async function readPasswordHash(sql: Sql, operatorId: string): Promise<string | null> {
  const rows = await sql.query<{ password_hash: string | null }>(
    'select password_hash from operator where operator_id = $1',
    [operatorId],
  );
  return rows[0]?.password_hash ?? null;
}

export type SessionRow = {
  readonly tokenHash: Buffer;
  readonly openedAtWall: number | null;
  readonly expiresAtWall: number;
  readonly agent: string | null;
};

export function readSessions(sql: Sql, operatorId: string, nowWall: number): Promise<SessionRow[]> {
  return sql.query<SessionRow>(
    `select token_hash as "tokenHash", opened_at_wall as "openedAtWall", expires_at_wall as "expiresAtWall", agent
     from operator_session where operator_id = $1 and revoked_at_wall is null and expires_at_wall > $2
     order by opened_at_wall desc nulls last`,
    [operatorId, nowWall],
  );
}

export type Act = {
  readonly kind: string;
  readonly subject: string;
  readonly detail: Readonly<Record<string, string | number | null>>;
  readonly by: string;
};

export async function insertAct(
  sql: Sql,
  act: Act & { actId: string; at: number; atWall: number },
): Promise<void> {
  await sql.query(
    `insert into operator_act (act_id, kind, subject, detail, acted_by, at, at_wall)
     values ($1, $2, $3, $4::jsonb, $5, $6, $7)`,
    [act.actId, act.kind, act.subject, JSON.stringify(act.detail), act.by, act.at, act.atWall],
  );
}
