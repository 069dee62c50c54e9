import { describe, expect, test } from 'vitest';
import type { AuditCheckId } from './audit-rows.ts';
import {
  audit,
  type Books,
  books,
  closedLine,
  discounted,
  failedChecks,
  NOW,
  protectedBooks,
  tamper,
  tamperAll,
  tamperLine,
} from './test-books.ts';

const OF_BOXES = new Set<AuditCheckId>(['boxesDrawn', 'drawsRecomputed']);

describe('books that are right', () => {
  test('pass, and every check has looked at something', () => {
    const report = audit(protectedBooks());
    expect(report.passed).toBe(true);
    expect(report.checks).toHaveLength(21);
    for (const check of report.checks) {
      expect(check.violations, check.id).toEqual([]);
      // Blind boxes have books of their own (`audit-draws.test.ts`).
      if (!OF_BOXES.has(check.id)) expect(check.examined, check.id).toBeGreaterThan(0);
      expect([check.title.zh, check.title.en].every((words) => words.length > 5)).toBe(true);
    }
  });
});

test('a payment that came after its hold had ended may follow a closed event', () => {
  const rows = books();
  const position = (at: number) => ({
    position: at,
    aggregate: 'pu_1',
    data: { purchaseId: 'pu_1', rehold: true },
  });
  rows.event[4] = { ...position(5), type: 'purchase.closed' };
  rows.event.push({ ...position(10), type: 'purchase.paid' });
  expect(failedChecks(rows)).toEqual([]);
  rows.event[9] = { ...rows.event[9]!, data: { purchaseId: 'pu_1' } };
  expect(failedChecks(rows)).toEqual(['outboxMatchesState']);
});

describe('every planted falsification of price protection is found', () => {
  type Row = Books['protection'][number];
  const changed = (change: (row: Row) => Row): Books => {
    const rows = protectedBooks();
    return { ...rows, protection: rows.protection.map(change) };
  };
  const second = (change: Partial<Row['payments'][number]>) =>
    changed((row) => ({ ...row, payments: [row.payments[0]!, { ...row.payments[1]!, ...change }] }));
  const cases: [string, Books][] = [
    ['one fall was paid twice', second({ nowFen: 4_800, heldFen: 0, fen: 300 })],
    ['more than the fall was paid', second({ nowFen: 4_501 })],
    ['what was paid before was forgotten', second({ nowFen: 4_701, heldFen: 0 })],
    ['a payment stands twice', second({ protectionId: 'pp_1' })],
    ['a line’s payments do not sum', changed((row) => ({ ...row, paidFen: 501 }))],
    ['kept units hold more than was ever paid', changed((row) => ({ ...row, heldFen: 501 }))],
    ['it names a line that is not there', changed((row) => ({ ...row, lineId: 'l2' }))],
    ['it names an order that is not there', changed((row) => ({ ...row, purchaseId: 'pu_x' }))],
    ['it was paid on an order that was never paid', changed((row) => ({ ...row, purchaseId: 'pu_4' }))],
    ['no money was sent', { ...protectedBooks(), refund: books().refund }],
    ['money was sent that no line says', { ...protectedBooks(), protection: [] }],
    [
      'it exceeds what was paid for the line',
      changed((row) => ({
        ...row,
        paidFen: 5_001,
        payments: [{ ...row.payments[0]!, paidFen: 9_000, nowFen: 0, fen: 5_001 }],
      })),
    ],
    [
      'the units kept hold more than they cost',
      {
        ...protectedBooks(),
        purchase: protectedBooks().purchase.map((row) =>
          row.purchaseId === 'pu_1'
            ? { ...row, lines: row.lines.map((line) => ({ ...line, quantity: 11, returnedQuantity: 10 })) }
            : row,
        ),
      },
    ],
  ];
  test.each(cases)('%s', (_what, rows) => {
    expect(failedChecks(rows)).toContain('protectedOnce');
  });
});

