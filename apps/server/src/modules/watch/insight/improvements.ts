/** Long because it is the list of rules, each with its words in both languages beside it. */
import type { ReviewDocument } from '@dacu/contract/api';
import type { Text } from '@dacu/engine/pricing';
import type { ItemRow } from './review-sections.ts';
import type { SkuName } from './sources.ts';

export type Improvement = ReviewDocument['improvements'][number];

/** What the rules look at: figures of the review, already measured. */
export type ReviewFigures = {
  readonly items: readonly ItemRow[];
  readonly skus: ReadonlyMap<string, SkuName>;
  readonly funnel: ReviewDocument['funnel'];
  readonly channels: ReviewDocument['channels'];
  readonly stockOuts: ReviewDocument['stockOuts'];
  readonly indicators: ReviewDocument['indicators'];
};

/** Fewer units than this say nothing about a rate. */
const UNITS_MIN = 20;
const VIEWS_MIN = 30;
const CHANNEL_VISITORS_MIN = 100;
const RETURN_RATE_TIMES = 1.5;
const CHANNEL_WEAK = 0.6;
const CHANNEL_STRONG = 1.4;
const CLOSED_SHARE_BP = 2_000;
const SELL_THROUGH_BP = 6_000;

/**
 * The list of what to change, in the plan's three groups, by rule: a category that comes back often → its pages and
 * selection; a channel that does not convert → its spending. Each carries the figures that say so; no figure, no advice.
 */
export function findImprovements(figures: ReviewFigures): Improvement[] {
  return [
    ...returningCategories(figures),
    ...emptyShelves(figures),
    ...lookedAtButNotBought(figures),
    ...longTail(figures),
    ...channelsApart(figures),
    ...widestStep(figures),
    ...unpaidOrders(figures),
    ...missedShare(figures),
  ];
}

function returningCategories({ items, skus }: ReviewFigures): Improvement[] {
  const sums = new Map<string, { units: number; returned: number }>();
  let units = 0;
  let returned = 0;
  for (const item of items) {
    const category = skus.get(item.skuId)?.categories[0];
    units += item.units;
    returned += item.returned;
    if (category === undefined) continue;
    const sum = sums.get(category) ?? { units: 0, returned: 0 };
    sum.units += item.units;
    sum.returned += item.returned;
    sums.set(category, sum);
  }
  if (units === 0 || returned === 0) return [];
  const mean = returned / units;
  return [...sums]
    .filter(([, sum]) => sum.units >= UNITS_MIN && sum.returned / sum.units > RETURN_RATE_TIMES * mean)
    .sort(([, a], [, b]) => b.returned / b.units - a.returned / a.units)
    .slice(0, 3)
    .map(([category, sum]) => ({
      group: 'item',
      finding: {
        zh: `品类“${category}”退货率偏高`,
        en: `Category “${category}” comes back more often than the rest`,
      },
      proposal: {
        zh: '核对详情页的尺码、成分与图片，复检供应商；仍偏高则换品。',
        en: 'Check sizes, materials and pictures on its pages and inspect the supplier again; if it stays high, replace the items.',
      },
      evidence: {
        zh: `退回 ${sum.returned} / 支付 ${sum.units} 件（${percent(sum.returned, sum.units)}），全场 ${percent(returned, units)}。`,
        en: `${sum.returned} of ${sum.units} paid units returned (${percent(sum.returned, sum.units)}); all items ${percent(returned, units)}.`,
      },
    }));
}

function emptyShelves({ stockOuts }: ReviewFigures): Improvement[] {
  return stockOuts
    .filter((row) => row.refusedCount > 0)
    .slice(0, 3)
    .map((row) => ({
      group: 'item',
      finding: {
        zh: `“${row.title.zh}”售罄后仍有需求`,
        en: `“${row.title.en}” ran out while people still wanted it`,
      },
      proposal: {
        zh: '提高该品的活动备货，或在售罄后推荐相近款。',
        en: 'Give it more stock next time, or recommend a similar item once it is gone.',
      },
      evidence: {
        zh: `售罄后被拒 ${row.refusedCount} 次。`,
        en: `Refused ${row.refusedCount} times for want of stock.`,
      },
    }));
}

