import { createHash, createHmac } from 'node:crypto';
import type { AuditFeeds, AuditHashes } from '@dacu/engine/simulate';
import type { Sql } from '../../../platform/db/types.ts';
import type { Edition } from './sources.ts';

/**
 * Reads the books for the auditor: the raw rows, page by page, as they stand. It only carries; every sum is the
 * auditor's own. Run it in one snapshot, or on a database that stands still.
 * Long because each table is one query and one shape, told side by side.
 */
const PAGE = 2_000;

/** What the auditor recomputes draws with. */
export const AUDIT_HASHES: AuditHashes = {
  sha256: (text) => createHash('sha256').update(text).digest('hex'),
  hmac: (seedHex, text) => createHmac('sha256', Buffer.from(seedHex, 'hex')).update(text).digest(),
};

export async function feedBooks(
  sql: Sql,
  auditor: AuditFeeds,
  edition: (editionId: string) => Promise<Pick<Edition, 'compiled'> | null>,
): Promise<void> {
  await feedPromotions(sql, auditor, edition);
  await eachPage(sql, PROTECTIONS, (row: ProtectionPage) => auditor.protection(row));
  await eachPage(sql, POOLS, ({ styles: prizes, ...row }: PoolPage) => auditor.pool({ ...row, prizes }));
  await eachPage(sql, PURCHASES, (row: PurchasePage) => auditor.purchase(purchaseOf(row)));
  await eachPage(sql, SENT, ({ returned, ...row }: SentPage) =>
    auditor.sent({
      ...row,
      lines: row.lines.map((line) => ({ ...line, returnedQuantity: returned[line.lineId] ?? 0 })),
    }),
  );
  await eachPage(sql, ACTIVITIES, (row: ActivityPage) => auditor.activity(row));
  await eachPage(sql, LIMIT_USES, (row: LimitUsePage) => auditor.limitUse(row));
  await eachPage(sql, COUPONS, ({ counted, ...row }: CouponPage) => auditor.coupon({ ...row, ...counted }));
  await eachPage(sql, CAPS, (row: CapPage) => auditor.cap(row));
  await eachPage(sql, POINTS_ACCOUNTS, (row: PointsAccountPage) => auditor.pointsAccount(row));
  await eachPage(sql, POINTS_ENTRIES, (row: PointsEntryPage) => auditor.pointsEntry(row));
  await eachPage(sql, DRAWS, (row: DrawPage) => auditor.draw(row));
  await eachPage(sql, BOX_BUYERS, (row: BoxBuyerPage) => auditor.boxBuyer(row));
  await eachPage(sql, STOCK, (row: StockPage) => auditor.stock(row));
  await eachPage(sql, PLACED, (row: PlacedPage) => auditor.placed(row));
  await eachPage(sql, PAYMENTS, (row: PaymentPage) => {
    auditor.payment(row);
    for (const refund of row.refunds) {
      auditor.refund({ refundId: refund.refundId, paymentId: row.paymentId, fen: refund.fen });
    }
  });
  await eachPage(sql, DEPOSITS, (row: DepositPage) => auditor.deposit(row));
  await eachPage(sql, PAYOUTS, (row: PayoutPage) => auditor.payout(row));
  await eachPage(sql, EVENTS, (row: EventPage) => auditor.event(row));
}

type Keyed = { readonly key: string };
type Fed<Feed extends keyof AuditFeeds> = Parameters<AuditFeeds[Feed]>[0];
/** A query with `$1` the key after which to go on and `$2` the size of a page; answers `key` first. */
type Paged = { readonly text: string; readonly first: string };

async function eachPage<Row extends Keyed>(sql: Sql, page: Paged, take: (row: Row) => void): Promise<void> {
  let after: string = page.first;
  for (;;) {
    const rows = await sql.query<Row>(page.text, [after, PAGE]);
    for (const row of rows) take(row);
    if (rows.length < PAGE) return;
    after = rows.at(-1)!.key;
  }
}

