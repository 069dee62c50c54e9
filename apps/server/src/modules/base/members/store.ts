import type { Sql } from '../../../platform/db/types.ts';
import { writeWithOutbox } from '../../../platform/outbox/write-outbox.ts';
import type { OperatorRole } from './operators.ts';
import type { MemberTier } from './profiles.ts';

/** Long because it is all SQL of members. */

export type ShopperRow = {
  shopper_id: string;
  person_id: string;
  member_tier: MemberTier;
  first_paid_at: number | null;
  last_paid_at: number | null;
};

export type NewShopper = {
  readonly shopperId: string;
  readonly personId: string;
  readonly tier: MemberTier;
  readonly simulated: boolean;
  readonly at: number;
  readonly paidBeforeAt: number | null;
};

export async function insertShoppers(sql: Sql, rows: readonly NewShopper[]): Promise<void> {
  await sql.query(
    `insert into shopper (shopper_id, person_id, member_tier, simulated, created_at, first_paid_at, last_paid_at)
     select shopper_id, person_id, tier, simulated, at, paid_at, paid_at
     from unnest($1::text[], $2::text[], $3::text[], $4::boolean[], $5::bigint[], $6::bigint[])
       as r (shopper_id, person_id, tier, simulated, at, paid_at)`,
    [
      rows.map((row) => row.shopperId),
      rows.map((row) => row.personId),
      rows.map((row) => row.tier),
      rows.map((row) => row.simulated),
      rows.map((row) => row.at),
      rows.map((row) => row.paidBeforeAt),
    ],
  );
}

export async function readShoppers(sql: Sql, shopperIds: readonly string[]): Promise<ShopperRow[]> {
  return sql.query<ShopperRow>(
    'select shopper_id, person_id, member_tier, first_paid_at, last_paid_at from shopper where shopper_id = any($1)',
    [shopperIds],
  );
}

/** Only ever widens the span, so events may come twice or out of order. */
export async function notePaid(sql: Sql, rows: readonly { shopperId: string; at: number }[]): Promise<void> {
  await sql.query(
    `update shopper s set first_paid_at = least(s.first_paid_at, p.first_at), last_paid_at = greatest(s.last_paid_at, p.last_at)
     from (select shopper_id, min(at) as first_at, max(at) as last_at
           from unnest($1::text[], $2::bigint[]) as r (shopper_id, at) group by shopper_id) p
     where s.shopper_id = p.shopper_id`,
    [rows.map((row) => row.shopperId), rows.map((row) => row.at)],
  );
}

export type NewSession = {
  readonly tokenHash: Buffer;
  readonly shopperId: string;
  readonly expiresAtWall: number;
};

export async function insertShopperSessions(sql: Sql, rows: readonly NewSession[]): Promise<void> {
  await sql.query(
    `insert into shopper_session (token_hash, shopper_id, expires_at_wall)
     select * from unnest($1::bytea[], $2::text[], $3::bigint[])`,
    [
      rows.map((row) => row.tokenHash),
      rows.map((row) => row.shopperId),
      rows.map((row) => row.expiresAtWall),
    ],
  );
}

/** A session with what is asked next of whoever holds it; `sealed_key` is null until something of theirs was sealed. */
export type SessionRow = ShopperRow & {
  readonly expires_at_wall: number;
  readonly sealed_key: Buffer | null;
};

/**
 * Sessions that were not revoked, by the hex of their hash. Whoever asks compares the end with its clock: without the
 * instant in it, the same question has the same answer. Shopper and key come along: a crowd of strangers would ask for
 * them in two more journeys.
 */
export async function readShopperSessions(
  sql: Sql,
  tokenHashes: readonly string[],
): Promise<Map<string, SessionRow>> {
  const rows = await sql.query<SessionRow & { hash: string }>(
    `select encode(s.token_hash, 'hex') as hash, s.expires_at_wall, p.shopper_id, p.person_id, p.member_tier,
       p.first_paid_at, p.last_paid_at, k.sealed_key
     from shopper_session s join shopper p using (shopper_id) left join person_key k on k.person_id = p.person_id
     where s.token_hash = any($1::bytea[]) and s.revoked_at_wall is null`,
    [tokenHashes.map((hash) => `\\x${hash}`)],
  );
  return new Map(rows.map((row) => [row.hash, row]));
}

