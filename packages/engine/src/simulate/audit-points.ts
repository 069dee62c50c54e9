import type { AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

type Sums = { spent: number; returned: number; earned: number };

/**
 * Accounts of points: what is left of each lot is the sum of its moves, nothing is below 0, and the balance is their sum.
 * Orders: an open or paid one has taken what it says, a closed one nothing, a returned one has given all of it back; a paid
 * one has earned what its goods earn.
 */
export function pointsLedger(expect: Expect): AuditBook {
  const lots = new Map<string, number>();
  const balances = new Map<string, number>();
  const entries = new Set<string>();
  const orders = new Map<string, Sums>();
  const purchases: { row: AuditPurchase; earns: number }[] = [];
  const add = (sums: Map<string, number>, key: string, points: number): void =>
    void sums.set(key, (sums.get(key) ?? 0) + points);
  return {
    pointsAccount({ shopperId, lots: own, balance }) {
      const sum = own.reduce((total, { left }) => total + left, 0);
      expect(
        own.every(({ left }) => left > 0) && sum === balance,
        () => `${shopperId} has ${balance} points in lots of ${own.map(({ left }) => left).join(', ')}`,
      );
      for (const { lotId, left } of own) add(lots, `${shopperId} ${lotId}`, -left);
      add(balances, shopperId, -balance);
    },
    pointsEntry({ entryId, shopperId, purchaseId, points, moves }) {
      const sum = moves.reduce((total, move) => total + move.points, 0);
      expect(
        !entries.has(entryId) && sum === points,
        () => `${entryId} stands twice, or says ${points} for moves of ${sum}`,
      );
      entries.add(entryId);
      add(balances, shopperId, points);
      const order = orders.get(purchaseId) ?? { spent: 0, returned: 0, earned: 0 };
      for (const move of moves) {
        add(lots, `${shopperId} ${move.lotId}`, move.points);
        if (move.kind === 'held' || move.kind === 'released') order.spent -= move.points;
        else if (move.kind === 'returned') order.returned += move.points;
        else if (move.kind === 'earned') order.earned += move.points;
      }
      orders.set(purchaseId, order);
    },
    purchase(row) {
      const paidFen = row.lines
        .flatMap(({ allocations }) => allocations)
        .reduce((sum, { layer, fen }) => sum + (layer === 'points' ? fen : 0), 0);
      expect(
        paidFen === (row.points?.fen ?? 0),
        () => `${row.purchaseId}: points pay ${paidFen} fen of its lines; it says ${row.points?.fen ?? 0}`,
      );
      if (row.points !== null) purchases.push({ row, earns: earnedBy(row) });
    },
    finish() {
      for (const [lot, sum] of lots) expect(sum === 0, () => `lot ${lot} is off its moves by ${-sum}`);
      for (const [shopperId, sum] of balances)
        expect(sum === 0, () => `the balance of ${shopperId} is off its entries by ${-sum}`);
      for (const { row, earns } of purchases) {
        const sums = orders.get(row.purchaseId) ?? { spent: 0, returned: 0, earned: 0 };
        expect(isAsSaid(row, earns, sums), () => told(row, earns, sums));
      }
    },
  };
}

function earnedBy({ points, lines }: AuditPurchase): number {
  if (points === null || points.earn === null) return 0;
  const { earn } = points;
  const paidFen = lines.reduce(
    (sum, { lineId, netFen }) => sum + (earn.lineIds.includes(lineId) ? netFen : 0),
    0,
  );
  return Number((BigInt(paidFen) * BigInt(earn.points)) / BigInt(earn.perFen));
}

function isAsSaid({ state, points }: AuditPurchase, earns: number, sums: Sums): boolean {
  const used = points?.used ?? 0;
  switch (state) {
    case 'held':
    case 'depositPaid':
      return sums.spent === used && sums.returned === 0 && sums.earned === 0;
    case 'closed':
    case 'forfeited':
      return sums.spent === 0 && sums.returned === 0 && sums.earned === 0;
    case 'paid':
      return sums.spent === used && sums.returned <= used && sums.earned === earns;
    case 'refunded':
      return sums.spent === used && sums.returned === used && sums.earned === earns;
  }
}

function told({ purchaseId, state, points }: AuditPurchase, earns: number, sums: Sums): string {
  return `${purchaseId} is ${state}, uses ${points?.used} points and earns ${earns}; its entries took ${sums.spent}, gave back ${sums.returned}, earned ${sums.earned}`;
}
