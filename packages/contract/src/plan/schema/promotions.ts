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

const kinds = { ...EXECUTED_RULES, ...DESCRIBED_RULES };
type Kind = keyof typeof kinds;
export const PROMOTION_KINDS = Object.keys(kinds) as Kind[];

function variant<K extends Kind>(kind: K) {
  return block({ kind: say(z.literal(kind), '玩法', 'kind of promotion'), ...shared, ...kinds[kind] });
}

/** One promotion; `kind` decides which further keys it has. */
export const promotion = z.discriminatedUnion('kind', [
  variant('tiered'),
  variant('each'),
  variant('amount'),
  variant('percent'),
  variant('timedPrice'),
  variant('flashSale'),
  variant('memberRate'),
  variant('itemCut'),
  variant('freeFreight'),
  variant('presale'),
  variant('bundle'),
  variant('blindBox'),
  variant('gift'),
  variant('coupon'),
  variant('points'),
  variant('carbonPoints'),
  variant('greenParcel'),
  variant('groupBuy'),
  variant('crowdfunding'),
  variant('timeCapsule'),
  variant('game'),
  variant('lottery'),
  variant('collectible'),
  variant('service'),
  variant('memberBenefit'),
  variant('exclusiveEdition'),
  variant('priceParity'),
]);
export const promotions = z.array(promotion);
export type PlanPromotion = z.output<typeof promotion>;
