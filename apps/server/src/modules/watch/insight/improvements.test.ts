import { describe, expect, test } from 'vitest';
import { findImprovements, type ReviewFigures } from './improvements.ts';

const same = (words: string) => ({ zh: words, en: words });
const item = (skuId: string, units: number, returned: number, views = 10) => ({
  skuId,
  productId: skuId.replace('sku', 'pr'),
  units,
  paidFen: units * 1_000,
  returned,
  views,
});
const sku = (skuId: string, category: string) => ({
  skuId,
  productId: skuId.replace('sku', 'pr'),
  shopId: 'shop',
  categories: [category],
  title: same(skuId),
});
const funnel = (counts: readonly number[]): ReviewFigures['funnel'] =>
  ['visit', 'view', 'cartAdd', 'order', 'pay'].map((step, index) => ({
    step,
    title: same(step),
    visitors: counts[index]!,
    rateBp: index === 0 ? 10_000 : Math.round((counts[index]! * 10_000) / counts[index - 1]!),
  }));
const indicator = (definitionId: string, value: number | null, target: number | null = null) => ({
  definitionId,
  value,
  unit: 'bp' as const,
  target,
  note: null,
});

/** A sale with nothing to complain about. */
const healthy: ReviewFigures = {
  items: [item('sku-a', 100, 5), item('sku-b', 100, 5)],
  skus: new Map([sku('sku-a', 'fashion'), sku('sku-b', 'beauty')].map((entry) => [entry.skuId, entry])),
  funnel: funnel([1_000, 700, 120, 60, 55]),
  channels: [
    { channel: 'app', visitors: 500, orders: 50, paidFen: 1 },
    { channel: 'douyin', visitors: 500, orders: 50, paidFen: 1 },
  ],
  stockOuts: [],
  indicators: [indicator('sellThrough', 8_000), indicator('closedShare', 1_000)],
};

describe('the list of what to change', () => {
  test('is empty when no figure asks for it', () => {
    expect(findImprovements(healthy)).toEqual([]);
  });

  const cases: [string, Partial<ReviewFigures>, 'item' | 'traffic' | 'conversion', string][] = [
    [
      'a category that comes back often',
      { items: [item('sku-a', 100, 30), item('sku-b', 100, 2)] },
      'item',
      'fashion',
    ],
    [
      'an item that ran out while people still wanted it',
      { stockOuts: [{ id: 'x', title: same('lipstick'), kind: 'flash', soldOutAt: 1, refusedCount: 9 }] },
      'item',
      'lipstick',
    ],
    [
      'many views and no sale',
      { items: [item('sku-a', 100, 5, 200), item('sku-b', 0, 0, 200)] },
      'item',
      'sku-b',
    ],
    ['a long tail that does not move', { indicators: [indicator('sellThrough', 3_000)] }, 'item', '30.0 %'],
    [
      'a channel that does not convert',
      {
        channels: [
          { channel: 'app', visitors: 500, orders: 50, paidFen: 1 },
          { channel: 'weibo', visitors: 200, orders: 3, paidFen: 1 },
        ],
      },
      'traffic',
      'weibo',
    ],
    ['a step that loses most', { funnel: funnel([1_000, 700, 120, 20, 18]) }, 'conversion', 'order'],
    ['orders that are never paid', { indicators: [indicator('closedShare', 3_300)] }, 'conversion', '33.0 %'],
    [
      'a share of new customers under its target',
      { indicators: [indicator('newCustomerShare', 2_000, 2_600)] },
      'traffic',
      '26.0 %',
    ],
  ];
  test.each(cases)('%s', (_name, over, group, word) => {
    const found = findImprovements({ ...healthy, ...over });
    const meant = found.filter((entry) => entry.group === group);
    expect(meant.some((entry) => JSON.stringify(entry).includes(word))).toBe(true);
    for (const entry of found) {
      for (const text of [entry.finding, entry.proposal, entry.evidence]) {
        expect(text.zh).not.toBe('');
        expect(text.en).not.toBe('');
      }
    }
  });

  test('too few units or visitors to judge by give no advice', () => {
    const few: ReviewFigures = {
      ...healthy,
      items: [item('sku-a', 5, 5), item('sku-b', 500, 5)],
      channels: [
        { channel: 'app', visitors: 500, orders: 50, paidFen: 1 },
        { channel: 'weibo', visitors: 20, orders: 0, paidFen: 0 },
      ],
    };
    expect(findImprovements(few)).toEqual([]);
  });
});
