import type { AuditStock } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

/**
 * Stock follows from receipts and orders alone: reserved = units of unpaid holds; locked = paid units less those returned
 * (a return frees the unit it was locked for) and less those shipped; on hand = received less shipped; and more is never
 * promised than is there.
 */
export function stockConserved(expect: Expect): AuditBook {
  const rows: AuditStock[] = [];
  const sums = new Map<string, { reserved: number; locked: number }>();
  return {
    stock: (row) => void rows.push(row),
    purchase(row) {
      for (const line of row.lines) {
        const sum = sums.get(line.skuId) ?? { reserved: 0, locked: 0 };
        if (row.state === 'held') sum.reserved += line.quantity;
        // The units of a deposit are locked from its payment on, until it ends without a balance.
        const between = row.presale !== undefined && row.paidAt === null;
        if (row.state === 'depositPaid' || row.state === 'paid' || (row.state === 'refunded' && !between)) {
          sum.locked += line.quantity - line.returnedQuantity;
        }
        sums.set(line.skuId, sum);
      }
    },
    finish() {
      for (const row of rows) {
        const sum = sums.get(row.skuId) ?? { reserved: 0, locked: 0 };
        sums.delete(row.skuId);
        expect(
          row.reserved === sum.reserved && row.locked + row.shipped === sum.locked,
          () =>
            `${row.skuId}: book says reserved ${row.reserved}, locked ${row.locked}, shipped ${row.shipped}; orders say ${sum.reserved} held, ${sum.locked} paid`,
        );
        expect(
          row.onHand + row.shipped === row.received && row.reserved + row.locked <= row.onHand,
          () =>
            `${row.skuId}: received ${row.received}, on hand ${row.onHand}, shipped ${row.shipped}, promised ${row.reserved + row.locked}`,
        );
      }
      for (const skuId of sums.keys()) expect(false, () => `${skuId} was ordered but has no stock row`);
    },
  };
}
