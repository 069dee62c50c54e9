import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CartLine, compilePromotions, type Promotion, type QuoteRequest } from '../pricing/index.ts';
import { FULL_STACK, line, NOW, promotion, TMALL } from '../pricing/test-carts.ts';
import { previewReturn, type ReturnedUnits } from './index.ts';

const fall = (thresholdFen: number, offFen: number) =>
  promotion('P', 'storeReduction', { kind: 'amount', thresholdFen, offFen });
const preview = (
  lines: readonly CartLine[],
  promotions: readonly Promotion[],
  returned: readonly ReturnedUnits[],
  more: Partial<QuoteRequest> = {},
) =>
  previewReturn(
    { at: NOW, lines, shopper: { newcomer: false }, freight: [], ...more },
    compilePromotions(promotions, TMALL),
    returned,
  );
const one = (lineId: string, quantity = 1) => [{ lineId, quantity }];
const TWO = [line('A', 10000), line('B', 20000)];

describe('what a return would give back', () => {
  test('V27 counted anew, a rest that keeps the reduction', () => {
    expect(preview(TWO, [fall(20000, 5000)], one('A'))).toMatchObject({ recomputeFen: 10000 });
  });

  test('V28 counted anew, a rest that loses the reduction; the frozen share stays what it was', () => {
    const told = preview(TWO, [fall(30000, 5000)], one('A'));
    expect([told.recomputeFen, told.allocatedShareFen]).toEqual([5000, 8333]);
  });

  test('V31 counted anew, the full stack can be hostile', () => {
    const told = preview(FULL_STACK.cart, FULL_STACK.promotions, one('Y'));
    expect([told.recomputeFen, told.allocatedShareFen]).toEqual([3540, 9935]);
  });

  test('V35 a rest that would not have been sent for nothing owes its freight', () => {
    const freight = [
      {
        ...{ shopId: 's1', baseFen: 1000, freeFromFen: 9900 },
        basis: 'itemPrice' as const,
        surchargeFenByRegion: {},
      },
    ];
    const lines = [line('A', 7000), line('B', 5000)];
    const told = preview(lines, [], one('A'), { freight });
    expect([told.allocatedShareFen, told.freightDueFen]).toEqual([7000, 1000]);
    expect(told.allocatedShareFen - told.freightDueFen).toBe(6000);
    const all = preview(lines, [], [...one('A'), ...one('B')], { freight });
    expect(all).toEqual({ allocatedShareFen: 12000, recomputeFen: 12000, freightDueFen: 0 });
  });

  test('never asks for money: counted anew it is nothing at least', () => {
    expect(preview([line('A', 100), line('B', 20000)], [fall(20100, 5000)], one('A'))).toMatchObject({
      recomputeFen: 0,
    });
  });

  test('a coupon that was not used does not help what is kept', () => {
    const coupon = (id: string, offFen: number) =>
      promotion(id, 'platformCoupon', { kind: 'amount', thresholdFen: 0, offFen }, { needsCoupon: true });
    const held = (promotionId: string) => ({
      ...{ couponId: `k-${promotionId}`, promotionId, claimedAt: 0, expiresAt: NOW + 1 },
    });
    const promotions = [coupon('small', 100), coupon('large', 1000)];
    const coupons = [held('small'), held('large')];
    const told = preview(TWO, promotions, one('A'), { coupons, chosenCouponIds: ['k-small'] });
    expect(told.recomputeFen).toBe(29900 - 19900);
  });

  test('refuses a line that was not bought, and more units than there are', () => {
    expect(() => preview(TWO, [], one('C'))).toThrow('no line C');
    expect(() => preview(TWO, [], one('A', 2))).toThrow('line A has 1 units, not 2');
    expect(() => preview(TWO, [], [...one('A'), ...one('A')])).toThrow('line A has 0 units, not 1');
  });

  test('all units back, in any parts, give all of it back by either way', () => {
    const cart = fc.array(
      fc.record({ fen: fc.integer({ min: 1, max: 50_000 }), quantity: fc.integer({ min: 1, max: 4 }) }),
      { minLength: 1, maxLength: 4 },
    );
    fc.assert(
      fc.property(cart, fc.integer({ min: 0, max: 60_000 }), (wanted, thresholdFen) => {
        const lines = wanted.map(({ fen, quantity }, at) => line(`l${at}`, fen, { quantity }));
        const parts = lines.flatMap(({ lineId, quantity }) =>
          Array.from({ length: quantity }, () => ({ lineId, quantity: 1 })),
        );
        const told = preview(lines, [fall(thresholdFen, 777)], parts);
        expect(told.allocatedShareFen).toBe(told.recomputeFen);
      }),
    );
  });
});