/** One that was not revoked, read anew: what it may do is not remembered. */
export async function readSessionAges(
  sql: Sql,
  tokenHash: Buffer,
): Promise<{ shopperId: string; expiresAtWall: number; provenAtWall: number | null } | undefined> {
  const rows = await sql.query<{ shopperId: string; expiresAtWall: number; provenAtWall: number | null }>(
    `select shopper_id as "shopperId", expires_at_wall as "expiresAtWall", proven_at_wall as "provenAtWall"
     from shopper_session where token_hash = $1 and revoked_at_wall is null`,
    [tokenHash],
  );
  return rows[0];
}

export async function noteProven(sql: Sql, tokenHash: Uint8Array, nowWall: number): Promise<void> {
  await sql.query('update shopper_session set proven_at_wall = $2 where token_hash = $1', [
    tokenHash,
    nowWall,
  ]);
}

export async function revokeShopperSession(sql: Sql, tokenHash: Buffer, nowWall: number): Promise<void> {
  await sql.query(
    'update shopper_session set revoked_at_wall = $2 where token_hash = $1 and revoked_at_wall is null',
    [tokenHash, nowWall],
  );
}

export type VisitRow = {
  readonly visit: { readonly visitId: string; readonly shopperId: string; readonly channel: string };
  readonly at: number;
};

/** Visits and their `visit.opened`, in one statement: every visit of a sale begins here. */
export async function insertVisits(sql: Sql, rows: readonly VisitRow[]): Promise<void> {
  await writeWithOutbox(
    sql,
    {
      text: `insert into visit (visit_id, shopper_id, channel, started_at)
        select * from unnest($1::text[], $2::text[], $3::text[], $4::bigint[])`,
      params: [
        rows.map(({ visit }) => visit.visitId),
        rows.map(({ visit }) => visit.shopperId),
        rows.map(({ visit }) => visit.channel),
        rows.map(({ at }) => at),
      ],
    },
    rows.map(({ visit, at }) => ({ type: 'visit.opened', aggregate: visit.visitId, at, data: visit })),
  );
}

export async function readVisits(
  sql: Sql,
  visitIds: readonly string[],
): Promise<Map<string, { shopper_id: string; channel: string }>> {
  const rows = await sql.query<{ visit_id: string; shopper_id: string; channel: string }>(
    'select visit_id, shopper_id, channel from visit where visit_id = any($1::text[])',
    [visitIds],
  );
  return new Map(rows.map((row) => [row.visit_id, row]));
}

export type BehaviourRow = {
  at: number;
  shopperId: string;
  visitId: string;
  kind: string;
  productId: string | null;
  skuId: string | null;
  channel: string;
};

export async function insertBehaviours(sql: Sql, rows: readonly BehaviourRow[]): Promise<void> {
  await sql.query(
    `insert into behaviour (at, shopper_id, visit_id, kind, product_id, sku_id, channel)
     select * from unnest($1::bigint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[])`,
    [
      rows.map((row) => row.at),
      rows.map((row) => row.shopperId),
      rows.map((row) => row.visitId),
      rows.map((row) => row.kind),
      rows.map((row) => row.productId),
      rows.map((row) => row.skuId),
      rows.map((row) => row.channel),
    ],
  );
}

/** Stores keys of persons who have none yet: the first writer's stays, and is what everybody reads afterwards. */
export async function putPersonKeys(
  sql: Sql,
  rows: readonly { readonly personId: string; readonly sealedKey: Buffer }[],
): Promise<void> {
  await sql.query(
    `insert into person_key (person_id, sealed_key)
     select * from unnest($1::text[], $2::bytea[]) as r(person_id, sealed_key) order by person_id
     on conflict (person_id) do nothing`,
    [rows.map((row) => row.personId), rows.map((row) => row.sealedKey)],
  );
}

export async function readPersonKeys(sql: Sql, personIds: readonly string[]): Promise<Map<string, Buffer>> {
  const rows = await sql.query<{ person_id: string; sealed_key: Buffer }>(
    'select person_id, sealed_key from person_key where person_id = any($1::text[])',
    [personIds],
  );
  return new Map(rows.map((row) => [row.person_id, row.sealed_key]));
}

export type OperatorRow = {
  operator_id: string;
  name: string;
  role: OperatorRole;
  password_hash: string | null;
  one_time_hash: string | null;
  disabled_at_wall: number | null;
};

