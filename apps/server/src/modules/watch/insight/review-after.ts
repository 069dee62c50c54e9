import type { ReviewDocument } from '@dacu/contract/api';
import type { CompiledPlan } from '@dacu/contract/plan';
import { type Premium, returnRateBp, type Text } from '@dacu/engine/pricing';
import type { Sql } from '../../../platform/db/types.ts';
import type { Definition } from './definitions.ts';
import type { MeasureWindow } from './measure.ts';
import { runSection, titleOf } from './review-sections.ts';
import type { CategoryName, SkuName } from './sources.ts';

/** The tables of a review that tell what became of promises: pre-sales by item, and what came back of what was sent. */

const DAY_MS = 86_400_000;
/** Until then most of what comes back has come. */
const RETURN_MATURE_MS = 15 * DAY_MS;

const PRESALES: Definition = {
  id: 'presales',
  name: { zh: '预售', en: 'Pre-sales' },
  definition: {
    zh: '时间窗内付定金的预售单，按商品：定金笔数与金额；尾款期已结束的单数、其中付清的单数，转化率 = 付清 ÷ 已结束（与「尾款转化率」同一口径）；没收 = 买家违约留下的定金；双倍返还 = 商家违约在退款之外另付的部分。全款预订没有定金，不计。',
    en: 'Pre-sales whose deposit was paid in the window, by item: deposits and their amount; those whose balance window is over and, of these, those paid in full; conversion = paid in full ÷ over (as “Balance conversion” has it). Forfeited: deposits that buyers in default left. Doubled back: what a seller in default owes on top of the refund. Bookings at full payment have no deposit.',
  },
  unit: 'fen',
  query: `select d.promotion_id as "promotionId", d.sku_id as "skuId", count(*) as deposits, sum(d.deposit_fen)::bigint as "depositFen",
  count(*) filter (where d.balance_ends_at <= $3) as ended, count(*) filter (where d.balance_ends_at <= $3 and o.paid_at is not null) as paid,
  count(*) filter (where e.fen > 0) as forfeited, coalesce(sum(e.fen), 0)::bigint as "forfeitedFen",
  count(y.purchase_id) as doubled, coalesce(sum(y.fen), 0)::bigint as "doubledFen"
from presale_deposit d join insight_order o using (purchase_id) join purchase p using (purchase_id)
  cross join lateral (select (p.body #>> '{presale,ending,forfeitedFen}')::bigint as fen) e
  left join presale_payout y using (purchase_id)
where o.campaign_id = $4 and d.paid_at >= $1 and d.paid_at < least($2::bigint, $3::bigint) group by 1, 2 order by 3 desc, 1, 2`,
};

const RETURN_RATES: Definition = {
  id: 'returnRates',
  name: { zh: '退货率：计划与实际', en: 'Return rates: planned and measured' },
  definition: {
    zh: '按类目，退回件数 ÷ 发出件数，按发货批次，只计发出满 15 天的包裹；退回 = 退货或换货中仓库已收到的件数，加上拒收、退回仓库的件数；不含发货前的退款与仅退款。计划值：类目取自方案中运费险的类目退货率，全部取自方案的退货率目标。',
    en: 'By category, units that came back ÷ units that were sent, by the day they were sent, only parcels sent at least 15 days ago. What came back: units of returns and exchanges that the warehouse received, and parcels that turned round; no refund before sending, and none without goods. Planned: of a category the rate by which the plan prices its insurance of the way back, of all goods its target.',
  },
  unit: 'bp',
  query: `with sent as (select p.purchase_id, u."lineId" as line_id, u."skuId" as sku_id, sum(u.quantity) as units,
    sum(u.quantity) filter (where p.state = 'returned') as turned
  from parcel p join fulfilment f using (purchase_id), jsonb_to_recordset(p.units) as u("lineId" text, "skuId" text, quantity int)
  where f.campaign_id = $4 and p.shipped_at >= $1 and p.shipped_at < least($2::bigint, $3::bigint)
    and p.shipped_at + ${RETURN_MATURE_MS} <= $3 group by 1, 2, 3),
came as (select c.purchase_id, l."lineId" as line_id, sum(l.quantity) as units
  from return_case c, jsonb_to_recordset(c.lines) as l("lineId" text, quantity int)
  where c.kind in ('returnAndRefund', 'exchange') and c.received_at is not null group by 1, 2)
select s.sku_id as "skuId", sum(s.units)::int as sent,
  sum(least(s.units, coalesce(s.turned, 0) + coalesce(c.units, 0)))::int as returned
from sent s left join came c using (purchase_id, line_id) group by 1 order by 1`,
};

