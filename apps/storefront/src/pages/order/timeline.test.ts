import type { AftercareView, PaymentList, PurchaseView } from '@dacu/contract/api';
import { expect, it } from 'vitest';
import { timelineOf } from './timeline.ts';

const purchase = (more: Partial<PurchaseView>): PurchaseView =>
  ({
    state: 'held',
    placedAt: 10,
    paidAt: null,
    closedAt: null,
    closedReason: null,
    ...more,
  }) as PurchaseView;
const payment = (state: string, settledAt: number | null, refundedFen = 0) =>
  ({ state, settledAt, refundedFen }) as PaymentList['payments'][number];
const none: AftercareView = { returns: [], complaints: [] };
const kinds = (...given: Parameters<typeof timelineOf>) => timelineOf(...given).map((step) => step.kind);

it('begins with placing and adds only what was recorded, newest first', () => {
  expect(kinds(purchase({}), [payment('pending', null)], none)).toEqual(['placed']);
  expect(
    kinds(purchase({ state: 'paid', paidAt: 30 }), [payment('succeeded', 30), payment('failed', 20)], none),
  ).toEqual(['paid', 'declined', 'placed']);
});

it('tells a cancelled order from one that ran out, and late money that went back', () => {
  const closed = { state: 'closed', closedAt: 40 } as const;
  expect(kinds(purchase({ ...closed, closedReason: 'cancelled' }), [], none)[0]).toBe('cancelled');
  expect(
    timelineOf(purchase({ ...closed, closedReason: 'expired' }), [payment('refunded', 50, 900)], none),
  ).toEqual([
    { kind: 'late', at: 50, fen: 900 },
    { kind: 'expired', at: 40 },
    { kind: 'placed', at: 10 },
  ]);
});

it('a return of the last piece ends with everything refunded', () => {
  const returned = { returnId: 're_1', at: 60, reason: 'quality', refundFen: 500 };
  const lines = [
    { lineId: 'a', quantity: 1, refundFen: 200 },
    { lineId: 'b', quantity: 2, refundFen: 300 },
  ];
  const aftercare: AftercareView = {
    returns: [
      {
        ...{ ...returned, lines, giftsFen: 0 },
        tenders: { redPacketFen: 0, pointsFen: 0, subsidyFen: 0 },
        points: { returned: 0, clawedBack: 0, short: 0, shortFen: 0 },
      },
    ],
    complaints: [{ complaintId: 'co_1', at: 70, topic: 'delivery', state: 'open' }],
  };
  const steps = timelineOf(
    purchase({ state: 'refunded', paidAt: 30 }),
    [payment('refunded', 30, 500)],
    aftercare,
  );
  expect(steps.map((step) => step.kind)).toEqual(['complained', 'refunded', 'returned', 'paid', 'placed']);
  expect(steps[2]).toMatchObject({ units: 3, fen: 500, reason: 'quality' });
});
