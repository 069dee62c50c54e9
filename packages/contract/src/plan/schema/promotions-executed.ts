import { z } from 'zod';
import { block, daily, duration, flag, money, payRate, positive, say, scope } from './leaves.ts';

/** Kinds that the pricing engine executes: the keys each adds to a promotion. */

const tier = block({
  threshold: say(money, '满', 'from this amount'),
  off: say(money, '减', 'this much off'),
});
const layer = (names: readonly [string, ...string[]]) =>
  say(z.enum(names), '叠加层', 'stacking layer').optional();
const threshold = say(money, '满', 'from this amount');

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
  },
  percent: {
    layer: layer(['storeReduction', 'storeCoupon', 'crossStore', 'platformCoupon']),
    pay: say(payRate, '折扣', 'what is paid'),
    threshold: threshold.optional(),
    quantity: say(positive, '满件', 'from this many pieces').optional(),
    maxOff: say(money, '最多减', 'at most this much off').optional(),
  },
  timedPrice: {
    pay: say(payRate, '折扣', 'what is paid, of the list price').optional(),
    price: say(money, '活动价', 'a fixed price').optional(),
  },
  flashSale: {
    pay: say(payRate, '折扣', 'what is paid, of the list price'),
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
  },
} as const;
