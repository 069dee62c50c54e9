import type { FigureSide } from '@dacu/contract/api';
import type { Text } from '@dacu/engine/pricing';

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
  returnRate: ratio({ kind: 'refund', adds: 'units' }, { kind: 'payment', adds: 'units' }, 10_000),
  complaintRate: ratio({ kind: 'complaint', adds: 'one' }, PAYMENTS, 10_000),
};

/** What the board counts otherwise than the review, which can wait until a figure is mature. */
export const LIVE_WORDS: Readonly<Record<string, Text>> = {
  returnRate: {
    zh: '看板不等 15 天：至今退回的件数 ÷ 至今支付的件数，会随退货期推移而上升。',
    en: 'The board does not wait 15 days: units returned so far ÷ units paid so far, so it rises while returns come in.',
  },
  newCustomers: {
    zh: '看板按支付当时判定：这笔支付是该用户第一次付款。',
    en: 'The board decides at payment: it was the first this shopper ever made.',
  },
};