function lookedAtButNotBought({ items, skus }: ReviewFigures): Improvement[] {
  const products = new Map<string, { views: number; units: number; skuId: string }>();
  for (const item of items) {
    const known = products.get(item.productId) ?? { views: item.views, units: 0, skuId: item.skuId };
    known.units += item.units;
    products.set(item.productId, known);
  }
  const seen = [...products.values()].filter((product) => product.views >= VIEWS_MIN);
  const views = seen.reduce((sum, product) => sum + product.views, 0);
  const units = seen.reduce((sum, product) => sum + product.units, 0);
  const names = new Map([...skus.values()].map((sku) => [sku.productId, sku.title]));
  return [...products]
    .filter(
      ([, product]) => product.views >= VIEWS_MIN && product.units / product.views < (0.25 * units) / views,
    )
    .sort(([, a], [, b]) => b.views - a.views)
    .slice(0, 3)
    .map(([productId, product]) => {
      const title = names.get(productId) ?? { zh: productId, en: productId };
      return {
        group: 'item',
        finding: {
          zh: `“${title.zh}”看得多、买得少`,
          en: `“${title.en}” is looked at a lot and bought little`,
        },
        proposal: {
          zh: '检查价格是否有竞争力，补充评价与参数；否则让出资源位。',
          en: 'Check its price against others and add what buyers ask for; else give its place to another item.',
        },
        evidence: {
          zh: `浏览 ${product.views} 次，支付 ${product.units} 件；同类每百次浏览 ${((100 * units) / views).toFixed(1)} 件。`,
          en: `${product.views} views, ${product.units} units; others sell ${((100 * units) / views).toFixed(1)} per hundred views.`,
        },
      };
    });
}

function longTail({ indicators }: ReviewFigures): Improvement[] {
  const sold = valueIn(indicators, 'sellThrough');
  if (sold === null || sold >= SELL_THROUGH_BP) return [];
  return [
    {
      group: 'item',
      finding: { zh: '动销率偏低', en: 'Many stocked items did not sell' },
      proposal: {
        zh: '收窄长尾选品，把备货与资源位让给有动销的商品。',
        en: 'Narrow the long tail; give its stock and places to items that sell.',
      },
      evidence: {
        zh: `动销率 ${bp(sold)}，低于 ${bp(SELL_THROUGH_BP)}。`,
        en: `Sell-through ${bp(sold)}, under ${bp(SELL_THROUGH_BP)}.`,
      },
    },
  ];
}

function channelsApart({ channels }: ReviewFigures): Improvement[] {
  const visitors = channels.reduce((sum, row) => sum + row.visitors, 0);
  const orders = channels.reduce((sum, row) => sum + row.orders, 0);
  if (visitors === 0 || orders === 0) return [];
  const mean = orders / visitors;
  return channels
    .filter((row) => row.visitors >= CHANNEL_VISITORS_MIN)
    .flatMap((row): Improvement[] => {
      const ratio = row.orders / row.visitors / mean;
      if (ratio > CHANNEL_WEAK && ratio < CHANNEL_STRONG) return [];
      const weak = ratio <= CHANNEL_WEAK;
      return [
        {
          group: 'traffic',
          finding: weak
            ? { zh: `渠道“${row.channel}”转化偏低`, en: `Channel “${row.channel}” converts poorly` }
            : { zh: `渠道“${row.channel}”转化突出`, en: `Channel “${row.channel}” converts well` },
          proposal: weak
            ? {
                zh: '收紧人群与素材，或把预算移往转化更高的渠道。',
                en: 'Narrow its audience and creatives, or move its budget to channels that convert.',
              }
            : {
                zh: '追加预算并复制其素材与货品组合。',
                en: 'Give it more budget and copy its creatives and assortment.',
              },
          evidence: {
            zh: `每百访客 ${((100 * row.orders) / row.visitors).toFixed(1)} 单，全场 ${(100 * mean).toFixed(1)} 单（访客 ${row.visitors}）。`,
            en: `${((100 * row.orders) / row.visitors).toFixed(1)} orders per hundred visitors, overall ${(100 * mean).toFixed(1)} (${row.visitors} visitors).`,
          },
        },
      ];
    });
}

