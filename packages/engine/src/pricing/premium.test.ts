import { describe, expect, test } from 'vitest';
import { explain } from './explain.ts';
import { type Premium, premiumFaults, premiumFen, returnRateBp } from './premium.ts';
import { entryOf, line, price, promotion } from './test-carts.ts';

/** Below 5 % 30 fen, below 10 % 60, below 20 % 120, above 250. */
const PREMIUM: Premium = {
  bands: [{ belowBp: 500, fen: 30 }, { belowBp: 1_000, fen: 60 }, { belowBp: 2_000, fen: 120 }, { fen: 250 }],
  ratesBp: { food: 300, beauty: 800, fashion: 2_200 },
  otherBp: 1_000,
};

describe('what an order costs to insure', () => {
  test.each([
    [0, 30],
    [499, 30],
    [500, 60],
    [999, 60],
    [1_000, 120],
    [1_999, 120],
    [2_000, 250],
    [10_000, 250],
  ])('at a return rate of %i bp it is %i fen: a band ends below its rate', (rateBp, fen) => {
    expect(premiumFen(PREMIUM, rateBp)).toBe(fen);
  });

  test('goods of several categories are those that come back most often, unknown ones have a rate too', () => {
    expect(returnRateBp(PREMIUM, ['food', 'fashion', 'unknown'])).toBe(2_200);
    expect(returnRateBp(PREMIUM, ['unknown'])).toBe(1_000);
    expect(returnRateBp(PREMIUM, [])).toBe(1_000);
  });

  const faulty: [string, Partial<Premium>, RegExp][] = [
    ['no band', { bands: [] }, /only the last/],
    ['a last band that ends', { bands: [{ belowBp: 500, fen: 30 }] }, /only the last/],
    ['a band without an end before the last', { bands: [{ fen: 30 }, { fen: 40 }] }, /only the last/],
    [
      'bands that fall',
      { bands: [{ belowBp: 500, fen: 30 }, { belowBp: 500, fen: 40 }, { fen: 50 }] },
      /band 2 .* end above 500/,
    ],
    [
      'more returns for less',
      { bands: [{ belowBp: 500, fen: 30 }, { fen: 29 }] },
      /no less than the band below/,
    ],
    ['nothing to pay', { bands: [{ fen: 0 }] }, /cost 1 or more/],
    ['a part of a fen', { bands: [{ fen: 1.5 }] }, /cost 1 or more/],
    ['a rate above everything', { ratesBp: { food: 10_001 } }, /rate of food/],
    ['a rate below nothing', { otherBp: -1 }, /rate of other/],
  ];
  test.each(faulty)('%s cannot be published', (_, over, words) => {
    expect(premiumFaults({ ...PREMIUM, ...over }).join('; ')).toMatch(words);
  });
  test('what prices every rate can', () => expect(premiumFaults(PREMIUM)).toEqual([]));
});

describe('in a cart', () => {
  const insurance = promotion('I', 'service', {
    ...{ kind: 'service', offer: 'returnFreightInsurance', unitFen: 0, premium: PREMIUM },
  });
  const food = { categories: ['food'], shopId: 'S1', quantity: 3 };
  const dress = { categories: ['fashion'], shopId: 'S1', quantity: 2 };
  const cream = { categories: ['beauty'], shopId: 'S2' };
  const lines = [line('food', 1_000, food), line('dress', 20_000, dress), line('cream', 5_000, cream)];
  const wants = (...lineIds: string[]) => lineIds.map((lineId) => ({ lineId, promotionId: 'I' }));
  const charged = (quote: ReturnType<typeof price>) =>
    quote.services.map(({ lineId, chargedFen, perOrder }) => [lineId, chargedFen, perOrder]);

  test('it is never added unasked, and says before what each shop’s order would cost', () => {
    const quote = price(lines, [insurance]);
    expect([quote.services, quote.servicesFen]).toEqual([[], 0]);
    expect(quote.offeredServices.map(({ lineId, unitFen, perOrder }) => [lineId, unitFen, perOrder])).toEqual(
      [
        ['cream', 60, true],
        ['dress', 250, true],
      ],
    );
    expect(explain(entryOf(quote, 'I')).zh).toBe('未选购此服务（每单¥0.60起）');
  });

  test('an order is charged once, for the goods that come back most often, however many pieces there are', () => {
    const quote = price(lines, [insurance], { services: wants('food') });
    expect(charged(quote)).toEqual([['dress', 250, true]]);
    expect(quote.payFen).toBe(quote.goodsFen + 250);
    // Asked for twice it is asked for; and the other shop’s order is another.
    expect(charged(price(lines, [insurance], { services: wants('food', 'dress') }))).toEqual([
      ['dress', 250, true],
    ]);
    expect(price(lines, [insurance], { services: wants('food', 'cream') }).servicesFen).toBe(310);
    expect(charged(price(lines.slice(0, 1), [insurance], { services: wants('food') }))).toEqual([
      ['food', 30, true],
    ]);
  });

  test('goods out of its reach set no price and are not insured', () => {
    const inFood = { ...insurance, scope: { categories: ['food'] } };
    expect(charged(price(lines, [inFood], { services: wants('food') }))).toEqual([['food', 30, true]]);
    expect(charged(price(lines, [inFood], { services: wants('dress', 'cream') }))).toEqual([]);
  });

  test('of equal goods the first by name carries it, whatever stood first in the cart', () => {
    const two = [line('b', 100, cream), line('a', 100, cream)];
    expect(charged(price(two, [insurance], { services: wants('a') }))).toEqual([['a', 60, true]]);
  });
});
