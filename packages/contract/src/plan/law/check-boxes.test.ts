import { describe, expect, it } from 'vitest';
import { parsePlan } from '../parse-plan.ts';
import type { Plan } from '../schema/plan.ts';
import { withPromotions } from '../test-plans.ts';
import { checkBoxes } from './check-boxes.ts';
import type { PricedGoods } from './check-reference.ts';

const DAY = '2024-06-18';
const CUT =
  '{ id: cut, title: { zh: 直降, en: Cut }, kind: timedPrice, group: inclusive, pay: 95折, when: [{ phase: burst }] }';
const plan = (promotion = CUT): Plan => {
  const parsed = parsePlan(withPromotions(promotion), { campaignId: 'small' });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.findings));
  return parsed.plan;
};
const box = (more: Partial<PricedGoods> = {}): PricedGoods => ({
  ...{ skuId: 'sk-cat', shopId: 'chaowu', categories: [], brandId: 'b', tags: ['blind-box'] },
  ...{ listFen: 5_900, enrolled: true, facts: [], history: [], ...more },
});
const fact = (zh: string, en: string) => [{ name: { zh, en }, value: { zh: '1/144', en: '1 in 144' } }];
const found = (goods: PricedGoods[], day = DAY, of = plan()) =>
  checkBoxes(of, goods, day).map(
    ({ severity, evidence, path }) => `${severity} ${path.join('.')}: ${evidence.en}`,
  );

describe('a blind box on sale', () => {
  it('that states its odds nowhere is an error that names the items', () => {
    expect(found([box(), box({ skuId: 'sk-mountain' })])).toEqual([
      'error campaign.id: 2 items: sk-cat, sk-mountain',
    ]);
  });

  it('names five items and counts the others', () => {
    expect(found(Array.from({ length: 7 }, (_, at) => box({ skuId: `sk-${at}` })))).toEqual([
      'error campaign.id: 7 items: sk-0, sk-1, sk-2, sk-3, sk-4 and 2 more',
    ]);
  });

  it.each([
    ['概率', 'Chances'],
    ['隐藏款概率', 'Rarity'],
    ['机会', 'Odds'],
  ])('that has a fact called %s or %s is in order', (zh, en) => {
    expect(found([box({ facts: fact(zh, en) })])).toEqual([]);
  });

  it('is no matter of a campaign that may not touch it, nor of a day before the guidelines', () => {
    expect(found([box({ enrolled: false })])).toEqual([]);
    expect(found([box()], '2023-06-07')).toEqual([]);
    expect(found([box({ tags: ['hit'] })])).toEqual([]);
  });

  it('of a pool must be in the catalogue', () => {
    const pool = plan(
      '{ id: cats, title: { zh: 猫, en: Cats }, kind: blindBox, group: advanced, when: [{ phase: burst }], price: ¥59, box: sk-dog, draw: finite, perPersonMax: 5, minors: guardian, odds: [{ title: { zh: 猫, en: Cat }, stock: 9 }] }',
    );
    expect(found([box({ facts: fact('概率', 'Odds') })], DAY, pool)).toEqual([
      'error promotions.0.box: sk-dog',
    ]);
  });
});
