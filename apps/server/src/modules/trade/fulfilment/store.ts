import type { Sql, Tx } from '../../../platform/db/types.ts';
import { type LaneColumn, rowTable } from '../../../platform/lane/row-table.ts';
import { PURCHASE_COLUMNS, type PurchaseRow } from '../orders/index.ts';
import type { FulfilmentRow, ParcelRow, PickupCodeRow, PickupTriesRow } from './types.ts';

/** All SQL of fulfilment but the pages of operators (`ops-store.ts`) and the sandbox's own tables. */

const column =
  (type: LaneColumn['type']) =>
  (field: string): LaneColumn => ({
    ...{ field, type },
    column: field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
  });
const [text, bigint, jsonb] = [column('text'), column('bigint'), column('jsonb')];

const FULFILMENT = [
  text('purchaseId'),
  ...['shopperId', 'campaignId', 'number', 'region'].map(text),
  bigint('paidAt'),
  ...['terms', 'orders'].map(jsonb),
  ...['allotAt', 'completeAt'].map(bigint),
] as const satisfies readonly [LaneColumn, ...LaneColumn[]];

const PARCEL = [
  text('parcelId'),
  ...['purchaseId', 'orderId', 'shopId', 'number', 'way', 'placeId', 'region', 'state'].map(text),
  ...['carrier', 'trackingNo'].map(text),
  jsonb('units'),
  ...['netFen', 'shipBy', 'deliverBy', 'createdAt', 'shippedAt', 'deliveredAt'].map(bigint),
  ...['track', 'pauses', 'compensation', 'notes'].map(jsonb),
  ...['workAt', 'lateAt', 'pollAt'].map(bigint),
] as const satisfies readonly [LaneColumn, ...LaneColumn[]];

const PICKUP_CODE = [
  text('codeKey'),
  ...['placeId', 'parcelId', 'purchaseId', 'state', 'sealedCode'].map(text),
  ...['readyAt', 'expiresAt', 'remindedAt', 'endedAt'].map(bigint),
  text('clerkId'),
  bigint('nextAt'),
] as const satisfies readonly [LaneColumn, ...LaneColumn[]];

const selected = (columns: readonly LaneColumn[]) =>
  columns.map(({ field, column: name }) => `${name} as "${field}"`).join(', ');
const FULFILMENT_COLUMNS = selected(FULFILMENT);
export const PARCEL_COLUMNS = selected(PARCEL);
const CODE_COLUMNS = selected(PICKUP_CODE);

export const fulfilmentTable = rowTable<FulfilmentRow>({
  ...{ name: 'fulfilment', table: 'fulfilment', columns: FULFILMENT },
});
export const parcelTable = rowTable<ParcelRow>({ name: 'parcel', table: 'parcel', columns: PARCEL });
export const pickupCodeTable = rowTable<PickupCodeRow>({
  ...{ name: 'pickupCode', table: 'pickup_code', columns: PICKUP_CODE },
});
export const pickupTriesTable = rowTable<PickupTriesRow>({
  ...{ name: 'pickupTries', table: 'pickup_tries' },
  columns: [text('triesKey'), { field: 'wrong', column: 'wrong', type: 'integer' }, bigint('lockedUntil')],
});

export function readPurchases(sql: Sql, purchaseIds: readonly string[]): Promise<PurchaseRow[]> {
  return sql.query(
    `select ${PURCHASE_COLUMNS} from purchase where purchase_id = any($1::text[]) order by purchase_id`,
    [purchaseIds],
  );
}

/** By the consumer that first hears of a paid purchase; one that is known stays as it is. */
export async function insertFulfilments(tx: Tx, rows: readonly FulfilmentRow[]): Promise<void> {
  await tx.query(
    `insert into fulfilment (purchase_id, shopper_id, campaign_id, number, region, paid_at, terms, orders, allot_at)
     select purchase_id, shopper_id, campaign_id, number, region, paid_at, terms::jsonb, orders::jsonb, allot_at
     from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::text[], $8::text[], $9::bigint[])
       as r (purchase_id, shopper_id, campaign_id, number, region, paid_at, terms, orders, allot_at)
     on conflict do nothing`,
    [
      rows.map((row) => row.purchaseId),
      rows.map((row) => row.shopperId),
      rows.map((row) => row.campaignId),
      rows.map((row) => row.number),
      rows.map((row) => row.region),
      rows.map((row) => row.paidAt),
      rows.map((row) => JSON.stringify(row.terms)),
      rows.map((row) => JSON.stringify(row.orders)),
      rows.map((row) => row.allotAt),
    ],
  );
}

