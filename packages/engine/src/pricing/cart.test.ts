import { describe, expect, test } from 'vitest';
import { openCart, roomFen, shareAmongFunders, take } from './cart.ts';
import { compilePromotions } from './compile-promotions.ts';
import { line, promotion, TMALL } from './test-carts.ts';

const [compiled] = compilePromotions(
  [promotion('P', 'crossStore', { kind: 'amount', thresholdFen: 0, offFen: 1 })],
  TMALL,
).promotions;

describe('a cart that is being priced', () => {
  test('lies in order of its lines, each at its list price', () => {
    const { lines } = openCart([line('B', 5), line('C', 1), line('A', 7, { quantity: 3 })], TMALL);
    expect(lines.map(({ subject }) => subject.lineId)).toEqual(['A', 'B', 'C']);
    expect(lines[0]).toMatchObject({
      listFen: 21,
      unitFen: 7,
      itemFen: 21,
      runningFen: 21,
      afterDiscountFen: 21,
      flash: false,
      allocations: [],
    });
  });

  test.each([
    ['half a piece', line('A', 1, { quantity: 1.5 }), 'quantity of A: 1.5'],
    ['less than a piece', line('A', 1, { quantity: -1 }), 'quantity of A: -1'],
    ['a price below nothing', line('A', -1), 'unitListFen of A'],
    ['a sum beyond what a number can hold', line('A', 2 ** 52, { quantity: 3 }), 'list price of A'],
  ])('%s is a bug of the caller', (_name, faulty, words) => {
    expect(() => openCart([faulty], TMALL)).toThrow(words);
  });

  test('no promotion takes more than is left of a line', () => {
    const [only] = openCart([line('A', 10)], TMALL).lines;
    take(only!, compiled!, 4);
    expect(() => take(only!, compiled!, 7)).toThrow('P takes 7 of 6');
    take(only!, compiled!, 6);
    expect(only).toMatchObject({
      runningFen: 0,
      allocations: [
        { promotionId: 'P', layer: 'crossStore', fen: 4, funderFen: [{ funder: 'seller', fen: 4 }] },
        { promotionId: 'P', layer: 'crossStore', fen: 6, funderFen: [{ funder: 'seller', fen: 6 }] },
      ],
    });
  });

  test('leaves room down to the smallest payable amount', () => {
    const room = (minPayableFen: 0 | 1, ...fen: number[]) =>
      roomFen(
        openCart(
          fen.map((each, i) => line(`l${i}`, each)),
          { ...TMALL, minPayableFen },
        ),
      );
    expect([room(1, 10, 5), room(1, 1), room(1, 0)]).toEqual([14, 0, 0]);
    expect(room(0, 10)).toBeGreaterThanOrEqual(10);
  });

  test('a discount is shared among funders to the fen', () => {
    expect(
      shareAmongFunders(101, [
        { funder: 'platform', bp: 5_000 },
        { funder: 'seller', bp: 5_000 },
      ]),
    ).toEqual([
      { funder: 'platform', fen: 51 },
      { funder: 'seller', fen: 50 },
    ]);
  });
});
