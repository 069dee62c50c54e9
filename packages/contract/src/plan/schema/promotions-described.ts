import { z } from 'zod';
import {
  block,
  clock,
  count,
  duration,
  factor,
  flag,
  from,
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
  until,
  when,
  words,
} from './leaves.ts';

/** Kinds that are written down and checked now, and executed by their own modules. */

const present = block({
  title,
  value: say(money, '价值', 'published value of one').optional(),
  quantity: say(positive, '数量', 'how many with one order').optional(),
  stock: say(count, '总数', 'how many there are').optional(),
});
const prize = block({
  title,
  value: say(money, '价值', 'value of one').optional(),
  odds: say(percent, '概率', 'probability of a draw').optional(),
  stock: say(count, '数量', 'how many there are').optional(),
});
const odds = say(z.array(prize).min(1), '奖项与概率', 'prizes with their odds');
const vote = block({
  title,
  from: from.optional(),
  until: until.optional(),
  choices: say(z.array(id).min(1), '投票选项', 'categories to choose from').optional(),
  listed: say(positive, '上架数', 'how many winners are listed').optional(),
});

export const DESCRIBED_RULES = {
  presale: {
    depositShare: say(percent, '定金比例', 'deposit as a share of the price').optional(),
    price: say(money, '预售价', 'price, when the deposit is an amount').optional(),
    deposit: say(money, '定金', 'deposit, with `price`').optional(),
    inflation: say(factor, '膨胀倍数', 'the deposit counts this many times'),
    depositWindow: say(when, '付定金时段', 'when deposits are taken'),
    balanceWindow: say(when, '付尾款时段', 'when balances are paid'),
    balanceFreeFreight: say(flag, '尾款免邮', 'no freight on the balance').optional(),
    gift: say(present, '专属赠品', 'gift of its own').optional(),
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
    pay: say(payRate, '组合折扣', 'what is paid of the sum').optional(),
    price: say(money, '组合价', 'price of the bundle').optional(),
  },
  blindBox: {
    price: say(money, '单价', 'price of one box'),
    odds,
    guarantee: say(positive, '保底抽数', 'a limited edition at the latest with this box').optional(),
    perPersonMax: say(positive, '每人限购', 'boxes per person').optional(),
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
    threshold: say(money, '满', 'from this amount').optional(),
    couponLayer: say(
      z.enum(['storeCoupon', 'platformCoupon', 'redPacket']),
      '券层',
      'stacking layer',
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
    capShare: say(share, '抵现上限', 'share of an order that points may pay').optional(),
    validFor: say(lead, '有效期', 'how long points last').optional(),
  },
  carbonPoints: {
    earn: say(
      z.array(block({ title, points: say(count, '碳积分', 'carbon points') })).min(1),
      '获取',
      'how carbon points are earned',
    ),
    exchange: say(
      z
        .array(
          block({
            points: say(count, '碳积分', 'carbon points'),
            coupon: say(id, '换哪张券', 'the coupon they buy'),
          }),
        )
        .min(1),
      '兑换',
      'what they are exchanged for',
    ),
  },
  greenParcel: {
    reward: say(count, '归还奖励碳积分', 'carbon points when the packaging comes back').optional(),
    carriers: say(z.array(id).min(1), '物流企业', 'carriers that take part').optional(),
  },
  groupBuy: {
    size: say(positive, '成团人数', 'people to fill a group'),
    pay: say(payRate, '额外折扣', 'what is paid, on top'),
    fillWithin: say(duration, '成团时限', 'time to fill'),
    leaderCommission: say(percent, '团长佣金', 'commission of the leader').optional(),
  },
  crowdfunding: {
    threshold: say(money, '众筹目标', 'amount that lists an item'),
    votes: say(vote, '投票', 'the vote of the shoppers').optional(),
  },
  timeCapsule: {
    years: say(positive, '几年后', 'years until it is redeemed'),
    winners: say(positive, '名额', 'how many win').optional(),
    entry: say(text, '参与方式', 'how to take part'),
    drawOn: say(from, '开奖', 'when it is drawn').optional(),
  },
  game: {
    form: say(z.enum(['mini', 'ar', 'vr', 'quiz', 'task', 'challenge']), '形式', 'form of the game'),
    rewards: say(z.array(prize).min(1), '奖励', 'rewards').optional(),
    tasks: say(z.array(point).min(1), '任务', 'tasks').optional(),
  },
  lottery: {
    odds,
    perPersonMax: say(positive, '每人次数', 'draws per person').optional(),
    entry: say(text, '参与方式', 'how to take part').optional(),
  },
  collectible: {
    edition: say(count, '发行量', 'how many are issued'),
    price: say(money, '价格', 'price').optional(),
    unlocks: say(text, '解锁权益', 'what owning it unlocks'),
    place: say(text, '场所', 'where it is sold').optional(),
  },
  service: {
    offer: say(
      z.enum(['extendedWarranty', 'freeReturns', 'returnFreightInsurance', 'installation']),
      '服务',
      'the service',
    ),
    price: say(money, '价格', 'price; free without one').optional(),
    lasts: say(lead, '期限', 'how long').optional(),
  },
  memberBenefit: {
    benefit: say(
      z.enum(['giftBox', 'priorityPurchase', 'birthday', 'exclusiveService']),
      '权益',
      'the benefit',
    ),
    gift: say(present, '礼盒', 'the gift').optional(),
    ahead: say(duration, '提前多久', 'how much earlier members may buy').optional(),
  },
  exclusiveEdition: {
    form: say(z.enum(['limited', 'coBranded', 'exclusive']), '形式', 'limited, co-branded or exclusive'),
    partners: say(z.array(words).min(1), '合作品牌', 'brands').optional(),
    quantity: say(count, '数量', 'pieces').optional(),
  },
  priceParity: {
    tolerance: say(percent, '允许差异', 'difference that is allowed before an alarm').optional(),
  },
} as const;