/** Where more is lost than a healthy shop loses: commonly reported step rates, ours, to be set against one's own. */
const HEALTHY_STEP_BP: Readonly<Record<string, number>> = {
  view: 5_500,
  cartAdd: 1_200,
  order: 4_000,
  pay: 8_500,
};
const STEP_ADVICE: Readonly<Record<string, Text>> = {
  view: {
    zh: '会场首屏改为高转化商品，缩短到商品页的路径。',
    en: 'Put converting items at the top of the venue and shorten the way to a product page.',
  },
  cartAdd: {
    zh: '商品页突出到手价与可叠加优惠，补充评价。',
    en: 'Show the final price and the offers that apply on the product page; add reviews.',
  },
  order: {
    zh: '购物车提示差多少到下一档，并提前显示运费。',
    en: 'Say in the cart how much is missing to the next tier, and show freight early.',
  },
  pay: {
    zh: '到期前提醒未付订单，减少支付步骤。',
    en: 'Remind of unpaid orders before they run out; cut steps at the cashier.',
  },
};

function widestStep({ funnel }: ReviewFigures): Improvement[] {
  const lost = funnel
    .slice(1)
    .map((step, index) => ({ step, from: funnel[index]!, healthy: HEALTHY_STEP_BP[step.step] ?? 0 }))
    .filter(({ step, from, healthy }) => from.visitors >= UNITS_MIN && step.rateBp < healthy)
    .sort((a, b) => a.step.rateBp / a.healthy - b.step.rateBp / b.healthy)[0];
  if (lost === undefined) return [];
  return [
    {
      group: 'conversion',
      finding: {
        zh: `流失最多的一步：${lost.from.title.zh} → ${lost.step.title.zh}`,
        en: `The step that loses most: ${lost.from.title.en} → ${lost.step.title.en}`,
      },
      proposal: STEP_ADVICE[lost.step.step]!,
      evidence: {
        zh: `${lost.from.visitors} → ${lost.step.visitors}（${bp(lost.step.rateBp)}），参考值 ${bp(lost.healthy)}。`,
        en: `${lost.from.visitors} → ${lost.step.visitors} (${bp(lost.step.rateBp)}); reference ${bp(lost.healthy)}.`,
      },
    },
  ];
}

function unpaidOrders({ indicators }: ReviewFigures): Improvement[] {
  const closed = valueIn(indicators, 'closedShare');
  if (closed === null || closed < CLOSED_SHARE_BP) return [];
  return [
    {
      group: 'conversion',
      finding: { zh: '未付订单占比偏高', en: 'Many orders are never paid' },
      proposal: {
        zh: '占用到期前提醒；对反复占用不付的账号收紧限购或缩短占用。',
        en: 'Remind before the hold ends; tighten limits or shorten holds for accounts that hold and never pay.',
      },
      evidence: { zh: `未付关闭率 ${bp(closed)}。`, en: `${bp(closed)} of orders closed unpaid.` },
    },
  ];
}

function missedShare({ indicators }: ReviewFigures): Improvement[] {
  const rules: readonly [string, Text, Text][] = [
    [
      'newCustomerShare',
      { zh: '新客占比未达目标', en: 'The share of new customers missed its target' },
      {
        zh: '加大新人专享与外部渠道引流。',
        en: 'Strengthen newcomer offers and channels that bring new people.',
      },
    ],
    [
      'repurchaseRate30',
      { zh: '活动后复购未达目标', en: 'Repurchase after the event missed its target' },
      {
        zh: '活动结束后第 7 与第 21 天发回流券。',
        en: 'Send win-back coupons on days 7 and 21 after the event.',
      },
    ],
    [
      'revenuePerBuyer',
      { zh: '客单价未达目标', en: 'Revenue per buyer missed its target' },
      {
        zh: '按现有档位上调满减门槛，增加凑单推荐。',
        en: 'Raise the reduction thresholds a step and recommend items that fill the gap.',
      },
    ],
  ];
  return rules.flatMap(([id, finding, proposal]): Improvement[] => {
    const figure = indicators.find((entry) => entry.definitionId === id);
    if (figure?.value == null || figure.target === null || figure.value >= figure.target) return [];
    const show = figure.unit === 'bp' ? bp : (value: number) => `¥${(value / 100).toFixed(2)}`;
    return [
      {
        group: id === 'newCustomerShare' ? 'traffic' : 'conversion',
        finding,
        proposal,
        evidence: {
          zh: `实际 ${show(figure.value)}，目标 ${show(figure.target)}。`,
          en: `Actual ${show(figure.value)}, target ${show(figure.target)}.`,
        },
      },
    ];
  });
}

function valueIn(indicators: ReviewDocument['indicators'], id: string): number | null {
  return indicators.find((entry) => entry.definitionId === id)?.value ?? null;
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`;
}

function bp(value: number): string {
  return `${(value / 100).toFixed(1)} %`;
}
