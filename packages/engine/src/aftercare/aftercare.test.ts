import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type RefundableLine, refundUnits } from '../ledger/index.ts';
import { ACTORS, step } from '../order-life/index.ts';
import {
  BUYER_SILENCE_MS,
  CASE_EVENTS,
  CASE_KINDS,
  CASE_REASONS,
  CASE_STATES,
  type CasedUnits,
  type CaseLine,
  calledBack,
  caseDeadline,
  caseLife,
  faultOf,
  foundWhole,
  INSURED_FREIGHT_FEN_MAX,
  inspectionFault,
  judgeCase,
  kindsFor,
  NOT_CASED,
  REFUND_WITHIN_MS,
  returnFreight,
  rightEndsAt,
  SELLER_SILENCE_MS,
  unitsLeft,
  WAREHOUSE_SILENCE_MS,
} from './index.ts';

const ZONE_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;
/** 2024-06-18 14:30 in Shanghai. */
const DELIVERED = Date.UTC(2024, 5, 18, 6, 30);

describe.each(CASE_KINDS)('the life of a case: %s', (kind) => {
  const life = caseLife(kind);

  test('has one outcome for each state and event, leaves none of its ends and reaches one from everywhere', () => {
    const keys = life.steps.map(({ from, on }) => `${from} ${on}`);
    expect(new Set(keys).size).toBe(keys.length);
    expect(life.steps.filter(({ from }) => life.last.includes(from))).toEqual([]);
    for (const state of new Set(life.steps.map(({ from }) => from))) {
      const seen = new Set([state]);
      for (let size = 0; size !== seen.size; ) {
        size = seen.size;
        for (const known of life.steps) if (seen.has(known.from)) seen.add(known.to);
      }
      expect(
        life.last.some((end) => seen.has(end)),
        state,
      ).toBe(true);
    }
  });

  test('takes no step that is not in its table', () => {
    for (const from of CASE_STATES)
      for (const on of CASE_EVENTS)
        for (const by of ACTORS) {
          const known = life.steps.find((row) => row.from === from && row.on === on && row.by.includes(by));
          const stepped = step(life, { from, on, by });
          expect(stepped.kind === 'stepped' ? stepped.to : null).toBe(known?.to ?? null);
        }
  });

  test('never waits for ever: what is open has a deadline whose step the clock may take', () => {
    for (const state of CASE_STATES) {
      const deadline = caseDeadline({ kind, state, since: 0, receivedAt: 0 });
      const open = life.steps.some(({ from }) => from === state);
      if (!open) continue;
      const replaced = kind === 'exchange' && state === 'inspected';
      if (replaced) continue;
      expect(step(life, { from: state, on: deadline!.on, by: 'clock' }).kind, state).toBe('stepped');
    }
  });
});

test.each([
  ['requested', SELLER_SILENCE_MS, 'approve'],
  ['approved', BUYER_SILENCE_MS, 'lapse'],
  ['sentBack', WAREHOUSE_SILENCE_MS, 'receive'],
  ['received', REFUND_WITHIN_MS, 'inspect'],
] as const)('a %s case of goods waits %i ms and then %s comes by itself', (state, ms, on) => {
  expect(caseDeadline({ kind: 'returnAndRefund', state, since: 1_000, receivedAt: null })).toEqual({
    at: 1_000 + ms,
    on,
  });
});

test('an inspection that lingers does not move the seven days of the refund, which count from the receipt', () => {
  expect(
    caseDeadline({ kind: 'returnAndRefund', state: 'inspected', since: 5 * DAY_MS, receivedAt: DAY_MS }),
  ).toEqual({ at: 8 * DAY_MS, on: 'refund' });
});

