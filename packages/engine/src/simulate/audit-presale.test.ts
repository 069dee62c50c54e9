import { describe, expect, test } from 'vitest';
import type { AuditPayout, AuditPurchase } from './audit-rows.ts';
import { type Books, books, failedChecks, NOW } from './test-books.ts';

/** A pre-sale of ¥299: a deposit of ¥5.98 and a balance of ¥239.20, as the books hold it at each end. */
const PRESALE = {
  ...{ shopperId: 'sh_1', quantity: 1, paymentId: 'pa_p0' },
  depositFen: 598,
  bookedFen: 24_518,
  depositPaid: true,
  balanceEndsAt: NOW + 1,
  ending: null,
};

function row(over: Partial<AuditPurchase>): AuditPurchase {
  const [template] = books().purchase;
  return {
    ...template!,
    ...{ purchaseId: 'pu_p', claimKey: 'sh_1:pre', kind: 'presale', state: 'depositPaid', paidAt: null },
    ...{ payFen: 24_518, goodsFen: 24_518, freightFen: 0, refundedFen: 0, closedAt: null, presale: PRESALE },
    ...{ activityId: null, limitKeys: [], newcomerKeys: [], buyerKeys: [], couponIds: [], couponUses: [] },
    ...{ budgets: [], points: null },
    lines: [
      {
        ...{ lineId: 'l1', skuId: 'PRE', quantity: 1, returnedQuantity: 0, listFen: 24_518, netFen: 24_518 },
        ...{ servicesFen: 0, allocations: [] },
      },
    ],
    ...over,
  };
}

type Paid = { amountFen: number; refundedFen?: number };
const STAGES = ['deposit', 'balance'] as const;

/** The right books, and beside them one pre-sale with its payments, its events and its stock. */
function withPresale(
  over: Partial<AuditPurchase>,
  payments: readonly Paid[],
  told: readonly (readonly [string, object?])[],
  locked = 1,
): Books {
  const all = books();
  const purchase = row(over);
  return {
    ...all,
    purchase: [...all.purchase, purchase],
    payment: [
      ...all.payment,
      ...payments.map(({ amountFen, refundedFen = 0 }, index) => ({
        ...{ paymentId: `pa_p${index}`, purchaseId: 'pu_p', amountFen, refundedFen, stage: STAGES[index]! },
        state: refundedFen === amountFen ? ('refunded' as const) : ('succeeded' as const),
      })),
    ],
    refund: [
      ...all.refund,
      ...payments.flatMap(({ refundedFen = 0 }, index) =>
        refundedFen > 0 ? [{ refundId: `re_p${index}`, paymentId: `pa_p${index}`, fen: refundedFen }] : [],
      ),
    ],
    deposit: [
      {
        ...{ purchaseId: 'pu_p', shopperId: 'sh_1', paymentId: 'pa_p0', quantity: 1 },
        ...{ depositFen: 598, bookedFen: purchase.presale!.bookedFen },
      },
    ],
    stock: [
      ...all.stock,
      { ...all.stock[0]!, skuId: 'PRE', received: 5, onHand: 5, reserved: 0, locked, shipped: 0 },
    ],
    event: [
      ...all.event,
      ...told.map(([type, data], index) => ({
        position: all.event.length + 1 + index,
        ...{ type, aggregate: 'pu_p', data: { purchaseId: 'pu_p', ...data } },
      })),
    ],
  } as Books;
}

const PLACED = ['purchase.placed'] as const;
const DEPOSIT = ['purchase.depositPaid'] as const;
const paid = { state: 'paid', paidAt: 300 } as const;
const forfeited = {
  ...{ state: 'forfeited' as const, closedAt: NOW, refundedFen: 98 },
  // Of ¥25.00 a fifth is ¥5.00: the rest of the deposit comes back.
  ...{ payFen: 2_500, goodsFen: 2_500 },
  lines: [{ ...row({}).lines[0]!, listFen: 2_500, netFen: 2_500 }],
  presale: {
    ...{ ...PRESALE, bookedFen: 2_500 },
    ending: { kind: 'balanceUnpaid', refundFen: 98, forfeitedFen: 500, extraFen: 0 },
  },
} satisfies Partial<AuditPurchase>;
const FORFEITED = [
  'purchase.forfeited',
  { kind: 'balanceUnpaid', refundFen: 98, forfeitedFen: 500, extraFen: 0 },
] as const;

