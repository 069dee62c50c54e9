import type { StockAudit } from '@dacu/contract/api';
import type { Db } from '../../../platform/db/types.ts';

const DIFFERENCES_MAX = 100;

/** Movements of the network are those that did not happen in a store. */
const NETWORK = `select m.sku_id, sum(m.on_hand)::int as on_hand, sum(m.reserved)::int as reserved, sum(m.locked)::int as locked,
    sum(m.sold)::int as sold, sum(m.unavailable)::int as unavailable, count(*)::int as n
  from stock_movement m left join place w using (place_id) where w.kind is distinct from 'store' group by m.sku_id`;
const PLACED = `select sku_id, place_id, sum(on_hand)::int as on_hand, sum(allotted)::int as allotted,
    sum(unavailable)::int as unavailable, count(*)::int as n
  from stock_movement where place_id <> '' group by 1, 2`;

/**
 * Does the ledger add up? Every count against the sum of its movements, for each sku and each place, and the warehouses
 * with what stores set aside for orders against the network; in one snapshot. What the consumers have not heard yet is `behind`: until that is 0, a difference
 * may be nothing else. Reads every movement there is: some hundred milliseconds for each million.
 */
export async function auditStock(db: Db): Promise<StockAudit> {
  return db.transaction(
    async (tx) => {
      await tx.query('set transaction isolation level repeatable read, read only');
      const [figures] = await tx.query<Pick<StockAudit, 'behind' | 'skus' | 'placed' | 'movements'>>(
        `select (select count(*) from outbox where position is null or position > (select min(position) from consumer))::int as behind,
           (select count(*) from stock)::int as skus, (select count(*) from place_stock)::int as placed,
           (select count(*) from stock_movement)::int as movements`,
      );
      const differences = await tx.query<StockAudit['differences'][number]>(
        `with network as (${NETWORK}), placed as (${PLACED}),
         warehouses as (select sku_id, sum(case kind when 'warehouse' then on_hand else allotted end)::int as on_hand,
             coalesce(sum(unavailable) filter (where kind = 'warehouse'), 0)::int as unavailable
           from place_stock join place using (place_id) group by 1 having bool_or(kind = 'warehouse'))
         select "skuId", "placeId", kind, count, counted, told from (
           select coalesce(s.sku_id, n.sku_id) as "skuId", null as "placeId", 'ledger' as kind, c.count,
             coalesce(c.counted, 0) as counted, coalesce(c.told, 0) as told
           from stock s full join network n using (sku_id) cross join lateral (values
             ('onHand', s.on_hand, n.on_hand), ('reserved', s.reserved, n.reserved), ('locked', s.locked, n.locked),
             ('sold', s.sold, n.sold), ('unavailable', s.unavailable, n.unavailable)) as c(count, counted, told)
           union all
           select coalesce(p.sku_id, m.sku_id), coalesce(p.place_id, m.place_id), 'ledger', c.count,
             coalesce(c.counted, 0), coalesce(c.told, 0)
           from place_stock p full join placed m using (sku_id, place_id) cross join lateral (values
             ('onHand', p.on_hand, m.on_hand), ('allotted', p.allotted, m.allotted),
             ('unavailable', p.unavailable, m.unavailable)) as c(count, counted, told)
           union all
           select s.sku_id, null, 'places', c.count, c.counted, c.told
           from stock s join warehouses w using (sku_id) cross join lateral (values
             ('onHand', s.on_hand, w.on_hand), ('unavailable', s.unavailable, w.unavailable)) as c(count, counted, told)
         ) r where counted <> told
         order by "placeId" nulls first, "skuId", kind, count limit ${DIFFERENCES_MAX}`,
      );
      return { ...figures!, differences };
    },
    { deadlineMs: 60_000 },
  );
}
