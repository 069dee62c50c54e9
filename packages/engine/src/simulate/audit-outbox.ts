import type { AuditPurchase } from './audit-rows.ts';
import type { AuditBook, AuditInput, Expect } from './auditor.ts';

type Told = {
  placed: number;
  deposits: number;
  paid: number;
  closed: number;
  ended: number;
  rehold: number;
  refundFen: number;
};

const NOTHING: Told = {
  placed: 0,
  deposits: 0,
  paid: 0,
  closed: 0,
  ended: 0,
  rehold: 0,
  refundFen: 0,
};

/**
 * One `purchase.placed` each; one `paid` or `closed` exactly when the state says so (a payment that came after the hold
 * had ended says `rehold`, and follows a `closed`); refund and price-protection events sum to the refunds.
 */
export function outboxMatchesState(expect: Expect): AuditBook {
  const states = new Map<string, Pick<AuditPurchase, 'state' | 'paidAt' | 'refundedFen' | 'presale'>>();
  const told = new Map<string, Told>();
  return {
    purchase(row) {
      const { state, paidAt, refundedFen, presale } = row;
      states.set(row.purchaseId, { state, paidAt, refundedFen, ...(presale && { presale }) });
    },
    event(row) {
      if (!row.type.startsWith('purchase.')) return;
      const purchaseId = String(row.data.purchaseId);
      const sum = told.get(purchaseId) ?? { ...NOTHING };
      if (row.type === 'purchase.placed') sum.placed += 1;
      if (row.type === 'purchase.paid') sum.paid += 1;
      if (row.type === 'purchase.depositPaid') sum.deposits += 1;
      const taken = row.type === 'purchase.paid' || row.type === 'purchase.depositPaid';
      if (taken && row.data.rehold === true) sum.rehold += 1;
      if (row.type === 'purchase.forfeited' || row.type === 'purchase.depositReturned') {
        sum.ended += 1;
        sum.refundFen += Number(row.data.refundFen);
      }
      if (row.type === 'purchase.closed') sum.closed += 1;
      if (row.type === 'purchase.refunded') sum.refundFen += Number(row.data.refundFen);
      if (row.type === 'purchase.protected') sum.refundFen += Number(row.data.fen);
      told.set(purchaseId, sum);
    },
    finish() {
      for (const [purchaseId, row] of states) {
        const sum = told.get(purchaseId) ?? NOTHING;
        const between = row.presale !== undefined && row.paidAt === null;
        const settled = !between && (row.state === 'paid' || row.state === 'refunded');
        const ended = between && (row.state === 'forfeited' || row.state === 'refunded');
        expect(
          sum.placed === 1 &&
            sum.deposits === (row.presale?.depositPaid ? 1 : 0) &&
            sum.paid === (settled ? 1 : 0) &&
            sum.ended === (ended ? 1 : 0) &&
            sum.closed === (row.state === 'closed' ? 1 : sum.rehold) &&
            sum.refundFen === row.refundedFen,
          () =>
            `${purchaseId} is ${row.state} (refunded ${row.refundedFen}); events: placed ${sum.placed}, paid ${sum.paid}, closed ${sum.closed}, refunded ${sum.refundFen}`,
        );
      }
      for (const purchaseId of told.keys()) {
        expect(states.has(purchaseId), () => `an event names ${purchaseId}, which is not in the books`);
      }
    },
  };
}

/** Positions are 1, 2, 3 … and every event has one (the newest ones of a running sale apart). */
export function positionsGapFree(expect: Expect, input: AuditInput): AuditBook {
  const positions: number[] = [];
  let without = 0;
  return {
    event(row) {
      if (row.position === null) without += 1;
      else positions.push(row.position);
    },
    finish() {
      expect(without === 0 || input.running === true, () => `${without} events have no position`);
      positions.sort((a, b) => a - b);
      for (const [index, position] of positions.entries()) {
        const before = index === 0 ? 0 : positions[index - 1]!;
        expect(position === before + 1, () => `position ${position} follows ${before}`);
      }
    },
  };
}
