import { describe, expect, test } from 'vitest';
import type { AuditPurchase } from './audit-rows.ts';
import { type Books, books, failedChecks, NOW } from './test-books.ts';

/** A pre-sale of ¥299: a deposit of ¥5.98 and a balance of ¥239.20, as the books hold it at each end. */
const PRESALE = {
  depositFen: 598,
  bookedFen: 24_518,
  depositPaid: true,
  balanceEndsAt: NOW + 1,
  forfeitedFen: null,
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
        ...{ paymentId: `pa_p${index}`, purchaseId: 'pu_p', amountFen, refundedFen },
        state: refundedFen === amountFen ? ('refunded' as const) : ('succeeded' as const),
      })),
    ],
    refund: [
      ...all.refund,
      ...payments.flatMap(({ refundedFen = 0 }, index) =>
        refundedFen > 0 ? [{ refundId: `re_p${index}`, paymentId: `pa_p${index}`, fen: refundedFen }] : [],
      ),
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
  presale: { ...PRESALE, forfeitedFen: 500 },
} as const;

describe('every fen of a pre-sale is in a known state', () => {
  test.each<[string, Books]>([
    ['its deposit is paid', withPresale({}, [{ amountFen: 598 }], [PLACED, DEPOSIT])],
    [
      'both are paid',
      withPresale(paid, [{ amountFen: 598 }, { amountFen: 23_920 }], [PLACED, DEPOSIT, ['purchase.paid']]),
    ],
    [
      'the legal part is kept, the rest went back',
      withPresale(
        forfeited,
        [{ amountFen: 598, refundedFen: 98 }],
        [PLACED, DEPOSIT, ['purchase.forfeited', { refundFen: 98 }]],
        0,
      ),
    ],
    [
      'a balance after the end went back whole',
      withPresale(
        forfeited,
        [
          { amountFen: 598, refundedFen: 98 },
          { amountFen: 23_920, refundedFen: 23_920 },
        ],
        [PLACED, DEPOSIT, ['purchase.forfeited', { refundFen: 98 }]],
        0,
      ),
    ],
  ])('%s', (_name, rows) => {
    expect(failedChecks(rows)).toEqual([]);
  });

  test.each<[string, Books, string]>([
    [
      'a balance is kept although the deposit was forfeited',
      withPresale(
        forfeited,
        [{ amountFen: 598, refundedFen: 98 }, { amountFen: 23_920 }],
        [PLACED, DEPOSIT, ['purchase.forfeited', { refundFen: 98 }]],
        0,
      ),
      'paymentsMatch',
    ],
    [
      'more is kept than was forfeited',
      withPresale(
        forfeited,
        [{ amountFen: 598 }],
        [PLACED, DEPOSIT, ['purchase.forfeited', { refundFen: 98 }]],
        0,
      ),
      'paymentsMatch',
    ],
    [
      'it is paid, and nobody paid the deposit',
      withPresale(paid, [{ amountFen: 24_518 }], [PLACED, DEPOSIT, ['purchase.paid']]),
      'paymentsMatch',
    ],
    [
      'its units are still locked after it was forfeited',
      withPresale(
        forfeited,
        [{ amountFen: 598, refundedFen: 98 }],
        [PLACED, DEPOSIT, ['purchase.forfeited', { refundFen: 98 }]],
      ),
      'stockConserved',
    ],
    ['nobody was told of the deposit', withPresale({}, [{ amountFen: 598 }], [PLACED]), 'outboxMatchesState'],
    [
      'it waits for a balance after its window',
      withPresale({ presale: { ...PRESALE, balanceEndsAt: 1 } }, [{ amountFen: 598 }], [PLACED, DEPOSIT]),
      'holdsAccounted',
    ],
  ])('found: %s', (_name, rows, check) => {
    expect(failedChecks(rows)).toEqual([check]);
  });
});