type Allocation = {
  promotionId: string;
  layer: string;
  fen: number;
  funderFen: { funder: 'platform' | 'seller' | 'brand' | 'government' | 'channel'; fen: number }[];
};
type PurchasePage = Keyed & {
  purchaseId: string;
  claimKey: string;
  shopperId: string;
  kind: 'ordinary' | 'flash' | 'presale' | 'group' | 'gift';
  state: 'held' | 'depositPaid' | 'paid' | 'closed' | 'forfeited' | 'refunded';
  placedAt: number;
  holdUntil: number;
  paidAt: number | null;
  closedAt: number | null;
  payFen: number;
  refundedFen: number;
  returned: Record<string, number>;
  body: {
    editionId: string;
    goodsFen: number;
    freightFen: number;
    newcomerKeys: string[];
    buyerKeys: string[];
    coupons?: { couponId: string }[];
    couponUses?: { limitKey: string; count: number; max: number }[];
    giftUses?: { limitKey: string; count: number; max: number }[];
    budgets?: { capId: string; amount: number }[];
    points?: {
      used: number;
      fen: number;
      earn: { points: number; perFen: number; lineIds: string[] } | null;
    };
    boxes?: {
      lineId: string;
      poolId: string;
      drawIds: string[];
      shopperKeys: string[];
      perPersonMax: number | null;
    }[];
    flash: { activityId: string; limitKeys: string[]; perPersonMax: number } | null;
    presale?: {
      frozen: {
        quantity: number;
        unit: { depositFen: number; contractFen: number };
        balanceEndsAt: number;
      };
      deposit: { paymentId: string } | null;
      ending: NonNullable<Fed<'purchase'>['presale']>['ending'];
      paysInFull?: true;
    };
    orders: {
      lines: {
        lineId: string;
        skuId: string;
        quantity: number;
        listFen: number;
        netFen: number;
        services?: { chargedFen: number }[];
        allocations: Allocation[];
      }[];
    }[];
  };
};

const PURCHASES: Paged = {
  first: '',
  text: `select purchase_id as key, purchase_id as "purchaseId", claim_key as "claimKey", shopper_id as "shopperId", kind, state, placed_at as "placedAt",
  hold_until as "holdUntil", paid_at as "paidAt", closed_at as "closedAt", pay_fen as "payFen", refunded_fen as "refundedFen",
  returned, body from purchase where purchase_id > $1 order by purchase_id limit $2`,
};

function purchaseOf({ body, returned, shopperId, key: _, ...row }: PurchasePage) {
  return {
    ...row,
    editionId: body.editionId,
    goodsFen: body.goodsFen,
    freightFen: body.freightFen,
    activityId: body.flash?.activityId ?? null,
    limitKeys: body.flash?.limitKeys ?? [],
    perPersonMax: body.flash?.perPersonMax ?? null,
    newcomerKeys: body.newcomerKeys,
    buyerKeys: body.buyerKeys,
    couponIds: (body.coupons ?? []).map(({ couponId }) => couponId),
    couponUses: [...(body.couponUses ?? []), ...(body.giftUses ?? [])],
    budgets: body.budgets ?? [],
    points: body.points ?? null,
    ...(body.presale && !body.presale.paysInFull && { presale: presaleOf(shopperId, body.presale) }),
    boxes: (body.boxes ?? []).map(({ shopperKeys, ...box }) => ({ ...box, buyerKeys: shopperKeys })),
    lines: body.orders.flatMap((order) =>
      order.lines.map((line) => ({
        ...line,
        returnedQuantity: returned[line.lineId] ?? 0,
        servicesFen: (line.services ?? []).reduce((sum, { chargedFen }) => sum + chargedFen, 0),
      })),
    ),
  };
}

