import type { ReviewDocument } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import type { Text } from '@dacu/engine/pricing';
import type { Sql } from '../../../platform/db/types.ts';
import type { Definition } from './definitions.ts';
import type { MeasureWindow } from './measure.ts';
import type { SkuName } from './sources.ts';

/** The tables of a review: each with its definition and the query that fills it. Parameters as in `definitions.ts`. */

const IN_WINDOW = `o.campaign_id = $4 and o.paid_at >= $1 and o.paid_at < least($2::bigint, $3::bigint)`;

const FUNNEL: Definition = {
  id: 'funnel',
  name: { zh: '转化漏斗', en: 'Funnel' },
  definition: {
    zh: '以访问为单位、严格按序：来访 → 看商品 → 加购 → 下单 → 支付；每次访问计到最深一步，中间可有其他动作，窗口为首步起 24 小时。',
    en: 'By visit, in strict order: visit → product page → add to cart → order → payment; each visit counts at its deepest step, other acts allowed between, within 24 hours of the first step.',
  },
  unit: 'count',
  query: `with b as (select visit_id, kind, at from behaviour where at >= $1 and at < least($2::bigint, $3::bigint)),
s0 as (select visit_id, started_at as at from visit where started_at >= $1 and started_at < least($2::bigint, $3::bigint)),
s1 as (select s0.visit_id, s0.at as first_at, min(b.at) as at from s0 join b on b.visit_id = s0.visit_id and b.kind = 'view'
  and b.at >= s0.at and b.at < s0.at + 86400000 group by 1, 2),
s2 as (select s1.visit_id, s1.first_at, min(b.at) as at from s1 join b on b.visit_id = s1.visit_id and b.kind = 'cartAdd'
  and b.at >= s1.at and b.at < s1.first_at + 86400000 group by 1, 2),
p as (select body->>'visitId' as visit_id, placed_at, paid_at from purchase where body->>'campaignId' = $4),
s3 as (select s2.visit_id, s2.first_at, min(p.placed_at) as at from s2 join p on p.visit_id = s2.visit_id
  and p.placed_at >= s2.at and p.placed_at < s2.first_at + 86400000 group by 1, 2),
s4 as (select s3.visit_id from s3 join p on p.visit_id = s3.visit_id and p.paid_at >= s3.at
  and p.paid_at < s3.first_at + 86400000 group by 1)
select (select count(*) from s0) as visit, (select count(*) from s1) as view, (select count(*) from s2) as "cartAdd",
  (select count(*) from s3) as "order", (select count(*) from s4) as pay`,
};

const CHANNELS: Definition = {
  id: 'channels',
  name: { zh: '渠道', en: 'Channels' },
  definition: {
    zh: '按来访渠道：不同访客数、支付订单数、支付 GMV；订单归于下单那次访问的渠道（末次触点）。',
    en: 'By the channel of the visit: distinct visitors, paid orders, paid GMV; an order belongs to the visit that placed it (last touch).',
  },
  unit: 'fen',
  query: `with v as (select channel, count(distinct shopper_id) as visitors from visit
  where started_at >= $1 and started_at < least($2::bigint, $3::bigint) group by channel),
o as (select channel, count(*) as orders, sum(gmv_fen)::bigint as paid_fen from insight_order o where ${IN_WINDOW} group by channel)
select coalesce(v.channel, o.channel) as channel, coalesce(v.visitors, 0) as visitors, coalesce(o.orders, 0) as orders,
  coalesce(o.paid_fen, 0)::bigint as "paidFen" from v full join o using (channel) order by 4 desc, 1`,
};

const DISCOUNTS: Definition = {
  id: 'discounts',
  name: { zh: '优惠成本', en: 'Cost of discounts' },
  definition: {
    zh: '已支付订单上每项优惠的分摊合计，并按出资方拆分；取自订单冻结的分摊，不重新计价。',
    en: 'What each promotion took off paid orders, split by who pays for it; read from the allocations frozen on the orders, never priced again.',
  },
  unit: 'fen',
  query: `select a.promotion_id as "promotionId", a.layer, a.funder, count(distinct a.purchase_id) as orders,
  sum(a.fen)::bigint as fen from order_allocation a join insight_order o using (purchase_id) where ${IN_WINDOW}
group by 1, 2, 3 order by 5 desc, 1, 3`,
};

