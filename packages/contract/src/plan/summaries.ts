import type { Rule, Text } from '@dacu/engine/pricing';
import { ruleOf } from './rules.ts';
import type { PlanPromotion } from './schema/promotions.ts';

/** The offer in one line: the plan's own words, else what its rule says, else its explanation. */
export function summaryOf(promotion: PlanPromotion): Text {
  if (promotion.summary) return promotion.summary;
  // What is a service or an edition is told by what the plan says of it, not by its arithmetic.
  if (TOLD_BY_PLAN.has(promotion.kind)) return promotion.detail ?? promotion.title;
  if (promotion.kind === 'priceProtection') return protectionText(promotion);
  const rule = ruleOf(promotion);
  return rule ? ruleText(rule) : (promotion.detail ?? promotion.title);
}

const TOLD_BY_PLAN: ReadonlySet<PlanPromotion['kind']> = new Set(['service', 'exclusiveEdition']);

function protectionText({ lasts, process }: Extract<PlanPromotion, { kind: 'priceProtection' }>): Text {
  const days = lasts === undefined ? 0 : lasts / DAY_MS;
  const time =
    lasts === undefined
      ? { zh: '活动结束前', en: 'until the campaign ends' }
      : Number.isInteger(days)
        ? { zh: `付款后${days}天内`, en: `within ${days} ${days === 1 ? 'day' : 'days'} of payment` }
        : { zh: `付款后${lasts / HOUR_MS}小时内`, en: `within ${lasts / HOUR_MS} hours of payment` };
  return process === 'automatic'
    ? { zh: `${time.zh}降价自动退差价`, en: `Price drops ${time.en} are refunded automatically` }
    : { zh: `${time.zh}降价可申请退差价`, en: `Claim the difference if the price drops ${time.en}` };
}

/** Rules that say more than an amount or a rate. */
type Further = Exclude<Rule, { kind: (typeof PLAIN)[number] }>;
const PLAIN = [
  'tiered',
  'each',
  'amount',
  'percent',
  'timedPrice',
  'flashPrice',
  'memberRate',
  'itemCut',
  'freeFreight',
] as const;

function furtherText(rule: Further): Text {
  switch (rule.kind) {
    case 'livePrice':
      return { zh: `直播间价${priceText(rule).zh}`, en: `Live-room price: ${priceText(rule).en}` };
    case 'groupPrice':
      return {
        zh: `${rule.size}人成团，${rule.onTop ? '再享' : ''}${priceText(rule).zh}`,
        en: `Groups of ${rule.size}: ${rule.onTop ? 'a further ' : ''}${priceText(rule).en}`,
      };
    case 'presale':
      return {
        zh: `定金${rule.inflationBp / 10_000}倍膨胀`,
        en: `The deposit counts ${rule.inflationBp / 10_000} times`,
      };
    case 'nthUnit':
      return {
        zh: rule.payBp === 0 ? `每${rule.nth}件免1件` : `第${rule.nth}件${zhe(rule.payBp)}`,
        en:
          rule.payBp === 0
            ? `One in ${rule.nth} free`
            : `${off(rule.payBp)} off one piece in every ${rule.nth}`,
      };
    case 'bundle':
      return bundleText(rule);
    case 'gift':
      return giftText(rule);
    case 'subsidy':
      return {
        zh: `政府补贴${percent(rule.offBp)}，每件最多${yuan(rule.capUnitFen)}`,
        en: `Government subsidy of ${percent(rule.offBp)}, up to ¥${yuan(rule.capUnitFen)} each`,
      };
    case 'points':
      return {
        zh: `${rule.pointsPerYuan}积分抵1元，最多抵${percent(rule.capBp)}`,
        en: `${rule.pointsPerYuan} points pay ¥1, up to ${percent(rule.capBp)} of the goods`,
      };
    case 'service':
      if (rule.premium) return premiumText(rule.premium.bands);
      return rule.unitFen === 0
        ? { zh: '免费提供', en: 'Included at no charge' }
        : { zh: `每件${yuan(rule.unitFen)}元`, en: `¥${yuan(rule.unitFen)} each` };
    case 'exclusive':
      return rule.quantity === undefined
        ? { zh: '独家发售', en: 'Exclusive sale' }
        : { zh: `独家发售，共${rule.quantity}件`, en: `Exclusive sale of ${rule.quantity} pieces` };
    case 'priority':
      return {
        zh: `提前${rule.aheadMs / MINUTE_MS}分钟购买`,
        en: `Buy ${rule.aheadMs / MINUTE_MS} minutes ahead`,
      };
  }
}

