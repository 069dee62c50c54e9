import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shareOfUnits } from '../money/index.ts';
import type { Layer } from '../pricing/index.ts';
import {
  type ProtectedLine,
  type ProtectionTerms,
  priceGap,
  protectedDifference,
  protectionOf,
  publicFen,
  sweepAfter,
  withdrawProtection,
} from './index.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const bought = (more: Partial<ProtectedLine> = {}): ProtectedLine => ({
  ...{ quantity: 1, returnedQuantity: 0, listFen: 10_000, netFen: 10_000, allocations: [], heldFen: 0 },
  ...more,
});
const off = (layer: Layer, fen: number) => ({ layer, fen });

describe('what is owed when the price fell', () => {
  it('V62: paid 83.33 for each of two, 79.99 now, 2.00 had before: 4.68', () => {
    const line = bought({ quantity: 2, listFen: 16_666, netFen: 16_666, heldFen: 200 });
    expect(protectedDifference(line, 15_998)).toEqual({
      ...{ kind: 'due', fen: 468, paidFen: 16_666, nowFen: 15_998 },
    });
  });

  it('V46: deposit and balance came to 900.00, the spot price is 850.00: 50.00', () => {
    const presale = bought({
      ...{ listFen: 100_000, netFen: 90_000, allocations: [off('itemPrice', 10_000)] },
    });
    expect(protectedDifference(presale, 85_000)).toMatchObject({ fen: 5_000 });
  });

  it('compares what everybody gets: member rate, red packet and points stay out of it', () => {
    const line = bought({
      netFen: 7_000,
      allocations: [
        ...[off('itemCut', 500), off('crossStore', 500)],
        ...[off('member', 450), off('redPacket', 1_000), off('points', 550)],
      ],
    });
    expect(publicFen(line)).toBe(9_000);
    expect(protectedDifference(line, 8_900)).toMatchObject({ fen: 100, paidFen: 9_000 });
  });

  it('takes what a coupon took off what was paid', () => {
    const line = bought({ netFen: 9_000, allocations: [off('platformCoupon', 1_000)] });
    expect(protectedDifference(line, 9_500)).toMatchObject({ kind: 'none', reason: 'notLower' });
  });

  it('pays only on what is kept', () => {
    const line = bought({ quantity: 3, listFen: 30_000, netFen: 30_000, returnedQuantity: 2 });
    expect(protectedDifference(line, 27_000)).toMatchObject({ fen: 1_000, paidFen: 10_000, nowFen: 9_000 });
  });

  it('pays the same fall once, and of a further fall only the further part', () => {
    expect(protectedDifference(bought({ heldFen: 1_000 }), 9_000)).toMatchObject({ reason: 'alreadyPaid' });
    expect(protectedDifference(bought({ heldFen: 1_000 }), 8_500)).toMatchObject({ fen: 500 });
  });

  it('never pays out money that was not the buyer’s: points had paid nearly all of it', () => {
    const line = bought({ netFen: 300, allocations: [off('points', 9_700)] });
    expect(protectedDifference(line, 5_000)).toMatchObject({ fen: 300 });
    expect(protectedDifference({ ...line, heldFen: 300 }, 4_000)).toMatchObject({ reason: 'nothingLeft' });
  });

  it('owes nothing when the price is the same, or everything went back', () => {
    expect(protectedDifference(bought(), 10_000)).toMatchObject({ reason: 'notLower' });
    expect(protectedDifference(bought({ returnedQuantity: 1 }), 1)).toMatchObject({ reason: 'allReturned' });
  });
});

describe('a return after protection', () => {
  it('V36: 10.00 was paid back on 83.33, so 73.33 is refunded', () => {
    const line = bought({ netFen: 8_333, heldFen: 1_000 });
    expect(withdrawProtection(line, 1)).toEqual({ takenFen: 1_000, heldFen: 0 });
    expect(8_333 - withdrawProtection(line, 1).takenFen).toBe(7_333);
  });

  it('takes only the share of the units that go back', () => {
    const line = bought({ quantity: 2, netFen: 16_666, heldFen: 668 });
    expect(withdrawProtection(line, 1)).toEqual({ takenFen: 334, heldFen: 334 });
  });
});