export async function readFulfilments(
  sql: Sql,
  purchaseIds: readonly string[],
): Promise<Map<string, FulfilmentRow>> {
  const rows = await sql.query<FulfilmentRow>(
    `select ${FULFILMENT_COLUMNS} from fulfilment where purchase_id = any($1::text[]) order by purchase_id`,
    [purchaseIds],
  );
  return new Map(rows.map((row) => [row.purchaseId, row]));
}

/** What is to be allotted by `at`, the oldest first. */
export function readToAllot(sql: Sql, at: number, limit: number): Promise<FulfilmentRow[]> {
  return sql.query(
    `select ${FULFILMENT_COLUMNS} from fulfilment where allot_at <= $1 order by allot_at, purchase_id limit $2`,
    [at, limit],
  );
}

export async function readToComplete(sql: Sql, at: number, limit: number): Promise<string[]> {
  const rows = await sql.query<{ purchaseId: string }>(
    `select purchase_id as "purchaseId" from fulfilment where complete_at <= $1 order by complete_at, purchase_id limit $2`,
    [at, limit],
  );
  return rows.map(({ purchaseId }) => purchaseId);
}

/** Parcels whose instant of this kind has come. */
export function readParcelsDue(
  sql: Sql,
  kind: 'work' | 'late' | 'poll',
  at: number,
  limit: number,
): Promise<ParcelRow[]> {
  return sql.query(
    `select ${PARCEL_COLUMNS} from parcel where ${kind}_at <= $1 order by ${kind}_at, parcel_id limit $2`,
    [at, limit],
  );
}

export async function readParcels(sql: Sql, parcelIds: readonly string[]): Promise<Map<string, ParcelRow>> {
  const rows = await sql.query<ParcelRow>(
    `select ${PARCEL_COLUMNS} from parcel where parcel_id = any($1::text[]) order by parcel_id`,
    [parcelIds],
  );
  return new Map(rows.map((row) => [row.parcelId, row]));
}

/** In the order in which they were made. */
export function readParcelsOf(sql: Sql, purchaseIds: readonly string[]): Promise<ParcelRow[]> {
  return sql.query(
    `select ${PARCEL_COLUMNS} from parcel where purchase_id = any($1::text[])
     order by purchase_id, created_at, length(parcel_id), parcel_id`,
    [purchaseIds],
  );
}

export async function readByTracking(
  sql: Sql,
  asked: readonly { readonly carrier: string; readonly no: string }[],
): Promise<ParcelRow[]> {
  return sql.query(
    `select ${PARCEL_COLUMNS} from parcel
     where (carrier, tracking_no) in (select * from unnest($1::text[], $2::text[]))
     order by parcel_id`,
    [asked.map(({ carrier }) => carrier), asked.map(({ no }) => no)],
  );
}

export async function readCodes(sql: Sql, codeKeys: readonly string[]): Promise<Map<string, PickupCodeRow>> {
  const rows = await sql.query<PickupCodeRow>(
    `select ${CODE_COLUMNS} from pickup_code where code_key = any($1::text[]) order by code_key`,
    [codeKeys],
  );
  return new Map(rows.map((row) => [row.codeKey, row]));
}

export function readCodesOf(sql: Sql, parcelIds: readonly string[]): Promise<PickupCodeRow[]> {
  return sql.query(
    `select ${CODE_COLUMNS} from pickup_code where parcel_id = any($1::text[]) order by ready_at, code_key`,
    [parcelIds],
  );
}

export function readCodesDue(sql: Sql, at: number, limit: number): Promise<PickupCodeRow[]> {
  return sql.query(
    `select ${CODE_COLUMNS} from pickup_code where next_at <= $1 order by next_at, code_key limit $2`,
    [at, limit],
  );
}

export type Waiting = Readonly<
  Record<'allot' | 'complete' | 'late' | 'poll' | 'code' | 'work' | 'push', number | null>
>;

/** The next instant of each kind of work; null where nothing waits. One look before a round saves it most of its reads. */
export async function readWaiting(sql: Sql, simulated: boolean): Promise<Waiting> {
  const [row] = await sql.query<Waiting>(
    `select (select min(allot_at) from fulfilment where allot_at is not null) as allot,
       (select min(complete_at) from fulfilment where complete_at is not null) as complete,
       (select min(late_at) from parcel where late_at is not null) as late,
       (select min(poll_at) from parcel where poll_at is not null) as poll,
       (select min(next_at) from pickup_code where next_at is not null) as code,
       (select min(work_at) from parcel where work_at is not null) as work,
       ${simulated ? '(select min(next_push_at) from sandbox_label where next_push_at is not null)' : 'null::bigint'} as push`,
  );
  return row!;
}

export async function notePaidOut(sql: Sql, parcelId: string, at: number): Promise<void> {
  await sql.query(
    `update parcel set compensation = jsonb_set(compensation, '{paidAt}', to_jsonb($2::bigint)) where parcel_id = $1`,
    [parcelId, at],
  );
}
