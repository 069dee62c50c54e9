import type { Promotion } from '@dacu/engine/pricing';
import { describe, expect, it } from 'vitest';
import { checkReference, type PricedGoods, type ReferenceCase } from './check-reference.ts';

const at = (text: string) => Date.parse(`${text}T00:00+08:00`);
const OPENS = at('2024-06-15');

function caseOf(title: string, base?: 'list'): ReferenceCase {
  const promotion: Promotion = {
    id: 'deal',
    title: { zh: title, en: title },
    layer: 'itemPrice',
    rule: { kind: 'timedPrice', payBp: 5_000 },
    scope: {},
    audience: {},
    windows: [{ startsAt: OPENS, endsAt: at('2024-06-16') }],
    funders: [{ funder: 'seller', bp: 10_000 }],
    priority: 0,
  };
  return { promotion, written: { title: { zh: title, en: title }, base }, index: 0, zone: 'Asia/Shanghai' };
}

/** Sells for ¥80 within the week before; at its list price of ¥100 until then, or never. */
const lamp = (everAtList: boolean): PricedGoods => ({
  skuId: 'sk-lamp',
  shopId: 'fuman',
  categories: [],
  brandId: 'b',
  tags: [],
  listFen: 10_000,
  enrolled: true,
  facts: [],
  history: [
    {
      startsAt: at('2024-05-20'),
      endsAt: at('2024-06-10'),
      listFen: 10_000,
      dealFen: everAtList ? 10_000 : 8_000,
    },
    { startsAt: at('2024-06-10'), endsAt: at('2024-06-15'), listFen: 10_000, dealFen: 8_000 },
  ],
});
const rulesOf = (one: ReferenceCase, goods: PricedGoods) =>
  checkReference(one, [goods], 'cn').map(({ ruleId, severity }) => `${severity} ${ruleId}`);

describe('an announced rate', () => {
  it.each(['全场5折', '五折', '半价', '直降50%', '50% off', 'Half-price hits'])(
    '%s is counted from the lowest deal of seven days unless it says from what',
    (title) => {
      expect(rulesOf(caseOf(title), lamp(true))).toEqual(['error referencePrice']);
    },
  );

  it('may be counted from the list price where that is stated and was paid within 30 days', () => {
    expect(rulesOf(caseOf('全场5折', 'list'), lamp(true))).toEqual([]);
  });

  it('may not be counted from a list price at which nothing was sold', () => {
    const [draft, ...rest] = checkReference(caseOf('全场5折', 'list'), [lamp(false)], 'cn');
    expect(rest).toEqual([]);
    expect(draft).toMatchObject({ ruleId: 'referencePrice', severity: 'error' });
    expect(draft!.message.en).toContain('nothing sold at it');
  });

  it('comes with the price history of the item that goes furthest, from 30 days before', () => {
    const [draft] = checkReference(caseOf('全场5折'), [lamp(true)], 'cn');
    expect(draft!.prices).toEqual({
      skuId: 'sk-lamp',
      startsAt: OPENS,
      rows: lamp(true).history.map((row) => ({ ...row })),
    });
  });
});

it.each(['618数码日', '巅峰日', '会员95', 'Digital Day'])(
  '%s announces no rate, so it compares with nothing',
  (title) => {
    expect(rulesOf(caseOf(title), lamp(true))).toEqual([]);
  },
);
