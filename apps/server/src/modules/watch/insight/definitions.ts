import type { Text } from '@dacu/engine/pricing';

/**
 * Every metric: what it is called, what it means, and the SQL that computes it; the review shows all three. Parameters
 * of every query: $1 window start, $2 window end (half-open), $3 as-of instant, $4 campaign, $5 offset of the
 * campaign's zone in milliseconds (local day = (instant + $5) / 86 400 000). Long because it is one list. A query answers `part`, and
 * `whole` where the figure is a ratio; the value is part × times / whole, rounded half up.
 */
export type Definition = {
  readonly id: string;
  readonly name: Text;
  readonly definition: Text;
  readonly unit: 'fen' | 'count' | 'bp' | 'perTenThousand' | 'score';
  /** Factor of a ratio; absent for a sum. */
  readonly times?: 1 | 10_000;
  /** Null: nothing in this database can measure it, and `missing` says why. */
  readonly query: string | null;
  readonly missing?: Text;
  /** The figure is not known before the window has been over for this long. */
  readonly matureMs?: number;
};

const DAY_MS = 86_400_000;
const PAID = `campaign_id = $4 and paid_at >= $1 and paid_at < least($2::bigint, $3::bigint)`;
const VISITED = `started_at >= $1 and started_at < least($2::bigint, $3::bigint)`;
const DID = `at >= $1 and at < least($2::bigint, $3::bigint)`;

const noSource = (zh: string, en: string): Text => ({
  zh: `本系统尚无数据来源：${zh}。不估算。`,
  en: `This system has no source for it yet: ${en}. Not estimated.`,
});

