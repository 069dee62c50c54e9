import type { OpsParcel, OpsParcels } from '@dacu/contract/api';
import type { Sql } from '../../../platform/db/types.ts';
import { PARCEL_COLUMNS } from './store.ts';
import type { ParcelRow } from './types.ts';

/** SQL of the pages of operators. Lateness here leaves pauses out: a parcel that stands still is worth a look too. */

const DAY_MS = 86_400_000;
/** Nobody has said anything of a parcel under way for so long. */
export const SILENT_TROUBLE_MS = 4 * DAY_MS;
const UNALLOTTED_MAX = 50;

const UNDER_WAY = `delivered_at is null and state not in ('cancelled', 'returned', 'lost')`;
/** $1 is now. */
const TROUBLES: Readonly<Record<OpsParcel['troubles'][number], string>> = {
  late: `(${UNDER_WAY} and ((shipped_at is null and ship_by <= $1::bigint)
    or (way = 'ship' and shipped_at is not null and (deliver_by <= $1::bigint or shipped_at >= ship_by))))`,
  exception: `state = 'exception'`,
  returning: `state = 'returning'`,
  silent: `(${UNDER_WAY} and tracking_no is not null and shipped_at <= $1::bigint - ${SILENT_TROUBLE_MS}
    and coalesce((select max((scan->>'heardAt')::bigint) from jsonb_array_elements(track) scan), shipped_at) <= $1::bigint - ${SILENT_TROUBLE_MS})`,
};
const ANY = Object.values(TROUBLES).join(' or ');

export function listParcels(
  sql: Sql,
  input: {
    at: number;
    state: string | null;
    trouble: OpsParcel['troubles'][number] | 'any' | null;
    placeId: string | null;
    sought: string;
    after: { createdAt: number; parcelId: string } | null;
    limit: number;
  },
): Promise<ParcelRow[]> {
  const { trouble } = input;
  const troubled = trouble === null ? 'true' : trouble === 'any' ? `(${ANY})` : TROUBLES[trouble];
  return sql.query(
    `select ${PARCEL_COLUMNS} from parcel
     where $1::bigint is not null and ${troubled} and ($2::text is null or state = $2) and ($3::text is null or place_id = $3)
       and ($4 = '' or number ilike '%' || $4 || '%' or tracking_no ilike '%' || $4 || '%' or parcel_id = $4)
       and ($5::bigint is null or (created_at, parcel_id) < ($5, $6::text))
     order by created_at desc, parcel_id desc limit $7`,
    [
      input.at,
      input.state,
      input.placeId,
      input.sought.replaceAll(/[%_\\]/g, '\\$&'),
      input.after?.createdAt ?? null,
      input.after?.parcelId ?? null,
      input.limit,
    ],
  );
}

export function countStates(sql: Sql): Promise<OpsParcels['counts']> {
  return sql.query('select state, count(*)::int as count from parcel group by state order by state');
}

export async function countTroubles(sql: Sql, at: number): Promise<OpsParcels['troubles']> {
  const names = Object.keys(TROUBLES) as (keyof typeof TROUBLES)[];
  const [row] = await sql.query<Record<string, number>>(
    `select ${names.map((name) => `count(*) filter (where ${TROUBLES[name]})::int as ${name}`).join(', ')} from parcel where ${ANY}`,
    [at],
  );
  return names.map((trouble) => ({ trouble, count: row?.[trouble] ?? 0 }));
}

/** How many parcels need a person, and since when the oldest of them has been promised. */
export async function openTroubles(sql: Sql, at: number): Promise<{ open: number; oldestAt: number | null }> {
  const [row] = await sql.query<{ open: number; oldestAt: number | null }>(
    `select count(*)::int as open, min(ship_by) as "oldestAt" from parcel where ${ANY}`,
    [at],
  );
  return row!;
}

/** Paid orders of which something was asked for and no place had it. */
export function listUnallotted(sql: Sql, at: number): Promise<OpsParcels['unallotted']> {
  return sql.query(
    `select purchase_id as "purchaseId", number, paid_at as "paidAt", region, ship_by as "shipBy", units from (
       select f.purchase_id, f.number, f.paid_at, f.region, min((o->>'shipBy')::bigint) as ship_by,
         sum((l->>'quantity')::int - (l->>'parcelled')::int - coalesce((p.returned->>(l->>'lineId'))::int, 0))::int as units
       from fulfilment f join purchase p using (purchase_id), jsonb_array_elements(f.orders) o, jsonb_array_elements(o->'lines') l
       where f.allot_at is not null and f.paid_at < $1::bigint - 3600000 and l->>'shipOn' is null
         and o->>'state' in ('toShip', 'partShipped', 'toPrepare')
       group by 1, 2, 3, 4) r
     where units > 0 order by ship_by, purchase_id limit ${UNALLOTTED_MAX}`,
    [at],
  );
}

export async function readOperatorNames(
  sql: Sql,
  operatorIds: readonly string[],
): Promise<Map<string, string>> {
  if (operatorIds.length === 0) return new Map();
  const rows = await sql.query<{ operatorId: string; name: string }>(
    'select operator_id as "operatorId", name from operator where operator_id = any($1::text[])',
    [operatorIds],
  );
  return new Map(rows.map(({ operatorId, name }) => [operatorId, name]));
}
