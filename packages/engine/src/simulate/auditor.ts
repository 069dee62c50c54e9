/** Long because every check has its name in both languages here, in the order in which a report tells them. */
import { boxesDrawn } from './audit-boxes.ts';
import { capsKept, couponsOnce } from './audit-coupons.ts';
import { drawsRecomputed } from './audit-draws.ts';
import { activityBooks, perPersonLimit, soldWithinStock } from './audit-flash.ts';
import { paymentsMatch, refundsWithinPay } from './audit-money.ts';
import { acknowledgedOrders, allocationsSum, funderShares, holdsAccounted } from './audit-orders.ts';
import { outboxMatchesState, positionsGapFree } from './audit-outbox.ts';
import { unitsPlaced } from './audit-parcels.ts';
import { pointsLedger } from './audit-points.ts';
import { depositsSettled } from './audit-presale.ts';
import { protectedOnce } from './audit-protection.ts';
import type {
  AcknowledgedOrder,
  AuditActivity,
  AuditBoxBuyer,
  AuditCap,
  AuditCheck,
  AuditCheckId,
  AuditCoupon,
  AuditDeposit,
  AuditDraw,
  AuditEvent,
  AuditLimitUse,
  AuditOpening,
  AuditPayment,
  AuditPayout,
  AuditPlaced,
  AuditPointsAccount,
  AuditPointsEntry,
  AuditPool,
  AuditPromotion,
  AuditProtection,
  AuditPurchase,
  AuditRefund,
  AuditReport,
  AuditSent,
  AuditStock,
} from './audit-rows.ts';
import { stockConserved, stockLedger } from './audit-stock.ts';
import type { AuditHashes } from './redraw.ts';

/** What can be fed, row by row. A check takes the rows that concern it and keeps what it needs of them. */
export type AuditFeeds = {
  promotion(row: AuditPromotion): void;
  protection(row: AuditProtection): void;
  purchase(row: AuditPurchase): void;
  sent(row: AuditSent): void;
  activity(row: AuditActivity): void;
  limitUse(row: AuditLimitUse): void;
  opening(row: AuditOpening): void;
  stock(row: AuditStock): void;
  placed(row: AuditPlaced): void;
  coupon(row: AuditCoupon): void;
  cap(row: AuditCap): void;
  pointsAccount(row: AuditPointsAccount): void;
  pointsEntry(row: AuditPointsEntry): void;
  pool(row: AuditPool): void;
  draw(row: AuditDraw): void;
  boxBuyer(row: AuditBoxBuyer): void;
  payment(row: AuditPayment): void;
  deposit(row: AuditDeposit): void;
  payout(row: AuditPayout): void;
  refund(row: AuditRefund): void;
  event(row: AuditEvent): void;
  acknowledged(row: AcknowledgedOrder): void;
};

/** Looks at one thing; `words` says what is wrong when it does not hold. */
export type Expect = (holds: boolean, words: () => string) => void;

export type AuditBook = Partial<AuditFeeds> & {
  /** Once everything was fed. */
  finish?(): void;
};

export type AuditInput = {
  /** Campaign instant up to which due work has been done: a hold past it must not be open. */
  readonly asOf: number;
  /** The sale runs while it is audited: the newest events may still be waiting for their positions. */
  readonly running?: boolean;
  /** To recompute the draws of blind boxes. */
  readonly hashes: AuditHashes;
};

export type Auditor = AuditFeeds & { report(): AuditReport };

type CheckMaker = {
  readonly id: AuditCheckId;
  readonly title: { readonly zh: string; readonly en: string };
  open(expect: Expect, input: AuditInput): AuditBook;
};

