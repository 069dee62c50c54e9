import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Ending,
  type EndingEvent,
  endPresale,
  type FrozenPresale,
  giftPurchaseIds,
  legalDepositFen,
  presaleStage,
  presaleUnit,
  refundParts,
  remindersOf,
  setAsideUnits,
} from './index.ts';

const HOUR_MS = 3_600_000;
const [STARTS, ENDS] = [1_000 * HOUR_MS, 1_100 * HOUR_MS];

const frozen = (priceFen: number, depositFen: number, inflation: number, more = {}): FrozenPresale => ({
  promotionId: 'D',
  quantity: 1,
  unit: presaleUnit({ priceFen, depositFen, inflationBp: inflation * 10_000 }),
  depositEndsAt: STARTS,
  balanceStartsAt: STARTS,
  balanceEndsAt: ENDS,
  refundableUntil: null,
  ...more,
});
const v39 = frozen(100_000, 10_000, 2);

describe('what a unit comes to', () => {
  test.each([
    ['V39', [100_000, 10_000, 2], { expansionFen: 20_000, extraCutFen: 10_000, contractFen: 90_000 }],
    ['V40', [59_900, 1_000, 10], { expansionFen: 10_000, extraCutFen: 9_000, contractFen: 50_900 }],
    ['V43', [10_000, 2_000, 4], { expansionFen: 8_000, extraCutFen: 6_000, contractFen: 4_000 }],
  ] as const)('%s', (_name, [priceFen, depositFen, inflation], expected) => {
    expect(presaleUnit({ priceFen, depositFen, inflationBp: inflation * 10_000 })).toMatchObject(expected);
  });

  test('V43 of a deposit of 20 on a contract of 40, 8 have the effect of one', () => {
    expect(legalDepositFen(frozen(10_000, 2_000, 4))).toBe(800);
  });
});

/** A contract of 299 with a deposit of 100, as V44 has it: more than the plan check lets through. */
const v44 = frozen(29_900, 10_000, 1);
const ending = (
  refundDepositFen: number,
  refundBalanceFen: number,
  forfeitedFen: number,
  extraFen: number,
): Ending => ({ refundDepositFen, refundBalanceFen, forfeitedFen, extraFen });
const refundable = { ...v44, refundableUntil: STARTS };

describe('what each ending pays back, keeps and doubles', () => {
  test.each([
    ['V44 the balance is not paid', v44, 0, { kind: 'balanceUnpaid' }, ending(4_020, 0, 5_980, 0)],
    ['the buyer cancels', v44, 0, { kind: 'buyerCancels', at: 1, agreed: false }, ending(4_020, 0, 5_980, 0)],
    ['the seller lets go', v44, 0, { kind: 'buyerCancels', at: 1, agreed: true }, ending(10_000, 0, 0, 0)],
    [
      'the campaign gives time to withdraw',
      refundable,
      0,
      { kind: 'buyerCancels', at: STARTS - 1, agreed: false },
      ending(10_000, 0, 0, 0),
    ],
    [
      'and that time is over',
      refundable,
      0,
      { kind: 'buyerCancels', at: STARTS, agreed: false },
      ending(4_020, 0, 5_980, 0),
    ],
    ['goods come back', v39, 80_000, { kind: 'noReasonReturn' }, ending(10_000, 80_000, 0, 0)],
    ['V45 the seller fails', v39, 80_000, { kind: 'sellerDefault' }, ending(10_000, 80_000, 0, 10_000)],
    ['before any balance', v39, 0, { kind: 'sellerDefault' }, ending(10_000, 0, 0, 10_000)],
    ['doubled is only the legal part', v44, 0, { kind: 'sellerDefault' }, ending(10_000, 0, 0, 5_980)],
    ['force majeure', v39, 80_000, { kind: 'forceMajeure' }, ending(10_000, 80_000, 0, 0)],
    ['both fail', v39, 80_000, { kind: 'bothInBreach' }, ending(10_000, 80_000, 0, 0)],
  ] as const)('%s', (_name, terms, balanceFen, event, expected) => {
    expect(endPresale(terms, { balanceFen }, event)).toEqual(expected);
  });

  test('V47 of a deposit effect of 100, 3 of 10 units undelivered: 30 on top', () => {
    const ten = frozen(10_000, 1_000, 1, { quantity: 10 });
    expect(legalDepositFen(ten)).toBe(10_000);
    expect(endPresale(ten, { balanceFen: 90_000 }, { kind: 'sellerDefault', undelivered: 3 })).toEqual(
      ending(3_000, 27_000, 0, 3_000),
    );
  });

  test('whoever has paid in full has no deposit left to lose', () => {
    for (const event of [{ kind: 'balanceUnpaid' }, { kind: 'buyerCancels', at: 1, agreed: false }] as const)
      expect(() => endPresale(v39, { balanceFen: 1 }, event)).toThrow(RangeError);
  });

  test.each([0, 1.5, 2])('%d units of one cannot be undelivered', (undelivered) => {
    expect(() => endPresale(v39, { balanceFen: 0 }, { kind: 'sellerDefault', undelivered })).toThrow(
      RangeError,
    );
  });
});

