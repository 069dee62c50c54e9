import type { FigureSide } from '@dacu/contract/api';
import type { Text } from '@dacu/engine/pricing';
import { PACED_VISITS_MIN } from './pace.ts';

/** How a live figure is made of rows: part × times ÷ whole, or the part alone. */
export type FigureParts = {
  readonly part: FigureSide;
  readonly whole: FigureSide | null;
  readonly times: number;
};

const PAID_GMV = { kind: 'payment', adds: 'gmvFen' } as const;
const PAYMENTS = { kind: 'payment', adds: 'one' } as const;
const BUYERS = { kind: 'buyer', adds: 'one' } as const;
const NEWCOMERS = { kind: 'newcomer', adds: 'one' } as const;
const VISITORS = { kind: 'visitor', adds: 'one' } as const;

const sum = (part: FigureSide): FigureParts => ({ part, whole: null, times: 1 });
const ratio = (part: FigureSide, whole: FigureSide, times: number): FigureParts => ({ part, whole, times });

/** Every figure of the board, by the rows that add up to it. A test holds the one to the other. */
export const FIGURE_PARTS: Readonly<Record<string, FigureParts>> = {
  paidGmv: sum(PAID_GMV),
  orders: sum(PAYMENTS),
  uv: sum(VISITORS),
  buyers: sum(BUYERS),
  newCustomers: sum(NEWCOMERS),
  newCustomerShare: ratio(NEWCOMERS, BUYERS, 10_000),
  revenuePerBuyer: ratio(PAID_GMV, BUYERS, 1),
  averageOrder: ratio(PAID_GMV, PAYMENTS, 1),
  payConversion: ratio(BUYERS, VISITORS, 10_000),
  balanceConversion: ratio({ kind: 'balance', adds: 'one' }, { kind: 'deposit', adds: 'one' }, 10_000),
  returnRate: ratio({ kind: 'refund', adds: 'units' }, { kind: 'payment', adds: 'units' }, 10_000),
  complaintRate: ratio({ kind: 'complaint', adds: 'one' }, PAYMENTS, 10_000),
};

/** What the plan asks of a sum by now, and why a demonstration is asked otherwise than a sale. */
const PACED: Text = {
  zh: `看板与计划的比较：真实数据按方案的流量曲线，看此刻应达多少。模拟数据的访问量不是方案的访问量，所以按访问折算：目标 × 至今访问次数 ÷ 方案访问次数；满 ${PACED_VISITS_MIN.toLocaleString('en')} 次访问才比较，不作预测。`,
  en: `Against the plan, on the board: real data by the plan’s traffic curve, where it should stand now. Simulated shoppers come in other numbers than the plan’s, so there it is asked per visit: target × visits so far ÷ visits of the plan, from ${PACED_VISITS_MIN.toLocaleString('en')} visits on and without a forecast.`,
};

/** What the board counts or compares otherwise than the review, which can wait until a figure is mature. */
export const LIVE_WORDS: Readonly<Record<string, Text>> = {
  paidGmv: PACED,
  orders: PACED,
  buyers: PACED,
  balanceConversion: {
    zh: '看板不等尾款期结束：至今付清尾款的预售单 ÷ 至今付定金的预售单，尾款期内会上升。',
    en: 'The board does not wait for the balance window to end: pre-sales paid in full so far ÷ deposits paid so far, so it rises while balances are paid.',
  },
  returnRate: {
    zh: '看板不等 15 天：至今退回的件数 ÷ 至今支付的件数，会随退货期推移而上升。',
    en: 'The board does not wait 15 days: units returned so far ÷ units paid so far, so it rises while returns come in.',
  },
  newCustomers: {
    zh: `看板按支付当时判定：这笔支付是该用户第一次付款。${PACED.zh}`,
    en: `The board decides at payment: it was the first this shopper ever made. ${PACED.en}`,
  },
};
