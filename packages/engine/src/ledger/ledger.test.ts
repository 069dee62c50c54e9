import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Allocation, Quote } from '../pricing/index.ts';
import { FULL_STACK, line, price, promotion } from '../pricing/test-carts.ts';
import {
  confirmStock,
  giveBackStock,
  holdStock,
  type RefundableLine,
  receiveStock,
  refundUnits,
  returnStock,
  type StockRow,
  sellable,
  shipStock,
  stockGrade,
  unitsPaid,
} from './index.ts';

const stock = (more: Partial<StockRow> = {}): StockRow => ({
  skuId: 'A',
  onHand: 10,
  reserved: 0,
  locked: 0,
  sold: 0,
  unavailable: 0,
  allotment: 10,
  ...more,
});

describe('goods stock', () => {
  test('one unit’s way from shelf to buyer and back', () => {
    const held = holdStock(stock(), 3)!;
    expect([sellable(held), unitsPaid(held)]).toEqual([7, 0]);
    const paid = confirmStock(held, 3);
    expect([sellable(paid), unitsPaid(paid)]).toEqual([7, 3]);
    const shipped = shipStock(paid, 2);
    expect(shipped).toEqual(stock({ onHand: 8, locked: 1, sold: 2 }));
    expect(unitsPaid(shipped)).toBe(3);
    expect(returnStock(shipped, 1, 'locked')).toEqual(stock({ onHand: 8, sold: 2 }));
    expect(returnStock(shipped, 2, 'sold')).toEqual(stock({ onHand: 10, locked: 1 }));
  });

  test('a hold takes exactly what is sellable and no more', () => {
    const row = stock({ onHand: 5, reserved: 1, locked: 2 });
    expect(holdStock(row, 2)).toEqual({ ...row, reserved: 3 });
    expect(holdStock(row, 3)).toBeNull();
  });

  test('giving back undoes a hold', () => {
    expect(giveBackStock(holdStock(stock(), 4)!, 4)).toEqual(stock());
  });

  test.each([
    ['give back what is not held', () => giveBackStock(stock(), 1)],
    ['confirm what is not held', () => confirmStock(stock(), 1)],
    ['ship what is not paid', () => shipStock(stock(), 1)],
    ['return what was not paid', () => returnStock(stock(), 1, 'locked')],
    ['return what was not shipped', () => returnStock(stock(), 1, 'sold')],
    ['return half a unit', () => returnStock(stock({ locked: 2 }), 0.5, 'locked')],
    ['hold nothing', () => holdStock(stock(), 0)],
    ['hold half a unit', () => holdStock(stock(), 0.5)],
    ['receive less than nothing', () => receiveStock(stock(), -1)],
  ])('to %s is a bug', (_name, move) => {
    expect(move).toThrow(RangeError);
  });

  test('any sequence of moves keeps every unit: nothing negative, nothing promised twice, nothing lost', () => {
    const move = fc.record({
      kind: fc.constantFrom(
        'hold',
        'hold',
        'giveBack',
        'confirm',
        'ship',
        'returnLocked',
        'returnSold',
        'receive',
      ),
      quantity: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(fc.array(move, { maxLength: 60 }), (moves) => {
        let row = stock();
        let cameIn = 10;
        for (const { kind, quantity } of moves) {
          if (kind === 'hold') row = holdStock(row, quantity) ?? row;
          if (kind === 'giveBack' && row.reserved >= quantity) row = giveBackStock(row, quantity);
          if (kind === 'confirm' && row.reserved >= quantity) row = confirmStock(row, quantity);
          if (kind === 'ship' && row.locked >= quantity) row = shipStock(row, quantity);
          if (kind === 'returnLocked' && row.locked >= quantity) row = returnStock(row, quantity, 'locked');
          if (kind === 'returnSold' && row.sold >= quantity) row = returnStock(row, quantity, 'sold');
          if (kind === 'receive') {
            row = receiveStock(row, quantity);
            cameIn += quantity;
          }
          expect(row.onHand + row.sold).toBe(cameIn);
          expect(
            Math.min(row.onHand, row.reserved, row.locked, row.sold, sellable(row)),
          ).toBeGreaterThanOrEqual(0);
        }
      }),
    );
  });
});

describe('V64 the grade of an allotment of 1000', () => {
  test.each([
    [1000, undefined, 'blue'],
    [500, undefined, 'blue'],
    [499, 'blue', 'yellow'],
    [200, 'yellow', 'yellow'],
    [199, 'yellow', 'red'],
    [240, 'red', 'red'],
    [249, 'red', 'red'],
    [250, 'red', 'yellow'],
    [549, 'yellow', 'yellow'],
    [550, 'yellow', 'blue'],
    [549, 'red', 'yellow'],
    [0, 'blue', 'black'],
    [49, 'black', 'black'],
    [50, 'black', 'red'],
    [300, 'black', 'yellow'],
    [1, undefined, 'red'],
  ] as const)('%i left after %s is %s', (onHand, before, grade) => {
    expect(stockGrade(stock({ onHand, allotment: 1000 }), before)).toBe(grade);
  });

  test('held units are not left', () => {
    expect(stockGrade(stock({ onHand: 1000, reserved: 300, locked: 201, allotment: 1000 }))).toBe('yellow');
  });

  test('without an allotment it is blue until nothing is left', () => {
    expect(stockGrade(stock({ onHand: 1, allotment: 0 }))).toBe('blue');
    expect(stockGrade(stock({ onHand: 0, allotment: 0 }))).toBe('black');
  });
});

/** The lines of a quote as an order freezes them. */
function freeze({ lines }: Quote): RefundableLine[] {
  return lines.map(({ lineId, quantity, netFen, allocations }) => ({
    lineId,
    quantity,
    returnedQuantity: 0,
    netFen,
    allocations,
  }));
}

function take(from: RefundableLine, quantity: number) {
  const refund = refundUnits(from, quantity);
  if (refund.kind === 'refused') throw new Error(refund.reason);
  return { refund, rest: { ...from, returnedQuantity: from.returnedQuantity + quantity } };
}

const shareOf = (shares: readonly Allocation[], layer: string) =>
  shares.find((share) => share.layer === layer)?.fen ?? 0;

describe('refund', () => {
  test('V26 by the frozen share, although the rest falls below the threshold', () => {
    const reduction = promotion('P', 'storeReduction', { kind: 'amount', thresholdFen: 20000, offFen: 5000 });
    const [a, b] = freeze(price([line('A', 10000), line('B', 20000)], [reduction]));
    expect(take(a!, 1).refund.refundFen).toBe(8333);
    expect(b!.netFen).toBe(16667);
  });

  test('V32 three single returns', () => {
    let rest: RefundableLine = {
      lineId: 'A',
      quantity: 3,
      returnedQuantity: 0,
      netFen: 10000,
      allocations: [],
    };
    const refunds: number[] = [];
    for (let k = 0; k < 3; k++) {
      const step = take(rest, 1);
      refunds.push(step.refund.refundFen);
      rest = step.rest;
    }
    expect(refunds).toEqual([3333, 3333, 3334]);
    expect(refundUnits(rest, 1)).toEqual({ kind: 'refused', reason: 'nothingToReturn', left: 0 });
  });

  test('more than is left is refused, and says how many are', () => {
    const two: RefundableLine = { lineId: 'A', quantity: 3, returnedQuantity: 1, netFen: 3, allocations: [] };
    expect(refundUnits(two, 3)).toEqual({ kind: 'refused', reason: 'nothingToReturn', left: 2 });
    expect(() => refundUnits(two, 0)).toThrow(RangeError);
  });

  test('a unit that carries nothing of a discount has no share in it', () => {
    const tiny: Allocation = {
      promotionId: 'P',
      layer: 'redPacket',
      fen: 2,
      funderFen: [{ funder: 'platform', fen: 2 }],
    };
    const three = { lineId: 'A', quantity: 3, returnedQuantity: 0, netFen: 300, allocations: [tiny] };
    const first = take(three, 1);
    expect(first.refund.shares).toEqual([]);
    expect(take(first.rest, 2).refund.shares).toEqual([tiny]);
  });

  test('V29, V30, V33 cash, red packet and points of the full stack come back to the fen', () => {
    const [x, y, z] = freeze(price(FULL_STACK.cart, FULL_STACK.promotions));
    const first = take(y!, 1);
    const last = take(first.rest, 1);
    const tenders = ({ refund }: typeof first) => [
      refund.refundFen,
      shareOf(refund.shares, 'redPacket'),
      shareOf(refund.shares, 'points'),
    ];
    expect(tenders(first)).toEqual([9935, 246, 184]);
    expect(tenders(last)).toEqual([9935, 247, 185]);
    const all = [first, last, take(x!, 1), take(z!, 1)].map(tenders);
    expect([0, 1, 2].map((tender) => all.reduce((sum, row) => sum + row[tender]!, 0))).toEqual([
      80650, 2000, 1500,
    ]);
  });

  test('V38 of a subsidised unit the buyer gets what the buyer paid, and the government what it paid', () => {
    const subsidy = promotion(
      'S',
      'subsidy',
      { kind: 'subsidy', offBp: 1_500, capUnitFen: 50_000 },
      { funders: [{ funder: 'government', bp: 10_000 }] },
    );
    const [unit] = freeze(price([line('A', 399_900)], [subsidy]));
    const { refundFen, shares } = take(unit!, 1).refund;
    expect([refundFen, shareOf(shares, 'subsidy')]).toEqual([349_900, 50_000]);
    expect(shares.flatMap(({ funderFen }) => funderFen)).toEqual([{ funder: 'government', fen: 50_000 }]);
  });

  test('units returned in any groups give back exactly the net and exactly what each funder paid', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000_000_000 });
    const frozen = fc.record({ netFen: fen, platform: fen, seller: fen, brand: fen });
    const groups = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(frozen, groups, ({ netFen, ...paid }, steps) => {
        const funderFen = (['platform', 'seller', 'brand'] as const).map((funder) => ({
          funder,
          fen: paid[funder],
        }));
        const total = paid.platform + paid.seller + paid.brand;
        let rest: RefundableLine = {
          lineId: 'A',
          quantity: steps.reduce((a, b) => a + b, 0),
          returnedQuantity: 0,
          netFen,
          allocations: [{ promotionId: 'P', layer: 'crossStore', fen: total, funderFen }],
        };
        let refunded = 0;
        const back = { platform: 0, seller: 0, brand: 0 };
        for (const quantity of steps) {
          const step = take(rest, quantity);
          rest = step.rest;
          refunded += step.refund.refundFen;
          expect(refunded).toBeLessThanOrEqual(netFen);
          for (const share of step.refund.shares) {
            expect(share.fen).toBe(share.funderFen.reduce((sum, part) => sum + part.fen, 0));
            for (const part of share.funderFen) back[part.funder as keyof typeof back] += part.fen;
          }
        }
        expect(refunded).toBe(netFen);
        expect(back).toEqual(paid);
      }),
    );
  });
});