describe('the seven days', () => {
  test('begin with the day after the delivery, in the zone of the campaign, and their end is not part of them', () => {
    // Signed for on the 18th: the 19th to the 25th, so until the 26th begins.
    expect(rightEndsAt(DELIVERED, 7, ZONE_MS)).toBe(Date.UTC(2024, 5, 25, 16));
    // One minute after midnight in Shanghai is still the 17th in Greenwich.
    expect(rightEndsAt(Date.UTC(2024, 5, 17, 16, 1), 7, ZONE_MS)).toBe(Date.UTC(2024, 5, 25, 16));
    expect(rightEndsAt(Date.UTC(2024, 5, 17, 15, 59), 7, ZONE_MS)).toBe(Date.UTC(2024, 5, 24, 16));
  });

  const line: CaseLine = {
    ...{ lineId: 'A', quantity: 1, underway: 0, delivered: 2, deliveredAt: DELIVERED },
    ...{ opened: false, excluded: false, warrantyMs: 0 },
  };
  const ENDS = Date.UTC(2024, 5, 25, 16);
  const ask = (
    over: Partial<CaseLine>,
    reason: (typeof CASE_REASONS)[number],
    at = DELIVERED,
    kind: (typeof CASE_KINDS)[number] = 'returnAndRefund',
  ) => {
    const judged = judgeCase({ at, kind, reason, lines: [{ ...line, ...over }], zoneOffsetMs: ZONE_MS });
    return judged.kind === 'open' ? judged.fault : judged.reason;
  };

  test.each([
    ['without a reason, in time', {}, 'noReason', ENDS - 1, 'buyer'],
    ['without a reason, at the instant they end', {}, 'noReason', ENDS, 'caseTooLate'],
    ['for a defect after them', {}, 'quality', ENDS, 'seller'],
    ['for a defect after fifteen days', {}, 'quality', Date.UTC(2024, 6, 3, 16), 'caseTooLate'],
    [
      'for a defect within a longer warranty',
      { warrantyMs: 365 * DAY_MS },
      'quality',
      DELIVERED + 364 * DAY_MS,
      'seller',
    ],
    [
      'for a defect when the longer warranty is over',
      { warrantyMs: 365 * DAY_MS },
      'quality',
      DELIVERED + 365 * DAY_MS,
      'caseTooLate',
    ],
    ['of an opened box without a reason', { opened: true }, 'noReason', DELIVERED, 'caseBoxOpened'],
    ['of an opened box that was the wrong one', { opened: true }, 'wrongItem', DELIVERED, 'seller'],
    ['of what is excluded without a reason', { excluded: true }, 'noReason', DELIVERED, 'caseExcluded'],
    ['of what is excluded and broken', { excluded: true }, 'damaged', DELIVERED, 'seller'],
    [
      'of what has not arrived',
      { underway: 1, delivered: 0, deliveredAt: null },
      'quality',
      DELIVERED,
      'caseNotDelivered',
    ],
    ['of more than there is', { quantity: 3 }, 'noReason', DELIVERED, 'nothingToReturn'],
    ['of nothing', { quantity: 0 }, 'noReason', DELIVERED, 'nothingToReturn'],
  ] as const)('a return %s', (_name, over, reason, at, outcome) => {
    expect(ask(over, reason, at)).toBe(outcome);
  });

  test('money alone is paid for what is missing, broken or never came, not for what is no longer wanted', () => {
    expect(ask({}, 'noReason', DELIVERED, 'refundOnly')).toBe('caseKindNotOffered');
    expect(ask({}, 'missing', DELIVERED, 'refundOnly')).toBe('seller');
    expect(ask({}, 'missing', DELIVERED, 'returnAndRefund')).toBe('caseKindNotOffered');
    expect(ask({ underway: 1, delivered: 0, deliveredAt: null }, 'notArrived', DELIVERED, 'refundOnly')).toBe(
      'seller',
    );
    expect(ask({}, 'notArrived', DELIVERED, 'refundOnly')).toBe('caseDelivered');
  });

  test('a case of several lines stands on the right that ends first', () => {
    const later = { ...line, lineId: 'B', deliveredAt: DELIVERED + 2 * DAY_MS };
    expect(
      judgeCase({
        ...{ at: DELIVERED, kind: 'exchange', reason: 'noReason', zoneOffsetMs: ZONE_MS },
        lines: [later, line],
      }),
    ).toEqual({ kind: 'open', fault: 'buyer', endsAt: ENDS });
  });

  test('a case of no lines is none', () => {
    expect(
      judgeCase({ at: 0, kind: 'exchange', reason: 'noReason', lines: [], zoneOffsetMs: ZONE_MS }),
    ).toMatchObject({ reason: 'nothingToReturn' });
  });
});

