import type { AuditPayment, AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

type Owed = Pick<AuditPurchase, 'state' | 'payFen' | 'refundedFen' | 'paidAt' | 'presale'>;

/** What a purchase has kept, and the amounts of the payments that it must have had. */
function expectedOf({ state, payFen, refundedFen, paidAt, presale }: Owed): {
  readonly keptFen: number;
  readonly had: readonly number[];
} {
  if (presale === undefined)
    return state === 'paid' || state === 'refunded'
      ? { keptFen: payFen - refundedFen, had: payFen === 0 ? [] : [payFen] }
      : { keptFen: 0, had: [] };
  const { depositFen, depositPaid, ending } = presale;
  if (!depositPaid) return { keptFen: 0, had: [] };
  if (paidAt !== null)
    return { keptFen: payFen - refundedFen, had: [depositFen, payFen - depositFen].filter((fen) => fen > 0) };
  // Ended without a balance: what was not given back is what was kept, and nothing else.
  const keptFen = state === 'depositPaid' ? depositFen : (ending?.forfeitedFen ?? depositFen);
  return { keptFen, had: depositFen > 0 ? [depositFen] : [] };
}

/**
 * A paid purchase has kept what it asked for less what was refunded, out of a payment of exactly that amount (a second
 * payment must have gone back whole); an unpaid or closed one keeps nothing. Of a pre-sale there are two, and one that
 * ended between them has kept what was forfeited.
 */
export function paymentsMatch(expect: Expect): AuditBook {
  const owed = new Map<string, Owed>();
  const kept = new Map<string, { keptFen: number; amounts: number[] }>();
  return {
    purchase(row) {
      const { state, payFen, refundedFen, paidAt, presale } = row;
      owed.set(row.purchaseId, { state, payFen, refundedFen, paidAt, ...(presale && { presale }) });
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
        const { keptFen: expectedFen, had } = expectedOf(order);
        const hasItsPayment = had.every((fen) => sum.amounts.includes(fen));
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
        row.presale !== undefined && row.paidAt === null
          ? row.lines.every((line) => line.returnedQuantity === 0)
          : (row.state === 'refunded') === (allBack && row.paidAt !== null),
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