describe('every planted falsification is found', () => {
  const cases: [string, Books, AuditCheckId[]][] = [
    ['an activity forgot a hold', tamper('activity', 0, { held: 0 }), ['activityBooks']],
    [
      'an activity counts a sale that no order has',
      tamper('activity', 0, { paid: 2, total: 3 }),
      ['activityBooks'],
    ],
    ['more was sold than there is', tamper('activity', 0, { total: 1 }), ['soldWithinStock']],
    ['a limit counter was reset', tamper('limitUse', 0, { held: 0, used: 0 }), ['perPersonLimit']],
    [
      'a person got more than the limit',
      tamperAll((row) => ({ ...row, perPersonMax: row.activityId === null ? null : 1 })),
      ['perPersonLimit'],
    ],
    ['a buyer’s paid orders were not counted', tamper('limitUse', 1, { used: 2 }), ['perPersonLimit']],
    [
      'what newcomers get was had twice',
      {
        ...tamperAll((row) => ({ ...row, newcomerKeys: row.state === 'paid' ? ['newcomer:h1'] : [] })),
        limitUse: [...books().limitUse, { limitKey: 'newcomer:h1', held: 0, used: 2 }],
      },
      ['perPersonLimit'],
    ],
    ['a coupon was used twice', tamper('purchase', 0, { couponIds: ['cp_1'] }), ['couponsOnce']],
    [
      'an open order lost its coupon',
      tamper('coupon', 1, { state: 'available', purchaseId: null }),
      ['couponsOnce'],
    ],
    [
      'a coupon of a paid order can be used again although nothing came back of it',
      {
        ...tamper('coupon', 0, { state: 'available', purchaseId: null, returned: true }),
        purchase: books().purchase.map((row) => ({
          ...row,
          couponIds: row.purchaseId === 'pu_1' ? ['cp_1'] : row.purchaseId === 'pu_4' ? ['cp_2'] : [],
        })),
      },
      ['couponsOnce'],
    ],
    [
      'a closed order kept its coupon',
      tamper('coupon', 1, { state: 'used', purchaseId: 'pu_3' }),
      ['couponsOnce'],
    ],
    ['a coupon is used by nobody', tamper('purchase', 1, { couponIds: [] }), ['couponsOnce']],
    [
      'an order names a coupon that nobody was given',
      tamper('purchase', 0, { couponIds: ['cp_9'] }),
      ['couponsOnce'],
    ],
    [
      'a person claimed more than the limit',
      {
        ...books(),
        coupon: books().coupon.map((row) => ({ ...row, limits: [{ limitKey: 'lot:h1', max: 1 }] })),
      },
      ['perPersonLimit'],
    ],
    [
      'a phone used more coupons than its limit',
      tamper('purchase', 1, { couponUses: [{ limitKey: 'use:h1', count: 1, max: 0 }] }),
      ['perPersonLimit'],
    ],
    ['a budget gave more than it had', tamper('cap', 0, { total: 4_999 }), ['capsKept']],
    ['a budget forgot an order', tamper('cap', 0, { spent: 0 }), ['capsKept']],
    [
      'a closed order kept its part of the budget',
      tamper('cap', 0, { total: 10_000, spent: 10_000 }),
      ['capsKept'],
    ],
    ['a lot gave out a coupon more than its pieces', tamper('cap', 1, { total: 1 }), ['capsKept']],
    ['a lot has no books', { ...books(), cap: books().cap.slice(0, 1) }, ['capsKept']],
    [
      'an account has points that nothing moved',
      tamper('pointsAccount', 0, { balance: 206 }),
      ['pointsLedger'],
    ],
    [
      'a lot has points that nothing moved',
      tamper('pointsAccount', 0, {
        balance: 206,
        lots: [
          { lotId: 'pu_0', left: 176 },
          { lotId: 'pu_2', left: 30 },
        ],
      }),
      ['pointsLedger'],
    ],
    [
      'an order took points and no entry says so',
      { ...books(), pointsEntry: books().pointsEntry.toSpliced(1, 1) },
      ['pointsLedger'],
    ],
    [
      'points were taken twice',
      tamper('purchase', 1, { points: { used: 125, fen: 250, earn: null } }),
      ['pointsLedger'],
    ],
    [
      'a payment earned nothing',
      { ...books(), pointsEntry: books().pointsEntry.toSpliced(2, 1) },
      ['pointsLedger'],
    ],
    ['an entry stands twice', tamper('pointsEntry', 0, { entryId: 'pu_2:paid' }), ['pointsLedger']],
    ['a limit counter is missing', { ...books(), limitUse: [] }, ['perPersonLimit']],
    [
      'an acknowledged order is gone',
      { ...books(), acknowledged: [{ purchaseId: 'pu_9', claimKey: 'x', payFen: 1 }] },
      ['acknowledgedOrders'],
    ],
    ['an acknowledged amount differs', tamper('acknowledged', 0, { payFen: 4_999 }), ['acknowledgedOrders']],
    ['one key made two purchases', tamper('purchase', 1, { claimKey: 'sh_1:pu_1' }), ['acknowledgedOrders']],
    ['a hold ran out and nobody gave it back', tamper('purchase', 3, { holdUntil: NOW }), ['holdsAccounted']],
    ['a closed order has no instant', tamper('purchase', 2, { closedAt: null }), ['holdsAccounted']],
    ['a reserved unit vanished', tamper('stock', 0, { reserved: 0 }), ['stockConserved']],
    ['a unit was sold that no order has', tamper('stock', 1, { locked: 2 }), ['stockConserved']],
    [
      'a unit left the warehouse that nobody paid for',
      tamper('stock', 1, { onHand: 4, shipped: 1 }),
      ['stockConserved'],
    ],
    ['goods left the warehouse without an order', tamper('stock', 1, { onHand: 4 }), ['stockConserved']],
    ['a line’s allocation lost a fen', tamperLine(0, { listFen: 10_001 }), ['allocationsSum']],
    [
      'more came back than was bought',
      tamperLine(0, { returnedQuantity: 2 }),
      ['stockConserved', 'allocationsSum'],
    ],
    ['freight was forgotten in the total', tamper('purchase', 1, { freightFen: 0 }), ['allocationsSum']],
    [
      'a funder pays another share than the plan says',
      tamperLine(0, {
        allocations: [
          {
            promotionId: 'flash',
            layer: 'itemPrice',
            fen: 5_000,
            funderFen: [
              { funder: 'platform', fen: 1_502 },
              { funder: 'seller', fen: 3_498 },
            ],
          },
        ],
      }),
      ['funderShares'],
    ],
    [
      'a fen of a discount is paid by nobody',
      tamperLine(0, {
        allocations: [
          {
            promotionId: 'flash',
            layer: 'itemPrice',
            fen: 5_000,
            funderFen: [
              { funder: 'platform', fen: 1_500 },
              { funder: 'seller', fen: 3_499 },
            ],
          },
        ],
      }),
      ['funderShares'],
    ],
    ['a discount comes from no promotion of the edition', { ...books(), promotion: [] }, ['funderShares']],
    ['a paid order has no payment', tamper('payment', 0, { state: 'failed' }), ['paymentsMatch']],
    ['a payment is a fen short', tamper('payment', 0, { amountFen: 4_999 }), ['paymentsMatch']],
    [
      'a closed order kept the money',
      { ...tamper('payment', 2, { state: 'succeeded', refundedFen: 0 }), refund: books().refund.slice(0, 1) },
      ['paymentsMatch'],
    ],
    ['a refund has no record', { ...books(), refund: books().refund.slice(1) }, ['refundsWithinPay']],
    [
      'a refund was booked twice',
      { ...books(), refund: [...books().refund, books().refund[0]!] },
      ['refundsWithinPay'],
    ],
    [
      'everything counts as refunded though one unit is still out',
      tamper('purchase', 1, { state: 'refunded' }),
      ['refundsWithinPay', 'pointsLedger'],
    ],
    [
      'the paid event of an order is missing',
      { ...books(), event: books().event.filter((row) => row.position !== 5) },
      ['outboxMatchesState', 'positionsGapFree'],
    ],
    [
      'a paid event went out twice',
      tamper('event', 8, { type: 'purchase.paid', data: { purchaseId: 'pu_1' } }),
      ['outboxMatchesState'],
    ],
    [
      'a refund event names another amount',
      tamper('event', 7, { data: { purchaseId: 'pu_2', refundFen: 1 } }),
      ['outboxMatchesState'],
    ],
    [
      'a closed order was announced as paid',
      tamper('event', 6, { type: 'purchase.paid' }),
      ['outboxMatchesState'],
    ],
    [
      'an event speaks of an unknown order',
      tamper('event', 8, { type: 'purchase.placed', data: { purchaseId: 'pu_x' } }),
      ['outboxMatchesState'],
    ],
    ['a position is left out', tamper('event', 8, { position: 10 }), ['positionsGapFree']],
    ['a position is given twice', tamper('event', 8, { position: 8 }), ['positionsGapFree']],
    ['an event has no position', tamper('event', 8, { position: null }), ['positionsGapFree']],
  ];
  test.each(cases)('%s', (_name, rows, expected) => {
    expect(failedChecks(rows)).toEqual(expected);
  });
});