type Act =
  | { readonly kind: 'claim'; readonly nowFen: number }
  | { readonly kind: 'return'; readonly of: number };
const act: fc.Arbitrary<Act> = fc.oneof(
  fc.record({ kind: fc.constant('claim' as const), nowFen: fc.nat({ max: 2_500 }) }),
  fc.record({ kind: fc.constant('return' as const), of: fc.nat({ max: 100 }) }),
);
const frozen = fc
  .record({ quantity: fc.integer({ min: 1, max: 7 }), listFen: fc.integer({ min: 1, max: 2_000 }) })
  .chain(({ quantity, listFen }) =>
    fc.record({
      ...{ quantity: fc.constant(quantity), listFen: fc.constant(listFen) },
      publicOff: fc.nat({ max: listFen }),
      ownShare: fc.nat({ max: 100 }),
    }),
  )
  .map(({ quantity, listFen, publicOff, ownShare }) => {
    const ownOff = Math.floor(((listFen - publicOff) * ownShare) / 100);
    const allocations = [off('itemPrice', publicOff), off('points', ownOff)];
    return bought({ quantity, listFen, netFen: listFen - publicOff - ownOff, allocations });
  });

describe('in any sequence of claims and returns', () => {
  it('protection and refunds never exceed what was paid, and equal it once everything is back', () => {
    fc.assert(
      fc.property(frozen, fc.array(act, { maxLength: 12 }), (line, acts) => {
        let [returnedQuantity, heldFen, sentFen] = [0, 0, 0];
        const giveBack = (quantity: number) => {
          const now = { ...line, returnedQuantity, heldFen };
          const refundFen = shareOfUnits(line.netFen, line.quantity, returnedQuantity, quantity);
          const { takenFen, heldFen: rest } = withdrawProtection(now, quantity);
          expect(takenFen).toBeGreaterThanOrEqual(0);
          expect(takenFen).toBeLessThanOrEqual(refundFen);
          sentFen += refundFen - takenFen;
          [returnedQuantity, heldFen] = [returnedQuantity + quantity, rest];
        };
        for (const each of acts) {
          const kept = line.quantity - returnedQuantity;
          if (each.kind === 'return') {
            if (kept > 0) giveBack(1 + (each.of % kept));
          } else {
            const owed = protectedDifference({ ...line, returnedQuantity, heldFen }, each.nowFen);
            if (owed.kind === 'due') {
              expect(owed.fen).toBeGreaterThan(0);
              expect(heldFen + owed.fen).toBeLessThanOrEqual(owed.paidFen - owed.nowFen);
              [heldFen, sentFen] = [heldFen + owed.fen, sentFen + owed.fen];
              const again = protectedDifference({ ...line, returnedQuantity, heldFen }, each.nowFen);
              expect(again.kind).toBe('none');
            }
          }
          expect(sentFen).toBeLessThanOrEqual(line.netFen);
        }
        if (returnedQuantity < line.quantity) giveBack(line.quantity - returnedQuantity);
        expect([sentFen, heldFen]).toEqual([line.netFen, 0]);
      }),
      { numRuns: 2_000 },
    );
  });

  it('a lower price never pays less', () => {
    const fenOf = (line: ProtectedLine, nowFen: number) => {
      const owed = protectedDifference(line, nowFen);
      return owed.kind === 'due' ? owed.fen : 0;
    };
    fc.assert(
      fc.property(
        frozen,
        fc.nat({ max: 6 }),
        fc.nat({ max: 2_000 }),
        fc.nat({ max: 500 }),
        (line, back, now, less) => {
          const kept = { ...line, returnedQuantity: Math.min(back, line.quantity) };
          expect(fenOf(kept, Math.max(0, now - less))).toBeGreaterThanOrEqual(fenOf(kept, now));
        },
      ),
      { numRuns: 2_000 },
    );
  });
});

const CAMPAIGN = { startsAt: 0, endsAt: 100 * DAY };
const terms = (more: Partial<ProtectionTerms> = {}): ProtectionTerms => ({
  ...{
    promotionId: 'protection',
    title: { zh: '价保', en: 'Price protection' },
    scope: {},
    windows: [CAMPAIGN],
  },
  ...{ lastsMs: 15 * DAY, campaign: CAMPAIGN, process: 'claim', everyMs: null, flashFromMs: null },
  funders: [{ funder: 'seller', bp: 10_000 }],
  ...more,
});
const item = { skuId: 's', shopId: 'shop', categories: ['home'], brandId: 'b', tags: ['hit'] };
const ordinary = (paidAt: number) => ({ paidAt, flashSlotMs: null });