const DISCOUNT_ORDERS = `select a.promotion_id as "promotionId", count(distinct a.purchase_id) as orders
from order_allocation a join insight_order o using (purchase_id) where ${IN_WINDOW} group by 1`;

const STOCK_OUTS: Definition = {
  id: 'stockOuts',
  name: { zh: '售罄', en: 'Stock-outs' },
  definition: {
    zh: '曾经售罄的活动与商品：首次售罄时刻，以及因无货被拒的次数（遥测，崩溃时可能少计几秒）。',
    en: 'Activities and items that ran out: when first, and how often somebody was refused for want of stock (telemetry; a crash may lose seconds of it).',
  },
  unit: 'count',
  query: `select t.kind, t.id, t.sold_out_at as "soldOutAt", coalesce(r.refused, 0) as "refusedCount"
from insight_taken t left join insight_refusal r using (kind, id) left join activity a on t.kind = 'flash' and a.activity_id = t.id
where t.sold_out_at >= $1 and t.sold_out_at < least($2::bigint, $3::bigint) and (t.kind = 'sku' or a.campaign_id = $4)
order by 4 desc, 3, 2 limit 30`,
};

const ITEMS: Definition = {
  id: 'items',
  name: { zh: '商品', en: 'Items' },
  definition: {
    zh: '每个 SKU 的支付件数、商品实付、商品页浏览与退货率；最好 = 实付最高，最差 = 浏览多而卖得少，或退货率高。',
    en: 'Paid units, money for goods, page views and return rate of each SKU; best = most money, worst = many views and few sales, or many returns.',
  },
  unit: 'fen',
  query: `with s as (select l.sku_id, l.product_id, sum(l.quantity) as units, sum(l.net_fen)::bigint as paid_fen, sum(l.returned_quantity) as returned
  from order_line l join insight_order o using (purchase_id) where ${IN_WINDOW} group by 1, 2),
v as (select product_id, count(*) as views from behaviour where kind = 'view' and at >= $1 and at < least($2::bigint, $3::bigint) group by 1)
select coalesce(s.sku_id, '') as "skuId", coalesce(s.product_id, v.product_id) as "productId", coalesce(s.units, 0) as units,
  coalesce(s.paid_fen, 0)::bigint as "paidFen", coalesce(s.returned, 0) as returned, coalesce(v.views, 0) as views
from s full join v using (product_id) order by 4 desc, 2, 1`,
};

export const SECTION_DEFINITIONS = [FUNNEL, CHANNELS, DISCOUNTS, STOCK_OUTS, ITEMS] as const;

export type ItemRow = {
  readonly skuId: string;
  readonly productId: string;
  readonly units: number;
  readonly paidFen: number;
  readonly returned: number;
  readonly views: number;
};

/** The rows of a table of the review. */
export async function runSection<Row>(
  sql: Sql,
  query: string,
  window: MeasureWindow,
  campaignId: string,
): Promise<Row[]> {
  const text = query.startsWith('with ')
    ? `with parameters as (select $1::bigint, $2::bigint, $3::bigint, $4::text), ${query.slice(5)}`
    : `with parameters as (select $1::bigint, $2::bigint, $3::bigint, $4::text) ${query}`;
  return sql.query<Row>(text, [window.startsAt, window.endsAt, window.asOf, campaignId]);
}

const STEPS: readonly { readonly step: string; readonly title: Text }[] = [
  { step: 'visit', title: { zh: '来访', en: 'Visit' } },
  { step: 'view', title: { zh: '看商品', en: 'Product page' } },
  { step: 'cartAdd', title: { zh: '加入购物车', en: 'Add to cart' } },
  { step: 'order', title: { zh: '下单', en: 'Order' } },
  { step: 'pay', title: { zh: '支付', en: 'Payment' } },
];

