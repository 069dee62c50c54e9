/** Long because it is one list: the keys that each executed kind adds to a promotion. */
import { z } from 'zod';
import {
  block,
  clock,
  count,
  daily,
  duration,
  flag,
  id,
  lead,
  money,
  payRate,
  percent,
  point,
  positive,
  say,
  scope,
  share,
  text,
  title,
  words,
} from './leaves.ts';

/** Kinds that the pricing engine executes: the keys each adds to a promotion. */

const tier = block({
  threshold: say(money, '满', 'from this amount'),
  off: say(money, '减', 'this much off'),
});
const layer = (names: readonly [string, ...string[]]) =>
  say(z.enum(names), '叠加层', 'stacking layer').optional();
const threshold = say(money, '满', 'from this amount');
/** Marks an offer that shoppers have to fetch before they can use it. */
const claim = say(
  block({
    quantity: say(count, '总张数', 'coupons in all').optional(),
    perPersonMax: say(positive, '每人限领', 'coupons per person').optional(),
    validFor: say(duration, '有效期', 'how long it lasts').optional(),
  }),
  '须领券',
  'only with a coupon that the shopper claims first',
).optional();
export const present = block({
  title,
  value: say(money, '价值', 'published value of one').optional(),
  quantity: say(positive, '数量', 'how many with one order').optional(),
  stock: say(count, '总数', 'how many there are').optional(),
});

/** What an insurance of the way back costs, once for each shop's order. */
const premium = say(
  block({
    bands: say(
      z
        .array(
          block({
            below: say(
              share,
              '退货率低于',
              'up to this return rate, not included; the last band has none',
            ).optional(),
            price: say(money, '保费', 'what one order costs'),
          }),
        )
        .min(1),
      '保费分档',
      'what an order costs by how much of such goods comes back',
    ),
    rates: say(
      z.array(
        block({
          categories: say(z.array(id).min(1), '类目', 'categories'),
          rate: say(share, '退货率', 'of what was shipped, how much came back'),
        }),
      ),
      '类目退货率',
      'return rates as measured before this edition; the highest of an order counts',
    ),
    other: say(share, '其他类目', 'the rate of every category that is not named'),
  }),
  '按退货率定价',
  'a price for each order by return rate, instead of one for each piece',
);

/** A stated base is part of the offer's name wherever it is shown (`titleOf`). */
const base = say(
  z.enum(['list']),
  '折扣的基准',
  'what an announced rate is counted from: list, the list price; stated wherever the offer is named',
).optional();