test('every reason offers something, and without a fault of the seller never money alone', () => {
  for (const reason of CASE_REASONS) {
    expect(kindsFor(reason).length).toBeGreaterThan(0);
    if (faultOf(reason) === 'buyer') expect(kindsFor(reason)).not.toContain('refundOnly');
  }
});

describe('the way back', () => {
  test.each([
    ['the seller, whose fault it was', 'seller', false, true, 'seller'],
    ['the seller, who promised free returns', 'buyer', true, true, 'seller'],
    ['the insurance, up to its limit', 'buyer', false, true, 'insurer'],
    ['the buyer', 'buyer', false, false, 'buyer'],
  ] as const)('is paid by %s', (_name, fault, freeReturns, insured, payer) => {
    expect(returnFreight({ goodsBack: true, fault, freeReturns, insured }).payer).toBe(payer);
  });

  test('costs nobody anything when nothing travels, and an insurance pays one first kilogram', () => {
    const none = returnFreight({ goodsBack: false, fault: 'seller', freeReturns: true, insured: true });
    expect(none).toEqual({ payer: 'nobody', coveredFen: 0 });
    const insured = returnFreight({ goodsBack: true, fault: 'buyer', freeReturns: false, insured: true });
    expect(insured.coveredFen).toBe(INSURED_FREIGHT_FEN_MAX);
  });
});

describe('an inspection', () => {
  const asked = [{ lineId: 'A', quantity: 2 }];
  const found = { lineId: 'A', sellable: 1, unsellable: 0, turnedDown: 1, deductFen: 0, note: 'scratched' };
  const buyers = { sellersFault: false };

  test.each([
    ['accounts for every unit', { turnedDown: 0 }, 'unitsDoNotAdd'],
    ['counts in whole units', { sellable: 1.5, turnedDown: 0.5 }, 'unitsDoNotAdd'],
    ['counts nothing below zero', { sellable: 3, turnedDown: -1 }, 'unitsDoNotAdd'],
    ['says why a unit is turned down', { note: ' ' }, 'reasonMissing'],
    [
      'says why something is deducted',
      { sellable: 2, turnedDown: 0, deductFen: 1, note: '' },
      'reasonMissing',
    ],
    ['deducts nothing of nothing', { sellable: 0, turnedDown: 2, deductFen: 1 }, 'nothingDeducted'],
    ['passes when all of that holds', {}, null],
  ] as const)('%s', (_name, over, fault) => {
    expect(inspectionFault(asked, [{ ...found, ...over }], buyers)).toBe(fault);
  });

  test('names the lines of the case, each once', () => {
    expect(inspectionFault(asked, [], buyers)).toBe('unitsDoNotAdd');
    expect(inspectionFault(asked, [{ ...found, lineId: 'B' }], buyers)).toBe('unitsDoNotAdd');
  });

  test('deducts nothing where the seller is at fault', () => {
    expect(inspectionFault(asked, [{ ...found, deductFen: 1 }], { sellersFault: true })).toBe('sellersFault');
  });

  test('that a clock makes takes everything as it was sent', () => {
    expect(inspectionFault(asked, foundWhole(asked), buyers)).toBeNull();
  });
});

