import type { Db, Sql } from '../../../../platform/db/types.ts';
import type { LabelWanted } from '../carriers.ts';
import type { PlannedScan } from './journey.ts';

/** All SQL of the sandbox's carriers and bank: their tables only, never ours. */

type Label = { readonly carrier: string; readonly no: string; readonly journey: readonly PlannedScan[] };

/** The number that each has in the end: of two requests for one parcel, the first one's. */
export async function putLabels(
  sql: Sql,
  labels: readonly (LabelWanted & Pick<Label, 'no' | 'journey'>)[],
): Promise<Map<string, { no: string }>> {
  await sql.query(
    `insert into sandbox_label (parcel_id, carrier, tracking_no, journey, next_push_at)
     select parcel_id, carrier, tracking_no, journey::jsonb, next_push_at
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::bigint[]) as r (parcel_id, carrier, tracking_no, journey, next_push_at)
     on conflict do nothing`,
    [
      labels.map(({ parcelId }) => parcelId),
      labels.map(({ carrier }) => carrier),
      labels.map(({ no }) => no),
      labels.map(({ journey }) => JSON.stringify(journey)),
      labels.map(({ journey }) => nextPush(journey, Number.NEGATIVE_INFINITY)),
    ],
  );
  const rows = await sql.query<{ parcelId: string; no: string }>(
    'select parcel_id as "parcelId", tracking_no as no from sandbox_label where parcel_id = any($1::text[])',
    [labels.map(({ parcelId }) => parcelId)],
  );
  return new Map(rows.map(({ parcelId, no }) => [parcelId, { no }]));
}

export async function dropLabels(sql: Sql, parcelIds: readonly string[]): Promise<void> {
  await sql.query('delete from sandbox_label where parcel_id = any($1::text[])', [parcelIds]);
}

export function readJourneys(sql: Sql, nos: readonly string[]): Promise<Label[]> {
  return sql.query(
    `select carrier, tracking_no as no, journey from sandbox_label where tracking_no = any($1::text[]) order by tracking_no`,
    [nos],
  );
}

/** Scans whose push has come. They count as told: one that does not arrive is a lost push, and is asked for later. */
export async function takePushes(
  db: Db,
  at: number,
  limit: number,
): Promise<{ carrier: string; no: string; scans: PlannedScan[] }[]> {
  return db.transaction(async (tx) => {
    const labels = await tx.query<Label & { parcelId: string; from: number }>(
      `select parcel_id as "parcelId", carrier, tracking_no as no, journey, next_push_at as from from sandbox_label
       where next_push_at <= $1 order by next_push_at, parcel_id limit $2 for update skip locked`,
      [at, limit],
    );
    if (labels.length === 0) return [];
    await tx.query(
      `update sandbox_label l set next_push_at = r.next_push_at from unnest($1::text[], $2::bigint[]) as r (parcel_id, next_push_at)
       where l.parcel_id = r.parcel_id`,
      [labels.map(({ parcelId }) => parcelId), labels.map(({ journey }) => nextPush(journey, at))],
    );
    return labels.map(({ carrier, no, journey, from }) => ({
      ...{ carrier, no },
      scans: journey.filter(({ pushAt }) => pushAt !== null && pushAt >= from && pushAt <= at),
    }));
  });
}

export async function putPayout(
  sql: Sql,
  payout: { payoutId: string; shopperId: string; amountFen: number; at: number },
): Promise<void> {
  await sql.query(
    `insert into sandbox_payout (payout_id, shopper_id, amount_fen, at) values ($1, $2, $3, $4) on conflict do nothing`,
    [payout.payoutId, payout.shopperId, payout.amountFen, payout.at],
  );
}

function nextPush(journey: readonly PlannedScan[], after: number): number | null {
  const instants = journey.flatMap(({ pushAt }) => (pushAt !== null && pushAt > after ? [pushAt] : []));
  return instants.length === 0 ? null : Math.min(...instants);
}
