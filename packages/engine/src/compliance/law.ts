import type { Text } from '../pricing/index.ts';

/** A rule of law as far as a plan can break it: its article, and the days on which it is in force. */
export type LawRule = {
  readonly article: Text;
  /** How a plan is put right. */
  readonly remedy: Text;
  /** First day, `YYYY-MM-DD`. */
  readonly inForceFrom: string;
  /** First day on which it is in force no longer; a later rule took its place. */
  readonly inForceUntil?: string;
};

export const LAW = {
  referencePrice: {
    article: {
      zh: '《明码标价和禁止价格欺诈规定》第十六条；《规范促销行为暂行规定》第二十一条',
      en: 'Provisions on Marked Prices and Price Fraud, art 16; Interim Provisions on Promotions, art 21',
    },
    remedy: {
      zh: '写明折扣的基准（base: list，须有按标价成交的记录），或把折扣降到证据所列的幅度',
      en: 'State what the rate is counted from (base: list, with deals at the list price as evidence), or lower it to what the evidence allows',
    },
    inForceFrom: '2022-07-01',
  },
  raiseThenCut: {
    article: {
      zh: '《明码标价和禁止价格欺诈规定》第十七条',
      en: 'Provisions on Marked Prices and Price Fraud, art 17',
    },
    remedy: {
      zh: '恢复涨价前的标价，或把该商品移出本活动',
      en: 'Go back to the list price from before the rise, or take the item out of this promotion',
    },
    inForceFrom: '2022-07-01',
  },
  euPriorPrice: {
    article: {
      zh: '欧盟 98/6/EC 号指令第 6a 条；欧洲法院 C-330/23',
      en: 'Directive 98/6/EC, art 6a; CJEU C-330/23',
    },
    remedy: {
      zh: '以前三十日最低价为基准计算并标示折扣',
      en: 'Count and show the reduction from the lowest price of the 30 days before',
    },
    inForceFrom: '2022-05-28',
  },
  prizeCap: {
    article: {
      zh: '《反不正当竞争法》（2019 年修正）第十条第三项：最高奖不超过五万元',
      en: 'Anti-Unfair Competition Law (2019), art 10(3): no prize above ¥50,000',
    },
    remedy: {
      zh: '降低奖品价值或每人机会，使一人可得不超过五万元',
      en: 'Lower the value of the prizes or the chances per person, so that nobody wins more than ¥50,000',
    },
    inForceFrom: '2018-01-01',
    inForceUntil: '2025-10-15',
  },
  prizeCap2025: {
    article: {
      zh: '《反不正当竞争法》（2025 年修订）第十一条：最高奖不超过五万元',
      en: 'Anti-Unfair Competition Law (2025), art 11: no prize above ¥50,000',
    },
    remedy: {
      zh: '降低奖品价值或每人机会，使一人可得不超过五万元',
      en: 'Lower the value of the prizes or the chances per person, so that nobody wins more than ¥50,000',
    },
    inForceFrom: '2025-10-15',
  },
  drawDisclosure: {
    article: {
      zh: '《规范促销行为暂行规定》第三章：有奖销售应公布奖项、概率或数量、兑奖条件',
      en: 'Interim Provisions on Promotions, ch. 3: kinds of prizes, odds or quantity, and conditions are published',
    },
    remedy: {
      zh: '为每个奖项写明 odds（概率）与 stock（数量）',
      en: 'Give every prize its odds and its stock',
    },
    inForceFrom: '2020-12-01',
  },
  blindBoxOdds: {
    article: {
      zh: '《盲盒经营行为规范指引（试行）》：售前公示抽取规则、投放数量与概率',
      en: 'Guidelines on Blind Box Business (trial): draw rule, quantity and odds are published before sale',
    },
    remedy: {
      zh: '为每个款式写明 odds，合计 100%；不设奖池的盲盒在商品参数里写明“概率”',
      en: 'Give every style its odds; they sum to 100 %. A box without a pool states “Odds” among its facts',
    },
    inForceFrom: '2023-06-08',
  },
  blindBoxPrice: {
    article: {
      zh: '《上海市盲盒经营活动合规指引》：单个盲盒一般不超过 200 元',
      en: 'Shanghai guidance on blind boxes: one box normally costs no more than ¥200',
    },
    remedy: {
      zh: '把单个盲盒的价格降到 ¥200 以内，或由负责人写明理由后豁免',
      en: 'Price one box at ¥200 or less, or have the warning answered for with a reason',
    },
    inForceFrom: '2022-01-14',
  },
  deposit: {
    article: {
      zh: '《民法典》第五百八十六条：定金不超过主合同标的额的百分之二十',
      en: 'Civil Code, art 586: a deposit above 20 % of the contract price has no effect as such',
    },
    remedy: {
      zh: '降低定金或膨胀倍数，使定金不超过合同价的 20%',
      en: 'Lower the deposit or its inflation, so that it stays within 20 % of the contract price',
    },
    inForceFrom: '2021-01-01',
  },
  depositWord: {
    article: {
      zh: '法释〔2023〕13 号第六十七条：订金不具定金性质',
      en: 'Judicial Interpretation [2023] No. 13, art 67: 订金 is no penal deposit (定金)',
    },
    remedy: {
      zh: '把“订金”改为“定金”',
      en: 'Write 定金 instead of 订金',
    },
    inForceFrom: '2023-12-05',
  },
  finalInterpretation: {
    article: {
      zh: '法释〔2022〕8 号第一条：“最终解释权归商家”的格式条款无效',
      en: 'Judicial Interpretation [2022] No. 8, art 1: a clause that reserves final interpretation is void',
    },
    remedy: {
      zh: '删去这一句',
      en: 'Strike the clause',
    },
    inForceFrom: '2022-03-15',
  },
  superlative: {
    article: {
      zh: '《广告法》第九条、第二十八条：绝对化用语、无依据的比较',
      en: 'Advertising Law, arts 9 and 28: superlatives and comparisons without evidence',
    },
    remedy: {
      zh: '删去绝对化用语，或附上可核查的依据',
      en: 'Strike the superlative, or give evidence that can be checked',
    },
    inForceFrom: '2015-09-01',
  },
  conditions: {
    article: {
      zh: '《规范促销行为暂行规定》第二十条：标明促销的条件与起止时间',
      en: 'Interim Provisions on Promotions, art 20: conditions, start and end are stated',
    },
    remedy: {
      zh: '补上证据所列的条件',
      en: 'Add the conditions that the evidence lists',
    },
    inForceFrom: '2020-12-01',
  },
  gifts: {
    article: {
      zh: '《明码标价和禁止价格欺诈规定》第十八条：赠品标明品名与数量',
      en: 'Provisions on Marked Prices and Price Fraud, art 18: name and quantity of gifts are stated',
    },
    remedy: {
      zh: '写明赠品的品名与数量',
      en: 'State the name of the gift and how many',
    },
    inForceFrom: '2022-07-01',
  },
} as const satisfies Record<string, LawRule>;

export type LawRuleId = keyof typeof LAW;

/** Is the rule in force on a day, written `YYYY-MM-DD`? */
export function isInForce(ruleId: LawRuleId, day: string): boolean {
  const rule: LawRule = LAW[ruleId];
  return rule.inForceFrom <= day && (rule.inForceUntil === undefined || day < rule.inForceUntil);
}
