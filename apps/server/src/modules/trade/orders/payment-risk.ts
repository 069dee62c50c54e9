import { judgePayment, PAYMENT_RISK_TERMS, type PaymentRisk } from '@dacu/engine/risk';
import type { OrdersDeps } from './index.ts';
import { phoneKeyIn } from './projection-store.ts';
import type { PurchaseRow } from './purchase.ts';
import { readRecentIds, readRiskFacts } from './risk-store.ts';

/** Why paying so much of this purchase wants a second check. */
export async function risksOf(
  { db, payment }: Pick<OrdersDeps, 'db' | 'payment'>,
  { at, row, amountFen }: { at: number; row: PurchaseRow; amountFen: number },
): Promise<readonly PaymentRisk[]> {
  const { failedWithinMs, sharedWithinMs } = PAYMENT_RISK_TERMS;
  const { shopperId } = row;
  const phoneKey = phoneKeyIn(row.body.buyerKeys) ?? '';
  const [facts, recent] = await Promise.all([
    readRiskFacts(db, { shopperId, phoneKey, sharedSince: at - sharedWithinMs }),
    readRecentIds(db, { shopperId, since: at - failedWithinMs }),
  ]);
  const charges = await payment.paymentsOf(recent);
  const failedTries = charges.filter(
    ({ state, settledAt }) => state === 'failed' && (settledAt ?? 0) > at - failedWithinMs,
  ).length;
  return judgePayment({ amountFen, failedTries, ...facts });
}
