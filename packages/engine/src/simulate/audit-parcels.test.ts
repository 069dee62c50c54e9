import { describe, expect, test } from 'vitest';
import type { AuditSent } from './audit-rows.ts';
import { books, failedChecks, parcelRow, sentRow } from './test-books.ts';

/** The line of every row here: three units, of which `returned` were refunded, `outside` of them after they had left. */
const of = (returnedQuantity: number, over: Partial<AuditSent>): AuditSent =>
  sentRow('pu_9', 'sku-none', {
    lines: [{ orderId: 'or_1', lineId: 'l1', skuId: 'sku-none', quantity: 3, returnedQuantity }],
    ...over,
  });
const counted = (parcelled: number, shipped: number, delivered: number, waits = false) => ({
  ...{ waits, lines: [{ lineId: 'l1', parcelled, shipped, delivered }] },
});
const gone = (quantity: number, no = 1, over: Partial<AuditSent['parcels'][number]> = {}) =>
  parcelRow(`pu_9.${no}`, quantity, { state: 'delivered', shippedAt: 1, deliveredAt: 2, ...over });
const units = (quantity: number) => [{ lineId: 'l1', quantity }];
const refundedCase = { caseId: 'rc_1', state: 'refunded', held: false, lines: units(1), found: [] };
const byCase = { cases: [refundedCase], caseRefunds: [{ caseId: 'rc_1', lines: units(1) }] };
const store = (over: Partial<AuditSent['parcels'][number]>) =>
  of(0, {
    parcels: [parcelRow('pu_9.1', 3, { way: 'pickup', shippedAt: 1, ...over })],
    counted: over.deliveredAt === undefined ? counted(3, 0, 0) : counted(3, 3, 3),
  });
const USED = { state: 'used', clerkId: 'op_1' };
const OPEN = { state: 'open', clerkId: null };

function failed(row: AuditSent, input = {}) {
  // No stock stands behind these rows.
  return failedChecks({ ...books(), sent: [...books().sent, row] }, input).filter(
    (id) => id !== 'stockConserved',
  );
}

describe('units that are where they may be', () => {
  const cases: [string, AuditSent][] = [
    ['wait for goods', of(0, { counted: counted(0, 0, 0, true) })],
    ['came back before they left', of(3, { counted: counted(0, 0, 0) })],
    [
      'came back while their parcel waits',
      of(2, { parcels: [parcelRow('p', 3)], counted: counted(3, 0, 0) }),
    ],
    ['left in two parcels', of(0, { parcels: [gone(1), gone(2, 2)], counted: counted(3, 3, 3) })],
    [
      'are in a parcel again after another was cancelled, or lost',
      of(0, {
        parcels: [gone(3, 1, { state: 'cancelled' }), gone(3, 2, { state: 'lost' }), gone(3, 3)],
        counted: counted(3, 3, 3),
      }),
    ],
    [
      'left and were refunded by a case',
      of(1, { ...byCase, parcels: [gone(3)], counted: counted(3, 3, 3), refundedOutside: { l1: 1 } }),
    ],
    [
      'were lost, refunded by a case, and are not sent again',
      of(1, {
        ...{ ...byCase, counted: counted(2, 2, 2), refundedOutside: { l1: 0 } },
        parcels: [gone(2), gone(1, 2, { state: 'lost', deliveredAt: null })],
      }),
    ],
    ['stand ready in a store', store({ state: 'packed', codes: [OPEN] })],
    ['were collected once', store({ state: 'delivered', deliveredAt: 2, codes: [USED] })],
  ];
  test.each(cases)('%s', (_, row) => expect(failed(row)).toEqual([]));
});

