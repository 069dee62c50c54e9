import type { AuditActivity, AuditLimitUse, AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

/**
 * Units that a purchase counts as held, and as paid: a refund gives money back, never the place in the activity. A deposit
 * that is paid has taken its place, whatever comes of its balance.
 */
function unitsOf(row: AuditPurchase): { held: number; paid: number } {
  const units = row.lines.reduce((sum, line) => sum + line.quantity, 0);
  const taken = row.presale?.depositPaid ?? (row.state === 'paid' || row.state === 'refunded');
  return { held: row.state === 'held' ? units : 0, paid: taken ? units : 0 };
}

/** Is what the order has beside its goods (a newcomer's gift, coupons) held, or used: of a pre-sale it is the balance's. */
function besideOf(row: AuditPurchase): { held: number; paid: number } {
  const units = unitsOf(row);
  if (row.presale === undefined) return { held: Math.sign(units.held), paid: Math.sign(units.paid) };
  return { held: row.state === 'depositPaid' ? 1 : 0, paid: row.paidAt === null ? 0 : 1 };
}

type Sum = { held: number; paid: number };

function add(sums: Map<string, Sum>, key: string, units: Sum): void {
  const sum = sums.get(key) ?? { held: 0, paid: 0 };
  sum.held += units.held;
  sum.paid += units.paid;
  sums.set(key, sum);
}

/** held and paid of each activity = Σ of its purchases. */
export function activityBooks(expect: Expect): AuditBook {
  const rows: AuditActivity[] = [];
  const sums = new Map<string, Sum>();
  return {
    activity: (row) => void rows.push(row),
    purchase(row) {
      if (row.activityId !== null) add(sums, row.activityId, unitsOf(row));
    },
    finish() {
      for (const row of rows) {
        const sum = sums.get(row.activityId) ?? { held: 0, paid: 0 };
        sums.delete(row.activityId);
        expect(
          row.held === sum.held && row.paid === sum.paid,
          () =>
            `${row.activityId}: book says held ${row.held}, paid ${row.paid}; orders say ${sum.held}, ${sum.paid}`,
        );
      }
      for (const [activityId] of sums) expect(false, () => `${activityId} has orders but no activity row`);
    },
  };
}

/** held + paid ≤ stock, by the book and by the orders. */
export function soldWithinStock(expect: Expect): AuditBook {
  const totals = new Map<string, number>();
  const taken = new Map<string, number>();
  return {
    activity(row) {
      totals.set(row.activityId, row.total);
      expect(
        row.held >= 0 && row.paid >= 0 && row.held + row.paid <= row.total,
        () => `${row.activityId}: held ${row.held} + paid ${row.paid} of ${row.total}`,
      );
    },
    purchase(row) {
      if (row.activityId === null) return;
      const units = unitsOf(row);
      taken.set(row.activityId, (taken.get(row.activityId) ?? 0) + units.held + units.paid);
    },
    finish() {
      for (const [activityId, units] of taken) {
        const total = totals.get(activityId) ?? 0;
        expect(units <= total, () => `${activityId}: orders took ${units} of ${total}`);
      }
    },
  };
}

/**
 * For each key of a person: held + used = Σ of the purchases that name it, and never over the limit that the purchase
 * was placed under; newcomer keys count one purchase at most, buyer keys paid purchases, the keys of coupons those that
 * were claimed and used.
 */
export function perPersonLimit(expect: Expect): AuditBook {
  const uses: AuditLimitUse[] = [];
  const sums = new Map<string, Sum>();
  const maxOf = new Map<string, number>();
  return {
    limitUse: (row) => void uses.push(row),
    coupon(row) {
      for (const { limitKey, max } of row.limits) {
        add(sums, limitKey, { held: 0, paid: 1 });
        maxOf.set(limitKey, Math.max(maxOf.get(limitKey) ?? 0, max));
      }
    },
    opening: (row) => add(sums, row.limitKey, { held: 0, paid: row.used }),
    purchase(row) {
      const units = unitsOf(row);
      const beside = besideOf(row);
      for (const key of row.limitKeys) {
        add(sums, key, units);
        if (row.perPersonMax !== null) maxOf.set(key, Math.max(maxOf.get(key) ?? 0, row.perPersonMax));
      }
      for (const key of row.newcomerKeys) {
        add(sums, key, beside);
        maxOf.set(key, 1);
      }
      for (const { limitKey, count, max } of row.couponUses) {
        add(sums, limitKey, { held: count * beside.held, paid: count * beside.paid });
        maxOf.set(limitKey, Math.max(maxOf.get(limitKey) ?? 0, max));
      }
      if (beside.paid > 0) for (const key of row.buyerKeys) add(sums, key, { held: 0, paid: 1 });
    },
    finish() {
      for (const use of uses) {
        const sum = sums.get(use.limitKey) ?? { held: 0, paid: 0 };
        expect(
          use.held === sum.held && use.used === sum.paid,
          () =>
            `${use.limitKey}: counter says held ${use.held}, used ${use.used}; orders say ${sum.held}, ${sum.paid}`,
        );
      }
      const counted = new Set(uses.map((use) => use.limitKey));
      for (const [key, sum] of sums) {
        const max = maxOf.get(key) ?? Number.POSITIVE_INFINITY;
        expect(sum.held + sum.paid <= max, () => `${key}: ${sum.held + sum.paid} units, limit ${max}`);
        expect(counted.has(key), () => `${key} is used by orders but has no counter`);
      }
    },
  };
}