const terms = fc
  .record({
    priceFen: fc.integer({ min: 1, max: 100_000_000 }),
    share: fc.integer({ min: 0, max: 10_000 }),
    inflation: fc.integer({ min: 1, max: 12 }),
    quantity: fc.integer({ min: 1, max: 99 }),
  })
  .map(({ priceFen, share, inflation, quantity }) =>
    frozen(priceFen, Math.floor((priceFen * share) / 10_000 / inflation), inflation, { quantity }),
  );
const events = (quantity: number, paid: boolean): fc.Arbitrary<EndingEvent> =>
  fc.oneof(
    fc.constantFrom<EndingEvent>(
      { kind: 'noReasonReturn' },
      { kind: 'forceMajeure' },
      { kind: 'bothInBreach' },
      { kind: 'sellerDefault' },
    ),
    ...(paid
      ? [
          fc
            .integer({ min: 1, max: quantity })
            .map((n): EndingEvent => ({ kind: 'sellerDefault', undelivered: n })),
        ]
      : [
          fc.constant<EndingEvent>({ kind: 'balanceUnpaid' }),
          fc.boolean().map((agreed): EndingEvent => ({ kind: 'buyerCancels', at: 1, agreed })),
        ]),
  );
const cases = terms.chain((of) =>
  fc.integer({ min: 0, max: of.quantity * (of.unit.contractFen - of.unit.depositFen) }).chain((balanceFen) =>
    fc.record({
      of: fc.constant(of),
      balanceFen: fc.constant(balanceFen),
      event: events(of.quantity, balanceFen > 0),
    }),
  ),
);

test('every fen that was paid is given back or kept, and nothing beyond the legal part is kept or doubled', () => {
  fc.assert(
    fc.property(cases, ({ of, balanceFen, event }) => {
      const end = endPresale(of, { balanceFen }, event);
      const legalFen = legalDepositFen(of);
      for (const fen of Object.values(end)) expect(Number.isSafeInteger(fen) && fen >= 0).toBe(true);
      const partly = event.kind === 'sellerDefault' && event.undelivered !== undefined;
      if (!partly) {
        expect(end.refundDepositFen + end.forfeitedFen).toBe(of.unit.depositFen * of.quantity);
        expect(end.refundBalanceFen).toBe(balanceFen);
      } else {
        // What was delivered and what was not are the whole.
        expect(end.refundDepositFen).toBeLessThanOrEqual(of.unit.depositFen * of.quantity);
        expect(end.refundBalanceFen).toBeLessThanOrEqual(balanceFen);
      }
      expect(end.forfeitedFen).toBeLessThanOrEqual(legalFen);
      expect(end.extraFen).toBeLessThanOrEqual(legalFen);
      expect(end.forfeitedFen === 0 || end.extraFen === 0).toBe(true);
      expect(legalFen * 5).toBeLessThanOrEqual(Math.max(0, of.unit.contractFen * of.quantity));
    }),
  );
});