export const EXECUTED_RULES = {
  tiered: {
    layer: layer(['crossStore', 'storeReduction']),
    tiers: say(z.array(tier).min(1), '阶梯', 'the highest tier reached is taken'),
    uncapped: say(flag, '上不封顶', 'the one tier repeats for each full threshold').optional(),
  },
  each: {
    layer: layer(['crossStore', 'storeReduction']),
    threshold: say(money, '每满', 'for each full'),
    off: say(money, '减', 'this much off'),
    cap: say(money, '封顶', 'at most this much off').optional(),
  },
  amount: {
    layer: layer(['storeReduction', 'storeCoupon', 'crossStore', 'platformCoupon', 'redPacket']),
    threshold,
    off: say(money, '减', 'this much off'),
    claim,
  },
  percent: {
    layer: layer(['storeReduction', 'storeCoupon', 'crossStore', 'platformCoupon']),
    pay: say(payRate, '折扣', 'what is paid'),
    threshold: threshold.optional(),
    quantity: say(positive, '满件', 'from this many pieces').optional(),
    maxOff: say(money, '最多减', 'at most this much off').optional(),
    claim,
  },
  nthUnit: {
    layer: layer(['storeReduction', 'platformCoupon']),
    nth: say(
      z
        .number({ error: () => 'positive' })
        .int()
        .min(2),
      '第几件',
      'every so many pieces',
    ),
    pay: say(payRate, '这一件付', 'what is paid for that piece'),
    across: say(
      z.enum(['sku', 'scope']),
      '怎么数件数',
      'count the pieces of each item, or of all items together; without it of each item',
    ).optional(),
  },
  timedPrice: {
    pay: say(payRate, '折扣', 'what is paid, of the list price').optional(),
    base,
    price: say(money, '活动价', 'a fixed price').optional(),
    liveRooms: say(
      z.array(id).min(1),
      '仅限直播间',
      'only for what is bought out of these live rooms',
    ).optional(),
  },
  flashSale: {
    pay: say(payRate, '折扣', 'what is paid, of the list price'),
    base,
    daily: say(
      z.union([daily, z.array(daily).min(1)], { error: () => 'daily' }),
      '场次',
      'slots of each day',
    ),
    pool: say(scope, '商品池', 'items that take turns'),
    itemsPerSlot: say(positive, '每场款数', 'items in a slot'),
    activityStock: say(positive, '每款活动库存', 'pieces of each item in a slot'),
    perPersonMax: say(positive, '每人限购', 'pieces per person and item'),
    hold: say(duration, '付款时限', 'how long an unpaid order holds its piece'),
    reservation: say(
      block({
        opensBefore: say(duration, '提前多久开始预约', 'how long before a slot reserving begins'),
        closesBefore: say(
          duration,
          '提前多久截止预约',
          'how long before a slot it ends; without it at the opening',
        ).optional(),
        aloneFor: say(
          duration,
          '预约专享',
          'how long from the opening only those who reserved may order; without it everybody may',
        ).optional(),
      }),
      '预约',
      'a right to order and a reminder, never a piece',
    ).optional(),
  },
  memberRate: { pay: say(payRate, '会员折扣', 'what is paid') },
  itemCut: {
    pay: say(payRate, '立减后付', 'what is paid, of the item price').optional(),
    off: say(money, '立减', 'this much off each piece').optional(),
  },
  freeFreight: {
    threshold: threshold.optional(),
    basis: say(
      z.enum(['afterDiscount', 'itemPrice']),
      '门槛按',
      'threshold on the amount after discounts or on item prices',
    ).optional(),
    upTo: say(money, '最多免', 'at most this much of the freight').optional(),
  },
  subsidy: {
    rate: say(share, '补贴比例', 'what is taken off each piece'),
    capPerUnit: say(money, '单件上限', 'at most this much a piece'),
    unitsMax: say(positive, '最多几件', 'pieces of one order that are subsidised').optional(),
  },
  bundle: {
    parts: say(
      z
        .array(
          block({
            scope: say(scope, '从哪些商品里选', 'what it is chosen from'),
            quantity: say(positive, '件数', 'pieces'),
          }),
        )
        .min(1),
      '组合',
      'the parts of the bundle',
    ),
    layer: layer(['storeReduction', 'crossStore', 'platformCoupon']),
    times: say(positive, '最多几份', 'bundles in one order at most').optional(),
    pay: say(payRate, '组合折扣', 'what is paid of the sum').optional(),
    price: say(money, '组合价', 'price of the bundle').optional(),
  },
  gift: {
    tiers: say(
      z
        .array(
          block({ threshold: say(money, '满', 'from this amount'), gift: say(present, '赠品', 'the gift') }),
        )
        .min(1),
      '赠品阶梯',
      'gifts by amount',
    ),
    perPersonMax: say(positive, '每人限领', 'gifts per person').optional(),
  },
  coupon: {
    issue: say(
      z.enum([
        'claim',
        'newcomer',
        'winBack',
        'timedGrab',
        'qr',
        'hidden',
        'behaviour',
        'carbon',
        'compensation',
      ]),
      '发放方式',
      'how it reaches people',
    ),
    off: say(money, '面额', 'face value').optional(),
    pay: say(payRate, '折扣', 'what is paid').optional(),
    maxOff: say(money, '最多减', 'at most this much off').optional(),
    threshold: say(money, '满', 'from this amount').optional(),
    couponLayer: say(
      z.enum(['itemCoupon', 'storeCoupon', 'platformCoupon', 'redPacket', 'freight']),
      '券层',
      'stacking layer; without it a store coupon for one shop, else a platform coupon',
    ).optional(),
    grabAt: say(z.array(clock).min(1), '开抢时刻', 'times of the day it can be grabbed').optional(),
    quantityPerGrab: say(count, '每场张数', 'coupons per grab').optional(),
    quantity: say(count, '总张数', 'coupons in all').optional(),
    perPersonMax: say(positive, '每人限领', 'coupons per person').optional(),
    validFor: say(duration, '有效期', 'how long it lasts').optional(),
    trigger: say(text, '触发条件', 'what makes it be sent').optional(),
    words: say(text, '推送文案', 'what the shopper reads').optional(),
    holdout: say(share, '对照组', 'share of people who do not get it, to measure what it adds').optional(),
  },
  points: {
    earn: say(
      z
        .array(
          block({
            title,
            points: say(count, '积分', 'points earned'),
            per: say(money, '每消费', 'for each').optional(),
          }),
        )
        .min(1),
      '获取',
      'how points are earned',
    ),
    spend: say(z.array(point).min(1), '使用', 'what points buy'),
    pointsPerYuan: say(positive, '几分抵1元', 'points for one yuan').optional(),
    step: say(
      positive,
      '起用与进位',
      'points are used in steps of so many; without it what one yuan takes',
    ).optional(),
    capShare: say(share, '抵现上限', 'share of an order that points may pay').optional(),
    validFor: say(lead, '有效期', 'how long points last').optional(),
    usableAfter: say(
      duration,
      '到账等待',
      'from the payment until its points can be used; without it seven days, while goods may go back',
    ).optional(),
  },
  groupBuy: {
    size: say(positive, '成团人数', 'people to fill a group'),
    pay: say(payRate, '额外折扣', 'what is paid, on top'),
    fillWithin: say(duration, '成团时限', 'time to fill'),
    leaderCommission: say(percent, '团长佣金', 'commission of the leader').optional(),
  },
  service: {
    offer: say(
      z.enum(['extendedWarranty', 'freeReturns', 'returnFreightInsurance', 'installation']),
      '服务',
      'the service',
    ),
    price: say(money, '价格', 'price; free without one').optional(),
    premium: premium.optional(),
    lasts: say(lead, '期限', 'how long').optional(),
  },
  memberBenefit: {
    benefit: say(
      z.enum(['giftBox', 'priorityPurchase', 'birthday', 'exclusiveService']),
      '权益',
      'the benefit',
    ),
    gift: say(present, '礼盒', 'the gift').optional(),
    perPersonMax: say(positive, '每人限领', 'gifts per person').optional(),
    ahead: say(duration, '提前多久', 'how much earlier members may buy').optional(),
  },
  exclusiveEdition: {
    form: say(z.enum(['limited', 'coBranded', 'exclusive']), '形式', 'limited, co-branded or exclusive'),
    partners: say(z.array(words).min(1), '合作品牌', 'brands').optional(),
    quantity: say(count, '数量', 'pieces').optional(),
  },
} as const;
