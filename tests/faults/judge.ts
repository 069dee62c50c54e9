import { type AcknowledgedOrder, type AuditReport, createAuditor } from '@dacu/engine/simulate';
import { createPlans } from '../../apps/server/src/modules/base/plan/index.ts';
import { AUDIT_HASHES, feedBooks } from '../../apps/server/src/modules/watch/insight/index.ts';
import { secureBytes } from '../../apps/server/src/platform/chance.ts';
import { realClocks } from '../../apps/server/src/platform/clocks.ts';
import { connectionOf } from '../../apps/server/src/platform/db/embedded-postgres.ts';
import { openDb } from '../../apps/server/src/platform/db/open-db.ts';
import type { Db, DbConnection } from '../../apps/server/src/platform/db/types.ts';
import { homeOf } from '../../apps/server/src/platform/embedded/home.ts';
import { createIds } from '../../apps/server/src/platform/ids.ts';
import { type Place, ROOT } from './launch.ts';

/** A connection of our own to the database of a running server, by place or URL: the judge never asks the server. */
export function openBooks(where: Place | string): Db {
  return openDb({
    connection: typeof where === 'string' ? { url: where } : embeddedOf(where),
    connectionsMax: 2,
    deadlineMs: 30_000,
    name: 'judge',
  });
}

function embeddedOf(place: Place): DbConnection {
  const { socketDir, passwordFile } = homeOf(ROOT, place.dataDir);
  return connectionOf({ socketDir, passwordFile }, 'dacu');
}

