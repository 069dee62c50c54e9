import type { PaymentMethod, ReconciliationView } from '../api/index.ts';
import type { Http } from './http.ts';

/** Fetching a bill is a call over the network, and a file of a whole day. */
const BILL_TIMEOUT_MS = 60_000;

/** Bills of payment providers against our books. */
export function reconciliationCalls(http: Http) {
  const post = (path: string, body: object, timeoutMs?: number) =>
    http<ReconciliationView>({
      ...{ method: 'POST', path: `/api/ops/reconciliation/${path}`, body, answer: 'reconciliationView' },
      ...(timeoutMs === undefined ? {} : { timeoutMs }),
    });
  return {
    reconciliation: () =>
      http<ReconciliationView>({ path: '/api/ops/reconciliation', answer: 'reconciliationView' }),
    compareBill: (provider: PaymentMethod, day: string) => post('bills', { provider, day }, BILL_TIMEOUT_MS),
    acknowledgeBillDifference: (differenceId: string, reason: string) =>
      post(`differences/${encodeURIComponent(differenceId)}`, { reason }),
    retryRefund: (refundId: string) => post(`refunds/${encodeURIComponent(refundId)}`, {}),
  };
}
