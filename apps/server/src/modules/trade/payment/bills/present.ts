import type { PaymentMethod, ReconciliationView } from '@dacu/contract/api';
import type { PaymentDeps } from '../index.ts';
import { readOpenRefunds } from '../store.ts';
import * as store from './store.ts';

const BILLS_MAX = 60;
const DIFFERENCES_MAX = 200;

/** Bills, differences and refunds that are not there, as operators see them. */
export async function presentReconciliation({ db, providers }: PaymentDeps): Promise<ReconciliationView> {
  const [bills, differences, refunds] = await Promise.all([
    store.readBills(db, BILLS_MAX),
    store.readDifferences(db, DIFFERENCES_MAX),
    readOpenRefunds(db, DIFFERENCES_MAX),
  ]);
  const openOf = Map.groupBy(
    differences.filter((difference) => difference.state === 'open'),
    ({ provider, day }) => `${provider} ${day}`,
  );
  return {
    providers: providers.offered.filter((name) => providers.get(name).bill !== null),
    bills: bills.map(({ provider, day, fetchedAt, sha256, sums }) => ({
      ...{ provider: provider as PaymentMethod, day, fetchedAt, sha256 },
      ...{ charges: sums.charges, refunds: sums.refunds },
      open: openOf.get(`${provider} ${day}`)?.length ?? 0,
    })),
    differences: differences.map((row) => ({ ...row, provider: row.provider as PaymentMethod })),
    refunds: refunds.map(({ amountFen, changedAt: _, ...row }) => ({
      ...row,
      provider: row.provider as PaymentMethod,
      fen: amountFen,
    })),
  };
}