export const AFTER_DEFINITIONS = [PRESALES, RETURN_RATES] as const;

/** A row for each item of each pre-sale, the most booked first. */
export async function readPresales(
  sql: Sql,
  window: MeasureWindow,
  compiled: CompiledPlan,
  skus: ReadonlyMap<string, SkuName>,
): Promise<ReviewDocument['presales']> {
  type Counts = Omit<ReviewDocument['presales'][number], 'title' | 'presale' | 'conversionBp'>;
  const rows = await runSection<Counts>(sql, PRESALES.query!, window, compiled.campaignId);
  const titles = new Map(compiled.promotions.map(({ id, title }) => [id, title]));
  return rows.map((row) => {
    const [ended, paid] = [Number(row.ended), Number(row.paid)];
    return {
      ...{ promotionId: row.promotionId, skuId: row.skuId, title: titleOf(skus, row.skuId) },
      presale: titles.get(row.promotionId) ?? { zh: row.promotionId, en: row.promotionId },
      ...{ deposits: Number(row.deposits), depositFen: Number(row.depositFen), ended, paid },
      conversionBp: ended === 0 ? null : Math.round((paid * 10_000) / ended),
      ...{ forfeited: Number(row.forfeited), forfeitedFen: Number(row.forfeitedFen) },
      ...{ doubled: Number(row.doubled), doubledFen: Number(row.doubledFen) },
    };
  });
}

/** All together, then each category of which something was sent long enough ago or that the plan has a rate of. */
export async function readReturnRates(
  sql: Sql,
  window: MeasureWindow,
  compiled: CompiledPlan,
  {
    skus,
    categories,
  }: { readonly skus: ReadonlyMap<string, SkuName>; readonly categories: readonly CategoryName[] },
): Promise<ReviewDocument['returnRates']> {
  type Row = { skuId: string; sent: number; returned: number };
  const rows = await runSection<Row>(sql, RETURN_RATES.query!, window, compiled.campaignId);
  const premium = premiumIn(compiled);
  const titles = new Map(categories.map(({ categoryId, title }) => [categoryId, title]));
  const known = new Map<string, { sent: number; returned: number }>();
  for (const categoryId of Object.keys(premium?.ratesBp ?? {}))
    known.set(categoryId, { sent: 0, returned: 0 });
  for (const { skuId, sent, returned } of rows) {
    // The leaf comes first, then what it lies in: the nearest that the plan has a rate of. What left the catalogue is of none.
    const path = skus.get(skuId)?.categories ?? ['other'];
    const category = path.find((one) => premium?.ratesBp[one] !== undefined) ?? path[0]!;
    const before = known.get(category) ?? { sent: 0, returned: 0 };
    known.set(category, { sent: before.sent + Number(sent), returned: before.returned + Number(returned) });
  }
  const row = (categoryId: string, title: Text, plannedBp: number | null) => {
    const { sent, returned } = known.get(categoryId)!;
    const rateBp = sent === 0 ? null : Math.round((returned * 10_000) / sent);
    return { categoryId, title, sent, returned, rateBp, plannedBp };
  };
  const named = [...known.keys()].map((categoryId) =>
    row(
      ...([categoryId, titles.get(categoryId) ?? OTHER_TITLE] as const),
      premium === null ? null : returnRateBp(premium, [categoryId]),
    ),
  );
  named.sort((a, b) => b.sent - a.sent || (a.categoryId < b.categoryId ? -1 : 1));
  if (named.length === 0) return [];
  const sum = (of: 'sent' | 'returned') => named.reduce((total, one) => total + one[of], 0);
  known.set(ALL, { sent: sum('sent'), returned: sum('returned') });
  // What the plan asks of all goods together is an indicator of its own.
  const target = compiled.goals.find(({ metric }) => metric === 'returnRate')?.target;
  return [row(ALL, ALL_TITLE, target ?? null), ...named];
}

const ALL = 'all';
const ALL_TITLE = { zh: '全部', en: 'All' };
const OTHER_TITLE = { zh: '其他', en: 'Other' };

/** The plan's own rates stand where it prices an insurance by them; null where it does not. */
function premiumIn({ promotions }: CompiledPlan): Premium | null {
  for (const { rule } of promotions)
    if (rule.kind === 'service' && rule.premium !== undefined) return rule.premium;
  return null;
}
