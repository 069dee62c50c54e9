import type { Entry } from './entry.ts';

/** Refusals of pre-sales, from deposit to balance; part of the registry. */
export const PRESALE_ERRORS = {
  presaleNotOpen: {
    status: 409,
    shopper: { zh: '预售还没有开始，或已经结束。', en: 'This pre-sale is not open.' },
    operator: { zh: '不在付定金时段。', en: 'Outside the deposit window.' },
  },
  presaleStopped: {
    status: 409,
    shopper: { zh: '该商品的预售已暂停。', en: 'The pre-sale of this item is paused.' },
    operator: { zh: '预售已被开关停用。', en: 'Stopped by a switch.' },
  },
  presaleTurned: {
    status: 409,
    shopper: {
      zh: '这件商品的付款方式刚刚变了，请按新的方式重新确认。',
      en: 'How this item is paid for has just changed. Please look at the new terms and confirm again.',
    },
    operator: {
      zh: '库存预警使预售转为全款，或已恢复定金。',
      en: 'Its stock alert turned the pre-sale to full payment, or back to deposits.',
    },
  },
  depositNotPaid: {
    status: 409,
    shopper: { zh: '请先支付定金。', en: 'Please pay the deposit first.' },
    operator: { zh: '定金未付。', en: 'The deposit is not paid.' },
  },
  balanceNotOpen: {
    status: 409,
    shopper: { zh: '还没有到付尾款的时间。', en: 'The balance cannot be paid yet.' },
    operator: { zh: '不在付尾款时段。', en: 'Outside the balance window.' },
  },
  balanceNotAgreed: {
    status: 409,
    shopper: { zh: '请先确认尾款金额。', en: 'Please confirm the balance first.' },
    operator: { zh: '尾款尚未确认。', en: 'The balance is not agreed yet.' },
  },
  presaleEnded: {
    status: 409,
    shopper: { zh: '尾款期已过。', en: 'The balance window is over.' },
    operator: { zh: '该预售订单已经了结。', en: 'This pre-sale has ended.' },
  },
  refundChanged: {
    status: 409,
    shopper: {
      zh: '可退金额有变化，请再看一次。',
      en: 'What would come back has changed. Please look again.',
    },
    operator: { zh: '可退金额与所示不同。', en: 'The refund is another than was shown.' },
  },
} as const satisfies Record<string, Entry>;
