import { describe, expect, it, test } from 'vitest';
import { type BillLine, compareBill, type OurCharge } from './index.ts';

const paid = (paymentId: string, fen: number, change: Partial<OurCharge> = {}): OurCharge => ({
  ...{ paymentId, fen, paid: true, dueToday: true, refunds: [] },
  ...change,
});
const charge = (paymentId: string, fen: number): BillLine => ({ kind: 'charge', paymentId, fen });
const refund = (paymentId: string, refundId: string, fen: number): BillLine => ({
  ...{ kind: 'refund', paymentId, refundId, fen },
});
const kinds = (lines: BillLine[], ours: OurCharge[]) =>
  compareBill(lines, ours).differences.map(({ kind, paymentId, refundId, oursFen, theirsFen }) => [
    ...[kind, refundId ?? paymentId, oursFen, theirsFen],
  ]);

describe('each kind of difference', () => {
  const back = { refunds: [{ refundId: 'rf', fen: 40, dueToday: true }] };
  it.each<[string, BillLine[], OurCharge[], unknown[]]>([
    ['none', [charge('a', 100), refund('a', 'rf', 40)], [paid('a', 100, back)], []],
    ['a payment that we do not know', [charge('x', 100)], [], [['missingAtOurs', 'x', null, 100]]],
    ['a payment that they do not have', [], [paid('a', 100)], [['missingAtTheirs', 'a', 100, null]]],
    ['another day’s payment is not missed', [], [paid('a', 100, { dueToday: false })], []],
    ['what nobody paid is not missed', [], [paid('a', 100, { paid: false })], []],
    ['another amount', [charge('a', 99)], [paid('a', 100)], [['amountDiffers', 'a', 100, 99]]],
    [
      'paid there, not here',
      [charge('a', 100)],
      [paid('a', 100, { paid: false })],
      [['stateDiffers', 'a', null, 100]],
    ],
    [
      'a refund that we never asked for',
      [charge('a', 100), refund('a', 'rx', 5)],
      [paid('a', 100)],
      [['refundMissingAtOurs', 'rx', null, 5]],
    ],
    [
      'a refund that they never made',
      [charge('a', 100)],
      [paid('a', 100, back)],
      [['refundMissingAtTheirs', 'rf', 40, null]],
    ],
    [
      'a refund of another amount',
      [charge('a', 100), refund('a', 'rf', 41)],
      [paid('a', 100, back)],
      [['refundDiffers', 'rf', 40, 41]],
    ],
    [
      'a line that stands twice',
      [charge('a', 100), charge('a', 100)],
      [paid('a', 100)],
      [['missingAtOurs', 'a', null, 100]],
    ],
  ])('%s', (_, lines, ours, expected) => {
    expect(kinds(lines, ours)).toEqual(expected);
  });
});

test('on both sides the sum is what agrees and what differs', () => {
  const ours = [paid('a', 100), paid('b', 200), paid('c', 300, { paid: false }), paid('d', 400)];
  const lines = [charge('a', 100), charge('b', 201), charge('c', 300), charge('x', 7), charge('a', 100)];
  const { charges, differences } = compareBill(lines, ours);
  const sum = (side: 'oursFen' | 'theirsFen') =>
    differences.reduce((total, difference) => total + (difference[side] ?? 0), 0);
  expect(charges.theirs.fen).toBe(lines.reduce((total, line) => total + line.fen, 0));
  expect(charges.theirs.fen).toBe(charges.agreed.fen + sum('theirsFen'));
  expect(charges.ours.fen).toBe(charges.agreed.fen + sum('oursFen'));
  expect(charges.agreed).toEqual({ count: 1, fen: 100 });
});