function presaleOf(
  shopperId: string,
  { frozen, deposit, ending }: NonNullable<PurchasePage['body']['presale']>,
) {
  return {
    ...{ shopperId, quantity: frozen.quantity, paymentId: deposit?.paymentId ?? null },
    depositFen: frozen.unit.depositFen * frozen.quantity,
    bookedFen: frozen.unit.contractFen * frozen.quantity,
    depositPaid: deposit !== null,
    balanceEndsAt: frozen.balanceEndsAt,
    ending,
  };
}

type SentPage = Keyed &
  Omit<Fed<'sent'>, 'lines'> & {
    returned: Record<string, number>;
    lines: Omit<Fed<'sent'>['lines'][number], 'returnedQuantity'>[];
  };
const SENT: Paged = {
  first: '',
  text: `select p.purchase_id as key, p.purchase_id as "purchaseId", p.returned,
  (select jsonb_agg(jsonb_build_object('orderId', o->>'orderId', 'lineId', l->>'lineId', 'skuId', l->>'skuId',
      'quantity', l->'quantity')) from jsonb_array_elements(p.body->'orders') o, jsonb_array_elements(o->'lines') l) as lines,
  case when f.purchase_id is not null then jsonb_build_object('waits', f.allot_at is not null, 'lines',
    (select jsonb_agg(l) from jsonb_array_elements(f.orders) o, jsonb_array_elements(o->'lines') l)) end as counted,
  (select coalesce(jsonb_agg(jsonb_build_object('parcelId', c.parcel_id, 'orderId', c.order_id, 'way', c.way, 'state', c.state,
      'shippedAt', c.shipped_at, 'deliveredAt', c.delivered_at, 'units', c.units, 'codes', case when c.way = 'pickup' then
        (select coalesce(jsonb_agg(jsonb_build_object('state', k.state, 'clerkId', k.clerk_id)), '[]')
         from pickup_code k where k.parcel_id = c.parcel_id) else '[]' end)), '[]')
   from parcel c where c.purchase_id = p.purchase_id) as parcels,
  (select coalesce(jsonb_agg(jsonb_build_object('caseId', substr(r.claim_key, 6), 'lines', r.lines)), '[]')
   from return_request r where r.purchase_id = p.purchase_id and r.claim_key like 'case:%') as "caseRefunds",
  (select coalesce(jsonb_agg(jsonb_build_object('caseId', c.case_id, 'state', c.state, 'held', c.held, 'lines', c.lines,
      'found', case jsonb_typeof(c.found) when 'array' then c.found else '[]' end)), '[]') from return_case c where c.purchase_id = p.purchase_id) as cases,
  (select coalesce(jsonb_object_agg(u.key, u.value->'refunded'), '{}')
   from return_book b, jsonb_each(b.units) u where b.purchase_id = p.purchase_id) as "refundedOutside"
  from purchase p left join fulfilment f using (purchase_id)
  where p.paid_at is not null and p.purchase_id > $1 order by p.purchase_id limit $2`,
};

type ActivityPage = Keyed & Fed<'activity'>;
const ACTIVITIES: Paged = {
  first: '',
  text: `select activity_id as key, activity_id as "activityId", stock_total as total, held, sold as paid
  from activity where activity_id > $1 order by activity_id limit $2`,
};

type LimitUsePage = Keyed & Fed<'limitUse'>;
const LIMIT_USES: Paged = {
  first: '',
  text: `select limit_key as key, limit_key as "limitKey", held, used
  from limit_use where limit_key > $1 order by limit_key limit $2`,
};

type CouponPage = Keyed & {
  couponId: string;
  state: 'available' | 'frozen' | 'used';
  purchaseId: string | null;
  returned: boolean;
  counted: {
    limits: { limitKey: string; max: number }[];
    takes: { capId: string; amount: number }[];
  };
};
const COUPONS: Paged = {
  first: '',
  text: `select c.coupon_id as key, c.coupon_id as "couponId", c.state, c.purchase_id as "purchaseId",
  c.returned_at is not null as returned, k.counted
  from coupon c join coupon_claim k on k.coupon_id = c.coupon_id where c.coupon_id > $1 order by c.coupon_id limit $2`,
};

