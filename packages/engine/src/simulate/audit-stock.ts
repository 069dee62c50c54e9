import type { AuditPlaced, AuditSent, AuditStock } from './audit-rows.ts';
import type { AuditBook, AuditInput, Expect } from './auditor.ts';

/**
 * Stock follows from receipts and orders alone: reserved = units of unpaid holds, and those kept for an exchange; locked =
 * paid units less those returned (a return frees the unit it was locked for) and less those shipped; on hand = received less
 * shipped; and more is never promised than is there. What was refunded after it had left stays shipped until an inspection
 * takes it in.
 */
export function stockConserved(expect: Expect): AuditBook {
  const rows: AuditStock[] = [];
  const sums = new Map<string, { reserved: number; locked: number }>();
  const sumOf = (skuId: string) => sums.get(skuId) ?? { reserved: 0, locked: 0 };
  return {
    stock: (row) => void rows.push(row),
    sent({ lines, cases, refundedOutside }: AuditSent) {
      for (const { lineId, skuId } of lines) {
        const sum = sumOf(skuId);
        sum.locked += refundedOutside[lineId] ?? 0;
        for (const { held, lines: asked, found } of cases) {
          if (held) sum.reserved += asked.find((unit) => unit.lineId === lineId)?.quantity ?? 0;
          const taken = found.find((unit) => unit.lineId === lineId);
          sum.locked -= (taken?.sellable ?? 0) + (taken?.unsellable ?? 0);
        }
        sums.set(skuId, sum);
      }
    },
    purchase(row) {
      for (const line of row.lines) {
        const sum = sumOf(line.skuId);
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
        const sum = sumOf(row.skuId);
        sums.delete(row.skuId);
        expect(
          row.reserved === sum.reserved && row.locked + row.shipped === sum.locked,
          () =>
            `${row.skuId}: book says reserved ${row.reserved}, locked ${row.locked}, shipped ${row.shipped}; orders say ${sum.reserved} held, ${sum.locked} paid`,
        );
        expect(
          row.onHand + row.shipped === row.received &&
            row.reserved + row.locked + row.unavailable <= row.onHand,
          () =>
            `${row.skuId}: received ${row.received}, on hand ${row.onHand}, shipped ${row.shipped}, promised ${row.reserved + row.locked}, unavailable ${row.unavailable}`,
        );
      }
      for (const skuId of sums.keys()) expect(false, () => `${skuId} was ordered but has no stock row`);
    },
  };
}

/**
 * The ledger adds up: every count is the sum of its movements, of the network and at each place, and what stands in all
 * warehouses, with what stores have set aside for orders, is what the network counts. While a sale runs the newest movements may not be written down yet.
 */
export function stockLedger(expect: Expect, { running = false }: AuditInput): AuditBook {
  const network = new Map<string, AuditStock>();
  const standing = new Map<string, { onHand: number; unavailable: number }>();
  const pledged = new Map<string, number>();
  const same = (counted: Readonly<Record<string, number>>, told: Readonly<Record<string, number>> | null) =>
    running || told === null || Object.entries(told).every(([count, sum]) => counted[count] === sum);
  return {
    stock(row) {
      const { onHand, reserved, locked, shipped: sold, unavailable, told } = row;
      const counted = { onHand, reserved, locked, sold, unavailable };
      network.set(row.skuId, row);
      expect(
        same(counted, told),
        () => `${row.skuId}: counted ${JSON.stringify(counted)}, its movements say ${JSON.stringify(told)}`,
      );
    },
    placed(row: AuditPlaced) {
      const { skuId, placeId, onHand, allotted, unavailable, told } = row;
      const counted = { onHand, allotted, unavailable };
      expect(
        same(counted, told) && Math.min(allotted, unavailable, onHand - allotted - unavailable) >= 0,
        () =>
          `${skuId}@${placeId}: counted ${JSON.stringify(counted)}, its movements say ${JSON.stringify(told)}`,
      );
      if (row.kind === 'store') {
        pledged.set(skuId, (pledged.get(skuId) ?? 0) + allotted);
        return;
      }
      const sum = standing.get(skuId) ?? { onHand: 0, unavailable: 0 };
      standing.set(skuId, { onHand: sum.onHand + onHand, unavailable: sum.unavailable + unavailable });
    },
    finish() {
      for (const [skuId, sum] of standing) {
        const row = network.get(skuId);
        const aside = pledged.get(skuId) ?? 0;
        expect(
          row?.onHand === sum.onHand + aside && row.unavailable === sum.unavailable,
          () =>
            `${skuId}: ${sum.onHand} stand in warehouses (${sum.unavailable} unavailable)${aside > 0 ? ` and ${aside} aside in stores` : ''}, the network counts ${row?.onHand ?? 0} (${row?.unavailable ?? 0})`,
        );
      }
      for (const [skuId, aside] of pledged)
        if (!standing.has(skuId))
          expect(
            (network.get(skuId)?.onHand ?? 0) >= aside,
            () =>
              `${skuId}: ${aside} are aside in stores, the network counts ${network.get(skuId)?.onHand ?? 0}`,
          );
    },
  };
}
