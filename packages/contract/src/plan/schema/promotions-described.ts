import { z } from 'zod';
import {
  block,
  count,
  duration,
  factor,
  flag,
  from,
  id,
  moment,
  money,
  odds as oddsPpm,
  percent,
  point,
  positive,
  say,
  text,
  title,
  until,
  when,
  words,
} from './leaves.ts';
import { present } from './promotions-executed.ts';

/** Kinds that are written down and checked, and that are no rules of the price: other modules execute them. */

const prize = block({
  title,
  value: say(money, '价值', 'value of one').optional(),
  odds: say(percent, '概率', 'probability of a draw').optional(),
  stock: say(count, '数量', 'how many there are').optional(),
});
const odds = say(z.array(prize).min(1), '奖项与概率', 'prizes with their odds');
const style = block({
  id: say(id, '款式编号', 'identifier of the style').optional(),
  title,
  odds: say(oddsPpm, '概率', 'odds of one draw').optional(),
  stock: say(count, '数量', 'how many there are').optional(),
  value: say(money, '价值', 'value of one').optional(),
  guaranteed: say(flag, '保底款', 'what the guarantee promises').optional(),
});
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
    stock: say(positive, '每款预售库存', 'pieces of each item set aside for deposits').optional(),
    perPersonMax: say(positive, '每人限购', 'pieces per person and item').optional(),
    hold: say(duration, '付定金时限', 'how long an unpaid deposit holds its pieces').optional(),
    refundableUntil: say(
      moment,
      '定金可退截止（不含）',
      'until then a buyer may withdraw and gets the whole deposit back',
    ).optional(),
    shipOn: say(
      moment,
      '发货截止（不含）',
      'goods leave before this instant, which is promised with the deposit; not before the balance window ends',
    ).optional(),
  },
  blindBox: {
    price: say(money, '单价', 'price of one box'),
    box: say(
      words,
      '盒子的 SKU',
      'the item that is one box; without it the boxes are only described',
    ).optional(),
    draw: say(
      z.enum(['independent', 'finite']),
      '抽取方式：独立概率 / 有限奖池',
      'each box drawn by the odds, or a pool of so many boxes without replacement',
    ).optional(),
    odds: say(
      z.array(style).min(1),
      '款式与概率',
      'styles with their odds, or how many of each in a finite pool',
    ),
    guarantee: say(positive, '保底抽数', 'a guaranteed style at the latest with this box').optional(),
    perPersonMax: say(positive, '每人限购', 'boxes per person').optional(),
    minors: say(
      z.enum(['guardian', 'refused']),
      '8–17 岁：监护人同意 / 不售',
      'from 8 to 17 with a guardian’s consent, or not at all; never below 8',
    ).optional(),
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
  priceProtection: {
    lasts: say(duration, '价保期', 'how long from the payment on').optional(),
    until: say(z.literal('campaignEnd'), '保到何时', 'protected until the campaign ends').optional(),
    process: say(
      z.enum(['claim', 'automatic']),
      '方式：申请 / 自动',
      'paid when the shopper asks, or without asking',
    ),
    every: say(duration, '自动核价间隔', 'how often prices are compared, where it is automatic').optional(),
    flashFrom: say(
      duration,
      '计入秒杀的最短场次',
      'a flash price counts if its slot lasts at least this long; without it none counts',
    ).optional(),
  },
  priceParity: {
    tolerance: say(percent, '允许差异', 'difference that is allowed before an alarm').optional(),
  },
} as const;