export const DEFINITIONS: readonly Definition[] = [
  {
    id: 'paidGmv',
    name: { zh: '支付 GMV', en: 'Paid GMV' },
    definition: {
      zh: '时间窗内支付的订单：买家商品实付加平台与政府出资部分；不含运费，不扣退款。',
      en: 'Orders paid in the window: buyers’ money for goods plus platform and government shares; freight excluded, refunds not deducted.',
    },
    unit: 'fen',
    query: `select coalesce(sum(gmv_fen), 0) as part from insight_order where ${PAID}`,
  },
  {
    id: 'createdGmv',
    name: { zh: '下单 GMV', en: 'Created GMV' },
    definition: {
      zh: '时间窗内创建的订单按单品到手价合计，含后来取消的。',
      en: 'Orders created in the window at their deal price, later cancelled ones included.',
    },
    unit: 'fen',
    query: `select coalesce(sum(created_fen), 0) as part from insight_order
where campaign_id = $4 and placed_at >= $1 and placed_at < least($2::bigint, $3::bigint)`,
  },
  {
    id: 'nmv',
    name: { zh: '净成交额', en: 'Net merchandise value' },
    definition: {
      zh: '支付 GMV 减去这些订单至今成功的退款。',
      en: 'Paid GMV less what of these orders has been refunded to date.',
    },
    unit: 'fen',
    query: `select coalesce(sum(gmv_fen - refunded_fen), 0) as part from insight_order where ${PAID}`,
  },
  {
    id: 'gmvAttainment',
    name: { zh: 'GMV 达成率', en: 'GMV attainment' },
    definition: { zh: '支付 GMV ÷ 目标 GMV。', en: 'Paid GMV ÷ target GMV.' },
    unit: 'bp',
    times: 10_000,
    query: `select coalesce(sum(gmv_fen), 0) as part, null as whole from insight_order where ${PAID} -- whole: the GMV goal`,
  },
  {
    id: 'orders',
    name: { zh: '支付订单数', en: 'Paid orders' },
    definition: {
      zh: '时间窗内支付的购买单数；一次支付算一单，可含多家店。',
      en: 'Purchases paid in the window; what is paid at once counts once, over however many shops.',
    },
    unit: 'count',
    query: `select count(*) as part from insight_order where ${PAID}`,
  },
  {
    id: 'uv',
    name: { zh: '访客数', en: 'Unique visitors' },
    definition: {
      zh: '时间窗内来访的不同用户；跨日不可相加。',
      en: 'Distinct visitors of the window; days must not be added up.',
    },
    unit: 'count',
    query: `select count(distinct shopper_id) as part from visit where ${VISITED}`,
  },
  {
    id: 'buyers',
    name: { zh: '支付买家数', en: 'Buyers' },
    definition: {
      zh: '时间窗内支付过的不同用户；多次支付只算一位，跨日不可相加。',
      en: 'Distinct shoppers who paid in the window; who pays again is the same one, and days must not be added up.',
    },
    unit: 'count',
    query: `select count(distinct shopper_id) as part from insight_order where ${PAID}`,
  },
  {
    id: 'newCustomers',
    name: { zh: '新客数', en: 'New customers' },
    definition: { zh: '时间窗内首次支付的买家。', en: 'Buyers whose first payment ever lies in the window.' },
    unit: 'count',
    query: `select count(*) as part from (select o.shopper_id, least(min(o.paid_at), min(s.first_paid_at)) as first_at
from insight_order o left join shopper s using (shopper_id) where o.campaign_id = $4 and o.paid_at is not null group by o.shopper_id) f
where first_at >= $1 and first_at < least($2::bigint, $3::bigint)`,
  },
  {
    id: 'newCustomerShare',
    name: { zh: '新客转化率（首单用户占比）', en: 'New-customer share' },
    definition: {
      zh: '时间窗内首次支付的买家 ÷ 全部买家。',
      en: 'First-ever payers ÷ all payers of the window.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select count(*) filter (where first_at >= $1) as part, count(*) as whole from (
select o.shopper_id, least((select min(f.paid_at) from purchase f where f.shopper_id = o.shopper_id), s.first_paid_at) as first_at
from (select distinct shopper_id from insight_order where ${PAID}) o left join shopper s using (shopper_id)) b`,
  },
  {
    id: 'newVisitorConversion',
    name: { zh: '新访客转化率', en: 'New-visitor conversion' },
    definition: {
      zh: '时间窗内首次支付的买家 ÷ 时间窗内首次来访、此前未购买过的访客。与“首单用户占比”不同，并列给出。',
      en: 'First-ever payers ÷ first-ever visitors of the window who had not bought before. Another figure than the new-customer share, shown beside it.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select (select count(*) from (select o.shopper_id, least(min(o.paid_at), min(s.first_paid_at)) as first_at
from insight_order o left join shopper s using (shopper_id) where o.campaign_id = $4 and o.paid_at is not null group by o.shopper_id) p where first_at >= $1 and first_at < least($2::bigint, $3::bigint)) as part,
(select count(*) from (select v.shopper_id, min(v.started_at) as first_at from visit v join shopper s using (shopper_id)
where s.first_paid_at is null or s.first_paid_at >= $1 group by v.shopper_id) v where first_at >= $1 and first_at < least($2::bigint, $3::bigint)) as whole`,
  },
  {
    id: 'repurchaseRate30',
    name: { zh: '复购率（活动后 30 天）', en: 'Repurchase within 30 days after' },
    definition: {
      zh: '时间窗内的买家中，在窗口结束后 30 天内再次支付且未全额退款者的占比。窗口结束满 30 天才算数；全程数值为各成熟阶段合并计算。',
      en: 'Of the buyers of the window, those with another payment, not wholly refunded, within 30 days after it ends. Known 30 days after the end; the campaign’s figure pools its mature phases.',
    },
    unit: 'bp',
    times: 10_000,
    matureMs: 30 * DAY_MS,
    query: `select count(*) filter (where exists (select 1 from purchase n where n.shopper_id = b.shopper_id and n.state = 'paid'
and n.paid_at >= $2 and n.paid_at < $2 + ${30 * DAY_MS})) as part, count(*) as whole
from (select distinct shopper_id from insight_order where ${PAID}) b`,
  },
  {
    id: 'repurchasePerBuyer30',
    name: { zh: '复购率（每位买家 30 天）', en: 'Repurchase within 30 days, per buyer' },
    definition: {
      zh: '时间窗内买家首次支付后 30 天内、于另一日再次支付且未全额退款者的占比；只计首付已满 30 天的买家。',
      en: 'Buyers who pay again on another day within 30 days of their first payment in the window, not wholly refunded; only buyers whose 30 days are over.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select count(*) filter (where exists (select 1 from purchase n where n.shopper_id = b.shopper_id and n.state = 'paid'
and n.paid_at > b.first_at and n.paid_at <= b.first_at + ${30 * DAY_MS}
and (n.paid_at + $5::bigint) / ${DAY_MS} <> (b.first_at + $5::bigint) / ${DAY_MS})) as part, count(*) as whole
from (select shopper_id, min(paid_at) as first_at from insight_order where ${PAID} group by shopper_id) b
where b.first_at + ${30 * DAY_MS} <= $3`,
  },
  {
    id: 'revenuePerBuyer',
    name: { zh: '客单价', en: 'Revenue per buyer' },
    definition: { zh: '支付 GMV ÷ 不同的支付买家数。', en: 'Paid GMV ÷ distinct paying buyers.' },
    unit: 'fen',
    times: 1,
    query: `select coalesce(sum(gmv_fen), 0) as part, count(distinct shopper_id) as whole from insight_order where ${PAID}`,
  },
  {
    id: 'revenuePerBuyerDailyMean',
    name: { zh: '客单价日常均值', en: 'Revenue per buyer, daily mean' },
    definition: {
      zh: '时间窗内每个有成交的自然日各算一次客单价，再取平均；用来对比客单价。',
      en: 'Revenue per buyer of each day with a sale, averaged over those days; what revenue per buyer is compared with.',
    },
    unit: 'fen',
    times: 1,
    query: `select coalesce(sum(gmv / buyers), 0) as part, count(*) as whole from (
select sum(gmv_fen)::numeric as gmv, count(distinct shopper_id) as buyers from insight_order where ${PAID}
group by (paid_at + $5::bigint) / ${DAY_MS}) d`,
  },
  {
    id: 'averageOrder',
    name: { zh: '笔单价', en: 'Average order' },
    definition: { zh: '支付 GMV ÷ 支付订单数。', en: 'Paid GMV ÷ paid orders.' },
    unit: 'fen',
    times: 1,
    query: `select coalesce(sum(gmv_fen), 0) as part, count(*) as whole from insight_order where ${PAID}`,
  },
  {
    id: 'payConversion',
    name: { zh: '支付转化率', en: 'Pay conversion' },
    definition: { zh: '支付买家数 ÷ 访客数。', en: 'Paying visitors ÷ visitors.' },
    unit: 'bp',
    times: 10_000,
    query: `select (select count(distinct shopper_id) from insight_order where ${PAID}) as part,
(select count(distinct shopper_id) from visit where ${VISITED}) as whole`,
  },
  {
    id: 'balanceConversion',
    name: { zh: '尾款转化率', en: 'Balance conversion' },
    definition: {
      zh: '时间窗内付定金的预售单中，付清尾款的占比；只计尾款期已结束的，全款预订不计。',
      en: 'Of the pre-sales whose deposit was paid in the window, those that were paid in full; only where the balance window is over. Bookings at full payment have no balance.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select count(*) filter (where o.paid_at is not null) as part, count(*) as whole from presale_deposit d join insight_order o using (purchase_id)
where o.campaign_id = $4 and d.paid_at >= $1 and d.paid_at < least($2::bigint, $3::bigint) and d.balance_ends_at <= $3`,
  },
  {
    id: 'addToCartRate',
    name: { zh: '加购率', en: 'Add-to-cart rate' },
    definition: {
      zh: '至少加购一次的访客 ÷ 看过商品页的访客。',
      en: 'Visitors with at least one add to cart ÷ visitors of product pages.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select count(distinct shopper_id) filter (where kind = 'cartAdd') as part,
count(distinct shopper_id) filter (where kind = 'view') as whole from behaviour where ${DID}`,
  },
  {
    id: 'closedShare',
    name: { zh: '未付关闭率', en: 'Orders closed unpaid' },
    definition: {
      zh: '时间窗内创建的订单中，到期或取消而未支付的占比。',
      en: 'Of the orders created in the window, those that ran out or were cancelled without payment.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select count(*) filter (where state = 'closed') as part, count(*) as whole from insight_order
where campaign_id = $4 and placed_at >= $1 and placed_at < least($2::bigint, $3::bigint)`,
  },
  {
    id: 'sellThrough',
    name: { zh: '动销率', en: 'Sell-through' },
    definition: {
      zh: '有支付件数的 SKU ÷ 有备货的 SKU。',
      en: 'SKUs with at least one paid unit ÷ SKUs that were stocked.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select (select count(distinct l.sku_id) from order_line l join insight_order using (purchase_id) where ${PAID}) as part,
(select count(*) from stock where allotment > 0) as whole`,
  },
  {
    id: 'hitRate',
    name: { zh: '爆款率', en: 'Hit rate' },
    definition: {
      zh: '支付件数不少于 5 件且成交额居前 5 % 的 SKU ÷ 有备货的 SKU。',
      en: 'SKUs with at least 5 paid units and in the top 5 % by sales ÷ SKUs that were stocked.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select (select count(*) from (select l.sku_id, sum(l.quantity) as units, rank() over (order by sum(l.net_fen) desc) as place
from order_line l join insight_order using (purchase_id) where ${PAID} group by l.sku_id) s
where units >= 5 and place <= greatest(1, (select count(*) from stock where allotment > 0) * 5 / 100)) as part,
(select count(*) from stock where allotment > 0) as whole`,
  },
  {
    id: 'returnRate',
    name: { zh: '退换货率', en: 'Return rate' },
    definition: {
      zh: '退回件数 ÷ 支付件数，按支付批次，只计支付满 15 天的订单；按发货批次、分类目的退货率见「退货率：计划与实际」。',
      en: 'Returned units ÷ paid units by payment cohort, only orders paid at least 15 days ago; by the day of sending and by category see “Return rates: planned and measured”.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select coalesce(sum(returned_units), 0) as part, coalesce(sum(units), 0) as whole from insight_order
where ${PAID} and paid_at + ${15 * DAY_MS} <= $3`,
  },
  {
    id: 'refundRate',
    name: { zh: '退款率', en: 'Refund rate' },
    definition: {
      zh: '退款金额 ÷ 支付金额，按支付批次。',
      en: 'Refunded fen ÷ paid fen by payment cohort.',
    },
    unit: 'bp',
    times: 10_000,
    query: `select coalesce(sum(refunded_fen), 0) as part, coalesce(sum(pay_fen), 0) as whole from insight_order where ${PAID}`,
  },
  {
    id: 'complaintRate',
    name: { zh: '用户投诉率', en: 'Complaint rate' },
    definition: { zh: '投诉数 ÷ 支付订单数，万分比。', en: 'Complaints ÷ paid orders × 10 000.' },
    unit: 'perTenThousand',
    times: 10_000,
    query: `select (select count(*) from complaint c join insight_order using (purchase_id) where ${PAID}) as part,
(select count(*) from insight_order where ${PAID}) as whole`,
  },
  {
    id: 'socialExposure',
    name: { zh: '社媒曝光量', en: 'Social exposure' },
    definition: { zh: '各社交媒体的曝光次数合计。', en: 'Impressions over all social media.' },
    unit: 'count',
    query: null,
    missing: noSource('社媒平台的曝光数据', 'impressions reported by the social platforms'),
  },
  {
    id: 'liveRoomUv',
    name: { zh: '直播间 UV', en: 'Live-room visitors' },
    definition: { zh: '进入直播间的不同用户数。', en: 'Distinct visitors of live rooms.' },
    unit: 'count',
    query: null,
    missing: noSource('直播间进场记录', 'entries to live rooms'),
  },
  {
    id: 'privateDomainJoins',
    name: { zh: '私域新增用户数', en: 'Private-domain joins' },
    definition: { zh: '新加入企业微信社群等私域的用户数。', en: 'People who joined groups of our own.' },
    unit: 'count',
    query: null,
    missing: noSource('私域社群的加入记录', 'joins of groups of our own'),
  },
  {
    id: 'nps',
    name: { zh: 'NPS（净推荐值）', en: 'Net promoter score' },
    definition: {
      zh: '100 ×（9–10 分人数 − 0–6 分人数）÷ 答卷数。',
      en: '100 × (scores 9–10 − scores 0–6) ÷ answers.',
    },
    unit: 'score',
    query: null,
    missing: noSource('推荐意愿问卷', 'a survey that asks for it'),
  },
];

/** A metric that a goal names and no definition computes: said so, never made up. */
export function undefinedMetric(id: string, unit: Definition['unit']): Definition {
  return {
    id,
    name: { zh: id, en: id },
    definition: {
      zh: '方案中的目标，本版本不计算。',
      en: 'A goal of the plan that this release does not compute.',
    },
    unit,
    query: null,
    missing: {
      zh: '本系统尚无该指标的数据来源，不估算。',
      en: 'This system has no source for it yet. Not estimated.',
    },
  };
}

export function definitionOf(id: string): Definition | undefined {
  return DEFINITIONS.find((definition) => definition.id === id);
}

/** The ten indicators of a review, in the three groups of the plan's review chapter. */
export const INDICATOR_GROUPS = [
  { id: 'sales', metrics: ['gmvAttainment', 'newCustomerShare', 'repurchaseRate30', 'revenuePerBuyer'] },
  { id: 'reach', metrics: ['socialExposure', 'liveRoomUv', 'privateDomainJoins'] },
  { id: 'experience', metrics: ['complaintRate', 'returnRate', 'nps'] },
] as const;
export const TEN_INDICATORS = INDICATOR_GROUPS.flatMap(({ metrics }) => [...metrics]);

/** Shown beside the ten: what keeps them from being misread. */
export const COMPANIONS = [
  'paidGmv',
  'nmv',
  'orders',
  'uv',
  'newVisitorConversion',
  'repurchasePerBuyer30',
  'revenuePerBuyerDailyMean',
  'averageOrder',
  'payConversion',
  'balanceConversion',
  'addToCartRate',
  'closedShare',
  'refundRate',
  'sellThrough',
  'hitRate',
] as const;

/** What each phase and node shows. */
export const PHASE_MEASURES = [
  'paidGmv',
  'orders',
  'uv',
  'payConversion',
  'newCustomerShare',
  'revenuePerBuyer',
  'repurchaseRate30',
  'returnRate',
  'complaintRate',
] as const;
