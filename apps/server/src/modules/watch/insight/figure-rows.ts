import type { FigureRowKind, FigureRows, FigureSide } from '@dacu/contract/api';
import type { Text } from '@dacu/engine/pricing';
import type { Db, Sql } from '../../../platform/db/types.ts';
import { readPosition } from './board-store.ts';
import type { Definition } from './definitions.ts';
import type { FigureParts } from './figure-parts.ts';
import { provinceName } from './provinces.ts';

export type FigureRowsInput = {
  readonly metric: Pick<Definition, 'id' | 'unit'>;
  readonly parts: FigureParts;
  readonly side: 'part' | 'whole';
  readonly campaignId: string;
  /** Instants that belong to the campaign, half-open: visits name no campaign themselves. */
  readonly campaign: { readonly startsAt: number; readonly endsAt: number };
  readonly from: number | null;
  readonly to: number | null;
  readonly channel: string | null;
  readonly position: number | null;
  readonly cursor: string | null;
  readonly limit: number;
};

/**
 * The base rows that add up to a live figure as of an outbox position. They are read from outbox and purchases alone, not
 * from the running sums: whoever doubts a figure can count it again. Events up to a position never change, so neither does
 * the answer for it. The first page carries the sums of all rows.
 */
export async function readFigureRows(db: Db, input: FigureRowsInput): Promise<FigureRows> {
  const { parts, limit } = input;
  const side = input.side === 'whole' && parts.whole ? parts.whole : parts.part;
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const reached = await readPosition(tx);
    const position = Math.min(input.position ?? reached, reached);
    const rows = await readPage(tx, side, input, position);
    const shown = rows.slice(0, limit);
    return {
      metric: input.metric.id,
      campaignId: input.campaignId,
      side: side === parts.whole ? 'whole' : 'part',
      kind: side.kind,
      adds: side.adds,
      position,
      total: input.cursor === null ? await readTotal(tx, side, input, position) : null,
      rows: shown.map(({ region, ...row }) => ({
        ...row,
        city: region === null ? null : provinceName(region),
      })),
      nextCursor: rows.length > limit ? String(shown.at(-1)?.position) : null,
    };
  });
}

type Row = Omit<FigureRows['rows'][number], 'city' | 'title'> & {
  readonly title: Text | null;
  readonly region: string | null;
};

async function readPage(
  sql: Sql,
  side: FigureSide,
  input: FigureRowsInput,
  position: number,
): Promise<Row[]> {
  return sql.query<Row>(
    `${rowsOf(side.kind)}
     select position, at, purchase_id as "purchaseId", body->>'number' as number,
       body->'orders'->0->'lines'->0->'title' as title, shopper_id as "shopperId", channel,
       body->'address'->>'region' as region, units, gmv_fen as "gmvFen"
     from rows where position < $8 order by position desc limit $9`,
    [
      ...params(input, position),
      input.cursor === null ? Number.MAX_SAFE_INTEGER : Number(input.cursor),
      input.limit + 1,
    ],
  );
}

async function readTotal(
  sql: Sql,
  side: FigureSide,
  input: FigureRowsInput,
  position: number,
): Promise<NonNullable<FigureRows['total']>> {
  const { part, whole, times } = input.parts;
  const here = await addUp(sql, side, input, position);
  const partSum = side === part ? here.sum : (await addUp(sql, part, input, position)).sum;
  const wholeSum =
    whole === null ? null : side === whole ? here.sum : (await addUp(sql, whole, input, position)).sum;
  return {
    ...here,
    unit: input.metric.unit,
    value: wholeSum === null ? partSum : wholeSum === 0 ? null : Math.round((partSum * times) / wholeSum),
  };
}

const ADDS = { one: 'count(*)', units: 'sum(units)', gmvFen: 'sum(gmv_fen)' } as const;

