import type { ReviewDocument } from '@dacu/contract/api';
import { describe, expect, it } from 'vitest';
import {
  compareFigures,
  compareGoals,
  compareItems,
  comparePhases,
  comparePromotions,
  mostDifferent,
} from './compare-reviews.ts';

const text = (words: string) => ({ zh: words, en: words });
const figure = (definitionId: string, value: number | null, more: object = {}) => ({
  ...{ definitionId, value, unit: 'count' as const, target: null, note: null },
  ...more,
});

function review(over: {
  visits?: number;
  indicators?: ReviewDocument['indicators'];
  goals?: ReviewDocument['goals'];
  phases?: readonly (readonly [string, number])[];
  discounts?: readonly (readonly [string, number, number])[];
  best?: readonly (readonly [string, number])[];
}): ReviewDocument {
  return {
    definitions: [{ id: 'orders', name: text('Orders'), definition: text(''), query: '' }],
    funnel: [{ step: 'visit', title: text('Visit'), visitors: over.visits ?? 1_000, rateBp: 10_000 }],
    indicators: over.indicators ?? [],
    goals: over.goals ?? [],
    phases: (over.phases ?? []).map(([phaseId, paid]) => ({
      ...{ phaseId, title: text(phaseId), startsAt: 0, endsAt: 1 },
      measures: [figure('paidGmv', paid)],
    })),
    discounts: (over.discounts ?? []).map(([promotionId, costFen, orders]) => ({
      ...{ promotionId, title: text(promotionId), layer: 'item', orders, costFen, funders: [] },
    })),
    bestItems: (over.best ?? []).map(([skuId, paidFen]) => ({
      ...{ skuId, title: text(skuId), units: 1, paidFen, returnRateBp: 0 },
    })),
  } as unknown as ReviewDocument;
}

describe('figures', () => {
  it.each([
    ['more orders are better', 'orders', 40, 50, 'better'],
    ['fewer are worse', 'orders', 50, 40, 'worse'],
    ['fewer returns are better', 'returnRate', 900, 800, 'better'],
    ['the same is the same', 'nmv', 5, 5, 'same'],
    ['what is only held against has no better', 'uv', 5, 9, null],
  ])('%s', (_name, id, a, b, verdict) => {
    const [compared] = compareFigures(
      review({ indicators: [figure(id, a)] }),
      review({ indicators: [figure(id, b)] }),
    );
    expect(compared).toMatchObject({ difference: b - a, ratio: b / a, verdict });
  });

  it('with twice the visits a sum is judged by what each thousand visits brought', () => {
    const [orders] = compareFigures(
      review({ visits: 1_000, indicators: [figure('orders', 40)] }),
      review({ visits: 2_000, indicators: [figure('orders', 60)] }),
    );
    expect(orders).toMatchObject({ difference: 20, perThousand: { a: 40, b: 30 }, verdict: 'worse' });
  });

  it('a figure that one of them could not measure has no difference, and none of both is left out', () => {
    const a = review({ indicators: [figure('orders', 4), figure('nps', null)] });
    const b = review({ indicators: [figure('orders', null), figure('nps', null)] });
    expect(compareFigures(a, b)).toMatchObject([
      { id: 'orders', a: 4, b: null, difference: null, verdict: null },
    ]);
  });

  it('nothing in A gives no ratio', () => {
    const [orders] = compareFigures(
      review({ indicators: [figure('orders', 0)] }),
      review({ indicators: [figure('orders', 3)] }),
    );
    expect(orders).toMatchObject({ difference: 3, ratio: null });
  });
});

it('goals are met or missed each against its own target', () => {
  const goal = (value: number, target: number) =>
    figure('paidGmv', value, { target, better: 'higher', title: text('Sales') });
  const [sales] = compareGoals(review({ goals: [goal(90, 100)] }), review({ goals: [goal(60, 50)] }));
  expect(sales).toMatchObject({ target: { a: 100, b: 50 }, met: { a: false, b: true } });
});

it('phases and promotions of either stand, and the most different is found', () => {
  const a = review({
    phases: [
      ['spring', 10],
      ['summer', 70],
    ],
    discounts: [['cut', 5, 2]],
  });
  const b = review({
    phases: [
      ['summer', 20],
      ['autumn', 30],
    ],
    discounts: [
      ['cut', 9, 3],
      ['gift', 7, 1],
    ],
  });
  const phases = comparePhases(a, b);
  expect(phases.map(({ id, ...pair }) => [id, pair.a, pair.b])).toEqual([
    ['spring', 10, 0],
    ['summer', 70, 20],
    ['autumn', 0, 30],
  ]);
  expect(mostDifferent(phases)?.id).toBe('summer');
  expect(comparePromotions(a, b)).toMatchObject([
    { id: 'cut', a: 5, b: 9, orders: { a: 2, b: 3 } },
    { id: 'gift', a: 0, b: 7, orders: { a: 0, b: 1 } },
  ]);
  expect(mostDifferent([{ id: 'x', title: text('x'), a: 4, b: 4 }])).toBeNull();
});

it('the best items of either have their ranks', () => {
  const items = compareItems(
    review({
      best: [
        ['rice', 9],
        ['oil', 5],
      ],
    }),
    review({ best: [['oil', 8]] }),
  );
  expect(items).toMatchObject([
    { skuId: 'rice', a: { rank: 1 }, b: null },
    { skuId: 'oil', a: { rank: 2 }, b: { rank: 1, paidFen: 8 } },
  ]);
});