describe('every fen of a pre-sale is in a known state', () => {
  test.each<[string, Books]>([
    ['its deposit is paid', withPresale({}, [{ amountFen: 598 }], [PLACED, DEPOSIT])],
    [
      'both are paid',
      withPresale(paid, [{ amountFen: 598 }, { amountFen: 23_920 }], [PLACED, DEPOSIT, ['purchase.paid']]),
    ],
    [
      'the legal part is kept, the rest went back',
      withPresale(forfeited, [{ amountFen: 598, refundedFen: 98 }], [PLACED, DEPOSIT, FORFEITED], 0),
    ],
    [
      'a balance after the end went back whole',
      withPresale(
        forfeited,
        [
          { amountFen: 598, refundedFen: 98 },
          { amountFen: 23_920, refundedFen: 23_920 },
        ],
        [PLACED, DEPOSIT, FORFEITED],
        0,
      ),
    ],
  ])('%s', (_name, rows) => {
    expect(failedChecks(rows)).toEqual([]);
  });

  test.each<[string, Books, ...string[]]>([
    [
      'a balance is kept although the deposit was forfeited',
      withPresale(
        forfeited,
        [{ amountFen: 598, refundedFen: 98 }, { amountFen: 23_920 }],
        [PLACED, DEPOSIT, FORFEITED],
        0,
      ),
      'paymentsMatch',
    ],
    [
      'more is kept than was forfeited',
      withPresale(forfeited, [{ amountFen: 598 }], [PLACED, DEPOSIT, FORFEITED], 0),
      'paymentsMatch',
      'depositsSettled',
    ],
    [
      'it is paid, and nobody paid the deposit',
      withPresale(paid, [{ amountFen: 24_518 }], [PLACED, DEPOSIT, ['purchase.paid']]),
      'paymentsMatch',
      'depositsSettled',
    ],
    [
      'its units are still locked after it was forfeited',
      withPresale(forfeited, [{ amountFen: 598, refundedFen: 98 }], [PLACED, DEPOSIT, FORFEITED]),
      'stockConserved',
    ],
    ['nobody was told of the deposit', withPresale({}, [{ amountFen: 598 }], [PLACED]), 'outboxMatchesState'],
    [
      'it waits for a balance after its window',
      withPresale({ presale: { ...PRESALE, balanceEndsAt: 1 } }, [{ amountFen: 598 }], [PLACED, DEPOSIT]),
      'holdsAccounted',
    ],
  ])('found: %s', (_name, rows, ...checks) => {
    expect(failedChecks(rows)).toEqual(checks);
  });
});

/** The deposit came back twice: once as a refund, once from the seller by transfer. */
const DOUBLE = { kind: 'sellerDefault', refundFen: 598, forfeitedFen: 0, extraFen: 598 } as const;
const PAYOUT: AuditPayout = {
  ...{ purchaseId: 'pu_p', shopperId: 'sh_1', fen: 598, owedAt: 400, paidAt: 500, waits: false },
  sent: [{ shopperId: 'sh_1', fen: 598 }],
};
const SENT = ['purchase.extraPaid', { fen: 598 }] as const;

function defaulted(
  payouts: readonly AuditPayout[] = [PAYOUT],
  told: readonly (readonly [string, object?])[] = [SENT],
  end: { readonly kind: string; readonly extraFen: number } = DOUBLE,
): Books {
  const ended = {
    ...{ state: 'refunded' as const, closedAt: NOW, refundedFen: 598 },
    presale: { ...PRESALE, ending: DOUBLE },
  };
  const events = [PLACED, DEPOSIT, ['purchase.depositReturned', { ...DOUBLE, ...end }], ...told] as const;
  return {
    ...withPresale(ended, [{ amountFen: 598, refundedFen: 598 }], events, 0),
    payout: [...payouts],
  };
}