type CapPage = Keyed & Fed<'cap'>;
/** Spent is what came back spent and what is spent of the slices that are out. */
const CAPS: Paged = {
  first: '',
  text: `select c.cap_id as key, c.cap_id as "capId", c.total,
  (c.used + coalesce((select sum(l.spent) from cap_lease l where l.cap_id = c.cap_id), 0))::bigint as spent
  from cap c where c.cap_id > $1 order by c.cap_id limit $2`,
};

type PointsAccountPage = Keyed & Fed<'pointsAccount'>;
const POINTS_ACCOUNTS: Paged = {
  first: '',
  text: `select shopper_id as key, shopper_id as "shopperId", balance, lots
  from points_account where shopper_id > $1 order by shopper_id limit $2`,
};

type PointsEntryPage = Keyed & Fed<'pointsEntry'>;
const POINTS_ENTRIES: Paged = {
  first: '',
  text: `select entry_id as key, entry_id as "entryId", shopper_id as "shopperId", purchase_id as "purchaseId", points, moves
  from points_entry where entry_id > $1 order by entry_id limit $2`,
};

type PoolPage = Keyed & Omit<Fed<'pool'>, 'prizes'> & { styles: Fed<'pool'>['prizes'] };
const POOLS: Paged = {
  first: '',
  text: `select p.pool_id as key, p.pool_id as "poolId", p.version, p.terms->>'mode' as mode,
  (p.terms->>'pityDraws')::int as "pityDraws", p.terms->'styles' as styles, p.commitment, c.held, c.drawn,
  c.by_prize as "byPrize", c.revealed_at as "revealedAt", c.seed
  from draw_pool p join draw_count c using (pool_id) where p.pool_id > $1 order by p.pool_id limit $2`,
};

type DrawPage = Keyed & Fed<'draw'>;
const DRAWS: Paged = {
  first: '',
  text: `select draw_id as key, draw_id as "drawId", pool_id as "poolId", campaign_id || ':' || promotion_id as programme,
  purchase_id as "purchaseId", line_id as "lineId", shopper_id as "shopperId", position, ordinal,
  misses_before as "missesBefore", prize_id as "prizeId", hit, by_pity as "byPity", drawn_at as "drawnAt",
  opened_at is not null as opened, returned_at as "returnedAt" from draw where draw_id > $1 order by draw_id limit $2`,
};

type BoxBuyerPage = Keyed & Fed<'boxBuyer'>;
const BOX_BUYERS: Paged = {
  first: '',
  text: `select shopper_key as key, shopper_key as "buyerKey", held, draws
  from draw_shopper where shopper_key > $1 order by shopper_key limit $2`,
};

type StockPage = Keyed & Fed<'stock'>;
/** What orders moved is left to the auditor to work out; what happened in a store is not the network's. */
const STOCK: Paged = {
  first: '',
  text: `select s.sku_id as key, s.sku_id as "skuId", s.on_hand as "onHand", s.reserved, s.locked, s.sold as shipped, s.unavailable,
  m.received, jsonb_build_object('onHand', m.on_hand, 'reserved', m.reserved, 'locked', m.locked, 'sold', m.sold,
    'unavailable', m.unavailable) as told
  from stock s cross join lateral (
    select coalesce(sum(m.on_hand) filter (where m.biz_type in ('receipt', 'act')), 0)::bigint as received,
      coalesce(sum(m.on_hand), 0)::bigint as on_hand, coalesce(sum(m.reserved), 0)::bigint as reserved,
      coalesce(sum(m.locked), 0)::bigint as locked, coalesce(sum(m.sold), 0)::bigint as sold,
      coalesce(sum(m.unavailable), 0)::bigint as unavailable
    from stock_movement m left join place w using (place_id) where m.sku_id = s.sku_id and w.kind is distinct from 'store') m
  where s.sku_id > $1 order by s.sku_id limit $2`,
};

