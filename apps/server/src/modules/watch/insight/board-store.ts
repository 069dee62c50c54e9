import type { Text } from '@dacu/engine/pricing';
import type { Db, Sql } from '../../../platform/db/types.ts';

/** What a frame is made of, all as of one outbox position. */
export type BoardRows = {
  readonly position: number;
  readonly totals: {
    readonly countingSince: number | null;
    readonly visits: number;
    readonly visitors: number;
    readonly placed: number;
    readonly orders: number;
    readonly units: number;
    readonly paidFen: number;
    readonly buyers: number;
    readonly newCustomers: number;
    readonly returnedUnits: number;
    readonly refundedFen: number;
    readonly complaints: number;
    readonly deposits: number;
    readonly balances: number;
  };
  readonly minutes: readonly {
    readonly at: number;
    readonly paidFen: number;
    readonly orders: number;
    readonly visitors: number;
  }[];
  readonly heat: readonly {
    readonly kind: 'flash' | 'sku';
    readonly id: string;
    readonly total: number;
    readonly taken: number;
  }[];
  readonly channels: {
    readonly channel: string;
    readonly visitors: number;
    readonly orders: number;
    readonly paidFen: number;
  }[];
  readonly recent: readonly {
    readonly purchaseId: string;
    readonly at: number;
    readonly payFen: number;
    readonly region: string;
    readonly title: Text;
    readonly state: string;
  }[];
};

export const CONSUMER = 'insight';
const HEAT_SHOWN = 12;
const RECENT_SHOWN = 12;
const HOUR_MS = 3_600_000;
const NO_TOTALS: BoardRows['totals'] = {
  countingSince: null,
  visits: 0,
  visitors: 0,
  placed: 0,
  orders: 0,
  units: 0,
  paidFen: 0,
  buyers: 0,
  newCustomers: 0,
  returnedUnits: 0,
  refundedFen: 0,
  complaints: 0,
  deposits: 0,
  balances: 0,
};

/** Reads sums and position in one snapshot: the consumer may commit between two of these statements. */
export async function readBoard(db: Db, campaignId: string, at: number): Promise<BoardRows> {
  return db.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const position = await readPosition(tx);
    return {
      position,
      totals: await readTotals(tx, campaignId),
      minutes: await tx.query(
        `select minute_at as at, paid_fen as "paidFen", orders, visitors from insight_minute
         where campaign_id = $1 and minute_at > $2 and minute_at <= $3 order by minute_at`,
        [campaignId, at - HOUR_MS, at],
      ),
      heat: await readHeat(tx, campaignId, at),
      channels: await tx.query(
        `select channel, visitors, orders, paid_fen as "paidFen" from insight_channel
         where campaign_id = $1 order by paid_fen desc, channel`,
        [campaignId],
      ),
      recent: await readRecent(tx, campaignId, position),
    };
  });
}

/** How far the sums have come. */
export async function readPosition(sql: Sql): Promise<number> {
  const rows = await sql.query<{ position: number }>('select position from consumer where name = $1', [
    CONSUMER,
  ]);
  return rows[0]?.position ?? 0;
}

async function readTotals(sql: Sql, campaignId: string): Promise<BoardRows['totals']> {
  const rows = await sql.query<BoardRows['totals']>(
    `select counting_since as "countingSince", visits, visitors, placed, orders, units, paid_fen as "paidFen", buyers,
       new_customers as "newCustomers", returned_units as "returnedUnits", refunded_fen as "refundedFen", complaints,
       deposits, balances
     from insight_campaign where campaign_id = $1`,
    [campaignId],
  );
  return rows[0] ?? NO_TOTALS;
}

/** Flash items of slots that are not over, and goods: the least left first. */
async function readHeat(sql: Sql, campaignId: string, at: number): Promise<BoardRows['heat']> {
  return sql.query(
    `select t.kind, t.id, t.total, t.taken from insight_taken t
     left join activity a on t.kind = 'flash' and a.activity_id = t.id
     where t.total > 0 and t.taken > 0
       and (t.kind = 'sku' or (a.campaign_id = $1 and a.ends_at > $2 and a.starts_at <= $2))
     order by (t.total - t.taken)::numeric / t.total, t.taken desc, t.id limit $3`,
    [campaignId, at, HEAT_SHOWN],
  );
}

/** The last orders that were placed, as the events up to this position left them. */
async function readRecent(sql: Sql, campaignId: string, position: number): Promise<BoardRows['recent']> {
  return sql.query(
    `select p.purchase_id as "purchaseId", o.at, p.pay_fen as "payFen", p.body->'address'->>'region' as region,
       p.body->'orders'->0->'lines'->0->'title' as title,
       coalesce((select case e.type when 'purchase.paid' then 'paid' when 'purchase.closed' then 'closed'
                                    when 'purchase.refunded' then 'refunded' end
                 from outbox e where e.position > o.position and e.position <= $2 and e.aggregate = o.aggregate
                   and e.type in ('purchase.paid', 'purchase.closed', 'purchase.refunded')
                 order by e.position desc limit 1), 'held') as state
     from (select * from outbox where position <= $2 and position > $2 - 2000 and type = 'purchase.placed'
           order by position desc limit $3) o
     join purchase p on p.purchase_id = o.data->>'purchaseId'
     where p.body->>'campaignId' = $1 order by o.position desc`,
    [campaignId, position, RECENT_SHOWN],
  );
}
