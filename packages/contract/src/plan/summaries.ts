import type { Rule, Text } from '@dacu/engine/pricing';
import { ruleOf } from './rules.ts';
import type { PlanPromotion } from './schema/promotions.ts';

/** The offer in one line: the plan's own words, else what its rule says, else its explanation. */
export function summaryOf(promotion: PlanPromotion): Text {
  if (promotion.summary) return promotion.summary;
  const rule = ruleOf(promotion);
  return rule ? ruleText(rule) : (promotion.detail ?? promotion.title);
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
        zh: `满${yuan(rule.thresholdFen)}减${yuan(rule.offFen)}`,
        en: `¥${yuan(rule.offFen)} off ¥${yuan(rule.thresholdFen)}`,
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
      return rule.thresholdFen === undefined
        ? { zh: '免运费', en: 'Free shipping' }
        : { zh: `满${yuan(rule.thresholdFen)}包邮`, en: `Free shipping from ¥${yuan(rule.thresholdFen)}` };
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