async function addUp(
  sql: Sql,
  { kind, adds }: FigureSide,
  input: FigureRowsInput,
  position: number,
): Promise<{ rows: number; sum: number }> {
  const [row] = await sql.query<{ rows: number; sum: number }>(
    `${rowsOf(kind)} select count(*)::int as rows, coalesce(${ADDS[adds]}, 0)::bigint as sum from rows`,
    params(input, position),
  );
  return row ?? { rows: 0, sum: 0 };
}

function params(input: FigureRowsInput, position: number): unknown[] {
  const { campaignId, campaign, from, to, channel } = input;
  return [position, campaignId, from, to, channel, campaign.startsAt, campaign.endsAt];
}

/** $1 position · $2 campaign · $3 from · $4 to (half-open) · $5 channel · $6, $7 the campaign's own instants. */
const WINDOW = `o.position <= $1 and ($3::bigint is null or o.at >= $3) and ($4::bigint is null or o.at < $4)`;
/** Some kinds of row need neither the campaign's name nor its instants, and PostgreSQL refuses a parameter without a type. */
const NAMED = `parameters as (select $2::text, $6::bigint, $7::bigint)`;

/** Money for goods of a frozen purchase: buyers', platform's and government's (the definition of paid GMV). */
const GMV = `(select coalesce(sum((line->>'netFen')::bigint + coalesce((
    select sum((share->>'fen')::bigint) from jsonb_array_elements(line->'allocations') allocation,
      jsonb_array_elements(allocation->'funderFen') share where share->>'funder' in ('platform', 'government')), 0)), 0)
  from jsonb_array_elements(p.body->'orders') shop, jsonb_array_elements(shop->'lines') line)::bigint`;
const UNITS = `(select coalesce(sum((line->>'quantity')::int), 0)
  from jsonb_array_elements(p.body->'orders') shop, jsonb_array_elements(shop->'lines') line)::int`;

/** Events of purchases of this campaign, with what the purchase froze. */
const ofPurchases = (
  type: string,
  units: string,
  gmv: string,
) => `select o.position, o.at, p.purchase_id, p.shopper_id,
    p.body->>'channel' as channel, p.body, o.data, ${units} as units, ${gmv} as gmv_fen
  from outbox o join purchase p on p.purchase_id = o.data->>'purchaseId'
  where o.type = '${type}' and ${WINDOW} and p.body->>'campaignId' = $2
    and ($5::text is null or p.body->>'channel' = $5)`;

const PAID = ofPurchases('purchase.paid', UNITS, GMV);
const REFUNDED_UNITS = `(select coalesce(sum((line->>'quantity')::int), 0) from jsonb_array_elements(o.data->'lines') line)::int`;

const SOURCES: Readonly<Record<FigureRowKind, string>> = {
  payment: PAID,
  newcomer: `${PAID} and (o.data->>'firstOrder')::boolean`,
  // Whoever pays or comes again stands once, by the first time in the window.
  buyer: `select distinct on (shopper_id) * from (${PAID}) paid order by shopper_id, position`,
  visitor: `select distinct on (o.data->>'shopperId') o.position, o.at, null::text as purchase_id,
      o.data->>'shopperId' as shopper_id, o.data->>'channel' as channel, null::jsonb as body, o.data, 0 as units,
      0::bigint as gmv_fen
    from outbox o where o.type = 'visit.opened' and ${WINDOW} and o.at >= $6 and o.at < $7
      and ($5::text is null or o.data->>'channel' = $5)
    order by o.data->>'shopperId', o.position`,
  deposit: ofPurchases('purchase.depositPaid', UNITS, '0::bigint'),
  // A payment of what was booked by deposit; a booking at full payment has none.
  balance: `${PAID} and jsonb_typeof(p.body->'presale'->'deposit') = 'object'`,
  refund: ofPurchases('purchase.refunded', REFUNDED_UNITS, '0::bigint'),
  complaint: ofPurchases('complaint.opened', '0', '0::bigint'),
};

function rowsOf(kind: FigureRowKind): string {
  return `with ${NAMED}, rows as (${SOURCES[kind]})`;
}
