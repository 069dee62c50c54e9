import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  clawBackPoints,
  earnedPoints,
  earnPoints,
  holdPoints,
  type OrderPoints,
  type PointsAccount,
  type PointsLine,
  type PointsMove,
  pointsBalance,
  pointsOfReturned,
  putBackPoints,
  shortageFen,
} from './index.ts';

const DAY = 86_400_000;
const lot = (lotId: string, left: number, expiresAt: number | null, usableFrom = 0) => ({
  ...{ lotId, left, usableFrom, expiresAt },
});
const account = (...lots: PointsAccount['lots'][number][]): PointsAccount => ({ shopperId: 'sh', lots });
const leftOf = ({ lots }: PointsAccount) => Object.fromEntries(lots.map(({ lotId, left }) => [lotId, left]));

describe('an account of points', () => {
  it('gives what ends soonest first, and gets it back where it came from (V55)', () => {
    const start = account(lot('a', 300, 100 * DAY), lot('b', 500, 200 * DAY));
    const held = holdPoints(start, 400, 0)!;
    expect(leftOf(held.account)).toEqual({ b: 400 });
    expect(held.moves.map(({ lotId, points }) => [lotId, points])).toEqual([
      ['a', -300],
      ['b', -100],
    ]);
    const back = putBackPoints(held.account, held.moves, {
      ...{ kind: 'returned', points: 250, before: 0, at: 110 * DAY },
    });
    expect(leftOf(back.account)).toEqual({ b: 500, [`a+${110 * DAY}`]: 150 });
    expect(back.account.lots[0]).toMatchObject({ expiresAt: 140 * DAY });
  });

  it('counts what is promised apart, and nothing that is over', () => {
    const lots = account(lot('over', 5, 10), lot('now', 7, null), lot('later', 9, null, 50));
    expect(pointsBalance(lots, 10)).toEqual({ usable: 7, promised: 9 });
    expect(pointsBalance(lots, 9)).toEqual({ usable: 12, promised: 9 });
    expect(pointsBalance(lots, 50)).toEqual({ usable: 16, promised: 0 });
    expect(holdPoints(lots, 8, 10)).toBeNull();
  });

  it('claws back of the lot that was earned first, and says what is no longer there (V34)', () => {
    const start = account(lot('own', 30, 300), lot('other', 10, 200));
    const clawed = clawBackPoints(start, { lotId: 'own', points: 70 }, 0);
    expect(clawed.moves.map(({ lotId, points }) => [lotId, points])).toEqual([
      ['own', -30],
      ['other', -10],
    ]);
    expect(clawed.short).toBe(30);
    expect(7_000 - shortageFen({ pointsPerYuan: 100 } as OrderPoints, clawed.short)).toBe(6_970);
  });

  it('an amount that is no number of points throws', () => {
    for (const points of [-1, 0.5, Number.NaN]) {
      expect(() => holdPoints(account(), points, 0)).toThrow(RangeError);
      expect(() => clawBackPoints(account(), { lotId: 'x', points }, 0)).toThrow(RangeError);
    }
  });

  it('an order gives back no more than it took', () => {
    const held = holdPoints(account(lot('a', 9, null)), 5, 0)!;
    const back = (points: number, before: number) => () =>
      putBackPoints(held.account, held.moves, { kind: 'released', points, before, at: 0 });
    expect(back(6, 0)).toThrow(RangeError);
    expect(back(3, 3)).toThrow(RangeError);
    expect(leftOf(back(2, 3)().account)).toEqual({ a: 6 });
  });

  it('whatever happens, the lots are the sum of the moves and none falls below 0', () => {
    const step = fc.record({
      what: fc.constantFrom('earn', 'hold', 'release', 'return', 'claw'),
      points: fc.integer({ min: 0, max: 200 }),
      lasts: fc.option(fc.integer({ min: 1, max: 30 }), { nil: null }),
      waits: fc.integer({ min: 0, max: 5 }),
      pick: fc.nat(),
      later: fc.integer({ min: 0, max: 6 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        let now = account();
        let at = 0;
        const moves: PointsMove[] = [];
        const orders: { held: readonly PointsMove[]; taken: number; back: number }[] = [];
        const take = (change: { account: PointsAccount; moves: readonly PointsMove[] }) => {
          now = change.account;
          moves.push(...change.moves);
        };
        for (const [index, { what, points, lasts, waits, pick, later }] of steps.entries()) {
          at += later;
          const order = orders.length === 0 ? undefined : orders[pick % orders.length]!;
          const before = pointsBalance(now, at).usable;
          if (what === 'earn')
            take(
              earnPoints(
                now,
                {
                  ...{ lotId: `l${index}`, points, usableFrom: at + waits },
                  expiresAt: lasts === null ? null : at + waits + lasts,
                },
                at,
              ),
            );
          else if (what === 'hold') {
            const held = holdPoints(now, points, at);
            expect(held === null).toBe(points > before);
            if (held === null) continue;
            take(held);
            orders.push({ held: held.moves.filter(({ kind }) => kind === 'held'), taken: points, back: 0 });
          } else if (what === 'claw') {
            const clawed = clawBackPoints(now, { lotId: `l${pick % (index + 1)}`, points }, at);
            const gone = clawed.moves
              .filter(({ kind }) => kind === 'clawedBack')
              .reduce((sum, move) => sum - move.points, 0);
            expect(gone + clawed.short).toBe(points);
            take(clawed);
          } else if (order) {
            const due = Math.min(points, order.taken - order.back);
            const kind = what === 'release' ? 'released' : 'returned';
            take(putBackPoints(now, order.held, { kind, points: due, before: order.back, at }));
            order.back += due;
            expect(pointsBalance(now, at).usable).toBe(before + due);
          }
        }
        const sums: Record<string, number> = {};
        for (const { lotId, points } of moves) sums[lotId] = (sums[lotId] ?? 0) + points;
        const left = Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0));
        expect(leftOf(now)).toEqual(left);
        for (const sum of Object.values(left)) expect(sum).toBeGreaterThan(0);
      }),
    );
  });
});

