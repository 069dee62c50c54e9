/** Long because every running sum is one statement here, told side by side. */
import { together } from '../../../platform/db/errors.ts';
import type { Sql, Tx } from '../../../platform/db/types.ts';
import type { Increments, Seen } from './rollup.ts';

/** All SQL of the running sums. */

/** The frozen part of a purchase that figures are made of. */
export type OrderSnapshot = {
  readonly purchaseId: string;
  readonly shopperId: string;
  readonly campaignId: string | null;
  readonly channel: string;
  readonly lines: readonly {
    readonly skuId: string;
    readonly quantity: number;
    readonly itemFen: number;
    readonly netFen: number;
    readonly allocations: readonly {
      readonly promotionId: string;
      readonly layer: string;
      readonly funderFen: readonly { readonly funder: string; readonly fen: number }[];
    }[];
  }[];
  readonly flash: { readonly activityId: string; readonly quantity: number } | null;
  /** A pre-sale by deposit: what pays it in full is its balance. */
  readonly deposited: boolean;
};

type SnapshotBody = {
  campaignId: string | null;
  channel: string;
  orders: { lines: OrderSnapshot['lines'] }[];
  flash: OrderSnapshot['flash'];
  presale?: { deposit: unknown };
};

export async function readSnapshots(
  sql: Sql,
  purchaseIds: readonly string[],
): Promise<Map<string, OrderSnapshot>> {
  if (purchaseIds.length === 0) return new Map();
  const rows = await sql.query<{ purchase_id: string; shopper_id: string; kind: string; body: SnapshotBody }>(
    'select purchase_id, shopper_id, kind, body from purchase where purchase_id = any($1)',
    [purchaseIds],
  );
  return new Map(
    rows.map(({ purchase_id: purchaseId, shopper_id: shopperId, kind, body }) => [
      purchaseId,
      {
        purchaseId,
        shopperId,
        campaignId: body.campaignId,
        channel: body.channel,
        lines: body.orders.flatMap((order) => order.lines),
        flash: kind === 'flash' ? body.flash : null,
        deposited: body.presale?.deposit != null,
      },
    ]),
  );
}

/** Adds a batch to the sums, in the transaction that moves the consumer's position. */
export async function addIncrements(tx: Tx, sums: Increments): Promise<void> {
  const seen = await addSeen(tx, sums.seen);
  // One behind the other without waiting: each has tables of its own.
  await together([
    addCampaigns(tx, sums, seen),
    addBuckets(tx, sums, seen),
    addChannels(tx, sums, seen),
    addSkus(tx, sums),
    addDiscounts(tx, sums),
    addTaken(tx, sums),
  ]);
}

type Counts = Map<string, number>;
const countKey = (campaignId: string, scope: string, bucket: string): string =>
  `${campaignId} ${scope} ${bucket}`;

