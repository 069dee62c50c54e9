import type { AuditPayment, AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

type Owed = { state: AuditPurchase['state']; payFen: number; refundedFen: number };

/**
 * A paid purchase has kept what it asked for less what was refunded, out of a payment of exactly that amount (a second
 * payment must have gone back whole); an unpaid or closed one keeps nothing.
 */
export function paymentsMatch(expect: Expect): AuditBook {
  const owed = new Map<string, Owed>();
  const kept = new Map<string, { keptFen: number; amounts: number[] }>();
  return {
    purchase(row) {
      owed.set(row.purchaseId, { state: row.state, payFen: row.payFen, refundedFen: row.refundedFen });
    },
    payment(row) {
      if (row.state !== 'succeeded' && row.state !== 'refunded') return;
      const sum = kept.get(row.purchaseId) ?? { keptFen: 0, amounts: [] };
      sum.keptFen += row.amountFen - row.refundedFen;
      sum.amounts.push(row.amountFen);
      kept.set(row.purchaseId, sum);
    },
    finish() {
      for (const [purchaseId, order] of owed) {
        const sum = kept.get(purchaseId) ?? { keptFen: 0, amounts: [] };
        const settled = order.state === 'paid' || order.state === 'refunded';
        const expectedFen = settled ? order.payFen - order.refundedFen : 0;
        const hasItsPayment = !settled || order.payFen === 0 || sum.amounts.includes(order.payFen);
        expect(
          sum.keptFen === expectedFen && hasItsPayment,
          () =>
            `${purchaseId} (${order.state}, pay ${order.payFen}, refunded ${order.refundedFen}): payments keep ${sum.keptFen}, expected ${expectedFen}`,
        );
      }
      for (const purchaseId of kept.keys()) {
        expect(owed.has(purchaseId), () => `a payment names ${purchaseId}, which is not in the books`);
      }
    },
  };
}

/** Σ refunds of a payment = what the payment says ≤ its amount; a purchase never refunds more than it was paid. */
export function refundsWithinPay(expect: Expect): AuditBook {
  const payments: AuditPayment[] = [];
  const sums = new Map<string, number>();
  const ids = new Set<string>();
  return {
    payment: (row) => void payments.push(row),
    refund(row) {
      expect(
        !ids.has(row.refundId) && row.fen >= 0,
        () => `refund ${row.refundId} stands twice or is negative`,
      );
      ids.add(row.refundId);
      sums.set(row.paymentId, (sums.get(row.paymentId) ?? 0) + row.fen);
    },
    purchase(row) {
      expect(
        row.refundedFen >= 0 && row.refundedFen <= row.payFen,
        () => `${row.purchaseId}: ${row.refundedFen} fen refunded of ${row.payFen}`,
      );
      const allBack = row.lines.every((line) => line.returnedQuantity === line.quantity);
      expect(
        (row.state === 'refunded') === (allBack && row.paidAt !== null),
        () => `${row.purchaseId} is ${row.state}, ${allBack ? 'everything' : 'not everything'} was returned`,
      );
    },
    finish() {
      for (const payment of payments) {
        const sum = sums.get(payment.paymentId) ?? 0;
        sums.delete(payment.paymentId);
        expect(
          payment.refundedFen === sum && sum <= payment.amountFen,
          () =>
            `${payment.paymentId} of ${payment.amountFen} fen says ${payment.refundedFen} refunded; its refunds sum to ${sum}`,
        );
      }
      for (const paymentId of sums.keys()) expect(false, () => `a refund names the unknown ${paymentId}`);
    },
  };
}