/** Creates the operator, or gives an existing one of that name a fresh one-time password and the stated role. */
export async function putOperator(
  sql: Sql,
  row: { operatorId: string; name: string; role: OperatorRole; oneTimeHash: string; atWall: number },
): Promise<string> {
  const rows = await sql.query<{ operator_id: string }>(
    `insert into operator (operator_id, name, role, one_time_hash, created_at_wall) values ($1, $2, $3, $4, $5)
     on conflict (name) do update set role = excluded.role, password_hash = null, one_time_hash = excluded.one_time_hash,
       disabled_at_wall = null
     returning operator_id`,
    [row.operatorId, row.name, row.role, row.oneTimeHash, row.atWall],
  );
  return rows[0]!.operator_id;
}

export async function readOperatorByName(sql: Sql, name: string): Promise<OperatorRow | undefined> {
  const rows = await sql.query<OperatorRow>(
    'select operator_id, name, role, password_hash, one_time_hash, disabled_at_wall from operator where name = $1',
    [name],
  );
  return rows[0];
}

/** Whose it is now; null when nobody has that name, or when `onlyUnused` and the one before was used. */
export async function putOneTimePassword(
  sql: Sql,
  row: { name: string; oneTimeHash: string; onlyUnused: boolean },
): Promise<string | null> {
  const rows = await sql.query<{ operator_id: string }>(
    `update operator set one_time_hash = $2, password_hash = null
     where name = $1 and (not $3 or one_time_hash is not null) returning operator_id`,
    [row.name, row.oneTimeHash, row.onlyUnused],
  );
  return rows[0]?.operator_id ?? null;
}

export async function listOperators(sql: Sql): Promise<OperatorRow[]> {
  return sql.query<OperatorRow>(
    'select operator_id, name, role, password_hash, one_time_hash, disabled_at_wall from operator order by name',
  );
}

export async function countOperators(sql: Sql): Promise<number> {
  const rows = await sql.query<{ n: number }>('select count(*)::int as n from operator');
  return rows[0]!.n;
}

/** True for the one sign-in that used it up. */
export async function useOneTimePassword(sql: Sql, operatorId: string, hash: string): Promise<boolean> {
  const rows = await sql.query(
    'update operator set one_time_hash = null where operator_id = $1 and one_time_hash = $2 returning operator_id',
    [operatorId, hash],
  );
  return rows.length === 1;
}

export async function setPassword(sql: Sql, operatorId: string, hash: string): Promise<void> {
  await sql.query('update operator set password_hash = $2, one_time_hash = null where operator_id = $1', [
    operatorId,
    hash,
  ]);
}

export async function insertOperatorSession(
  sql: Sql,
  row: {
    tokenHash: Buffer;
    operatorId: string;
    openedAtWall: number;
    expiresAtWall: number;
    agent: string | null;
  },
): Promise<void> {
  await sql.query(
    `insert into operator_session (token_hash, operator_id, opened_at_wall, expires_at_wall, agent)
     values ($1, $2, $3, $4, $5)`,
    [row.tokenHash, row.operatorId, row.openedAtWall, row.expiresAtWall, row.agent],
  );
}

export async function readOperatorSession(
  sql: Sql,
  tokenHash: Buffer,
  nowWall: number,
): Promise<(OperatorRow & { expires_at_wall: number }) | undefined> {
  const rows = await sql.query<OperatorRow & { expires_at_wall: number }>(
    `select o.operator_id, o.name, o.role, o.password_hash, o.one_time_hash, o.disabled_at_wall, s.expires_at_wall
     from operator_session s join operator o using (operator_id)
     where s.token_hash = $1 and s.expires_at_wall > $2 and s.revoked_at_wall is null
       and o.disabled_at_wall is null`,
    [tokenHash, nowWall],
  );
  return rows[0];
}

/** Ends every session of the operator but the one kept. */
export async function revokeOperatorSessions(
  sql: Sql,
  operatorId: string,
  nowWall: number,
  keep: Buffer | null,
): Promise<void> {
  await sql.query(
    `update operator_session set revoked_at_wall = $2
     where operator_id = $1 and revoked_at_wall is null and token_hash is distinct from $3`,
    [operatorId, nowWall, keep],
  );
}

export async function revokeOperatorSession(sql: Sql, tokenHash: Buffer, nowWall: number): Promise<void> {
  await sql.query(
    'update operator_session set revoked_at_wall = $2 where token_hash = $1 and revoked_at_wall is null',
    [tokenHash, nowWall],
  );
}
