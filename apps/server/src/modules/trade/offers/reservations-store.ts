import type { Sql, Tx } from '../../../platform/db/types.ts';

/** All SQL of reservations of flash items. */

export type Reserved = { readonly activityId: string; readonly startsAt: number };

/** False when it was reserved before. */
export async function putReservation(
  tx: Tx,
  row: { activityId: string; shopperId: string; startsAt: number; at: number },
): Promise<boolean> {
  const rows = await tx.query(
    `insert into flash_reservation (activity_id, shopper_id, starts_at, reserved_at) values ($1, $2, $3, $4)
     on conflict do nothing returning 1`,
    [row.activityId, row.shopperId, row.startsAt, row.at],
  );
  return rows.length > 0;
}

/** False when there was none. */
export async function dropReservation(
  tx: Tx,
  row: { activityId: string; shopperId: string },
): Promise<boolean> {
  const rows = await tx.query(
    'delete from flash_reservation where activity_id = $1 and shopper_id = $2 returning 1',
    [row.activityId, row.shopperId],
  );
  return rows.length > 0;
}

/** How many shoppers reserved each; an activity without any has no entry. */
export async function countReservations(
  sql: Sql,
  activityIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await sql.query<{ activityId: string; count: number }>(
    `select activity_id as "activityId", count(*)::int as count from flash_reservation
     where activity_id = any($1) group by 1`,
    [activityIds],
  );
  return new Map(rows.map(({ activityId, count }) => [activityId, count]));
}

export function readReserved(sql: Sql, shopperId: string, since: number): Promise<Reserved[]> {
  return sql.query(
    `select activity_id as "activityId", starts_at as "startsAt" from flash_reservation
     where shopper_id = $1 and starts_at >= $2 order by starts_at, activity_id`,
    [shopperId, since],
  );
}

export async function isReserved(sql: Sql, activityId: string, shopperId: string): Promise<boolean> {
  const rows = await sql.query('select 1 from flash_reservation where activity_id = $1 and shopper_id = $2', [
    activityId,
    shopperId,
  ]);
  return rows.length > 0;
}