export async function readFunnel(
  sql: Sql,
  window: MeasureWindow,
  campaignId: string,
): Promise<ReviewDocument['funnel']> {
  const [row] = await runSection<Record<string, number>>(sql, FUNNEL.query!, window, campaignId);
  let before = 0;
  return STEPS.map(({ step, title }, index) => {
    const visitors = Number(row?.[step] ?? 0);
    const rateBp = index === 0 ? 10_000 : before === 0 ? 0 : Math.round((visitors * 10_000) / before);
    before = visitors;
    return { step, title, visitors, rateBp };
  });
}

export async function readChannels(
  sql: Sql,
  window: MeasureWindow,
  campaignId: string,
): Promise<ReviewDocument['channels']> {
  const rows = await runSection<ReviewDocument['channels'][number]>(sql, CHANNELS.query!, window, campaignId);
  return rows.map((row) => ({
    channel: row.channel,
    visitors: Number(row.visitors),
    orders: Number(row.orders),
    paidFen: Number(row.paidFen),
  }));
}

export async function readDiscounts(
  sql: Sql,
  window: MeasureWindow,
  compiled: CompiledPlan,
): Promise<ReviewDocument['discounts']> {
  type Row = { promotionId: string; layer: string; funder: string; fen: number };
  const rows = await runSection<Row>(sql, DISCOUNTS.query!, window, compiled.campaignId);
  const orders = new Map(
    (
      await runSection<{ promotionId: string; orders: number }>(
        sql,
        DISCOUNT_ORDERS,
        window,
        compiled.campaignId,
      )
    ).map((row) => [row.promotionId, Number(row.orders)]),
  );
  const titles = new Map(compiled.promotions.map((promotion) => [promotion.id, promotion.title]));
  const discounts = new Map<string, ReviewDocument['discounts'][number]>();
  for (const { promotionId, layer, funder, fen } of rows) {
    const known: ReviewDocument['discounts'][number] = discounts.get(promotionId) ?? {
      promotionId,
      title: titles.get(promotionId) ?? { zh: promotionId, en: promotionId },
      layer,
      orders: orders.get(promotionId) ?? 0,
      costFen: 0,
      funders: [],
    };
    known.costFen += Number(fen);
    known.funders.push({ funder, fen: Number(fen) });
    discounts.set(promotionId, known);
  }
  return [...discounts.values()].sort((a, b) => b.costFen - a.costFen);
}

export async function readStockOuts(
  sql: Sql,
  window: MeasureWindow,
  campaignId: string,
  skus: ReadonlyMap<string, SkuName>,
): Promise<ReviewDocument['stockOuts']> {
  type Row = { kind: 'flash' | 'sku'; id: string; soldOutAt: number; refusedCount: number };
  const rows = await runSection<Row>(sql, STOCK_OUTS.query!, window, campaignId);
  return rows.map(({ kind, id, soldOutAt, refusedCount }) => ({
    id,
    kind,
    title: titleOf(skus, kind === 'flash' ? (id.split(':').at(-1) ?? id) : id),
    soldOutAt: Number(soldOutAt),
    refusedCount: Number(refusedCount),
  }));
}

export async function readItems(sql: Sql, window: MeasureWindow, campaignId: string): Promise<ItemRow[]> {
  const rows = await runSection<ItemRow>(sql, ITEMS.query!, window, campaignId);
  return rows.map((row) => ({
    skuId: row.skuId,
    productId: row.productId,
    units: Number(row.units),
    paidFen: Number(row.paidFen),
    returned: Number(row.returned),
    views: Number(row.views),
  }));
}

export function titleOf(skus: ReadonlyMap<string, SkuName>, skuId: string): Text {
  return skus.get(skuId)?.title ?? { zh: skuId, en: skuId };
}
