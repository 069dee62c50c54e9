import { closeHold } from './cancel-purchase.ts';
import type { OrdersDeps } from './index.ts';
import * as store from './store.ts';

/**
 * Holds that reached their deadline, many at once. The provider's charge is closed first: when it turns out to be paid
 * (the notification was lost), that payment is settled and the hold is not given back.
 */
export async function expirePurchases(
  deps: OrdersDeps,
  input: { at: number; purchaseIds: readonly string[] },
): Promise<void> {
  const { at } = input;
  const rows = [...(await store.readPurchases(deps.db, input.purchaseIds)).values()].filter(
    (row) => row.state === 'held',
  );
  if (rows.length === 0) return;
  await deps.payment.closeCharges(
    rows.map((row) => row.purchaseId),
    at,
  );
  await Promise.all(
    rows.map((row) => closeHold(deps, { at: Math.max(at, row.holdUntil), row, reason: 'expired' })),
  );
}
