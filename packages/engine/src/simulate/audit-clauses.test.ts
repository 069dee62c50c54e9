/**
 * Each clause of each check: what is right and looks odd, and what only that clause can find. Long because it is a
 * table; the plainer falsifications stand in `auditor.test.ts`.
 */
import { describe, expect, test } from 'vitest';
import type { AuditCheckId, AuditPurchase } from './audit-rows.ts';
import { audit, type Books, books, closedLine, discounted, failedChecks, NOW, tamper } from './test-books.ts';

type Line = AuditPurchase['lines'][number];
const PAID = 0;
const RETURNED = 1;
const CLOSED = 2;
const HELD = 3;
/** A line without any discount. */
const plain = (skuId: string, fen: number, over: Partial<Line> = {}): Line => ({
  lineId: 'l1',
  skuId,
  quantity: 1,
  returnedQuantity: 0,
  listFen: fen,
  netFen: fen,
  servicesFen: 0,
  allocations: [],
  ...over,
});
/** Books with rows on top of the right ones. */
const more = (rows: Partial<Books>): Books => {
  const all = books();
  return Object.fromEntries(
    Object.entries(all).map(([feed, own]) => [feed, [...own, ...(rows[feed as keyof Books] ?? [])]]),
  ) as Books;
};
const event = (type: string, purchaseId: string, data: object = {}) => ({
  position: 10,
  type,
  aggregate: purchaseId,
  data: { purchaseId, ...data },
});

