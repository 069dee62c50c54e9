import type { AuditCap, AuditCoupon, AuditPurchase } from './audit-rows.ts';
import type { AuditBook, Expect } from './auditor.ts';

/**
 * Every coupon stands behind one purchase at most: frozen by an open one, used by a paid one, and free again only where
 * the purchase closed or gave its goods back.
 */
export function couponsOnce(expect: Expect): AuditBook {
  const coupons = new Map<string, AuditCoupon>();
  const named: { row: AuditPurchase; couponId: string }[] = [];
  return {
    coupon: (row) => void coupons.set(row.couponId, row),
    purchase(row) {
      for (const couponId of row.couponIds) named.push({ row, couponId });
    },
    finish() {
      const stands = new Set<string>();
      for (const { row, couponId } of named) {
        const coupon = coupons.get(couponId);
        const its = coupon?.purchaseId === row.purchaseId;
        if (its) stands.add(couponId);
        expect(coupon !== undefined && mayStand(row, coupon, its), () => told(row, couponId, coupon));
      }
      for (const { couponId, state, purchaseId } of coupons.values())
        expect(
          (state === 'available') === (purchaseId === null) && (purchaseId === null || stands.has(couponId)),
          () => `${couponId} is ${state} by ${purchaseId}, which does not name it`,
        );
    },
  };
}

function mayStand(row: AuditPurchase, coupon: AuditCoupon, its: boolean): boolean {
  switch (row.state) {
    case 'held':
    case 'depositPaid':
      return its && coupon.state === 'frozen';
    case 'closed':
    case 'forfeited':
      return !its;
    default:
      if (its) return coupon.state === 'used';
      return coupon.returned && row.lines.some(({ returnedQuantity }) => returnedQuantity > 0);
  }
}

function told(row: AuditPurchase, couponId: string, coupon: AuditCoupon | undefined): string {
  if (coupon === undefined) return `${row.purchaseId} names ${couponId}, which nobody was given`;
  return `${row.purchaseId} is ${row.state} and names ${couponId}, which is ${coupon.state} by ${coupon.purchaseId}`;
}

/** What was spent of each cap = what its purchases and coupons took of it ≤ its total. */
export function capsKept(expect: Expect): AuditBook {
  const caps: AuditCap[] = [];
  const taken = new Map<string, number>();
  const add = ({ capId, amount }: { readonly capId: string; readonly amount: number }): void =>
    void taken.set(capId, (taken.get(capId) ?? 0) + amount);
  return {
    cap: (row) => void caps.push(row),
    coupon: (row) => row.takes.forEach(add),
    purchase(row) {
      if (row.state !== 'closed' && row.state !== 'forfeited') row.budgets.forEach(add);
    },
    finish() {
      for (const { capId, total, spent } of caps) {
        const sum = taken.get(capId) ?? 0;
        taken.delete(capId);
        expect(
          spent === sum && 0 <= spent && spent <= total,
          () => `${capId}: spent ${spent} of ${total}; orders and coupons took ${sum}`,
        );
      }
      for (const [capId, sum] of taken) expect(sum === 0, () => `${capId} gave ${sum} and has no books`);
    },
  };
}
