import type { AcknowledgedOrder, AuditPromotion } from './audit-rows.ts';
import type { AuditBook, AuditInput, Expect } from './auditor.ts';

/** Every order that a client was told of exists, once, for the amount that it was told; one key makes one purchase. */
export function acknowledgedOrders(expect: Expect): AuditBook {
  const rows = new Map<string, { claimKey: string; payFen: number }>();
  const claims = new Map<string, string>();
  const told: AcknowledgedOrder[] = [];
  return {
    purchase(row) {
      expect(!rows.has(row.purchaseId), () => `${row.purchaseId} stands twice in the books`);
      const other = claims.get(row.claimKey);
      expect(other === undefined, () => `${row.claimKey} made both ${other} and ${row.purchaseId}`);
      claims.set(row.claimKey, row.purchaseId);
      // Of a pre-sale the client was told what was agreed; what comes off the balance comes later.
      rows.set(row.purchaseId, { claimKey: row.claimKey, payFen: row.presale?.bookedFen ?? row.payFen });
    },
    acknowledged: (row) => void told.push(row),
    finish() {
      for (const order of told) {
        const row = rows.get(order.purchaseId);
        expect(row !== undefined && row.claimKey === order.claimKey && row.payFen === order.payFen, () =>
          row === undefined
            ? `${order.purchaseId} was acknowledged and is not in the books`
            : `${order.purchaseId}: told ${order.payFen} fen under ${order.claimKey}, booked ${row.payFen} under ${row.claimKey}`,
        );
      }
    },
  };
}

/** A hold is paid, still open, or given back; none is open past its deadline once due work is done. */
export function holdsAccounted(expect: Expect, input: AuditInput): AuditBook {
  return {
    purchase(row) {
      const held =
        row.state === 'held' && row.holdUntil > input.asOf && row.paidAt === null && row.closedAt === null;
      const paid =
        (row.state === 'paid' || row.state === 'refunded') &&
        row.paidAt !== null &&
        row.paidAt >= row.placedAt;
      const closed =
        row.state === 'closed' &&
        row.closedAt !== null &&
        row.closedAt >= row.placedAt &&
        row.paidAt === null;
      const between =
        row.presale?.depositPaid === true &&
        row.paidAt === null &&
        (row.state === 'depositPaid'
          ? row.closedAt === null && row.presale.balanceEndsAt > input.asOf
          : (row.state === 'forfeited' || row.state === 'refunded') &&
            row.closedAt !== null &&
            row.presale.ending !== null);
      expect(
        held || paid || closed || between,
        () =>
          `${row.purchaseId} is ${row.state}, hold until ${row.holdUntil}, paid ${row.paidAt}, closed ${row.closedAt}, as of ${input.asOf}`,
      );
    },
  };
}

/** Line: list − Σ allocations = net ≥ 0. Order: Σ net = goods, goods + freight + services = pay. */
export function allocationsSum(expect: Expect): AuditBook {
  return {
    purchase(row) {
      let [goodsFen, servicesFen] = [0, 0];
      for (const line of row.lines) {
        goodsFen += line.netFen;
        servicesFen += line.servicesFen;
        const cutFen = line.allocations.reduce((sum, allocation) => sum + allocation.fen, 0);
        expect(
          line.netFen >= 0 &&
            line.listFen - cutFen === line.netFen &&
            line.allocations.every((allocation) => allocation.fen >= 0),
          () =>
            `${row.purchaseId}/${line.lineId}: list ${line.listFen} − ${cutFen} allocated ≠ net ${line.netFen}`,
        );
        expect(
          line.quantity > 0 && line.returnedQuantity >= 0 && line.returnedQuantity <= line.quantity,
          () => `${row.purchaseId}/${line.lineId}: ${line.returnedQuantity} of ${line.quantity} returned`,
        );
      }
      expect(
        goodsFen === row.goodsFen &&
          row.goodsFen + row.freightFen + servicesFen === row.payFen &&
          row.freightFen >= 0,
        () =>
          `${row.purchaseId}: lines ${goodsFen}, goods ${row.goodsFen} + freight ${row.freightFen} + services ${servicesFen} ≠ pay ${row.payFen}`,
      );
    },
  };
}

/** Every allocation is paid for in full by the funders that the edition names, each within one fen of its rate. */
export function funderShares(expect: Expect): AuditBook {
  const promotions = new Map<string, AuditPromotion>();
  return {
    promotion: (row) => void promotions.set(`${row.editionId} ${row.promotionId}`, row),
    purchase(row) {
      for (const line of row.lines) {
        for (const allocation of line.allocations) {
          const sum = allocation.funderFen.reduce((total, share) => total + share.fen, 0);
          const plan = promotions.get(`${row.editionId} ${allocation.promotionId}`);
          const atRate = allocation.funderFen.every((share) => {
            const bp = plan?.funders.find((funder) => funder.funder === share.funder)?.bp ?? 0;
            return share.fen >= 0 && Math.abs(share.fen - (allocation.fen * bp) / 10_000) < 1;
          });
          expect(
            // A balance may be settled by a later edition than the deposit's.
            (plan === undefined ? row.presale !== undefined : atRate) && sum === allocation.fen,
            () =>
              `${row.purchaseId}/${line.lineId}/${allocation.promotionId}: ${allocation.fen} fen is paid as ${allocation.funderFen
                .map((share) => `${share.funder} ${share.fen}`)
                .join(', ')}${plan === undefined ? '; the edition does not know this promotion' : ''}`,
          );
        }
      }
    },
  };
}
