import type { PaymentDeps } from './index.ts';
import type { Charge } from './provider.ts';
import { settlePayment } from './settle-payment.ts';
import * as store from './store.ts';

const BATCH_MAX = 500;

/**
 * Asks the provider how pending charges stand and settles those that it has decided: what a lost notification would
 * have said. Returns how many were settled so.
 */
export async function reconcile(
  deps: PaymentDeps,
  input: { at: number; paymentIds?: readonly string[] },
): Promise<number> {
  const pending = await store.readPendingIds(deps.db, input.paymentIds ?? null, BATCH_MAX);
  if (pending.length === 0) return 0;
  return settleCharges(deps, input.at, await deps.provider.query(pending));
}

/**
 * Before a hold is given back: no charge of these purchases can be approved any more once this resolves, and those
 * that had been are settled.
 */
export async function closeCharges(
  deps: PaymentDeps,
  purchaseIds: readonly string[],
  at: number,
): Promise<void> {
  const rows = await store.readPaymentsOf(deps.db, purchaseIds);
  const pending = rows.filter((row) => row.state === 'pending');
  if (pending.length === 0) return;
  const charges = await deps.provider.close(
    pending.map((row) => row.paymentId),
    at,
  );
  // A charge that never reached the provider (we died in between) cannot be paid any more either.
  const unknown = pending
    .filter((row) => !charges.has(row.paymentId))
    .map(({ paymentId, amountFen }): [string, Charge] => [
      paymentId,
      { paymentId, amountFen, providerRef: '', state: 'closed' },
    ]);
  await settleCharges(deps, at, new Map([...charges, ...unknown]));
}

async function settleCharges(
  deps: PaymentDeps,
  at: number,
  charges: ReadonlyMap<string, Charge>,
): Promise<number> {
  const decided = [...charges.values()].filter((charge) => charge.state !== 'open');
  await Promise.all(
    decided.map(({ paymentId, providerRef, amountFen, state }) =>
      settlePayment(deps, {
        at,
        notification: {
          paymentId,
          providerRef,
          amountFen,
          outcome: state === 'succeeded' ? 'succeeded' : 'failed',
        },
      }),
    ),
  );
  return decided.length;
}
