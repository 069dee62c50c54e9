import type { CouponProgramme, PointsTerms } from '@dacu/contract/plan';
import type { Promotion } from '@dacu/engine/pricing';
import { EVERY_DAY } from './trade-test-sale.ts';

/** Promotions with coupons, and one with a budget, for tests to put into the test sale. */

const base = {
  scope: {},
  audience: {},
  windows: EVERY_DAY,
  funders: [{ funder: 'platform', bp: 10_000 }],
  priority: 0,
} as const satisfies Partial<Promotion>;

/** ¥20 off ¥100 of the cart, with a coupon. */
export const TWENTY: Promotion = {
  ...base,
  id: 'coupon-20',
  title: { zh: '满100减20券', en: '¥20 off ¥100' },
  layer: 'platformCoupon',
  rule: { kind: 'amount', thresholdFen: 10_000, offFen: 2_000 },
  mutexGroup: 'platform-coupon',
  needsCoupon: true,
};

/** A red packet of ¥5. */
export const RED_PACKET: Promotion = {
  ...base,
  id: 'red-packet-5',
  title: { zh: '5元红包', en: '¥5 red packet' },
  layer: 'redPacket',
  rule: { kind: 'amount', thresholdFen: 1_000, offFen: 500 },
  needsCoupon: true,
};

/** ¥30 off ¥150, without a coupon, as long as its budget lasts. */
export function capped(budgetCapFen: number): Promotion {
  return {
    ...base,
    id: 'capped-30',
    title: { zh: '满150减30', en: '¥30 off ¥150' },
    layer: 'platformCoupon',
    rule: { kind: 'amount', thresholdFen: 15_000, offFen: 3_000 },
    mutexGroup: 'capped',
    budgetCapFen,
  };
}

/** A mug from ¥150 on, two of them; a sticker from ¥50 on, for everybody. */
export const GIFT: Promotion = {
  ...base,
  id: 'gift',
  title: { zh: '满额赠', en: 'Gift from an amount on' },
  layer: 'gift',
  rule: {
    kind: 'gift',
    tiers: [
      { thresholdFen: 5_000, title: { zh: '贴纸', en: 'Sticker' }, quantity: 1, valueFen: 100 },
      { thresholdFen: 15_000, title: { zh: '马克杯', en: 'Mug' }, quantity: 1, valueFen: 3_900, stock: 2 },
    ],
  },
};

/** A box for every order, one for each person. */
export const BOX: Promotion = {
  ...base,
  id: 'box',
  title: { zh: '礼盒', en: 'Gift box' },
  layer: 'gift',
  rule: {
    kind: 'gift',
    tiers: [
      {
        thresholdFen: 0,
        title: { zh: '定制礼盒', en: 'Custom box' },
        quantity: 1,
        valueFen: 5_900,
        stock: 8,
      },
    ],
    perPersonMax: 1,
  },
};

/** Two services: one for ¥15 a piece, one for nothing. */
export const SERVICES: Promotion[] = [
  {
    ...base,
    id: 'warranty',
    title: { zh: '延长保修', en: 'Extended warranty' },
    layer: 'service',
    rule: { kind: 'service', offer: 'extendedWarranty', unitFen: 1_500 },
    scope: { categories: ['digital'] },
  },
  {
    ...base,
    id: 'free-returns',
    title: { zh: '免费退换', en: 'Free returns' },
    layer: 'service',
    rule: { kind: 'service', offer: 'freeReturns', unitFen: 0 },
  },
];

/** One parcel back: ¥0.60 an order of digital goods, ¥2.50 of what comes back more often. */
export const INSURANCE: Promotion = {
  ...base,
  id: 'return-freight',
  title: { zh: '退货运费险', en: 'Return shipping insurance' },
  layer: 'service',
  rule: {
    ...{ kind: 'service', offer: 'returnFreightInsurance', unitFen: 0 },
    premium: {
      bands: [{ belowBp: 1_000, fen: 60 }, { fen: 250 }],
      ratesBp: { digital: 800 },
      otherBp: 2_200,
    },
  },
};

/** The lipstick is sold to black members only. */
export const EXCLUSIVE: Promotion = {
  ...base,
  id: 'black-only',
  title: { zh: '黑卡专享', en: 'For black members' },
  layer: 'access',
  rule: { kind: 'exclusive' },
  scope: { skus: ['sku-lipstick'] },
  audience: { memberTiers: ['black'] },
};

/** 100 points are a yuan, for half of the goods at most. */
export const POINTS: Promotion = {
  ...base,
  id: 'points',
  title: { zh: '积分抵现', en: 'Points as cash' },
  layer: 'points',
  rule: { kind: 'points', pointsPerYuan: 100, capBp: 5_000, step: 100 },
};

/** A point for each yuan, usable after a week, without end. */
export const EARNS: PointsTerms = {
  promotionId: POINTS.id,
  earn: { points: 1, perFen: 100 },
  usableAfterMs: 7 * 86_400_000,
  lasts: null,
};

/** Claimed at any time, without any limit but those given. */
export function programme(promotionId: string, terms: Partial<CouponProgramme> = {}): CouponProgramme {
  return {
    promotionId,
    title: { zh: promotionId, en: promotionId },
    summary: { zh: promotionId, en: promotionId },
    layer: 'platformCoupon',
    audience: {},
    carbonPoints: null,
    budgetCapFen: null,
    trigger: null,
    words: null,
    issue: 'claim',
    windows: EVERY_DAY,
    grabAt: [],
    quantityPerGrab: null,
    quantity: null,
    perPersonMax: null,
    validForMs: 7 * 86_400_000,
    idleDays: null,
    holdoutBp: 0,
    ...terms,
  };
}