const CHECKS: readonly CheckMaker[] = [
  {
    id: 'activityBooks',
    title: {
      zh: '每个秒杀活动的占用与已付数量等于其订单之和',
      en: 'Held and paid units of each flash activity equal the sum of its orders',
    },
    open: activityBooks,
  },
  {
    id: 'soldWithinStock',
    title: {
      zh: '任何活动的占用与已付之和不超过活动库存',
      en: 'No activity has held and paid more than its stock',
    },
    open: soldWithinStock,
  },
  {
    id: 'perPersonLimit',
    title: {
      zh: '每人限购从未突破，计数与订单一致',
      en: 'No person is over a limit, and the counters equal the orders',
    },
    open: perPersonLimit,
  },
  {
    id: 'acknowledgedOrders',
    title: {
      zh: '每笔已应答的订单都存在且只有一笔，金额一致',
      en: 'Every acknowledged order exists, once, with the amount that was answered',
    },
    open: acknowledgedOrders,
  },
  {
    id: 'holdsAccounted',
    title: {
      zh: '每笔占用都有下落：已支付、未到期或已归还',
      en: 'Every hold is accounted for: paid, still open, or given back',
    },
    open: holdsAccounted,
  },
  {
    id: 'stockConserved',
    title: {
      zh: '实物、预占、锁定与已发库存等于收货与订单之和',
      en: 'On-hand, reserved, locked and shipped stock follow from receipts and orders',
    },
    open: stockConserved,
  },
  {
    id: 'stockLedger',
    title: {
      zh: '库存流水逐笔相加等于账面，各仓之和等于全网',
      en: 'Movements of stock sum to the counts, and warehouses with what stores set aside to the network',
    },
    open: stockLedger,
  },
  {
    id: 'allocationsSum',
    title: {
      zh: '每行优惠分摊之和等于标价减实付，订单各额相加一致',
      en: 'Each line’s allocations equal list minus net, and each order adds up',
    },
    open: allocationsSum,
  },
  {
    id: 'funderShares',
    title: {
      zh: '每项优惠的出资方分摊相加一致，并符合方案比例',
      en: 'Funder shares of each discount add up and follow the plan’s rates',
    },
    open: funderShares,
  },
  {
    id: 'paymentsMatch',
    title: {
      zh: '已付订单收到的正是应付金额，未付订单没有留款',
      en: 'A paid order received exactly its amount; an unpaid one keeps no money',
    },
    open: paymentsMatch,
  },
  {
    id: 'refundsWithinPay',
    title: {
      zh: '退款从不超过支付，各处退款记录一致',
      en: 'Refunds never exceed what was paid, and every record of them agrees',
    },
    open: refundsWithinPay,
  },
  {
    id: 'depositsSettled',
    title: {
      zh: '每笔定金都有下落：待付尾款、计入尾款、已退、在法定部分内不退，或双倍返还且只返一次',
      en: 'Each deposit waits, counts into its balance, went back, is kept within its legal part, or came back double, once',
    },
    open: depositsSettled,
  },
  {
    id: 'unitsPlaced',
    title: {
      zh: '每件已付商品只在一个包裹中，或在发出前已退；发出后的退款都有售后单',
      en: 'Each paid unit is in one parcel or came back before it left; what left was refunded through a case',
    },
    open: unitsPlaced,
  },
  {
    id: 'protectedOnce',
    title: {
      zh: '每行价保不重复赔付，且从不超过该行实付',
      en: 'No line is protected twice for one fall in price, nor beyond what was paid for it',
    },
    open: protectedOnce,
  },
  {
    id: 'couponsOnce',
    title: {
      zh: '每张券至多用于一笔订单，状态与订单一致',
      en: 'Each coupon stands behind one order at most, in the state of that order',
    },
    open: couponsOnce,
  },
  {
    id: 'capsKept',
    title: {
      zh: '每项预算与限量的支出等于订单与发券之和，从不超出',
      en: 'Each budget and lot has given what orders and coupons took of it, and never more',
    },
    open: capsKept,
  },
  {
    id: 'pointsLedger',
    title: {
      zh: '积分余额等于每笔变动之和，从不为负，并与订单一致',
      en: 'Points are the sum of what moved them, never below zero, and as their orders say',
    },
    open: pointsLedger,
  },
  {
    id: 'boxesDrawn',
    title: {
      zh: '每个已付盲盒恰好抽取一次，未付订单没有，且不超过盒池与每人限购',
      en: 'Each paid blind box was drawn once, no unpaid one was, and never beyond the pool or a person’s limit',
    },
    open: boxesDrawn,
  },
  {
    id: 'drawsRecomputed',
    title: {
      zh: '盲盒位置无缺无重，每次结果都可由公开的种子重新算出',
      en: 'Places of blind boxes have no gap and no double, and each result recomputes from the revealed seed',
    },
    open: drawsRecomputed,
  },
  {
    id: 'outboxMatchesState',
    title: { zh: '事件与订单状态一一对应', en: 'Events match the state of the orders one to one' },
    open: outboxMatchesState,
  },
  {
    id: 'positionsGapFree',
    title: { zh: '事件位置连续，无缺无重', en: 'Outbox positions have no gap and no double' },
    open: positionsGapFree,
  },
];

/** Violations shown in words; all are counted. */
const SHOWN_MAX = 20;

/**
 * The independent auditor. It is fed the raw rows of every book one by one, promotions, protections and pools of boxes
 * first, the rest in any order, and works every sum out from scratch: it shares no code with the decisions it judges and believes no total that it
 * can compute itself. Memory: a few numbers for each purchase; lines are judged as they pass and forgotten.
 */
export function createAuditor(input: AuditInput): Auditor {
  const open = CHECKS.map((check) => {
    const result = { examined: 0, violationCount: 0, violations: [] as string[] };
    const expect: Expect = (holds, words) => {
      result.examined += 1;
      if (holds) return;
      result.violationCount += 1;
      if (result.violations.length < SHOWN_MAX) result.violations.push(words());
    };
    return { check, result, book: check.open(expect, input) };
  });
  const feed =
    <Feed extends keyof AuditFeeds>(name: Feed) =>
    (row: Parameters<AuditFeeds[Feed]>[0]): void => {
      for (const { book } of open) (book[name] as ((row: unknown) => void) | undefined)?.(row);
    };
  return {
    promotion: feed('promotion'),
    protection: feed('protection'),
    purchase: feed('purchase'),
    sent: feed('sent'),
    activity: feed('activity'),
    limitUse: feed('limitUse'),
    opening: feed('opening'),
    stock: feed('stock'),
    placed: feed('placed'),
    coupon: feed('coupon'),
    cap: feed('cap'),
    pointsAccount: feed('pointsAccount'),
    pointsEntry: feed('pointsEntry'),
    pool: feed('pool'),
    draw: feed('draw'),
    boxBuyer: feed('boxBuyer'),
    payment: feed('payment'),
    deposit: feed('deposit'),
    payout: feed('payout'),
    refund: feed('refund'),
    event: feed('event'),
    acknowledged: feed('acknowledged'),
    report() {
      const checks = open.map(({ check, result, book }): AuditCheck => {
        book.finish?.();
        return { id: check.id, title: check.title, passed: result.violationCount === 0, ...result };
      });
      return { passed: checks.every((check) => check.passed), checks };
    },
  };
}