/** Notes people; answers how many of each bucket were new to it. */
async function addSeen(tx: Tx, seen: readonly Seen[]): Promise<Counts> {
  const counts: Counts = new Map();
  if (seen.length === 0) return counts;
  const rows = await tx.query<{ campaign_id: string; scope: string; bucket: string }>(
    `insert into insight_seen (campaign_id, scope, bucket, shopper_id)
     select distinct * from unnest($1::text[], $2::text[], $3::text[], $4::text[]) as r(a, b, c, d) order by 1, 2, 3, 4
     on conflict do nothing returning campaign_id, scope, bucket`,
    [
      seen.map((row) => row.campaignId),
      seen.map((row) => row.scope),
      seen.map((row) => row.bucket),
      seen.map((row) => row.shopperId),
    ],
  );
  for (const row of rows) {
    const key = countKey(row.campaign_id, row.scope, row.bucket);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return counts;
}

async function addCampaigns(tx: Tx, sums: Increments, seen: Counts): Promise<void> {
  const rows = [...sums.campaigns.values()];
  if (rows.length === 0) return;
  await tx.query(
    `insert into insight_campaign as c (campaign_id, counting_since, visits, visitors, placed, created_fen, orders, units,
       paid_fen, buyers, new_customers, closed, returned_units, refunded_fen, complaints, deposits, balances)
     select * from unnest($1::text[], $2::bigint[], $3::int[], $4::int[], $5::int[], $6::bigint[], $7::int[], $8::int[],
       $9::bigint[], $10::int[], $11::int[], $12::int[], $13::int[], $14::bigint[], $15::int[], $16::int[], $17::int[])
     on conflict (campaign_id) do update set
       counting_since = least(c.counting_since, excluded.counting_since), visits = c.visits + excluded.visits,
       visitors = c.visitors + excluded.visitors, placed = c.placed + excluded.placed,
       created_fen = c.created_fen + excluded.created_fen, orders = c.orders + excluded.orders,
       units = c.units + excluded.units, paid_fen = c.paid_fen + excluded.paid_fen, buyers = c.buyers + excluded.buyers,
       new_customers = c.new_customers + excluded.new_customers, closed = c.closed + excluded.closed,
       returned_units = c.returned_units + excluded.returned_units,
       refunded_fen = c.refunded_fen + excluded.refunded_fen, complaints = c.complaints + excluded.complaints,
       deposits = c.deposits + excluded.deposits, balances = c.balances + excluded.balances`,
    [
      rows.map((row) => row.campaignId),
      rows.map((row) => row.firstAt),
      rows.map((row) => row.visits),
      rows.map((row) => seen.get(countKey(row.campaignId, 'visitor', '')) ?? 0),
      rows.map((row) => row.placed),
      rows.map((row) => row.createdFen),
      rows.map((row) => row.orders),
      rows.map((row) => row.units),
      rows.map((row) => row.paidFen),
      rows.map((row) => seen.get(countKey(row.campaignId, 'buyer', '')) ?? 0),
      rows.map((row) => row.newCustomers),
      rows.map((row) => row.closed),
      rows.map((row) => row.returnedUnits),
      rows.map((row) => row.refundedFen),
      rows.map((row) => row.complaints),
      rows.map((row) => row.deposits),
      rows.map((row) => row.balances),
    ],
  );
}

async function addBuckets(tx: Tx, sums: Increments, seen: Counts): Promise<void> {
  const minutes = [...sums.minutes.values()];
  if (minutes.length > 0) {
    await tx.query(
      `insert into insight_minute as m (campaign_id, minute_at, visitors, orders, paid_fen)
       select * from unnest($1::text[], $2::bigint[], $3::int[], $4::int[], $5::bigint[])
       on conflict (campaign_id, minute_at) do update set visitors = m.visitors + excluded.visitors,
         orders = m.orders + excluded.orders, paid_fen = m.paid_fen + excluded.paid_fen`,
      [
        minutes.map((row) => row.campaignId),
        minutes.map((row) => row.at),
        minutes.map((row) => seen.get(countKey(row.campaignId, 'visitorMinute', String(row.at))) ?? 0),
        minutes.map((row) => row.orders),
        minutes.map((row) => row.paidFen),
      ],
    );
  }
  const days = [...sums.days.values()];
  if (days.length > 0) {
    await tx.query(
      `insert into insight_day as d (campaign_id, day_at, visitors, orders, paid_fen, buyers, new_customers, refunded_fen)
       select * from unnest($1::text[], $2::bigint[], $3::int[], $4::int[], $5::bigint[], $6::int[], $7::int[], $8::bigint[])
       on conflict (campaign_id, day_at) do update set visitors = d.visitors + excluded.visitors,
         orders = d.orders + excluded.orders, paid_fen = d.paid_fen + excluded.paid_fen,
         buyers = d.buyers + excluded.buyers, new_customers = d.new_customers + excluded.new_customers,
         refunded_fen = d.refunded_fen + excluded.refunded_fen`,
      [
        days.map((row) => row.campaignId),
        days.map((row) => row.at),
        days.map((row) => seen.get(countKey(row.campaignId, 'visitorDay', String(row.at))) ?? 0),
        days.map((row) => row.orders),
        days.map((row) => row.paidFen),
        days.map((row) => seen.get(countKey(row.campaignId, 'buyerDay', String(row.at))) ?? 0),
        days.map((row) => row.newCustomers),
        days.map((row) => row.refundedFen),
      ],
    );
  }
}

async function addChannels(tx: Tx, sums: Increments, seen: Counts): Promise<void> {
  const rows = [...sums.channels.values()];
  if (rows.length === 0) return;
  await tx.query(
    `insert into insight_channel as c (campaign_id, channel, visitors, orders, paid_fen)
     select * from unnest($1::text[], $2::text[], $3::int[], $4::int[], $5::bigint[])
     on conflict (campaign_id, channel) do update set visitors = c.visitors + excluded.visitors,
       orders = c.orders + excluded.orders, paid_fen = c.paid_fen + excluded.paid_fen`,
    [
      rows.map((row) => row.campaignId),
      rows.map((row) => row.channel),
      rows.map((row) => seen.get(countKey(row.campaignId, 'visitorChannel', row.channel)) ?? 0),
      rows.map((row) => row.orders),
      rows.map((row) => row.paidFen),
    ],
  );
}

async function addSkus(tx: Tx, sums: Increments): Promise<void> {
  const rows = [...sums.skus.values()];
  if (rows.length === 0) return;
  await tx.query(
    `insert into insight_sku as s (campaign_id, sku_id, units, paid_fen, returned_units)
     select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[], $5::int[])
     on conflict (campaign_id, sku_id) do update set units = s.units + excluded.units,
       paid_fen = s.paid_fen + excluded.paid_fen, returned_units = s.returned_units + excluded.returned_units`,
    [
      rows.map((row) => row.campaignId),
      rows.map((row) => row.skuId),
      rows.map((row) => row.units),
      rows.map((row) => row.paidFen),
      rows.map((row) => row.returnedUnits),
    ],
  );
}

async function addDiscounts(tx: Tx, sums: Increments): Promise<void> {
  const rows = [...sums.discounts.values()];
  if (rows.length === 0) return;
  await tx.query(
    `insert into insight_discount as d (campaign_id, promotion_id, layer, funder, orders, cost_fen)
     select * from unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::int[], $6::bigint[])
     on conflict (campaign_id, promotion_id, layer, funder) do update set orders = d.orders + excluded.orders,
       cost_fen = d.cost_fen + excluded.cost_fen`,
    [
      rows.map((row) => row.campaignId),
      rows.map((row) => row.promotionId),
      rows.map((row) => row.layer),
      rows.map((row) => row.funder),
      rows.map((row) => row.orders),
      rows.map((row) => row.costFen),
    ],
  );
}

/** Totals are read from the counted rows as they are now; the first instant at which nothing was left stays noted. */
async function addTaken(tx: Tx, sums: Increments): Promise<void> {
  const rows = [...sums.taken.values()];
  if (rows.length === 0) return;
  await tx.query(
    `insert into insight_taken as t (kind, id, taken, total, sold_out_at)
     select r.kind, r.id, r.delta, coalesce(a.stock_total, s.on_hand, 0),
            case when r.delta >= coalesce(a.stock_total, s.on_hand, 0) then r.at end
     from unnest($1::text[], $2::text[], $3::int[], $4::bigint[]) as r(kind, id, delta, at)
     left join activity a on r.kind = 'flash' and a.activity_id = r.id
     left join stock s on r.kind = 'sku' and s.sku_id = r.id
     on conflict (kind, id) do update set taken = t.taken + excluded.taken, total = excluded.total,
       sold_out_at = coalesce(t.sold_out_at, case when t.taken + excluded.taken >= excluded.total then $5::bigint end)`,
    [
      rows.map((row) => row.kind),
      rows.map((row) => row.id),
      rows.map((row) => row.delta),
      rows.map((row) => row.at),
      rows.reduce((latest, row) => Math.max(latest, row.at), 0),
    ],
  );
}

/** Telemetry of refusals: counts only. */
export async function addRefusals(
  sql: Sql,
  rows: readonly { kind: 'flash' | 'sku'; id: string; refused: number; at: number }[],
): Promise<void> {
  await sql.query(
    `insert into insight_refusal as r (kind, id, refused, last_at)
     select * from unnest($1::text[], $2::text[], $3::int[], $4::bigint[])
     on conflict (kind, id) do update set refused = r.refused + excluded.refused,
       last_at = greatest(r.last_at, excluded.last_at)`,
    [
      rows.map((row) => row.kind),
      rows.map((row) => row.id),
      rows.map((row) => row.refused),
      rows.map((row) => row.at),
    ],
  );
}

/** Cost of each promotion of a campaign, all layers and funders together. */
export async function readSpent(sql: Sql, campaignId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await sql.query<{ promotionId: string; fen: number }>(
    `select promotion_id as "promotionId", sum(cost_fen)::bigint as fen from insight_discount
     where campaign_id = $1 group by 1`,
    [campaignId],
  );
  return new Map(rows.map(({ promotionId, fen }) => [promotionId, fen]));
}

/** The newest edition of a campaign; null where it has none. */
export async function readLatestEditionId(sql: Sql, campaignId: string): Promise<string | null> {
  const rows = await sql.query<{ editionId: string }>(
    `select edition_id as "editionId" from edition where campaign_id = $1 order by edition_no desc limit 1`,
    [campaignId],
  );
  return rows[0]?.editionId ?? null;
}

/** Visits that began in a window. */
export async function readVisits(sql: Sql, startsAt: number, endsAt: number): Promise<number> {
  const rows = await sql.query<{ visits: number }>(
    'select count(*) as visits from visit where started_at >= $1 and started_at < $2',
    [startsAt, endsAt],
  );
  return Number(rows[0]?.visits ?? 0);
}