describe('points of an order', () => {
  const terms = (used: number, fen: number): OrderPoints => ({
    ...{ promotionId: 'points', pointsPerYuan: 100, used, fen },
    earn: { points: 1, perFen: 100, lineIds: ['x', 'y'], usableAfterMs: 0, expiresAt: null },
  });
  const line = (lineId: string, netFen: number, quantity: number, pointsFen: number): PointsLine => ({
    ...{ lineId, netFen, quantity, returnedQuantity: 0 },
    allocations: [{ layer: 'points', funderFen: [{ funder: 'platform', fen: pointsFen }] }],
  });

  it('earns a point for each whole yuan paid for what earns', () => {
    const lines = [line('x', 9_950, 1, 0), line('y', 50, 1, 0), line('gold', 99_900, 1, 0)];
    expect(earnedPoints(terms(0, 0), lines)).toBe(100);
  });

  it('gives points back unit by unit as they paid (V29, V30)', () => {
    const y = line('y', 19_870, 2, 369);
    const order = { ...terms(369, 369) };
    expect(pointsOfReturned(order, [{ ...y, returnedQuantity: 1 }])).toBe(184);
    expect(pointsOfReturned(order, [{ ...y, returnedQuantity: 2 }])).toBe(369);
  });

  it('any sequence of returns gives back all that was used and takes back all that was earned', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            netFen: fc.integer({ min: 0, max: 100_000 }),
            quantity: fc.integer({ min: 1, max: 4 }),
            pointsFen: fc.integer({ min: 0, max: 5_000 }),
          }),
          { minLength: 1, maxLength: 4 },
        ),
        fc.integer({ min: 1, max: 3 }),
        fc.array(fc.nat(), { maxLength: 30 }),
        (drawn, perFen, picks) => {
          let lines = drawn.map(({ netFen, quantity, pointsFen }, n) =>
            line(`l${n}`, netFen, quantity, pointsFen),
          );
          const fen = drawn.reduce((sum, { pointsFen }) => sum + pointsFen, 0);
          const order: OrderPoints = {
            ...terms(fen * perFen, fen),
            earn: { ...terms(0, 0).earn!, lineIds: lines.map(({ lineId }) => lineId) },
          };
          const all = earnedPoints(order, lines);
          let [back, clawed] = [0, 0];
          const everything = lines.flatMap(({ quantity }, n) => Array.from({ length: quantity }, () => n));
          const sequence = [...picks.map((pick) => everything[pick % everything.length]!), ...everything];
          for (const pick of sequence) {
            const { quantity, returnedQuantity } = lines[pick]!;
            if (returnedQuantity === quantity) continue;
            const after = lines.with(pick, { ...lines[pick]!, returnedQuantity: returnedQuantity + 1 });
            const [more, less] = [
              pointsOfReturned(order, after) - pointsOfReturned(order, lines),
              earnedPoints(order, lines) - earnedPoints(order, after),
            ];
            expect(Math.min(more, less)).toBeGreaterThanOrEqual(0);
            back += more;
            clawed += less;
            lines = after;
          }
          expect([back, clawed]).toEqual([order.used, all]);
        },
      ),
    );
  });
});