describe('the promise that holds', () => {
  it('lasts its days from the payment on, or until the campaign ends', () => {
    expect(protectionOf(item, ordinary(DAY), [terms()])).toMatchObject({ until: 16 * DAY });
    const untilEnd = terms({ lastsMs: null });
    expect(protectionOf(item, ordinary(DAY), [untilEnd])).toMatchObject({ until: 100 * DAY });
  });

  it('of several is the one that lasts longest', () => {
    const long = terms({ promotionId: 'long', lastsMs: 30 * DAY });
    expect(protectionOf(item, ordinary(0), [terms(), long])).toMatchObject({
      ...{ kind: 'promised', terms: { promotionId: 'long' }, until: 30 * DAY },
    });
  });

  it.each([
    ['another category', { scope: { categories: ['beauty'] } }],
    ['an excluded tag', { scope: { excludeTags: ['hit'] } }],
    ['paid outside its windows', { windows: [{ startsAt: 2 * DAY, endsAt: 3 * DAY }] }],
  ])('is none: %s', (_why, more) => {
    expect(protectionOf(item, ordinary(DAY), [terms(more)])).toEqual({ kind: 'none', reason: 'notPromised' });
  });

  it('leaves out what was bought in a flash slot that is too short, or in any', () => {
    const flash = (slotMs: number) => ({ paidAt: DAY, flashSlotMs: slotMs });
    const fromAnHour = [terms({ flashFromMs: HOUR })];
    expect(protectionOf(item, flash(HOUR - 1), fromAnHour)).toEqual({ kind: 'none', reason: 'flashBought' });
    expect(protectionOf(item, flash(HOUR), fromAnHour)).toMatchObject({ kind: 'promised' });
    expect(protectionOf(item, flash(10 * DAY), [terms()])).toEqual({ kind: 'none', reason: 'flashBought' });
  });
});

describe('the same price online and in a store', () => {
  it.each([
    ['to the fen', 9_900, 9_900, 0, { kind: 'same' }],
    ['one fen apart', 9_901, 9_900, 0, { kind: 'apart', cheaper: 'store', byFen: 1 }],
    ['at the edge of what is allowed', 9_702, 9_900, 200, { kind: 'same' }],
    ['beyond it', 9_701, 9_900, 200, { kind: 'apart', cheaper: 'online', byFen: 199 }],
    ['a part of a fen is not allowed', 101, 100, 99, { kind: 'apart', cheaper: 'store', byFen: 1 }],
  ] as const)('%s', (_name, online, store, toleranceBp, gap) => {
    expect(priceGap(online, store, toleranceBp)).toEqual(gap);
  });
});

describe('the next comparison that nobody has to ask for', () => {
  it.each<[string, number, Partial<ProtectionTerms>, number | null]>([
    ['none where it takes a claim', 0, {}, null],
    ['at the next step from the start', 7 * HOUR, { process: 'automatic', everyMs: 6 * HOUR }, 12 * HOUR],
    ['a step later when it is that step', 12 * HOUR, { process: 'automatic', everyMs: 6 * HOUR }, 18 * HOUR],
    [
      'goes on after the end for what was bought late',
      101 * DAY,
      { process: 'automatic', everyMs: DAY },
      102 * DAY,
    ],
    ['ends with the last protected day', 114 * DAY, { process: 'automatic', everyMs: DAY }, null],
    ['once, before the end', DAY, { process: 'automatic', lastsMs: null }, 100 * DAY - 1],
    ['none after that', 100 * DAY - 1, { process: 'automatic', lastsMs: null }, null],
    [
      'steps and the end',
      100 * DAY - HOUR,
      { process: 'automatic', lastsMs: null, everyMs: DAY },
      100 * DAY - 1,
    ],
  ])('%s', (_name, at, more, next) => {
    expect(sweepAfter(at, [terms(more)])).toBe(next);
  });
});