/** Paid in full, two units; of one the seller failed, so half of the deposit's legal part is owed on top. */
function failedOnOne({ fen = 598, extraFen = 598, refundFen = 24_518 } = {}): Books {
  const over = {
    ...paid,
    ...{ payFen: 49_036, goodsFen: 49_036, refundedFen: 24_518 },
    presale: { ...PRESALE, quantity: 2, depositFen: 1_196, bookedFen: 49_036 },
    lines: [{ ...row({}).lines[0]!, quantity: 2, returnedQuantity: 1, listFen: 49_036, netFen: 49_036 }],
  };
  const payments = [
    { amountFen: 1_196, refundedFen: 598 },
    { amountFen: 47_840, refundedFen: 23_920 },
  ];
  const end = { refundId: 're_1', units: 1, refundFen, extraFen };
  const events = [
    ...[PLACED, DEPOSIT, ['purchase.paid'] as const],
    ...([['purchase.refunded', { refundId: 're_1', refundFen: 24_518 }]] as const),
    ...([
      ['purchase.sellerDefaulted', end],
      ['purchase.extraPaid', { fen }],
    ] as const),
  ];
  const all = withPresale(over, payments, events);
  return {
    ...all,
    deposit: [{ ...all.deposit[0]!, quantity: 2, depositFen: 1_196, bookedFen: 49_036 }],
    payout: [{ ...PAYOUT, fen, sent: [{ shopperId: 'sh_1', fen }] }],
  };
}

describe('both halves of a double return are told and paid once', () => {
  test.each<[string, Books]>([
    ['between the payments', defaulted()],
    ['after full payment, of the units that were not delivered', failedOnOne()],
    ['its transfer waits for the bank', defaulted([{ ...PAYOUT, paidAt: null, waits: true, sent: [] }], [])],
    ['the bank had it and we died before we knew', defaulted([{ ...PAYOUT, paidAt: null, waits: true }], [])],
    ['of a bank whose books are not ours', defaulted([{ ...PAYOUT, sent: null }])],
  ])('right: %s', (_name, rows) => {
    expect(failedChecks(rows)).toEqual([]);
  });

  const only = 'depositsSettled';
  test.each<[string, Books]>([
    ['nobody wrote down what the seller owes', defaulted([], [])],
    ['less is written down than is owed', defaulted([{ ...PAYOUT, fen: 597 }])],
    ['it is written down for somebody else', defaulted([{ ...PAYOUT, shopperId: 'sh_2' }])],
    ['nobody is to send it', defaulted([{ ...PAYOUT, paidAt: null, sent: [] }], [])],
    ['it counts as sent and the bank has nothing', defaulted([{ ...PAYOUT, sent: [] }])],
    ['the bank sent it twice', defaulted([{ ...PAYOUT, sent: [...PAYOUT.sent!, ...PAYOUT.sent!] }])],
    ['the bank sent another amount', defaulted([{ ...PAYOUT, sent: [{ shopperId: 'sh_1', fen: 599 }] }])],
    [
      'the bank sent it to somebody else',
      defaulted([{ ...PAYOUT, sent: [{ shopperId: 'sh_2', fen: 598 }] }]),
    ],
    ['nobody was told that it was sent', defaulted([PAYOUT], [])],
    ['it was told twice', defaulted([PAYOUT], [SENT, SENT])],
    ['it was sent before it was owed', defaulted([{ ...PAYOUT, paidAt: 399 }])],
    ['only the first half was told', defaulted([PAYOUT], [SENT], { kind: 'sellerDefault', extraFen: 0 })],
    ['another end was told', defaulted([PAYOUT], [SENT], { kind: 'forceMajeure', extraFen: 598 })],
    ['of one unit that failed both are doubled', failedOnOne({ fen: 1_196, extraFen: 1_196 })],
    ['more is sent than was told', failedOnOne({ fen: 599 })],
    ['another refund is told than was made', failedOnOne({ refundFen: 24_517 })],
    [
      'a payout for a purchase that is no pre-sale',
      { ...books(), payout: [{ ...PAYOUT, purchaseId: 'pu_1' }] },
    ],
    [
      'the seller keeps more than a fifth of the contract',
      withPresale(
        {
          ...forfeited,
          refundedFen: 97,
          presale: {
            ...forfeited.presale,
            ending: { ...forfeited.presale.ending, refundFen: 97, forfeitedFen: 501 },
          },
        } as Partial<AuditPurchase>,
        [{ amountFen: 598, refundedFen: 97 }],
        [PLACED, DEPOSIT, ['purchase.forfeited', { ...FORFEITED[1], refundFen: 97, forfeitedFen: 501 }]],
        0,
      ),
    ],
    [
      'a paid deposit is not written down',
      { ...withPresale({}, [{ amountFen: 598 }], [PLACED, DEPOSIT]), deposit: [] },
    ],
    [
      'it is written down with another payment',
      withPresale({ presale: { ...PRESALE, paymentId: 'pa_1' } }, [{ amountFen: 598 }], [PLACED, DEPOSIT]),
    ],
  ])('found: %s', (_name, rows) => {
    expect(failedChecks(rows)).toEqual([only]);
  });
});