describe('what is wrong is told so that an engineer can follow it up', () => {
  const cases: [AuditCheckId, Books, string][] = [
    [
      'perPersonLimit',
      {
        ...books(),
        purchase: books().purchase.map((row) => ({
          ...row,
          perPersonMax: row.activityId === null ? null : 1,
        })),
      },
      'act:account:h1: 2 units, limit 1',
    ],
    [
      'acknowledgedOrders',
      tamper('acknowledged', 0, { payFen: 4_999 }),
      'pu_1: told 4999 fen under sh_1:pu_1, booked 5000 under sh_1:pu_1',
    ],
    [
      'acknowledgedOrders',
      tamper('acknowledged', 0, { purchaseId: 'pu_9' }),
      'pu_9 was acknowledged and is not in the books',
    ],
    [
      'stockConserved',
      tamper('stock', 0, { onHand: 1, received: 1 }),
      'sku-a: received 1, on hand 1, shipped 0, promised 2, unavailable 0',
    ],
    [
      'funderShares',
      closedLine({ allocations: discounted(5_000, 1_501, 3_499) }),
      'pu_3/l1/flash: 5000 fen is paid as platform 1501, seller 3499',
    ],
    [
      'funderShares',
      tamper('promotion', 0, { promotionId: 'other' }),
      'pu_1/l1/flash: 5000 fen is paid as platform 1500, seller 3500; the edition does not know this promotion',
    ],
    [
      'stockLedger',
      tamper('stock', 0, { told: { onHand: 9, reserved: 1, locked: 1, sold: 0, unavailable: 0 } }),
      'sku-a: counted {"onHand":10,"reserved":1,"locked":1,"sold":0,"unavailable":0}, its movements say {"onHand":9,"reserved":1,"locked":1,"sold":0,"unavailable":0}',
    ],
    [
      'stockLedger',
      tamper('placed', 2, { unavailable: 2 }),
      'sku-a@st-1: counted {"onHand":2,"allotted":0,"unavailable":2}, its movements say {"onHand":2,"allotted":0,"unavailable":1}',
    ],
    [
      'stockLedger',
      tamper('placed', 0, { onHand: 6, told: null }),
      'sku-a: 9 stand in warehouses (0 unavailable), the network counts 10 (0)',
    ],
    [
      'stockLedger',
      tamper('placed', 0, { allotted: 8, told: null }),
      'sku-a@wh-1: counted {"onHand":7,"allotted":8,"unavailable":0}, its movements say null',
    ],
    ['positionsGapFree', tamper('event', 8, { position: null }), '1 events have no position'],
  ];
  test.each(cases)('%s', (id, rows, words) => {
    expect(audit(rows).checks.find((check) => check.id === id)!.violations[0]).toBe(words);
  });
});