function premiumText(bands: NonNullable<Extract<Rule, { kind: 'service' }>['premium']>['bands']): Text {
  const [low, high] = [bands[0]!.fen, bands.at(-1)!.fen];
  return low === high
    ? { zh: `每单${yuan(low)}元`, en: `¥${yuan(low)} an order` }
    : {
        zh: `每单${yuan(low)}至${yuan(high)}元，按类目退货率定价`,
        en: `¥${yuan(low)} to ¥${yuan(high)} an order, by how often such goods come back`,
      };
}

function giftText({ tiers }: Extract<Rule, { kind: 'gift' }>): Text {
  const parts = tiers.map(({ thresholdFen, title, valueFen }) => {
    const worth =
      valueFen > 0 ? { zh: `（价值${yuan(valueFen)}元）`, en: ` worth ¥${yuan(valueFen)}` } : NOTHING;
    const from =
      thresholdFen > 0 ? { zh: `满${yuan(thresholdFen)}`, en: ` from ¥${yuan(thresholdFen)}` } : NOTHING;
    return { zh: `${from.zh}送${title.zh}${worth.zh}`, en: `${title.en}${worth.en}${from.en}` };
  });
  return { zh: parts.map(({ zh }) => zh).join('，'), en: parts.map(({ en }) => en).join(', ') };
}

const NOTHING: Text = { zh: '', en: '' };
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

function bundleText({ parts, priceFen, payBp }: Extract<Rule, { kind: 'bundle' }>): Text {
  const pieces = parts.reduce((sum, { quantity }) => sum + quantity, 0);
  return priceFen === undefined
    ? { zh: `组合${pieces}件${zhe(payBp ?? 0)}`, en: `${off(payBp ?? 0)} off a bundle of ${pieces}` }
    : { zh: `${pieces}件${yuan(priceFen)}元`, en: `${pieces} pieces for ¥${yuan(priceFen)}` };
}

function priceText({ priceFen = 0, payBp }: { readonly priceFen?: number; readonly payBp?: number }): Text {
  return payBp === undefined
    ? { zh: `¥${yuan(priceFen)}`, en: `¥${yuan(priceFen)}` }
    : { zh: zhe(payBp), en: `${off(payBp)} off` };
}

