import type { PaymentDeps } from './index.ts';
import type { PaymentRow } from './payment.ts';
import type { Charge, PaymentProvider } from './provider.ts';
import { settlePayment } from './settle-payment.ts';
import * as store from './store.ts';

const BATCH_MAX = 500;

/**
 * Asks the providers how pending charges stand and settles those that are decided: what a lost notification would have
 * said. Returns how many were settled so. One provider that is silent does not keep us from asking the others.
 */
export async function reconcile(
  deps: PaymentDeps,
  input: { at: number; paymentIds?: readonly string[] },
): Promise<number> {
  const pending = await store.readPending(deps.db, input.paymentIds ?? null, BATCH_MAX);
  return settleAt(deps, input.at, pending, (provider, paymentIds) => provider.query(paymentIds));
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
  await closePayments(
    deps,
    rows.filter((row) => row.state === 'pending'),
    at,
  );
}

/** The same for single payments. */
export async function closePayments(
  deps: PaymentDeps,
  pending: readonly PaymentRow[],
  at: number,
): Promise<void> {
  await settleAt(deps, at, pending, async (provider, paymentIds) => {
    const charges = await provider.close(paymentIds, at);
    // A charge that never reached the provider (we died in between, or nobody opened its page) cannot be closed there:
    // its own deadline ends it. Money that comes all the same settles as late money does.
    const unknown = paymentIds
      .filter((paymentId) => !charges.has(paymentId))
      .map((paymentId): [string, Charge] => [
        paymentId,
        { paymentId, amountFen: null, providerRef: '', state: 'closed' },
      ]);
    return new Map([...charges, ...unknown]);
  });
}

async function settleAt(
  deps: PaymentDeps,
  at: number,
  payments: readonly PaymentRow[],
  ask: (provider: PaymentProvider, paymentIds: readonly string[]) => Promise<ReadonlyMap<string, Charge>>,
): Promise<number> {
  const byProvider = Map.groupBy(payments, (row) => row.provider);
  const settled = await Promise.allSettled(
    [...byProvider].map(async ([name, rows]) =>
      settleCharges(
        deps,
        at,
        await ask(
          deps.providers.get(name),
          rows.map((row) => row.paymentId),
        ),
      ),
    ),
  );
  const failed = settled.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
  return settled.reduce((sum, result) => sum + (result.status === 'fulfilled' ? result.value : 0), 0);
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
        word: {
          ...{ paymentId, providerRef, amountFen },
          outcome: state === 'succeeded' ? 'succeeded' : 'failed',
        },
      }),
    ),
  );
  return decided.length;
}