describe('what is right and looks odd passes', () => {
  /** The flash order of one unit came back whole: the money went, the place in the activity and the limit did not. */
  const givenBack: Books = {
    ...books(),
    purchase: books().purchase.map((row, index) =>
      index === PAID
        ? {
            ...row,
            state: 'refunded',
            refundedFen: 5_000,
            lines: [{ ...row.lines[0]!, returnedQuantity: 1 }],
          }
        : row,
    ),
    stock: books().stock.map((row, index) => (index === 0 ? { ...row, locked: 0 } : row)),
    payment: books().payment.map((row, index) =>
      index === PAID ? { ...row, state: 'refunded', refundedFen: 5_000 } : row,
    ),
    refund: [...books().refund, { refundId: 're_3', paymentId: 'pa_1', fen: 5_000 }],
    event: [...books().event, event('purchase.refunded', 'pu_1', { refundFen: 5_000 })],
  };
  const extra = (id: string, over: Partial<AuditPurchase>): AuditPurchase => ({
    ...books().purchase[CLOSED]!,
    couponIds: [],
    budgets: [],
    purchaseId: id,
    claimKey: `sh_2:${id}`,
    activityId: null,
    limitKeys: [],
    perPersonMax: null,
    lines: [plain('sku-c', 5_000)],
    ...over,
  });
  const held = { state: 'held', holdUntil: NOW + 1, closedAt: null } as const;
  const cases: [string, Books][] = [
    ['a flash order that came back keeps its place', givenBack],
    [
      'two units of a flash sale, in the hands of a newcomer whose gift counts once',
      more({
        purchase: [
          extra('pu_5', {
            ...held,
            activityId: 'act-2',
            limitKeys: ['act-2:h2'],
            perPersonMax: 2,
            newcomerKeys: ['newcomer:h2'],
            lines: [plain('sku-c', 2_000, { quantity: 2 })],
            payFen: 2_000,
            goodsFen: 2_000,
          }),
        ],
        activity: [{ activityId: 'act-2', total: 2, held: 2, paid: 0 }],
        limitUse: [
          { limitKey: 'act-2:h2', held: 2, used: 0 },
          { limitKey: 'newcomer:h2', held: 1, used: 0 },
        ],
        stock: [
          {
            skuId: 'sku-c',
            received: 2,
            onHand: 2,
            reserved: 2,
            locked: 0,
            shipped: 0,
            unavailable: 0,
            told: null,
          },
        ],
        event: [event('purchase.placed', 'pu_5')],
      }),
    ],
    [
      'two lines with the same sku, one of them returned, and one unit already sent',
      more({
        purchase: [
          extra('pu_5', {
            state: 'paid',
            paidAt: 100,
            closedAt: null,
            payFen: 5_500,
            freightFen: 500,
            refundedFen: 2_000,
            newcomerKeys: ['newcomer:h2'],
            buyerKeys: ['paid:h2'],
            limitKeys: ['yearly:h2'],
            lines: [
              plain('sku-c', 2_000, { returnedQuantity: 1 }),
              plain('sku-c', 3_000, { lineId: 'l2', quantity: 3 }),
            ],
          }),
        ],
        limitUse: [
          { limitKey: 'newcomer:h2', held: 0, used: 1 },
          { limitKey: 'paid:h2', held: 0, used: 1 },
          { limitKey: 'yearly:h2', held: 0, used: 4 },
        ],
        stock: [
          {
            skuId: 'sku-c',
            received: 3,
            onHand: 2,
            reserved: 0,
            locked: 2,
            shipped: 1,
            unavailable: 0,
            told: null,
          },
        ],
        payment: [
          { paymentId: 'pa_5', purchaseId: 'pu_5', amountFen: 5_500, state: 'succeeded', refundedFen: 2_000 },
        ],
        refund: [{ refundId: 're_5', paymentId: 'pa_5', fen: 2_000 }],
        event: [
          event('purchase.placed', 'pu_5'),
          { ...event('purchase.paid', 'pu_5'), position: 11 },
          { ...event('purchase.refunded', 'pu_5', { refundFen: 2_000 }), position: 12 },
        ],
      }),
    ],
    [
      'an order that costs nothing needs no payment',
      more({
        purchase: [
          extra('pu_5', {
            state: 'paid',
            paidAt: 100,
            closedAt: null,
            payFen: 0,
            goodsFen: 0,
            buyerKeys: [],
            lines: [plain('sku-c', 0)],
          }),
        ],
        stock: [
          {
            skuId: 'sku-c',
            received: 1,
            onHand: 1,
            reserved: 0,
            locked: 1,
            shipped: 0,
            unavailable: 0,
            told: null,
          },
        ],
        event: [event('purchase.placed', 'pu_5'), { ...event('purchase.paid', 'pu_5'), position: 11 }],
      }),
    ],
    [
      'an order that was closed at the instant at which it was placed',
      tamper('purchase', CLOSED, { closedAt: 100 }),
    ],
    [
      'a second payment that went back whole',
      more({
        payment: [
          { paymentId: 'pa_6', purchaseId: 'pu_1', amountFen: 5_000, state: 'refunded', refundedFen: 5_000 },
        ],
        refund: [{ refundId: 're_6', paymentId: 'pa_6', fen: 5_000 }],
      }),
    ],
    ['a limit that a later edition lowered', tamper('purchase', HELD, { perPersonMax: 1 })],
    [
      'an activity, a counter and a stock that nobody has touched',
      more({
        activity: [{ activityId: 'idle', total: 0, held: 0, paid: 0 }],
        limitUse: [{ limitKey: 'idle', held: 0, used: 0 }],
        stock: [
          {
            skuId: 'idle',
            received: 0,
            onHand: 0,
            reserved: 0,
            locked: 0,
            shipped: 0,
            unavailable: 0,
            told: null,
          },
        ],
      }),
    ],
    [
      'a fen of a discount that one funder pays alone',
      closedLine({ listFen: 5_001, allocations: discounted(1, 0, 1) }),
    ],
    ['a refund of nothing', more({ refund: [{ refundId: 're_0', paymentId: 'pa_2', fen: 0 }] })],
    ['events that are read in another order', { ...books(), event: [...books().event].reverse() }],
  ];
  test.each(cases)('%s', (_name, rows) => {
    expect(audit(rows).checks.flatMap(({ violations }) => violations)).toEqual([]);
  });

  test('the newest events of a sale that runs, which have no positions yet', () => {
    const rows = tamper('event', 8, { position: null });
    expect(failedChecks(rows, { running: true })).toEqual([]);
    expect(failedChecks(rows, { running: false })).toEqual(['positionsGapFree']);
  });
});

test('all violations are counted, twenty are told', () => {
  const acknowledged = Array.from({ length: 25 }, (_, i) => ({
    purchaseId: `pu_9${i}`,
    claimKey: 'x',
    payFen: 1,
  }));
  const check = audit({ ...books(), acknowledged }).checks.find(({ id }) => id === 'acknowledgedOrders')!;
  expect([check.violationCount, check.violations.length, check.examined]).toEqual([25, 20, 33]);
});

