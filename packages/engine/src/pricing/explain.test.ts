import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { entryOf, line, NOW, price, promotion } from './test-carts.ts';
import type { Promotion, QuoteRequest, Rule, TraceEntry } from './types.ts';

const each: Rule = { kind: 'each', thresholdFen: 30000, offFen: 5000 };
const amount = (thresholdFen: number, offFen: number): Rule => ({ kind: 'amount', thresholdFen, offFen });

/** What the shopper reads about promotion P. */
function words(lineFen: number, promotions: Promotion[], request: Partial<QuoteRequest> = {}) {
  return explain(entryOf(price([line('A', lineFen)], promotions, request), 'P'));
}

describe('a receipt explains itself', () => {
  const flash = promotion('F', 'itemPrice', { kind: 'flashPrice', payBp: 5000, perPersonMax: 1 });
  const freight = [{ shopId: 's1', baseFen: 1000, basis: 'itemPrice' as const, surchargeFenByRegion: {} }];
  const freeFreight = promotion('P', 'freight', {
    kind: 'freeFreight',
    thresholdFen: 9900,
    basis: 'itemPrice',
  });

  const table: [string, { zh: string; en: string }, string, string][] = [
    [
      'a step ahead',
      words(26200, [promotion('P', 'crossStore', each)]),
      '再买¥38，立减¥50',
      'Add ¥38.00 to save ¥50.00',
    ],
    [
      'applied, and a step ahead',
      words(30000, [promotion('P', 'crossStore', each)]),
      '已减¥50，再买¥300，共减¥100',
      'You save ¥50.00. Add ¥300.00 to save ¥100.00 in all',
    ],
    [
      'applied',
      words(30050, [promotion('P', 'storeCoupon', amount(0, 1050))]),
      '已减¥10.50',
      'You save ¥10.50',
    ],
    [
      'a threshold not worth reaching',
      words(10000, [
        promotion('P', 'storeCoupon', amount(20000, 100)),
        promotion('Q', 'storeCoupon', amount(0, 200)),
      ]),
      '未达到优惠门槛',
      'The minimum spend is not reached',
    ],
    [
      'items missing',
      words(10000, [promotion('P', 'storeReduction', { kind: 'percent', payBp: 8000, quantityMin: 2 })]),
      '再买1件，至少减¥20',
      'Add 1 more item to save at least ¥20.00',
    ],
    [
      'several items missing',
      words(10000, [promotion('P', 'storeReduction', { kind: 'percent', payBp: 8000, quantityMin: 3 })]),
      '再买2件，至少减¥20',
      'Add 2 more items to save at least ¥20.00',
    ],
    [
      'a better one holds the place',
      words(10000, [promotion('P', 'crossStore', amount(0, 1)), promotion('Q', 'crossStore', amount(0, 2))]),
      '已享更优惠的「Q活动」',
      'You already have the better offer “Offer Q”',
    ],
    [
      'a price that is no lower',
      words(100, [promotion('P', 'itemPrice', { kind: 'timedPrice', priceFen: 200 })]),
      '现价不高于此优惠价',
      'The price is already as low',
    ],
    [
      'exclusive',
      words(10000, [
        promotion('P', 'platformCoupon', amount(0, 1), { mutexGroup: 'g' }),
        promotion('Q', 'platformCoupon', amount(0, 2), { mutexGroup: 'g' }),
      ]),
      '不可同享，已享「Q活动」',
      'Cannot be combined with “Offer Q”',
    ],
    [
      'not open',
      words(1, [
        promotion('P', 'crossStore', amount(0, 1), { windows: [{ startsAt: NOW + 1, endsAt: NOW + 2 }] }),
      ]),
      '不在活动时间内，还会再开放',
      'Not running at this time; it opens again',
    ],
    [
      'excepted',
      words(1, [promotion('P', 'crossStore', amount(0, 1), { scope: { excludeSkus: ['sku-A'] } })]),
      '所选商品不参加此活动',
      'None of these items takes part',
    ],
    [
      'for others',
      words(1, [promotion('P', 'crossStore', amount(0, 1), { audience: { newcomer: true } })]),
      '仅限首次下单的新客',
      'For the first order of new customers only',
    ],
    [
      'a flash item',
      words(100, [flash, promotion('P', 'crossStore', amount(0, 1))], {
        lines: [line('A', 100, { flashPromotionId: 'F' })],
      }),
      '秒杀商品不参加此活动',
      'Flash-sale items do not take part',
    ],
    [
      'no consent',
      words(1, [promotion('P', 'crossStore', amount(0, 1))], { lines: [line('A', 1, { enrolled: false })] }),
      '商家未报名此活动',
      'The shop has not joined this offer',
    ],
    [
      'stopped',
      words(1, [promotion('P', 'crossStore', amount(0, 1))], { stoppedPromotionIds: ['P'] }),
      '活动已停止',
      'This offer has stopped',
    ],
    [
      'nothing left',
      words(1, [promotion('Q', 'storeCoupon', amount(0, 1)), promotion('P', 'crossStore', amount(0, 1))]),
      '已没有可减的金额',
      'There is nothing left to take off',
    ],
    ['freight waived', words(9900, [freeFreight], { freight }), '已免运费¥10', 'Freight of ¥10.00 waived'],
    [
      'freight, a step ahead',
      words(6100, [freeFreight], { freight }),
      '再买¥38，免运费¥10',
      'Add ¥38.00 for free freight (¥10.00)',
    ],
  ];
  test.each(table)('%s', (_name, said, zh, en) => {
    expect(said).toEqual({ zh, en });
  });
});

describe('a step of which one half is unknown is not told', () => {
  const entry = (over: Partial<TraceEntry>): TraceEntry => ({
    promotionId: 'P',
    title: { zh: 'P', en: 'P' },
    layer: 'crossStore',
    matched: false,
    reason: 'belowThreshold',
    baseFen: 0,
    discountFen: 100,
    allocations: [],
    ...over,
  });
  const half = [{ missingFen: 1 }, { nextOffFen: 1 }, { missingQuantity: 1 }];
  test.each(['applied', 'belowThreshold', 'belowQuantity'] as const)('%s', (reason) => {
    const bare = explain(entry({ reason }));
    for (const over of half) expect(explain(entry({ reason, ...over }))).toEqual(bare);
    expect(bare.en).toMatch(/^(You save ¥1.00|The minimum .* is not reached)$/);
    expect(bare.zh).toMatch(/^(已减¥1|未达到优惠(门槛|件数))$/);
  });

  test('exclusive of what nobody names', () => {
    expect(explain(entry({ reason: 'mutuallyExclusive' }))).toEqual({
      zh: '与已享优惠不可同享',
      en: 'Cannot be combined with an offer you already have',
    });
  });
});
