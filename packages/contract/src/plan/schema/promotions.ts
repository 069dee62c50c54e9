import { z } from 'zod';
import { audience, block, detail, flag, id, money, say, scope, share, text, title, when } from './leaves.ts';
import { DESCRIBED_RULES } from './promotions-described.ts';
import { EXECUTED_RULES } from './promotions-executed.ts';

/** What every promotion says, whatever its kind. */
const shared = {
  id: say(id, '促销编号', 'identifier, kept over all editions'),
  title,
  group: say(
    z.enum(['inclusive', 'advanced', 'exclusive']),
    '层级：普惠 / 进阶 / 专属',
    'inclusive for everybody, advanced for the keen, exclusive for some',
  ),
  detail,
  summary: say(text, '一句话', 'the offer in one line, as a shopper reads it').optional(),
  when: say(z.array(when).min(1), '何时有效', 'when it runs; without it the whole campaign').optional(),
  scope: say(scope, '适用商品', 'products it can touch; without it all').optional(),
  audience: say(audience, '适用人群', 'who may have it; without it everybody').optional(),
  funders: say(
    z.array(
      block({
        funder: say(z.enum(['platform', 'seller', 'brand', 'government', 'channel']), '出资方', 'who pays'),
        share: say(share, '比例', 'share of the discount'),
      }),
    ),
    '谁出钱',
    'who pays for the discount; shares sum to 100 %, without it the seller',
  ).optional(),
  mutexGroup: say(id, '互斥组', 'at most one of a group applies').optional(),
  priority: say(z.number().int().min(0).max(1000), '优先级', 'higher first where savings tie').optional(),
  budgetCap: say(money, '预算上限', 'what it may cost in all; at it, it stops').optional(),
  stacksWithFlash: say(flag, '与秒杀同享', 'also on lines bought at a flash price').optional(),
};

function variant<const K extends string, S extends z.ZodRawShape>(kind: K, shape: S) {
  return block({ kind: say(z.literal(kind), '玩法', 'kind of promotion'), ...shared, ...shape });
}

/** One promotion; `kind` decides which further keys it has. */
export const promotion = z.discriminatedUnion('kind', [
  variant('tiered', EXECUTED_RULES.tiered),
  variant('each', EXECUTED_RULES.each),
  variant('amount', EXECUTED_RULES.amount),
  variant('percent', EXECUTED_RULES.percent),
  variant('timedPrice', EXECUTED_RULES.timedPrice),
  variant('flashSale', EXECUTED_RULES.flashSale),
  variant('memberRate', EXECUTED_RULES.memberRate),
  variant('itemCut', EXECUTED_RULES.itemCut),
  variant('freeFreight', EXECUTED_RULES.freeFreight),
  variant('nthUnit', EXECUTED_RULES.nthUnit),
  variant('subsidy', EXECUTED_RULES.subsidy),
  variant('presale', DESCRIBED_RULES.presale),
  variant('bundle', EXECUTED_RULES.bundle),
  variant('blindBox', DESCRIBED_RULES.blindBox),
  variant('gift', EXECUTED_RULES.gift),
  variant('coupon', EXECUTED_RULES.coupon),
  variant('points', EXECUTED_RULES.points),
  variant('carbonPoints', DESCRIBED_RULES.carbonPoints),
  variant('greenParcel', DESCRIBED_RULES.greenParcel),
  variant('groupBuy', EXECUTED_RULES.groupBuy),
  variant('crowdfunding', DESCRIBED_RULES.crowdfunding),
  variant('timeCapsule', DESCRIBED_RULES.timeCapsule),
  variant('game', DESCRIBED_RULES.game),
  variant('lottery', DESCRIBED_RULES.lottery),
  variant('collectible', DESCRIBED_RULES.collectible),
  variant('service', EXECUTED_RULES.service),
  variant('memberBenefit', EXECUTED_RULES.memberBenefit),
  variant('exclusiveEdition', EXECUTED_RULES.exclusiveEdition),
  variant('priceProtection', DESCRIBED_RULES.priceProtection),
  variant('priceParity', DESCRIBED_RULES.priceParity),
]);
export const promotions = z.array(promotion);
export type PlanPromotion = z.output<typeof promotion>;
