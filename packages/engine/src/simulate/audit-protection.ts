import type { AuditProtection } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

/**
 * Each payment of price protection stays within the fall it was paid for, what its units had before included; a line's
 * payments sum to what it says, are one of a kind, never exceed what was paid for the line, and what the kept units hold
 * is not more than they cost. Every payment left as a refund of exactly that sum.
 */
export function protectedOnce(expect: Expect): AuditBook {
  const rows = new Map<string, Map<string, AuditProtection>>();
  /** By payment of protection: what its lines say. */
  const sums = new Map<string, number>();
  const sent = new Map<string, number>();
  return {
    protection(row) {
      const lines = rows.get(row.purchaseId) ?? new Map<string, AuditProtection>();
      rows.set(row.purchaseId, lines.set(row.lineId, row));
      const seen = new Set<string>();
      let sumFen = 0;
      for (const { protectionId, fen, paidFen, nowFen, heldFen } of row.payments) {
        expect(
          !seen.has(protectionId) && fen > 0 && heldFen + fen <= paidFen - nowFen,
          () =>
            `${row.purchaseId} ${row.lineId}: ${protectionId} paid ${fen} after ${heldFen} for a fall from ${paidFen} to ${nowFen}`,
        );
        seen.add(protectionId);
        sumFen += fen;
        sums.set(protectionId, (sums.get(protectionId) ?? 0) + fen);
      }
      expect(
        sumFen === row.paidFen && row.heldFen >= 0 && row.heldFen <= row.paidFen,
        () =>
          `${row.purchaseId} ${row.lineId}: payments of ${sumFen}, paid ${row.paidFen}, held ${row.heldFen}`,
      );
    },
    purchase(purchase) {
      const lines = rows.get(purchase.purchaseId);
      if (lines === undefined) return;
      rows.delete(purchase.purchaseId);
      for (const row of lines.values()) {
        const line = purchase.lines.find(({ lineId }) => lineId === row.lineId);
        const keptFen =
          line === undefined
            ? 0
            : line.netFen - Math.floor((line.netFen * line.returnedQuantity) / line.quantity);
        expect(
          line !== undefined &&
            purchase.paidAt !== null &&
            row.paidFen <= line.netFen &&
            row.heldFen <= keptFen,
          () =>
            `${purchase.purchaseId} ${row.lineId}: protected by ${row.paidFen}, ${row.heldFen} held, of ${line?.netFen} paid and ${keptFen} kept`,
        );
      }
    },
    refund({ refundId, fen }) {
      if (refundId.startsWith('pp_')) sent.set(refundId, fen);
    },
    finish() {
      for (const purchaseId of rows.keys()) {
        expect(false, () => `protection names ${purchaseId}, which is not in the books`);
      }
      for (const protectionId of new Set([...sums.keys(), ...sent.keys()])) {
        const [owed, paid] = [sums.get(protectionId) ?? 0, sent.get(protectionId) ?? 0];
        expect(owed === paid, () => `${protectionId}: lines say ${owed} fen, ${paid} were refunded`);
      }
    },
  };
}
