import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compilePromotions } from './compile-promotions.ts';
import { priceCart } from './price-cart.ts';
import { line, NOW, promotion, TMALL } from './test-carts.ts';
import { type TopUpItem, topUp } from './top-up.ts';
import type { CartLine, FreightTemplate, Promotion, QuoteRequest } from './types.ts';

const request = (lines: readonly CartLine[], freight: readonly FreightTemplate[] = []): QuoteRequest => ({
  at: NOW,
  lines,
  freight,
  shopper: { newcomer: false },
});
const item = (skuId: string, unitListFen: number, more: Partial<TopUpItem> = {}): TopUpItem => {
  const { lineId: _, quantity: __, ...rest } = line(skuId, unitListFen);
  return { ...rest, skuId, quantityMax: 3, ...more };
};
const propose = (
  lines: readonly CartLine[],
  promotions: readonly Promotion[],
  items: readonly TopUpItem[],
  freight: readonly FreightTemplate[] = [],
) => topUp(request(lines, freight), compilePromotions(promotions, TMALL), items);
const each300 = promotion('each', 'crossStore', { kind: 'each', thresholdFen: 30000, offFen: 5000 });

describe('topping up', () => {
  test('proposes the cheapest item that makes the whole no dearer', () => {
    const [best, ...others] = propose(
      [line('A', 29000)],
      [each300],
      [item('big', 4000), item('small', 1500), item('tiny', 900)],
    );
    expect(best).toMatchObject({
      step: { promotionId: 'each', shopId: null },
      items: [{ skuId: 'small', quantity: 1 }],
      extraFen: 29000 + 1500 - 5000 - 29000,
      aloneFen: 1500,
      gain: 'paysNoMore',
    });
    expect(others).toEqual([]);
  });

  test('takes two units, or two items, where that is cheaper than one large', () => {
    const lines = [line('A', 29000)];
    expect(propose(lines, [each300], [item('half', 500), item('large', 1200)])[0]!.items).toEqual([
      { skuId: 'half', quantity: 2 },
    ]);
    expect(
      propose(
        lines,
        [each300],
        [item('half', 500, { quantityMax: 1 }), item('other', 510, { quantityMax: 1 }), item('large', 1200)],
      )[0]!.items,
    ).toEqual([
      { skuId: 'half', quantity: 1 },
      { skuId: 'other', quantity: 1 },
    ]);
  });

  test('what costs more, though less than on its own, is told as that', () => {
    const [best] = propose([line('A', 20000)], [each300], [item('large', 10000)]);
    expect(best).toMatchObject({ extraFen: 5000, aloneFen: 10000, gain: 'belowOwnPrice' });
  });

  test('nothing is proposed when the item has the same price without the cart', () => {
    const own = promotion('own', 'crossStore', { kind: 'amount', thresholdFen: 10000, offFen: 500 });
    // Alone it reaches the threshold itself, so the step saves nothing that the item alone would not.
    expect(propose([line('A', 9000)], [own], [item('large', 10000)])).toEqual([]);
  });

  test('an item that the offer does not count is no top-up', () => {
    const digital = promotion(
      'd',
      'crossStore',
      { kind: 'amount', thresholdFen: 10000, offFen: 3000 },
      { scope: { tags: ['digital'] } },
    );
    const lines = [line('A', 9000, { tags: ['digital'] })];
    expect(propose(lines, [digital], [item('book', 1500)])).toEqual([]);
    expect(propose(lines, [digital], [item('wire', 1500, { tags: ['digital'] })])).toHaveLength(1);
    expect(propose(lines, [digital], [item('wire', 1500, { tags: ['digital'], enrolled: false })])).toEqual(
      [],
    );
  });

  test('free freight by the shop’s own terms is a step, as is a quantity', () => {
    const freight: FreightTemplate[] = [
      { shopId: '*', baseFen: 1000, freeFromFen: 9900, basis: 'afterDiscount', surchargeFenByRegion: {} },
    ];
    expect(propose([line('A', 9500)], [], [item('small', 500)], freight)[0]).toMatchObject({
      step: { promotionId: null, shopId: 's1' },
      extraFen: -500,
      gain: 'paysNoMore',
    });
    const pair = promotion('pair', 'storeReduction', { kind: 'percent', payBp: 5000, quantityMin: 2 });
    expect(propose([line('A', 9500)], [pair], [item('small', 500)])[0]).toMatchObject({
      items: [{ skuId: 'small', quantity: 1 }],
      extraFen: 5000 - 9500,
    });
  });

  test('whatever is proposed: priced anew it costs what was said, and nobody pays more than the items cost alone', () => {
    const fen = fc.integer({ min: 100, max: 20_000 });
    const promotions = fc
      .array(
        fc.record({
          layer: fc.constantFrom('storeReduction' as const, 'crossStore' as const, 'platformCoupon' as const),
          thresholdFen: fen,
          offFen: fen,
          tag: fc.constantFrom('t', 'u', undefined),
        }),
        { minLength: 1, maxLength: 4 },
      )
      .map((rows) =>
        rows.map(({ layer, thresholdFen, offFen, tag }, i) =>
          promotion(
            `p${i}`,
            layer,
            { kind: 'each', thresholdFen, offFen: Math.min(offFen, thresholdFen) },
            { scope: tag ? { tags: [tag] } : {} },
          ),
        ),
      );
    const things = fc.array(
      fc.record({ fen, tags: fc.subarray(['t', 'u', 'virtual']), shopId: fc.constantFrom('s1', 's2') }),
      { minLength: 1, maxLength: 5 },
    );
    const freight: FreightTemplate[] = [
      { shopId: '*', baseFen: 800, freeFromFen: 9_000, basis: 'afterDiscount', surchargeFenByRegion: {} },
    ];
    let proposals = 0;
    fc.assert(
      fc.property(things, things, promotions, (inCart, onShelf, offers) => {
        const lines = inCart.map(({ fen: unitFen, ...more }, i) => line(`l${i}`, unitFen, more));
        const items = onShelf.map(({ fen: unitFen, ...more }, i) => item(`k${i}`, unitFen, more));
        const index = compilePromotions(offers, TMALL);
        const beforeFen = priceCart(request(lines, freight), index).payFen;
        for (const { items: added, extraFen, aloneFen, gain } of topUp(
          request(lines, freight),
          index,
          items,
        )) {
          proposals += 1;
          const more = added.map(({ skuId, quantity }) => ({
            ...items.find((each) => each.skuId === skuId)!,
            lineId: `z${skuId}`,
            quantity,
          }));
          expect(priceCart(request([...lines, ...more], freight), index).payFen - beforeFen).toBe(extraFen);
          expect(priceCart(request(more), index).goodsFen).toBe(aloneFen);
          expect(gain === 'paysNoMore' ? extraFen <= 0 : extraFen < aloneFen).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
    expect(proposals).toBeGreaterThan(50);
  });
});