function ruleText(rule: Rule): Text {
  switch (rule.kind) {
    case 'tiered':
      return {
        zh: rule.tiers.map((tier) => `满${yuan(tier.thresholdFen)}减${yuan(tier.offFen)}`).join('，'),
        en: rule.tiers.map((tier) => `¥${yuan(tier.offFen)} off ¥${yuan(tier.thresholdFen)}`).join(', '),
      };
    case 'each': {
      const cap = rule.capFen;
      return {
        zh: `每满${yuan(rule.thresholdFen)}减${yuan(rule.offFen)}${cap === undefined ? '' : `，最多减${yuan(cap)}`}`,
        en: `¥${yuan(rule.offFen)} off every ¥${yuan(rule.thresholdFen)}${cap === undefined ? '' : `, up to ¥${yuan(cap)}`}`,
      };
    }
    case 'amount':
      return {
        zh:
          rule.thresholdFen > 0
            ? `满${yuan(rule.thresholdFen)}减${yuan(rule.offFen)}`
            : `减${yuan(rule.offFen)}`,
        en:
          rule.thresholdFen > 0
            ? `¥${yuan(rule.offFen)} off ¥${yuan(rule.thresholdFen)}`
            : `¥${yuan(rule.offFen)} off`,
      };
    case 'percent':
      return percentText(rule);
    case 'timedPrice':
      return rule.payBp === undefined
        ? { zh: `限时价¥${yuan(rule.priceFen ?? 0)}`, en: `¥${yuan(rule.priceFen ?? 0)} for a time` }
        : { zh: `限时${zhe(rule.payBp)}`, en: `${off(rule.payBp)} off for a time` };
    case 'flashPrice':
      return {
        zh: `秒杀${rule.payBp === undefined ? `¥${yuan(rule.priceFen ?? 0)}` : zhe(rule.payBp)}，每人限${rule.perPersonMax}件`,
        en: `Flash sale, ${rule.payBp === undefined ? `¥${yuan(rule.priceFen ?? 0)}` : `${off(rule.payBp)} off`}, ${rule.perPersonMax} per person`,
      };
    case 'memberRate':
      return { zh: `会员${zhe(rule.payBp)}`, en: `Members ${off(rule.payBp)} off` };
    case 'itemCut':
      return rule.payBp === undefined
        ? { zh: `立减¥${yuan(rule.offFen ?? 0)}`, en: `¥${yuan(rule.offFen ?? 0)} off each` }
        : {
            zh: `官方立减${percent(10_000 - rule.payBp)}`,
            en: `${off(rule.payBp)} off, official instant cut`,
          };
    case 'freeFreight':
      if (rule.waiveMaxFen !== undefined)
        return {
          zh: `${rule.thresholdFen === undefined ? '' : `满${yuan(rule.thresholdFen)}`}运费最多减${yuan(rule.waiveMaxFen)}`,
          en: `Up to ¥${yuan(rule.waiveMaxFen)} off shipping${rule.thresholdFen === undefined ? '' : ` from ¥${yuan(rule.thresholdFen)}`}`,
        };
      return rule.thresholdFen === undefined
        ? { zh: '免运费', en: 'Free shipping' }
        : { zh: `满${yuan(rule.thresholdFen)}包邮`, en: `Free shipping from ¥${yuan(rule.thresholdFen)}` };
    default:
      return furtherText(rule);
  }
}

function percentText(rule: Extract<Rule, { kind: 'percent' }>): Text {
  const from =
    rule.quantityMin !== undefined
      ? { zh: `满${rule.quantityMin}件`, en: `from ${rule.quantityMin} pieces` }
      : rule.thresholdFen !== undefined
        ? { zh: `满${yuan(rule.thresholdFen)}`, en: `from ¥${yuan(rule.thresholdFen)}` }
        : { zh: '', en: '' };
  const cap =
    rule.maxDiscountFen === undefined
      ? { zh: '', en: '' }
      : { zh: `，最多减${yuan(rule.maxDiscountFen)}`, en: `, up to ¥${yuan(rule.maxDiscountFen)}` };
  return {
    zh: `${from.zh}${zhe(rule.payBp)}${cap.zh}`,
    en: `${off(rule.payBp)} off ${from.en}`.trim() + cap.en,
  };
}

/** Offers read 满300减50, not 满¥300.00减¥50.00. */
const yuan = (fen: number) =>
  fen % 100 === 0 ? String(fen / 100) : `${Math.trunc(fen / 100)}.${String(fen % 100).padStart(2, '0')}`;
/** 9500 → 95折, 8000 → 8折 */
const zhe = (payBp: number) => `${String(payBp / 100).replace(/0$/, '')}折`;
const percent = (bp: number) => `${bp / 100}%`;
const off = (payBp: number) => percent(10_000 - payBp);
