import type { Entry } from './entry.ts';

/** Refusals of blind boxes; part of the registry. */
export const BOX_ERRORS = {
  boxNotOpen: {
    status: 409,
    shopper: { zh: '这款盲盒现在没有开售。', en: 'These boxes are not on sale now.' },
    operator: {
      zh: '不在售卖时段，或奖池的承诺还没有公布、种子已经公开。',
      en: 'Outside its hours, or the pool is not committed to yet, or its seed is revealed.',
    },
  },
  boxTermsMissing: {
    status: 422,
    shopper: {
      zh: '购买盲盒前，请先确认年龄和拆盒规则。',
      en: 'Before you buy a blind box, please confirm your age and the rule for opened boxes.',
    },
    operator: { zh: '订单缺少盲盒确认。', en: 'The order lacks the confirmation for blind boxes.' },
  },
  boxAge: {
    status: 403,
    shopper: {
      zh: '盲盒不售予未满8岁者；8至17岁须监护人同意。',
      en: 'Blind boxes are not sold to anyone under 8; from 8 to 17 a guardian has to agree.',
    },
    operator: { zh: '年龄不符，或缺监护人同意。', en: 'Too young, or without a guardian’s consent.' },
  },
  boxLimit: {
    status: 409,
    shopper: { zh: '超过每人限购数量。', en: 'This is more than one person may buy.' },
    operator: { zh: '账号或手机号已达盲盒限购。', en: 'Account or phone is at its limit of boxes.' },
  },
  boxGone: {
    status: 409,
    shopper: { zh: '剩余的盲盒不够这么多了。', en: 'There are not that many boxes left.' },
    operator: {
      zh: '奖池余量不足以保证任何抽取结果都能兑现。',
      en: 'The pool cannot promise that many draws.',
    },
  },
  boxOpened: {
    status: 409,
    shopper: {
      zh: '已拆的盲盒不支持无理由退货，下单时已确认。',
      en: 'A box that was opened cannot go back without a reason, as confirmed with the order.',
    },
    operator: { zh: '退货件数超过未拆盒数。', en: 'More units than there are unopened boxes.' },
  },
} as const satisfies Record<string, Entry>;
