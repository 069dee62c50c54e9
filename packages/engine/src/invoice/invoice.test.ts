import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTaxNumber, spreadRefund } from './index.ts';

describe('a tax number', () => {
  test.each([
    // The worked example of the standard, and its neighbours.
    ['91350100M000100Y43', true],
    ['91350100M000100Y44', false],
    ['91350100M000100Z43', false],
    ['9135O100M000100Y43', false],
    ['91350100m000100y43', false],
    ['91350100M000100Y4', false],
    // Before 2015: a region, then an organisation's code with a check character of its own.
    ['350100D21435130', false],
    ['35010000000000X', false],
    ['350100000000000', true],
    ['A50100000000000', false],
    ['', false],
  ])('%s is one: %s', (text, is) => {
    expect(isTaxNumber(text)).toBe(is);
  });

  test('with any one character changed is none', () => {
    const right = '91350100M000100Y43';
    fc.assert(
      fc.property(
        fc.nat({ max: 17 }),
        fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'),
        (at, letter) => {
          fc.pre(right[at] !== letter);
          expect(isTaxNumber(right.slice(0, at) + letter + right.slice(at + 1))).toBe(false);
        },
      ),
    );
  });
});

describe('a refund over several orders', () => {
  const order = (orderId: string, paidFen: number, refundedFen = 0) => ({
    ...{ orderId, lineIds: [`${orderId}1`, `${orderId}2`], paidFen, refundedFen },
  });

  test('goes to the order of its lines, with the freight that comes beside them', () => {
    expect(
      spreadRefund([order('A', 5_000), order('B', 4_000)], {
        ...{ fen: 5_000, lines: [{ lineId: 'A1', fen: 4_200 }] },
      }),
    ).toEqual([{ orderId: 'A', fen: 5_000 }]);
  });

  test('less than its lines say was kept for gifts', () => {
    expect(
      spreadRefund([order('A', 5_000), order('B', 4_000)], {
        fen: 3_000,
        lines: [
          { lineId: 'A1', fen: 1_000 },
          { lineId: 'B2', fen: 4_000 },
        ],
      }),
    ).toEqual([{ orderId: 'B', fen: 3_000 }]);
  });

  test('whatever it is, sums to it and never passes what an order was paid', () => {
    const money = fc.record({ line: fc.nat({ max: 10_000 }), freight: fc.nat({ max: 2_000 }) });
    fc.assert(
      fc.property(fc.array(money, { minLength: 1, maxLength: 4 }), fc.nat({ max: 10_000 }), (paid, cut) => {
        const orders = paid.map(({ line, freight }, index) => order(`o${index}`, line + freight));
        const most = paid.reduce((sum, { line, freight }) => sum + line + freight, 0);
        const fen = Math.max(0, most - cut);
        const lines = paid.map(({ line }, index) => ({ lineId: `o${index}1`, fen: line }));
        const parts = spreadRefund(orders, { fen, lines });
        expect(parts.reduce((sum, part) => sum + part.fen, 0)).toBe(fen);
        for (const part of parts)
          expect(part.fen).toBeLessThanOrEqual(
            orders.find(({ orderId }) => orderId === part.orderId)!.paidFen,
          );
      }),
    );
  });
});
