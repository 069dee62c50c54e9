import { isInForce } from '@dacu/engine/compliance';
import type { Plan } from '../schema/plan.ts';
import type { PricedGoods } from './check-reference.ts';
import type { LawDraft } from './law-finding.ts';

/** The tag of what is bought unseen. */
const UNSEEN = 'blind-box';

/** A fact of the product that says what may be inside, and how likely. */
const NAMES_ODDS = /概率|\bodds\b/iu;

const SHOWN_MAX = 5;

/** Pools need their box in the catalogue, and boxes need a pool or the odds among their own facts, as of a day. */
export function checkBoxes(plan: Plan, goods: readonly PricedGoods[], day: string): LawDraft[] {
  if (goods.length === 0 || !isInForce('blindBoxOdds', day)) return [];
  return [...missingBoxes(plan, goods), ...silentBoxes(plan, goods)];
}

function missingBoxes(plan: Plan, goods: readonly PricedGoods[]): LawDraft[] {
  const skuIds = new Set(goods.map(({ skuId }) => skuId));
  return (plan.promotions ?? []).flatMap((promotion, index) =>
    promotion.kind !== 'blindBox' || !promotion.box || skuIds.has(promotion.box)
      ? []
      : [
          {
            ruleId: 'blindBoxOdds',
            severity: 'error',
            path: ['promotions', index, 'box'],
            subject: promotion.id,
            message: { zh: '商品库里没有这只盒子', en: 'The catalogue has no such box' },
            evidence: { zh: promotion.box, en: promotion.box },
          },
        ],
  );
}

/** A pool publishes the odds while it runs only; on every other day of the sale the page of the product has to. */
function silentBoxes(plan: Plan, goods: readonly PricedGoods[]): LawDraft[] {
  const silent = goods.filter(
    ({ enrolled, tags, facts }) =>
      enrolled &&
      tags.includes(UNSEEN) &&
      !facts.some(({ name }) => NAMES_ODDS.test(name.zh) || NAMES_ODDS.test(name.en)),
  );
  if (silent.length === 0) return [];
  const tagAt = (plan.assortment?.tags ?? []).findIndex(({ id }) => id === UNSEEN);
  const named = silent.slice(0, SHOWN_MAX).map(({ skuId }) => skuId);
  const more = silent.length - named.length;
  return [
    {
      ruleId: 'blindBoxOdds',
      severity: 'error',
      path: tagAt < 0 ? ['campaign', 'id'] : ['assortment', 'tags', tagAt, 'id'],
      subject: UNSEEN,
      message: { zh: '在售盲盒没有公示概率', en: 'Blind boxes on sale state no odds' },
      evidence: {
        zh: `${silent.length} 件：${named.join('、')}${more > 0 ? ` 等` : ''}`,
        en: `${silent.length} items: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`,
      },
    },
  ];
}