/** Waits until events have positions, consumers have seen them, and nothing that is due waits. */
export async function untilSettled(books: Db, campaignNow: () => Promise<number>, ms: number): Promise<void> {
  const deadline = performance.now() + ms;
  for (;;) {
    const [row] = await books.query<{ unplaced: number; behind: number; due: number }>(
      `select (select count(*) from outbox where position is null) as unplaced,
         (select count(*) from consumer, outbox_position o where consumer.position < o.position) as behind,
         (select count(*) from due where state = 'waiting' and at <= $1) as due`,
      [await campaignNow()],
    );
    if (row && row.unplaced + row.behind + row.due === 0) return;
    if (performance.now() > deadline) throw new Error(`not settled within ${ms} ms: ${JSON.stringify(row)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

/** The independent auditor over one snapshot of the raw tables. */
export async function audit(
  books: Db,
  told: readonly AcknowledgedOrder[],
  asOf: number,
): Promise<AuditReport> {
  const clocks = realClocks();
  const ids = createIds({ now: clocks.wall.now, randomBytes: secureBytes() });
  const plans = createPlans({ db: books, clocks, ids });
  return books.transaction(async (tx) => {
    await tx.query('set transaction isolation level repeatable read, read only');
    const auditor = createAuditor({ asOf, hashes: AUDIT_HASHES });
    for (const order of told) auditor.acknowledged(order);
    await feedBooks(tx, auditor, (editionId) => plans.edition(editionId));
    return auditor.report();
  });
}

export function violationsOf(report: AuditReport): string[] {
  return report.checks.flatMap((check) => check.violations.map((words) => `${check.id}: ${words}`));
}

/**
 * Rows at which the projections differ from the purchases they were made of, worked out in SQL from the other end than
 * the auditor's: each is a sentence's worth of evidence, and none may come back.
 */
export async function projectionFaults(books: Db): Promise<Record<string, unknown>[]> {
  const queries = [
    `select 'movements are not the counts' as what, s.sku_id, s.reserved, s.locked, m.reserved as told_reserved, m.locked as told_locked
     from stock s left join (select sku_id, sum(on_hand)::int as on_hand, sum(reserved)::int as reserved, sum(locked)::int as locked,
         sum(sold)::int as sold, sum(m.unavailable)::int as unavailable
       from stock_movement m left join place w using (place_id) where w.kind is distinct from 'store' group by sku_id) m using (sku_id)
     where (s.on_hand, s.reserved, s.locked, s.sold, s.unavailable)
       is distinct from (m.on_hand, m.reserved, m.locked, m.sold, m.unavailable)`,
    `select 'movements are not what stands there' as what, p.place_stock_key, p.on_hand, m.on_hand as told_on_hand
     from place_stock p left join (select sku_id, place_id, sum(on_hand)::int as on_hand, sum(allotted)::int as allotted,
         sum(unavailable)::int as unavailable from stock_movement where place_id <> '' group by 1, 2) m using (sku_id, place_id)
     where (p.on_hand, p.allotted, p.unavailable) is distinct from (m.on_hand, m.allotted, m.unavailable)`,
    `select 'the warehouses are not the network' as what, s.sku_id, s.on_hand, w.on_hand as standing
     from stock s join (select sku_id, sum(case kind when 'warehouse' then on_hand else allotted end)::int as on_hand,
         coalesce(sum(unavailable) filter (where kind = 'warehouse'), 0)::int as unavailable
       from place_stock join place using (place_id) group by 1 having bool_or(kind = 'warehouse')) w using (sku_id)
     where (s.on_hand, s.unavailable) is distinct from (w.on_hand, w.unavailable)`,
    `select 'hold is not the state' as what, p.purchase_id, p.state, h.state as hold
     from purchase p left join hold h using (purchase_id)
     where h.state is distinct from
       case p.state when 'held' then 'held' when 'closed' then 'given back' else 'used' end`,
    `select 'orders are not the body' as what, p.purchase_id from purchase p
     left join (select purchase_id, count(*) as n, sum(goods_fen + freight_fen) as fen from shop_order group by 1) o using (purchase_id)
     where o.n is distinct from jsonb_array_length(p.body->'orders') or o.fen is distinct from p.pay_fen`,
    `select 'lines are not the body' as what, p.purchase_id from purchase p
     left join (select purchase_id, sum(net_fen) as net, sum(refunded_fen) as refunded from order_line group by 1) l using (purchase_id)
     where l.net is distinct from (p.body->>'goodsFen')::bigint or l.refunded > p.refunded_fen`,
    `select 'a refund was not carried out once' as what, r.refund_id, c.fen, s.fen as sandbox_fen from
       (select payment_id, x->>'refundId' as refund_id, (x->>'fen')::bigint as fen from payment, jsonb_array_elements(refunds) x) r
     left join (select refund_id, amount_fen as fen from provider_refund) c using (refund_id)
     left join (select refund_id, amount_fen as fen from sandbox_refund) s using (refund_id)
     where r.fen > 0 and (r.fen is distinct from c.fen or r.fen is distinct from s.fen)`,
    `select 'the provider holds money that we do not know' as what, c.payment_id, c.state, p.state as ours
     from sandbox_charge c left join payment p using (payment_id)
     where c.state = 'succeeded' and (p.state is null or p.state not in ('succeeded', 'refunded'))`,
  ];
  const found = await Promise.all(queries.map((text) => books.query(text)));
  return found.flat();
}

/**
 * Every fen in a known state, by the provider's books against ours: what was taken for a purchase is what it keeps, what
 * went back, and what is still to go back; and no purchase has kept more than one charge.
 */
export async function moneyFaults(books: Db): Promise<Record<string, unknown>[]> {
  return books.query(
    `with waiting as (
       select w->>'paymentId' as payment_id, sum((w->>'amountFen')::bigint) as fen
       from due, jsonb_array_elements(coalesce(due.payload->'shared', jsonb_build_array(due.payload))) w
       where due.kind = 'payment.refund' and due.state <> 'done' group by 1
     ), back as (
       select payment_id, sum(amount_fen) as fen from sandbox_refund group by 1
     ), charge as (
       select p.purchase_id, c.amount_fen, coalesce(b.fen, 0) as back_fen, coalesce(w.fen, 0) as waiting_fen
       from sandbox_charge c left join payment p using (payment_id) left join back b using (payment_id)
       left join waiting w using (payment_id) where c.state = 'succeeded'
     ), taken as (
       select purchase_id, sum(amount_fen) as fen, sum(back_fen) as back_fen, sum(waiting_fen) as waiting_fen,
         count(*) filter (where amount_fen > back_fen + waiting_fen) as kept_charges
       from charge group by 1
     )
     select 'fen in no known state' as what, coalesce(t.purchase_id, p.purchase_id) as purchase_id, p.state,
       p.pay_fen, p.refunded_fen, t.fen, t.back_fen, t.waiting_fen, t.kept_charges
     from taken t full join purchase p using (purchase_id)
     where coalesce(t.fen, 0) is distinct from coalesce(t.back_fen, 0) + coalesce(t.waiting_fen, 0)
         + case when p.state in ('paid', 'refunded') then p.pay_fen - p.refunded_fen else 0 end
       or coalesce(t.kept_charges, 0) > 1`,
  );
}

/** Everything that the raw tables and what clients were told say against us, in words; none may come back. */
export async function faultsIn(
  books: Db,
  told: readonly AcknowledgedOrder[],
  asOf: number,
): Promise<string[]> {
  const report = await audit(books, told, asOf);
  const rows = [...(await projectionFaults(books)), ...(await moneyFaults(books))];
  const known = new Set(told.map((order) => order.purchaseId));
  const purchases = await books.query<{ id: string; claimKey: string }>(
    'select purchase_id as id, claim_key as "claimKey" from purchase',
  );
  const untold = purchases
    .filter(({ id }) => !known.has(id))
    .map(({ id, claimKey }) => `nobody was told of ${id}, asked for as ${claimKey}`);
  return [...violationsOf(report), ...rows.map((row) => JSON.stringify(row)), ...untold];
}
