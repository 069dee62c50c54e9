import type { PurchaseRequest } from '@dacu/contract/api';
import { createAuditor } from '@dacu/engine/simulate';
import { expect } from 'vitest';
// The judge of the books reads every table; a test may look down on its own from there.
import { AUDIT_HASHES, feedBooks } from '../../watch/insight/books.ts';
import type { PurchaseRow } from '../orders/index.ts';
import { type Bench, type Customer, openBench } from '../trade-test-bench.ts';
import { putTestPlaces } from '../trade-test-places.ts';
import { SLOT_FROM } from '../trade-test-sale.ts';
import { readFulfilments, readParcelsOf } from './store.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;
export const DELIVERY = {
  carriers: [
    { id: 'sf', title: { zh: '顺丰', en: 'SF' }, priority: true },
    { id: 'jd', title: { zh: '京东', en: 'JD' }, priority: true },
  ],
  ...{ shipWithinMs: 48 * HOUR, deliverWithinMs: null, remoteRegions: ['540000'] },
  ...{ late: { bp: 1_000, minFen: 500, maxFen: 50_000 }, keepForMs: 7 * DAY },
};

/** A sale with two warehouses (60 and 40 of each item) and a store that has five creams. */
export async function openFulfilment(onHand = 100): Promise<Bench> {
  const bench = await openBench({ onHand });
  bench.sale.publish({ activityStock: 10, perPersonMax: 2, delivery: DELIVERY });
  await putTestPlaces(bench.db);
  await bench.db.transaction((tx) =>
    bench.node.stock.receive(tx, {
      ...{ receiptId: 'shelf', at: SLOT_FROM },
      rows: [{ skuId: 'sku-cream', quantity: 5, placeId: 'st-beijing' }],
    }),
  );
  return bench;
}

/** Places, pays and lets everybody hear of it. */
export async function buyAndPay(
  bench: Bench,
  lines: PurchaseRequest['lines'],
  more: { customer?: Customer; delivery?: PurchaseRequest['delivery'] } = {},
): Promise<PurchaseRow> {
  const customer = more.customer ?? (await bench.shopper());
  const at = bench.clocks.campaign.now();
  const { priced } = await bench.node.offers.price({
    ...{ at, items: lines, buyer: customer, region: customer.address.region },
    collected: more.delivery?.way === 'pickup',
  });
  const answer = await bench.node.orders.placePurchase({
    ...{ at, buyer: customer, idempotencyKey: `key-${Math.round(at)}-${customer.shopperId}` },
    request: {
      ...{ lines, expectedPayFen: priced!.quote.payFen, address: customer.address },
      ...(more.delivery && { delivery: more.delivery }),
    },
  });
  if (answer.kind === 'refused') throw new Error(answer.code);
  await bench.pay(answer.row);
  await bench.drainEvents();
  return answer.row;
}

/** Moves the clock on and lets everybody hear what happened. */
export async function pass(bench: Bench, ms: number): Promise<void> {
  await bench.advanceTo(bench.clocks.campaign.now() + ms);
  await bench.drainEvents();
}

export async function standingOf(bench: Bench, { purchaseId }: Pick<PurchaseRow, 'purchaseId'>) {
  const [row, parcels] = await Promise.all([
    readFulfilments(bench.db, [purchaseId]),
    readParcelsOf(bench.db, [purchaseId]),
  ]);
  return { row: row.get(purchaseId)!, parcels };
}

export async function eventsOf(
  bench: Bench,
  purchaseId: string,
): Promise<{ type: string; data: Record<string, unknown> }[]> {
  return bench.db.query('select type, data from outbox where aggregate = $1 order by id', [purchaseId]);
}

/** What the auditor finds about units, goods and money; nothing, where all is well. */
export async function auditUnits(bench: Bench): Promise<string[]> {
  await bench.drainEvents();
  const auditor = createAuditor({ asOf: bench.clocks.campaign.now(), hashes: AUDIT_HASHES });
  await feedBooks(bench.db, auditor, (editionId) => bench.sale.plan.edition(editionId));
  const { checks } = auditor.report();
  const own = checks.filter(({ id }) => OF_UNITS.has(id));
  for (const { id, examined } of own) if (examined === 0) throw new Error(`${id} looked at nothing`);
  return own.flatMap(({ id, violations }) => violations.map((words) => `${id}: ${words}`));
}
const OF_UNITS = new Set([
  'unitsPlaced',
  'stockConserved',
  'stockLedger',
  'refundsWithinPay',
  'paymentsMatch',
]);

/** Places and network count what movements say, warehouses hold the network, and what is paid is locked or sold. */
export async function expectBooksToAddUp(bench: Bench): Promise<void> {
  expect(await auditUnits(bench)).toEqual([]);
  const wrong = await bench.db.query(
    `select s.sku_id, s.on_hand, s.locked, s.sold, m.on_hand as told, w.on_hand as placed, o.paid from stock s
     left join (select sku_id, sum(on_hand)::int as on_hand, sum(locked)::int as locked, sum(sold)::int as sold
       from stock_movement m left join place p using (place_id) where p.kind is distinct from 'store' group by 1) m using (sku_id)
     left join (select sku_id, sum(case p.kind when 'warehouse' then on_hand else allotted end)::int as on_hand
       from place_stock join place p using (place_id) group by 1) w using (sku_id)
     left join (select sku_id, sum(l.quantity - l.returned_quantity)::int as paid
       from order_line l join purchase p using (purchase_id) where p.state in ('paid', 'refunded') group by 1) o using (sku_id)
     where s.on_hand <> m.on_hand or s.locked <> m.locked or s.on_hand <> w.on_hand or s.locked + s.sold <> coalesce(o.paid, 0)
       or s.sold <> m.sold`,
  );
  expect(wrong).toEqual([]);
  const placed = await bench.db.query(
    `select place_stock_key, s.on_hand, s.allotted, m.on_hand as told, m.allotted as told_allotted from place_stock s
     left join (select sku_id, place_id, sum(on_hand)::int as on_hand, sum(allotted)::int as allotted
       from stock_movement group by 1, 2) m using (sku_id, place_id)
     where s.on_hand <> m.on_hand or s.allotted <> m.allotted`,
  );
  expect(placed).toEqual([]);
}