describe('every clause of a check finds what only it can find', () => {
  const cases: [string, Books, AuditCheckId[]][] = [
    ['an activity has no row', { ...books(), activity: [] }, ['activityBooks', 'soldWithinStock']],
    ['fewer than none are held', tamper('activity', 0, { held: -1 }), ['activityBooks', 'soldWithinStock']],
    ['fewer than none are paid', tamper('activity', 0, { paid: -1 }), ['activityBooks', 'soldWithinStock']],
    [
      'the book of an activity is over its stock, the orders are not',
      tamper('activity', 0, { held: 2 }),
      ['activityBooks', 'soldWithinStock'],
    ],
    [
      'the orders of an activity are over its stock, its book is not',
      tamper('activity', 0, { total: 1, paid: 0 }),
      ['activityBooks', 'soldWithinStock'],
    ],
    ['a counter forgot a hold', tamper('limitUse', 0, { held: 0 }), ['perPersonLimit']],
    [
      'a counter counts what nobody ordered',
      more({ limitUse: [{ limitKey: 'x', held: 0, used: 1 }] }),
      ['perPersonLimit'],
    ],
    ['an opening counter is lost', { ...books(), opening: [] }, ['perPersonLimit']],

    [
      'an order is acknowledged under another key',
      tamper('acknowledged', 0, { claimKey: 'x' }),
      ['acknowledgedOrders'],
    ],
    [
      'one key made two orders of which nobody was told',
      tamper('purchase', CLOSED, { claimKey: 'sh_1:pu_1' }),
      ['acknowledgedOrders'],
    ],
    [
      'an order stands twice, under two keys',
      more({ purchase: [{ ...books().purchase[CLOSED]!, claimKey: 'other' }] }),
      ['acknowledgedOrders'],
    ],

    ['a held order has an instant of payment', tamper('purchase', HELD, { paidAt: 200 }), ['holdsAccounted']],
    [
      'a held order has an instant of closing',
      tamper('purchase', HELD, { closedAt: 200 }),
      ['holdsAccounted'],
    ],
    ['a paid order has no instant', tamper('purchase', PAID, { paidAt: null }), ['holdsAccounted']],
    [
      'a paid order has no instant while its hold would still run',
      tamper('purchase', PAID, { paidAt: null, holdUntil: NOW + 1 }),
      ['holdsAccounted'],
    ],
    ['an order was paid before it was placed', tamper('purchase', PAID, { paidAt: 99 }), ['holdsAccounted']],
    [
      'an order was closed before it was placed',
      tamper('purchase', CLOSED, { closedAt: 99 }),
      ['holdsAccounted'],
    ],
    [
      'a closed order has an instant of payment',
      tamper('purchase', CLOSED, { paidAt: 200 }),
      ['holdsAccounted'],
    ],

    ['a sku has no row of stock', { ...books(), stock: books().stock.slice(0, 1) }, ['stockConserved']],
    ['more is promised than is there', tamper('stock', 1, { received: 0, onHand: 0 }), ['stockConserved']],
    ['more is on hand than ever came in', tamper('stock', 1, { onHand: 6 }), ['stockConserved']],
    ['a unit is reserved that no order holds', tamper('stock', 1, { reserved: 1 }), ['stockConserved']],

    [
      'a line costs less than nothing, another one makes up for it',
      tamper('purchase', CLOSED, {
        lines: [
          plain('sku-a', 4_999, { netFen: -1, allocations: discounted(5_000, 1_500, 3_500) }),
          plain('sku-a', 5_001, { lineId: 'l2' }),
        ],
      }),
      ['allocationsSum'],
    ],
    [
      'an allocation gives a fen instead of taking it',
      closedLine({ listFen: 4_999, allocations: discounted(-1, 0, -1) }),
      ['allocationsSum', 'funderShares'],
    ],
    ['a line of no units', closedLine({ quantity: 0 }), ['allocationsSum']],
    ['fewer than none came back', closedLine({ returnedQuantity: -1 }), ['allocationsSum']],
    ['more came back than went out', closedLine({ returnedQuantity: 2 }), ['allocationsSum']],
    [
      'lines do not add up to the goods',
      tamper('purchase', CLOSED, { goodsFen: 4_999, payFen: 4_999 }),
      ['allocationsSum'],
    ],
    ['goods and freight do not add up', tamper('purchase', CLOSED, { payFen: 4_999 }), ['allocationsSum']],
    [
      'freight below nothing',
      tamper('purchase', CLOSED, { freightFen: -1, payFen: 4_999 }),
      ['allocationsSum'],
    ],

    [
      'a discount of nothing comes from no promotion of the edition',
      closedLine({
        allocations: [
          ...discounted(5_000, 1_500, 3_500),
          { promotionId: 'ghost', layer: 'itemPrice', fen: 0, funderFen: [] },
        ],
      }),
      ['funderShares'],
    ],
    [
      'funders are at their rates and a fen short',
      closedLine({ listFen: 5_001, allocations: discounted(1, 0, 0) }),
      ['funderShares'],
    ],
    [
      'funders are a whole fen off their rates',
      closedLine({ allocations: discounted(5_000, 1_501, 3_499) }),
      ['funderShares'],
    ],
    [
      'somebody pays who is no funder, the others are at their rates',
      closedLine({
        listFen: 15_000,
        netFen: 5_000,
        servicesFen: 0,
        allocations: [
          {
            promotionId: 'flash',
            layer: 'itemPrice',
            fen: 10_000,
            funderFen: [
              { funder: 'brand', fen: 0 },
              { funder: 'platform', fen: 3_000 },
              { funder: 'brand', fen: 5 },
              { funder: 'seller', fen: 6_995 },
            ],
          },
        ],
      }),
      ['funderShares'],
    ],

    [
      'a payment is put together from two',
      {
        ...tamper('payment', PAID, { amountFen: 2_000 }),
        payment: [
          { paymentId: 'pa_1', purchaseId: 'pu_1', amountFen: 2_000, state: 'succeeded', refundedFen: 0 },
          { paymentId: 'pa_9', purchaseId: 'pu_1', amountFen: 3_000, state: 'succeeded', refundedFen: 0 },
          ...books().payment.slice(1),
        ],
      },
      ['paymentsMatch'],
    ],
    [
      'a payment names an unknown order',
      more({
        payment: [
          { paymentId: 'pa_9', purchaseId: 'pu_9', amountFen: 0, state: 'succeeded', refundedFen: 0 },
        ],
      }),
      ['paymentsMatch'],
    ],
    ['a held order was paid already', tamper('payment', HELD, { state: 'succeeded' }), ['paymentsMatch']],

    [
      'two refunds under one name',
      {
        ...books(),
        refund: [
          { refundId: 're_1', paymentId: 'pa_2', fen: 1_500 },
          { refundId: 're_1', paymentId: 'pa_2', fen: 1_500 },
          ...books().refund.slice(1),
        ],
      },
      ['refundsWithinPay'],
    ],
    [
      'a refund takes, another one gives more',
      {
        ...books(),
        refund: [
          { refundId: 're_1', paymentId: 'pa_2', fen: 3_001 },
          { refundId: 're_7', paymentId: 'pa_2', fen: -1 },
          ...books().refund.slice(1),
        ],
      },
      ['refundsWithinPay'],
    ],
    [
      'a payment was refunded beyond its amount',
      {
        ...tamper('payment', CLOSED, { refundedFen: 5_001 }),
        refund: [books().refund[0]!, { refundId: 're_2', paymentId: 'pa_3', fen: 5_001 }],
      },
      ['paymentsMatch', 'refundsWithinPay'],
    ],
    [
      'a refund names an unknown payment',
      more({ refund: [{ refundId: 're_9', paymentId: 'pa_9', fen: 0 }] }),
      ['refundsWithinPay'],
    ],
    [
      'a refund of nothing and less',
      tamper('purchase', CLOSED, { refundedFen: -1 }),
      ['refundsWithinPay', 'outboxMatchesState'],
    ],
    [
      'an order gave back more than it took',
      tamper('purchase', CLOSED, { refundedFen: 5_001 }),
      ['refundsWithinPay', 'outboxMatchesState'],
    ],
    [
      'everything came back and the order counts as paid',
      {
        ...tamper('purchase', RETURNED, {
          lines: [{ ...books().purchase[RETURNED]!.lines[0]!, returnedQuantity: 2 }],
        }),
        stock: [books().stock[0]!, { ...books().stock[1]!, locked: 0 }],
      },
      ['refundsWithinPay'],
    ],

    [
      'nobody was told that an order was placed',
      tamper('event', HELD, { type: 'catalogue.imported' }),
      ['outboxMatchesState'],
    ],
    [
      'an order was announced twice',
      more({ event: [event('purchase.placed', 'pu_1')] }),
      ['outboxMatchesState'],
    ],
    [
      'nobody was told that an order was closed',
      tamper('event', 6, { type: 'catalogue.imported' }),
      ['outboxMatchesState'],
    ],
    [
      'an order was closed twice',
      more({ event: [event('purchase.closed', 'pu_3')] }),
      ['outboxMatchesState'],
    ],
    [
      'a held order was announced as paid',
      more({ event: [event('purchase.paid', 'pu_4')] }),
      ['outboxMatchesState'],
    ],
    [
      'a held order was announced as closed',
      more({ event: [event('purchase.closed', 'pu_4')] }),
      ['outboxMatchesState'],
    ],
    [
      'the first position is left out',
      { ...books(), event: books().event.map((row) => ({ ...row, position: row.position! + 1 })) },
      ['positionsGapFree'],
    ],
  ];
  test.each(cases)('%s', (_name, rows, expected) => {
    expect(failedChecks(rows)).toEqual(expected);
  });
});