describe('units', () => {
  test('are in one place each', () => {
    expect(
      unitsLeft({
        ...{ quantity: 6, shipped: 5, delivered: 4, returned: 2 },
        cased: { arrived: 2, lost: 0, refunded: 1 },
      }),
    ).toEqual({ unshipped: 0, underway: 1, delivered: 2 });
  });

  test('that arrive after they were refunded as lost cannot be asked for again', () => {
    const cased = { arrived: 0, lost: 1, refunded: 1 };
    expect(unitsLeft({ quantity: 2, shipped: 2, delivered: 2, returned: 1, cased })).toEqual({
      ...{ unshipped: 0, underway: 0, delivered: 1 },
    });
  });

  test('refunded as lost and called back leave nothing to refund', () => {
    const cased = { arrived: 0, lost: 1, refunded: 1 };
    expect(unitsLeft({ quantity: 1, shipped: 0, delivered: 0, returned: 1, cased })).toEqual({
      ...{ unshipped: 0, underway: 0, delivered: 0 },
    });
  });

  const [about, none] = [(open: number, refunded: number) => ({ open, refunded }), { open: 0, refunded: 0 }];
  test.each<[string, Partial<CasedUnits>, number, object]>([
    ['none is in a case', {}, 2, none],
    ['one may be the other that travels on', { lost: 1 }, 1, none],
    ['one is asked for', { lost: 1 }, 2, about(1, 0)],
    ['one was refunded', { lost: 1, refunded: 1, refundedLost: 1 }, 2, about(0, 1)],
    ['one was refunded and one is asked for', { lost: 2, refunded: 1, refundedLost: 1 }, 2, about(1, 1)],
    ['what was refunded had arrived', { arrived: 1, refunded: 1 }, 2, none],
  ])('that are called back: %s', (_, cased, quantity, expected) => {
    const places = { shipped: 3, delivered: 1, cased: { ...NOT_CASED, ...cased } };
    expect(calledBack(places, quantity)).toEqual(expected);
  });

  test('in two places at once are a bug', () => {
    const cased = { ...NOT_CASED, arrived: 3 };
    expect(() => unitsLeft({ quantity: 2, shipped: 1, delivered: 1, returned: 0, cased })).toThrow(
      RangeError,
    );
  });

  test('sum to what was paid over any cases, partial inspections and exchanges, each unit refunded once', () => {
    const acts = fc.array(
      fc.record({
        units: fc.integer({ min: 1, max: 3 }),
        turnedDown: fc.integer({ min: 0, max: 3 }),
        way: fc.constantFrom('atOnce', 'case', 'lost', 'exchange', 'ship', 'deliver'),
      }),
      { maxLength: 30 },
    );
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 8 }),
        fc.integer({ min: 0, max: 100_000 }),
        acts,
        (n, fen, steps) => {
          let line: RefundableLine = {
            ...{ lineId: 'A', quantity: n, returnedQuantity: 0, netFen: fen, allocations: [] },
          };
          let [shipped, delivered, paid] = [0, 0, 0];
          let cased: CasedUnits = NOT_CASED;
          const refund = (count: number) => {
            if (count === 0) return;
            const back = refundUnits(line, count);
            if (back.kind === 'refused') throw new Error('a unit was refunded twice');
            paid += back.refundFen;
            line = { ...line, returnedQuantity: line.returnedQuantity + count };
          };
          const places = () =>
            unitsLeft({ quantity: n, shipped, delivered, returned: line.returnedQuantity, cased });
          const act = ({ units, turnedDown, way }: { units: number; turnedDown: number; way: string }) => {
            const left = places();
            const most =
              way === 'case' || way === 'exchange'
                ? left.delivered
                : way === 'lost'
                  ? left.underway
                  : left.unshipped;
            const count = Math.min(units, way === 'deliver' ? shipped - delivered : most);
            if (way === 'ship') shipped += count;
            else if (way === 'deliver') delivered += count;
            else if (way === 'atOnce') refund(count);
            else if (way === 'lost') {
              cased = { ...cased, lost: cased.lost + count, refunded: cased.refunded + count };
              refund(count);
            } else if (way === 'case') {
              const accepted = Math.max(0, count - turnedDown);
              cased = { ...cased, arrived: cased.arrived + accepted, refunded: cased.refunded + accepted };
              refund(accepted);
            }
            expect(paid).toBeLessThanOrEqual(fen);
          };
          for (const one of steps) act(one);
          const rest = { units: n, turnedDown: 0 };
          act({ ...rest, way: 'atOnce' });
          act({ ...rest, way: 'lost' });
          act({ ...rest, way: 'case' });
          expect([paid, line.returnedQuantity]).toEqual([fen, n]);
        },
      ),
    );
  });
});