type PlacedPage = Keyed & Fed<'placed'>;
const PLACED: Paged = {
  first: '',
  text: `select p.place_stock_key as key, p.sku_id as "skuId", p.place_id as "placeId", w.kind, p.on_hand as "onHand", p.allotted,
  p.unavailable, jsonb_build_object('onHand', m.on_hand, 'allotted', m.allotted, 'unavailable', m.unavailable) as told
  from place_stock p join place w using (place_id) cross join lateral (
    select coalesce(sum(m.on_hand), 0)::bigint as on_hand, coalesce(sum(m.allotted), 0)::bigint as allotted,
      coalesce(sum(m.unavailable), 0)::bigint as unavailable
    from stock_movement m where m.sku_id = p.sku_id and m.place_id = p.place_id) m
  where p.place_stock_key > $1 order by p.place_stock_key limit $2`,
};

type PaymentPage = Keyed & {
  paymentId: string;
  purchaseId: string;
  amountFen: number;
  state: 'pending' | 'succeeded' | 'failed' | 'refunded';
  refundedFen: number;
  stage: 'whole' | 'deposit' | 'balance';
  refunds: { refundId: string; fen: number }[];
};
const PAYMENTS: Paged = {
  first: '',
  text: `select payment_id as key, payment_id as "paymentId", purchase_id as "purchaseId", amount_fen as "amountFen", state,
  refunded_fen as "refundedFen", stage, refunds from payment where payment_id > $1 order by payment_id limit $2`,
};

type DepositPage = Keyed & Fed<'deposit'>;
const DEPOSITS: Paged = {
  first: '',
  text: `select purchase_id as key, purchase_id as "purchaseId", shopper_id as "shopperId", payment_id as "paymentId", quantity,
  deposit_fen as "depositFen", booked_fen as "bookedFen" from presale_deposit where purchase_id > $1 order by purchase_id limit $2`,
};

type PayoutPage = Keyed & Fed<'payout'>;
/** The bank's own book can be read where we play the bank. */
const PAYOUTS: Paged = {
  first: '',
  text: `select o.purchase_id as key, o.purchase_id as "purchaseId", o.shopper_id as "shopperId", o.fen, o.owed_at as "owedAt",
  o.paid_at as "paidAt", exists (select from due d where d.kind = 'presale.payout' and d.key = o.purchase_id and d.state <> 'done') as waits,
  case when exists (select from meta where kind = 'simulated') then
    (select coalesce(jsonb_agg(jsonb_build_object('shopperId', b.shopper_id, 'fen', b.amount_fen)), '[]')
     from sandbox_payout b where b.payout_id = 'presale:' || o.purchase_id) end as sent
  from presale_payout o where o.purchase_id > $1 order by o.purchase_id limit $2`,
};

type ProtectionPage = Keyed & Fed<'protection'>;
const PROTECTIONS: Paged = {
  first: '',
  text: `select protection_key as key, purchase_id as "purchaseId", line_id as "lineId", paid_fen as "paidFen",
  held_fen as "heldFen", payments from price_protection where protection_key > $1 order by protection_key limit $2`,
};

type EventPage = Keyed & Fed<'event'>;
const EVENTS: Paged = {
  first: '0',
  text: `select id::text as key, position, type, aggregate, data from outbox where id > $1::bigint order by id limit $2`,
};

/** Who pays for each promotion, edition by edition, as it was published. */
async function feedPromotions(
  sql: Sql,
  auditor: AuditFeeds,
  edition: (editionId: string) => Promise<Pick<Edition, 'compiled'> | null>,
): Promise<void> {
  const rows = await sql.query<{ editionId: string }>(
    `select distinct body->>'editionId' as "editionId" from purchase`,
  );
  for (const { editionId } of rows) {
    const published = await edition(editionId);
    for (const promotion of published?.compiled.promotions ?? []) {
      auditor.promotion({ editionId, promotionId: promotion.id, funders: promotion.funders });
    }
  }
}