describe('which payment a refund comes from', () => {
  test('V48 of two units one comes back: its deposit from the deposit, the rest from the balance', () => {
    expect(
      refundParts(
        { depositLeftFen: 20_000, balanceLeftFen: 160_000 },
        { refundFen: 90_000, unitsDepositFen: 10_000 },
      ),
    ).toEqual({ depositFen: 10_000, balanceFen: 80_000 });
  });

  test('V46 what protection paid out of the balance is missing there and comes from nowhere else', () => {
    // 50 of a total of 900 were paid as protection: the refund is less by it before it comes here.
    expect(
      refundParts(
        { depositLeftFen: 10_000, balanceLeftFen: 75_000 },
        { refundFen: 85_000, unitsDepositFen: 10_000 },
      ),
    ).toEqual({ depositFen: 10_000, balanceFen: 75_000 });
  });

  test('parts add up to the refund and neither payment gives more than it holds', () => {
    const fen = fc.integer({ min: 0, max: 1_000_000 });
    fc.assert(
      fc.property(fen, fen, fen, fen, (depositLeftFen, balanceLeftFen, refundFen, unitsDepositFen) => {
        fc.pre(refundFen <= depositLeftFen + balanceLeftFen);
        const left = { depositLeftFen, balanceLeftFen };
        const parts = refundParts(left, { refundFen, unitsDepositFen });
        expect(parts.depositFen + parts.balanceFen).toBe(refundFen);
        expect(parts.depositFen).toBeLessThanOrEqual(depositLeftFen);
        expect(parts.balanceFen).toBeLessThanOrEqual(balanceLeftFen);
        expect(Math.min(parts.depositFen, parts.balanceFen)).toBeGreaterThanOrEqual(0);
      }),
    );
  });

  test('more than both payments hold is a bug', () => {
    const left = { depositLeftFen: 1, balanceLeftFen: 1 };
    expect(() => refundParts(left, { refundFen: 3, unitsDepositFen: 1 })).toThrow(RangeError);
  });
});

test('the first N by the instant of their deposit; of one instant by payment', () => {
  const deposit = (purchaseId: string, depositPaidAt: number, paymentId: string) => ({
    ...{ purchaseId, depositPaidAt, paymentId },
  });
  const all = [
    deposit('c', 2, 'pa_2'),
    deposit('b', 2, 'pa_1'),
    deposit('a', 1, 'pa_9'),
    deposit('d', 3, 'pa_0'),
  ];
  expect(giftPurchaseIds(all, 2)).toEqual(['a', 'b']);
  expect(giftPurchaseIds(all, 9)).toEqual(['a', 'b', 'c', 'd']);
});

describe('reminders', () => {
  const kinds = (window: [number, number], paidAt: number) =>
    remindersOf({ balanceStartsAt: window[0], balanceEndsAt: window[1] }, paidAt).map(({ kind, at }) => [
      kind,
      at,
    ]);
  test('at the start, a day and two hours before the end', () => {
    expect(kinds([STARTS, ENDS], 5)).toEqual([
      ['balanceOpen', STARTS],
      ['dayLeft', ENDS - 24 * HOUR_MS],
      ['twoHoursLeft', ENDS - 2 * HOUR_MS],
    ]);
  });
  test('a window of ten hours has no day before its end', () => {
    expect(kinds([STARTS, STARTS + 10 * HOUR_MS], 5)).toEqual([
      ['balanceOpen', STARTS],
      ['twoHoursLeft', STARTS + 8 * HOUR_MS],
    ]);
  });
  test('a deposit whose payment was told late is reminded of what is still to come', () => {
    expect(kinds([STARTS, ENDS], ENDS - 3 * HOUR_MS)).toEqual([
      ['balanceOpen', ENDS - 3 * HOUR_MS],
      ['twoHoursLeft', ENDS - 2 * HOUR_MS],
    ]);
    expect(kinds([STARTS, ENDS], ENDS)).toEqual([]);
  });
});

test('windows are half-open', () => {
  const windows = { depositStartsAt: 10, depositEndsAt: 20, balanceStartsAt: 25, balanceEndsAt: 30 };
  expect([9, 10, 19, 20, 24, 25, 29, 30].map((at) => presaleStage(windows, at))).toEqual([
    'upcoming',
    'depositOpen',
    'depositOpen',
    'between',
    'between',
    'balanceOpen',
    'balanceOpen',
    'over',
  ]);
});

test('what deposits did not take is set aside until balances are paid, and spot stock from then on', () => {
  const pool = { stockTotal: 100, held: 5, sold: 30 };
  const window = { depositStartsAt: 10, balanceStartsAt: 25 };
  expect([9, 10, 24, 25].map((at) => setAsideUnits(pool, window, at))).toEqual([0, 65, 65, 0]);
  expect(setAsideUnits({ ...pool, sold: 96 }, window, 10)).toBe(0);
});