describe('what does not hold is found', () => {
  const cases: [string, AuditSent][] = [
    ['a paid unit is nowhere', of(0, { parcels: [gone(2)], counted: counted(2, 2, 2) })],
    ['nobody heard of the payment', of(0, { counted: null })],
    ['a unit is in two parcels', of(0, { parcels: [gone(3), parcelRow('p', 1)], counted: counted(4, 3, 3) })],
    [
      'a unit left after it had been refunded',
      of(1, { parcels: [gone(3)], counted: counted(3, 3, 3), refundedOutside: { l1: 0 } }),
    ],
    [
      'a unit that a case refunded as lost is sent again',
      of(1, {
        ...{ ...byCase, counted: counted(3, 3, 3), refundedOutside: { l1: 0 } },
        parcels: [gone(3), gone(1, 2, { state: 'lost', deliveredAt: null })],
      }),
    ],
    [
      'a shipped unit was refunded and not by a case',
      of(1, { parcels: [gone(3)], counted: counted(3, 3, 3), refundedOutside: { l1: 1 } }),
    ],
    [
      'a case refunded what never left',
      of(1, { ...byCase, counted: counted(0, 0, 0, true), refundedOutside: { l1: 1 } }),
    ],
    [
      'a case that was refused paid',
      of(1, {
        ...{ ...byCase, cases: [{ ...refundedCase, state: 'refused' }] },
        ...{ parcels: [gone(3)], counted: counted(3, 3, 3), refundedOutside: { l1: 1 } },
      }),
    ],
    [
      'a case is refunded and paid nothing',
      of(0, { cases: [refundedCase], parcels: [gone(3)], counted: counted(3, 3, 3) }),
    ],
    ['what is counted as shipped is not', of(0, { parcels: [gone(3)], counted: counted(3, 2, 2) })],
    ['what is counted as arrived is not', of(0, { parcels: [gone(3)], counted: counted(3, 3, 2) })],
    [
      'a parcel holds goods of another order',
      of(0, { parcels: [gone(3, 1, { orderId: 'or_2' })], counted: counted(3, 3, 3) }),
    ],
    ['goods were handed over without a code', store({ state: 'delivered', deliveredAt: 2, codes: [] })],
    ['a code was used twice', store({ state: 'delivered', deliveredAt: 2, codes: [USED, USED] })],
    [
      'a code was used by nobody',
      store({ state: 'delivered', deliveredAt: 2, codes: [{ ...USED, clerkId: null }] }),
    ],
    ['a used code opens nothing', store({ state: 'packed', codes: [USED] })],
    ['goods are ready and no code opens them', store({ state: 'packed', codes: [] })],
  ];
  test.each(cases)('%s', (_, row) => expect(failed(row)).toEqual(['unitsPlaced']));
});

test('while a sale runs a payment may not have been heard of', () => {
  expect(failed(of(0, { counted: null }), { running: true })).toEqual([]);
});

describe('stock of what cases moved', () => {
  /** `sku-a` has one unit paid; its books are `onHand 10, reserved 1, locked 1`. */
  const stock = (row: Partial<AuditSent>, counts: object) => {
    const rows = books();
    const first = { ...rows.sent[0]!, ...row };
    const shelf = { ...rows.stock[0]!, ...counts };
    return failedChecks({ ...rows, sent: [first, rows.sent[1]!], stock: [shelf, rows.stock[1]!] }).filter(
      (id) => id === 'stockConserved',
    );
  };
  const one = { caseId: 'rc_1', lines: units(1) };
  test('a unit kept for an exchange is reserved, and one that was taken in is no longer shipped', () => {
    const held = { cases: [{ ...one, state: 'approved', held: true, found: [] }] };
    expect(stock(held, { reserved: 2 })).toEqual([]);
    expect(stock(held, {})).toEqual(['stockConserved']);
    const taken = {
      cases: [
        { ...one, state: 'inspected', held: false, found: [{ lineId: 'l1', sellable: 1, unsellable: 0 }] },
      ],
    };
    expect(stock(taken, { locked: 0 })).toEqual([]);
    expect(stock(taken, {})).toEqual(['stockConserved']);
  });
});
